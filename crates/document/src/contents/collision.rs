//! Places of a text at which people wrote without knowing of each other, so that what stands there nobody wrote: the same
//! word, number or date.
//!
//! A place is what stands between two blanks, with everything that was ever taken away there, and the words beside it that
//! one of the sides put there too. It is asked about where two changes touched it, neither knew of the other, and nobody who
//! knew of both has said since that they looked. What is found does not depend on the order in which changes came.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::graph::{Graph, OpId};
use super::text::{Letter, Text};

/// At one place so many of an actor's changes are set beside those of others, the newest, and so many actors' changes. A text
/// made to cost more than this is not worth more.
const CHANGES: usize = 8;
const ACTORS: usize = 16;
/// So many places of one text are asked about.
const PLACES: usize = 64;

/// A text as it reads, and what it would read if at the places in question one side's words stood.
#[derive(Debug)]
pub(super) struct Collided {
    pub merged: String,
    /// In the order of the changes with which each side wrote there last.
    pub sides: Vec<Side>,
}

#[derive(Debug)]
pub(super) struct Side {
    pub change: u32,
    pub words: String,
}

/// A letter and its place in the text's own list.
type Placed = (u32, Letter);

/// Who stood against others at a place: by actor, the last change.
type Parties = BTreeMap<u32, u32>;

/// Tokens in question, and who stands against each other there.
struct Place {
    tokens: Range<usize>,
    parties: Parties,
}

/// Where a place stands in the merged text, one side's last change there, and how it reads to that side.
type Reading = (Range<usize>, u32, String);

/// What is asked of a text.
pub(super) struct Question<'a, F> {
    pub text: &'a Text,
    pub graph: &'a Graph,
    /// The changes that say that somebody looked.
    pub looked: &'a [u32],
    /// Operations that are passed over.
    pub left_out: F,
}

