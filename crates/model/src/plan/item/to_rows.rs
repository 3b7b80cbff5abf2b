//! From items to rows, which are then checked like those of the files.

use std::collections::HashMap;

use super::super::base::{Base, met_by_none};
use super::super::fault::PlanFaults;
use super::super::parts::OPEN;
use super::super::parts::{
    Check, Definition, Document, Field, IndicatorKind, Milestone, Report, Requester, Series, TargetValue,
    TaskDays,
};
use super::super::raw::{
    Raw, RawDue, RawGroup, RawHead, RawIndicator, RawOrganisation, RawPlan, RawRegister, RawTask, RawUnit,
};
use super::super::rule::Rule;
use super::super::schedule::Level;
use super::super::source::At;
use super::super::unit::{Moved, Renamed};
use super::Items;
use super::placed::Placed;
use super::record::{
    CheckRecord, DefinitionRecord, DocumentRecord, DueRecord, GroupRecord, IndicatorRecord, OrganisationHead,
    PlanHead, RegisterRecord, RenamedRecord, TaskRecord, UnitRecord,
};
use super::report;
use crate::amount::Amount;
use crate::ids::{IndicatorId, OrganisationId, PeriodId, PlanId, RegisterId, RuleId, TaskId, UnitId};
use crate::item::{OrganisationItem, PlanItem};
use crate::register::{FigureCount, RegisterKind};
use crate::value::{Lines, Value};
use chrono::NaiveDate;

/// How faults call what is in documents and in no file.
pub(in super::super) const UNITS: &str = "danh sách đơn vị";
const PLAN: &str = "kế hoạch";
const HEAD: &str = "phần đầu của kế hoạch, với tên, số quyết định và đơn vị điều phối";
const DUE: &str = "nhiệm vụ có ít nhất một thời hạn";
const CHECKS: &str = "chỉ tiêu loại checklist có ít nhất một mục phải làm, loại khác không có mục nào";
const WHOLE: &str = "đủ các phần, mỗi phần đúng cách viết";

/// Rows of a plan as they are found.
#[derive(Default)]
struct Found {
    head: Option<PlanHead>,
    document: Document,
    definitions: Placed<At<Definition>>,
    groups: Placed<RawGroup>,
    fields: Placed<At<Field>>,
    reports: Placed<At<Report>>,
    levels: HashMap<PeriodId, Placed<Level>>,
    milestones: Placed<At<Milestone>>,
    series: Placed<At<Series>>,
    requesters: Placed<At<Requester>>,
    tasks: Placed<RawTask>,
    rules: HashMap<TaskId, Placed<At<RawDue>>>,
    indicators: Placed<RawIndicator>,
    checks: HashMap<IndicatorId, Placed<At<Check>>>,
    registers: Placed<RawRegister>,
}

/// The rows of a plan of this id and year.
pub(in super::super) fn rows(plan: (&PlanId, i32), items: &Items, faults: &mut PlanFaults) -> Raw<'static> {
    let (organisation, units) = organisation(&items.under, &items.organisation, faults);
    let mut found = Found::default();
    for (item, value) in &items.plan {
        if found.take(item, value).is_none() {
            faults.add(PLAN, 0, "", &item.ids().join(" "), WHOLE);
        }
    }
    let indicators = found.take_indicators(faults);
    let plan = found.into_plan(plan, faults);
    if plan.head.is_none() {
        faults.add(PLAN, 0, "", "không có", HEAD);
    }
    Raw {
        units_file: UNITS,
        plan_file: PLAN,
        indicators_file: PLAN,
        organisation,
        units: Some(units),
        plan: Some(plan),
        indicators: Some(indicators),
        on: items.on.clone(),
    }
}

/// What a document of the organisation holds.
pub(in super::super) fn organisation(
    id: &OrganisationId,
    items: &[(OrganisationItem, Value)],
    faults: &mut PlanFaults,
) -> (RawOrganisation, Vec<RawUnit>) {
    let mut organisation = RawOrganisation { id: Some(id.clone()), ..RawOrganisation::default() };
    let (mut units, mut renamed) = (Placed::default(), HashMap::<UnitId, Vec<Renamed>>::new());
    for (item, value) in items {
        let read = match item {
            OrganisationItem::Head => value.as_record().map(|head: OrganisationHead| {
                organisation.name = Some(head.name);
                organisation.kept_by = Some(at(head.kept_by));
            }),
            OrganisationItem::Unit { unit } => value.as_record().and_then(|read: UnitRecord| {
                let moved = read.moved.0.iter().map(|line| Moved::parse(line).map(at));
                let row = RawUnit {
                    id: at(unit.clone()),
                    name: read.name,
                    kind: read.kind,
                    parent: read.parent.map(at),
                    code: read.code,
                    from: read.from,
                    until: read.until,
                    succeeds: read.succeeds.0.into_iter().map(|id| at(UnitId::new(id))).collect(),
                    renamed: Vec::new(),
                    moved: moved.collect::<Option<_>>()?,
                };
                units.put(read.place, row);
                Some(())
            }),
            // People are no part of a plan.
            OrganisationItem::Person { .. } => Some(()),
            OrganisationItem::Renamed { unit, from } => {
                let read = value.as_record::<RenamedRecord>().zip(from.parse().ok());
                read.map(|(read, from)| {
                    let row = Renamed { from, name: read.name, code: read.code };
                    renamed.entry(unit.clone()).or_default().push(row);
                })
            }
        };
        if read.is_none() {
            faults.add(UNITS, 0, "", &item.ids().join(" "), WHOLE);
        }
    }
    let mut units = units.ordered();
    for unit in &mut units {
        unit.renamed = renamed.remove(&unit.id.value).unwrap_or_default();
        unit.renamed.sort_by_key(|renamed| renamed.from);
    }
    (organisation, units)
}

