//! What a person typed, put into what stands there by now.

use std::time::{Duration, Instant};

use model::differing::differing;
use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};

/// Two long texts that have little in common are compared for so long; what is found by then is right, and coarser.
const LONGEST: Duration = Duration::from_millis(50);

/// What stands there then.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Rebased {
    pub text: String,
    /// Others wrote where the person exchanged words: both stand there, the person's first.
    pub both: bool,
}

/// What was changed between `base` and `typed`, done to `now`, which others made of `base` meanwhile.
///
/// Letters that came in beside the change stay. Where others wrote within what the person exchanged, whole words of both
/// stand there: nobody's are taken out by somebody who did not see them.
pub(super) fn rebased(base: &str, typed: &str, now: &str) -> Rebased {
    if base == now || typed == now {
        return Rebased { text: typed.to_owned(), both: false };
    }
    let [letters_of_base, letters_typed, letters_now] =
        [base, typed, now].map(|text| text.chars().collect::<Vec<char>>());
    let (text, both) = put_into(&letters_of_base, &letters_typed, &letters_now);
    if !both {
        return Rebased { text: text.into_iter().collect(), both };
    }
    let [base, typed, now] = [base, typed, now].map(words);
    let mut text = String::new();
    for word in put_into(&base, &typed, &now).0 {
        let blank = |letter: Option<char>| letter.is_none_or(char::is_whitespace);
        if !blank(text.chars().next_back()) && !blank(word.chars().next()) {
            text.push(' ');
        }
        text.push_str(word);
    }
    Rebased { text, both }
}

/// Words, and what stands between them.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let blank = first.is_whitespace();
        let end = rest.find(|letter: char| letter.is_whitespace() != blank).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        words.push(word);
        rest = after;
    }
    words
}

/// See [`rebased`]; whether others wrote within what was exchanged.
fn put_into<T: Copy + Eq + Ord + std::hash::Hash>(base: &[T], typed: &[T], now: &[T]) -> (Vec<T>, bool) {
    let (gone, come) = differing(base, typed);
    let (from, upto, come) = (gone.start, gone.end, &typed[come]);
    let mut both = false;
    let mut text = Vec::with_capacity(now.len() + come.len());
    // Right behind what stood before it, and before what others put there.
    let put = |text: &mut Vec<T>, at: usize| {
        if at == from {
            text.extend(come);
        }
    };
    put(&mut text, 0);
    for op in capture_diff_slices_deadline(Algorithm::Myers, base, now, Some(Instant::now() + LONGEST)) {
        let (old, new) = (op.old_range(), op.new_range());
        if let DiffOp::Equal { .. } = op {
            for (at, one) in old.zip(&now[new]) {
                if at < from || at >= upto {
                    text.push(*one);
                }
                put(&mut text, at + 1);
            }
            continue;
        }
        let within = old.start < upto && old.end > from && !new.is_empty();
        both |= within;
        let behind = within && old.start <= from;
        if !behind {
            text.extend(&now[new.clone()]);
        }
        for at in old {
            put(&mut text, at + 1);
        }
        if behind {
            text.extend(&now[new]);
        }
    }
    (text, both)
}
