//! Reads what a person typed into a field.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::address::is_id;
use crate::amount::{Amount, BadAmount};
use crate::due::vi_date;
use crate::edit::Edit;
use crate::fold::fold;
use crate::ids::{RequestId, RuleId, TaskId, UnitId};
use crate::letters::{numbered, symbol, tidy, tidy_line};
use crate::plan::{Indicator, IndicatorKind, Plan, Rule};
use crate::register::Column;
use crate::state::WorkState;
use crate::target::{BasePart, EvidencePart, PaperPart, PortalPart, Target};
use crate::time::typed_day;
use crate::value::{Lines, MAX_DAYS, MAX_LINE_CHARS, RequestFacts, Value, ValueKind};

/// Why what was typed cannot be taken, and what to type. Nothing is cut off or guessed at: what cannot be read is
/// left standing in the field.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BadValue {
    #[error(
        "Không có trạng thái này. Hãy chọn: chưa bắt đầu, đang thực hiện, hoàn thành hoặc không áp dụng."
    )]
    State,
    #[error("Tỷ lệ hoàn thành là số nguyên từ 0 đến 100, ví dụ 98.")]
    Percent,
    #[error(transparent)]
    Amount(#[from] BadAmount),
    #[error(
        "Chỉ tiêu này đếm số nguyên, mà “{typed}” có phần thập phân. Nếu dấu phẩy ngăn hàng nghìn, hãy gõ {thousands}."
    )]
    WholeThousands { typed: String, thousands: String },
    #[error("Chỉ tiêu này đếm số nguyên, mà “{typed}” có phần thập phân. Hãy nhập số nguyên, ví dụ 98.")]
    Whole { typed: String },
    #[error("Hãy chọn có hoặc không.")]
    Flag,
    #[error("Không có ngày này. Hãy nhập ngày, tháng, năm, ví dụ 05/9/{year}.")]
    Date { year: i32 },
    #[error("Năm phải từ {first} đến {last}. Hãy kiểm tra lại năm vừa nhập.")]
    YearOfDate { first: i32, last: i32 },
    #[error(
        "{} muộn hơn hôm nay (máy đang để ngày {}). Hãy kiểm tra lại ngày vừa nhập, hoặc ngày giờ của máy.",
        vi_date(*.day), vi_date(*.today)
    )]
    Ahead { day: NaiveDate, today: NaiveDate },
    #[error("Cổng tính tỷ lệ của một phần trên tổng số, không thể quá 100 %. Hãy kiểm tra lại số này.")]
    OverWhole,
    #[error("Số ngày là số nguyên từ 0 đến 60, ví dụ 5.")]
    Days,
    #[error(
        "Nội dung dài {length} ký tự, tối đa là {max}. Hãy rút gọn, hoặc đính kèm phần chi tiết thành tệp minh chứng."
    )]
    TooLong { length: usize, max: usize },
    #[error(
        "Hãy ghi lý do thu hồi. Tệp đã thu hồi thì không dùng lại bằng cách xóa lý do: cần dùng lại, hãy thêm lại tệp."
    )]
    WithdrawalReason,
    #[error("Hãy chọn việc mà cấp trên yêu cầu.")]
    RequestTask,
    #[error("Hãy ghi số, ký hiệu của văn bản yêu cầu, ví dụ 12/SNV-CCHC.")]
    RequestNumber,
    #[error("{0} không có phần trong việc này. Hãy bỏ đơn vị đó, hoặc bỏ việc này khỏi văn bản.")]
    RequestUnit(String),
    #[error("Hạn trả lời sớm hơn ngày văn bản đến. Hãy kiểm tra lại hai ngày.")]
    RequestDue,
    #[error("Không có mục này để chọn. Hãy chọn một trong: {choices}.")]
    Choice { choices: String },
    #[error("Không có lĩnh vực này trong kế hoạch. Hãy ghi mã (ví dụ III) hoặc tên lĩnh vực.")]
    Field,
    #[error("Cột này không gõ được: hãy mở bản ghi rồi thêm tệp, hoặc chọn trong minh chứng của đơn vị.")]
    File,
    #[error("Số này không âm được. Hãy kiểm tra lại dấu trừ.")]
    Negative,
    #[error("Mục này không nhập bằng tay được.")]
    NotTyped,
}

