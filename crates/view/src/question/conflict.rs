//! Fields for which people gave different values without knowing of each other.

use model::doc_id::{DocId, DocKind};
use model::due::vi_date;
use model::ids::{RecordId, RegisterId, UnitId};
use model::item::OrganisationItem;
use model::target::Target;
use model::value::Value;
use model::window::{ConflictView, Contender};
use model::words;

use super::cell::record_words;
use super::units::with_code;
use crate::facts::{Conflict, Contends, Facts, RecordScope, Unreadable};
use crate::{AskError, Asker};

/// In the documents that the asker's unit writes: only there can anyone decide.
pub(super) fn conflicts<F: Facts>(facts: &F, asker: &Asker<'_>) -> Result<Vec<ConflictView>, AskError> {
    Ok(views(facts, asker, &undecided(facts, asker)?)?)
}

/// Of the plan and of the list of units too, for whoever keeps them.
pub(super) fn undecided<F: Facts>(facts: &F, asker: &Asker<'_>) -> Result<Vec<Conflict>, Unreadable> {
    let Some(unit) = asker.unit else { return Ok(Vec::new()) };
    let plan = asker.plan;
    let mut found = facts.conflicts(plan.id(), &asker.plans.written_by(unit), unit == plan.coordinator())?;
    if unit == plan.organisation().keeper() && asker.plans.is_own(plan) {
        found.extend(facts.conflicts(&DocId::organisation(plan.organisation().id()).plan, &[], true)?);
    }
    Ok(found)
}

pub(super) fn views<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    all: &[Conflict],
) -> Result<Vec<ConflictView>, Unreadable> {
    all.iter().map(|one| view(facts, asker, (one, all))).collect()
}

fn view<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    (conflict, all): (&Conflict, &[Conflict]),
) -> Result<ConflictView, Unreadable> {
    let Conflict { doc, target, contenders } = conflict;
    let together = target.together();
    let beside: Vec<&Conflict> =
        all.iter().filter(|other| other.doc == *doc && together.contains(&other.target)).collect();
    // The plan is the coordinating office's, and the list of units its keeper's.
    let keeper = match doc.kind {
        DocKind::Organisation => asker.plan.organisation().keeper(),
        _ => asker.plan.coordinator(),
    };
    let unit = doc.about().unwrap_or(keeper).clone();
    let title = match target {
        Target::Evidence { evidence: id, .. } => facts
            .evidence_by_id(asker.plan.id(), &unit, id)?
            .map(|one| if one.summary.is_empty() { one.file_name } else { one.summary }),
        Target::Cell { register, record, .. } => of_record(facts, asker, (&unit, register, record))?,
        Target::OrganisationItem {
            item: OrganisationItem::Unit { unit } | OrganisationItem::Renamed { unit, .. },
        } => asker.plan.organisation().unit(unit).map(|unit| with_code(unit, asker.today())),
        target => target.task().and_then(|task| title_of(asker, &task)),
    };
    let merged = target.is_text().then(|| contenders.first()).flatten();
    let merged = merged.map(|first| words::as_input(&first.value, target));
    let sides = contenders.iter().skip(usize::from(merged.is_some()));
    let contenders = sides.map(|one| {
        Ok(Contender {
            text: words::as_input(&one.value, target),
            side: one.side.clone(),
            with: beside.iter().filter_map(|other| of_side(asker, other, one)).collect(),
            shown: of_unit(asker, target, &one.value).unwrap_or_else(|| words::shown(&one.value, target)),
            by: facts.shown_name(&one.by)?,
            at: one.at,
        })
    });
    let stands = |other: &&Conflict| Some(named(asker, other, other.contenders.first()?));
    Ok(ConflictView {
        unit_name: asker.unit_name(&unit),
        what: words::label(target, asker.plan),
        title: title.unwrap_or_default(),
        merged,
        contenders: contenders.collect::<Result<_, Unreadable>>()?,
        kept: beside.iter().filter_map(stands).collect(),
        unit,
        target: target.clone(),
    })
}

/// What a side says of a unit: all of it, since two sides may call it the same.
fn of_unit(asker: &Asker<'_>, target: &Target, value: &Value) -> Option<String> {
    let Target::OrganisationItem { item: OrganisationItem::Unit { .. } } = target else { return None };
    let said = |part: &str| value.part(part).as_str().filter(|text| !text.is_empty());
    let called = |id: &str| {
        let unit = asker.plan.organisation().unit(&UnitId::new(id));
        unit.map_or_else(|| id.to_owned(), |unit| with_code(unit, asker.today()))
    };
    let day = |part: &str| value.part(part).as_date().map(vi_date);
    let mut words = vec![said("name")?.to_owned()];
    words.extend(said("code").map(|code| format!("mã số {code}")));
    words.extend(said("parent").map(|parent| format!("trực thuộc {}", called(parent))));
    for line in said("moved").into_iter().flat_map(str::lines) {
        let (from, above) = line.split_once(' ').unwrap_or((line, ""));
        let from = from.parse().map_or_else(|_| from.to_owned(), vi_date);
        let above = if above.is_empty() {
            "không còn đơn vị cấp trên".to_owned()
        } else {
            format!("trực thuộc {}", called(above))
        };
        words.push(format!("từ {from} {above}"));
    }
    words.extend(day("from").map(|day| format!("từ ngày {day}")));
    words.extend(day("until").map(|day| format!("đến hết ngày {day}")));
    let before: Vec<String> = said("succeeds").into_iter().flat_map(str::lines).map(called).collect();
    words.extend((!before.is_empty()).then(|| format!("thay cho {}", before.join(", "))));
    Some(words.join("; "))
}

/// A field that is decided together with another one, as a side had it. Rows of an older program name no sides.
fn of_side(asker: &Asker<'_>, other: &Conflict, one: &Contends) -> Option<String> {
    let same = |held: &&Contends| match &one.side {
        Some(_) => held.side == one.side,
        None => held.by == one.by,
    };
    other.contenders.iter().find(same).map(|held| named(asker, other, held))
}

/// "Tổng số hồ sơ: 50"
fn named(asker: &Asker<'_>, field: &Conflict, held: &Contends) -> String {
    format!("{}: {}", words::field(&field.target, asker.plan), words::shown(&held.value, &field.target))
}

/// Which record: what it says as it stands.
fn of_record<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    (unit, register, record): (&UnitId, &RegisterId, &RecordId),
) -> Result<Option<String>, Unreadable> {
    let Some(found) = asker.plan.register(register) else { return Ok(None) };
    let scope = RecordScope { plan: asker.plan.id(), registers: vec![register], units: Some(vec![unit]) };
    let one = facts.records(&scope)?.into_iter().find(|one| one.id == *record);
    Ok(one.map(|one| record_words(asker, found.kind, &one)))
}

fn title_of(asker: &Asker<'_>, task: &model::ids::TaskId) -> Option<String> {
    asker.plan.task(task).map(|task| task.title.clone())
}
