//! Whether something was in time, and on what that rests.

use chrono::{DateTime, Days, FixedOffset, NaiveDate, TimeDelta};
use model::due::{Completion, Rests, Timing};
use model::value::{Confirmation, Ground};
use proptest::prelude::*;

use crate::support::date;

fn at(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(&format!("2019-09-{text}+07:00")).unwrap()
}

fn done(claimed: &str, received: Option<&str>) -> Completion {
    Completion { claimed: at(claimed), received: received.map(at), said: None }
}

fn due() -> NaiveDate {
    date("2019-09-05")
}

fn of(completion: &Completion, today: &str) -> (Timing, Option<Rests>) {
    let timing = Timing::of(due(), Some(completion), date(today));
    (timing, timing.rests(Some(completion)))
}

fn confirmed(claimed: &str, ground: Ground) -> Confirmation {
    Confirmation::Confirmed { claimed: at(claimed), ground, signed: None, words: String::new() }
}

#[test]
fn in_time_is_what_the_server_received_by_its_day() {
    let last_minute = done("05T23:00:00", Some("05T23:59:59"));
    assert_eq!(of(&last_minute, "2019-09-20"), (Timing::Received, Some(Rests::Received)));
    // At the server it was six in the evening in London: the day is Hanoi's.
    let utc = DateTime::parse_from_rfc3339("2019-09-05T17:00:00+00:00").unwrap();
    let after_midnight = Completion { received: Some(utc), ..done("05T23:00:00", None) };
    assert_eq!(of(&after_midnight, "2019-09-20").0, Timing::Unverified);
}

#[test]
fn what_came_later_is_unverified_until_an_office_takes_the_claim_for_true() {
    let mut claim = done("04T16:00:00", Some("09T08:00:00"));
    assert_eq!(of(&claim, "2019-09-20"), (Timing::Unverified, Some(Rests::Claimed)));
    assert!(!Timing::Unverified.is_in_time(), "a claim alone is not in time");
    claim.said = Some(confirmed("04T16:00:00", Ground::Signed));
    let signed = (Timing::Confirmed { ground: Ground::Signed }, Some(Rests::Signed));
    assert_eq!(of(&claim, "2019-09-20"), signed);
    claim.said = Some(confirmed("04T16:00:00", Ground::Link));
    assert_eq!(of(&claim, "2019-09-20").1, Some(Rests::Link));
    claim.said =
        Some(Confirmation::Declined { claimed: at("04T16:00:00"), words: "đã gọi, chưa làm".into() });
    let declined = (Timing::Late { days: 4 }, Some(Rests::Received));
    assert_eq!(of(&claim, "2019-09-20"), declined, "late by its arrival then");
    claim.said = Some(confirmed("03T16:00:00", Ground::Link));
    assert_eq!(
        of(&claim, "2019-09-20").0,
        Timing::Unverified,
        "a word on another claim says nothing of this one"
    );
}

#[test]
fn a_claim_later_than_its_arrival_counts_as_its_arrival() {
    let ahead = done("28T08:00:00", Some("06T08:00:00"));
    assert_eq!(of(&ahead, "2019-09-30"), (Timing::Late { days: 1 }, Some(Rests::Received)));
    let ahead = done("28T08:00:00", Some("05T08:00:00"));
    assert_eq!(of(&ahead, "2019-09-30").0, Timing::Received, "a clock that runs ahead makes nobody late");
}

#[test]
fn a_unit_that_says_itself_that_it_was_late_is_late_by_its_own_clock() {
    let late = done("07T08:00:00", Some("12T08:00:00"));
    assert_eq!(of(&late, "2019-09-30"), (Timing::Late { days: 2 }, Some(Rests::Claimed)));
}

#[test]
fn what_is_not_at_the_server_waits_until_its_day_and_is_a_claim_afterwards() {
    let here = done("04T16:00:00", None);
    assert_eq!(of(&here, "2019-09-05").0, Timing::Unsent);
    assert_eq!(of(&here, "2019-09-06").0, Timing::Unverified);
    assert_eq!(Timing::of(due(), None, date("2019-09-05")), Timing::Open);
    assert_eq!(Timing::of(due(), None, date("2019-09-06")), Timing::Missing { days: 1 });
}

fn any_completion() -> impl Strategy<Value = Completion> {
    let said =
        prop_oneof![Just(None), (any::<bool>(), any::<bool>()).prop_map(|(same, yes)| Some((same, yes))),];
    (-900..900i64, proptest::option::of(-900..900i64), said).prop_map(|(claimed, received, said)| {
        let hour = |hours: i64| at("05T12:00:00") + TimeDelta::hours(hours);
        let claimed = hour(claimed);
        let said = said.map(|(same, yes)| {
            let claimed = if same { claimed } else { claimed + TimeDelta::hours(1) };
            match yes {
                true => Confirmation::Confirmed {
                    claimed,
                    ground: Ground::Link,
                    signed: None,
                    words: String::new(),
                },
                false => Confirmation::Declined { claimed, words: String::new() },
            }
        });
        Completion { claimed, received: received.map(hour), said }
    })
}

proptest! {
    #[test]
    fn nothing_but_an_arrival_or_an_offices_word_puts_anything_in_time(completion in any_completion(), after in 0..60u64) {
        let today = due() + Days::new(after);
        let timing = Timing::of(due(), Some(&completion), today);
        let hanoi = |at: DateTime<FixedOffset>| at.with_timezone(&model::time::hanoi()).date_naive();
        let arrived = completion.received.is_some_and(|at| hanoi(at) <= due());
        let word = completion.confirmation().is_some_and(|said| said.ground().is_some());
        prop_assert_eq!(timing.is_in_time(), arrived || (word && completion.is_late_by_arrival_alone(due()) && timing != Timing::Unsent));
        if arrived {
            prop_assert_eq!(timing, Timing::Received);
        }
        if let Timing::Late { days } = timing {
            prop_assert!(days > 0, "late by a day at least: {}", days);
        }
        prop_assert!(timing.rests(Some(&completion)).is_some(), "each says on what it rests");
    }

    #[test]
    fn a_later_arrival_never_betters_anything(completion in any_completion(), later in 1..900i64) {
        let Some(received) = completion.received else { return Ok(()) };
        let today = due() + Days::new(60);
        let timing = |completion: &Completion| Timing::of(due(), Some(completion), today);
        let after = Completion { received: Some(received + TimeDelta::hours(later)), ..completion.clone() };
        let place = |timing: Timing| match timing {
            Timing::Received => 0,
            Timing::Confirmed { .. } => 1,
            Timing::Unverified => 2,
            _ => 3,
        };
        prop_assert!(place(timing(&completion)) <= place(timing(&after)));
    }
}
