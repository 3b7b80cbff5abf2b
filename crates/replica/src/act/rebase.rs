//! What a person typed, put into what stands there by now.

use std::collections::HashSet;
use std::hash::Hash;
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
    let [of_base, of_typed, of_now] = [base, typed, now].map(words);
    let by_words = Both::of(&of_base, &of_typed, &of_now);
    let [of_base, of_typed, of_now] = [base, typed, now].map(|text| text.chars().collect::<Vec<char>>());
    let by_letters = Both::of(&of_base, &of_typed, &of_now);
    let crossed = by_words.crossed();
    // Within what was exchanged by letters it may be between words.
    let crossed = if by_letters.crossed().is_some() {
        Some(crossed.unwrap_or(0..by_words.now.len()))
    } else {
        crossed.filter(|_| by_words.is_of_number())
    };
    match crossed {
        Some(place) => {
            let text = side_by_side(&by_words.with_own());
            Rebased { text, crossed: Some(around(by_words.now, place)) }
        }
        None => Rebased { text: by_letters.merged().into_iter().collect(), crossed: None },
    }
}

/// What the person changed of a text and what others changed of it, letter by letter or word by word.
struct Both<'t, T> {
    base: &'t [T],
    typed: &'t [T],
    now: &'t [T],
    /// What the person took away, and what came in its place.
    gone: Range<usize>,
    come: Range<usize>,
    others: Vec<DiffOp>,
}

impl<'t, T: Copy + Eq + Ord + Hash> Both<'t, T> {
    fn of(base: &'t [T], typed: &'t [T], now: &'t [T]) -> Self {
        let (gone, come) = differing(base, typed);
        let until = Some(Instant::now() + LONGEST);
        let others = capture_diff_slices_deadline(Algorithm::Myers, base, now, until);
        Self { base, typed, now, gone, come, others }
    }

    /// What others put where the person exchanged something, or began the text as the person did.
    fn crossed(&self) -> Option<Range<usize>> {
        let begins = self.base.is_empty() && !self.come.is_empty();
        let crosses = |op: &&DiffOp| {
            let (old, new) = (op.old_range(), op.new_range());
            let within = old.start < self.gone.end && old.end > self.gone.start;
            !is_equal(op) && (begins || within && !(new.is_empty() && self.come.is_empty()))
        };
        self.others.iter().find(crosses).map(DiffOp::new_range)
    }

    /// Both changes, where they do not cross: the person's right behind what stood before it, and before what others put there.
    fn merged(&self) -> Vec<T> {
        let mut all = Vec::with_capacity(self.now.len() + self.come.len());
        let put = |all: &mut Vec<T>, at: usize| {
            if at == self.gone.start {
                all.extend(&self.typed[self.come.clone()]);
            }
        };
        put(&mut all, 0);
        for op in &self.others {
            let (old, new) = (op.old_range(), op.new_range());
            if is_equal(op) {
                for (at, one) in old.zip(&self.now[new]) {
                    if !self.gone.contains(&at) {
                        all.push(*one);
                    }
                    put(&mut all, at + 1);
                }
                continue;
            }
            all.extend(&self.now[new]);
            for at in old {
                put(&mut all, at + 1);
            }
        }
        all
    }
}

impl<'t> Both<'t, &'t str> {
    /// Whether the person changed a number.
    fn is_of_number(&self) -> bool {
        let own = self.base[self.gone.clone()].iter().chain(&self.typed[self.come.clone()]);
        own.into_iter().any(|word| word.contains(|letter: char| letter.is_ascii_digit()))
    }

    /// `now` with the person's words at their place, and without those of others there. What others put right before or behind
    /// that place stays. Where what stood around it is gone as well there is no such place: the text is the person's.
    fn with_own(&self) -> Vec<&'t str> {
        let Self { base, typed, now, gone, .. } = self;
        let stays = |at: usize| self.others.iter().any(|op| is_equal(op) && op.old_range().contains(&at));
        let is_word = |at: &usize| !base[*at].trim().is_empty();
        let beside = [(0..gone.start).rev().find(is_word), (gone.end..base.len()).find(is_word)];
        if base.is_empty() || !beside.into_iter().flatten().all(stays) {
            return typed.to_vec();
        }
        let (mut before, mut behind) = (Vec::new(), Vec::new());
        for op in &self.others {
            let (old, new) = (op.old_range(), op.new_range());
            if is_equal(op) {
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
        before.extend(&typed[self.come.clone()]);
        before.extend(behind);
        before
    }
}

fn is_equal(op: &DiffOp) -> bool {
    matches!(op, DiffOp::Equal { .. })
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
