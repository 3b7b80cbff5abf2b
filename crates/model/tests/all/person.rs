use model::ids::PersonId;
use model::person::{ERASED, MAX_NAME_CHARS, is_name, shown};

#[test]
fn a_name_is_on_one_line_and_not_endless() {
    assert!(is_name("Đinh Hmưk") && is_name(&"ư".repeat(MAX_NAME_CHARS)));
    for bad in ["", "A\nB", "A\0", &"a".repeat(MAX_NAME_CHARS + 1)] {
        assert!(!is_name(bad), "{bad:?}");
    }
}

#[test]
fn who_has_no_name_is_shown_by_the_id_and_who_has_none_any_more_by_nothing() {
    let id = PersonId::new("7k3m0qwx");
    assert_eq!(shown(&id, Some(Some("Đinh Hmưk".into()))), "Đinh Hmưk");
    assert_eq!(shown(&id, Some(None)), ERASED);
    assert_eq!(shown(&id, None), "7k3m0qwx");
    assert_eq!(shown(&PersonId::program(), None), "Nhà Rông", "the program has a name of its own");
}

#[test]
fn an_id_is_one_that_a_message_may_begin_with() {
    assert!(PersonId::program().is_well_formed());
    for bad in ["", "Đinh Hmưk", "a b", "a\nb", "-", &"a".repeat(41)] {
        assert!(!PersonId::new(bad).is_well_formed(), "{bad:?}");
    }
}
