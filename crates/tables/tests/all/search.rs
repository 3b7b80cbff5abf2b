use model::register::ColumnOf;
use model::target::Target;
use model::value::Value;
use model::window::Ask;
use serde_json::{Value as Json, json};

use crate::support::{AYUN, TODAY, World, decision, link, narrative, workbook};
use view::Side;

fn filled() -> World {
    let mut world = World::new();
    let mut edits = vec![
        narrative("III.6a", "Đã sửa ĐƯỜNG liên thôn, 100 % hồ sơ đúng hạn"),
        link("III.6a", "aaaaaaaaaaaaa", "trang 3"),
    ];
    edits.extend(decision("aaaaaaaaaaaaa", '1'));
    world.edit(&workbook(AYUN), "a", "2019-08-20T08:00:00", &edits);
    world
}

fn find(world: &World, unit: &str, text: &str) -> Vec<Json> {
    world.ask(unit, &Ask::Find { text: text.into() }).as_array().unwrap().clone()
}

/// Without the plan's own words.
fn find_written(world: &World, unit: &str, text: &str) -> Vec<Json> {
    let mut found = find(world, unit, text);
    found.retain(|one| one["kind"] == "entry" || one["kind"] == "evidence");
    found
}

fn kinds(found: &[Json]) -> Vec<&str> {
    found.iter().map(|one| one["kind"].as_str().unwrap()).collect()
}

#[test]
fn words_without_marks_find_words_with_them() {
    let world = filled();
    for query in
        ["duong lien thon", "đường liên thôn", "ĐƯỜNG LIÊN", "đu\u{31b}\u{300}ng lien", "duo lie tho"]
    {
        let found = find_written(&world, AYUN, query);
        assert_eq!(kinds(&found), ["entry"], "{query}");
        assert_eq!(found[0]["entry"], json!({"task": "III.6a", "period": "Q3"}));
        assert!(found[0]["excerpt"].as_str().unwrap().contains("ĐƯỜNG"), "as it was written: {found:?}");
    }
}

#[test]
fn evidence_is_found_by_number_symbol_abstract_and_file() {
    let world = filled();
    for query in ["35 qd-ubnd", "35/QĐ-UBND", "de kjeng", "quyet dinh.pdf"] {
        let found = find(&world, AYUN, query);
        let evidence = found.iter().find(|one| one["kind"] == "evidence");
        assert_eq!(evidence.unwrap_or_else(|| panic!("{query}: {found:?}"))["title"], "35/QĐ-UBND");
    }
}

#[test]
fn a_day_is_found_with_and_without_its_zero_also_before_it_is_in_the_index() {
    let mut world = World::new();
    let edits = [narrative("III.6a", "Họp ngày 05/8/2019"), narrative("III.6b", "Họp ngày 6/08/2019")];
    world.edit(&workbook(AYUN), "a", "2019-08-20T08:00:00", &edits);
    let tasks = |world: &World, query: &str| -> Vec<String> {
        let found = find_written(world, AYUN, query).into_iter();
        found.map(|one| one["entry"]["task"].as_str().unwrap().to_owned()).collect()
    };
    for indexed in [false, true] {
        if indexed {
            while tables::index_marked(&world.conn, 100).unwrap() {}
        }
        for query in ["5/8/2019", "05/8/2019", "05/08/2019", "5.8.2019"] {
            assert_eq!(tasks(&world, query), ["III.6a"], "{query}");
        }
        for query in ["6/8/2019", "06/08/2019"] {
            assert_eq!(tasks(&world, query), ["III.6b"], "{query}");
        }
    }
    let found = find_written(&world, AYUN, "5/8/2019");
    assert!(found[0]["excerpt"].as_str().unwrap().contains("05/8/2019"), "as it was written: {found:?}");
}

#[test]
fn units_and_tasks_are_found_by_name_and_code() {
    let world = World::new();
    let found = find(&world, "noi-vu", "xa ayun");
    assert_eq!((&found[0]["kind"], &found[0]["unit"]), (&json!("unit"), &json!(AYUN)));
    let found = find(&world, AYUN, "III.6a");
    assert_eq!(found[0]["kind"], "task");
    assert!(found[0]["title"].as_str().unwrap().starts_with("III.6a "));
    assert_eq!(found[0]["entry"], json!({"task": "III.6a", "period": "Q3"}), "in the current period");
}

