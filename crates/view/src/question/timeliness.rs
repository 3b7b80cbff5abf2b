//! What was complete and in time: by unit, by field, by period; which claims wait for an office's word; what is silent.

use std::collections::HashMap;
use std::hash::Hash;

use chrono::NaiveDate;
use model::due::{Completion, DueInstance, Settings, Timing};
use model::ids::{FieldCode, PeriodId, TaskId, UnitId};
use model::permission::may_review;
use model::plan::{Assignment, Task};
use model::target::EntryKey;
use model::time::hanoi;
use model::window::{Claim, ConfirmationView, EntryTimes, Rates, RatesOf, SaidView, SilentWork, Timeliness};

use super::district::District;
use super::report_line::link_story;
use crate::facts::{ConfirmationFacts, EntryFacts, EntryOf, EvidenceFacts, Facts, Unreadable};
use crate::{AskError, Asker};

/// From so many days on silence is told in the list.
const LONG: i64 = 30;

/// Of the assignments of all units that the asker may read.
pub(super) fn timeliness<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    period: &PeriodId,
    field: Option<&FieldCode>,
) -> Result<Timeliness, AskError> {
    let district = District::load(facts, asker, period, field)?;
    let counted = counted(asker, &district);
    let by_unit = sums(&counted, |one| &one.assignment.unit);
    let units = district.units.iter().map(|unit| RatesOf {
        id: unit.to_string(),
        name: asker.unit_name(unit),
        rates: shared(by_unit.get(unit).copied().unwrap_or_default()),
    });
    let by_field = sums(&counted, |one| &one.task.field);
    let fields = asker.plan.fields().iter().map(|field| RatesOf {
        id: field.code.to_string(),
        name: field.name.clone(),
        rates: shared(by_field.get(&field.code).copied().unwrap_or_default()),
    });
    let some = |of: &RatesOf| of.rates.assigned > 0;
    let mut silent: Vec<SilentWork> =
        counted.iter().filter_map(|one| silent(asker, &district.settings, period, one)).collect();
    silent.sort_by_key(|one| -one.days);
    Ok(Timeliness {
        period: period.clone(),
        as_of: asker.now(),
        total: total(&counted),
        units: units.filter(some).collect(),
        fields: fields.filter(some).collect(),
        periods: periods(facts, asker, field)?,
        claims: claims(facts, asker, period, &counted)?,
        silent,
    })
}

/// The same sums of every period of the year.
fn periods<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    field: Option<&FieldCode>,
) -> Result<Vec<RatesOf>, AskError> {
    let of = |period: model::period::Period| {
        let then = asker.in_period(&period.id);
        let district = District::load(facts, &then, &period.id, field)?;
        let rates = total(&counted(&then, &district));
        Ok(RatesOf { id: period.id.to_string(), name: period.name, rates })
    };
    asker.plan.periods().into_iter().map(of).collect()
}

/// One assignment, and how it stands to its day.
struct Counted<'d> {
    assignment: &'d Assignment,
    task: &'d Task,
    facts: &'d EntryFacts,
    completion: Option<Completion>,
    /// With its day, where one was owed and has passed, or something was completed for it.
    timing: Option<(NaiveDate, Timing)>,
    has_passed: bool,
    continuous: bool,
}

fn counted<'d>(asker: &Asker<'d>, district: &'d District<'d>) -> Vec<Counted<'d>> {
    let tasks: HashMap<&TaskId, &Task> = district.tasks.iter().map(|task| (&task.id, *task)).collect();
    let units = district.units.iter();
    let assignments = units.flat_map(|unit| asker.plan.assigned_in(unit, &district.period));
    let of = |assignment: &'d Assignment| {
        let task = *tasks.get(&assignment.task)?;
        let facts = district.facts(assignment);
        let due = district.pressing(asker, assignment);
        let completion = facts.completion();
        let owed = due.as_deref().filter(|due| due.unowed.is_none());
        let date = owed.and_then(|due| due.date);
        Some(Counted {
            assignment,
            task,
            facts,
            timing: date.map(|date| (date, Timing::of(date, completion.as_ref(), asker.today()))),
            has_passed: date.is_some_and(|date| date < asker.today()),
            continuous: owed.is_some_and(|due| due.continuous),
            completion,
        })
    };
    assignments.filter_map(of).collect()
}

/// By what each is of.
fn sums<'c, K: Eq + Hash + 'c>(
    counted: &'c [Counted<'c>],
    of: impl Fn(&'c Counted<'c>) -> &'c K,
) -> HashMap<&'c K, Rates> {
    let mut sums = HashMap::new();
    for one in counted {
        one.add_to(sums.entry(of(one)).or_default());
    }
    sums
}

