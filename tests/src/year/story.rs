//! What happens, from one period to the next.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use model::ids::{PeriodId, TaskId, UnitId};
use model::plan::{DueForm, DueWhen, NextUnit, PlanChange, TaskForm, UnitChange, UnitForm};
use model::record::NewRows;
use model::state::WorkState;
use model::target::Target;
use model::window::{Act, Ask, NewRevision, NewUnitRevision, PlanForms, ReminderView};

use super::ledger::{Choice, Word};
use super::{REGISTER, Year, entry, in_plan};
use crate::demo::Desk;

/// A period: its first work, when there is a network for all but the silent ones, its day, when these are heard, when the offices'
/// words travel, when it is closed. Months and days.
struct Dates {
    period: &'static str,
    work: &'static str,
    network: &'static str,
    urged: &'static str,
    late: &'static str,
    second: &'static str,
    closed: &'static str,
}

const DATES: [Dates; 4] = [
    dates("Q1", ["02-20", "03-01", "03-06", "03-08", "03-12", "03-20"]),
    dates("H1", ["05-20", "06-01", "06-06", "06-08", "06-12", "06-20"]),
    dates("Q3", ["08-20", "09-01", "09-06", "09-08", "09-12", "09-20"]),
    dates("Y", ["11-10", "11-20", "11-26", "11-28", "12-02", "12-10"]),
];

