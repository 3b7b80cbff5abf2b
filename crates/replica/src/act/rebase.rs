//! What a person typed, put into what stands there by now.

use std::collections::HashSet;
use std::ops::Range;
use std::time::{Duration, Instant};

use model::differing::differing;
use model::numeral::{self, Token};
use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};

/// Two long texts that have little in common are compared for so long; what is found by then is right, and coarser.
const LONGEST: Duration = Duration::from_millis(50);

/// What stands there then.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Rebased {
    /// Where they crossed: with the person's words and without the others' at that place.
    pub text: String,
    /// Others wrote where the person exchanged words, or in the same number or date: how that place reads by them, with what is around it.
    pub crossed: Option<String>,
}

/// What was changed between `base` and `typed`, done to `now`, which others made of `base` meanwhile.
///
/// Letters that came in beside the change stay. Where both wrote at one place somebody has to say which of them holds.
pub(super) fn rebased(base: &str, typed: &str, now: &str) -> Rebased {
    if base == now || typed == now {
        return Rebased { text: typed.to_owned(), crossed: None };
    }
    let words = [base, typed, now].map(words);
    let [of_base, of_typed, of_now] = [&words[0][..], &words[1], &words[2]];
    let letters = [base, typed, now].map(|text| text.chars().collect::<Vec<char>>());
    let merged = put_into(&letters[0], &letters[1], &letters[2]);
    let by_words = put_into(of_base, of_typed, of_now);
    let in_number = by_words.crossed.as_ref().is_some_and(|place| {
        let own = of_base[place.gone.clone()].iter().chain(&of_typed[place.come.clone()]);
        own.into_iter().any(|word| word.contains(|letter: char| letter.is_ascii_digit()))
    });
    match by_words.crossed {
        Some(place) if merged.crossed.is_some() || in_number => Rebased {
            text: side_by_side(&with_own(of_base, of_typed, of_now)),
            crossed: Some(around(of_now, place.new)),
        },
        // Within what was exchanged by letters, and between words.
        None if merged.crossed.is_some() => Rebased {
            text: side_by_side(&with_own(of_base, of_typed, of_now)),
            crossed: Some(around(of_now, 0..of_now.len())),
        },
        _ => Rebased { text: merged.all.into_iter().collect(), crossed: None },
    }
}

/// `now` with the person's words at their place, and without those of others there. What others put right before or behind
/// that place stays.
fn with_own<'t>(base: &[&'t str], typed: &[&'t str], now: &[&'t str]) -> Vec<&'t str> {
    if base.is_empty() {
        return typed.to_vec();
    }
    let (gone, come) = differing(base, typed);
    let ops = capture_diff_slices_deadline(Algorithm::Myers, base, now, Some(Instant::now() + LONGEST));
    let stays =
        |at: usize| ops.iter().any(|op| matches!(op, DiffOp::Equal { .. }) && op.old_range().contains(&at));
    let is_word = |at: &usize| !base[*at].trim().is_empty();
    let beside = [(0..gone.start).rev().find(is_word), (gone.end..base.len()).find(is_word)];
    // What stood around it is gone as well: there is no such place any more.
    if !beside.into_iter().flatten().all(stays) {
        return typed.to_vec();
    }
    let (mut before, mut behind) = (Vec::new(), Vec::new());
    for op in &ops {
        let (old, new) = (op.old_range(), op.new_range());
        if let DiffOp::Equal { .. } = op {
            for (at, word) in old.zip(&now[new]) {
                if at < gone.start {
                    before.push(*word);
                } else if at >= gone.end {
                    behind.push(*word);
                }
            }
        } else if old.end < gone.start || (old.end == gone.start && !old.is_empty()) {
            before.extend(&now[new]);
        } else if old.start >= gone.end {
            behind.extend(&now[new]);
        } else {
            let (first, last) = of_old(&base[old], &now[new.clone()]);
            before.extend(&now[new.start..new.start + first]);
            behind.extend(&now[new.start + last..new.end]);
        }
    }
    before.extend(&typed[come]);
    before.extend(behind);
    before
}

