//! Dates and periods as a window shows them.

use model::due::{DueInstance, Settings, warning};
use model::ids::{PeriodId, RuleId, TaskId};
use model::period::Period;
use model::shown::EntryStanding;
use model::window::{DueView, PeriodView};

use crate::{AskError, Asker};

impl Asker<'_> {
    pub(super) fn period(&self, id: &PeriodId) -> Result<Period, AskError> {
        self.plan.period(id).ok_or(AskError::Gone)
    }

    pub(super) fn period_view(&self, period: &Period, settings: &Settings) -> PeriodView {
        let unit_due = settings.unit_due(period);
        PeriodView {
            id: period.id.clone(),
            name: period.name.clone(),
            first: period.first,
            last: period.last,
            due: period.due,
            unit_due,
            days_left: (unit_due - self.today()).num_days(),
        }
    }

    pub(super) fn due_view(&self, task: &TaskId, due: &DueInstance, standing: &EntryStanding) -> DueView {
        DueView {
            rule: due.rule.clone(),
            text: due.text.clone(),
            date: due.date,
            lateness: standing.lateness(due, self.today()),
            basis: due.basis.clone(),
            settable: self.sets_date(task, &due.rule),
            warning: due.date.and_then(|date| warning(self.plan, date)),
        }
    }

    /// Whether the asker's unit enters the date of this rule, on this machine.
    fn sets_date(&self, task: &TaskId, rule: &RuleId) -> bool {
        let rule = self.plan.task(task).and_then(|task| task.rule(rule));
        rule.is_some_and(|due| due.rule.is_entered(self.plan))
            && self.plan.date_setters(task).into_iter().any(|unit| self.writes(unit))
    }
}
