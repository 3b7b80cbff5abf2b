//! Answers as the windows' own tests read them: what each kind of viewer is told by the real thing. A test writes
//! them, and what it wrote must be what is committed.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::Result;
use model::ids::{FieldCode, PeriodId, PlanId, RegisterId, TaskId, UnitId};
use model::plan::{NextUnit, UnitChange, UnitForm};
use model::target::EntryKey;
use model::window::{AsOf, Ask, EvidenceView, InPlan, Queue, RegisterPage, Status};
use serde::Serialize;
use serde_json::Value;

use super::{OFFICE, PLANS, UNIT, Village, patient, told};
use crate::demo::Page;

/// What one viewer is told.
struct Recorded {
    /// By the question, as JSON with its keys in order.
    answers: BTreeMap<String, Value>,
    status: Option<Status>,
    queue: Option<Queue>,
}

impl Recorded {
    /// A line for each answer, so that a change shows which of them changed.
    fn text(&self) -> Result<String> {
        let mut drawn = Vec::new();
        let mut answers: Vec<(&String, Value)> =
            self.answers.iter().map(|(question, answer)| (question, answer.clone())).collect();
        answers.iter_mut().for_each(|(_, answer)| number(answer, &mut drawn));
        let mut lines = Vec::new();
        for (question, answer) in answers {
            // A question about what an office had before it names changes as well.
            let mut question: Value = serde_json::from_str(question)?;
            number(&mut question, &mut drawn);
            let question = serde_json::to_string(&question.to_string())?;
            lines.push(format!("{question}: {}", serde_json::to_string(&answer)?));
        }
        let answers = lines.join(",\n");
        let (status, queue) = (serde_json::to_string(&self.status)?, serde_json::to_string(&self.queue)?);
        Ok(format!("{{\n\"status\": {status},\n\"queue\": {queue},\n\"answers\": {{\n{answers}\n}}\n}}\n"))
    }
}

/// People's ids are drawn, and changes are called by what they hold: both are others each time, and are numbered as they come.
fn number(answer: &mut Value, drawn: &mut Vec<Value>) {
    match answer {
        Value::Array(all) => all.iter_mut().for_each(|one| number(one, drawn)),
        Value::Object(parts) => {
            for (key, part) in parts {
                match (key.as_str(), &mut *part) {
                    ("side" | "heads", Value::String(_)) => number_one(part, drawn),
                    ("people", Value::Array(people)) => {
                        let ids = people.iter_mut().filter_map(|one| one.get_mut("id"));
                        ids.for_each(|id| number_one(id, drawn));
                    }
                    _ => number(part, drawn),
                }
            }
        }
        _ => {}
    }
}

fn number_one(part: &mut Value, drawn: &mut Vec<Value>) {
    let known = drawn.iter().position(|one| one == part);
    let at = known.unwrap_or_else(|| {
        drawn.push(part.clone());
        drawn.len() - 1
    });
    *part = format!("{:064x}", at + 1).into();
}

/// Who looks: the name of the file, and whose laptop it is; a leader has none.
const LOOKS: [(&str, Option<(&str, &str)>); 3] =
    [("unit", Some(("hoan", UNIT))), ("coordinator", Some(("ha", OFFICE))), ("reader", None)];

/// Writes a file for each viewer, and the bytes of the evidence.
pub async fn record(village: &mut Village, to: &Path) -> Result<()> {
    village.again().await?;
    fs::create_dir_all(to.join("files"))?;
    for (name, laptop) in LOOKS {
        let recorded = match laptop {
            Some((who, unit)) => at_a_laptop(village, who, unit).await?,
            None => on_the_page(village).await?,
        };
        fs::write(to.join(format!("{name}.json")), recorded.text()?)?;
    }
    let laptop = village.laptop("hoan", patient()).await?;
    let pieces = laptop.ask(Ask::Evidence { unit: Some(UnitId::new(UNIT)) }).map_err(told)?;
    for piece in serde_json::from_value::<Vec<EvidenceView>>(pieces)? {
        let bytes = laptop.read_file(&piece.file, None).await.map_err(told)?.bytes;
        fs::write(to.join("files").join(piece.file.as_str()), bytes)?;
    }
    Ok(())
}

