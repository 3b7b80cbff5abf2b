//! Three years of a district, written on laptops and sent.

use std::path::Path;

use anyhow::Result;
use model::ids::UnitId;
use model::plan::Plan;
use model::target::{EntryKey, Target};
use model::window::{Act, InPlan};

use super::super::hand::Hand;
use crate::demo::{Dice, narrative, plan};
use crate::programs::mang_yang;
use crate::server::District;
use crate::window::PASSPHRASE;

const YEARS: [i32; 3] = [2017, 2018, 2019];
/// Entries that a unit tells of in a year, and the unit whose window is looked at.
const ENTRIES: usize = 20;
const OWN: usize = 100;

/// A server that runs; the laptops of Ayun and of Phòng Nội vụ stand in folders of their names, with all that they
/// may read.
pub async fn live(folder: &Path) -> Result<District> {
    let mut district = District::open(folder, Some(YEARS[0]))?.log_to(folder.join("server.log"));
    let of_this = mang_yang()?.display().to_string();
    for year in &YEARS[1..] {
        district.run(&["plan", "add", "--year", &year.to_string(), "--plan", &of_this])?;
    }
    district.add_leader()?;
    district.start()?;
    let plan = plan()?;
    let mut last = Vec::new();
    for unit in plan.units().iter().filter(|unit| !plan.assignments_of(&unit.id).is_empty()) {
        let home = folder.join(unit.id.as_str()).join("store");
        let hand =
            Hand::enrol(district.address(), district.enrol(unit.id.as_str(), "Đinh Hmưk")?, &home).await?;
        for year in YEARS {
            tell(&hand, &plan.for_year(year), &unit.id)?;
        }
        while hand.exchange().await?.more {}
        if ["ayun", "noi-vu"].contains(&unit.id.as_str()) {
            last.push((hand, home));
        }
    }
    for (hand, home) in last {
        while hand.exchange().await?.more {}
        hand.lock(&home, PASSPHRASE)?;
    }
    Ok(district)
}

fn tell(hand: &Hand, plan: &Plan, unit: &UnitId) -> Result<()> {
    let mut dice = Dice::of(u64::from(plan.year().unsigned_abs()), unit.as_str());
    let tasks = plan.assignments_of(unit);
    for number in 0..if unit.as_str() == "ayun" { OWN } else { ENTRIES } {
        let period = dice.pick(plan.reports()).id.clone();
        let entry = EntryKey { task: dice.pick(tasks).task.clone(), period };
        let state = ["in-progress", "done", "not-applicable"][number % 3];
        let words = narrative(&mut dice);
        for (target, text) in [
            (Target::State { entry: entry.clone() }, state.to_owned()),
            (Target::Percent { entry: entry.clone() }, (number % 101).to_string()),
            (Target::Narrative { entry }, words),
        ] {
            let what = Act::Write { target, text, base: None, beside: Vec::new() };
            hand.replica.act(InPlan { plan: Some(plan.id().clone()), ..InPlan::from(what) })?;
        }
    }
    Ok(())
}
