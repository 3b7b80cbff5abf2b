//! When things are due: rules of the plan, what people entered, and the dates that follow.

mod calendar;
mod instance;
mod lateness;
mod rule;
mod settings;

pub use calendar::{vi_date, warning};
pub use instance::{DueInstance, for_period, instances};
pub use lateness::{SOON_DAYS, lateness, most_pressing};
pub use rule::{BadRule, Rule, YearDate};
pub(crate) use rule::{day_of, last_day};
pub use settings::{Entered, Request, Settings};

impl Rule {
    /// Whether the date is for one of [`Plan::date_setters`](crate::plan::Plan::date_setters) to enter.
    pub fn is_entered(&self, plan: &crate::plan::Plan) -> bool {
        match self {
            Self::ByPlan | Self::ByRegulation | Self::AfterConclusion => true,
            Self::WithReport(series) => plan.report_series() != Some(series),
            _ => false,
        }
    }
}
