//! The objects of a PDF (ISO 32000-1, 7.3), as far as pages and pictures need them. They are found where they stand, without the
//! table of the file, which scanners often write wrongly.

use std::collections::HashMap;

/// Most bytes that one stream may become.
const MOST_INFLATED: usize = 16 << 20;
/// Most objects that are looked at, and most bytes of the description of one.
const MOST_OBJECTS: usize = 100_000;
const MOST_DESCRIPTION: usize = 64 << 10;

/// One object: its description, and what stands in its stream.
#[derive(Clone, Debug, Default)]
pub struct Object<'b> {
    pub words: Words,
    pub stream: &'b [u8],
}

/// What an object says of itself, word by word: `<<`, `/Type`, `12`, `]`, ...
#[derive(Clone, Debug, Default)]
pub struct Words(Vec<String>);

/// By their numbers, the last of each.
pub fn objects(bytes: &[u8]) -> HashMap<u32, Object<'_>> {
    let mut found = HashMap::new();
    let mut at = 0;
    while let Some(begin) = find(bytes, b" obj", at).filter(|_| found.len() < MOST_OBJECTS) {
        at = begin + 4;
        let Some(number) = number_before(bytes, begin) else { continue };
        let rest = &bytes[at..];
        let end = find(rest, b"endobj", 0).unwrap_or(rest.len());
        let stream = find(rest, b"stream", 0).filter(|start| *start < end);
        let described = &rest[..stream.unwrap_or(end).min(MOST_DESCRIPTION)];
        let words = Words::read(described);
        // What stands in a stream is no object, whatever it looks like.
        at += stream.map_or(described.len(), |start| start + 6);
        let stream = stream.map_or(&[][..], |start| stream_of(rest, start + 6, &words));
        at += stream.len();
        found.insert(number, Object { words, stream });
    }
    found
}

/// Objects that stand in the streams of others (7.5.7); these have no streams of their own.
pub fn packed(objects: &HashMap<u32, Object<'_>>) -> HashMap<u32, Words> {
    let mut found = HashMap::new();
    for object in objects.values().filter(|object| object.words.name("Type") == Some("ObjStm")) {
        let (Some(count), Some(first)) = (object.words.whole("N"), object.words.whole("First")) else {
            continue;
        };
        let Some(bytes) = object.inflated() else { continue };
        let Some(head) = bytes.get(..first) else { continue };
        let head = String::from_utf8_lossy(head).into_owned();
        let numbers: Vec<usize> =
            head.split_ascii_whitespace().filter_map(|word| word.parse().ok()).collect();
        let places: Vec<(usize, usize)> = numbers.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
        for (which, (number, from)) in places.iter().take(count.min(MOST_OBJECTS)).enumerate() {
            let end = places.get(which + 1).map_or(bytes.len(), |(_, next)| first.saturating_add(*next));
            let start = first.saturating_add(*from);
            let Some(own) = bytes.get(start..end.min(bytes.len())) else { continue };
            if let Ok(number) = u32::try_from(*number) {
                found.insert(number, Words::read(&own[..own.len().min(MOST_DESCRIPTION)]));
            }
        }
    }
    found
}

impl Object<'_> {
    /// What the stream holds; None where it is packed otherwise than by Flate, or would become too large.
    pub fn inflated(&self) -> Option<Vec<u8>> {
        match self.words.after("Filter").as_deref() {
            None => Some(self.stream.get(..self.stream.len().min(MOST_INFLATED))?.to_vec()),
            Some(["/FlateDecode", ..] | ["[", "/FlateDecode", "]", ..])
                if self.words.after("DecodeParms").is_none() =>
            {
                miniz_oxide::inflate::decompress_to_vec_zlib_with_limit(self.stream, MOST_INFLATED).ok()
            }
            Some(_) => None,
        }
    }
}

