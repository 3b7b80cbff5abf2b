//! How dates press.

use model::due::Lateness;
use model::due::{DueInstance, Unowed, lateness, most_pressing};

use crate::support::date;

fn due(on: Option<&str>, continuous: bool) -> DueInstance {
    DueInstance {
        rule: "by".into(),
        text: String::new(),
        date: on.map(date),
        period: None,
        continuous,
        basis: None,
        counted: None,
        owed_by: Vec::new(),
        unowed: None,
    }
}

#[test]
fn a_date_is_late_from_the_day_after() {
    let on = due(Some("2019-09-05"), false);
    let at = |today: &str| lateness(&on, false, date(today));
    assert_eq!(at("2019-09-05"), Lateness::Soon(0), "the day itself is on time");
    assert_eq!(at("2019-09-06"), Lateness::Late(1));
    assert_eq!(at("2020-09-05"), Lateness::Late(366), "across a leap day");
}

#[test]
fn a_date_is_soon_within_a_week() {
    let on = due(Some("2019-09-05"), false);
    assert_eq!(lateness(&on, false, date("2019-08-29")), Lateness::Soon(7));
    assert_eq!(lateness(&on, false, date("2019-08-28")), Lateness::Later(8));
}

#[test]
fn closed_work_is_met_and_continuous_work_is_never_late() {
    let today = date("2030-01-01");
    assert_eq!(lateness(&due(Some("2019-09-05"), false), true, today), Lateness::Met);
    assert_eq!(lateness(&due(None, true), false, today), Lateness::Continuous);
    assert_eq!(lateness(&due(None, true), true, today), Lateness::Met);
    assert_eq!(lateness(&due(None, false), false, today), Lateness::Undetermined);
}

#[test]
fn the_earliest_date_presses_most_and_continuous_work_least() {
    let all =
        [due(None, true), due(None, false), due(Some("2019-09-05"), false), due(Some("2019-03-05"), false)];
    assert_eq!(most_pressing(&all), Some(&all[3]));
    assert_eq!(most_pressing(&all[..2]), Some(&all[1]), "what is undetermined comes before what never ends");
    assert_eq!(most_pressing(&[]), None);
}

#[test]
fn what_nobody_owes_is_never_late_and_presses_after_all_else() {
    let unowed = |why| DueInstance { unowed: Some(why), ..due(Some("2019-09-05"), false) };
    let before = unowed(Unowed::BeforeEffect);
    let today = date("2019-12-01");
    assert_eq!(lateness(&before, false, today), Lateness::BeforeEffect);
    assert_eq!(lateness(&unowed(Unowed::OtherYear), false, today), Lateness::OtherYear);
    let all = [before, due(None, true)];
    assert_eq!(most_pressing(&all), Some(&all[1]), "even work without end presses more");
    assert_eq!(most_pressing(&all[..1]), Some(&all[0]), "it is told where there is nothing else");
}