impl<F: Fn(OpId) -> bool> Question<'_, F> {
    pub fn ask(&self) -> Collided {
        let tokens = self.tokens();
        let mut merged = String::with_capacity(self.text.live());
        let mut starts = Vec::with_capacity(tokens.len() + 1);
        for token in &tokens {
            starts.push(merged.len());
            merged.extend(token.iter().filter(|one| self.stands(one)).map(|(_, one)| one.letter));
        }
        starts.push(merged.len());
        let mut read: BTreeMap<u32, Vec<Reading>> = BTreeMap::new();
        for place in self.places(&tokens) {
            let stands = starts[place.tokens.start]..starts[place.tokens.end];
            let letters = || tokens[place.tokens.clone()].iter().flatten();
            let of_party = |(actor, change): (u32, u32)| (actor, change, self.read_to(change, letters()));
            let readings: Vec<(u32, u32, String)> = place.parties.clone().into_iter().map(of_party).collect();
            if readings.iter().any(|(.., words)| *words != merged[stands.clone()]) {
                for (actor, change, words) in readings {
                    read.entry(actor).or_default().push((stands.clone(), change, words));
                }
            }
        }
        let side = |(actor, own): (&u32, &Vec<Reading>)| (*actor, side(&merged, own));
        let mut sides: Vec<(u32, Side)> = read.iter().map(side).collect();
        sides.sort_by_key(|(actor, side)| self.graph.rank((side.change, *actor)));
        let sides = sides.into_iter().map(|(_, side)| side).collect();
        Collided { merged, sides }
    }

    /// Words with what was taken away beside them, and each blank that stands by itself.
    fn tokens(&self) -> Vec<Vec<Placed>> {
        let (mut tokens, mut open) = (Vec::new(), Vec::new());
        self.text.walk(self.graph, |at, letter| {
            let one = (at, *letter);
            if (self.left_out)(letter.id) {
                return;
            }
            if letter.letter.is_whitespace() && self.stands(&one) {
                tokens.extend((!open.is_empty()).then(|| std::mem::take(&mut open)));
                tokens.push(vec![one]);
            } else {
                open.push(one);
            }
        });
        tokens.extend((!open.is_empty()).then_some(open));
        tokens
    }

    fn stands(&self, (at, letter): &Placed) -> bool {
        self.text.gone(*at, letter).all(&self.left_out)
    }

    /// How letters read to the author of a change.
    fn read_to<'l>(&self, change: u32, letters: impl Iterator<Item = &'l Placed>) -> String {
        let unknown = self.graph.unknown_to(change);
        let hidden = |id: OpId| unknown.holds(id) || (self.left_out)(id);
        let shown = letters.filter(|(at, one)| !hidden(one.id) && self.text.gone(*at, one).all(hidden));
        shown.map(|(_, one)| one.letter).collect()
    }

    fn places(&self, tokens: &[Vec<Placed>]) -> Vec<Place> {
        let mut places: Vec<Place> = Vec::new();
        for (at, token) in tokens.iter().enumerate() {
            if places.len() == PLACES {
                break;
            }
            let parties = self.parties(token);
            if parties.is_empty() {
                continue;
            }
            let put_beside = |token: &&Vec<Placed>| token.iter().all(|one| self.is_new(one, &parties));
            let before = tokens[..at].iter().rev().take_while(put_beside).count();
            let after = tokens[at + 1..].iter().take_while(put_beside).count();
            let mut place = Place { tokens: at - before..at + 1 + after, parties };
            // One that reaches over others takes them in.
            while let Some(last) = places.pop_if(|last| place.tokens.start < last.tokens.end) {
                place.tokens.start = place.tokens.start.min(last.tokens.start);
                place.tokens.end = place.tokens.end.max(last.tokens.end);
                for (actor, change) in last.parties {
                    stand(&mut place.parties, actor, change);
                }
            }
            places.push(place);
        }
        places
    }

    /// Whether one of the parties did not know of the letter.
    fn is_new(&self, (_, letter): &Placed, parties: &Parties) -> bool {
        parties.values().any(|&change| self.graph.unknown_to(change).holds(letter.id))
    }

    fn parties(&self, letters: &[Placed]) -> Parties {
        let ids = || letters.iter().flat_map(|(at, one)| self.text.gone(*at, one).chain([one.id]));
        let first = letters.first().map(|(_, one)| one.id.actor);
        if !ids().any(|id| Some(id.actor) != first) {
            return Parties::new();
        }
        let mut touched: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
        for id in ids().filter(|id| !(self.left_out)(*id)) {
            touched.entry(id.actor).or_default().extend(self.graph.change_of(id));
        }
        let mut touched: Vec<(u32, Vec<u32>)> = touched
            .into_iter()
            .map(|(actor, changes)| (actor, changes.into_iter().rev().take(CHANGES).collect()))
            .collect();
        touched.sort_by_key(|(actor, changes)| {
            Reverse(changes.first().map(|change| self.graph.rank((*change, *actor))))
        });
        touched.truncate(ACTORS);
        let mut parties = Parties::new();
        for (at, (one, own)) in touched.iter().enumerate() {
            for (other, theirs) in &touched[at + 1..] {
                for (&change, &against) in own.iter().flat_map(|own| theirs.iter().map(move |of| (own, of))) {
                    if self.unsettled((change, *one), (against, *other)) {
                        stand(&mut parties, *one, change);
                        stand(&mut parties, *other, against);
                    }
                }
            }
        }
        parties
    }

    /// Whether two changes (each with its actor) did not know of each other, and nobody has looked at both since.
    fn unsettled(&self, one: (u32, u32), other: (u32, u32)) -> bool {
        let knows = |at: u32, of: (u32, u32)| self.graph.is_known(at, of);
        !knows(one.0, other)
            && !knows(other.0, one)
            && !self.looked.iter().any(|&looked| knows(looked, one) && knows(looked, other))
    }
}

fn stand(parties: &mut Parties, actor: u32, change: u32) {
    let last = parties.entry(actor).or_insert(change);
    *last = change.max(*last);
}

/// The text with one side's words at its places.
fn side(merged: &str, own: &[Reading]) -> Side {
    let (mut words, mut copied) = (String::with_capacity(merged.len()), 0);
    for (place, _, read) in own {
        words.push_str(&merged[copied..place.start]);
        words.push_str(read);
        copied = place.end;
    }
    words.push_str(&merged[copied..]);
    Side { change: own.iter().map(|(_, change, _)| *change).max().unwrap_or_default(), words }
}
