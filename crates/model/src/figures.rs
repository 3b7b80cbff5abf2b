//! What the figures of an indicator come to. Exact: targets are compared with the fraction itself, never with
//! the rounded text.

use std::cmp::Ordering;

use crate::amount::{Amount, vi_decimal};
use crate::ids::UnitId;
use crate::plan::{Comparison, Indicator, IndicatorKind, TargetValue};

/// An indicator worked out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IndicatorResult {
    /// "98,7 %", "3", "không phát sinh". None while a figure is missing or cannot be right.
    pub result: Option<String>,
    pub met: Option<bool>,
    /// What is odd about the figures, and what to do.
    pub warning: Option<String>,
}

/// Something else than the plan sets what is to be reached.
const OPEN: &str = "chưa giao";
const NONE_AROSE: &str = "không phát sinh";
const NOT_APPLICABLE: &str = "không áp dụng";
/// Of a plan that says what this means.
const NOTHING_OF_NOTHING: &str = "0/0, không có tỷ lệ";
const NONE_AROSE_WITH_FIGURES: &str =
    "Đã đánh dấu “không phát sinh” nhưng vẫn có số liệu: hãy bỏ đánh dấu hoặc xóa số liệu.";
const NEGATIVE: &str = "Số liệu âm: hãy kiểm tra lại dấu trừ.";
const ZERO_DENOMINATOR: &str =
    "Mẫu số bằng 0 thì không có tỷ lệ (không phải 0 %): nếu không phát sinh, hãy đánh dấu “không phát sinh”.";
const ZERO_BASE: &str =
    "Số liệu gốc bằng 0 nên không tính được mức tăng, giảm: hãy kiểm tra lại số liệu gốc.";
const UNCHANGED: &str = "không đổi";
const NEARLY_UNCHANGED: &str = "gần như không đổi";
const OVER_WHOLE: &str = "Tử số lớn hơn mẫu số: hãy kiểm tra lại hai số liệu.";

/// `target`: what the unit is to reach. `entered`: the figures in the order of `indicator.figures`; what is beyond them is
/// passed over. Of a checklist see [`work_out_checks`].
pub fn work_out(
    indicator: &Indicator,
    target: Option<TargetValue>,
    entered: &[Option<Amount>],
    none_arose: bool,
) -> IndicatorResult {
    let expected = indicator.kind.figures().len();
    let given: Vec<Amount> = entered.iter().take(expected).copied().flatten().collect();
    if none_arose {
        let contradicted = given.iter().any(|amount| *amount != Amount::ZERO);
        let warning = contradicted.then(|| NONE_AROSE_WITH_FIGURES.to_owned());
        return IndicatorResult { result: Some(NONE_AROSE.to_owned()), met: indicator.met_by_none, warning };
    }
    if given.iter().any(|amount| *amount < Amount::ZERO) {
        return warned(NEGATIVE);
    }
    if given.len() < expected {
        return IndicatorResult::default();
    }
    match (indicator.kind, given.as_slice()) {
        (IndicatorKind::Count, [count, ..]) => whole(target, *count, ""),
        (IndicatorKind::Rate, [Amount::ZERO, Amount::ZERO]) if indicator.met_by_none.is_some() => {
            IndicatorResult {
                result: Some(NOTHING_OF_NOTHING.to_owned()),
                met: indicator.met_by_none,
                warning: None,
            }
        }
        (IndicatorKind::Rate, [_, Amount::ZERO]) => warned(ZERO_DENOMINATOR),
        (IndicatorKind::Rate, [part, all]) => rate(target, *part, *all),
        (IndicatorKind::Change, [now, base]) if indicator.points => {
            match now.thousandths().checked_sub(base.thousandths()) {
                Some(difference) => whole(target, Amount::from_thousandths(difference), " điểm phần trăm"),
                None => IndicatorResult::default(),
            }
        }
        (IndicatorKind::Change, [_, Amount::ZERO]) => warned(ZERO_BASE),
        (IndicatorKind::Change, [now, base]) => {
            let fraction = Fraction { top: wide(*now) - wide(*base), bottom: wide(*base) };
            percent(fraction, target)
        }
        _ => IndicatorResult::default(),
    }
}

/// Of an entry that does not apply: nothing is held against the target.
pub fn not_applicable() -> IndicatorResult {
    IndicatorResult { result: Some(NOT_APPLICABLE.to_owned()), met: None, warning: None }
}

