//! Who lives there, and by which names their laptops go.

use anyhow::{Context, Result};

pub struct Person {
    /// Of the laptop.
    pub name: &'static str,
    pub full: &'static str,
    pub unit: &'static str,
}

pub const UNIT: &str = "ayun";
pub const OFFICE: &str = "noi-vu";
/// Last year's, which was closed, and this year's.
pub const PLANS: [(&str, i32); 2] = [("mang-yang-2018", 2018), ("mang-yang-2019", 2019)];

pub const PEOPLE: [Person; 6] = [
    Person { name: "hoan", full: "Rơ Châm Hoan", unit: UNIT },
    Person { name: "hanh", full: "Nguyễn Thị Hạnh", unit: UNIT },
    Person { name: "ha", full: "Lê Thị Thu Hà", unit: OFFICE },
    Person { name: "binh", full: "Trần Văn Bình", unit: OFFICE },
    Person { name: "loi", full: "Đinh Văn Lợi", unit: "kon-dong" },
    Person { name: "thuan", full: "Kpă Thuận", unit: "dak-jo-ta" },
];

/// Has no laptop yet.
pub const NEWCOMER: Person = Person { name: "newcomer", full: "Siu H’Blen", unit: UNIT };

pub fn called(name: &str) -> Result<&'static Person> {
    PEOPLE
        .iter()
        .chain([&NEWCOMER])
        .find(|person| person.name == name)
        .with_context(|| format!("nobody is called {name}"))
}
