//! Folding for search: what people type without marks finds what is written with them.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::letters::{hyphen, is_format, plain, plain_d};

/// "ĐƯỜNG" and "đường", composed or not, and "duong" are all `duong`; "12/QÐ‑UBND" with another letter and another hyphen
/// is `12/qd-ubnd`. Applied to the text and to the query alike.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            folded.push(c.to_ascii_lowercase());
        } else {
            folded.extend(fold_char(c));
        }
    }
    folded
}

/// What one character folds to: nothing for a mark, one character for a Vietnamese letter.
///
/// Folding a text is folding its characters one by one, so a place in the folded text can be found again in
/// the text.
pub fn fold_char(c: char) -> impl Iterator<Item = char> {
    plain_d(hyphen(plain(c)))
        .nfd()
        .filter(|c| !is_combining_mark(*c) && !is_format(*c))
        .flat_map(char::to_lowercase)
        .filter(|c| !is_combining_mark(*c))
        .map(|c| match c {
            'đ' => 'd',
            // Names of the highlands are written with either.
            '\u{2019}' | '\u{2bc}' => '\'',
            c => c,
        })
}
