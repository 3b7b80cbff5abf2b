//! Places of a text at which people wrote without knowing of each other, so that what stands there nobody wrote: the same
//! word, number or date.
//!
//! A place is what stands between two blanks, or a number or date of several words (`model::numeral`), with everything that was ever taken away there, and the words beside it that
//! one of the sides put there too, with what is left behind them of a word that they took apart. It is asked about where two changes touched it, neither knew of the other, and nobody who
//! knew of both has said since that they looked. What is found does not depend on the order in which changes came.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use model::numeral::{self, Token};

use super::graph::{Graph, OpId};
use super::text::Text;

/// At one place so many of an actor's changes are set beside those of others, the newest, and so many actors' changes. A text
/// made to cost more than this is not worth more.
const CHANGES: usize = 8;
const ACTORS: usize = 16;
/// So many places of one text are asked about, after so many looks at two changes, each with so many words beside it.
const PLACES: usize = 64;
const LOOKS: usize = 50_000;
const BESIDE: usize = 200;

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
        let (letters, ends) = self.tokens();
        let begins = [0].iter().chain(&ends);
        let tokens: Vec<&[u32]> = begins.zip(&ends).map(|(from, upto)| &letters[*from..*upto]).collect();
        let mut merged = String::with_capacity(self.text.live());
        let mut starts = Vec::with_capacity(tokens.len() + 1);
        for token in &tokens {
            starts.push(merged.len());
            merged.extend(token.iter().filter(|at| self.stands(**at)).map(|at| self.text.letter(*at).letter));
        }
        starts.push(merged.len());
        let words = tokens.iter().enumerate().map(|(at, letters)| Token {
            text: &merged[starts[at]..starts[at + 1]],
            had_digits: self.had_digits(letters),
        });
        let numbers = numeral::places(words);
        let mut read: BTreeMap<u32, Vec<Reading>> = BTreeMap::new();
        for place in self.places(&tokens, &numbers) {
            let stands = starts[place.tokens.start]..starts[place.tokens.end];
            let letters = || tokens[place.tokens.clone()].iter().copied().flatten();
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

    /// Letters by their places in the text's own list, in the order in which they stand; and where each token ends: a word with
    /// what was taken away beside it, or a blank that stands by itself.
    fn tokens(&self) -> (Vec<u32>, Vec<usize>) {
        let (mut letters, mut ends) = (Vec::with_capacity(self.text.len()), Vec::new());
        let end = |ends: &mut Vec<usize>, at: usize| {
            if ends.last().copied().unwrap_or(0) < at {
                ends.push(at);
            }
        };
        self.text.walk(self.graph, |at, letter| {
            if (self.left_out)(letter.id) {
                return;
            }
            let blank = letter.letter.is_whitespace() && self.stands(at);
            if blank {
                end(&mut ends, letters.len());
            }
            letters.push(at);
            if blank {
                end(&mut ends, letters.len());
            }
        });
        end(&mut ends, letters.len());
        (letters, ends)
    }

    fn had_digits(&self, letters: &[u32]) -> bool {
        let digits = |at: &&u32| self.text.letter(**at).letter.is_ascii_digit();
        letters.iter().filter(digits).any(|at| !self.stands(*at))
    }

    fn stands(&self, at: u32) -> bool {
        self.text.gone(at).all(&self.left_out)
    }

    /// How letters read to the author of a change.
    fn read_to<'l>(&self, change: u32, letters: impl Iterator<Item = &'l u32>) -> String {
        let unknown = self.graph.unknown_to(change);
        let hidden = |id: OpId| unknown.holds(id) || (self.left_out)(id);
        let shown = letters.map(|at| (at, self.text.letter(*at)));
        let shown = shown.filter(|(at, one)| !hidden(one.id) && self.text.gone(**at).all(hidden));
        shown.map(|(_, one)| one.letter).collect()
    }

    /// `numbers`: the tokens that are one number or one date.
    fn places(&self, tokens: &[&[u32]], numbers: &[Range<usize>]) -> Vec<Place> {
        let mut places: Vec<Place> = Vec::new();
        let mut looks = LOOKS;
        let mut numbers = numbers.iter().cloned().peekable();
        for at in 0..tokens.len() {
            if places.len() == PLACES {
                break;
            }
            while numbers.next_if(|number| number.end <= at).is_some() {}
            let number = numbers.peek().filter(|number| number.contains(&at));
            let against = self.stands_against(tokens, (at, number), &mut looks);
            let Some((word, parties)) = against else { continue };
            if let Some(last) = places.last_mut().filter(|last| word.end <= last.tokens.end) {
                last.join(parties);
                continue;
            }
            let before = self.beside(tokens[..=word.start].iter().rev().copied(), &parties);
            let after = self.beside(tokens[word.end - 1..].iter().copied(), &parties);
            let mut place = Place { tokens: word.start - before..word.end + after, parties };
            // One that reaches over others takes them in.
            while let Some(last) = places.pop_if(|last| place.tokens.start < last.tokens.end) {
                place.tokens.start = place.tokens.start.min(last.tokens.start);
                place.tokens.end = place.tokens.end.max(last.tokens.end);
                place.join(last.parties);
            }
            places.push(place);
        }
        places
    }

    /// Who stands against each other in a word, or at the beginning of a number in all of it; or, at a blank that somebody put into a
    /// word, who against that.
    fn stands_against(
        &self,
        tokens: &[&[u32]],
        (at, number): (usize, Option<&Range<usize>>),
        looks: &mut usize,
    ) -> Option<(Range<usize>, Parties)> {
        let (word, parties) = match tokens[at] {
            _ if number.is_some_and(|number| number.start == at) => {
                let number = number?.clone();
                let parties = self.parties(&tokens[number.clone()].concat(), looks);
                (number, parties)
            }
            [blank] if self.is_blank(*blank) => {
                let (word, with) = self.taken_apart(tokens, at)?;
                let halves = [tokens[word.start], tokens[word.end - 1]].concat();
                (word, self.against(with, &halves, looks))
            }
            _ if number.is_some() => return None,
            word => (at..at + 1, self.parties(word, looks)),
        };
        (!parties.is_empty()).then_some((word, parties))
    }

    /// The word into which a blank was put, with what came with it; and by which change, of which actor.
    fn taken_apart(&self, tokens: &[&[u32]], blank: usize) -> Option<(Range<usize>, (u32, u32))> {
        let by = |at: u32| self.graph.change_of(self.text.letter(at).id);
        let (put, actor) = (tokens[blank][0], self.text.letter(tokens[blank][0]).id.actor);
        let with = by(put)?;
        let came_with = |token: &&&[u32]| token.iter().all(|at| by(*at) == Some(with));
        let before = tokens[..blank].iter().rev().take(BESIDE).take_while(came_with).count();
        let after = tokens[blank + 1..].iter().take(BESIDE).take_while(came_with).count();
        let (start, end) = (blank.checked_sub(before + 1)?, blank + 1 + after);
        let is_word = |token: &[u32]| !matches!(token, [at] if self.is_blank(*at));
        (is_word(tokens[start]) && is_word(tokens.get(end)?)).then_some((start..end + 1, (with, actor)))
    }

    fn is_blank(&self, at: u32) -> bool {
        self.text.letter(at).letter.is_whitespace()
    }

    /// How many of the tokens that follow the first, either way, belong to its place: what one of the sides put there, and the
    /// rest of a word that one of them took apart by putting a blank into it.
    fn beside<'t>(&self, mut from: impl Iterator<Item = &'t [u32]>, parties: &Parties) -> usize {
        let put = |token: &[u32]| token.iter().all(|at| self.is_new(*at, parties));
        let blank = |token: &[u32]| token.iter().all(|at| self.is_blank(*at));
        let Some(mut last) = from.next() else { return 0 };
        let belongs = |token: &&'t [u32]| {
            let split = blank(last) && put(last);
            last = token;
            split || put(token)
        };
        from.take(BESIDE).take_while(belongs).count()
    }

    /// Whether one of the parties did not know of the letter.
    fn is_new(&self, at: u32, parties: &Parties) -> bool {
        parties.values().any(|&change| self.graph.unknown_to(change).holds(self.text.letter(at).id))
    }

    /// The changes that touched letters, by their actors, the newest first.
    fn touched(&self, letters: &[u32]) -> Vec<(u32, Vec<u32>)> {
        let ids = letters.iter().flat_map(|at| self.text.gone(*at).chain([self.text.letter(*at).id]));
        let mut touched: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
        for id in ids.filter(|id| !(self.left_out)(*id)) {
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
        touched
    }

    fn parties(&self, letters: &[u32], looks: &mut usize) -> Parties {
        let mut ids = letters.iter().flat_map(|at| self.text.gone(*at).chain([self.text.letter(*at).id]));
        let first = ids.next().map(|id| id.actor);
        let mut parties = Parties::new();
        if ids.all(|id| Some(id.actor) == first) {
            return parties;
        }
        let touched = self.touched(letters);
        for (at, (one, own)) in touched.iter().enumerate() {
            for &change in own {
                self.set_against((change, *one), &touched[at + 1..], &mut parties, looks);
            }
        }
        parties
    }

    /// Who stands against one change in these letters.
    fn against(&self, with: (u32, u32), letters: &[u32], looks: &mut usize) -> Parties {
        let mut parties = Parties::new();
        self.set_against(with, &self.touched(letters), &mut parties, looks);
        parties
    }

    fn set_against(
        &self,
        one: (u32, u32),
        others: &[(u32, Vec<u32>)],
        parties: &mut Parties,
        looks: &mut usize,
    ) {
        for (other, theirs) in others {
            for &against in theirs {
                let Some(left) = looks.checked_sub(1) else { return };
                *looks = left;
                if self.unsettled(one, (against, *other)) {
                    stand(parties, one.1, one.0);
                    stand(parties, *other, against);
                }
            }
        }
    }

    /// Whether two changes (each with its actor) did not know of each other, and nobody has looked at both since.
    fn unsettled(&self, one: (u32, u32), other: (u32, u32)) -> bool {
        let knows = |at: u32, of: (u32, u32)| self.graph.is_known(at, of);
        !knows(one.0, other)
            && !knows(other.0, one)
            && !self.looked.iter().any(|&looked| knows(looked, one) && knows(looked, other))
    }
}

impl Place {
    fn join(&mut self, parties: Parties) {
        for (actor, change) in parties {
            stand(&mut self.parties, actor, change);
        }
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
