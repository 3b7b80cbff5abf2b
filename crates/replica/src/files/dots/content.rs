//! What a page draws (ISO 32000-1, 8.4 and 8.8): pictures, and over how much of the page each is spread.

/// Most operations of a page that are looked at, and how deep what is set aside may lie.
const MOST_WORDS: usize = 2_000_000;
const DEEPEST: usize = 64;

/// A picture by its name, and its width and height on the page, in points.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    pub name: String,
    pub width: f64,
    pub height: f64,
}

/// In the order of the page.
pub fn pictures(content: &[u8]) -> Vec<Drawn> {
    let (mut drawn, mut kept) = (Vec::new(), Vec::new());
    let mut matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];
    let mut before: Vec<&[u8]> = Vec::new();
    let words = content.split(|byte| super::object::is_space(*byte)).filter(|word| !word.is_empty());
    for word in words.take(MOST_WORDS) {
        match word {
            b"q" if kept.len() < DEEPEST => kept.push(matrix),
            b"Q" => matrix = kept.pop().unwrap_or(matrix),
            b"cm" => {
                if let Some(by) = numbers(&before) {
                    matrix = times(by, matrix);
                }
            }
            b"Do" => {
                if let Some(name) = before.last().and_then(|name| name.strip_prefix(b"/")) {
                    let [a, b, c, d, ..] = matrix;
                    let name = String::from_utf8_lossy(name).into_owned();
                    drawn.push(Drawn { name, width: a.hypot(b), height: c.hypot(d) });
                }
            }
            _ => {
                before.push(word);
                continue;
            }
        }
        before.clear();
    }
    drawn
}

/// The six numbers before an operation.
fn numbers(before: &[&[u8]]) -> Option<[f64; 6]> {
    let last = before.get(before.len().checked_sub(6)?..)?;
    let numbers = last.iter().map(|word| std::str::from_utf8(word).ok()?.parse().ok());
    numbers.collect::<Option<Vec<f64>>>()?.try_into().ok()
}

fn times(one: [f64; 6], other: [f64; 6]) -> [f64; 6] {
    let [a, b, c, d, e, f] = one;
    let [g, h, i, j, k, l] = other;
    [a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l]
}
