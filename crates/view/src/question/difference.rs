//! What was changed in an entry since a moment that counts: fields as they were, beside what they hold now.

use std::collections::{BTreeMap, BTreeSet};

use model::differing::differing;
use model::ids::{EvidenceId, UnitId};
use model::target::{EntryKey, EvidencePart, PortalPart, Target};
use model::value::{FileFacts, Heads, Value};
use model::window::{Difference, FieldChange, FieldThen, Since};
use model::words;

use super::talk::Talk;
use crate::facts::{EntryFacts, EntryOf, EvidenceFacts, Facts, Seen, Unreadable};
use crate::{AskError, Asker};

/// What fields hold; what holds nothing is left out.
pub(super) type Values = BTreeMap<Target, Value>;
/// The texts of an entry and its evidence.
type Written<'a> = (&'a BTreeMap<String, String>, &'a [EvidenceFacts]);

const NOT_THERE: &str = "chưa gắn";
const TAKEN_AWAY: &str = "đã gỡ";
const THERE: &str = "đã gắn";

/// Since an office accepted or returned it, since this laptop's office looked, since it was handed in: what counts most first, and
/// nothing of a moment since which nothing was changed.
pub(super) fn differences<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    (of, of_entry): (EntryOf<'_>, &EntryFacts),
    (talk, reviewable, written): (&Talk, bool, Written<'_>),
) -> Result<Vec<Difference>, Unreadable> {
    let seen = if reviewable { facts.seen(of)? } else { None };
    let moments = moments(asker, of_entry, (talk, seen));
    if moments.is_empty() {
        return Ok(Vec::new());
    }
    let entry = EntryKey { task: of.task.clone(), period: of.period.clone() };
    let now = values(&entry, of_entry, written);
    let mut differences: Vec<Difference> = Vec::new();
    for (since, heads) in moments {
        let Some(then) = facts.then(of, &heads)? else { continue };
        let fields = changes(asker, &then, &now);
        if !fields.is_empty() && differences.iter().all(|other| other.fields != fields) {
            differences.push(Difference { since, fields });
        }
    }
    Ok(differences)
}

fn moments(
    asker: &Asker<'_>,
    of_entry: &EntryFacts,
    (talk, seen): (&Talk, Option<Seen>),
) -> Vec<(Since, Heads)> {
    let mut moments = Vec::new();
    let (new, before) = match seen {
        Some(seen) if seen.changed => (Some((seen.at, seen.heads)), None),
        Some(seen) => (None, seen.before),
        None => (None, None),
    };
    let looked = |(at, heads)| (Since::Looked { at }, heads);
    moments.extend(new.map(looked));
    let own = |office: &UnitId| asker.unit == Some(office);
    let accepted = of_entry.verdicts.iter().filter(|word| word.accepted && word.amended);
    let mended = of_entry.verdicts.iter();
    let mended = mended.filter(|word| !word.accepted && word.answered(of_entry.last.as_ref()));
    let last = accepted
        .max_by_key(|word| (own(&word.office), word.place))
        .or(mended.max_by_key(|word| (own(&word.office), word.place)));
    moments.extend(last.map(|word| {
        let (office, at) = (asker.unit_name(&word.office), word.at);
        let since =
            if word.accepted { Since::Accepted { office, at } } else { Since::Returned { office, at } };
        (since, word.heads.clone())
    }));
    moments.extend(before.map(looked));
    let handed_in = talk.in_force().filter(|_| of_entry.changed_after);
    moments.extend(handed_in.map(|one| (Since::HandedIn { at: one.at }, one.heads.clone())));
    moments.retain(|(_, heads)| !heads.is_empty());
    moments
}

/// What an entry holds now.
pub(super) fn values(entry: &EntryKey, of_entry: &EntryFacts, (texts, evidence): Written<'_>) -> Values {
    let mut values = Values::new();
    let of = || entry.clone();
    let state = of_entry.state.map(|state| Value::Str(state.code().to_owned()));
    values.extend(state.map(|state| (Target::State { entry: of() }, state)));
    let percent = of_entry.percent.map(|percent| Value::Int(i64::from(percent)));
    values.extend(percent.map(|percent| (Target::Percent { entry: of() }, percent)));
    for target in Target::texts_of(entry) {
        let text = texts.get(target.description().object.name).filter(|text| !text.is_empty());
        values.extend(text.map(|text| (target, Value::Str(text.clone()))));
    }
    values.extend(of_entry.figures.iter().map(|(indicator, figure, amount)| {
        let (indicator, figure) = (indicator.clone(), figure.clone());
        (Target::Figure { entry: of(), indicator, figure }, Value::Int(*amount))
    }));
    values.extend(of_entry.none_arose.iter().map(|indicator| {
        (Target::NoneArose { entry: of(), indicator: indicator.clone() }, Value::Bool(true))
    }));
    values.extend(of_entry.checks.iter().map(|(indicator, check)| {
        let (indicator, check) = (indicator.clone(), check.clone());
        (Target::Check { entry: of(), indicator, check }, Value::Bool(true))
    }));
    values.extend(of_entry.reasons.iter().filter(|(_, reason)| !reason.is_empty()).map(
        |(indicator, reason)| {
            let target = Target::FigureReason { entry: of(), indicator: indicator.clone() };
            (target, Value::Str(reason.clone()))
        },
    ));
    for (indicator, portal) in &of_entry.portals {
        let amount = portal.amount.map(Value::Int);
        let read_on = portal.read_on.map(|day| Value::Str(day.to_string()));
        let words = |text: &String| (!text.is_empty()).then(|| Value::Str(text.clone()));
        for (part, value) in [
            (PortalPart::Value, amount),
            (PortalPart::Source, words(&portal.source)),
            (PortalPart::ReadOn, read_on),
            (PortalPart::Why, words(&portal.why)),
        ] {
            let target = Target::Portal { entry: of(), indicator: indicator.clone(), part };
            values.extend(value.map(|value| (target, value)));
        }
    }
    for one in evidence {
        let evidence = || one.id.clone();
        values.insert(Target::Link { entry: of(), evidence: evidence() }, Value::Str(one.place.clone()));
        let file = FileFacts {
            hash: one.file.clone(),
            size: one.size,
            name: one.file_name.clone(),
            media_type: one.media_type.clone(),
        };
        values.insert(
            Target::Evidence { evidence: evidence(), part: EvidencePart::File },
            Value::record(&file),
        );
        let signed = one.signed.map(|day| day.to_string()).unwrap_or_default();
        let withdrawn = one.withdrawn.clone().unwrap_or_default();
        for (part, text) in [
            (EvidencePart::Number, &one.number),
            (EvidencePart::Symbol, &one.symbol),
            (EvidencePart::Issuer, &one.issuer),
            (EvidencePart::Signed, &signed),
            (EvidencePart::Abstract, &one.summary),
            (EvidencePart::Withdrawn, &withdrawn),
        ] {
            if !text.is_empty() {
                values.insert(Target::Evidence { evidence: evidence(), part }, Value::Str(text.clone()));
            }
        }
    }
    values
}

/// Field by field, in their order.
pub(super) fn changes(asker: &Asker<'_>, then: &Values, now: &Values) -> Vec<FieldChange> {
    let all: BTreeSet<&Target> = then.keys().chain(now.keys()).collect();
    // Of a document that came or went as a whole, one line is told.
    let stayed = |evidence: &EvidenceId| {
        let linked = |values: &Values| {
            values.keys().any(|one| matches!(one, Target::Link { evidence: id, .. } if id == evidence))
        };
        linked(then) && linked(now)
    };
    let differs = all.into_iter().filter(|target| then.get(target) != now.get(target));
    let told = differs.filter(|target| match target {
        Target::Evidence { evidence, .. } => stayed(evidence),
        _ => true,
    });
    told.map(|target| change(asker, target, then, now)).collect()
}

fn change(asker: &Asker<'_>, target: &Target, then: &Values, now: &Values) -> FieldChange {
    let (was, is) = (then.get(target), now.get(target));
    let (before, after) = match target {
        Target::Link { .. } => {
            (linked(was, NOT_THERE), if is.is_none() { TAKEN_AWAY.into() } else { linked(is, TAKEN_AWAY) })
        }
        _ => (shown(was, target), shown(is, target)),
    };
    let (head, gone, come, tail) = match (was.and_then(Value::as_str), is.and_then(Value::as_str)) {
        (Some(was), Some(is)) if target.is_text() => split(was, is),
        _ => (String::new(), before.clone(), after.clone(), String::new()),
    };
    let what = name(asker, target, if is.is_some() { now } else { then });
    FieldChange { target: target.clone(), what, before, after, head, gone, come, tail }
}

fn linked(value: Option<&Value>, else_: &str) -> String {
    match value.and_then(Value::as_str) {
        None => else_.to_owned(),
        Some("") => THERE.to_owned(),
        Some(place) => format!("{THERE}: {place}"),
    }
}

fn shown(value: Option<&Value>, target: &Target) -> String {
    words::shown(value.unwrap_or(&Value::Absent), target)
}

/// What the field is called, with the document where it is of one.
fn name(asker: &Asker<'_>, target: &Target, values: &Values) -> String {
    match target {
        Target::Link { evidence, .. } => format!("Minh chứng {}", document(evidence, values)),
        Target::Evidence { evidence, .. } => {
            format!("{} · {}", words::field(target, asker.plan), document(evidence, values))
        }
        _ => words::field(target, asker.plan),
    }
}

/// "45/BC-UBND"; else the file's name.
fn document(evidence: &EvidenceId, values: &Values) -> String {
    let part = |part| values.get(&Target::Evidence { evidence: evidence.clone(), part });
    let text = |of| part(of).and_then(Value::as_str).unwrap_or_default();
    let (number, symbol) = (text(EvidencePart::Number), text(EvidencePart::Symbol));
    match (number, symbol) {
        ("", _) => {
            let file = part(EvidencePart::File).and_then(Value::as_record::<FileFacts>);
            file.map(|file| file.name).unwrap_or_default()
        }
        (number, "") => number.to_owned(),
        (number, symbol) => format!("{number}/{symbol}"),
    }
}

/// Whole words that differ, and what stands around them.
fn split(was: &str, is: &str) -> (String, String, String, String) {
    let tokens =
        |text: &str| -> Vec<String> { text.split_inclusive(char::is_whitespace).map(Into::into).collect() };
    let (was, is) = (tokens(was), tokens(is));
    let (gone, come) = differing(&was, &is);
    (was[..gone.start].concat(), was[gone.clone()].concat(), is[come].concat(), was[gone.end..].concat())
}

/// An entry as it stood at these heads of its workbook.
pub(super) fn as_seen<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    (unit, entry): (&UnitId, &EntryKey),
    heads: &Heads,
) -> Result<Vec<FieldThen>, AskError> {
    asker.reads(unit)?;
    let of = EntryOf { plan: asker.plan.id(), period: &entry.period, unit, task: &entry.task };
    let then = facts.then(of, heads)?.ok_or(AskError::Gone)?;
    let field = |(target, value): (&Target, &Value)| FieldThen {
        what: name(asker, target, &then),
        shown: match target {
            Target::Link { .. } => linked(Some(value), NOT_THERE),
            _ => words::shown(value, target),
        },
    };
    Ok(then.iter().map(field).collect())
}