impl Edit {
    /// Reads what was typed for a field. Empty takes the value away.
    pub fn from_input(target: Target, text: &str, plan: &Plan) -> Result<Self, BadValue> {
        let value = read(&target, text, plan)?;
        Ok(Self { target, value })
    }

    /// What a portal cannot have shown is refused where it is told: nothing was read there on a day that is still to come, and a part
    /// of a whole is not more than the whole. What documents hold of it is left as it is.
    pub fn of_portal(self, plan: &Plan, today: NaiveDate) -> Result<Self, BadValue> {
        let Target::Portal { indicator, part, .. } = &self.target else { return Ok(self) };
        let over = |amount: &i64| *amount > 100_000;
        match part {
            PortalPart::ReadOn => match self.value.as_date().filter(|day| *day > today) {
                Some(day) => Err(BadValue::Ahead { day, today }),
                None => Ok(self),
            },
            PortalPart::Value
                if self.value.as_int().as_ref().is_some_and(over)
                    && plan.indicator(indicator).is_some_and(Indicator::is_part_of_whole) =>
            {
                Err(BadValue::OverWhole)
            }
            _ => Ok(self),
        }
    }
}

fn read(target: &Target, text: &str, plan: &Plan) -> Result<Value, BadValue> {
    let kind = target.kind();
    let word = text.trim();
    // Letters that nobody sees say nothing.
    let word = if tidy(word).trim().is_empty() { "" } else { word };
    match kind {
        _ if let Target::Cell { column, .. } = target => cell(target, column.get(), word, plan),
        ValueKind::Text { chars } => within(tidy(text), chars).map(Value::Str),
        ValueKind::Record(_) if !matches!(target, Target::Request { .. }) => Err(BadValue::NotTyped),
        ValueKind::Year
        | ValueKind::Month
        | ValueKind::Place
        | ValueKind::Named { .. }
        | ValueKind::List { .. }
        | ValueKind::Time
        | ValueKind::Id
        | ValueKind::Evidence
        | ValueKind::Hash
        | ValueKind::Size
        | ValueKind::Heads
        | ValueKind::Name { .. }
        | ValueKind::Word(_) => Err(BadValue::NotTyped),
        _ if word.is_empty() && matches!(target, Target::Evidence { part: EvidencePart::Withdrawn, .. }) => {
            Err(BadValue::WithdrawalReason)
        }
        _ if word.is_empty() => Ok(Value::Absent),
        ValueKind::Record(_) => request(target, word, plan),
        ValueKind::State => state(word),
        ValueKind::Percent => whole(word, 100).map(Value::Int).ok_or(BadValue::Percent),
        ValueKind::Amount => amount(target, word, plan),
        ValueKind::Flag => match word {
            "true" => Ok(Value::Bool(true)),
            "false" => Ok(Value::Bool(false)),
            _ => Err(BadValue::Flag),
        },
        ValueKind::Line { chars } => within(line(target, word), chars).map(Value::Str),
        ValueKind::Date => date(target, word, plan),
        ValueKind::Days => {
            let word = tidy_line(word);
            whole(word.strip_suffix("ngày").unwrap_or(&word), MAX_DAYS).map(Value::Int).ok_or(BadValue::Days)
        }
    }
}

