//! The letters of a text, those that were taken away among them: others may still name these.
//!
//! Each letter was put in after another one, or at the beginning: letters make a tree, and the text is a walk through
//! it, of letters put in at one place the newer first. A letter's number is greater than that of the one that it
//! stands after, so this is the order of the library, which passes over what is newer at the same place. Finding a
//! letter and putting one in cost little more in a long text than in a short one.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::graph::{Graph, OpId, Touch};

#[derive(Clone, Copy, Debug)]
pub(super) struct Letter {
    pub id: OpId,
    /// The operation that took it away first.
    gone: Option<OpId>,
    pub letter: char,
    /// It stands after the letter that came before it here. (Others find their place in `branches`.)
    chained: bool,
    /// Others than the next one here stand after it.
    branches: bool,
}

/// The place of what stands at the beginning.
const BEGINNING: u32 = u32::MAX;

/// Of letters after one letter, the newest first: number, and name of the actor.
type Branch = (u32, Reverse<u32>, Reverse<u64>);

/// Letters with numbers one after another of one actor, in places one after another.
#[derive(Clone, Copy, Debug)]
struct Run {
    first: u32,
    place: u32,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Text {
    /// In the order in which they came.
    letters: Vec<Letter>,
    branches: BTreeMap<Branch, u32>,
    /// By their actor.
    runs: HashMap<u32, Vec<Run>>,
    /// Further operations that took letters away, by the letter's place.
    gone_too: BTreeMap<u32, Vec<OpId>>,
    /// How many letters were not taken away.
    live: usize,
    /// In the order in which they came.
    touches: Vec<Touch>,
    /// Whether one of them did not know of the one that came before it.
    beside: bool,
    /// Letters after which others are to be put in once the actors' names are known, see [`Self::settle`].
    unsettled: Vec<(u32, u32)>,
}

impl Text {
    /// Letters that were not taken away.
    pub fn live(&self) -> usize {
        self.live
    }

    /// Whether the letter is there, and was not taken away.
    pub fn is_live(&self, id: OpId) -> bool {
        self.find(id).is_some_and(|place| self.letters[place as usize].gone.is_none())
    }

    /// Letters that it ever had.
    pub fn len(&self) -> usize {
        self.letters.len()
    }

    pub fn has(&self, id: OpId) -> bool {
        self.find(id).is_some()
    }

    fn find(&self, id: OpId) -> Option<u32> {
        let runs = self.runs.get(&id.actor)?;
        let run = runs[..runs.partition_point(|run| run.first <= id.counter)].last()?;
        let place = run.place.checked_add(id.counter - run.first)?;
        self.letters.get(place as usize).filter(|letter| letter.id == id).map(|_| place)
    }

    /// Of letters put in at one place by people who did not know of each other, the newer stands first.
    pub fn insert(&mut self, graph: &Graph, id: OpId, after: Option<OpId>, letter: char) {
        let after = after.map_or(BEGINNING, |after| self.find(after).expect("a letter that was looked for"));
        let place = self.push(id, letter, after);
        if !self.letters[place as usize].chained {
            self.branch(graph, after, place);
        }
    }

    fn push(&mut self, id: OpId, letter: char, after: u32) -> u32 {
        let place = u32::try_from(self.letters.len()).expect("letters are fewer than operations");
        let chained = place > 0 && after == place - 1;
        if self.letters.len() == self.letters.capacity() {
            // By an eighth: with the half that is usual, a document at its bounds would take twice what it holds.
            self.letters.reserve_exact((self.letters.len() / 8).max(16));
        }
        self.letters.push(Letter { id, gone: None, letter, chained, branches: false });
        self.live += 1;
        // A run goes on where its last letter is the one before.
        let before = place.checked_sub(1).map(|before| self.letters[before as usize].id);
        let beside = before.is_some_and(|one| one.actor == id.actor && one.counter + 1 == id.counter);
        if !beside {
            self.runs.entry(id.actor).or_default().push(Run { first: id.counter, place });
        }
        place
    }

    /// That a change wrote here, once its letters are.
    pub fn touch(&mut self, graph: &Graph, touch: Touch) {
        let knows = |last: &Touch| graph.is_known(touch.change, (last.change, last.actor));
        self.beside |= !self.touches.last().is_none_or(knows);
        self.touches.push(touch);
    }

    pub fn touches(&self) -> &[Touch] {
        &self.touches
    }

    /// Whether anybody wrote here without knowing of somebody else who did.
    pub fn beside(&self) -> bool {
        self.beside
    }

    fn branch(&mut self, graph: &Graph, after: u32, place: u32) {
        let id = self.letters[place as usize].id;
        self.branches.insert((after, Reverse(id.counter), Reverse(graph.name(id.actor))), place);
        if let Some(letter) = self.letters.get_mut(after as usize) {
            letter.branches = true;
        }
    }

    pub fn delete(&mut self, id: OpId, letter: OpId) {
        let place = self.find(letter).expect("a letter that was looked for");
        match &mut self.letters[place as usize].gone {
            gone @ None => {
                *gone = Some(id);
                self.live -= 1;
            }
            Some(_) => self.gone_too.entry(place).or_default().push(id),
        }
    }

    /// The letter at a place of the list.
    pub fn letter(&self, place: u32) -> &Letter {
        &self.letters[place as usize]
    }

    /// All operations that took the letter at this place away.
    pub fn gone(&self, place: u32) -> impl Iterator<Item = OpId> {
        let too = self.gone_too.get(&place).into_iter().flatten().copied();
        self.letter(place).gone.into_iter().chain(too)
    }

