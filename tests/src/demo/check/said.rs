//! The diaries of all desks, put together by hand.

use std::collections::BTreeMap;
use std::path::PathBuf;

use model::ids::{EvidenceId, TaskId, UnitId};
use model::shown::{EntryStanding, Reviewed};
use model::state::WorkState;
use model::target::Target;

use crate::demo::{Desk, Review, entry, q3};

/// What people entered: more than one text only where two of a unit wrote into one field.
#[derive(Debug, Default)]
pub struct Said {
    units: BTreeMap<UnitId, BTreeMap<Target, Vec<String>>>,
    pieces: BTreeMap<(UnitId, EvidenceId), PathBuf>,
    reviews: BTreeMap<(UnitId, TaskId), Reviewed>,
    nothing: BTreeMap<Target, Vec<String>>,
}

impl Said {
    pub fn gather(desks: &[Desk], reviews: &[Review]) -> Self {
        let mut all = Self::default();
        for desk in desks {
            let diary = desk.diary();
            let unit = all.units.entry(desk.unit.clone()).or_default();
            for (target, text) in &diary.said {
                let texts = unit.entry(target.clone()).or_default();
                if !texts.contains(text) {
                    texts.push(text.clone());
                }
            }
            let pieces = diary.pieces.iter();
            all.pieces.extend(pieces.map(|(id, path)| ((desk.unit.clone(), id.clone()), path.clone())));
        }
        for review in reviews {
            let word = match (review.accepted, review.amended) {
                (false, _) => Reviewed::Returned,
                (true, false) => Reviewed::Accepted,
                (true, true) => Reviewed::Amended,
            };
            all.reviews.insert((review.unit.clone(), review.task.clone()), word);
        }
        all
    }

    fn of(&self, unit: &UnitId) -> &BTreeMap<Target, Vec<String>> {
        self.units.get(unit).unwrap_or(&self.nothing)
    }

    /// The texts that people gave a field; none where nobody did.
    pub fn texts(&self, unit: &UnitId, target: &Target) -> &[String] {
        self.of(unit).get(target).map(Vec::as_slice).unwrap_or_default()
    }

    /// The pieces of evidence of one entry, with the place that each has there.
    pub fn evidence(&self, unit: &UnitId, task: &TaskId) -> BTreeMap<EvidenceId, String> {
        let wanted = entry(task);
        let links = self.of(unit).iter().filter_map(|(target, texts)| match target {
            Target::Link { entry, evidence } if *entry == wanted => {
                Some((evidence.clone(), texts.last().cloned().unwrap_or_default()))
            }
            _ => None,
        });
        links.collect()
    }

    pub fn files(&self) -> impl Iterator<Item = (&UnitId, &EvidenceId, &PathBuf)> {
        self.pieces.iter().map(|((unit, id), path)| (unit, id, path))
    }

    pub fn path(&self, unit: &UnitId, id: &EvidenceId) -> Option<&PathBuf> {
        self.pieces.get(&(unit.clone(), id.clone()))
    }

    /// What the words of the unit and of the offices come to.
    pub fn standing(&self, unit: &UnitId, task: &TaskId) -> EntryStanding {
        let state = self.texts(unit, &Target::State { entry: entry(task) });
        let state = state.first().and_then(|code| WorkState::from_code(code));
        let said = self.of(unit).iter().filter(|(target, texts)| {
            target.entry().is_some_and(|of| of.task == *task && of.period == q3())
                && (matches!(target, Target::Link { .. }) || texts.iter().any(|text| !text.is_empty()))
        });
        let said: Vec<&Target> = said.map(|(target, _)| target).collect();
        let content = said.iter().any(|target| !matches!(target, Target::State { .. }));
        let reviewed = self.reviews.get(&(unit.clone(), task.clone())).copied().unwrap_or_default();
        // A state and a per cent are no report.
        let bare = said.iter().all(|target| matches!(target, Target::State { .. } | Target::Percent { .. }));
        let empty = bare && state == Some(WorkState::Done) && reviewed == Reviewed::Open;
        EntryStanding { state, content, empty, reviewed }
    }
}

/// The per cents that the people of one unit gave one task, sorted as texts.
pub fn both(desks: &[Desk], unit: &UnitId, task: &TaskId) -> Vec<String> {
    let target = Target::Percent { entry: entry(task) };
    let of_unit = desks.iter().filter(|desk| desk.unit == *unit);
    let mut texts: Vec<String> = of_unit.filter_map(|desk| desk.said(&target)).collect();
    texts.sort();
    texts
}
