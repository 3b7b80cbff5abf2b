//! When things are due: what people entered, and the dates that follow from it and from the plan's rules.

mod calendar;
mod instance;
mod lateness;
mod settings;

pub use calendar::{vi_date, vi_time, warning};
pub use instance::{DueInstance, Unowed, for_period, instances};
pub use lateness::{Lateness, SOON_DAYS, lateness, most_pressing};
pub use settings::{DueRequest, Entered, Settings};