impl Found {
    /// None where the value is not whole.
    fn take(&mut self, item: &PlanItem, value: &Value) -> Option<()> {
        match item {
            PlanItem::Head => self.head = Some(value.as_record()?),
            PlanItem::Document => self.document = document(value.as_record()?),
            PlanItem::Definition { definition } => {
                let DefinitionRecord { name, place, meaning } = value.as_record()?;
                self.definitions.put(place, at(Definition { id: definition.clone(), word: name, meaning }));
            }
            PlanItem::Group { group } => {
                let read: GroupRecord = value.as_record()?;
                let (id, kinds, units) = (at(group.clone()), all(read.kinds), all(read.units));
                self.groups.put(read.place, RawGroup { id, name: read.name, kinds, units });
            }
            PlanItem::Field { code } => {
                let code = code.clone();
                self.fields.named(value, |name| Field { code, name })?;
            }
            PlanItem::Milestone { milestone } => {
                let id = milestone.clone();
                self.milestones.named(value, |name| Milestone { id, name })?;
            }
            PlanItem::Series { series } => {
                let id = series.clone();
                self.series.named(value, |name| Series { id, name })?;
            }
            PlanItem::Requester { requester } => {
                let id = requester.clone();
                self.requesters.named(value, |name| Requester { id, name })?;
            }
            PlanItem::Report { period } => {
                let (place, row) = report::report(period, value)?;
                self.reports.put(place, at(row));
            }
            PlanItem::Level { period, level } => {
                let (place, row) = report::level(level, value)?;
                self.levels.entry(period.clone()).or_default().put(place, row);
            }
            PlanItem::Task { task } => {
                let read: TaskRecord = value.as_record()?;
                let (place, row) = self::task(task, read)?;
                row.lead.first()?;
                self.tasks.put(place, row);
            }
            PlanItem::Due { task, rule } => {
                let (place, row) = due(rule, value.as_record()?)?;
                self.rules.entry(task.clone()).or_default().put(place, row);
            }
            PlanItem::Indicator { indicator } => {
                let (place, row) = self::indicator(indicator, value.as_record()?)?;
                self.indicators.put(place, row);
            }
            PlanItem::Register { register } => {
                let (place, row) = self::register(register, value.as_record()?)?;
                self.registers.put(place, row);
            }
            // Of days before; see `earlier`.
            PlanItem::EarlierTask { .. }
            | PlanItem::EarlierDue { .. }
            | PlanItem::EarlierIndicator { .. }
            | PlanItem::EarlierRegister { .. } => {}
            PlanItem::Check { indicator, check } => {
                let CheckRecord { name, place, optional } = value.as_record()?;
                let check = Check { id: check.clone(), name, optional };
                self.checks.entry(indicator.clone()).or_default().put(place, at(check));
            }
        }
        Some(())
    }

    fn take_indicators(&mut self, faults: &mut PlanFaults) -> Vec<RawIndicator> {
        let mut indicators = std::mem::take(&mut self.indicators).ordered();
        for indicator in &mut indicators {
            indicator.checks = self.checks.remove(&indicator.id.value).unwrap_or_default().ordered();
            let asks = indicator.checks.iter().any(|check| !check.value.optional);
            if asks != (indicator.kind == Some(IndicatorKind::Checklist)) {
                faults.add(PLAN, 0, "", indicator.id.value.as_str(), CHECKS);
            }
        }
        indicators
    }