const fn dates(
    period: &'static str,
    [work, network, urged, late, second, closed]: [&'static str; 6],
) -> Dates {
    Dates { period, work, network, urged, late, second, closed }
}

pub fn periods() -> impl Iterator<Item = PeriodId> {
    DATES.iter().map(|dates| PeriodId::new(dates.period))
}

/// The communes that are merged, and the one that comes in their place.
const MERGED: [&str; 2] = ["ayun", "dak-jo-ta"];
const NEW: &str = "Xã Ayun mới";
/// One of so many tasks is told of in each period.
const EVERY: usize = 6;
/// So many are begun in the last one, and go on in the next year.
const LEFT: usize = 3;

impl Year {
    pub(super) async fn go_on(&mut self, tell: &dyn Fn(String)) -> Result<()> {
        for (round, dates) in DATES.iter().enumerate() {
            self.period(round, dates).await?;
            tell(format!(
                "{}: {} mục, {} báo cáo",
                dates.period,
                self.ledger.entries.len(),
                self.ledger.handed.len()
            ));
            match round {
                1 => self.revise("07-01").await?,
                2 => self.merge("10-01").await?,
                _ => {}
            }
        }
        self.next_year("12-20").await
    }

    async fn period(&mut self, round: usize, dates: &Dates) -> Result<()> {
        let period = PeriodId::new(dates.period);
        self.ledger.parts_of.insert(period.clone(), self.ledger.parts);
        let there = self.there(round);
        let (silent, speaking): (Vec<UnitId>, Vec<UnitId>) = there.into_iter().enumerate().fold(
            (Vec::new(), Vec::new()),
            |(mut silent, mut speaking), (at, unit)| {
                let of = if at % 8 == round { &mut silent } else { &mut speaking };
                of.push(unit);
                (silent, speaking)
            },
        );
        for unit in &speaking {
            self.work(unit, &period, dates.work, round)?;
        }
        self.network(dates.network).await?;
        self.hand_in(&speaking, &period, true);

        self.review(&period, dates.urged)?;
        self.urge(&silent, &period, dates.urged)?;
        self.network(dates.urged).await?;

        for unit in &silent {
            self.work(unit, &period, dates.late, round)?;
            self.answer(unit, dates.late)?;
        }
        self.mend(&period, dates.late)?;
        self.network(dates.late).await?;
        self.hand_in(&silent, &period, false);

        self.review(&period, dates.second)?;
        self.amend(&period, dates.second)?;
        self.network(dates.second).await?;

        let office = self.desk(self.plan.coordinator());
        office.clock.to(dates.closed);
        let reason = "Đã tổng hợp".to_owned();
        office.act(Act::ClosePeriod { period: period.clone(), closed: true, reason })?;
        self.ledger.closed.insert(period);
        self.network(dates.closed).await
    }

    /// Units that work in this round: UBND huyện has no part in any task, and of the merged ones one laptop goes on for the new one.
    fn there(&self, round: usize) -> Vec<UnitId> {
        let works = |desk: &&Desk| {
            let gone = round == 3 && desk.unit.as_str() == MERGED[1];
            !gone && !desk.tasks.is_empty()
        };
        self.desks.iter().filter(works).map(|desk| desk.unit.clone()).collect()
    }

    /// A unit tells of some of its tasks, and hands the period in.
    fn work(&mut self, unit: &UnitId, period: &PeriodId, day: &str, round: usize) -> Result<()> {
        let desk = self.desk(unit);
        desk.clock.to(day);
        let every = |first: usize| desk.tasks.iter().skip(first).step_by(EVERY).cloned();
        let mut tasks: Vec<(TaskId, Word)> = every(round).map(|task| (task, Word::Done)).collect();
        if round == DATES.len() - 1 {
            tasks.extend(every(DATES.len()).take(LEFT).map(|task| (task, Word::Begun)));
        }
        for (task, word) in &tasks {
            let state = if *word == Word::Done { WorkState::Done } else { WorkState::InProgress };
            desk.write(Target::State { entry: entry(task, period) }, state.code())?;
            let words = format!("Kết quả trong {period}.");
            desk.write(Target::Narrative { entry: entry(task, period) }, &words)?;
        }
        let keeps = self.plan.registers().iter().find(|one| one.id.as_str() == REGISTER);
        let keeps = keeps.is_some_and(|register| self.plan.keeps(unit, register));
        if keeps {
            desk.act(Act::AddRecords { rows: news(day, self.plan.year()) })?;
        }
        desk.act(Act::Submit { period: period.clone(), confirmed_by: None })?;
        for (task, word) in tasks {
            self.ledger.entries.insert((period.clone(), unit.clone(), task), word);
        }
        *self.ledger.records.entry(unit.clone()).or_default() += usize::from(keeps);
        Ok(())
    }

    fn hand_in(&mut self, units: &[UnitId], period: &PeriodId, in_time: bool) {
        self.ledger.handed.extend(units.iter().map(|unit| ((period.clone(), unit.clone()), in_time)));
    }

    /// The coordinating office looks at what is done: most is accepted, one in five is sent back the first time.
    fn review(&mut self, period: &PeriodId, day: &str) -> Result<()> {
        let office = self.desk(self.plan.coordinator());
        office.clock.to(day);
        let first = self.ledger.of(period, Word::Accepted).is_empty();
        let mut said = Vec::new();
        for (at, (unit, task)) in self.ledger.of(period, Word::Done).into_iter().enumerate() {
            if unit == office.unit {
                continue;
            }
            let (of, back) = (entry(&task, period), first && at % 5 == 0);
            let act = if back {
                let reason = "Thiếu số liệu, đề nghị bổ sung.".to_owned();
                Act::Return { unit: unit.clone(), entry: of, reason, until: String::new(), fields: vec![] }
            } else {
                Act::Accept { unit: unit.clone(), entry: of, stamp: None, sure: true }
            };
            office.act(act)?;
            said.push(((period.clone(), unit, task), if back { Word::Returned } else { Word::Accepted }));
        }
        self.ledger.entries.extend(said);
        Ok(())
    }

    fn urge(&mut self, silent: &[UnitId], period: &PeriodId, day: &str) -> Result<()> {
        let office = self.desk(self.plan.coordinator());
        office.clock.to(day);
        let units: Vec<UnitId> = silent.iter().filter(|unit| **unit != office.unit).cloned().collect();
        let words = "Đề nghị nộp báo cáo.".to_owned();
        let (period, until) = (Some(period.clone()), String::new());
        office.act(Act::Remind { units: units.clone(), period, tasks: Vec::new(), words, until })?;
        self.ledger.reminded.extend(units.into_iter().map(|unit| (unit, false)));
        Ok(())
    }

    fn answer(&mut self, unit: &UnitId, day: &str) -> Result<()> {
        let desk = self.desk(unit);
        desk.clock.to(day);
        let all: Vec<ReminderView> = desk.ask(&Ask::Reminders { unit: Some(unit.clone()) })?;
        let mut open = all.into_iter().filter(|one| one.answerable && one.answered.is_none()).peekable();
        let reminded = open.peek().is_some();
        for one in open {
            desk.write(Target::ReminderAnswer { reminder: one.id }, "Đã nộp.")?;
        }
        if reminded {
            self.ledger.reminded.insert(unit.clone(), true);
        }
        Ok(())
    }

    /// What was sent back is mended where it was entered, without a network.
    fn mend(&mut self, period: &PeriodId, day: &str) -> Result<()> {
        self.write_on(period, day, (Word::Returned, Word::Done), 1)
    }

    /// Some go on writing in what they do not know to be accepted.
    fn amend(&mut self, period: &PeriodId, day: &str) -> Result<()> {
        self.write_on(period, day, (Word::Accepted, Word::Amended), 9)
    }

    fn write_on(&mut self, period: &PeriodId, day: &str, words: (Word, Word), every: usize) -> Result<()> {
        for (unit, task) in self.ledger.of(period, words.0).into_iter().step_by(every) {
            self.write_late(&unit, (&task, period), day)?;
            self.ledger.entries.insert((period.clone(), unit, task), words.1);
        }
        Ok(())
    }

    fn write_late(&self, unit: &UnitId, (task, period): (&TaskId, &PeriodId), day: &str) -> Result<()> {
        let desk = self.desk(unit);
        desk.clock.to(day);
        desk.write(Target::Difficulties { entry: entry(task, period) }, &format!("Bổ sung ngày {day}."))
    }

    /// Half a year later two communes and the office are given a new task.
    async fn revise(&mut self, day: &str) -> Result<()> {
        let given = ["hra", "lo-pang", self.plan.coordinator().as_str()].map(UnitId::new);
        let office = self.desk(self.plan.coordinator());
        office.clock.to(day);
        let year = self.plan.year();
        let task = TaskForm {
            id: None,
            field: "III".into(),
            code: "III.9".into(),
            title: "Rà soát chế độ báo cáo".into(),
            lead: given.iter().map(ToString::to_string).collect(),
            with: vec![],
            outputs: vec![],
            due: vec![DueForm { rule: None, text: "Thường xuyên".into(), when: DueWhen::Continuous }],
            replaces: vec![],
            carries: vec![],
        };
        let decided = format!("01/07/{year}");
        let revision = NewRevision {
            changes: vec![PlanChange::Task { task }],
            decision: "812/QĐ-UBND".into(),
            decided_on: decided.clone(),
            from: decided,
            words: String::new(),
        };
        office.act(Act::RevisePlan { revision })?;
        self.network(day).await?;
        let forms: PlanForms = self.desk(self.plan.coordinator()).ask(&Ask::PlanForms)?;
        let new = forms.tasks.into_iter().find(|one| one.form.code == "III.9").and_then(|one| one.form.id);
        let new = new.context("the new task has an id")?;
        for desk in self.desks.iter_mut().filter(|desk| given.contains(&desk.unit)) {
            // In front, so that the next rounds come to it.
            desk.tasks.insert(2, new.clone());
        }
        self.ledger.parts += given.len();
        Ok(())
    }

    /// Two communes become one; the second of them has not sent what it wrote before.
    async fn merge(&mut self, day: &str) -> Result<()> {
        let [first, second] = MERGED.map(UnitId::new);
        let old = PeriodId::new("Q3");
        let late = self.ledger.of(&old, Word::Accepted).into_iter().find(|(unit, _)| *unit == second);
        let (_, task) = late.context("the second commune has something that was accepted")?;
        self.write_late(&second, (&task, &old), "09-25")?;
        self.ledger.entries.insert((old, second.clone(), task), Word::Amended);

        let new = UnitForm {
            key: UnitId::new("moi"),
            name: NEW.into(),
            kind: "commune".into(),
            code: String::new(),
            parent: Some(UnitId::new("huyen")),
        };
        let units = MERGED.map(UnitId::new).into();
        let changes = vec![UnitChange::Merge { units, outside: vec![], into: NextUnit::New { unit: new } }];
        let decided = format!("01/10/{}", self.plan.year());
        let revision = NewUnitRevision {
            changes,
            decision: "1102/NQ-HĐND".into(),
            decided_on: decided.clone(),
            from: decided,
            words: String::new(),
        };
        let office = self.desk(self.plan.coordinator());
        office.clock.to(day);
        office.act(Act::ReviseUnits { revision })?;
        self.network(day).await?;
        let plan = self.plan_in_force()?;
        let found = plan.organisation().units().iter().find(|unit| unit.name == NEW);
        let new = found.map(|unit| unit.id.clone()).context("the new commune is in the list")?;
        self.ledger.parts -= self.desk(&second).tasks.len();
        let goes_on = self.desks.iter_mut().find(|desk| desk.unit == first).context("it has a desk")?;
        goes_on.unit = new.clone();
        self.new = Some(new);
        Ok(())
    }

    /// The plan of the year that comes is opened, and this one is closed: it is read as it was. Two communes choose what goes on.
    async fn next_year(&mut self, day: &str) -> Result<()> {
        let (id, next) = (self.plan.id().clone(), self.next());
        self.on(day);
        self.district.run(&["plan", "next", "--id", id.as_str(), "--open"])?;
        self.district.run(&["plan", "close", "--id", id.as_str()])?;
        self.network(day).await?;
        for unit in [Some(UnitId::new("hra")), self.new.clone()].into_iter().flatten() {
            let choice = self.choose(&unit)?;
            self.ledger.carried.insert(unit, choice);
        }
        let desk = self.desk(self.plan.coordinator());
        let target = Target::State { entry: entry(&desk.tasks[0], &PeriodId::new("Q1")) };
        let what =
            Act::Write { target, text: WorkState::InProgress.code().into(), base: None, beside: Vec::new() };
        desk.act(in_plan(next, what))?;
        self.network(day).await
    }

    /// What was begun and not finished goes on.
    fn choose(&self, unit: &UnitId) -> Result<Choice> {
        let mut choice = Choice::default();
        let all = self.ledger.entries.iter().filter(|((_, whose, _), _)| whose == unit);
        for ((.., task), word) in all {
            let of = if *word == Word::Begun { &mut choice.goes_on } else { &mut choice.finished };
            of.insert(task.clone());
        }
        let tasks = choice.goes_on.iter().cloned().collect();
        self.desk(unit).act(in_plan(self.next(), Act::CarryOver { tasks, records: Vec::new() }))?;
        Ok(choice)
    }
}

fn news(day: &str, year: i32) -> NewRows {
    let (month, of_day) = (&day[..2], &day[3..]);
    let cells = [
        ("published-on", format!("{of_day}/{month}/{year}")),
        ("title", "Tin CCHC".to_owned()),
        ("outlet", "phat-thanh".to_owned()),
    ];
    let row: BTreeMap<String, String> =
        cells.into_iter().map(|(name, text)| (name.to_owned(), text)).collect();
    NewRows { register: REGISTER.into(), rows: vec![row] }
}

/// The desk's day: "03-01".
impl crate::demo::Hands {
    fn to(&self, day: &str) {
        let number = |part: &str| part.parse().unwrap_or(1);
        self.to_date(number(&day[..2]), number(&day[3..]));
    }
}
