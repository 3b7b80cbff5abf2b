//! What units propose to change of the plan, and what was decided.

use std::collections::HashMap;

use model::doc_id::DocKind;
use model::due::{Settings, instances};
use model::ids::{ProposalId, UnitId};
use model::plan::{Party, Task};
use model::target::Target;
use model::value::{Proposal, ProposalAnswer, ProposalKind};
use model::window::{
    ProposableRule, ProposableTask, ProposalAnswerView, ProposalStands, ProposalView, ProposalsPage, Said,
    UnitView,
};

use crate::facts::{Facts, SaidFacts, Told, Unreadable, settings};
use crate::{AskError, Asker};

/// One proposal, and what the coordinating office recorded of it.
pub(super) struct Proposed {
    id: ProposalId,
    pub unit: UnitId,
    proposal: Proposal,
    told: Told,
    answer: Option<(ProposalAnswer, Told)>,
}

impl Proposed {
    pub fn stands(&self) -> ProposalStands {
        let back = self.proposal.withdrawn.is_some();
        match &self.answer {
            Some((answer, told)) if !back || told.place < self.told.place => match answer {
                ProposalAnswer::Taken { .. } => ProposalStands::Taken,
                ProposalAnswer::Declined { .. } => ProposalStands::Declined,
            },
            _ if back => ProposalStands::Withdrawn,
            _ => ProposalStands::Waiting,
        }
    }

    /// When it was proposed first, and when the answer to it came.
    pub fn sent(&self) -> &SaidFacts {
        &self.told.first
    }

    pub fn answered(&self) -> Option<&SaidFacts> {
        self.answer.as_ref().map(|(_, told)| &told.last)
    }
}

/// Of every unit that the asker may read, or of one.
pub(super) fn proposals<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    unit: Option<&UnitId>,
) -> Result<ProposalsPage, AskError> {
    let units = match unit {
        Some(unit) => vec![&asker.reads(unit)?.id],
        None => asker.readable().units(),
    };
    let mut found = proposed(facts, asker, &units)?;
    found.sort_by_key(|one| (one.stands() != ProposalStands::Waiting, std::cmp::Reverse(one.sent().at)));
    let settings = settings(facts, asker.plan)?;
    let views = found.iter().map(|one| view(facts, asker, (one, &settings)));
    let proposals = views.collect::<Result<_, Unreadable>>()?;
    let own = asker.unit.filter(|unit| asker.writes(unit) && *unit != asker.plan.coordinator());
    let own =
        own.filter(|unit| !asker.plans.reads_from_above(asker.plan, unit) || asker.plan.unit(unit).is_some());
    let unit_view = |unit: &model::plan::Unit| UnitView {
        id: unit.id.clone(),
        name: unit.name.clone(),
        kind: unit.kind.clone(),
    };
    Ok(ProposalsPage {
        proposals,
        proposes: own.is_some(),
        tasks: own.map_or_else(Vec::new, |unit| tasks(asker, unit)),
        units: own.map_or_else(Vec::new, |_| asker.plan.units().iter().map(unit_view).collect()),
    })
}

/// Those that the asker may read of these units. What another office than the coordinating one said decides nothing.
pub(super) fn proposed<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    units: &[&UnitId],
) -> Result<Vec<Proposed>, Unreadable> {
    let mut told = facts.told(asker.plan.id(), units)?;
    told.retain(|one| asker.reads_document(&one.doc));
    let mut answers: HashMap<(UnitId, ProposalId), (ProposalAnswer, Told)> = HashMap::new();
    let mut all = Vec::new();
    for one in told {
        match (&one.target, &one.doc.kind) {
            (Target::ProposalAnswer { proposal }, DocKind::Review { office, unit })
                if office == asker.plan.coordinator() =>
            {
                if let Some(answer) = one.value.as_record() {
                    answers.insert((unit.clone(), proposal.clone()), (answer, one));
                }
            }
            (Target::Proposal { proposal: id }, DocKind::Workbook(unit)) => {
                if let Some(proposal) = one.value.as_record() {
                    let (id, unit) = (id.clone(), unit.clone());
                    all.push(Proposed { id, unit, proposal, told: one, answer: None });
                }
            }
            _ => {}
        }
    }
    for one in &mut all {
        one.answer = answers.remove(&(one.unit.clone(), one.id.clone()));
    }
    Ok(all)
}

