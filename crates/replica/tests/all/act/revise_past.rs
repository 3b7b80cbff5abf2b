//! Periods that were over when the plan was revised, and those in which it was.

use model::ids::{FigureId, IndicatorId, PeriodId, TaskId};
use model::plan::{DueForm, DueWhen, PlanChange, TaskForm, UnitTarget};
use model::target::{EntryKey, Target};
use model::window::{Ask, EntryPage, PlanForms};

use super::revise::{form, new_task, of, revise, three};
use crate::support::{Laptop, unit, write};

/// What a window tells of a period that is over.
fn over(laptop: &Laptop, tasks: &[&str]) -> Vec<serde_json::Value> {
    let period = || PeriodId::new("H1");
    let mut all: Vec<serde_json::Value> = [
        Ask::Matrix { period: period(), field: None },
        Ask::Figures { period: period(), field: None },
        Ask::Late { period: period(), field: None },
        Ask::Work { period: period(), unit: Some(unit("ayun")), task: None },
        Ask::Overview { period: period() },
        Ask::Timeliness { period: period(), field: None },
    ]
    .iter()
    .map(|ask| laptop.ask(ask))
    .collect();
    for task in tasks {
        let entry = EntryKey { task: TaskId::new(*task), period: period() };
        let mut page = laptop.ask(&Ask::Entry { unit: unit("ayun"), entry });
        // Only that something else holds from a day on is told beside it.
        page["otherDays"] = serde_json::Value::Null;
        page["task"]["until"] = serde_json::Value::Null;
        page["task"]["into"] = serde_json::Value::Null;
        all.push(page);
    }
    // That of the year alone tells of what came later.
    all[4]["year"] = serde_json::Value::Null;
    for period in all[5]["periods"].as_array_mut().unwrap() {
        if period["id"] != "H1" && period["id"] != "Q1" {
            *period = serde_json::Value::Null;
        }
    }
    all.iter_mut().for_each(without_moments);
    all
}

/// When it was asked, and when a unit was last heard, is another time each time.
fn without_moments(told: &mut serde_json::Value) {
    match told {
        serde_json::Value::Object(parts) => {
            parts.retain(|key, _| key != "asOf" && key != "lastHeard");
            parts.values_mut().for_each(without_moments);
        }
        serde_json::Value::Array(all) => all.iter_mut().for_each(without_moments),
        _ => {}
    }
}

/// The innermost place at which two answers differ.
fn differing(was: &serde_json::Value, is: &serde_json::Value) -> String {
    let pairs: Vec<(String, &serde_json::Value)> = match was {
        serde_json::Value::Object(parts) => parts.iter().map(|(key, one)| (key.clone(), one)).collect(),
        serde_json::Value::Array(all) => {
            all.iter().enumerate().map(|(at, one)| (at.to_string(), one)).collect()
        }
        _ => Vec::new(),
    };
    let there = |key: &str| is.get(key).or_else(|| is.get(key.parse::<usize>().ok()?));
    let other = pairs.into_iter().find(|(key, one)| there(key) != Some(one));
    match other {
        Some((key, one)) => {
            format!("{key} {}", there(&key).map_or("gone".to_owned(), |is| differing(one, is)))
        }
        None => format!("{was} → {is}"),
    }
}

