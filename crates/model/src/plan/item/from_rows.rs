//! From the rows of the files to items.

use super::super::base::word_of;
use super::super::fault::PlanFaults;
use super::super::organisation::Organisation;
use super::super::parts::{Document, OPEN};
use super::super::raw::{
    Raw, RawHead, RawIndicator, RawOrganisation, RawPlan, RawRegister, RawTask, RawUnit,
};
use super::super::source::At;
use super::super::unit::Unit;
use super::Items;
use super::record::{
    CheckRecord, DefinitionRecord, DocumentRecord, DueRecord, GroupRecord, IndicatorRecord, Named,
    OrganisationHead, PlanHead, RegisterRecord, RenamedRecord, TaskRecord, UnitRecord, one_line,
};
use super::report;
use super::to_rows::UNITS;
use crate::ids::{OrganisationId, UnitId};
use crate::item::{OrganisationItem, PlanItem};
use crate::target::Target;
use crate::value::{Lines, Value};

pub(in super::super) const BOUNDS: &str = "văn bản ngắn hơn, hoặc danh sách ít mục hơn";

/// The items of rows that have no fault; a fault where a text is longer than documents take.
pub(in super::super) fn items(raw: &Raw<'_>, faults: &mut PlanFaults) -> Option<Items> {
    let (all, plan, indicators) = (raw.units.as_ref()?, raw.plan.as_ref()?, raw.indicators.as_ref()?);
    let head = plan.head.as_ref()?;
    let under = raw.organisation.id.clone()?;
    let organisation = units(&raw.organisation, all, faults)?;
    let mut items = Items { under, organisation, plan: Vec::new(), on: Vec::new() };
    items.plan.push((PlanItem::Head, Value::record(&head_of(&items.under, head)?)));
    of_plan(plan, &mut items.plan);
    for (place, row) in indicators.iter().enumerate() {
        let item = PlanItem::Indicator { indicator: row.id.value.clone() };
        items.plan.push((item, Value::record(&indicator(place, row)?)));
        for (place, At { value, .. }) in row.checks.iter().enumerate() {
            let (indicator, check) = (row.id.value.clone(), value.id.clone());
            let record = CheckRecord { name: one_line(&value.name), place, optional: value.optional };
            items.plan.push((PlanItem::Check { indicator, check }, Value::record(&record)));
        }
    }
    let plan = items.plan.iter().map(|(item, value)| (Target::PlanItem { item: item.clone() }, value));
    check_bounds(raw.plan_file, plan, faults);
    Some(items)
}

/// The items of units; None where nobody is said to keep them.
pub(in super::super) fn units(
    organisation: &RawOrganisation,
    units: &[RawUnit],
    faults: &mut PlanFaults,
) -> Option<Vec<(OrganisationItem, Value)>> {
    let kept_by = organisation.kept_by.as_ref()?.value.clone();
    let head = OrganisationHead { name: one_line(organisation.name.as_deref()?), kept_by };
    let mut items = vec![(OrganisationItem::Head, Value::record(&head))];
    for (place, unit) in units.iter().enumerate() {
        let record = UnitRecord {
            name: one_line(&unit.name),
            kind: one_line(&unit.kind),
            place,
            parent: unit.parent.as_ref().map(|parent| parent.value.clone()),
            code: unit.code.as_deref().map(one_line),
            from: unit.from,
            until: unit.until,
            succeeds: Lines(unit.succeeds.iter().map(|before| before.value.as_str().to_owned()).collect()),
            moved: Lines(unit.moved.iter().map(|moved| moved.value.line()).collect()),
        };
        let id = &unit.id.value;
        items.push((OrganisationItem::Unit { unit: id.clone() }, Value::record(&record)));
        for renamed in &unit.renamed {
            let code = renamed.code.as_deref().map(one_line);
            let record = RenamedRecord { name: one_line(&renamed.name), code };
            let item = OrganisationItem::Renamed { unit: id.clone(), from: renamed.from.to_string() };
            items.push((item, Value::record(&record)));
        }
    }
    let targets = items.iter().map(|(item, value)| (Target::OrganisationItem { item: item.clone() }, value));
    check_bounds(UNITS, targets, faults);
    Some(items)
}

