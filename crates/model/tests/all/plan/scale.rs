//! A country's worth of communes.

use std::fmt::Write as _;

use model::ids::{TaskId, UnitId};
use model::plan::{Plan, PlanSource};

use crate::support::{MANG_YANG_INDICATORS, MANG_YANG_PLAN, MANG_YANG_UNITS};

#[test]
fn ten_thousand_units_load_and_answer() {
    let mut units = MANG_YANG_UNITS.to_owned();
    for at in 0..10_000 {
        // Each under the one before: the deepest tree there can be.
        let parent = if at == 0 { "huyen".to_owned() } else { format!("xa-{}", at - 1) };
        write!(
            units,
            "\n[[unit]]\nid = \"xa-{at}\"\nname = \"Xã {at}\"\nkind = \"commune\"\nparent = \"{parent}\"\n"
        )
        .unwrap();
    }
    let plan = Plan::load(&PlanSource::new(&units, MANG_YANG_PLAN, MANG_YANG_INDICATORS)).unwrap();
    assert_eq!(plan.assignments().len(), 1082 + 46 * 10_000);
    let last = UnitId::new("xa-9999");
    assert_eq!(plan.assignments_of(&last).len(), 46);
    assert!(plan.assignment(&last, &TaskId::new("III.6a")).is_some());
}
