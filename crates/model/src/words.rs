//! Targets and values in people's words: the queue, the history, the conflicts and the reports all use these.

use chrono::DateTime;

use crate::amount::Amount;
use crate::due::{vi_date, vi_time};
use crate::input::request_form;
use crate::plan::Plan;
use crate::register::{self, Column};
use crate::state::WorkState;
use crate::target::Target;
use crate::value::{
    CarriedFrom, Confirmation, EvidenceRemark, Extension, ExtensionAnswer, FileFacts, Ground, Look,
    PeriodClosing, Proposal, ProposalAnswer, ProposalKind, Reminder, RequestFacts, Revision, Submission,
    Value, ValueKind, Verdict,
};

/// What stands for a field that holds nothing.
pub const EMPTY: &str = "(để trống)";

/// Who wrote what nobody wrote: what became of the words of two people who did not know of each other.
pub const MERGED: &str = "Ghép từ hai bản";

/// "III.6a · Nội dung thực hiện": the field with the task that it belongs to.
pub fn label(target: &Target, plan: &Plan) -> String {
    let field = field(target, plan);
    match target.task() {
        None if let Target::Cell { register, .. } = target => {
            format!("{} · {field}", plan.register(register).map_or(register.as_str(), |found| &found.name))
        }
        Some(task) => format!("{} · {field}", plan.code_of(&task)),
        None => field,
    }
}

/// "Nội dung thực hiện": the field alone, where the task is in sight.
pub fn field(target: &Target, plan: &Plan) -> String {
    let label = target.description().label;
    match (label.find('{'), label.find('}')) {
        (Some(from), Some(to)) => {
            let named = named(target, &label[from + 1..to], plan);
            format!("{}{named}{}", &label[..from], &label[to + 1..])
        }
        _ => label.into(),
    }
}

/// What a label names by a word in braces, as the plan calls it.
fn named(target: &Target, word: &str, plan: &Plan) -> String {
    let indicator = |id| plan.indicator(id).map_or("Số liệu", |found| found.name.as_str());
    match (word, target) {
        ("figure", Target::Figure { indicator: id, figure, .. }) => {
            let label = plan.indicator(id).and_then(|found| found.label(figure));
            label.unwrap_or_else(|| indicator(id)).into()
        }
        ("check", Target::Check { indicator: id, check, .. }) => {
            let named = plan.indicator(id).and_then(|found| found.check(check));
            named.map_or_else(|| indicator(id), |check| &check.name).into()
        }
        (
            "indicator",
            Target::NoneArose { indicator: id, .. }
            | Target::FigureReason { indicator: id, .. }
            | Target::Base { indicator: id, .. }
            | Target::Portal { indicator: id, .. },
        ) => indicator(id).into(),
        ("task", Target::TaskOn { task }) => plan.standby_code(task).into(),
        ("task", Target::Carried { task }) => plan.code_of(task).into(),
        ("deadline", Target::DueDate { task, rule } | Target::DueBasis { task, rule }) => {
            let rule = plan.task(task).and_then(|task| task.rule(rule));
            rule.map_or(String::new(), |rule| format!(" ({})", rule.text))
        }
        ("period", target) => {
            let period = target.whole_period().and_then(|id| plan.period(id));
            period.map_or(String::new(), |period| format!(" {}", period.name))
        }
        ("item", Target::PlanItem { item }) => item.ids().join(", "),
        ("item", Target::OrganisationItem { item }) => item.ids().join(", "),
        ("milestone", Target::Milestone { milestone: id } | Target::MilestoneBasis { milestone: id }) => {
            plan.milestone(id).map_or("Mốc thời gian", |found| found.name.as_str()).into()
        }
        ("text", Target::Looked { .. }) => {
            target.looked_at().map_or(String::new(), |text| text.description().label.into())
        }
        // No label names anything else.
        _ => format!("{{{word}}}"),
    }
}

/// The value as people read it: "hoàn thành", "98 %", "1.234,5", "05/9/2019".
///
/// A value that is not of the field's kind, which no document admits, is shown as it stands.
pub fn shown(value: &Value, target: &Target) -> String {
    let kind = target.kind();
    match value {
        Value::Absent if matches!(target, Target::Link { .. }) => "đã gỡ".into(),
        Value::Absent => EMPTY.into(),
        Value::Str(code) if let Target::Cell { column, .. } = target => cell(column.get(), code)
            .unwrap_or_else(|| shown_text(value, kind).unwrap_or_else(|| code.clone())),
        Value::Bool(true) if matches!(target, Target::Check { .. }) => "đã thực hiện".into(),
        Value::Bool(false) if matches!(target, Target::Check { .. }) => "chưa thực hiện".into(),
        Value::Bool(true) => "có".into(),
        Value::Bool(false) => "không".into(),
        Value::Int(n) => match kind {
            ValueKind::Percent => format!("{n} %"),
            ValueKind::Amount => Amount::from_thousandths(*n).to_vi(),
            ValueKind::Days => format!("{n} ngày"),
            _ => n.to_string(),
        },
        Value::Str(text) if text.is_empty() => match target {
            Target::Link { .. } => "đã gắn, chưa ghi mục, trang".into(),
            _ => EMPTY.into(),
        },
        Value::Str(text) => shown_text(value, kind).unwrap_or_else(|| text.clone()),
        Value::Record(_) => shown_record(value, target).unwrap_or_else(|| EMPTY.into()),
    }
}