/// `done`: which of the checklist's things were, in its order. Nothing was told where none was.
pub fn work_out_checks(indicator: &Indicator, done: &[bool]) -> IndicatorResult {
    let told = |optional: bool| {
        let all = indicator.checks.iter().zip(done).filter(move |(check, _)| check.optional == optional);
        all.filter(|(_, done)| **done).count()
    };
    let (needed, done, more) = (indicator.needed_checks(), told(false), told(true));
    if done + more == 0 {
        return IndicatorResult::default();
    }
    let extra = if more > 0 { format!(", thêm {more}") } else { String::new() };
    IndicatorResult {
        result: Some(format!("{done}/{needed}{extra}")),
        met: Some(done == needed),
        warning: None,
    }
}

/// How the figures of an indicator changed from one year to the next: "+3,5 điểm phần trăm", "-12 (-10,5 %)", "không đổi". Both
/// in the order of `indicator.figures`. None where either is not whole, or a nought stands below a fraction.
pub fn change(indicator: &Indicator, now: &[Option<Amount>], before: &[Option<Amount>]) -> Option<String> {
    let expected = indicator.kind.figures().len();
    let given = |all: &[Option<Amount>]| -> Option<Vec<i128>> {
        let all: Option<Vec<i128>> = all.iter().take(expected).map(|one| one.map(wide)).collect();
        all.filter(|all| all.len() == expected && all.iter().all(|one| *one >= 0))
    };
    let (now, before) = (given(now)?, given(before)?);
    match (indicator.kind, now.as_slice(), before.as_slice()) {
        (IndicatorKind::Count, [now], [before]) => Some(change_of_count(*now, *before)),
        (IndicatorKind::Change, [now, base], [then, base_then]) if indicator.points => {
            Some(in_points((now - base) - (then - base_then), 1_000)?)
        }
        (IndicatorKind::Rate | IndicatorKind::Change, [part, all], [part_then, all_then])
            if *all > 0 && *all_then > 0 =>
        {
            let top = part.checked_mul(*all_then)?.checked_sub(part_then.checked_mul(*all)?)?;
            in_points(top.checked_mul(100)?, all.checked_mul(*all_then)?)
        }
        _ => None,
    }
}

fn change_of_count(now: i128, before: i128) -> String {
    let difference = now - before;
    if difference == 0 {
        return UNCHANGED.to_owned();
    }
    let thousandths = i64::try_from(difference).unwrap_or(if difference < 0 { i64::MIN } else { i64::MAX });
    let told = signed(difference, Amount::from_thousandths(thousandths).to_vi());
    if before == 0 {
        return told;
    }
    let percent = Fraction { top: difference, bottom: before }.rounded(1);
    if percent == 0 {
        return told;
    }
    format!("{told} ({} %)", signed(difference, vi_decimal(percent, 1)))
}

/// `top / bottom` percentage points; the bottom is above zero.
fn in_points(top: i128, bottom: i128) -> Option<String> {
    if top == 0 {
        return Some(UNCHANGED.to_owned());
    }
    for decimals in 1..=3 {
        let scaled = top.checked_mul(10i128.pow(decimals))?.checked_mul(2)?;
        let half = if scaled < 0 { -bottom } else { bottom };
        let rounded = scaled.checked_add(half)? / bottom.checked_mul(2)?;
        if rounded != 0 {
            return Some(format!("{} điểm phần trăm", signed(top, vi_decimal(rounded, decimals))));
        }
    }
    Some(NEARLY_UNCHANGED.to_owned())
}

/// What grew says so.
fn signed(difference: i128, text: String) -> String {
    if difference > 0 { format!("+{text}") } else { text }
}

impl Indicator {
    /// "≥ 100 %", "≤ 0", "> 0 điểm phần trăm", "đủ 3"; of those who have no target of their own.
    pub fn target_text(&self) -> String {
        self.text_of(self.target)
    }

    /// What the unit is to reach, in the same words.
    pub fn target_text_of(&self, unit: &UnitId) -> String {
        self.text_of(self.target_of(unit))
    }

    /// A result as it is written: "98,7 %", "3".
    pub fn result_text(&self, result: Amount) -> String {
        format!("{result}{}", self.unit_of_result())
    }

    /// A rate that nobody's target lets go beyond 100 %.
    pub fn is_part_of_whole(&self) -> bool {
        self.kind == IndicatorKind::Rate
            && self.target.iter().chain(self.targets.values()).all(|one| one.is_of_part())
    }

