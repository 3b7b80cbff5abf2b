//! Plans for the tests.

use chrono::NaiveDate;
use model::plan::{Plan, PlanSource};

pub const MANG_YANG_UNITS: &str = include_str!("../../../../data/mang-yang-2019/units.toml");
pub const MANG_YANG_PLAN: &str = include_str!("../../../../data/mang-yang-2019/plan.toml");
pub const MANG_YANG_INDICATORS: &str = include_str!("../../../../data/mang-yang-2019/indicators.toml");

/// The plan as it ships.
pub fn mang_yang() -> Plan {
    Plan::load(&PlanSource::new(MANG_YANG_UNITS, MANG_YANG_PLAN, MANG_YANG_INDICATORS)).unwrap()
}

/// A province of two tiers, which has nothing in common with Mang Yang.
pub fn province() -> Plan {
    let source = PlanSource::new(
        include_str!("../../../../tests/fixtures/province/units.toml"),
        include_str!("../../../../tests/fixtures/province/plan.toml"),
        include_str!("../../../../tests/fixtures/province/indicators.toml"),
    );
    Plan::load(&source).unwrap()
}

/// "2019-09-05".
pub fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}
