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

/// The same as it is searched for: a zero before a single digit says nothing, in the text as little as in the query ("05/8/2019" and
/// "5/8/2019", "09/BC" and "9/BC").
pub fn fold_sought(text: &str) -> String {
    let letters: Vec<char> = fold(text).chars().collect();
    let said = |(at, _): &(usize, &char)| !is_idle_zero(&letters, *at);
    letters.iter().enumerate().filter(said).map(|(_, letter)| *letter).collect()
}

/// Whether at this place of a folded text there stands a zero that says nothing.
pub fn is_idle_zero(letters: &[char], at: usize) -> bool {
    let is_of_word = |at: usize| letters.get(at).is_some_and(|letter| letter.is_alphanumeric());
    letters.get(at) == Some(&'0')
        && (at == 0 || !is_of_word(at - 1))
        && letters.get(at + 1).is_some_and(char::is_ascii_digit)
        && !is_of_word(at + 2)
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
