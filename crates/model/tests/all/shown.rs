use model::due::DueInstance;
use model::due::Lateness;
use model::shown::{EntryStanding, Reviewed};
use model::state::{Shown, WorkState};

use crate::support::date;

fn due(day: Option<&str>) -> DueInstance {
    DueInstance {
        rule: "by".into(),
        text: String::new(),
        date: day.map(date),
        period: None,
        continuous: false,
        basis: None,
        counted: None,
        owed_by: Vec::new(),
        unowed: None,
    }
}

fn shown(state: Option<WorkState>, content: bool, reviewed: Reviewed, today: &str) -> Shown {
    EntryStanding { state, content, reviewed, ..EntryStanding::default() }
        .shown(Some(&due(Some("2019-09-05"))), date(today))
}

const BEFORE: &str = "2019-09-05";
const AFTER: &str = "2019-09-06";

#[test]
fn the_units_word_counts_until_the_date_has_passed() {
    for (state, content, before) in [
        (None, false, Shown::NotStarted),
        (None, true, Shown::InProgress),
        (Some(WorkState::NotStarted), true, Shown::NotStarted),
        (Some(WorkState::InProgress), false, Shown::InProgress),
    ] {
        assert_eq!(shown(state, content, Reviewed::Open, BEFORE), before);
        assert_eq!(shown(state, content, Reviewed::Open, AFTER), Shown::Overdue);
    }
}

#[test]
fn closed_work_is_never_overdue() {
    let open = |state| shown(Some(state), true, Reviewed::Open, AFTER);
    assert_eq!(open(WorkState::Done), Shown::Done);
    assert_eq!(open(WorkState::NotApplicable), Shown::NotApplicable);
}

#[test]
fn the_reviewers_word_counts_before_the_units_and_the_calendars() {
    for state in [None, Some(WorkState::InProgress), Some(WorkState::Done)] {
        for (reviewed, expected) in [
            (Reviewed::Returned, Shown::Returned),
            (Reviewed::Accepted, Shown::Accepted),
            (Reviewed::Amended, Shown::Amended),
        ] {
            assert_eq!(shown(state, true, reviewed, AFTER), expected);
        }
    }
}

#[test]
fn without_a_date_nothing_is_overdue() {
    let standing = EntryStanding::default();
    let today = date(AFTER);
    assert_eq!(standing.shown(None, today), Shown::NotStarted);
    assert_eq!(standing.shown(Some(&due(None)), today), Shown::NotStarted);
    let continuous = DueInstance { continuous: true, ..due(None) };
    assert_eq!(standing.shown(Some(&continuous), today), Shown::NotStarted);
}

#[test]
fn what_was_returned_is_owed_again_and_what_was_accepted_is_not() {
    let lateness = |reviewed, state| {
        EntryStanding { state: Some(state), content: true, reviewed, ..EntryStanding::default() }
            .lateness(&due(Some("2019-09-05")), date(AFTER))
    };
    assert_eq!(lateness(Reviewed::Returned, WorkState::Done), Lateness::Late(1));
    assert_eq!(lateness(Reviewed::Accepted, WorkState::InProgress), Lateness::Met);
    assert_eq!(lateness(Reviewed::Amended, WorkState::InProgress), Lateness::Met, "the acceptance stands");
    assert_eq!(lateness(Reviewed::Open, WorkState::InProgress), Lateness::Late(1));
}

#[test]
fn a_state_alone_begins_an_entry_unless_it_says_not_started() {
    let begun = |state, content| EntryStanding { state, content, ..EntryStanding::default() }.is_begun();
    assert!(!begun(None, false));
    assert!(!begun(Some(WorkState::NotStarted), false));
    assert!(begun(Some(WorkState::NotApplicable), false));
    assert!(begun(None, true));
}