impl Words {
    fn read(bytes: &[u8]) -> Self {
        let mut words = Vec::new();
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            let begin = at;
            at += 1;
            match byte {
                b'%' => {
                    at += bytes[at..]
                        .iter()
                        .position(|b| matches!(b, b'\r' | b'\n'))
                        .unwrap_or(bytes.len() - at)
                }
                b'(' => at = past_string(bytes, at),
                b'<' | b'>' if bytes.get(at) == Some(&byte) => at += 1,
                b'[' | b']' | b'{' | b'}' | b'<' | b'>' => {}
                b if is_space(b) => continue,
                _ => {
                    let ends = |b: &u8| is_space(*b) || b"()<>[]{}/%".contains(b);
                    at += bytes[at..].iter().position(ends).unwrap_or(bytes.len() - at);
                }
            }
            if byte != b'%' && byte != b'(' {
                words.push(String::from_utf8_lossy(&bytes[begin..at]).into_owned());
            }
        }
        Self(words)
    }

    /// What follows a key of the object's own dictionary.
    pub fn after(&self, key: &str) -> Option<Vec<&str>> {
        let mut depth = 0;
        for (at, word) in self.0.iter().enumerate() {
            match word.as_str() {
                "<<" => depth += 1,
                ">>" => depth -= 1,
                _ if depth == 1 && word.strip_prefix('/') == Some(key) => {
                    return Some(self.0[at + 1..].iter().map(String::as_str).collect());
                }
                _ => {}
            }
        }
        None
    }

    pub fn name(&self, key: &str) -> Option<&str> {
        self.after(key)?.first()?.strip_prefix('/')
    }

    pub fn whole(&self, key: &str) -> Option<usize> {
        self.after(key)?.first()?.parse().ok()
    }

    /// The number of the object that is referred to: `12 0 R`.
    pub fn reference(&self, key: &str) -> Option<u32> {
        reference(&self.after(key)?)
    }

    /// Every object that is referred to after a key, by itself, in a list or in a dictionary, with the name before each.
    pub fn references(&self, key: &str) -> Vec<(String, u32)> {
        let after = self.after(key).unwrap_or_default();
        match after.first() {
            Some(&("<<" | "[")) => {}
            _ => return reference(&after).map(|number| (String::new(), number)).into_iter().collect(),
        }
        let mut depth = 0;
        let end = after.iter().position(|word| {
            depth += match *word {
                "<<" | "[" => 1,
                ">>" | "]" => -1,
                _ => 0,
            };
            depth == 0
        });
        referred_to(&after[..end.unwrap_or(after.len())])
    }

    /// The same of all that the object says.
    pub fn all_references(&self) -> Vec<(String, u32)> {
        referred_to(&self.0.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// The dictionary that stands after a key, as words of its own.
    pub fn within(&self, key: &str) -> Option<Self> {
        let after = self.after(key)?;
        if after.first() != Some(&"<<") {
            return None;
        }
        let mut depth = 0;
        let end = after.iter().position(|word| {
            depth += match *word {
                "<<" => 1,
                ">>" => -1,
                _ => 0,
            };
            depth == 0
        })?;
        Some(Self(after[..=end].iter().map(|word| (*word).to_owned()).collect()))
    }

    /// Four numbers in a list.
    pub fn rectangle(&self, key: &str) -> Option<[f64; 4]> {
        let after = self.after(key)?;
        let numbers = after.get(1..5)?.iter().map(|word| word.parse().ok());
        let numbers: Vec<f64> = numbers.collect::<Option<_>>()?;
        (after.first() == Some(&"[")).then(|| numbers.try_into().ok()).flatten()
    }
}

fn referred_to(words: &[&str]) -> Vec<(String, u32)> {
    let of = |at: usize| {
        let number = words[at - 2].parse().ok()?;
        let name = at.checked_sub(3).and_then(|before| words[before].strip_prefix('/'));
        Some((name.unwrap_or_default().to_owned(), number))
    };
    (2..words.len()).filter(|at| words[*at] == "R").filter_map(of).collect()
}

fn reference(after: &[&str]) -> Option<u32> {
    match after {
        [number, _, "R", ..] => number.parse().ok(),
        _ => None,
    }
}

/// The bytes of a stream: as many as are told, else up to its end.
fn stream_of<'b>(rest: &'b [u8], mut from: usize, words: &Words) -> &'b [u8] {
    from += usize::from(rest.get(from) == Some(&b'\r'));
    from += usize::from(rest.get(from) == Some(&b'\n'));
    let told = words.after("Length").filter(|after| after.get(2) != Some(&"R"));
    let told = told.and_then(|after| after.first()?.parse::<usize>().ok());
    let told = told.and_then(|length| rest.get(from..from.checked_add(length)?));
    let ends = |stream: &&[u8]| {
        let after = &rest[from + stream.len()..];
        find(&after[..after.len().min(16)], b"endstream", 0).is_some()
    };
    told.filter(ends).unwrap_or_else(|| {
        let end = find(rest, b"endstream", from).unwrap_or(rest.len());
        rest.get(from..end).unwrap_or_default()
    })
}

/// `12 0` before ` obj`.
fn number_before(bytes: &[u8], end: usize) -> Option<u32> {
    let begin = end.saturating_sub(24);
    let text = String::from_utf8_lossy(&bytes[begin..end]).into_owned();
    let mut words = text.rsplit(|c: char| !c.is_ascii_digit());
    let _generation: u32 = words.next()?.parse().ok()?;
    words.next()?.parse().ok()
}

fn past_string(bytes: &[u8], mut at: usize) -> usize {
    let mut depth = 1;
    while let Some(byte) = bytes.get(at).filter(|_| depth > 0) {
        match byte {
            b'\\' => at += 1,
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        at += 1;
    }
    at.min(bytes.len())
}

pub fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ')
}

fn find(bytes: &[u8], what: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    let first = *what.first()?;
    let mut at = 0;
    while let Some(next) = rest[at..].iter().position(|byte| *byte == first) {
        at += next;
        if rest[at..].starts_with(what) {
            return Some(from + at);
        }
        at += 1;
    }
    None
}