/// Those that wait for the word of the coordinating office, which asks.
pub(super) fn waiting<F: Facts>(facts: &F, asker: &Asker<'_>) -> Result<usize, Unreadable> {
    if asker.unit != Some(asker.plan.coordinator()) {
        return Ok(0);
    }
    let found = proposed(facts, asker, &asker.readable().units())?;
    Ok(found.iter().filter(|one| one.stands() == ProposalStands::Waiting).count())
}

fn tasks(asker: &Asker<'_>, unit: &UnitId) -> Vec<ProposableTask> {
    let own = asker.plan.assignments_of(unit).iter().filter(|one| !one.has_left());
    let own = own.filter_map(|one| asker.plan.task(&one.task));
    let rules = |task: &Task| {
        let rules = task.due.iter();
        rules.map(|due| ProposableRule { rule: due.id.clone(), text: due.text.clone() }).collect()
    };
    own.map(|task| ProposableTask { task: task.id.clone(), title: task.title.clone(), rules: rules(task) })
        .collect()
}

fn view<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    (one, settings): (&Proposed, &Settings),
) -> Result<ProposalView, Unreadable> {
    let said = |said: &SaidFacts| {
        Ok::<_, Unreadable>(Said { by: facts.shown_name(&said.by)?, at: said.at, received: said.received })
    };
    let (plan, proposal, stands) = (asker.plan, &one.proposal, one.stands());
    let task = proposal.task.as_ref().and_then(|task| plan.task(task));
    let rule = task.zip(proposal.rule.as_ref()).and_then(|(task, rule)| task.rule(rule));
    let dues = task.map_or_else(Vec::new, |task| instances(plan, &task.id, settings));
    let dates = dues.into_iter().filter(|due| rule.is_some_and(|rule| rule.id == due.rule));
    let leads_now = task.filter(|_| proposal.is == ProposalKind::Lead);
    let named = |party: &Party| plan.party_name(party).to_owned();
    let answer =
        one.answer.as_ref().map(|(answer, told)| Ok::<_, Unreadable>(shown(answer, said(&told.last)?)));
    let waits = stands == ProposalStands::Waiting;
    Ok(ProposalView {
        id: one.id.clone(),
        unit: one.unit.clone(),
        unit_name: asker.unit_name(&one.unit),
        kind: proposal.is,
        task: task.map(|task| task.id.clone()),
        title: task.map(|task| task.title.clone()),
        rule: rule.map(|rule| rule.text.clone()),
        dates: dates.filter_map(|due| due.date).collect(),
        words: proposal.words.clone(),
        until: proposal.until,
        lead: proposal.lead.0.iter().map(|id| asker.unit_name(&UnitId::new(id.as_str()))).collect(),
        leads_now: leads_now.map_or_else(Vec::new, |task| task.lead.iter().map(named).collect()),
        basis: proposal.basis.clone(),
        sent: said(one.sent())?,
        stands,
        withdrawn: proposal.withdrawn.map(|_| said(&one.told.last)).transpose()?,
        answer: answer.transpose()?,
        answerable: waits && asker.writes(plan.coordinator()),
        takeable: waits && asker.writes_workbook(&one.unit),
    })
}

fn shown(answer: &ProposalAnswer, said: Said) -> ProposalAnswerView {
    let words = answer.words().to_owned();
    match answer {
        ProposalAnswer::Taken { decision, decided_on, from, .. } => ProposalAnswerView {
            decision: Some(decision.clone()),
            decided_on: Some(*decided_on),
            from: Some(*from),
            words,
            said,
        },
        ProposalAnswer::Declined { .. } => {
            ProposalAnswerView { decision: None, decided_on: None, from: None, words, said }
        }
    }
}
