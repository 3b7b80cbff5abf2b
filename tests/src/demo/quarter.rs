//! A quarter at one desk, without network: something in each of its assignments.

use anyhow::Result;
use indicatif::ProgressBar;
use model::ids::TaskId;
use model::plan::{IndicatorKind, Plan};
use model::state::WorkState;
use model::target::{EvidencePart, Target};
use model::window::Act;

use super::{Desk, Dice, Shelf, entry, q3, words};

const DAYS: usize = 92;

/// Enters something for each task of the desk, revises some of it, and hands the quarter in.
pub fn work(desk: &Desk, plan: &Plan, seed: u64, shelf: &Shelf, bar: &ProgressBar) -> Result<()> {
    let mut dice = Dice::of(seed, &desk.name);
    let mut tasks = desk.tasks.clone();
    dice.shuffle(&mut tasks);
    let mut papers = Vec::new();
    for (at, task) in tasks.iter().enumerate() {
        desk.clock.to_day(at * (DAYS - 20) / tasks.len());
        tell(desk, task, &mut dice)?;
        figures(desk, plan, task, &mut dice)?;
        if dice.percent(14) {
            papers.push(prove(desk, shelf, task, papers.len(), &mut dice)?);
        } else if !papers.is_empty() && dice.percent(12) {
            let place = format!("Mục {}, trang {}", dice.between(1, 4), dice.between(1, 9));
            desk.reuse(task, dice.pick(&papers), &place)?;
        }
        bar.inc(1);
    }
    if plan.unit(&desk.unit).is_some_and(|unit| unit.kind == "commune")
        && let Some(first) = desk.tasks.first()
    {
        desk.attach(first, shelf.circular())?;
    }
    revise(desk, &tasks, &mut dice)?;
    desk.clock.to_day(DAYS - 1);
    Ok(())
}

fn tell(desk: &Desk, task: &TaskId, dice: &mut Dice) -> Result<()> {
    let state = match dice.below(100) {
        0..50 => Some(WorkState::Done),
        50..82 => Some(WorkState::InProgress),
        82..88 => Some(WorkState::NotApplicable),
        88..94 => Some(WorkState::NotStarted),
        _ => None,
    };
    if let Some(state) = state {
        desk.write(Target::State { entry: entry(task) }, state.code())?;
    }
    match state {
        Some(WorkState::Done) => desk.write(Target::Percent { entry: entry(task) }, "100")?,
        Some(WorkState::InProgress) => {
            let percent = dice.between(1, 19) * 5;
            desk.write(Target::Percent { entry: entry(task) }, &percent.to_string())?;
        }
        _ => {}
    }
    if state.is_none() || dice.percent(85) {
        desk.write(Target::Narrative { entry: entry(task) }, &words::narrative(dice))?;
    }
    if dice.percent(20) {
        desk.write(Target::Difficulties { entry: entry(task) }, &words::difficulty(dice))?;
    }
    if dice.percent(10) {
        desk.write(Target::Recommendations { entry: entry(task) }, &words::recommendation(dice))?;
    }
    Ok(())
}

fn figures(desk: &Desk, plan: &Plan, task: &TaskId, dice: &mut Dice) -> Result<()> {
    for indicator in plan.indicators_of(task, &desk.unit) {
        if indicator.checks.is_empty() && dice.percent(15) {
            let target = Target::NoneArose { entry: entry(task), indicator: indicator.id.clone() };
            desk.write(target, "true")?;
            continue;
        }
        let whole = dice.between(40, 4_000);
        let texts = match indicator.kind {
            IndicatorKind::Rate => vec![dice.between(whole * 8 / 10, whole).to_string(), whole.to_string()],
            IndicatorKind::Count => vec![dice.between(0, 30).to_string()],
            IndicatorKind::Checklist => Vec::new(),
            // A share has decimals; what is counted has none.
            IndicatorKind::Change => {
                let share = if indicator.points { ",5" } else { "" };
                vec![format!("{whole}{share}"), dice.between(40, 4_000).to_string()]
            }
        };
        for check in indicator.checks.iter().filter(|_| dice.percent(60)) {
            let (indicator, check) = (indicator.id.clone(), check.id.clone());
            desk.write(Target::Check { entry: entry(task), indicator, check }, "true")?;
        }
        for ((figure, _), text) in indicator.labelled().zip(texts) {
            let indicator = indicator.id.clone();
            desk.write(Target::Figure { entry: entry(task), indicator, figure }, &text)?;
        }
    }
    Ok(())
}

fn prove(
    desk: &Desk,
    shelf: &Shelf,
    task: &TaskId,
    number: usize,
    dice: &mut Dice,
) -> Result<model::ids::EvidenceId> {
    let paper = shelf.paper(&desk.name, number, dice)?;
    let id = desk.attach(task, &paper)?;
    desk.describe(&id, EvidencePart::Number, &dice.between(1, 900).to_string())?;
    desk.describe(&id, EvidencePart::Symbol, dice.word(&["QĐ-UBND", "KH-UBND", "BC-UBND", "CV-UBND"]))?;
    desk.describe(&id, EvidencePart::Issuer, words::issuer(dice))?;
    desk.describe(&id, EvidencePart::Abstract, words::about(dice))?;
    let signed = format!("{:02}/{}/2019", dice.between(1, 28), dice.between(1, 9));
    desk.describe(&id, EvidencePart::Signed, &signed)?;
    Ok(id)
}

/// In September: what was under way is finished, or gets a line more.
fn revise(desk: &Desk, tasks: &[TaskId], dice: &mut Dice) -> Result<()> {
    desk.clock.to_day(DAYS - 15);
    for task in tasks {
        if !dice.percent(20) {
            continue;
        }
        let narrative = Target::Narrative { entry: entry(task) };
        let before = desk.said(&narrative).unwrap_or_default();
        desk.write(narrative, format!("{before}\n{}", words::addition(dice)).trim_start())?;
        let state = Target::State { entry: entry(task) };
        if desk.said(&state).as_deref() == Some(WorkState::InProgress.code()) && dice.percent(60) {
            desk.write(state, WorkState::Done.code())?;
            desk.write(Target::Percent { entry: entry(task) }, "100")?;
        }
    }
    Ok(())
}

/// Two people of one unit, in two villages, tell of the same task: the same state, different per cents, and
/// each adds what the other does not have.
pub fn disagree(first: &Desk, second: &Desk, task: &TaskId, shelf: &Shelf, seed: u64) -> Result<()> {
    let mut dice = Dice::of(seed, "disagree");
    let percent = dice.between(4, 9) * 10;
    for (desk, percent) in [(first, percent), (second, percent - 15)] {
        desk.write(Target::State { entry: entry(task) }, WorkState::InProgress.code())?;
        desk.write(Target::Percent { entry: entry(task) }, &percent.to_string())?;
        let words = format!("{} ({}).", words::narrative(&mut dice), desk.person);
        desk.write(Target::Narrative { entry: entry(task) }, &words)?;
    }
    second.write(Target::Difficulties { entry: entry(task) }, &words::difficulty(&mut dice))?;
    prove(first, shelf, task, 900, &mut dice)?;
    prove(second, shelf, task, 901, &mut dice)?;
    Ok(())
}

/// Hands the quarter in.
pub fn submit(desk: &Desk) -> Result<()> {
    desk.act(Act::Submit { period: q3(), confirmed_by: None }).map(drop)
}
