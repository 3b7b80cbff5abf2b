//! From the rows of the files to items.

use super::super::fault::PlanFaults;
use super::super::raw::{Raw, RawHead, RawIndicator, RawPlan, RawTask};
use super::super::source::At;
use super::record::{
    DueRecord, GroupRecord, IndicatorRecord, Named, OrganisationHead, PlanHead, ReportRecord, TaskRecord,
    UnitRecord,
};
use super::{Items, OrganisationItem, PlanItem};
use crate::target::Target;
use crate::value::{Lines, Value};

const BOUNDS: &str = "văn bản ngắn hơn, hoặc danh sách ít mục hơn";

/// The items of rows that have no fault; a fault where a text is longer than documents take.
pub(in super::super) fn items(raw: &Raw<'_>, faults: &mut PlanFaults) -> Option<Items> {
    let (units, plan, indicators) = (raw.units.as_ref()?, raw.plan.as_ref()?, raw.indicators.as_ref()?);
    let coordinator = raw.coordinator.as_ref()?;
    let mut items = Items::default();
    let keeper = raw.organisation.kept_by.as_ref().unwrap_or(coordinator);
    let issuer = plan.head.as_ref()?.issued_by.as_ref()?;
    let issuer = units.iter().find(|unit| unit.id.value == issuer.value);
    let name = raw.organisation.name.clone().or_else(|| Some(issuer?.name.clone()))?;
    let head = OrganisationHead { name: one_line(&name), kept_by: keeper.value.clone() };
    items.organisation.push((OrganisationItem::Head, Value::record(&head)));
    for (place, unit) in units.iter().enumerate() {
        let record = UnitRecord {
            name: one_line(&unit.name),
            kind: one_line(&unit.kind),
            place,
            parent: unit.parent.as_ref().map(|parent| parent.value.clone()),
            code: unit.code.as_deref().map(one_line),
        };
        let item = OrganisationItem::Unit { unit: unit.id.value.clone() };
        items.organisation.push((item, Value::record(&record)));
    }
    items
        .plan
        .push((PlanItem::Head, Value::record(&head_of(plan.head.as_ref()?, coordinator.value.clone())?)));
    of_plan(plan, &mut items.plan);
    for (place, row) in indicators.iter().enumerate() {
        let item = PlanItem::Indicator { indicator: row.id.value.clone() };
        items.plan.push((item, Value::record(&indicator(place, row)?)));
    }
    for (file, target, value) in items.targets() {
        if !value.fits(target.kind()) {
            let file = if file == 0 { raw.units_file } else { raw.plan_file };
            faults.add(file, 0, "", &target.address().key, BOUNDS);
        }
    }
    Some(items)
}

impl Items {
    /// The field of each, in the document of the organisation (0) or in that of the plan (1).
    fn targets(&self) -> impl Iterator<Item = (u8, Target, &Value)> {
        let organisation = self.organisation.iter();
        let organisation =
            organisation.map(|(item, value)| (0, Target::OrganisationItem { item: item.clone() }, value));
        let plan = self.plan.iter();
        organisation.chain(plan.map(|(item, value)| (1, Target::PlanItem { item: item.clone() }, value)))
    }
}

fn head_of(raw: &RawHead, coordinated_by: crate::ids::UnitId) -> Option<PlanHead> {
    Some(PlanHead {
        title: one_line(&raw.title.as_ref()?.value),
        decision: one_line(&raw.decision.as_ref()?.value),
        issued_by: raw.issued_by.as_ref()?.value.clone(),
        issued_on: raw.issued_on?,
        coordinated_by,
        report_series: raw.report_series.as_ref().map(|series| series.value.clone()),
        holidays: Lines(raw.holidays.iter().map(ToString::to_string).collect()),
    })
}

fn of_plan(plan: &RawPlan, items: &mut Vec<(PlanItem, Value)>) {
    let named = |place, name: &str| Value::record(&Named { name: one_line(name), place });
    if let Some(head) = &plan.head {
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
        let record = ReportRecord {
            name: one_line(&value.name),
            place,
            first: value.months.0,
            last: value.months.1,
            due: value.due.to_string(),
            optional: value.optional,
        };
        items.push((PlanItem::Report { period: value.id.clone() }, Value::record(&record)));
    }
    for (place, row) in plan.tasks.iter().enumerate() {
        task(place, row, items);
    }
}

fn task(place: usize, row: &RawTask, items: &mut Vec<(PlanItem, Value)>) {
    let texts = |texts: &[String]| Lines(texts.iter().map(|text| one_line(text)).collect());
    let record = TaskRecord {
        title: one_line(&row.title),
        place,
        field: row.field.value.clone(),
        lead: lines(&row.lead),
        with: lines(&row.with),
        outputs: texts(&row.outputs),
        inherited: texts(&row.inherited),
        inferred: texts(&row.inferred),
    };
    let code = &row.code.value;
    items.push((PlanItem::Task { task: code.clone() }, Value::record(&record)));
    for (place, At { value, .. }) in row.due.iter().enumerate() {
        let item = PlanItem::Due { task: code.clone(), rule: value.id.clone() };
        let record = DueRecord { text: one_line(&value.text), rule: value.rule.to_string(), place };
        items.push((item, Value::record(&record)));
    }
}

fn indicator(place: usize, row: &RawIndicator) -> Option<IndicatorRecord> {
    let kind = row.kind?;
    Some(IndicatorRecord {
        name: one_line(&row.name),
        place,
        of: row.of.as_ref()?.value.clone(),
        by: lines(&row.by),
        kind: kind.code().to_owned(),
        figures: Lines(row.figures.iter().map(|label| one_line(label)).collect()),
        points: row.points,
        target: row.target?.written_for(kind),
    })
}

fn lines(texts: &[At<String>]) -> Lines {
    Lines(texts.iter().map(|text| one_line(&text.value)).collect())
}

/// Line feeds stand between the texts of a list.
fn one_line(text: &str) -> String {
    if text.contains(char::is_control) { text.replace(char::is_control, " ") } else { text.to_owned() }
}
