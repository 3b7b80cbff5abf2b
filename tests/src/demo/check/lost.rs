//! No edit is lost: each is in the view, in a listed conflict, or in a queue of its own laptop with a reason.

use std::collections::HashMap;

use anyhow::{Context, Result};
use document::Reading;
use model::target::Target;
use model::value::Value;
use model::words;

use super::{Findings, Scene};
use crate::demo::Desk;

pub(super) fn check(scene: &Scene<'_>, findings: &mut Findings) -> Result<()> {
    let office = scene.desks.iter().find(|desk| desk.unit == *scene.plan.coordinator());
    let office = office.context("không có máy của Phòng Nội vụ")?.laptop.replica()?;
    let (mut lost, mut counted, mut acts, mut queued) = (Vec::new(), 0, 0, 0);
    for desk in scene.desks {
        let fields: HashMap<Target, Reading> =
            office.fields(&desk.workbook(scene.plan))?.into_iter().collect();
        let queue = waits(desk)?;
        let diary = desk.diary();
        (counted, acts) = (counted + diary.said.len(), acts + diary.acts);
        for (target, text) in &diary.said {
            let what = words::label(target, scene.plan);
            if fields.get(target).is_some_and(|reading| holds(reading, target, text)) {
                continue;
            }
            if queue.contains(&what) {
                queued += 1;
            } else {
                let there = fields.get(target).map(|reading| words::shown(reading.value(), target));
                lost.push(format!("MẤT: {} · {what}: đã nhập {text:?}, còn {there:?}", desk.name));
            }
        }
    }
    let words = format!(
        "{acts} lần nhập ({counted} trường) đều còn: trong sổ, trong xung đột hoặc trong hàng chờ ({queued})"
    );
    findings.saw(words, lost);
    Ok(())
}

/// What waits at the desk or came back to it.
fn waits(desk: &Desk) -> Result<Vec<String>> {
    let queue = desk.laptop.queue().map_err(|failure| anyhow::anyhow!(failure.message))?;
    let waiting = queue.edits.into_iter().map(|edit| edit.what);
    Ok(waiting.chain(queue.refused.into_iter().map(|refused| refused.what)).collect())
}

/// Whether the field, or one of those that stand against each other in it, is what was typed.
fn holds(reading: &Reading, target: &Target, text: &str) -> bool {
    let mut values = reading.contenders.iter().map(|held| &held.value);
    if target.is_text() {
        // Two people's texts become one.
        return values.any(|value| value.as_str().is_some_and(|whole| whole.contains(text)));
    }
    values.any(|value| *value != Value::Absent && words::as_input(value, target) == text)
}
