//! What was complete and in time: by unit, by field, by period; which claims wait for an office's word; what is silent.

use chrono::NaiveDate;
use model::due::{Completion, Settings, Timing};
use model::ids::{FieldCode, PeriodId, UnitId};
use model::permission::may_review;
use model::plan::{Assignment, Task};
use model::target::EntryKey;
use model::time::hanoi;
use model::window::{Claim, ConfirmationView, Rates, RatesOf, SaidView, SilentWork, Timeliness};

use super::district::District;
use super::period_page::link_story;
use crate::facts::{ConfirmationFacts, EntryFacts, EntryOf, Facts, Unreadable};
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
    let sum = |of: &dyn Fn(&Counted<'_>) -> bool| Rates::of(counted.iter().filter(|one| of(one)));
    let units = district.units.iter().map(|unit| RatesOf {
        id: unit.to_string(),
        name: asker.unit_name(unit),
        rates: sum(&|one| one.assignment.unit == **unit),
    });
    let fields = asker.plan.fields().iter().map(|field| RatesOf {
        id: field.code.to_string(),
        name: field.name.clone(),
        rates: sum(&|one| one.task.field == field.code),
    });
    let some = |of: &RatesOf| of.rates.assigned > 0;
    let mut silent: Vec<SilentWork> =
        counted.iter().filter_map(|one| silent(asker, &district.settings, period, one)).collect();
    silent.sort_by_key(|one| -one.days);
    Ok(Timeliness {
        period: period.clone(),
        as_of: asker.now(),
        total: sum(&|_| true),
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
        let district = District::load(facts, asker, &period.id, field)?;
        let rates = Rates::of(&counted(asker, &district));
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
    let units = district.units.iter();
    let assignments = units.flat_map(|unit| asker.plan.assignments_of(unit));
    let of = |assignment: &'d Assignment| {
        let task = *district.tasks.iter().find(|task| task.id == assignment.task)?;
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

trait Summed: Sized {
    fn of<'c>(counted: impl IntoIterator<Item = &'c Counted<'c>>) -> Self;
}

impl Summed for Rates {
    /// Every entry counts once, and what is dated in one of five ways: no share can be more than all.
    fn of<'c>(counted: impl IntoIterator<Item = &'c Counted<'c>>) -> Self {
        let mut sum = Self::default();
        for one in counted {
            sum.assigned += 1;
            sum.complete += u32::from(one.completion.is_some());
            sum.empty += u32::from(one.facts.is_empty_report());
            let Some((_, timing)) = one.timing.filter(|_| one.has_passed) else { continue };
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
        let percent = |part: u32, all: u32| {
            (all > 0).then(|| u8::try_from(u64::from(part) * 100 / u64::from(all)).unwrap_or(100))
        };
        sum.complete_percent = percent(sum.complete, sum.assigned);
        sum.in_time_percent = percent(sum.received + sum.confirmed, sum.dated);
        sum
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
