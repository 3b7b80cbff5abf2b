//! Targets and values in people's words: the queue, the history, the conflicts and the reports all use these.

use crate::amount::Amount;
use crate::due::vi_date;
use crate::plan::Plan;
use crate::state::WorkState;
use crate::target::{EvidencePart, SourceFile, Target};
use crate::value::{FileFacts, Request, Submission, Value, ValueKind, Verdict};

/// What stands for a field that holds nothing.
pub const EMPTY: &str = "(để trống)";

/// "III.6a · Nội dung thực hiện": the field with the task that it belongs to.
pub fn label(target: &Target, plan: &Plan) -> String {
    let task = match target {
        Target::DueDate { task, .. } | Target::DueBasis { task, .. } => Some(task),
        _ => target.entry().map(|entry| &entry.task),
    };
    let field = field(target, plan);
    match task {
        Some(task) => format!("{task} · {field}"),
        None => field,
    }
}

/// "Nội dung thực hiện": the field alone, where the task is in sight.
pub fn field(target: &Target, plan: &Plan) -> String {
    let indicator = |id| plan.indicator(id).map_or("Số liệu", |found| found.name.as_str());
    let due = |task, rule: &u8| {
        let rule = plan.task(task).and_then(|task| task.due.get(usize::from(*rule)));
        rule.map_or(String::new(), |rule| format!(" ({})", rule.text))
    };
    let period = |id| plan.period(id).map_or(String::new(), |period| format!(" {}", period.name));
    let milestone = |id| plan.milestone(id).map_or("Mốc thời gian", |found| found.name.as_str());
    match target {
        Target::State { .. } => "Trạng thái".into(),
        Target::Percent { .. } => "Tỷ lệ hoàn thành".into(),
        Target::Narrative { .. } => "Nội dung thực hiện".into(),
        Target::Difficulties { .. } => "Khó khăn, vướng mắc".into(),
        Target::Figure { indicator: id, index, .. } => {
            match plan.indicator(id).and_then(|found| found.figures.get(usize::from(*index))) {
                Some(figure) => figure.clone(),
                None => indicator(id).into(),
            }
        }
        Target::NoneArose { indicator: id, .. } => format!("Không phát sinh: {}", indicator(id)),
        Target::Link { .. } => "Gắn minh chứng (mục, trang)".into(),
        Target::Evidence { part, .. } => evidence_part(*part).into(),
        Target::DueDate { task, rule } => format!("Thời hạn{}", due(task, rule)),
        Target::DueBasis { task, rule } => format!("Văn bản ấn định thời hạn{}", due(task, rule)),
        Target::Submission { period: id } => format!("Nộp báo cáo{}", period(id)),
        Target::Verdict { .. } => "Ý kiến thẩm định".into(),
        Target::Source { file } => source_file(*file).into(),
        Target::Milestone { milestone: id } => milestone(id).into(),
        Target::MilestoneBasis { milestone: id } => format!("Văn bản ấn định ({})", milestone(id)),
        Target::UnitDays { period: id } => format!("Số ngày đơn vị nộp trước hạn{}", period(id)),
        Target::Request { .. } => "Yêu cầu báo cáo của cấp trên".into(),
        Target::Year => "Năm kế hoạch".into(),
    }
}

fn evidence_part(part: EvidencePart) -> &'static str {
    match part {
        EvidencePart::File => "Tệp minh chứng",
        EvidencePart::Number => "Số của minh chứng",
        EvidencePart::Symbol => "Ký hiệu của minh chứng",
        EvidencePart::Issuer => "Cơ quan ban hành minh chứng",
        EvidencePart::Signed => "Ngày ký minh chứng",
        EvidencePart::Abstract => "Trích yếu minh chứng",
        EvidencePart::Removed => "Rút minh chứng",
    }
}

fn source_file(file: SourceFile) -> &'static str {
    match file {
        SourceFile::Units => "Kế hoạch: danh sách đơn vị",
        SourceFile::Plan => "Kế hoạch: nhiệm vụ và thời hạn",
        SourceFile::Indicators => "Kế hoạch: chỉ tiêu",
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
    }
}

fn shown_text(value: &Value, kind: ValueKind) -> Option<String> {
    match kind {
        ValueKind::State => Some(WorkState::from_code(value.as_str()?)?.vietnamese().into()),
        ValueKind::Date => value.as_date().map(vi_date),
        ValueKind::File => value.as_json::<FileFacts>().map(|file| file.name),
        ValueKind::Verdict => value.as_json().map(|verdict| match verdict {
            Verdict::Accepted { .. } => "chấp nhận".into(),
            Verdict::Returned { reason, until: None } => format!("trả lại: {reason}"),
            Verdict::Returned { reason, until: Some(until) } => {
                format!("trả lại: {reason}, hẹn {}", vi_date(until))
            }
        }),
        ValueKind::Submission => {
            let at = value.as_json::<Submission>()?.at;
            Some(format!("nộp lúc {} ngày {}", at.format("%H:%M"), vi_date(at.date_naive())))
        }
        ValueKind::Request => {
            let request: Request = value.as_json()?;
            let (received, due) = (vi_date(request.received_on), vi_date(request.due));
            Some(format!("{}, đến ngày {received}, hạn {due}", request.number))
        }
        ValueKind::Source => Some(format!("{} dòng", value.as_str()?.lines().count())),
        _ => None,
    }
}

/// The value as a person would type it, so that [`Edit::typed`](crate::edit::Edit::typed) reads it back. Values
/// that nobody types (files, verdicts) are given as the document holds them.
pub fn typed_back(value: &Value, target: &Target) -> String {
    match (value, target.kind()) {
        (Value::Absent, _) => String::new(),
        (Value::Int(n), ValueKind::Amount) => Amount::from_thousandths(*n).to_vi(),
        (Value::Int(n), _) => n.to_string(),
        (Value::Bool(flag), _) => flag.to_string(),
        (Value::Str(text), ValueKind::Date) => value.as_date().map_or_else(|| text.clone(), vi_date),
        (Value::Str(text), _) => text.clone(),
    }
}
