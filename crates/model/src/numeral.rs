//! Which words of a text are one number or one date: "12 tháng 6 năm 2019", "1 234 567", "8 giờ 30 phút", "47 trên 50",
//! "15/QĐ-UBND ngày 05/3/2019".

use std::ops::Range;

/// What stands between two blanks of a text, or a blank by itself.
#[derive(Clone, Copy, Debug)]
pub struct Token<'t> {
    pub text: &'t str,
    /// Whether digits stood here that somebody took away.
    pub had_digits: bool,
}

/// What a token is to the number beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Blank,
    /// In digits; with whether another one goes on right before and behind it, as groups of thousands do.
    Digits {
        goes_on_before: bool,
        goes_on: bool,
        /// The number of a document, which has its date behind it.
        of_document: bool,
    },
    /// "hai", "mươi".
    Word,
    /// "quý III".
    Roman,
    /// What is counted or dated in: one with the number before or behind it.
    Unit,
    /// Joins two numbers, and is nothing to one.
    Link,
    /// All of it was taken away, and no digit was in it.
    Nothing,
    Other,
}

/// Where numbers and dates of several words stand, in the order of the text. They do not overlap.
pub fn places<'t>(tokens: impl IntoIterator<Item = Token<'t>>) -> Vec<Range<usize>> {
    let mut small = String::new();
    let mut found = Vec::new();
    let mut open: Option<Open> = None;
    for (at, token) in tokens.into_iter().enumerate() {
        let (part, edges) = part_of(token, &mut small);
        if part == Part::Nothing || (part == Part::Blank && !token.text.contains('\n')) {
            continue;
        }
        let joined = open.take_if(|open| !open.goes_on(part, edges));
        found.extend(joined.and_then(Open::place));
        match (part, &mut open) {
            (Part::Other | Part::Blank | Part::Nothing, _) | (Part::Link, None) => {}
            (_, Some(open)) => open.take(at, part),
            (_, None) => open = Some(Open::at(at, part)),
        }
        if edges.ends {
            found.extend(open.take().and_then(Open::place));
        }
    }
    found.extend(open.and_then(Open::place));
    found
}

/// Signs at the edges of a token, over which no number goes.
#[derive(Clone, Copy)]
struct Edges {
    begins: bool,
    ends: bool,
}

/// A number that may go on.
struct Open {
    start: usize,
    /// Behind the last token that is one with it; links stand between numbers alone.
    end: usize,
    last: Part,
    numbers: bool,
}

impl Open {
    fn at(at: usize, part: Part) -> Self {
        Self { start: at, end: at + 1, last: part, numbers: part.is_number() }
    }

    fn take(&mut self, at: usize, part: Part) {
        if part != Part::Link {
            self.end = at + 1;
        }
        self.last = part;
        self.numbers |= part.is_number();
    }

    fn goes_on(&self, part: Part, edges: Edges) -> bool {
        if edges.begins {
            return false;
        }
        match (self.last, part) {
            (_, Part::Blank | Part::Nothing | Part::Other) => false,
            (Part::Digits { goes_on, .. }, Part::Digits { goes_on_before, .. }) => goes_on && goes_on_before,
            (Part::Digits { goes_on, of_document, .. }, Part::Unit) => goes_on || of_document,
            (Part::Digits { goes_on, .. }, _) => goes_on,
            (Part::Word, Part::Digits { .. } | Part::Roman) | (Part::Roman, Part::Word) => false,
            (Part::Roman, Part::Digits { .. } | Part::Roman) => false,
            (Part::Link, Part::Digits { goes_on_before, .. }) => self.numbers && goes_on_before,
            (Part::Link, _) => self.numbers,
            _ => true,
        }
    }

    fn place(self) -> Option<Range<usize>> {
        (self.numbers && self.end > self.start + 1).then_some(self.start..self.end)
    }
}

impl Part {
    /// Digits stood here.
    const TAKEN: Self = Self::Digits { goes_on_before: true, goes_on: true, of_document: false };

    fn is_number(self) -> bool {
        matches!(self, Self::Digits { .. } | Self::Word | Self::Roman)
    }
}

/// `small`: room for a word in small letters.
fn part_of(Token { text, had_digits }: Token<'_>, small: &mut String) -> (Part, Edges) {
    let begins = text.starts_with(['(', '[', '{', '“', '"', '‘']);
    let ends = text.ends_with([',', '.', ';', ':', '!', '?', ')', ']', '}', '”', '"', '’', '…']);
    let edges = Edges { begins, ends };
    if text.is_empty() {
        return (if had_digits { Part::TAKEN } else { Part::Nothing }, edges);
    }
    if text.trim_start().is_empty() {
        return (Part::Blank, edges);
    }
    let bare = text.trim_matches(|letter: char| !letter.is_alphanumeric() && letter != '%');
    if bare.bytes().any(|byte| byte.is_ascii_digit()) {
        let digit = |letter: char| letter.is_ascii_digit();
        let goes_on_before =
            text.starts_with(|letter| digit(letter) || matches!(letter, '-' | '−' | '+' | '(' | '“'));
        let goes_on = bare.ends_with(|letter| digit(letter) || matches!(letter, '%' | 'h'));
        let of_document = bare.contains('/');
        return (Part::Digits { goes_on_before, goes_on, of_document }, edges);
    }
    let of_word = word(bare, text, small);
    let part = match of_word {
        // Its number was taken away, and it stands there without.
        Part::Unit | Part::Link if had_digits => Part::TAKEN,
        part => part,
    };
    (part, edges)
}

fn word(bare: &str, text: &str, small: &mut String) -> Part {
    const LONGEST: usize = 9;
    if bare.is_empty() {
        let joins = |letter: char| {
            matches!(
                letter,
                '-' | '\u{2010}'
                    ..='\u{2015}' | '\u{2212}' | '/' | '×' | '+' | ':' | '~' | '=' | '<' | '>' | '≤' | '≥'
            )
        };
        return if text.chars().all(joins) { Part::Link } else { Part::Other };
    }
    if bare.len() > LONGEST {
        return Part::Other;
    }
    if bare.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X')) {
        return Part::Roman;
    }
    small.clear();
    small.extend(bare.chars().flat_map(char::to_lowercase));
    match small.as_str() {
        "một" | "mốt" | "hai" | "ba" | "bốn" | "lăm" | "sáu" | "bảy" | "bẩy" | "tám" | "chín" | "mười"
        | "mươi" => Part::Word,
        "ngày" | "tuần" | "tháng" | "quý" | "năm" | "giờ" | "phút" | "giây" | "trăm" | "nghìn" | "ngàn"
        | "vạn" | "triệu" | "tỷ" | "tỉ" | "rưỡi" | "phẩy" => Part::Unit,
        "đến" | "tới" | "trên" | "trong" | "số" | "tổng" | "hết" | "phần" | "lẻ" | "linh" | "x" | "h"
        | "%" => Part::Link,
        _ => Part::Other,
    }
}
