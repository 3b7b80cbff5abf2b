//! What items said before a revision: kept beside them until the last day on which it held, so that a period that ended by then
//! is read with it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::item::PlanItem;
use crate::target::Target;
use crate::time::written_day;
use crate::value::{Lines, Part, Value, ValueKind};

/// Not kept: when a task begins and ends and who came to it and left on which day, which is told by itself, and where things
/// stand and what they are called for short, which is as it is now for all periods.
const STAYS: &[&str] =
    &["place", "code", "lead", "with", "standby", "from", "until", "into", "joined", "left", "carried-from"];

/// What an item said until a day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct EarlierRecord {
    /// Whether there was such an item.
    there: bool,
    /// A part that was another one than afterwards, and behind a space what it held; of a list each of its lines.
    #[serde(default, skip_serializing_if = "Lines::is_empty")]
    parts: Lines,
}

impl PlanItem {
    /// The same item as it was until a day; None of what keeps nothing of before.
    fn earlier(&self, until: NaiveDate) -> Option<Self> {
        let until = until.to_string();
        match self {
            Self::Task { task } => Some(Self::EarlierTask { task: task.clone(), until }),
            Self::Due { task, rule } => {
                Some(Self::EarlierDue { task: task.clone(), rule: rule.clone(), until })
            }
            Self::Indicator { indicator } => {
                Some(Self::EarlierIndicator { indicator: indicator.clone(), until })
            }
            Self::Register { register } => Some(Self::EarlierRegister { register: register.clone(), until }),
            _ => None,
        }
    }

    /// Of which item this tells what it was, and until when.
    pub(in super::super) fn told_earlier(&self) -> Option<(Self, NaiveDate)> {
        let (item, until) = match self {
            Self::EarlierTask { task, until } => (Self::Task { task: task.clone() }, until),
            Self::EarlierDue { task, rule, until } => {
                (Self::Due { task: task.clone(), rule: rule.clone() }, until)
            }
            Self::EarlierIndicator { indicator, until } => {
                (Self::Indicator { indicator: indicator.clone() }, until)
            }
            Self::EarlierRegister { register, until } => {
                (Self::Register { register: register.clone() }, until)
            }
            _ => return None,
        };
        Some((item, written_day(until)?))
    }
}

type Listed = Vec<(PlanItem, Value)>;

/// The days until which something else held, in order.
pub(in super::super) fn ends(items: &[(PlanItem, Value)]) -> BTreeSet<NaiveDate> {
    items.iter().filter_map(|(item, _)| item.told_earlier()).map(|(_, until)| until).collect()
}

/// What items said on a day, without what they said before it.
pub(in super::super) fn on(items: &[(PlanItem, Value)], day: NaiveDate) -> Listed {
    let mut told: BTreeMap<PlanItem, Value> = BTreeMap::new();
    let mut before: Vec<(NaiveDate, PlanItem, &Value)> = Vec::new();
    for (item, value) in items {
        match item.told_earlier() {
            Some((of, until)) => before.push((until, of, value)),
            None => drop(told.insert(item.clone(), value.clone())),
        }
    }
    before.retain(|(until, ..)| day <= *until);
    before.sort_by(|(a, ..), (b, ..)| b.cmp(a));
    for (_, item, value) in before {
        let Some(record) = value.as_record::<EarlierRecord>() else { continue };
        if record.there {
            let held = told.remove(&item);
            told.insert(item.clone(), laid_over(&item, held, &record));
        } else {
            told.remove(&item);
        }
    }
    told.into_iter().collect()
}