/// The items of an organisation as it is.
pub(in super::super) fn units_of(
    organisation: &Organisation,
    faults: &mut PlanFaults,
) -> Option<Vec<(OrganisationItem, Value)>> {
    let at = |value: &UnitId| At { value: value.clone(), line: 0 };
    let head = RawOrganisation {
        id: Some(organisation.id().clone()),
        name: Some(organisation.name().to_owned()),
        kept_by: Some(at(organisation.keeper())),
    };
    let row = |unit: &Unit| RawUnit {
        id: at(&unit.id),
        name: unit.name.clone(),
        kind: unit.kind.clone(),
        parent: unit.parent.as_ref().map(at),
        code: unit.code.clone(),
        from: unit.from,
        until: unit.until,
        succeeds: unit.succeeds.iter().map(at).collect(),
        renamed: unit.renamed.clone(),
        moved: unit.moved.iter().map(|moved| At { value: moved.clone(), line: 0 }).collect(),
    };
    units(&head, &organisation.units().iter().map(row).collect::<Vec<_>>(), faults)
}

fn check_bounds<'v>(file: &str, items: impl Iterator<Item = (Target, &'v Value)>, faults: &mut PlanFaults) {
    for (target, value) in items {
        if !value.fits(target.kind()) {
            faults.add(file, 0, "", &target.address().key, BOUNDS);
        }
    }
}

fn head_of(under: &OrganisationId, raw: &RawHead) -> Option<PlanHead> {
    Some(PlanHead {
        title: one_line(&raw.title.as_ref()?.value),
        organisation: under.clone(),
        decision: one_line(&raw.decision.as_ref()?.value),
        issued_by: raw.issued_by.as_ref()?.value.clone(),
        issued_on: raw.issued_on?,
        effective_from: raw.effective_from.as_ref().map(|day| day.value),
        coordinated_by: raw.coordinated_by.as_ref()?.value.clone(),
        within: raw.within.as_ref().map(|unit| unit.value.clone()),
        report_series: raw.report_series.as_ref().map(|series| series.value.clone()),
        holidays: Lines(raw.holidays.iter().map(ToString::to_string).collect()),
        follows: raw.follows.as_ref().map(|plan| plan.value.clone()),
        under_plan: raw.under.as_ref().map(|(plan, _)| plan.value.clone()),
        under_task: raw.under.as_ref().map(|(_, task)| task.value.clone()),
    })
}

fn of_plan(plan: &RawPlan, items: &mut Vec<(PlanItem, Value)>) {
    let named = |place, name: &str| Value::record(&Named { name: one_line(name), place });
    if let Some(head) = &plan.head {
        document(head, items);
        for (place, At { value, .. }) in head.milestones.iter().enumerate() {
            items.push((PlanItem::Milestone { milestone: value.id.clone() }, named(place, &value.name)));
        }
        for (place, At { value, .. }) in head.series.iter().enumerate() {
            items.push((PlanItem::Series { series: value.id.clone() }, named(place, &value.name)));
        }
        for (place, At { value, .. }) in head.requesters.iter().enumerate() {
            items.push((PlanItem::Requester { requester: value.id.clone() }, named(place, &value.name)));
        }
    }
    for (place, At { value, .. }) in plan.fields.iter().enumerate() {
        items.push((PlanItem::Field { code: value.code.clone() }, named(place, &value.name)));
    }
    for (place, row) in plan.groups.iter().enumerate() {
        let record = GroupRecord {
            name: one_line(&row.name),
            place,
            kinds: lines(&row.kinds),
            units: lines(&row.units),
        };
        items.push((PlanItem::Group { group: row.id.value.clone() }, Value::record(&record)));
    }
    for (place, At { value, .. }) in plan.reports.iter().enumerate() {
        report::items_of(place, value, items);
    }
    for (place, row) in plan.tasks.iter().enumerate() {
        task(place, row, items);
    }
    for (place, row) in plan.registers.iter().enumerate() {
        items.extend(register(place, row));
    }
}