/// What a record of a register has in a column. What comes from a table program is read as people write it there.
fn cell(target: &Target, column: &Column, word: &str, plan: &Plan) -> Result<Value, BadValue> {
    if word.is_empty() {
        return Ok(Value::Absent);
    }
    match column.value {
        ValueKind::Line { chars } if column.numbered => within(numbered(word), chars).map(Value::Str),
        ValueKind::Line { chars } => within(tidy_line(word), chars).map(Value::Str),
        ValueKind::Date => date(target, &tidy_line(word), plan),
        ValueKind::Amount => amount(target, word, plan),
        ValueKind::Flag => match fold(&tidy_line(word)).as_str() {
            "true" | "co" | "x" | "1" => Ok(Value::Bool(true)),
            "false" | "khong" | "0" => Ok(Value::Bool(false)),
            _ => Err(BadValue::Flag),
        },
        ValueKind::Word(_) => column.choice(word).map(|code| Value::Str(code.to_owned())).ok_or_else(|| {
            let labels: Vec<&str> = column.choices.iter().map(|choice| choice.label).collect();
            BadValue::Choice { choices: labels.join("; ") }
        }),
        ValueKind::Id => {
            let folded = fold(&tidy_line(word));
            let found = plan
                .fields()
                .iter()
                .find(|field| fold(field.code.as_str()) == folded || fold(&field.name) == folded);
            found.map(|field| Value::Str(field.code.as_str().to_owned())).ok_or(BadValue::Field)
        }
        // What a window hands over when a document was chosen; ids are drawn, and nobody types one.
        ValueKind::Evidence => {
            let drawn = word.len() == 13 && is_id(word);
            if drawn { Ok(Value::Str(word.to_owned())) } else { Err(BadValue::File) }
        }
        // No column holds anything else.
        _ => Err(BadValue::NotTyped),
    }
}

fn line(target: &Target, word: &str) -> String {
    match target {
        Target::Evidence { part: EvidencePart::Number | EvidencePart::Symbol, .. }
        | Target::ReportPaper { part: PaperPart::Number, .. } => symbol(word),
        Target::DueBasis { .. }
        | Target::MilestoneBasis { .. }
        | Target::Base { part: BasePart::Source, .. }
        | Target::Portal { part: PortalPart::Source, .. } => numbered(word),
        _ => tidy_line(word),
    }
}

/// A comma before three digits may stand between thousands: of what counts whole things it is never taken as one and a bit.
fn amount(target: &Target, word: &str, plan: &Plan) -> Result<Value, BadValue> {
    let amount = Amount::parse_vi(word)?;
    let indicator = match target {
        Target::Figure { indicator, .. }
        | Target::Base { indicator, .. }
        | Target::Portal { indicator, .. } => plan.indicator(indicator),
        _ => None,
    };
    let counts = match target {
        Target::Cell { .. } => true,
        // It shows what comes of the figures.
        Target::Portal { .. } => false,
        _ => indicator.is_some_and(|found| !found.points && !found.decimals),
    };
    // Of a part and its whole, and of what is counted, there is nothing less than none.
    let from_none = counts || indicator.is_some_and(|found| found.kind != IndicatorKind::Change);
    if from_none && amount < Amount::ZERO {
        return Err(BadValue::Negative);
    }
    let typed = tidy_line(word);
    let digits = typed.trim_end_matches('%').trim_end();
    match digits.split_once(',') {
        // "1,000" of what is counted is as little one thing as "1,234" is one and a bit; "0,000" is none either way.
        Some((_, decimals))
            if counts && amount != Amount::ZERO && (decimals.len() == 3 || !amount.is_whole()) =>
        {
            let joined = Amount::parse_vi(&digits.replace([',', '.'], "")).ok();
            Err(match joined.filter(|_| decimals.len() == 3).map(Amount::to_vi) {
                Some(thousands) => BadValue::WholeThousands { typed, thousands },
                None => BadValue::Whole { typed },
            })
        }
        _ => Ok(Value::Int(amount.thousandths())),
    }
}

fn state(word: &str) -> Result<Value, BadValue> {
    let composed = tidy_line(word).to_lowercase();
    let found =
        WorkState::ALL.into_iter().find(|state| state.code() == word || state.vietnamese() == composed);
    found.map(|state| Value::Str(state.code().into())).ok_or(BadValue::State)
}

