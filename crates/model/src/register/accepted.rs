//! What registers came to at one time, in one line: `ho-so-dung-han/part=228000 ho-so-dung-han/whole=231000`.

use std::collections::BTreeMap;

use crate::amount::Amount;
use crate::ids::{FigureId, IndicatorId};

/// In the order of indicators and figures, so that the same numbers are the same line.
pub fn counted_text<'a>(figures: impl IntoIterator<Item = &'a (IndicatorId, FigureId, i64)>) -> String {
    let mut words: Vec<String> = figures
        .into_iter()
        .map(|(indicator, figure, amount)| format!("{indicator}/{figure}={amount}"))
        .collect();
    words.sort_unstable();
    words.join(" ")
}

/// The amounts of a line; what is none is passed over.
pub fn counted_amounts(text: &str) -> BTreeMap<(IndicatorId, FigureId), Amount> {
    let one = |word: &str| {
        let (figure, amount) = word.split_once('=')?;
        let (indicator, figure) = figure.split_once('/')?;
        let amount = Amount::from_thousandths(amount.parse().ok()?);
        Some(((IndicatorId::new(indicator), FigureId::new(figure)), amount))
    };
    text.split(' ').filter_map(one).collect()
}