async fn at_a_laptop(village: &mut Village, who: &str, unit: &str) -> Result<Recorded> {
    let laptop = village.laptop(who, patient()).await?;
    let mut answers = BTreeMap::new();
    let mut asked = questions(Some(unit));
    asked.extend(records(&laptop)?);
    for asked in asked {
        let question = serde_json::to_value(&asked)?;
        let ask: InPlan<Ask> = serde_json::from_value(question.clone())?;
        answers.insert(question.to_string(), laptop.ask(ask).map_err(told)?);
    }
    for asked in as_seen(&answers)? {
        let question = serde_json::to_value(&asked)?;
        let ask: InPlan<Ask> = serde_json::from_value(question.clone())?;
        answers.insert(question.to_string(), laptop.ask(ask).map_err(told)?);
    }
    // How fast the line was, and where the server stood, is this machine's, and another each time.
    let queue = Queue { rate: None, ..laptop.queue().map_err(told)? };
    let status = Status { server: "https://cchc.mangyang.vn/".into(), ..laptop.status() };
    Ok(Recorded { answers, status: Some(status), queue: Some(queue) })
}

/// The entries of which an office had a word, as they stood then.
fn as_seen(answers: &BTreeMap<String, Value>) -> Result<Vec<Asked>> {
    let mut all = Vec::new();
    for (question, page) in answers {
        let InPlan { plan, as_of: None, what: Ask::Entry { unit, entry }, .. } =
            serde_json::from_str(question)?
        else {
            continue;
        };
        for remark in page["talk"].as_array().into_iter().flatten() {
            let heads = serde_json::from_value(remark["heads"].clone())?;
            let what = Ask::AsSeen { unit: unit.clone(), entry: entry.clone(), heads };
            all.push(Asked { plan: plan.clone(), as_of: None, what });
        }
    }
    Ok(all)
}

/// The records of one register, whose ids nobody typed.
fn records(laptop: &replica::Laptop) -> Result<Vec<Asked>> {
    let (register, unit, plan) = (RegisterId::new("pakn"), UnitId::new(UNIT), PlanId::new(PLANS[1].0));
    let ask = Ask::Register { register: register.clone(), unit: Some(unit.clone()) };
    let page = laptop.ask(InPlan { plan: Some(plan.clone()), ..ask.into() }).map_err(told)?;
    let page: RegisterPage = serde_json::from_value(page)?;
    let of = |record| Ask::Record { unit: unit.clone(), register: register.clone(), record };
    let asked = page.records.into_iter().map(|one| of(one.id));
    Ok(asked.map(|what| Asked { plan: Some(plan.clone()), as_of: None, what }).collect())
}

async fn on_the_page(village: &mut Village) -> Result<Recorded> {
    village.server.start().await?;
    let page = Page::log_in(&village.server.address()).await?;
    let mut answers = BTreeMap::new();
    for asked in questions(None) {
        let question = serde_json::to_value(&asked)?;
        answers.insert(question.to_string(), page.ask(&question).await?);
    }
    village.server.stop().await?;
    Ok(Recorded { answers, status: None, queue: None })
}

/// As a window asks it; `key` of `ui/tests/recorded.ts` writes the same.
#[derive(Clone, PartialEq, Serialize)]
struct Asked {
    #[serde(skip_serializing_if = "Option::is_none")]
    plan: Option<PlanId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    as_of: Option<AsOf>,
    #[serde(flatten)]
    what: Ask,
}

/// Two communes become one, as the form hands it over that is opened first.
fn merger() -> UnitChange {
    let unit = UnitForm {
        key: UnitId::new("new-1"),
        name: "Xã Ayun".into(),
        kind: "commune".into(),
        code: "23798".into(),
        parent: Some(UnitId::new("huyen")),
    };
    let units = vec![UnitId::new(UNIT), UnitId::new("dak-jo-ta")];
    UnitChange::Merge { units, outside: Vec::new(), into: NextUnit::New { unit } }
}

/// What the pages ask in the tests, and the door before it knows any plan.
fn questions(own: Option<&str>) -> Vec<Asked> {
    let own = own.map(UnitId::new);
    let mut all = vec![Asked { plan: None, as_of: None, what: Ask::Home }];
    for ((plan, _), periods) in PLANS.iter().zip([&["Q4"][..], &["Q3", "H1", "Y", "Q4"][..]]) {
        let plan = Some(PlanId::new(*plan));
        let asked = of_plan(own.as_ref(), periods).into_iter();
        all.extend(asked.map(|what| Asked { plan: plan.clone(), as_of: None, what }));
    }
    if own.as_ref().is_some_and(|own| own.as_str() == UNIT) {
        all.extend(of_the_past());
    }
    all
}

