//! Chance that can be played again.

use std::sync::{Mutex, PoisonError};

use replica::random::Random;

/// SplitMix64: good enough to vary what people enter, and the same for the same seed on every machine.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// The dice of one person (or one purpose), so that what they enter does not depend on who is quicker.
    pub fn of(seed: u64, whose: &str) -> Self {
        let mut dice = Self(seed);
        for byte in whose.bytes() {
            dice.0 = dice.roll() ^ u64::from(byte);
        }
        dice
    }

    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// 0..`end`; 0 where `end` is 0.
    pub fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end.max(1)).unwrap_or(u64::MAX);
        usize::try_from(self.roll() % end).unwrap_or(0)
    }

    pub fn between(&mut self, first: usize, last: usize) -> usize {
        first + self.below(last + 1 - first)
    }

    pub fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }

    /// One of them; there must be one.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    pub fn word(&mut self, from: &[&'static str]) -> &'static str {
        from[self.below(from.len())]
    }

    pub fn shuffle<T>(&mut self, all: &mut [T]) {
        for at in (1..all.len()).rev() {
            all.swap(at, self.below(at + 1));
        }
    }

    pub fn bytes(&mut self, count: usize) -> Vec<u8> {
        let words = (0..count.div_ceil(8)).flat_map(|_| self.roll().to_le_bytes());
        words.take(count).collect()
    }
}

/// The names that one process of a laptop draws.
pub struct Drawn(Mutex<Dice>);

impl Drawn {
    pub fn from(dice: Dice) -> Self {
        Self(Mutex::new(dice))
    }
}

impl Random for Drawn {
    fn fill(&self, into: &mut [u8]) -> replica::Result<()> {
        let mut dice = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        into.copy_from_slice(&dice.bytes(into.len()));
        Ok(())
    }
}
