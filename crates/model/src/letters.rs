//! Letters as one sees them: what word processors, PDF readers and old fonts put between them, and nobody means.

use unicode_normalization::UnicodeNormalization as _;

/// A text as it is kept: composed letters, one kind of line break, a Vietnamese Đ for the Icelandic one of some fonts, and no
/// character that nobody sees.
pub fn tidy(text: &str) -> String {
    composed(text, |c| c)
}

/// Letters are composed last: what nobody sees, or another width, may stand between a letter and its mark.
fn composed(text: &str, as_read: impl Fn(char) -> char) -> String {
    let text = text.replace("\r\n", "\n");
    let kept = |c: &char| matches!(c, '\n' | '\t') || !(c.is_control() || is_format(*c));
    text.chars().map(one_break).filter(kept).map(plain_d).map(as_read).nfc().collect()
}

/// The same of a line, which a number or a symbol may stand in: spaces and hyphens are plain besides, and none stand around it.
pub fn tidy_line(text: &str) -> String {
    composed(text, plain).trim().to_owned()
}

/// The same of a document's number or symbol, in which a dash of any length is a hyphen, and no space stands around what joins its
/// parts: "12 / QĐ – UBND" is "12/QĐ-UBND".
pub fn symbol(text: &str) -> String {
    let line = tidy_line(text);
    let joins = |letter: char| matches!(letter, '-' | '/');
    let mut joined = String::with_capacity(line.len());
    for letter in line.chars().map(hyphen) {
        if joins(letter) {
            joined.truncate(joined.trim_end().len());
        }
        if letter != ' ' || !joined.ends_with(joins) {
            joined.push(letter);
        }
    }
    joined
}

/// The same of a line that names a document by its number, perhaps among words: "Kết luận số 12 / KL – TTr" is
/// "Kết luận số 12/KL-TTr", and a dash between words keeps its spaces.
pub fn numbered(text: &str) -> String {
    let letters: Vec<char> = tidy_line(text).chars().map(hyphen).collect();
    let blanks = |from: usize| letters[from..].iter().take_while(|letter| **letter == ' ').count();
    let (mut line, mut at) = (String::with_capacity(text.len()), 0);
    while at < letters.len() {
        let before = blanks(at);
        let Some(sign) = letters.get(at + before).filter(|letter| matches!(letter, '-' | '/')) else {
            line.push(letters[at]);
            at += 1;
            continue;
        };
        let behind = at + before + 1;
        let after = behind + blanks(behind);
        let word: String = letters[after..].iter().take_while(|letter| **letter != ' ').collect();
        if joins(line.rsplit(' ').next().unwrap_or_default(), (before > 0 && after > behind, *sign), &word) {
            line.push(*sign);
            at = after;
        } else {
            line.extend(&letters[at..behind]);
            at = behind;
        }
    }
    line
}

/// Whether a sign between two words joins them to one number, though there are spaces about it (`apart`: on both sides).
fn joins(before: &str, (apart, sign): (bool, char), after: &str) -> bool {
    let big = |letter: char| letter.is_uppercase() || letter.is_ascii_digit();
    if sign == '/' {
        return before.ends_with(char::is_alphanumeric) && after.starts_with(char::is_alphanumeric);
    }
    let named = after.chars().take(2).filter(|letter| letter.is_uppercase()).count() == 2;
    let of_number =
        before.contains('/') || (after.contains('/') && before.starts_with(|c: char| c.is_ascii_digit()));
    named && of_number && before.ends_with(big) && !(apart && before.contains('-'))
}

/// A dash of any length.
pub(crate) fn hyphen(c: char) -> char {
    match c {
        '\u{2012}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' => '-',
        c => c,
    }
}

/// What one reads as the same character on a keyboard: plain spaces and hyphens, digits and signs of their usual width.
pub(crate) fn plain(c: char) -> char {
    match c {
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => ' ',
        '\u{2010}' | '\u{2011}' => '-',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    }
}

/// Eth and the African D look like the Vietnamese one, and stand in its place in some fonts and keyboards.
pub(crate) fn plain_d(c: char) -> char {
    match c {
        '\u{d0}' | '\u{189}' => 'Đ',
        '\u{f0}' | '\u{256}' => 'đ',
        c => c,
    }
}

fn one_break(c: char) -> char {
    if matches!(c, '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}') { '\n' } else { c }
}

/// Unicode's category Cf, as far as texts carry it: soft hyphens, zero-width spaces and joiners, marks of direction, byte
/// order marks.
pub(crate) fn is_format(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0001}' | '\u{e0020}'..='\u{e007f}'
    )
}