fn of_plan(own: Option<&UnitId>, periods: &[&str]) -> Vec<Ask> {
    let (this_year, current) = (periods.len() > 1, PeriodId::new(periods[0]));
    let mut all = vec![
        Ask::Home,
        Ask::Evidence { unit: own.cloned() },
        Ask::Conflicts,
        Ask::Silent,
        Ask::Document,
        Ask::Units,
        Ask::Day,
        Ask::Elsewhere,
        Ask::Overview { period: current.clone() },
        Ask::Reminders { unit: None },
        Ask::Proposals { unit: None },
        Ask::Reminders { unit: own.cloned() },
        Ask::Settings,
        Ask::Standby,
        Ask::Registers { unit: own.cloned() },
        Ask::Register { register: "pakn".into(), unit: Some(UnitId::new(UNIT)) },
        Ask::Register { register: "pakn".into(), unit: None },
    ];
    if own.is_some_and(|own| own.as_str() != UNIT) {
        all.push(Ask::Registers { unit: None });
        all.push(Ask::PlanForms);
    }
    if own.is_some_and(|own| own.as_str() == OFFICE) && this_year {
        all.push(Ask::UnitsPreview { changes: vec![merger()], from: String::new() });
    }
    if own.is_some() && this_year {
        all.push(Ask::CarryOver { unit: own.cloned() });
    }
    if own.is_some() || this_year {
        all.push(Ask::Deadlines { unit: own.cloned() });
    }
    let words = ["pakn", "xu ly pakn", "bien phap xu ly pakn", "thu tuc"];
    all.extend(words.map(|text| Ask::Find { text: text.into() }));
    for period in periods.iter().filter(|_| own.is_some()) {
        all.push(Ask::Work { period: PeriodId::new(*period), unit: own.cloned(), task: None });
    }
    let fields = if this_year { vec![None, Some(FieldCode::new("III"))] } else { vec![None] };
    for field in fields {
        all.push(Ask::Matrix { period: current.clone(), field });
    }
    all.push(Ask::Figures { period: current.clone(), field: None });
    all.push(Ask::Late { period: current.clone(), field: None });
    // The current one, and one that is over.
    for period in [current.clone(), PeriodId::new(if this_year { "H1" } else { periods[0] })] {
        all.push(Ask::Period { period: period.clone() });
        all.push(Ask::Timeliness { period, field: None });
    }
    all.push(Ask::Reviews { period: current.clone() });
    all.push(Ask::HandIn { period: current.clone(), unit: Some(UnitId::new(UNIT)) });
    all.push(Ask::Work { period: current.clone(), unit: Some(UnitId::new(UNIT)), task: None });
    all.push(Ask::Work { period: current.clone(), unit: None, task: Some(TaskId::new("III.6a")) });
    for task in ["III.6a", "III.6b", "III.7b", "VII.1", "VII.2", "II.1", "VI.3"] {
        let entry = EntryKey { task: TaskId::new(task), period: current.clone() };
        all.push(Ask::Entry { unit: UnitId::new(UNIT), entry });
        all.push(Ask::Guidance { task: TaskId::new(task) });
    }
    all
}

/// What was known one evening, and what had been written by then.
fn of_the_past() -> Vec<Asked> {
    let evening = chrono::DateTime::parse_from_rfc3339("2019-08-15T17:00:00+07:00");
    let at = evening.expect("a moment as RFC 3339 has it");
    let (unit, period) = (UnitId::new(UNIT), PeriodId::new("Q3"));
    let entry = EntryKey { task: TaskId::new("III.6a"), period: period.clone() };
    let mut all = Vec::new();
    for as_of in [AsOf::Known { at }, AsOf::Written { at }] {
        let work = Ask::Work { period: period.clone(), unit: Some(unit.clone()), task: None };
        let page = Ask::Entry { unit: unit.clone(), entry: entry.clone() };
        for what in [Ask::Home, work, page, Ask::Guidance { task: TaskId::new("III.6a") }] {
            all.push(Asked { plan: Some(PlanId::new(PLANS[1].0)), as_of: Some(as_of.clone()), what });
        }
    }
    all
}