#[test]
fn a_text_that_was_changed_is_found_by_its_new_words_alone() {
    let mut world = filled();
    world.edit(&workbook(AYUN), "a", "2019-08-20T09:00:00", &[narrative("III.6a", "Cầu treo")]);
    assert!(find_written(&world, AYUN, "lien thon").is_empty());
    assert_eq!(kinds(&find_written(&world, AYUN, "cau treo")), ["entry"]);
    world.edit(&workbook(AYUN), "a", "2019-08-20T10:00:00", &[narrative("III.6a", "")]);
    assert!(find_written(&world, AYUN, "cau treo").is_empty());
    let check = "INSERT INTO search_index (search_index, rank) VALUES ('integrity-check', 1)";
    world.conn.execute(check, []).expect("the index holds what the texts hold, and nothing else");
}

#[test]
fn nobody_finds_what_they_may_not_read() {
    let world = filled();
    assert!(find_written(&world, "de-ar", "lien thon").is_empty(), "another commune");
    assert_eq!(kinds(&find_written(&world, "noi-vu", "lien thon")), ["entry"]);
    let reader = world.ask_as(None, TODAY, Side::Server, &Ask::Find { text: "lien thon".into() });
    let found = reader.unwrap();
    assert!(found.as_array().unwrap().iter().any(|one| one["kind"] == "entry"), "a reader sees every unit");
}

#[test]
fn whatever_is_typed_is_an_answer_and_never_an_error() {
    let world = filled();
    let long = "đường ".repeat(2_000);
    for query in [
        "",
        " ",
        "\"",
        "\"duong",
        "duong\"",
        "' OR 1=1 --",
        "%",
        "_",
        "*",
        "duong*",
        "^duong",
        "folded:duong",
        "NEAR(duong thon, 2)",
        "AND",
        "OR",
        "NOT",
        "duong AND",
        "(duong",
        "duong)",
        "{duong}",
        "-duong",
        "+",
        "😀",
        "😀 duong",
        "\0",
        "duong\0",
        "\u{301}",
        "ﬁ",
        "①",
        "中文",
        "::",
        "a:b",
        "\\",
        ";",
        &long,
    ] {
        find(&world, AYUN, query);
    }
    for query in ["\"lien thon", "lien thon*", "(lien thon", "😀 lien thon", "^lien + thon"] {
        assert_eq!(kinds(&find_written(&world, AYUN, query)), ["entry"], "signs are passed over: {query}");
    }
    for query in ["", "%", "😀", "\0"] {
        assert!(find(&world, AYUN, query).is_empty(), "nothing asked, nothing found: {query:?}");
    }
}

#[test]
fn at_most_fifty_are_told() {
    let mut world = World::new();
    let tasks: Vec<String> = world
        .plan
        .assignments_of(&model::ids::UnitId::new("noi-vu"))
        .iter()
        .map(|assignment| assignment.task.to_string())
        .collect();
    for unit in ["noi-vu", AYUN] {
        let edits: Vec<_> = tasks.iter().map(|task| narrative(task, "khảo sát thực địa")).collect();
        world.edit(&workbook(unit), "a", "2019-08-20T08:00:00", &edits);
    }
    assert_eq!(find(&world, "noi-vu", "khao sat thuc dia").len(), 50);
}

#[test]
fn a_day_of_a_record_is_found_and_shown_as_people_write_it() {
    let mut world = World::new();
    let cell = |column: &str, value: Value| {
        let column = ColumnOf::find("finding", column).unwrap();
        let target =
            Target::Cell { register: "kiem-tra-cchc".into(), record: "aaaaaaaaaaaaa".into(), column };
        (target, value)
    };
    let edits =
        [cell("content", Value::Str("Thiếu niêm yết".into())), cell("due", Value::Str("2019-09-30".into()))];
    world.edit(&workbook("noi-vu"), "a", "2019-08-20T08:00:00", &edits);
    for query in ["niem yet", "30/9/2019"] {
        let found = find(&world, "noi-vu", query);
        let excerpt = found[0]["excerpt"].as_str().unwrap();
        assert!(excerpt.contains("30/9/2019") && !excerpt.contains("2019-09"), "{query}: {excerpt}");
    }
}

#[test]
fn an_excerpt_starts_near_the_word_and_not_within_one() {
    let mut world = World::new();
    let words = format!("{} cây cầu\nbê tông {}", "mở đầu ".repeat(50), "kết thúc ".repeat(50));
    world.edit(&workbook(AYUN), "a", "2019-08-20T08:00:00", &[narrative("III.6a", &words)]);
    let found = find(&world, AYUN, "be tong");
    let excerpt = found[0]["excerpt"].as_str().unwrap();
    assert!(excerpt.starts_with("…") && excerpt.ends_with('…'), "{excerpt}");
    assert!(excerpt.contains("cây cầu bê tông"), "in one line: {excerpt}");
}