    fn unit_of_result(&self) -> &'static str {
        match self.kind {
            IndicatorKind::Checklist | IndicatorKind::Count => "",
            IndicatorKind::Change if self.points => " điểm phần trăm",
            IndicatorKind::Rate | IndicatorKind::Change => " %",
        }
    }

    fn text_of(&self, target: Option<TargetValue>) -> String {
        if self.kind == IndicatorKind::Checklist {
            return format!("đủ {}", self.needed_checks());
        }
        let unit = self.unit_of_result();
        let Some(TargetValue { comparison, value }) = target else { return OPEN.to_owned() };
        let sign = match comparison {
            Comparison::AtLeast => "≥",
            Comparison::MoreThan => ">",
            Comparison::AtMost => "≤",
            Comparison::LessThan => "<",
            Comparison::Exactly => "=",
        };
        format!("{sign} {value}{unit}")
    }

    fn needed_checks(&self) -> usize {
        self.checks.iter().filter(|check| !check.optional).count()
    }
}

impl TargetValue {
    /// Whether it is held against a part of a whole. A target above 100 %, or an upper bound, means that the part may well exceed
    /// the whole: the collected revenue against what was assigned, the posts in use against those granted.
    fn is_of_part(self) -> bool {
        matches!(self.comparison, Comparison::AtLeast | Comparison::MoreThan | Comparison::Exactly)
            && self.value <= Amount::from_thousandths(100_000)
    }

    /// Whether a value that stands so to the target's meets it.
    fn met_by(self, value: Ordering) -> bool {
        match self.comparison {
            Comparison::AtLeast => value.is_ge(),
            Comparison::MoreThan => value.is_gt(),
            Comparison::AtMost => value.is_le(),
            Comparison::LessThan => value.is_lt(),
            Comparison::Exactly => value.is_eq(),
        }
    }
}

fn warned(warning: &str) -> IndicatorResult {
    IndicatorResult { result: None, met: None, warning: Some(warning.to_owned()) }
}

fn whole(target: Option<TargetValue>, value: Amount, unit: &str) -> IndicatorResult {
    let met = target.map(|target| target.met_by(value.cmp(&target.value)));
    IndicatorResult { result: Some(format!("{value}{unit}")), met, warning: None }
}

fn rate(target: Option<TargetValue>, part: Amount, all: Amount) -> IndicatorResult {
    let outcome = percent(Fraction { top: wide(part), bottom: wide(all) }, target);
    let warning = (part > all && target.is_none_or(TargetValue::is_of_part)).then(|| OVER_WHOLE.to_owned());
    IndicatorResult { warning, ..outcome }
}

fn percent(fraction: Fraction, target: Option<TargetValue>) -> IndicatorResult {
    let Some(target) = target else {
        let result = Some(format!("{} %", vi_decimal(fraction.rounded(1), 1)));
        return IndicatorResult { result, met: None, warning: None };
    };
    let place = fraction.cmp_percent(target.value);
    IndicatorResult {
        result: Some(fraction.to_percent(target.value, place)),
        met: Some(target.met_by(place)),
        warning: None,
    }
}

/// A fraction of two amounts; the bottom is above zero.
#[derive(Clone, Copy)]
struct Fraction {
    top: i128,
    bottom: i128,
}

/// In most cases one decimal; more only where fewer would read as the other side of the target.
const MOST_DECIMALS: u32 = 6;

impl Fraction {
    /// Where `100 * top / bottom` stands to the target. No product overflows: amounts are below 2^63, and a
    /// difference of two below 2^64, so that 10^5 of it stays below 2^81, and a product of two below 2^126.
    fn cmp_percent(self, target: Amount) -> Ordering {
        (self.top * 100_000).cmp(&(wide(target) * self.bottom))
    }

    /// "98,7 %". 99,99 % of a target of 100 % is not written "100 %".
    fn to_percent(self, target: Amount, place: Ordering) -> String {
        for decimals in 1..=MOST_DECIMALS {
            let rounded = self.rounded(decimals);
            let scaled_target = wide(target) * 10i128.pow(decimals);
            if (rounded * 1000).cmp(&scaled_target) == place {
                return format!("{} %", vi_decimal(rounded, decimals));
            }
        }
        let side = if place == Ordering::Less { "dưới" } else { "trên" };
        format!("{side} {target} %")
    }

    /// `100 * top / bottom` in units of `10^-decimals`, half away from zero.
    fn rounded(self, decimals: u32) -> i128 {
        let scaled = self.top * 100 * 10i128.pow(decimals);
        let half = if scaled < 0 { -self.bottom } else { self.bottom };
        (2 * scaled + half) / (2 * self.bottom)
    }
}

fn wide(amount: Amount) -> i128 {
    i128::from(amount.thousandths())
}
