//! Rows of items, in the order of their places.

use super::super::source::At;
use super::record::Named;
use crate::value::Value;

/// Rows with their places.
pub(super) struct Placed<T>(Vec<(usize, T)>);

impl<T> Default for Placed<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Placed<T> {
    pub fn put(&mut self, place: usize, row: T) {
        self.0.push((place, row));
    }

    /// Two rows that were given one place keep the order of their ids.
    pub fn ordered(mut self) -> Vec<T> {
        self.0.sort_by_key(|(place, _)| *place);
        self.0.into_iter().map(|(_, row)| row).collect()
    }
}

impl<T> Placed<At<T>> {
    pub fn named(&mut self, value: &Value, make: impl FnOnce(String) -> T) -> Option<()> {
        let Named { name, place } = value.as_record()?;
        self.put(place, At { value: make(name), line: 0 });
        Some(())
    }
}
