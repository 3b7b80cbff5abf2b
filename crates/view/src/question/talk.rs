//! What is said about an entry beside its verdicts.

use model::due::Settings;
use model::ids::UnitId;
use model::permission::may_review;
use model::target::EntryKey;
use model::window::{AnswerView, EvidenceRemarkView, HandedIn, HandedInStands, LookedBy, QuestionView};

use crate::facts::{
    EntryFacts, EntryOf, EvidenceWord, Facts, LookFacts, Question, Submission, Unreadable, Words,
};
use crate::{AskError, Asker};

/// Questions, words on evidence, and whether the period was handed in.
pub(super) struct Talk {
    pub questions: Vec<Question>,
    pub evidence_words: Vec<EvidenceWord>,
    pub handed_in: Option<Submission>,
    looks: Vec<LookFacts>,
}

impl Talk {
    pub fn of<F: Facts>(facts: &F, asker: &Asker<'_>, of: EntryOf<'_>) -> Result<Self, Unreadable> {
        let mut questions = facts.questions(of)?;
        questions.retain(|one| asker.reads_document(&one.doc));
        let mut evidence_words = facts.evidence_words(of)?;
        evidence_words.retain(|one| asker.reads_document(&one.doc));
        let handed_in = facts.submissions(of.plan, of.period, &[of.unit])?.pop();
        Ok(Self { questions, evidence_words, handed_in, looks: looks(facts, asker, of.period, &[of.unit])? })
    }

    /// What was handed in, where it was not taken back before an office saw it.
    pub fn in_force(&self) -> Option<&Submission> {
        self.handed_in.as_ref().filter(|one| one.is_in_force(&self.looks))
    }

    pub fn handed_in<F: Facts>(
        &self,
        facts: &F,
        asker: &Asker<'_>,
        changed: u32,
    ) -> Result<Option<HandedIn>, Unreadable> {
        self.handed_in.as_ref().map(|one| handed_in(facts, asker, (one, &self.looks), changed)).transpose()
    }

    pub fn questions<F: Facts>(&self, facts: &F, asker: &Asker<'_>) -> Result<Vec<QuestionView>, Unreadable> {
        let view = |one: &Question| {
            let answer = one.answer.as_ref().map(|Words { by, at, text }| {
                Ok::<_, Unreadable>(AnswerView { by: facts.shown_name(by)?, at: *at, text: text.clone() })
            });
            Ok(QuestionView {
                id: one.id.clone(),
                office_name: asker.unit_name(&one.office),
                by: facts.shown_name(&one.asked.by)?,
                at: one.asked.at,
                text: one.asked.text.clone(),
                answer: answer.transpose()?,
                withdrawn: one.withdrawn,
                own: asker.writes(&one.office) && !one.withdrawn,
                office: one.office.clone(),
            })
        };
        self.questions.iter().map(view).collect()
    }

    pub fn evidence_remarks<F: Facts>(
        &self,
        facts: &F,
        asker: &Asker<'_>,
    ) -> Result<Vec<EvidenceRemarkView>, Unreadable> {
        let view = |one: &EvidenceWord| {
            Ok(EvidenceRemarkView {
                evidence: one.evidence.clone(),
                office: one.office.clone(),
                office_name: asker.unit_name(&one.office),
                by: facts.shown_name(&one.said.by)?,
                at: one.said.at,
                good: one.good,
                words: one.said.text.clone(),
            })
        };
        self.evidence_words.iter().map(view).collect()
    }
}

/// What offices looked at, as far as the asker may read them.
pub(super) fn looks<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    period: &model::ids::PeriodId,
    units: &[&UnitId],
) -> Result<Vec<LookFacts>, Unreadable> {
    let mut looks = facts.looks(asker.plan.id(), period, units)?;
    looks.retain(|look| asker.reads_document(&look.doc));
    Ok(looks)
}

pub(super) fn handed_in<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    (one, looks): (&Submission, &[LookFacts]),
    changed: u32,
) -> Result<HandedIn, Unreadable> {
    let (stands, look) = one.stands(looks);
    Ok(HandedIn {
        stands,
        at: one.at,
        received: one.received,
        by: facts.shown_name(&one.by)?,
        confirmed_by: one.confirmed_by.as_ref().map(|person| facts.shown_name(person)).transpose()?,
        withdrawn: one.withdrawn,
        looked: look.map(|look| LookedBy {
            office: asker.unit_name(&look.office),
            at: look.at,
            received: look.received,
        }),
        changed: if stands == HandedInStands::Withdrawn { 0 } else { changed },
    })
}

/// The same entry in the period before, and whether that one's days are among this one's.
pub(super) fn last_time<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    settings: &Settings,
    of: EntryOf<'_>,
) -> Result<Option<(EntryFacts, bool)>, AskError> {
    let Some(before) = asker.plan.period_before(of.period) else { return Ok(None) };
    let scope = EntryOf { period: before, ..of }.scope();
    let last = asker.entries(facts, &scope)?.take(of.unit, of.task);
    Ok(Some((last, settings.contains(asker.plan, of.period, before))))
}

/// Whether the asker's office has a word on the entry, on its own laptop.
pub(super) fn reviews(asker: &Asker<'_>, unit: &UnitId, entry: &EntryKey) -> bool {
    let own = |office: &UnitId| asker.writes(office) && may_review(asker.plan, office, unit, entry);
    asker.unit.is_some_and(own)
}
