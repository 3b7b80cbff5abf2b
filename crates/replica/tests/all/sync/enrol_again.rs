//! A laptop that enrols anew.

use crate::support::{District, Laptop, percent, write};

#[test]
fn what_another_life_of_the_server_had_acknowledged_is_sent_again() {
    let mut district = District::new();
    let mut ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    let backed_up = district.log_length();
    ayun.act(write(percent("III.6a"), "40")).unwrap();
    ayun.sync(&mut district);
    assert!(ayun.queue().edits.is_empty(), "acknowledged");
    let heads = ayun.heads();
    district.restore(backed_up);
    ayun.enrol_again(&mut district);
    ayun.sync(&mut district);
    assert!(!heads.is_empty());
    assert_eq!(district.heads(&ayun.workbook()), heads, "the restored server had lost it");
}
