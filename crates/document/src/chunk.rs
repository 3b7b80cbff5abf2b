//! The bytes of a change as the library packs them: a head, and columns of operations.

use model::refusal::Refusal;
use sha2::{Digest as _, Sha256};

use crate::column::{Rest, push_unsigned};
use crate::limits::{MAX_ANCESTORS, MAX_CHANGE_BYTES, MAX_OPERATIONS};
use crate::raw::{ChangeHash, RawChange};

/// The column of what operations do, whose length is their number.
pub(crate) const ACTION: u64 = 0x42;

const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
const SUM: usize = 4;
const UNCOMPRESSED_CHANGE: u8 = 1;

/// A change as far as its ancestors: what a sender may leave out and a receiver put back ([`join`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head<'a> {
    pub hash: ChangeHash,
    pub ancestors: Vec<ChangeHash>,
    /// All that follows the ancestors.
    pub rest: &'a [u8],
}

impl<'a> Head<'a> {
    /// None for bytes that are not one whole, uncompressed change in the one writing.
    pub fn parse(bytes: &'a [u8]) -> Option<Self> {
        let after_magic = bytes.strip_prefix(&MAGIC)?;
        let (sum, hashed) = after_magic.split_at_checked(SUM)?;
        let mut rest = Rest(hashed.strip_prefix(&[UNCOMPRESSED_CHANGE])?);
        let length = rest.unsigned()?;
        if usize::try_from(length) != Ok(rest.0.len()) {
            return None;
        }
        let hash: [u8; 32] = Sha256::digest(hashed).into();
        if hash[..SUM] != *sum {
            return None;
        }
        let count = rest.unsigned()?;
        let ancestors = rest.take(count.checked_mul(32)?)?;
        let ancestors = ancestors.as_chunks::<32>().0.iter().map(|hash| ChangeHash(*hash)).collect();
        Some(Self { hash: ChangeHash(hash), ancestors, rest: rest.0 })
    }
}

/// The change of these ancestors and this rest, as [`Head::parse`] reads it, and its hash.
pub fn join(ancestors: &[ChangeHash], rest: &[u8]) -> (ChangeHash, RawChange) {
    let mut contents = Vec::with_capacity(ancestors.len() * 32 + rest.len() + 5);
    push_unsigned(&mut contents, ancestors.len() as u64);
    ancestors.iter().for_each(|hash| contents.extend_from_slice(&hash.0));
    contents.extend_from_slice(rest);
    let mut bytes = Vec::with_capacity(MAGIC.len() + SUM + 6 + contents.len());
    bytes.extend_from_slice(&MAGIC);
    bytes.extend_from_slice(&[0; SUM]);
    bytes.push(UNCOMPRESSED_CHANGE);
    push_unsigned(&mut bytes, contents.len() as u64);
    bytes.append(&mut contents);
    let hash: [u8; 32] = Sha256::digest(&bytes[MAGIC.len() + SUM..]).into();
    bytes[MAGIC.len()..MAGIC.len() + SUM].copy_from_slice(&hash[..SUM]);
    (ChangeHash(hash), RawChange::new(bytes))
}

/// A change, its columns still packed.
#[derive(Clone, Debug)]
pub(crate) struct Chunk<'a> {
    pub hash: ChangeHash,
    /// Sorted.
    pub deps: Vec<ChangeHash>,
    pub actor: &'a [u8],
    pub seq: u64,
    /// The number of its first operation.
    pub first: u32,
    /// Seconds since 1970.
    pub time: i64,
    pub message: &'a str,
    /// Sorted.
    pub others: Vec<&'a [u8]>,
    /// How many operations it has.
    pub operations: u32,
    /// By their numbers, each with something in it.
    columns: Vec<(u64, &'a [u8])>,
}