fn cell(column: &Column, code: &str) -> Option<String> {
    if code.is_empty() { Some(EMPTY.into()) } else { column.choice_label(code).map(str::to_owned) }
}

/// A moment as the check and the history write it: "16:05 ngày 05/9/2019".
pub fn moment(at: DateTime<chrono::FixedOffset>) -> String {
    vi_time(at)
}

fn shown_text(value: &Value, kind: ValueKind) -> Option<String> {
    match kind {
        ValueKind::State => Some(WorkState::from_code(value.as_str()?)?.vietnamese().into()),
        ValueKind::Date => value.as_date().map(vi_date),
        ValueKind::Evidence => Some("có tệp".into()),
        ValueKind::Time => DateTime::parse_from_rfc3339(value.as_str()?).ok().map(vi_time),
        _ => None,
    }
}

fn shown_record(value: &Value, target: &Target) -> Option<String> {
    match target {
        Target::Verdict { .. } => Some(match value.as_record()? {
            Verdict::Accepted { .. } => "chấp nhận".into(),
            Verdict::Returned { reason, until, fields, .. } => {
                let named = match fields.0.len() {
                    0 => String::new(),
                    n => format!(" (nêu {n} chỗ cần sửa)"),
                };
                let until = until.map_or(String::new(), |until| format!(", hẹn {}", vi_date(until)));
                format!("trả lại: {reason}{named}{until}")
            }
        }),
        Target::Counted { .. } => {
            let figures = register::counted_amounts(value.part("figures").as_str()?);
            let amounts: Vec<String> = figures.into_values().map(Amount::to_vi).collect();
            (!amounts.is_empty()).then(|| amounts.join("; "))
        }
        Target::Submission { .. } => {
            let handed_in = value.as_record::<Submission>()?;
            Some(match handed_in.withdrawn {
                Some(at) => format!("rút lại lúc {}", vi_time(at)),
                None => format!("nộp lúc {}", vi_time(handed_in.at)),
            })
        }
        Target::Carried { .. } => {
            let from: CarriedFrom = value.as_record()?;
            Some(format!("từ kế hoạch {}, kỳ {}", from.plan, from.period))
        }
        Target::Look { .. } => Some(format!("xem lúc {}", vi_time(value.as_record::<Look>()?.at))),
        Target::EvidenceRemark { .. } => {
            let (word, words) = match value.as_record()? {
                EvidenceRemark::Good { words } => ("đạt", words),
                EvidenceRemark::Lacking { words } => ("chưa đạt", words),
            };
            Some(if words.is_empty() { word.to_owned() } else { format!("{word}: {words}") })
        }
        Target::Request { .. } => {
            let request: RequestFacts = value.as_record()?;
            let (received, due) = (vi_date(request.received_on), vi_date(request.due));
            let of = request.units.filter(|units| !units.is_empty());
            let of = of.map(|units| format!(", yêu cầu với {} đơn vị", units.0.len())).unwrap_or_default();
            Some(format!("{}, đến ngày {received}, hạn {due}{of}", request.number))
        }
        Target::Reminder { .. } => {
            let reminder: Reminder = value.as_record().filter(|one: &Reminder| !one.words.is_empty())?;
            let until = reminder.until.map_or(String::new(), |day| format!(", trước ngày {}", vi_date(day)));
            Some(format!("{}{until}", reminder.words))
        }
        Target::Proposal { .. }
        | Target::ProposalAnswer { .. }
        | Target::Revision { .. }
        | Target::UnitRevision { .. } => shown_of_revision(value, target),
        Target::PlanItem { .. } | Target::OrganisationItem { .. } => {
            let called = ["title", "name", "text", "unit", "bases", "by"]
                .map(|part| value.part(part).as_str().map(str::to_owned));
            called.into_iter().flatten().find(|called| !called.is_empty())
        }
        Target::Extension { .. }
        | Target::ExtensionAnswer { .. }
        | Target::InTime { .. }
        | Target::ReportInTime { .. }
        | Target::PeriodClosing { .. } => shown_of_period(value, target),
        Target::Evidence { .. } => value.as_record::<FileFacts>().map(|file| file.name),
        Target::State { .. }
        | Target::Percent { .. }
        | Target::Narrative { .. }
        | Target::Difficulties { .. }
        | Target::Recommendations { .. }
        | Target::Figure { .. }
        | Target::NoneArose { .. }
        | Target::Check { .. }
        | Target::FigureReason { .. }
        | Target::Base { .. }
        | Target::Portal { .. }
        | Target::Cell { .. }
        | Target::TaskOn { .. }
        | Target::Link { .. }
        | Target::Looked { .. }
        | Target::Answer { .. }
        | Target::Question { .. }
        | Target::DueDate { .. }
        | Target::DueBasis { .. }
        | Target::Guidance { .. }
        | Target::ReminderSeen { .. }
        | Target::ReminderAnswer { .. }
        | Target::Milestone { .. }
        | Target::MilestoneBasis { .. }
        | Target::UnitDays { .. }
        | Target::PeriodDay { .. }
        | Target::ReportPaper { .. }
        | Target::Year
        | Target::Closed => None,
    }
}