fn total(counted: &[Counted<'_>]) -> Rates {
    let mut sum = Rates::default();
    counted.iter().for_each(|one| one.add_to(&mut sum));
    shared(sum)
}

/// With its shares, which are never more than all: what is counted is a part of what it is set against.
fn shared(sum: Rates) -> Rates {
    let percent = |part: u32, all: u32| {
        (all > 0).then(|| u8::try_from(u64::from(part) * 100 / u64::from(all)).unwrap_or(100))
    };
    Rates {
        complete_percent: percent(sum.complete, sum.assigned),
        in_time_percent: percent(sum.received + sum.confirmed, sum.dated),
        ..sum
    }
}

impl Counted<'_> {
    /// Every entry counts once, and what is dated in one of five ways.
    fn add_to(&self, sum: &mut Rates) {
        sum.assigned += 1;
        sum.complete += u32::from(self.completion.is_some());
        sum.empty += u32::from(self.facts.is_empty_report());
        let Some((_, timing)) = self.timing.filter(|_| self.has_passed) else { return };
        sum.dated += 1;
        match timing {
            Timing::Received => sum.received += 1,
            Timing::Confirmed { .. } => sum.confirmed += 1,
            Timing::Unverified => sum.unverified += 1,
            Timing::Late { .. } => sum.late += 1,
            // Once the day has passed nothing is still to come.
            Timing::Missing { .. } | Timing::Open | Timing::Unsent => sum.missing += 1,
        }
    }
}

/// What came after its day, and was completed before it by the laptop's clock: what waits for a word first, then what was
/// decided.
fn claims<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    period: &PeriodId,
    counted: &[Counted<'_>],
) -> Result<Vec<Claim>, AskError> {
    let mut claims = Vec::new();
    for one in counted {
        let (Some((due, timing)), Some(completion)) = (one.timing, &one.completion) else { continue };
        if !completion.is_late_by_arrival_alone(due) || timing == Timing::Unsent {
            continue;
        }
        claims.push(claim(facts, asker, period, (one, completion, due, timing))?);
    }
    claims.sort_by_key(|claim| (claim.timing != Timing::Unverified, claim.due));
    Ok(claims)
}

fn claim<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    period: &PeriodId,
    (one, completion, due, timing): (&Counted<'_>, &Completion, NaiveDate, Timing),
) -> Result<Claim, AskError> {
    let Assignment { unit, task, .. } = one.assignment;
    let of = EntryOf { plan: asker.plan.id(), period, unit, task };
    let entry = EntryKey { task: task.clone(), period: period.clone() };
    let reviews = |office: &UnitId| asker.writes(office) && may_review(asker.plan, office, unit, &entry);
    let word = one.facts.confirmation(completion.claimed);
    Ok(Claim {
        unit: unit.clone(),
        unit_name: asker.unit_name(unit),
        task: task.clone(),
        title: one.task.title.clone(),
        due,
        signed: facts.evidence_of(of)?.into_iter().filter_map(|piece| piece.signed).max(),
        completed: completion.completed(),
        received: completion.received,
        timing,
        rests: timing.rests(Some(completion)),
        confirmation: word.map(|word| confirmation_view(facts, asker, word)).transpose()?,
        link: link_story(facts, asker, unit, due)?,
        reviewable: asker.unit.is_some_and(reviews),
    })
}

/// When an entry was completed; `papers`: what proves it.
pub(super) fn times<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    (unit, dues): (&UnitId, &[DueInstance]),
    (of_entry, papers): (&EntryFacts, &[EvidenceFacts]),
) -> Result<Option<EntryTimes>, AskError> {
    let Some(completion) = of_entry.completion() else { return Ok(None) };
    let owed = asker.pressing(unit, dues).filter(|due| due.unowed.is_none());
    let due = owed.and_then(|due| due.date);
    let timing = due.map(|due| Timing::of(due, Some(&completion), asker.today()));
    let word = of_entry.confirmation(completion.claimed);
    Ok(Some(EntryTimes {
        due,
        signed: papers.iter().filter_map(|piece| piece.signed).max(),
        completed: completion.completed(),
        received: completion.received,
        timing,
        rests: timing.and_then(|timing| timing.rests(Some(&completion))),
        confirmation: word.map(|word| confirmation_view(facts, asker, word)).transpose()?,
    }))
}

fn confirmation_view<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    word: &ConfirmationFacts,
) -> Result<ConfirmationView, Unreadable> {
    Ok(ConfirmationView {
        office: asker.unit_name(&word.office),
        ground: word.said.ground(),
        words: word.said.words().to_owned(),
        said: SaidView { by: facts.shown_name(&word.by)?, at: word.at, received: word.received },
    })
}

fn silent(
    asker: &Asker<'_>,
    settings: &Settings,
    period: &PeriodId,
    one: &Counted<'_>,
) -> Option<SilentWork> {
    let days =
        Some(()).filter(|()| one.continuous).and_then(|()| silence(asker, settings, period, one.facts))?;
    (days >= LONG).then(|| SilentWork {
        unit: one.assignment.unit.clone(),
        unit_name: asker.unit_name(&one.assignment.unit),
        task: one.task.id.clone(),
        title: one.task.title.clone(),
        last: one.facts.last.as_ref().map(|last| last.received.unwrap_or(last.at)),
        days,
    })
}

/// For how many days nothing was told of an entry in the period: since it was last told of, or since the period began and the plan
/// bound anybody, until today or the period's end. None before it began.
pub(super) fn silence(
    asker: &Asker<'_>,
    settings: &Settings,
    period: &PeriodId,
    facts: &EntryFacts,
) -> Option<i64> {
    let period = asker.plan.period(period)?;
    let until = asker.today().min(settings.days_of(asker.plan, &period).to.max(period.last));
    let began = asker.plan.effective_from().map_or(period.first, |from| from.max(period.first));
    let last = facts.last.as_ref().map(|last| last.received.unwrap_or(last.at));
    let since = last.map_or(began, |last| last.with_timezone(&hanoi()).date_naive().max(began));
    (began <= until).then(|| (until - since).num_days().max(0))
}