    fn into_plan(mut self, (id, year): (&PlanId, i32), faults: &mut PlanFaults) -> RawPlan {
        let mut tasks = self.tasks.ordered();
        for task in &mut tasks {
            task.due = self.rules.remove(&task.id.value).unwrap_or_default().ordered();
            if task.due.is_empty() {
                faults.add(PLAN, 0, "", task.id.value.as_str(), DUE);
            }
        }
        let mut reports = self.reports.ordered();
        for report in &mut reports {
            report.value.levels = self.levels.remove(&report.value.id).unwrap_or_default().ordered();
        }
        let head = self.head.map(|head| RawHead {
            sound: true,
            id: Some(at(id.as_str().to_owned())),
            title: Some(at(head.title)),
            decision: Some(at(head.decision)),
            issued_by: Some(at(head.issued_by)),
            issued_on: Some(head.issued_on),
            effective_from: head.effective_from.map(at),
            coordinated_by: Some(at(head.coordinated_by)),
            within: head.within.map(at),
            year: Some(year),
            report_series: head.report_series.map(at),
            series: self.series.ordered(),
            requesters: self.requesters.ordered(),
            milestones: self.milestones.ordered(),
            holidays: head.holidays.0.iter().filter_map(|day| day.parse::<NaiveDate>().ok()).collect(),
            follows: head.follows.map(at),
            under: head.under_plan.map(at).zip(head.under_task.map(at)),
            document: self.document,
            definitions: self.definitions.ordered(),
        });
        RawPlan {
            head,
            groups: self.groups.ordered(),
            fields: self.fields.ordered(),
            reports,
            tasks,
            registers: self.registers.ordered(),
        }
    }
}

fn document(read: DocumentRecord) -> Document {
    Document {
        bases: read.bases.0,
        replaces: read.replaces,
        signed_as: read.signed_as.0,
        signed_by: read.signed_by,
        recipients: read.recipients.0,
        notes: read.notes.0,
    }
}

fn due(id: &RuleId, read: DueRecord) -> Option<(usize, At<RawDue>)> {
    let outputs = read.outputs.0.iter().map(|output| output.parse().ok().map(at));
    let row = RawDue {
        id: id.clone(),
        text: read.text,
        rule: Rule::parse(&read.rule).ok()?,
        owed_by: all(read.owed_by),
        outputs: outputs.collect::<Option<_>>()?,
    };
    Some((read.place, at(row)))
}

fn indicator(id: &IndicatorId, read: IndicatorRecord) -> Option<(usize, RawIndicator)> {
    let kind = IndicatorKind::from_code(&read.kind)?;
    let target = match read.target.as_str() {
        OPEN => None,
        written => Some(TargetValue::parse_for(kind, written)?),
    };
    let targets = read.targets.0.iter().map(|line| {
        let (unit, written) = line.split_once(' ')?;
        Some((at(UnitId::new(unit)), TargetValue::parse_for(kind, written)?))
    });
    let whole = read.figures.0.len() == kind.figures().len()
        && !read.by.is_empty()
        && (!read.points || kind == IndicatorKind::Change)
        && (read.counts.is_empty() || read.counts.0.len() == read.figures.0.len());
    let counts = read.counts.0.iter().map(|text| FigureCount::parse(text).ok().map(at));
    let base = read.base.zip(read.base_source).map(|(value, source)| {
        let value = Amount::parse_vi(&value).ok().filter(|_| kind == IndicatorKind::Change)?;
        Some(Base { value, source })
    });
    let row = RawIndicator {
        id: at(id.clone()),
        of: Some(at(read.of)),
        by: all(read.by),
        name: read.name,
        kind: Some(kind),
        figures: read.figures.0,
        points: read.points,
        decimals: read.decimals,
        target,
        targets: targets.collect::<Option<_>>()?,
        totals: all(read.totals),
        checks: Vec::new(),
        notes: read.notes.0,
        counts: counts.collect::<Option<_>>()?,
        from: read.from.map(at),

        base: base.map_or(Some(None), |base| base.map(Some))?,
        adds_up: read.adds_up && !read.points,
        met_by_none: read.none_arose.as_deref().and_then(met_by_none),
        portal: read.portal,
    };
    whole.then_some((read.place, row))
}

fn task(id: &TaskId, read: TaskRecord) -> Option<(usize, RawTask)> {
    let days = TaskDays::of_record(&read)?;
    let row = RawTask {
        id: at(id.clone()),
        code: at(read.code.unwrap_or_else(|| id.as_str().to_owned())),
        title: read.title,
        field: at(read.field),
        lead: all(read.lead),
        with: all(read.with),
        outputs: read.outputs.0,
        inherited: read.inherited.0,
        inferred: read.inferred.0,
        notes: read.notes.0,
        carried_from: read.carried_from.map(at),
        standby: read.standby,
        due: Vec::new(),
        days,
    };
    Some((read.place, row))
}

fn register(id: &RegisterId, read: RegisterRecord) -> Option<(usize, RawRegister)> {
    let row = RawRegister {
        id: at(id.clone()),
        name: read.name,
        kind: Some(RegisterKind::of(&read.kind)?),
        of: Some(at(read.of)),
        by: all(read.by),
        notes: read.notes.0,
    };
    Some((read.place, row))
}

/// In no file, and so on no line.
fn at<T>(value: T) -> At<T> {
    At { value, line: 0 }
}

fn all(lines: Lines) -> Vec<At<String>> {
    lines.0.into_iter().map(at).collect()
}
