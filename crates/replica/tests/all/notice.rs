//! What the system tells, once.

use model::ids::PeriodId;
use model::window::Act;
use replica::Notice;

use crate::support::{District, Laptop, entry, failure, narrative, unit, write};

fn titles(laptop: &Laptop) -> Vec<String> {
    laptop.store.notices().unwrap().into_iter().map(|notice| notice.title).collect()
}

#[test]
fn what_comes_from_an_office_is_told_once() {
    let mut district = District::new();
    let office = Laptop::new(&mut district, "noi-vu", "Lê Thị Thu Hà");
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    ayun.act(write(narrative("III.6a"), "Đã xong")).unwrap();
    for laptop in [&ayun, &office] {
        laptop.sync(&mut district);
    }
    titles(&ayun);
    let back = |reason: &str| Act::Return {
        unit: unit("ayun"),
        entry: entry("III.6a"),
        reason: reason.into(),
        until: String::new(),
        fields: Vec::new(),
    };
    office.act(back("Thiếu biểu")).unwrap();
    let words = "Gửi số liệu";
    office
        .act(Act::Remind {
            units: vec![unit("ayun")],
            period: Some(PeriodId::new("Q3")),
            tasks: Vec::new(),
            words: words.into(),
            until: String::new(),
        })
        .unwrap();
    office.sync(&mut district);
    ayun.sync(&mut district);
    let told = ayun.store.notices().unwrap();
    let notice = |title: &str, body: &str| Notice { title: title.into(), body: body.into() };
    assert!(told.contains(&notice("Phòng Nội vụ đôn đốc", words)), "{told:?}");
    assert!(told.contains(&notice("III.6a bị trả lại", "Thiếu biểu")), "{told:?}");
    assert_eq!(titles(&ayun), Vec::<String>::new(), "nothing is told twice");
    assert_eq!(titles(&ayun.killed()), Vec::<String>::new(), "nor after a restart");
}

#[test]
fn a_date_is_told_as_often_as_it_comes_nearer_and_never_to_who_does_not_want_it() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    let days = |days: Option<u8>| ayun.act(Act::NoticeDays { days });
    let near = |laptop: &Laptop| titles(laptop).into_iter().filter(|title| title.contains("hạn")).count();
    days(None).unwrap();
    // Q3's report is due on 05/9.
    ayun.clock.set("2019-09-01T08:00:00");
    assert_eq!(near(&ayun), 0);
    days(Some(7)).unwrap();
    assert_eq!(near(&ayun), 1, "four days before, which is within seven");
    ayun.clock.set("2019-09-02T08:00:00");
    assert_eq!(near(&ayun), 0);
    ayun.clock.set("2019-09-04T08:00:00");
    assert_eq!(near(&ayun), 1, "the day before");
    ayun.clock.set("2019-09-05T08:00:00");
    assert_eq!(near(&ayun), 1, "the day itself");
    ayun.clock.set("2019-09-06T08:00:00");
    assert_eq!(near(&ayun), 0, "that it is late stands in the window");
    assert!(failure(days(Some(31))).message.contains("30"));
}
