//! The letters of a text, those that were taken away among them: others may still name these.

use serde::{Deserialize, Serialize};

use super::graph::{Graph, OpId, Unknown};

#[derive(Clone, Copy, Debug)]
struct Letter {
    id: OpId,
    letter: char,
    /// The operation that took it away.
    gone: Option<OpId>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(into = "Stored", try_from = "Stored")]
pub(super) struct Text {
    letters: Vec<Letter>,
    /// Letters, and further operations that took them away.
    gone_too: Vec<(OpId, OpId)>,
    /// Where the last operation was: the next one is as a rule beside it.
    near: usize,
}

impl Text {
    pub fn has(&self, id: OpId) -> bool {
        self.find(id).is_some()
    }

    fn find(&self, id: OpId) -> Option<usize> {
        let near = self.near.min(self.letters.len());
        let (before, after) = self.letters.split_at(near);
        let behind = after.iter().position(|letter| letter.id == id).map(|at| near + at);
        behind.or_else(|| before.iter().rposition(|letter| letter.id == id))
    }

    /// Of letters put in at one place by people who did not know of each other, the newer stands first.
    pub fn insert(&mut self, graph: &Graph, id: OpId, after: Option<OpId>, letter: char) {
        let start = after.map_or(0, |after| self.find(after).expect("a letter that was looked for") + 1);
        let newer =
            self.letters[start..].iter().take_while(|other| graph.order(other.id, id).is_gt()).count();
        self.near = start + newer;
        self.letters.insert(self.near, Letter { id, letter, gone: None });
    }

    pub fn delete(&mut self, id: OpId, letter: OpId) {
        let at = self.find(letter).expect("a letter that was looked for");
        self.near = at;
        match &mut self.letters[at].gone {
            gone @ None => *gone = Some(id),
            Some(_) => self.gone_too.push((letter, id)),
        }
    }

    pub fn read(&self) -> String {
        self.letters.iter().filter(|letter| letter.gone.is_none()).map(|letter| letter.letter).collect()
    }

    /// As it read to somebody who did not know of these operations.
    pub fn read_without(&self, unknown: &Unknown) -> String {
        let seen = |letter: &&Letter| {
            let also = self.gone_too.iter().filter(|(of, _)| *of == letter.id).map(|(_, gone)| *gone);
            !unknown.holds(letter.id) && letter.gone.into_iter().chain(also).all(|gone| unknown.holds(gone))
        };
        self.letters.iter().filter(seen).map(|letter| letter.letter).collect()
    }

    pub fn fits(&self, graph: &Graph) -> bool {
        let ids = self.letters.iter().flat_map(|letter| [Some(letter.id), letter.gone]).flatten();
        ids.chain(self.gone_too.iter().flat_map(|(of, gone)| [*of, *gone])).all(|id| graph.knows(id))
    }
}

/// As it is stored: letters that were written, or taken away, one after another together.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Stored {
    runs: Vec<Run>,
    gone_too: Vec<(OpId, OpId)>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Run {
    id: OpId,
    letters: String,
    gone: Option<OpId>,
}

fn later(id: OpId, by: usize) -> Option<OpId> {
    Some(OpId { counter: id.counter.checked_add(u32::try_from(by).ok()?)?, ..id })
}

impl From<Text> for Stored {
    fn from(text: Text) -> Self {
        let mut runs: Vec<(Run, usize)> = Vec::new();
        for Letter { id, letter, gone } in text.letters {
            match runs.last_mut() {
                Some((run, length))
                    if later(run.id, *length) == Some(id)
                        && run.gone.map(|first| later(first, *length)) == gone.map(Some) =>
                {
                    run.letters.push(letter);
                    *length += 1;
                }
                _ => runs.push((Run { id, letters: letter.into(), gone }, 1)),
            }
        }
        Self { runs: runs.into_iter().map(|(run, _)| run).collect(), gone_too: text.gone_too }
    }
}

impl TryFrom<Stored> for Text {
    type Error = &'static str;

    fn try_from(stored: Stored) -> Result<Self, Self::Error> {
        const OVER: &str = "a run goes beyond the largest number";
        let mut letters = Vec::new();
        for run in stored.runs {
            for (at, letter) in run.letters.chars().enumerate() {
                let id = later(run.id, at).ok_or(OVER)?;
                let gone = run.gone.map(|first| later(first, at).ok_or(OVER)).transpose()?;
                letters.push(Letter { id, letter, gone });
            }
        }
        let near = letters.len();
        Ok(Self { letters, gone_too: stored.gone_too, near })
    }
}
