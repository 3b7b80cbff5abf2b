//! When things are due: what people entered, and the dates that follow from it and from the plan's rules.

mod calendar;
mod instance;
mod lateness;
mod period_days;
mod phase;
mod settings;
mod timing;

pub use crate::time::vi_date;
pub use calendar::{after_working_days, is_working_day, vi_time, warning, working_days_between};
pub use instance::{Counted, DueInstance, Unowed, for_period, instances};
pub use lateness::{Lateness, SOON_DAYS, lateness, most_pressing};
pub use period_days::{PeriodDays, too_close};
pub use phase::Phase;
pub use settings::{DueRequest, Entered, Settings};
pub use timing::{Completion, Rests, Timing};