#[test]
fn of_a_period_that_was_over_a_revision_changes_no_word_no_rate_and_no_lateness() {
    let (mut district, office, ayun) = three();
    let of_h1 = |task: &str| EntryKey { task: TaskId::new(task), period: PeriodId::new("H1") };
    for (figure, text) in [("part", "90"), ("whole", "100")] {
        let target = Target::Figure {
            entry: of_h1("III.6a"),
            indicator: "ho-so-dung-han".into(),
            figure: FigureId::new(figure),
        };
        ayun.act(write(target, text)).unwrap();
    }
    ayun.act(write(Target::State { entry: of_h1("III.6b") }, "done")).unwrap();
    ayun.sync(&mut district);
    office.sync(&mut district);
    let tasks = ["III.6a", "III.6b", "III.3a"];
    let before = over(&office, &tasks);

    let mut dated = form(&office, "III.6b");
    (dated.title, dated.outputs) = ("Xin lỗi khi trễ hẹn".into(), vec!["Sổ theo dõi".into()]);
    dated.due = vec![DueForm {
        rule: None,
        text: "Trước 15/02".into(),
        when: DueWhen::On { day: "15/02/2019".into() },
    }];
    let targets = PlanChange::Targets {
        indicator: "ho-so-dung-han".into(),
        target: ">= 80 %".into(),
        units: vec![UnitTarget { unit: unit("ayun"), target: ">= 70 %".into() }],
    };
    let moved = TaskForm { field: "I".into(), title: "Khác".into(), ..form(&office, "III.3a") };
    office.act(revise(vec![of(dated), of(moved), targets])).unwrap();
    office.sync(&mut district);
    ayun.sync(&mut district);
    office.sync(&mut district);
    for (was, is) in before.iter().zip(over(&office, &tasks)) {
        assert!(*was == is, "{}", differing(was, &is));
    }
    let page = |period: &str| -> EntryPage {
        let entry = EntryKey { task: TaskId::new("III.6a"), period: PeriodId::new(period) };
        serde_json::from_value(ayun.ask(&Ask::Entry { unit: unit("ayun"), entry })).unwrap()
    };
    assert_eq!((page("H1").figures[0].met, page("H1").figures[0].target.as_str()), (Some(false), "≥ 100 %"));
    assert_eq!(page("Q3").figures[0].target, "≥ 70 %");
    let [told] = page("H1").other_days.try_into().unwrap();
    assert_eq!((told.from.unwrap().to_string().as_str(), told.text.as_str()), ("2019-08-20", "≥ 70 %"));
    let [told] = page("Q3").other_days.try_into().unwrap();
    assert_eq!((told.until.unwrap().to_string().as_str(), told.text.as_str()), ("2019-08-19", "≥ 100 %"));
}

#[test]
fn of_a_split_task_figures_go_on_under_the_part_that_carries_them_and_the_year_adds_both() {
    let (mut district, office, ayun) = three();
    let figure = |task: &str, period: &str, figure: &str| Target::Figure {
        entry: EntryKey { task: TaskId::new(task), period: PeriodId::new(period) },
        indicator: "ho-so-dung-han".into(),
        figure: FigureId::new(figure),
    };
    for (of, text) in [("part", "90"), ("whole", "100")] {
        ayun.act(write(figure("III.6a", "H1", of), text)).unwrap();
    }
    ayun.sync(&mut district);
    let part = |code: &str, carries: Vec<IndicatorId>| {
        let (lead, with) = (vec!["agencies".into(), "communes".into()], vec![]);
        of(TaskForm { replaces: vec![TaskId::new("III.6a")], carries, lead, with, ..new_task(code) })
    };
    office.act(revise(vec![part("III.6x", vec![]), part("III.6y", vec!["ho-so-dung-han".into()])])).unwrap();
    office.sync(&mut district);
    // Written offline under the whole, which was there on some days of the quarter.
    ayun.act(write(figure("III.6a", "Q3", "part"), "5")).unwrap();
    ayun.sync(&mut district);
    assert_eq!(ayun.queue().refused.len(), 0, "what comes late has its place");
    let carrier = work_of_code(&ayun, "III.6y");
    for (of, text) in [("part", "45"), ("whole", "50")] {
        ayun.act(write(figure(&carrier, "Q3", of), text)).unwrap();
    }
    let page = |task: &str, period: &str| -> EntryPage {
        let entry = EntryKey { task: TaskId::new(task), period: PeriodId::new(period) };
        serde_json::from_value(ayun.ask(&Ask::Entry { unit: unit("ayun"), entry })).unwrap()
    };
    let now = page(&carrier, "Q3");
    let [now] = &now.figures[..] else { panic!("{:?}", now.figures) };
    assert_eq!(now.result.as_deref(), Some("90 %"));
    let year = now.year.as_ref().unwrap();
    assert_eq!((year.values.join("/"), year.missing.len()), ("135/150".to_owned(), 0), "{year:?}");
    assert_eq!(page("III.6a", "H1").figures[0].result.as_deref(), Some("90 %"), "past figures stay");
    assert!(page(&work_of_code(&ayun, "III.6x"), "Q3").figures.is_empty());
    ayun.sync(&mut district);
    assert_eq!(ayun.queue().refused.len(), 0);
}

/// The id of the task of this code.
fn work_of_code(laptop: &Laptop, code: &str) -> String {
    let forms: PlanForms = serde_json::from_value(laptop.ask(&Ask::PlanForms)).unwrap();
    forms.tasks.into_iter().find(|one| one.form.code == code).unwrap().form.id.unwrap().to_string()
}
