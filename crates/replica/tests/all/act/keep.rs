//! What stands in a field and is not written: it is safe, and nobody hears of it.

use model::target::Target;
use model::window::{Act, Ask, Beside, FailureCode, Form, FormField};

use crate::support::{District, Laptop, failure, figure, narrative, percent, write};

fn keep(target: Target, text: &str, reason: Option<&str>) -> Act {
    Act::Keep {
        target,
        text: text.into(),
        base: Some(String::new()),
        beside: Vec::new(),
        reason: reason.map(Into::into),
    }
}

fn written(target: Target, text: &str, base: &str) -> Act {
    Act::Write { target, text: text.into(), base: Some(base.into()), beside: Vec::new() }
}

#[test]
fn half_a_figure_outlives_a_kill_and_is_no_edit() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    let target = figure("III.6a", "ho-so-dung-han");
    ayun.act(keep(target.clone(), "9", None)).unwrap();
    ayun.act(keep(target.clone(), "98", None)).unwrap();
    ayun.sync(&mut district);
    let ayun = ayun.killed();
    let queue = ayun.queue();
    assert!(queue.edits.is_empty(), "nothing is to be sent");
    assert_eq!(queue.typed.len(), 1, "a field is kept as it last stood");
    let typed = &queue.typed[0];
    assert_eq!((&typed.target, &*typed.text, &typed.reason), (&target, "98", &None));
    assert!(typed.what.starts_with("III.6a · "), "{}", typed.what);
    assert_eq!(ayun.page("III.6a")["history"].as_array().unwrap().len(), 0, "it makes no line of history");

    ayun.act(written(target, "98", "")).unwrap();
    assert!(ayun.queue().typed.is_empty(), "what was written is kept no more");
    assert_eq!(ayun.queue().edits.len(), 1);
}

#[test]
fn what_was_refused_is_kept_with_its_reason_until_it_is_dropped() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    let long = "Đường vào làng bị ngập. ".repeat(2_000);
    let refused = failure(ayun.act(written(narrative("III.6a"), &long, "")));
    ayun.act(keep(narrative("III.6a"), &long, Some(&refused.message))).unwrap();
    let ayun = ayun.killed();
    let typed = ayun.queue().typed;
    assert_eq!((&typed[0].text, &typed[0].reason), (&long, &Some(refused.message)));
    ayun.act(Act::Forget { target: narrative("III.6a") }).unwrap();
    assert!(ayun.queue().typed.is_empty());
}

#[test]
fn what_is_written_in_vain_leaves_what_was_kept() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    ayun.act(keep(percent("III.6a"), "101", None)).unwrap();
    failure(ayun.act(written(percent("III.6a"), "101", "")));
    assert_eq!(ayun.queue().typed.len(), 1, "the refusal undoes nothing but the write");
}

#[test]
fn a_whole_book_in_a_field_is_told_and_not_kept() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    let failure = failure(ayun.act(keep(narrative("III.6a"), &"a".repeat(2 << 20), None)));
    assert!(failure.message.contains("chép ra chỗ khác"), "{}", failure.message);
    assert!(ayun.queue().typed.is_empty());
}

#[test]
fn what_came_into_a_field_while_one_typed_in_it_is_not_replaced_unasked() {
    let mut district = District::new();
    let (one, other) =
        (Laptop::new(&mut district, "ayun", "Y Blưm"), Laptop::new(&mut district, "ayun", "H'Nhung"));
    other.act(write(percent("III.6a"), "60")).unwrap();
    other.sync(&mut district);
    one.sync(&mut district);
    let asked = failure(one.act(written(percent("III.6a"), "75", "")));
    assert_eq!(asked.code, Some(FailureCode::Unseen));
    assert!(asked.message.contains("60 %"), "{}", asked.message);
    assert_eq!(one.page("III.6a")["percent"], 60, "what was not seen stands still");
    let confirmed = |told: &str| Act::Write {
        target: percent("III.6a"),
        text: "75".to_owned(),
        base: Some(String::new()),
        beside: vec![Beside { target: percent("III.6a"), text: told.to_owned() }],
    };
    other.act(write(percent("III.6a"), "65")).unwrap();
    other.sync(&mut district);
    one.sync(&mut district);
    let again = failure(one.act(confirmed(&asked.stands.unwrap())));
    assert!(
        again.message.contains("65 %"),
        "of 60 % the person was told, and not of this: {}",
        again.message
    );
    one.act(confirmed(&again.stands.unwrap())).unwrap();
    for (text, base) in [("80", "75"), ("80", "60"), ("90", "80")] {
        one.act(written(percent("III.6a"), text, base))
            .expect("nothing came in between that is not the same");
    }
    assert_eq!(one.ask(&Ask::Conflicts).as_array().unwrap().len(), 0);
}

fn half_filled(words: &str) -> Form {
    let field = |id: &str, label: &str, text: &str| FormField {
        id: id.into(),
        label: label.into(),
        text: text.into(),
    };
    let fields =
        vec![field("new-number", "Số, ký hiệu", "12/QĐ-UBND"), field("new-content", "Nội dung", words)];
    Form {
        id: "record/nhiem-vu-duoc-giao".into(),
        title: "Thêm nhiệm vụ được giao".into(),
        address: "#/so/nhiem-vu-duoc-giao".into(),
        fields,
    }
}

#[test]
fn a_form_that_is_half_filled_outlives_a_kill_until_it_is_written_or_given_up() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    for words in ["Rà", "Rà soát chế độ báo cáo"] {
        ayun.act(Act::KeepForm { form: half_filled(words) }).unwrap();
    }
    ayun.sync(&mut district);
    let ayun = ayun.killed();
    let queue = ayun.queue();
    assert!(queue.edits.is_empty(), "nothing is to be sent");
    let [kept] = &queue.forms[..] else { panic!("of each form there is one: {:?}", queue.forms) };
    assert_eq!(kept.form, half_filled("Rà soát chế độ báo cáo"));
    let file = ayun.path().join("chưa gửi.txt");
    ayun.store.export_unsent(&file).unwrap();
    let words = std::fs::read_to_string(&file).unwrap();
    assert!(words.contains("Nội dung: Rà soát chế độ báo cáo"), "it can be saved to a file: {words}");

    ayun.act(Act::KeepForm { form: Form { fields: vec![], ..half_filled("") } }).unwrap();
    assert!(ayun.queue().forms.is_empty());
}

#[test]
fn a_form_that_is_a_book_is_not_kept_and_that_is_said() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    ayun.act(Act::KeepForm { form: half_filled("Rà soát") }).unwrap();
    let refused = failure(ayun.act(Act::KeepForm { form: half_filled(&"dài ".repeat(400_000)) }));
    assert!(!refused.message.is_empty());
    assert_eq!(ayun.queue().forms[0].form, half_filled("Rà soát"), "what was kept before is there still");
}
