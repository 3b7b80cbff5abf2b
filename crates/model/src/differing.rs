//! Where two sequences differ.

use std::ops::Range;

/// What is left of each without what both begin with, and what both end with.
pub fn differing<T: Eq>(one: &[T], other: &[T]) -> (Range<usize>, Range<usize>) {
    let same = |pair: &(&T, &T)| pair.0 == pair.1;
    let head = one.iter().zip(other).take_while(same).count();
    let tail = one[head..].iter().rev().zip(other[head..].iter().rev()).take_while(same).count();
    (head..one.len() - tail, head..other.len() - tail)
}