/// Keeps beside items that a revision changes from this day on what they said until the day before. Of a part that it changes
/// nothing is kept of later days: a decision that goes back behind an earlier one takes its place.
pub(in super::super) fn keep_earlier(before: &[(PlanItem, Value)], now: &mut Listed, from: NaiveDate) {
    let Some(until) = from.pred_opt() else { return };
    let then: BTreeMap<PlanItem, Value> = on(before, until).into_iter().collect();
    let bare = |(item, _): &&(PlanItem, Value)| item.told_earlier().is_none();
    let held: BTreeMap<PlanItem, Value> = before.iter().filter(bare).cloned().collect();
    let is: BTreeMap<PlanItem, Value> = now.iter().filter(bare).cloned().collect();
    let gone = held.keys().filter(|item| !is.contains_key(item));
    let touched = is.keys().filter(|item| held.get(item) != is.get(item)).chain(gone);
    // A task that begins says so itself, and its dates begin with it.
    let begins = |item: &PlanItem| match item {
        PlanItem::Due { task, .. } => !held.contains_key(&PlanItem::Task { task: task.clone() }),
        PlanItem::Task { .. } => !held.contains_key(item),
        _ => false,
    };
    for item in touched.filter(|item| item.earlier(until).is_some() && !begins(item)) {
        let mut kept = kept_of(item, now);
        match (held.get(item), is.get(item)) {
            (Some(held), Some(is)) => {
                let parts = parts_of(item).iter().filter(|part| !STAYS.contains(&part.key));
                let parts: Vec<&Part> =
                    parts.filter(|part| held.part(part.key) != is.part(part.key)).collect();
                change(&mut kept, (until, then.get(item)), &parts);
            }
            _ => {
                drop(kept.split_off(&until));
                let all = |was: &Value| {
                    parts_of(item).iter().flat_map(|part| written(part, was.part(part.key))).collect()
                };
                let parts = Lines(then.get(item).map(all).unwrap_or_default());
                kept.insert(until, EarlierRecord { there: then.contains_key(item), parts });
            }
        }
        now.retain(|(one, _)| one.told_earlier().is_none_or(|(of, _)| of != *item));
        let rows =
            kept.into_iter().filter_map(|(day, record)| Some((item.earlier(day)?, Value::record(&record))));
        now.extend(rows);
    }
}

fn kept_of(item: &PlanItem, items: &[(PlanItem, Value)]) -> BTreeMap<NaiveDate, EarlierRecord> {
    let kept = items.iter().filter_map(|(one, value)| {
        let (_, until) = one.told_earlier().filter(|(of, _)| of == item)?;
        Some((until, value.as_record()?))
    });
    kept.collect()
}

fn change(
    kept: &mut BTreeMap<NaiveDate, EarlierRecord>,
    (until, then): (NaiveDate, Option<&Value>),
    parts: &[&Part],
) {
    // What was not there yet said nothing.
    let Some(then) = then.filter(|_| !parts.is_empty()) else { return };
    for (_, record) in kept.range_mut(until..) {
        record.parts.0.retain(|line| parts.iter().all(|part| of_part(line, part.key).is_none()));
    }
    let record = kept.entry(until).or_insert(EarlierRecord { there: true, parts: Lines::default() });
    record.parts.0.extend(parts.iter().flat_map(|part| written(part, then.part(part.key))));
    kept.retain(|_, record| !record.there || !record.parts.is_empty());
}

fn parts_of(item: &PlanItem) -> &'static [Part] {
    match (Target::PlanItem { item: item.clone() }).description().value {
        ValueKind::Record(parts) => parts,
        _ => &[],
    }
}

/// `title Ban hành kế hoạch`; of a list a line for each of its own, and of nothing the part's name alone.
fn written(part: &Part, value: &Value) -> Vec<String> {
    let line = |text: &str| format!("{} {text}", part.key);
    match value {
        Value::Str(text) if text.is_empty() => vec![part.key.to_owned()],
        Value::Str(text) if matches!(part.value, ValueKind::List { .. }) => text.lines().map(line).collect(),
        Value::Str(text) => vec![line(text)],
        Value::Int(number) => vec![line(&number.to_string())],
        Value::Bool(flag) => vec![line(&flag.to_string())],
        Value::Absent | Value::Record(_) => vec![part.key.to_owned()],
    }
}

/// What was kept takes the place of what is now; what was not kept was the same.
fn laid_over(item: &PlanItem, held: Option<Value>, kept: &EarlierRecord) -> Value {
    let mut all = match held {
        Some(Value::Record(parts)) => parts,
        _ => BTreeMap::new(),
    };
    for part in parts_of(item) {
        let lines: Vec<&str> = kept.parts.0.iter().filter_map(|line| of_part(line, part.key)).collect();
        let first = lines.first().copied();
        let value = match (part.value, first) {
            (_, None) => continue,
            (_, Some("")) => Value::Absent,
            (ValueKind::List { .. }, Some(_)) => Value::Str(lines.join("\n")),
            (ValueKind::Flag, Some(flag)) => Value::Bool(flag == "true"),
            (ValueKind::Place | ValueKind::Month, Some(number)) => {
                number.parse().map_or(Value::Absent, Value::Int)
            }
            (_, Some(text)) => Value::Str(text.to_owned()),
        };
        all.insert(part.key.to_owned(), value);
    }
    Value::Record(all)
}

fn of_part<'l>(line: &'l str, key: &str) -> Option<&'l str> {
    let rest = line.strip_prefix(key)?;
    if rest.is_empty() { Some("") } else { rest.strip_prefix(' ') }
}
