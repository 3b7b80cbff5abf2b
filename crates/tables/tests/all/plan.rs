use crate::support::{AYUN, World, percent, workbook};

#[test]
fn a_reporting_tool_reads_names_without_the_program() {
    let mut world = World::new();
    tables::write_plan(&world.conn, &world.plan).unwrap();
    world.edit(&workbook(AYUN), "a", "2019-08-20T08:00:00", &[percent("III.6a", 60)]);
    let row: (String, String, String, i64) = world
        .conn
        .query_row(
            "SELECT plan_unit.name, field_name, role, percent FROM with_entry AS entry
             JOIN plan_unit ON plan_unit.plan_id = entry.plan_id AND plan_unit.id = entry.unit
             JOIN plan_task ON plan_task.plan_id = entry.plan_id AND plan_task.code = entry.task
             JOIN plan_assignment USING (plan_id, unit, task)",
            [],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
        )
        .unwrap();
    let field = world.plan.field(&model::ids::FieldCode::new("III")).unwrap().name.clone();
    assert_eq!(row, ("Xã Ayun".into(), field, "lead".into(), 60));
}

#[test]
fn writing_a_plan_again_replaces_its_year_alone() {
    let world = World::new();
    tables::write_plan(&world.conn, &world.plan).unwrap();
    tables::write_plan(&world.conn, &world.plan).unwrap();
    tables::write_plan(&world.conn, &world.plan.for_year(2020)).unwrap();
    assert_eq!(world.count("SELECT count(*) FROM plan_assignment"), 2 * 1_082);
    assert_eq!(
        world.count(
            "SELECT count(*) FROM plan_indicator WHERE plan_id = 'mang-yang-2019' AND target = '≥ 95 %'"
        ),
        1
    );
}
