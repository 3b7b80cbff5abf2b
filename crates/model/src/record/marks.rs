//! Numbers of a table whose program may be an English one: which mark stands between thousands is told by its own numbers.

use crate::amount::{Amount, BadAmount};

/// Which marks a table puts between thousands and before decimals, as far as its own numbers tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marks {
    /// 1.234,5
    Vietnamese,
    /// 1,234.5
    English,
    /// No number tells, or numbers contradict each other.
    Unknown,
}

impl Marks {
    pub(super) fn of<'c>(cells: impl Iterator<Item = &'c String>) -> Self {
        let (mut vietnamese, mut english) = (false, false);
        for cell in cells {
            match decimal_mark(&bare(cell)) {
                Some(',') => vietnamese = true,
                Some('.') => english = true,
                _ => {}
            }
        }
        match (vietnamese, english) {
            (true, false) => Self::Vietnamese,
            (false, true) => Self::English,
            _ => Self::Unknown,
        }
    }

    /// None where the number reads in two ways, and the table does not say in which.
    pub(super) fn read(self, typed: &str) -> Option<Result<Amount, BadAmount>> {
        let number = bare(typed);
        let english = match decimal_mark(&number) {
            Some(mark) => mark == '.',
            None if tells_both(&number) => match self {
                Self::Unknown => return None,
                marks => marks == Self::English,
            },
            // Several groups: one mark between each two.
            None => number.matches(',').count() > 1,
        };
        Some(Amount::parse_vi(&if english { swapped(&number) } else { number }))
    }
}

fn swapped(number: &str) -> String {
    let swap = |letter| match letter {
        ',' => '.',
        '.' => ',',
        other => other,
    };
    number.chars().map(swap).collect()
}

fn bare(typed: &str) -> String {
    let number: String = typed.chars().filter(|letter| !letter.is_whitespace()).collect();
    number.strip_suffix('%').unwrap_or(&number).to_owned()
}

/// The mark before the decimals, where the number itself tells: it is the second of two kinds, or not before just three digits.
fn decimal_mark(number: &str) -> Option<char> {
    let last = number.rfind([',', '.'])?;
    let mark = number[last..].chars().next()?;
    let both = number.contains(',') && number.contains('.');
    let alone = number.matches(mark).count() == 1;
    let (before, decimals) = (number[..last].trim_start_matches('-'), number.len() - last - 1);
    (alone && (both || decimals != 3 || before.len() > 3 || before == "0")).then_some(mark)
}

/// "1,234" and "1.234": a thousand and more, or one and a little.
fn tells_both(number: &str) -> bool {
    number.matches([',', '.']).count() == 1
}