fn shown_of_revision(value: &Value, target: &Target) -> Option<String> {
    Some(match target {
        Target::Proposal { .. } => {
            let proposal: Proposal = value.as_record()?;
            let about = match proposal.is {
                ProposalKind::NewTask => "nhiệm vụ mới",
                ProposalKind::Obstacle => "vướng mắc",
                ProposalKind::Date => "thời hạn khác",
                ProposalKind::Lead => "đơn vị chủ trì khác",
            };
            let back = if proposal.withdrawn.is_some() { "rút lại: " } else { "" };
            format!("{back}{about}: {}", proposal.words)
        }
        Target::ProposalAnswer { .. } => match value.as_record()? {
            ProposalAnswer::Taken { decision, decided_on, from, .. } => {
                let (on, from) = (vi_date(decided_on), vi_date(from));
                format!("chấp thuận tại {decision} ngày {on}, áp dụng từ {from}")
            }
            ProposalAnswer::Declined { words, .. } => format!("không chấp thuận: {words}"),
        },
        _ => {
            let revision: Revision = value.as_record()?;
            let (on, from) = (vi_date(revision.decided_on), vi_date(revision.from));
            format!("{} ngày {on}, áp dụng từ {from}", revision.decision)
        }
    })
}

fn shown_of_period(value: &Value, target: &Target) -> Option<String> {
    let with = |said: String, words: &str| if words.is_empty() { said } else { format!("{said}: {words}") };
    Some(match target {
        Target::Extension { .. } => {
            let asked: Extension = value.as_record()?;
            format!("đến {}: {}", vi_date(asked.until), asked.reason)
        }
        Target::ExtensionAnswer { .. } => {
            let answer: ExtensionAnswer = value.as_record()?;
            let said = match answer.granted().filter(|_| !answer.is_refusal()) {
                Some(until) => format!("đồng ý đến {}", vi_date(until)),
                None => "không đồng ý".into(),
            };
            with(said, answer.words())
        }
        Target::PeriodClosing { .. } => {
            let closing: PeriodClosing = value.as_record()?;
            with(if closing.is_closed() { "khóa" } else { "mở" }.into(), closing.reason())
        }
        _ => {
            let said: Confirmation = value.as_record()?;
            let at = vi_time(said.claimed());
            let told = match said.ground() {
                Some(Ground::Signed) => format!("xác minh hoàn thành lúc {at}, theo ngày ký"),
                Some(Ground::Link) => format!("xác minh hoàn thành lúc {at}, theo nhật ký kết nối"),
                None => format!("không xác minh được thời điểm {at}"),
            };
            with(told, said.words())
        }
    })
}

/// The value as a person would type it, so that [`Edit::from_input`](crate::edit::Edit::from_input) reads it back. Values
/// of several parts are given as JSON: a request as its form hands it over, the others, which nobody types, part by part.
pub fn as_input(value: &Value, target: &Target) -> String {
    match (value, target.kind()) {
        (Value::Absent, _) => String::new(),
        (Value::Int(n), ValueKind::Amount) => Amount::from_thousandths(*n).to_vi(),
        (Value::Int(n), _) => n.to_string(),
        (Value::Bool(flag), _) => flag.to_string(),
        (Value::Str(text), ValueKind::Date) => value.as_date().map_or_else(|| text.clone(), vi_date),
        (Value::Str(text), _) => text.clone(),
        (Value::Record(parts), _) => match target {
            Target::Request { request } => {
                value.as_record().map(|held| request_form(request, held)).unwrap_or_default()
            }
            _ => serde_json::to_string(parts).expect("the parts of a value have string keys"),
        },
    }
}
