//! Under which name a file is saved on a person's disk.

/// Bytes in UTF-8: what common file systems take, with room for an ending that a browser adds.
const LONGEST: usize = 200;
/// Names that Windows keeps for devices, with any ending.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
const NUMBERED: [&str; 2] = ["com", "lpt"];

/// The name as its author gave it, without what a disk cannot have, leads elsewhere (folders, streams), or reads as another
/// ending than it has (marks that turn the direction of letters). Never empty.
pub fn saved_name(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    let bare: String = name
        .chars()
        .map(|c| if matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|') { '_' } else { c })
        .filter(|c| !c.is_control() && !turns_letters(*c))
        .nfc()
        .collect();
    let bare = bare.trim_matches(no_edge);
    if bare.is_empty() {
        return "minh-chung".to_owned();
    }
    let stem = bare.split('.').next().unwrap_or_default().trim_end().to_ascii_lowercase();
    let numbered = |word: &str| {
        let rest = stem.strip_prefix(word).unwrap_or_default();
        rest.len() == 1 && rest.starts_with(|c: char| c.is_ascii_digit())
    };
    let device = DEVICES.contains(&stem.as_str()) || NUMBERED.into_iter().any(numbered);
    shortened(&if device { format!("_{bare}") } else { bare.to_owned() })
}

/// What a file is by its name that no paper can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPaper {
    /// Half of what is being downloaded, or something a program keeps for a while.
    Unfinished,
    /// What an office program lays beside a document while it is open.
    Lock,
    /// The way to something that is elsewhere.
    Shortcut,
}

/// None: by its name it may be one.
pub fn no_paper(name: &str) -> Option<NoPaper> {
    let name = name.trim().to_lowercase();
    if name.starts_with("~$") || (name.starts_with(".~lock.") && name.ends_with('#')) {
        return Some(NoPaper::Lock);
    }
    match name.rsplit_once('.')?.1 {
        "part" | "partial" | "crdownload" | "download" | "opdownload" | "tmp" => Some(NoPaper::Unfinished),
        "lnk" | "url" | "desktop" | "webloc" | "gdoc" | "gsheet" | "gslides" => Some(NoPaper::Shortcut),
        _ => None,
    }
}

/// Without its middle, so that its ending tells what it is.
fn shortened(name: &str) -> String {
    if name.len() <= LONGEST {
        return name.to_owned();
    }
    let ending = name.rsplit_once('.').map(|(_, ending)| ending).filter(|ending| ending.len() <= 16);
    let ending = ending.map(|ending| format!(".{ending}")).unwrap_or_default();
    let mut end = LONGEST - ending.len();
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}{ending}", name[..end].trim_end_matches(no_edge))
}

/// What no saved name begins or ends with: Windows drops it at an end, and a name cut before it is another when taken again.
fn no_edge(c: char) -> bool {
    c == '.' || c.is_whitespace()
}

fn turns_letters(c: char) -> bool {
    matches!(c, '\u{061c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}