fn whole(word: &str, most: i64) -> Option<i64> {
    let thousandths = Amount::parse_vi(word).ok()?.thousandths();
    let whole = thousandths / 1000;
    (thousandths % 1000 == 0 && (0..=most).contains(&whole)).then_some(whole)
}

/// A request as a form hands it over: the value's own JSON, its days as people write them.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct TypedRequest {
    id: RequestId,
    task: TaskId,
    rule: RuleId,
    number: String,
    received_on: String,
    due: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    units: Option<Vec<UnitId>>,
}

/// The form as it would be handed over with what the request holds.
pub(crate) fn request_form(id: &RequestId, request: RequestFacts) -> String {
    let RequestFacts { number, task, rule, received_on, due, units } = request;
    let (received_on, due) = (vi_date(received_on), vi_date(due));
    let units = units.map(|units| units.0.into_iter().map(UnitId::new).collect());
    let form = TypedRequest { id: id.clone(), task, rule, number, received_on, due, units };
    serde_json::to_string(&form).expect("a form has string keys only")
}

fn request(target: &Target, word: &str, plan: &Plan) -> Result<Value, BadValue> {
    let typed: TypedRequest = serde_json::from_str(word).map_err(|_| BadValue::NotTyped)?;
    if !matches!(target, Target::Request { request } if *request == typed.id) {
        return Err(BadValue::NotTyped);
    }
    let rule = plan.task(&typed.task).and_then(|task| task.rule(&typed.rule));
    if !rule.is_some_and(|due| matches!(due.rule, Rule::OnRequest(_))) {
        return Err(BadValue::RequestTask);
    }
    let number = within(symbol(&typed.number), MAX_LINE_CHARS)?;
    if number.is_empty() {
        return Err(BadValue::RequestNumber);
    }
    let day =
        |text: &str| date(target, text.trim(), plan)?.as_date().ok_or(BadValue::Date { year: plan.year() });
    let (received_on, due) = (day(&typed.received_on)?, day(&typed.due)?);
    if due < received_on {
        return Err(BadValue::RequestDue);
    }
    let TypedRequest { task, rule, units, .. } = typed;
    let units = units.unwrap_or_default();
    if let Some(other) = units.iter().find(|unit| plan.assignment(unit, &task).is_none()) {
        return Err(BadValue::RequestUnit(
            plan.unit(other).map_or(other.as_str(), |unit| &unit.name).to_owned(),
        ));
    }
    let units = (!units.is_empty()).then(|| Lines(units.iter().map(ToString::to_string).collect()));
    Ok(Value::record(&RequestFacts { number, task, rule, received_on, due, units }))
}

/// Dates that the plan waits for lie near its year; a document may have been signed long before it.
fn date(target: &Target, word: &str, plan: &Plan) -> Result<Value, BadValue> {
    let (day, year) = typed_day(&symbol(word)).ok_or(BadValue::Date { year: plan.year() })?;
    let last = plan.year().saturating_add(10);
    let first = match target {
        Target::Evidence { .. } => 1945.min(plan.year()),
        // What was found years ago is followed until it ends.
        Target::Cell { .. } => plan.year().saturating_sub(10),
        Target::DueDate { task, rule } if counts_from_a_document(plan, task, rule) => 1945.min(plan.year()),
        _ => plan.year().saturating_sub(1),
    };
    if !(first..=last).contains(&year) {
        return Err(BadValue::YearOfDate { first, last });
    }
    Ok(Value::Str(day.to_string()))
}

/// What is entered of such a rule is the date of the document from which it counts.
fn counts_from_a_document(plan: &Plan, task: &TaskId, rule: &RuleId) -> bool {
    let rule = plan.task(task).and_then(|task| task.rule(rule));
    rule.is_some_and(|due| matches!(due.rule, Rule::AfterDocument { .. }))
}

fn within(text: String, max: usize) -> Result<String, BadValue> {
    match text.chars().count() {
        length if length > max => Err(BadValue::TooLong { length, max }),
        _ => Ok(text),
    }
}