    /// Letters in their order.
    pub fn walk(&self, graph: &Graph, mut visit: impl FnMut(u32, &Letter)) {
        let mut waiting: Vec<u32> = Vec::new();
        let beginning = self.branches.range((BEGINNING, Reverse(u32::MAX), Reverse(u64::MAX))..);
        waiting.extend(beginning.map(|(_, place)| *place));
        waiting.reverse();
        while let Some(place) = waiting.pop() {
            let letter = &self.letters[place as usize];
            visit(place, letter);
            let next = place + 1;
            let chained = self.letters.get(next as usize).is_some_and(|next| next.chained);
            if letter.branches {
                let from = waiting.len();
                let after = (place, Reverse(u32::MAX), Reverse(u64::MAX))..=(place, Reverse(0), Reverse(0));
                waiting.extend(self.branches.range(after).map(|(_, place)| *place));
                if chained {
                    let own = self.letters[next as usize].id;
                    let newer = |place: &u32| graph.order(self.letters[*place as usize].id, own).is_gt();
                    let at = from + waiting[from..].partition_point(newer);
                    waiting.insert(at, next);
                }
                waiting[from..].reverse();
            } else if chained {
                waiting.push(next);
            }
        }
    }

    pub fn read(&self, graph: &Graph) -> String {
        let mut words = String::new();
        self.walk(graph, |_, letter| {
            if letter.gone.is_none() {
                words.push(letter.letter);
            }
        });
        words
    }

    /// As it read to somebody who did not know of these operations.
    pub fn read_without(&self, graph: &Graph, unknown: impl Fn(OpId) -> bool) -> String {
        let mut words = String::new();
        self.walk(graph, |place, letter| {
            if !unknown(letter.id) && self.gone(place).all(&unknown) {
                words.push(letter.letter);
            }
        });
        words
    }

    /// Puts letters that were read from storage in their places. None where they do not fit what the graph knows.
    pub fn settle(&mut self, graph: &Graph) -> Option<()> {
        let too = self.gone_too.values().flatten().copied();
        let ids = self.letters.iter().flat_map(|letter| [Some(letter.id), letter.gone]).flatten();
        let mut touches = self.touches.iter();
        if !ids.chain(too).all(|id| graph.knows(id)) || !touches.all(|touch| graph.has_change(touch)) {
            return None;
        }
        for (after, place) in std::mem::take(&mut self.unsettled) {
            self.branch(graph, after, place);
        }
        Some(())
    }
}

/// As it is stored: letters that were written, or taken away, one after another together.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Stored {
    runs: Vec<StoredRun>,
    gone_too: Vec<(u32, Vec<OpId>)>,
    touches: Vec<Touch>,
    beside: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct StoredRun {
    id: OpId,
    /// The place of the letter that the first one stands after; each of the others stands after the one before it.
    after: u32,
    letters: String,
    gone: Option<OpId>,
}

fn later(id: OpId, by: usize) -> Option<OpId> {
    Some(OpId { counter: id.counter.checked_add(u32::try_from(by).ok()?)?, ..id })
}

impl Text {
    /// Made of the letters as they stand, without a second copy of them: a document may have a million.
    pub fn store(&self) -> Stored {
        let after: HashMap<u32, u32> =
            self.branches.iter().map(|((after, ..), place)| (*place, *after)).collect();
        let mut runs: Vec<(StoredRun, usize)> = Vec::new();
        for (place, Letter { id, letter, gone, chained, .. }) in (0u32..).zip(self.letters.iter().copied()) {
            match runs.last_mut() {
                Some((run, length))
                    if chained
                        && later(run.id, *length) == Some(id)
                        && run.gone.map(|first| later(first, *length)) == gone.map(Some) =>
                {
                    run.letters.push(letter);
                    *length += 1;
                }
                _ => {
                    let after =
                        if chained { place - 1 } else { after.get(&place).copied().unwrap_or(BEGINNING) };
                    runs.push((StoredRun { id, after, letters: letter.into(), gone }, 1));
                }
            }
        }
        let gone_too = self.gone_too.iter().map(|(place, ids)| (*place, ids.clone())).collect();
        let runs = runs.into_iter().map(|(run, _)| run).collect();
        Stored { runs, gone_too, touches: self.touches.clone(), beside: self.beside }
    }

    /// None for what [`Self::store`] did not make. Its letters are to be [settled](Self::settle).
    pub fn restore(stored: Stored) -> Option<Self> {
        let mut text = Self { touches: stored.touches, beside: stored.beside, ..Self::default() };
        for run in stored.runs {
            for (at, letter) in run.letters.chars().enumerate() {
                let id = later(run.id, at)?;
                let here = u32::try_from(text.letters.len()).ok()?;
                let after = if at == 0 { run.after } else { here - 1 };
                if after != BEGINNING && after >= here {
                    return None;
                }
                let place = text.push(id, letter, after);
                let own = &mut text.letters[place as usize];
                own.gone = run.gone.map_or(Some(None), |first| later(first, at).map(Some))?;
                if !own.chained {
                    text.unsettled.push((after, place));
                }
            }
        }
        let places = u32::try_from(text.letters.len()).ok()?;
        text.live = text.letters.iter().filter(|letter| letter.gone.is_none()).count();
        text.gone_too = stored.gone_too.into_iter().collect();
        text.gone_too.keys().all(|place| *place < places).then_some(text)
    }
}
