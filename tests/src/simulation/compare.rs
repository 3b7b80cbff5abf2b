//! Whether two answers to one question are the same, as far as two machines can know the same.

use serde_json::Value as Json;

/// What only one machine can know, or what tells of the asking itself: where the bytes of files are (they do not
/// travel here), when units were heard from, who asks.
const OWN: [&str; 7] =
    ["whereabouts", "evidenceWaiting", "waitingFiles", "waitingBytes", "lastHeard", "person", "asOf"];

/// Kinds of what the check before handing in finds.
const OF_MACHINES: [&str; 2] = ["other-laptop", "file-away"];

/// Takes out what may differ. A history is told in the order in which it came to the machine, and `before` is the line that
/// stands under it there.
pub fn comparable(answer: &mut Json) {
    without(answer, &OWN);
    unordered(answer);
}

fn unordered(json: &mut Json) {
    match json {
        Json::Object(fields) => {
            for (name, value) in fields.iter_mut() {
                // Of handing in also what a laptop hears of the unit's other laptops, and which files it has.
                if name == "items"
                    && let Some(items) = value.as_array_mut()
                {
                    items.retain(|item| !OF_MACHINES.iter().any(|kind| item["is"] == *kind));
                }
                // A restored server does not know all whose names laptops have heard.
                if name == "people"
                    && let Some(people) = value.as_array_mut()
                {
                    people.iter_mut().for_each(|person| without(person, &["name"]));
                    people.sort_by_key(Json::to_string);
                }
                if matches!(name.as_str(), "history" | "talk" | "acts")
                    && let Some(lines) = value.as_array_mut()
                {
                    lines.iter_mut().for_each(|line| without(line, &["before"]));
                    lines.sort_by_key(Json::to_string);
                }
                unordered(value);
            }
        }
        Json::Array(items) => items.iter_mut().for_each(unordered),
        _ => {}
    }
}

pub fn without(json: &mut Json, names: &[&str]) {
    match json {
        Json::Object(fields) => {
            fields.retain(|name, _| !names.contains(&name.as_str()));
            fields.values_mut().for_each(|value| without(value, names));
        }
        Json::Array(items) => items.iter_mut().for_each(|item| without(item, names)),
        _ => {}
    }
}

/// Where two answers differ first.
pub fn difference(at: &str, here: &Json, there: &Json) -> Option<String> {
    match (here, there) {
        (Json::Object(a), Json::Object(b)) => a
            .iter()
            .find_map(|(name, value)| {
                difference(&format!("{at}.{name}"), value, b.get(name).unwrap_or(&Json::Null))
            })
            .or_else(|| (a.len() != b.len()).then(|| format!("{at} has other fields"))),
        (Json::Array(a), Json::Array(b)) if a.len() == b.len() => a
            .iter()
            .zip(b)
            .enumerate()
            .find_map(|(index, (a, b))| difference(&format!("{at}[{index}]"), a, b)),
        _ if here == there => None,
        _ => Some(format!("{at}: {here} here, {there} there")),
    }
}
