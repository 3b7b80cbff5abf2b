//! The next year's plan from the last one, and a plan under a task.

use model::doc_id::DocId;
use model::ids::{PlanId, TaskId, UnitId};
use model::target::Target;
use model::value::Value;
use sync_server::admin::{self, AdminError, NextPlan, PlanFiles};

use crate::support::{COMMUNE, COORDINATOR, PLAN, Server, TASK, all_durable, plan_folder};

const NEXT: &str = "mang-yang-2020";

fn next(server: &Server, carried: &[&str], open: bool) -> Result<NextPlan, AdminError> {
    let carried: Vec<TaskId> = carried.iter().map(|task| TaskId::new(*task)).collect();
    let to = server.path("next");
    admin::next_plan(&server.data(), &PlanId::new(PLAN), &carried, (Some(&to), open), &server.time.clock())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_next_years_plan_is_written_to_look_at_and_opened_from_its_folder() {
    let server = Server::start().await;
    let mut laptop = server.enrol(COMMUNE).await;
    let sent = laptop.narrative("đang làm, chưa xong");
    assert!(all_durable(&laptop.sync(&server, sent).await));
    let made = next(&server, &[], false).unwrap();
    assert!(made.opened.is_none());
    let one = made.unfinished.iter().find(|one| one.task.as_str() == TASK).unwrap();
    assert!(one.units.contains(&UnitId::new(COMMUNE)), "the office is shown who did not finish: {one:?}");
    let told = admin::list_plans(&server.data()).unwrap();
    assert_eq!(told.len(), 1, "nothing is opened before somebody looked at it");
    assert!(
        matches!(next(&server, &[], false), Err(AdminError::FileExists(_))),
        "what somebody is changing there is not written over"
    );

    let folder = server.path("next");
    let text = std::fs::read_to_string(folder.join("plan.toml")).unwrap();
    assert!(text.starts_with("# Kế hoạch năm 2020"), "{}", &text[..80]);
    let changed = text.replace("title = \"Kế hoạch duy trì", "title = \"Kế hoạch năm 2020 về duy trì");
    std::fs::write(folder.join("plan.toml"), changed).unwrap();
    let files = PlanFiles::without_units(&folder).unwrap();
    let plan = admin::add_plan(&server.data(), &files, None, &server.time.clock()).unwrap();
    assert_eq!((plan.id().as_str(), plan.year()), (NEXT, 2020));
    assert!(plan.title().starts_with("Kế hoạch năm 2020 về"), "as it was changed");
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_opened_at_once_with_the_duties_that_are_on_and_a_unit_carries_its_task_over() {
    let server = Server::start().await;
    let mut office = server.enrol(COORDINATOR).await;
    office.catch_up(&server).await;
    let (doc, on) = (DocId::plan(&PlanId::new(PLAN)), Target::TaskOn { task: TaskId::new("MII.3a") });
    let changes = office.edit(&doc, on.clone(), Value::Bool(true));
    assert!(all_durable(&office.sync(&server, vec![(doc, changes)]).await));

    let made = next(&server, &[TASK], true).unwrap();
    let plan = made.opened.unwrap();
    assert_eq!(plan.task(&TaskId::new(TASK)).unwrap().carried_from, Some(PlanId::new(PLAN)));
    office.catch_up(&server).await;
    let new = DocId::plan(&PlanId::new(NEXT));
    assert_eq!(office.read(&new, &on), Value::Bool(true), "what was on goes on");

    let mut laptop = server.enrol(COMMUNE).await;
    laptop.catch_up(&server).await;
    let from = model::value::CarriedFrom { plan: PlanId::new(PLAN), period: "Q3".into() };
    let workbook = DocId::workbook(&PlanId::new(NEXT), UnitId::new(COMMUNE));
    let carried = |task: &str| Target::Carried { task: TaskId::new(task) };
    let changes = laptop.edit(&workbook, carried(TASK), Value::record(&from));
    assert!(all_durable(&laptop.sync(&server, vec![(workbook.clone(), changes)]).await));
    laptop.documents.remove(&workbook);
    let changes = laptop.edit(&workbook, carried("II.1"), Value::record(&from));
    let reply = laptop.sync(&server, vec![(workbook, changes)]).await;
    assert!(
        reply.fates.iter().flatten().any(|fate| fate.refusal().is_some()),
        "nobody carries over what is not theirs: {:?}",
        reply.fates
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_that_is_not_there_is_told_and_nothing_is_written() {
    let server = Server::start().await;
    let told = next(&server, &["XIX.1"], true).unwrap_err();
    assert!(matches!(&told, AdminError::NoTask(codes) if codes == &["XIX.1"]), "{told}");
    assert!(!server.path("next").exists());
    let none = PlanId::new("khong-co");
    let told = admin::next_plan(&server.data(), &none, &[], (None, true), &server.time.clock()).unwrap_err();
    assert!(matches!(told, AdminError::NoPlan { .. }), "{told}");
    assert_eq!(admin::list_plans(&server.data()).unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_example_of_a_plan_under_a_task_is_opened_beside_the_plan_above() {
    let server = Server::start().await;
    let folder = plan_folder().join("../vi-du-tuyen-truyen-2019");
    let files = PlanFiles::without_units(&folder).unwrap();
    let plan = admin::add_plan(&server.data(), &files, None, &server.time.clock()).unwrap();
    let above = plan.above().unwrap();
    assert_eq!((above.plan.as_str(), above.task.as_str()), (PLAN, "I.1"));
    let mut laptop = server.enrol(COMMUNE).await;
    laptop.catch_up(&server).await;
    let workbook = DocId::workbook(plan.id(), UnitId::new(COMMUNE));
    let entry = model::target::EntryKey { task: "TT.2".into(), period: "Q3".into() };
    let target = Target::Narrative { entry };
    let changes = laptop.edit(&workbook, target, Value::Str("Đã đăng 3 tin".into()));
    assert!(all_durable(&laptop.sync(&server, vec![(workbook, changes)]).await), "its units write in it");
}
