//! Words that are searched for, and where they stand in a text.

use model::fold::{fold_char, fold_sought, is_idle_zero};

/// The words of a query: what stands between spaces, signs and whatever else a person types; at most twelve of
/// at most forty letters, for no sentence needs more to be found.
pub(crate) fn words(query: &str) -> Vec<String> {
    const LONGEST_QUERY: usize = 500;
    let query: String = query.chars().take(LONGEST_QUERY).collect();
    let folded = fold_sought(&query);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| word.chars().take(40).collect()).take(12).collect()
}

/// Whether each of the words begins a word of the text.
pub fn matches(text: &str, words: &[String]) -> bool {
    let folded = fold_sought(text);
    let begins = |word: &String| {
        folded.split(|c: char| !c.is_alphanumeric()).any(|of_text| of_text.starts_with(word.as_str()))
    };
    !words.is_empty() && words.iter().all(begins)
}

/// Some of the text around the first of the words, in one line.
pub(crate) fn excerpt(text: &str, words: &[String]) -> String {
    const BEFORE: usize = 40;
    const LENGTH: usize = 160;
    let chars: Vec<char> = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    // Each folded letter with the place of the letter that it comes from.
    let folded: Vec<(usize, char)> =
        chars.iter().enumerate().flat_map(|(at, c)| fold_char(*c).map(move |c| (at, c))).collect();
    let bare: Vec<char> = folded.iter().map(|(_, c)| *c).collect();
    let said = |(at, _): &(usize, (usize, char))| !is_idle_zero(&bare, *at);
    let folded: Vec<(usize, char)> =
        folded.into_iter().enumerate().filter(said).map(|(_, letter)| letter).collect();
    let begins = |at: usize, word: &String| {
        let free = at == 0 || !folded[at - 1].1.is_alphanumeric();
        free && word.chars().enumerate().all(|(i, c)| folded.get(at + i).is_some_and(|found| found.1 == c))
    };
    let first = (0..folded.len()).find(|&at| words.iter().any(|word| begins(at, word)));
    let found = first.map_or(0, |at| folded[at].0);
    let mut start = found.saturating_sub(BEFORE);
    if start > 0 {
        // Not from the middle of a word.
        start = (start..found).find(|&at| chars[at] == ' ').map_or(start, |space| space + 1);
    }
    let end = (start + LENGTH).min(chars.len());
    let mut excerpt: String = chars[start..end].iter().collect();
    if start > 0 {
        excerpt.insert(0, '…');
    }
    if end < chars.len() {
        excerpt.push('…');
    }
    excerpt
}
