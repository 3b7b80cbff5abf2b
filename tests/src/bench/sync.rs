//! What a sync weighs and takes, against the real server on this machine.

use std::path::Path;
use std::time::Instant;

use anyhow::{Result, ensure};
use model::ids::UnitId;
use model::plan::Plan;
use model::target::{EntryKey, Target};
use model::window::Act;
use replica::sync::http_client;

use super::hand::{Exchanged, Hand};
use super::post::Post;
use super::{Measure, Row, Times};
use crate::demo::{plan, q3};
use crate::server::District;

const EARLIER: usize = 300;
const ROUNDS: usize = 30;

pub async fn measure(folder: &Path) -> Result<Vec<Row>> {
    let plan = plan()?;
    let mut district = District::open(folder, Some(plan.year()))?.log_to(folder.join("server.log"));
    district.start()?;
    let mut rows = Vec::new();
    let commune = enrol(&district, folder, "ayun").await?;
    for number in 0..EARLIER {
        commune.write_field(&plan, number, number)?;
        commune.exchange().await?;
    }
    let mut one = Weights::default();
    for round in 0..ROUNDS {
        for number in 0..50 {
            commune.write_field(&plan, number, EARLIER + round * 50 + number)?;
        }
        one.add(commune.exchange().await?);
    }
    rows.extend(one.rows(&format!("50 edits in one document with {EARLIER} earlier changes")).await?);
    let office = enrol(&district, folder, "noi-vu").await?;
    let mut many = Weights::default();
    for round in 0..ROUNDS {
        office.write_everywhere(&plan, round)?;
        many.add(office.exchange().await?);
    }
    let documents = many.documents;
    rows.extend(many.rows(&format!("2 edits in each of {documents} documents")).await?);
    Ok(rows)
}

async fn enrol(district: &District, folder: &Path, unit: &str) -> Result<Hand> {
    let code = district.enrol(unit, "Đinh Hmưk")?;
    Hand::enrol(district.address(), code, &folder.join(unit)).await
}

/// What exchanges weighed and took.
#[derive(Default)]
struct Weights {
    up: Vec<usize>,
    down: Vec<usize>,
    documents: usize,
    seal: Times,
    durable: Times,
    take: Times,
}

impl Weights {
    fn add(&mut self, one: Exchanged) {
        self.up.push(one.up);
        self.down.push(one.down);
        self.documents = one.documents;
        self.seal.add(one.seal);
        self.durable.add(one.durable);
        self.take.add(one.take);
    }

    async fn rows(mut self, what: &str) -> Result<Vec<Row>> {
        self.up.sort_unstable();
        self.down.sort_unstable();
        let (up, down) = (self.up[self.up.len() / 2], self.down[self.down.len() / 2]);
        let mut bare = Times::default();
        let post = Post::open(down)?;
        let client = http_client()?;
        for _ in 0..ROUNDS * 2 {
            let begun = Instant::now();
            let reply = client.post(post.address()).body(vec![7; up]).send().await?;
            ensure!(reply.bytes().await?.len() == down, "the bare server answers as many bytes");
            bare.add(begun.elapsed());
        }
        let of = format!("{ROUNDS} syncs with the real server on loopback");
        let http = "without headers of HTTP";
        Ok(vec![
            Row::of_one(format!("{what}: bytes up"), http, Measure::bytes(up)),
            Row::of_one(format!("{what}: bytes down"), http, Measure::bytes(down)),
            Row::of_times(format!("{what}: sealed on the laptop"), &of, &self.seal),
            Row::of_times(format!("{what}: sent until durable"), &of, &self.durable)
                .beside(bare.median(), "a bare POST"),
            Row::of_times(format!("{what}: answer taken in"), of, &self.take),
            Row::of_times("bare POST of as many bytes", "answered from memory, nothing stored", &bare),
        ])
    }
}

/// What the people of this measurement write.
impl Hand {
    /// One field of one of the unit's entries.
    fn write_field(&self, plan: &Plan, field: usize, number: usize) -> Result<()> {
        let tasks = plan.assignments_of(&self.device.unit);
        let entry = EntryKey { task: tasks[field / 2 % tasks.len()].task.clone(), period: q3() };
        let (target, text) = match field % 2 {
            0 => (Target::Percent { entry }, (number % 101).to_string()),
            _ => {
                (Target::Narrative { entry }, format!("Đã tiếp nhận và giải quyết đúng hạn {number} hồ sơ."))
            }
        };
        self.write(target, text)
    }

    /// Two edits in each document that the office writes: the plan, its workbook, its reviews of all others.
    fn write_everywhere(&self, plan: &Plan, round: usize) -> Result<()> {
        for report in plan.reports().iter().take(2) {
            let target = Target::UnitDays { period: report.id.clone() };
            self.write(target, (1 + round % 20).to_string())?;
        }
        self.write_field(plan, 0, round)?;
        self.write_field(plan, 1, round)?;
        let own = |unit: &UnitId| *unit == self.device.unit;
        for unit in plan.units().iter().map(|unit| &unit.id).filter(|unit| !own(unit)) {
            let tasks = plan.assignments_of(unit);
            for assignment in tasks.iter().take(2) {
                let entry = EntryKey { task: assignment.task.clone(), period: q3() };
                let reason = format!("Thiếu biểu tổng hợp kèm theo, lần {round}");
                let (until, fields) = (String::new(), Vec::new());
                self.replica.act(Act::Return { unit: unit.clone(), entry, reason, until, fields })?;
            }
        }
        Ok(())
    }
}