/// From which to which of the new words there is anything of the old ones.
fn of_old(old: &[&str], new: &[&str]) -> (usize, usize) {
    let parts = |words: &[&str]| -> HashSet<String> {
        words.iter().flat_map(|word| word.split_whitespace()).map(str::to_owned).collect()
    };
    let old = parts(old);
    let has = |word: &&str| word.split_whitespace().any(|part| old.contains(part));
    let Some(first) = new.iter().position(has) else { return (0, new.len()) };
    let last = new.iter().rposition(has).unwrap_or(first);
    (first, last + 1)
}

/// Two words with nothing between them have a blank.
fn side_by_side(words: &[&str]) -> String {
    let blank = |letter: Option<char>| letter.is_none_or(char::is_whitespace);
    words.iter().fold(String::new(), |mut text, word| {
        if !blank(text.chars().next_back()) && !blank(word.chars().next()) {
            text.push(' ');
        }
        text + word
    })
}

/// A place of a text, with some words before and behind it.
fn around(words: &[&str], place: Range<usize>) -> String {
    const WORDS: usize = 6;
    const MOST: usize = 40;
    let (first, last) = (place.start.saturating_sub(WORDS), (place.end + WORDS).min(words.len()));
    let shown = &words[first..last];
    let cut = &shown[..shown.len().min(MOST)];
    let dots = |missing: bool| if missing { "…" } else { "" };
    let ends = first + cut.len() < words.len();
    format!("{}{}{}", dots(first > 0), cut.concat().trim(), dots(ends))
}

/// Words, and what stands between them; a number or date of several words is one.
fn words(text: &str) -> Vec<&str> {
    let mut ends = vec![0];
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let blank = first.is_whitespace();
        let end = rest.find(|letter: char| letter.is_whitespace() != blank).unwrap_or(rest.len());
        rest = &rest[end..];
        ends.push(text.len() - rest.len());
    }
    let tokens = ends.windows(2).map(|edges| Token { text: &text[edges[0]..edges[1]], had_digits: false });
    let places = numeral::places(tokens);
    let within = |at: usize| places.iter().any(|place| place.start < at && at < place.end);
    let edges: Vec<usize> =
        ends.iter().enumerate().filter(|(at, _)| !within(*at)).map(|(_, end)| *end).collect();
    edges.windows(2).map(|edges| &text[edges[0]..edges[1]]).collect()
}

/// See [`rebased`].
struct Put<T> {
    all: Vec<T>,
    crossed: Option<Crossed>,
}

/// Where two changes cross: what the person took away and put there, and what others did.
struct Crossed {
    gone: Range<usize>,
    come: Range<usize>,
    new: Range<usize>,
}

fn put_into<T: Copy + Eq + Ord + std::hash::Hash>(base: &[T], typed: &[T], now: &[T]) -> Put<T> {
    let (gone, come) = differing(base, typed);
    let (from, upto) = (gone.start, gone.end);
    let mut crossed = None;
    let mut all = Vec::with_capacity(now.len() + come.len());
    // Right behind what stood before it, and before what others put there.
    let put = |all: &mut Vec<T>, at: usize| {
        if at == from {
            all.extend(&typed[come.clone()]);
        }
    };
    put(&mut all, 0);
    for op in capture_diff_slices_deadline(Algorithm::Myers, base, now, Some(Instant::now() + LONGEST)) {
        let (old, new) = (op.old_range(), op.new_range());
        if let DiffOp::Equal { .. } = op {
            for (at, one) in old.zip(&now[new]) {
                if at < from || at >= upto {
                    all.push(*one);
                }
                put(&mut all, at + 1);
            }
            continue;
        }
        let overlaps = old.start < upto && old.end > from && !(new.is_empty() && come.is_empty());
        let begins = base.is_empty() && !come.is_empty();
        if overlaps || begins {
            crossed.get_or_insert(Crossed { gone: gone.clone(), come: come.clone(), new: new.clone() });
        } else {
            all.extend(&now[new]);
        }
        for at in old {
            put(&mut all, at + 1);
        }
    }
    Put { all, crossed }
}
