//! What people are called, as laptops hear it.

use model::refusal::Refusal;
use protocol::Person;
use serde_json::Value as Json;

use crate::support::{District, Laptop, percent, write};

fn by(laptop: &Laptop) -> Json {
    let page = laptop.ask(&model::window::Ask::Entry {
        unit: crate::support::unit("ayun"),
        entry: crate::support::entry("III.6a"),
    });
    page["history"][0]["by"].clone()
}

#[test]
fn a_corrected_name_and_an_erased_one_show_on_every_laptop_and_in_old_entries() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blum");
    let office = Laptop::new(&mut district, "noi-vu", "Nguyễn Thị Hoa");
    ayun.act(write(percent("III.6a"), "40")).unwrap();
    assert_eq!(by(&ayun), "Y Blum", "its own name is there before any sync");
    assert_eq!(ayun.queue().edits[0].by, "Y Blum");
    ayun.sync(&mut district);
    office.sync(&mut district);
    assert_eq!(by(&office), "Y Blum");
    for (name, shown) in [(Some("Y Blưm"), "Y Blưm"), (None, "(đã xóa tên)")] {
        district.call(&ayun.person(), name);
        for laptop in [&ayun, &office] {
            laptop.sync(&mut district);
            assert_eq!(by(laptop), shown);
        }
        assert_eq!(ayun.ask(&model::window::Ask::Home)["person"], shown);
    }
    let ayun = ayun.killed();
    assert_eq!(by(&ayun), "(đã xóa tên)", "and it is on the disk");
    let (person, name) = ayun.store.worked_as().unwrap();
    assert_eq!((person, name.as_str()), (ayun.person(), ""), "when it enrols anew it brings no name back");
}

#[test]
fn a_reply_that_is_not_taken_leaves_names_as_they_were() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    ayun.act(write(percent("III.6a"), "40")).unwrap();
    let outgoing = ayun.store.plan_request().unwrap();
    let people = vec![Person { id: ayun.person(), name: Some("Ai đó".into()) }];
    let reply = protocol::SyncReply { people, ..protocol::SyncReply::default() };
    assert!(ayun.store.take_reply(&outgoing, reply).is_err(), "it has no fates");
    assert_eq!(by(&ayun), "Y Blưm");
}

#[test]
fn what_stands_under_another_units_person_comes_back_in_words_and_stays() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    district.refuse = Some(Box::new(|read| read.author.as_ref().map(|_| Refusal::ForeignAuthor)));
    ayun.act(write(percent("III.6a"), "55")).unwrap();
    ayun.sync(&mut district);
    let queue = ayun.queue();
    assert!(queue.edits.is_empty());
    let [back] = &queue.refused[..] else { panic!("{queue:?}") };
    assert_eq!((back.value.as_str(), back.by.as_str()), ("55 %", "Y Blưm"));
    assert!(back.reason.contains("hãy nhập lại"), "it says what to do: {}", back.reason);
}

#[test]
fn a_laptop_that_enrols_anew_goes_on_as_its_person() {
    let mut district = District::new();
    let mut ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    let person = ayun.person();
    ayun.enrol_again(&mut district);
    assert_eq!(ayun.person(), person);
    ayun.act(write(percent("III.6a"), "40")).unwrap();
    assert_eq!(by(&ayun), "Y Blưm", "and the name is still there");
}