impl<'a> Chunk<'a> {
    pub fn read(bytes: &'a [u8]) -> Result<Self, Refusal> {
        if bytes.len() > MAX_CHANGE_BYTES {
            return Err(Refusal::TooLarge);
        }
        let (mut chunk, rest) = Self::parse(bytes).ok_or(Refusal::NotAChange)?;
        if chunk.deps.len() > MAX_ANCESTORS {
            return Err(Refusal::TooLarge);
        }
        if !rest.is_empty() {
            return Err(Refusal::NotAnEdit);
        }
        // Columns hold runs: a handful of bytes can claim a million million operations.
        for (number, data) in &chunk.columns {
            let values = values(Kind::of(*number), data).ok_or(Refusal::NotAChange)?;
            let values = usize::try_from(values).ok().filter(|values| *values <= MAX_OPERATIONS);
            let values = values.ok_or(Refusal::TooLarge)?;
            if *number == ACTION {
                chunk.operations = u32::try_from(values).expect("the most operations are far fewer");
            }
        }
        Ok(chunk)
    }

    /// With what stands behind the columns.
    fn parse(bytes: &'a [u8]) -> Option<(Self, &'a [u8])> {
        let Head { hash, ancestors: deps, rest } = Head::parse(bytes)?;
        let mut rest = Rest(rest);
        let actor = rest.prefixed()?;
        let (seq, first, time) = (rest.unsigned()?, rest.unsigned()?, rest.signed()?);
        let message = std::str::from_utf8(rest.prefixed()?).ok()?;
        let mut others = Vec::new();
        for _ in 0..rest.unsigned()? {
            others.push(rest.prefixed()?);
        }
        let mut lengths = Vec::new();
        for _ in 0..rest.unsigned()? {
            lengths.push((rest.unsigned()?, rest.unsigned()?));
        }
        let columns = lengths.iter().map(|(number, length)| Some((*number, rest.take(*length)?)));
        let columns = columns.collect::<Option<Vec<_>>>()?;
        let first = u32::try_from(first).ok().filter(|first| *first > 0)?;
        let whole = deps.is_sorted_by(|one, other| one < other)
            && others.is_sorted_by(|one, other| one < other)
            && others.binary_search(&actor).is_err()
            && columns.is_sorted_by(|(one, _), (other, _)| one < other)
            && columns.iter().all(|(_, data)| !data.is_empty());
        whole.then_some((
            Self { hash, deps, actor, seq, first, time, message, others, operations: 0, columns },
            rest.0,
        ))
    }

    /// The column of this number; nothing where it is left out.
    pub fn column(&self, number: u64) -> &'a [u8] {
        self.columns.iter().find(|(own, _)| *own == number).map_or(&[], |(_, data)| data)
    }

    pub fn has_only(&self, numbers: &[u64]) -> bool {
        self.columns.iter().all(|(number, _)| numbers.contains(number))
    }
}

/// The last three bits of a column's number.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Runs of whole numbers, with or without a sign.
    Number,
    Signed,
    Text,
    /// Lengths of runs of false and true by turns.
    Boolean,
    /// Bytes that another column speaks of.
    Raw,
}

impl Kind {
    fn of(number: u64) -> Self {
        match number & 0b111 {
            3 => Self::Signed,
            4 => Self::Boolean,
            5 => Self::Text,
            7 => Self::Raw,
            _ => Self::Number,
        }
    }
}

/// How many values a column claims to hold.
fn values(kind: Kind, data: &[u8]) -> Option<u64> {
    let mut rest = Rest(data);
    let mut total = 0u64;
    while !rest.0.is_empty() && kind != Kind::Raw {
        let more = match kind {
            Kind::Boolean => rest.unsigned()?,
            _ => run(&mut rest, kind)?,
        };
        total = total.saturating_add(more);
    }
    Some(total)
}

/// Passes over a run: one value many times, so many values one after another, or so many times none.
fn run(rest: &mut Rest<'_>, kind: Kind) -> Option<u64> {
    let length = rest.signed()?;
    let written = match length {
        0 => return rest.unsigned(),
        1.. => 1,
        _ => length.unsigned_abs(),
    };
    for _ in 0..written {
        match kind {
            Kind::Text => rest.prefixed().map(drop)?,
            Kind::Signed => rest.signed().map(drop)?,
            _ => rest.unsigned().map(drop)?,
        }
    }
    Some(length.unsigned_abs())
}
