//! Every cell of the matrix.

use std::collections::HashMap;

use anyhow::Result;
use chrono::NaiveDate;
use model::due::{Settings, for_period, most_pressing};
use model::plan::Assignment;
use model::state::Shown;
use model::target::Target;
use model::time::hanoi;
use model::window::{Ask, Cell, Matrix};

use super::{End, Findings, Said, Scene};
use crate::demo::{entry, q3};

pub(super) async fn check(
    scene: &Scene<'_>,
    end: End<'_>,
    said: &Said,
    findings: &mut Findings,
) -> Result<()> {
    let matrix: Matrix = end.ask(&Ask::Matrix { period: q3(), field: None }).await?;
    let today = matrix.as_of.with_timezone(&hanoi()).date_naive();
    let order = matrix.fields.iter().flat_map(|field| &field.tasks).map(|task| &task.id);
    let places: HashMap<_, usize> = order.zip(0..).collect();
    let rows: HashMap<_, _> = matrix.rows.iter().map(|row| (&row.unit, row)).collect();
    let mut wrong = Vec::new();
    let mut seen = 0;
    for assignment in scene.plan.assignments() {
        let row = rows.get(&assignment.unit);
        let place = places.get(&assignment.task);
        let cell = row.zip(place).and_then(|(row, place)| row.cells.get(*place)?.as_ref());
        let Some(cell) = cell else {
            wrong.push(format!("{}: không có ô {} · {}", end.name(), assignment.unit, assignment.task));
            continue;
        };
        seen += 1;
        let of = compare(scene, assignment, cell, today, said);
        wrong.extend(
            of.iter()
                .map(|what| format!("{}: {} · {}: {what}", end.name(), assignment.unit, assignment.task)),
        );
    }
    let cells = rows.values().flat_map(|row| row.cells.iter().flatten()).count();
    if cells != seen {
        wrong.push(format!("{}: có {cells} ô, kế hoạch chỉ phân {seen}", end.name()));
    }
    findings.saw(format!("{seen} ô đúng như đã nhập, theo {}", end.name()), wrong);
    Ok(())
}

fn compare(
    scene: &Scene<'_>,
    assignment: &Assignment,
    cell: &Cell,
    today: NaiveDate,
    said: &Said,
) -> Vec<String> {
    let Assignment { unit, task, role, .. } = assignment;
    let mut wrong = Vec::new();
    let dues = for_period(scene.plan, task, &Settings::default(), &q3());
    let owed = dues.iter().filter(|due| scene.plan.owes(unit, &due.owed_by));
    let shown: Shown = said.standing(unit, task).shown(most_pressing(owed), today);
    if cell.shown != shown {
        wrong.push(format!("trạng thái {:?}, phải là {shown:?}", cell.shown));
    }
    let percents = said.texts(unit, &Target::Percent { entry: entry(task) });
    let percent = cell.percent.map(|percent| percent.to_string());
    if percent.is_none() != percents.is_empty() || percent.as_ref().is_some_and(|one| !percents.contains(one))
    {
        wrong.push(format!("tỷ lệ {percent:?}, đã nhập {percents:?}"));
    }
    if cell.role != *role {
        wrong.push(format!("vai trò {:?}, phải là {role:?}", cell.role));
    }
    let disputed = (unit, task) == (&scene.disputed.0, &scene.disputed.1);
    if cell.conflict != disputed {
        wrong.push(format!("xung đột {}, phải là {disputed}", cell.conflict));
    }
    let evidence = said.evidence(unit, task).len();
    if usize::try_from(cell.evidence) != Ok(evidence) || cell.evidence_waiting != 0 {
        let (there, waiting) = (cell.evidence, cell.evidence_waiting);
        wrong.push(format!("{there} minh chứng, {waiting} còn trên máy xã; phải là {evidence} và 0"));
    }
    wrong
}