/// A plan of which no paper is told has no such item.
fn document(head: &RawHead, items: &mut Vec<(PlanItem, Value)>) {
    let texts = |texts: &[String]| Lines(texts.iter().map(|text| one_line(text)).collect());
    let paper = &head.document;
    if *paper != Document::default() {
        let record = DocumentRecord {
            bases: texts(&paper.bases),
            replaces: paper.replaces.as_deref().map(one_line),
            signed_as: texts(&paper.signed_as),
            signed_by: paper.signed_by.as_deref().map(one_line),
            recipients: texts(&paper.recipients),
            notes: texts(&paper.notes),
        };
        items.push((PlanItem::Document, Value::record(&record)));
    }
    for (place, At { value, .. }) in head.definitions.iter().enumerate() {
        let record =
            DefinitionRecord { name: one_line(&value.word), place, meaning: one_line(&value.meaning) };
        items.push((PlanItem::Definition { definition: value.id.clone() }, Value::record(&record)));
    }
}

fn task(place: usize, row: &RawTask, items: &mut Vec<(PlanItem, Value)>) {
    let texts = |texts: &[String]| Lines(texts.iter().map(|text| one_line(text)).collect());
    let (joined, left) = row.days.lines();
    let record = TaskRecord {
        title: one_line(&row.title),
        place,
        field: row.field.value.clone(),
        code: Some(one_line(&row.code.value)).filter(|code| code != row.id.value.as_str()),
        lead: lines(&row.lead),
        with: lines(&row.with),
        outputs: texts(&row.outputs),
        inherited: texts(&row.inherited),
        inferred: texts(&row.inferred),
        notes: texts(&row.notes),
        standby: row.standby.as_deref().map(one_line),
        carried_from: row.carried_from.as_ref().map(|plan| plan.value.clone()),

        from: row.days.from,
        until: row.days.until,
        into: Lines(row.days.into.iter().map(ToString::to_string).collect()),
        joined,
        left,
    };
    let id = &row.id.value;
    items.push((PlanItem::Task { task: id.clone() }, Value::record(&record)));
    for (place, At { value, .. }) in row.due.iter().enumerate() {
        let item = PlanItem::Due { task: id.clone(), rule: value.id.clone() };
        let record = DueRecord {
            text: one_line(&value.text),
            rule: value.rule.to_string(),
            place,
            owed_by: lines(&value.owed_by),
            outputs: Lines(value.outputs.iter().map(|output| output.value.to_string()).collect()),
        };
        items.push((item, Value::record(&record)));
    }
}

fn indicator(place: usize, row: &RawIndicator) -> Option<IndicatorRecord> {
    let kind = row.kind?;
    let targets =
        row.targets.iter().map(|(unit, target)| format!("{} {}", unit.value, target.written_for(kind)));
    Some(IndicatorRecord {
        name: one_line(&row.name),
        place,
        of: row.of.as_ref()?.value.clone(),
        by: lines(&row.by),
        kind: kind.code().to_owned(),
        figures: Lines(row.figures.iter().map(|label| one_line(label)).collect()),
        points: row.points,
        decimals: row.decimals,
        target: row.target.map_or_else(|| OPEN.to_owned(), |target| target.written_for(kind)),
        targets: Lines(targets.collect()),
        totals: lines(&row.totals),
        notes: Lines(row.notes.iter().map(|note| one_line(note)).collect()),
        counts: Lines(row.counts.iter().map(|count| count.value.to_string()).collect()),
        from: row.from.as_ref().map(|from| from.value.clone()),

        base: row.base.as_ref().map(|base| base.value.to_vi()),
        base_source: row.base.as_ref().map(|base| one_line(&base.source)),
        adds_up: row.adds_up,
        none_arose: row.met_by_none.map(|met| word_of(met).to_owned()),
        portal: row.portal.as_deref().map(one_line),
    })
}

fn register(place: usize, row: &RawRegister) -> Option<(PlanItem, Value)> {
    let record = RegisterRecord {
        name: one_line(&row.name),
        place,
        kind: row.kind?.id.to_owned(),
        of: row.of.as_ref()?.value.clone(),
        by: lines(&row.by),
        notes: Lines(row.notes.iter().map(|note| one_line(note)).collect()),
    };
    Some((PlanItem::Register { register: row.id.value.clone() }, Value::record(&record)))
}

fn lines(texts: &[At<String>]) -> Lines {
    Lines(texts.iter().map(|text| one_line(&text.value)).collect())
}
