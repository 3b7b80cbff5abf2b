//! Dates and periods as a window shows them.

use model::due::{DueInstance, Lateness, Settings, most_pressing, warning};
use model::ids::{PeriodId, RuleId, TaskId, UnitId};
use model::period::Period;
use model::shown::EntryStanding;
use model::window::{DueView, PeriodView};

use crate::{AskError, Asker};

impl Asker<'_> {
    pub(super) fn period(&self, id: &PeriodId) -> Result<Period, AskError> {
        self.plan.period(id).ok_or(AskError::Gone)
    }

    pub(super) fn period_view(&self, period: &Period, settings: &Settings) -> PeriodView {
        let unit_due = settings.due_of(period, self.unit);
        let granted =
            self.unit.is_some_and(|unit| settings.granted.contains_key(&(period.id.clone(), unit.clone())));
        PeriodView {
            id: period.id.clone(),
            name: period.name.clone(),
            first: period.first,
            last: period.last,
            due: period.due,
            unit_due,
            granted,
            phase: settings.phase(self.plan, period, self.unit, self.today()),
            days_left: (unit_due - self.today()).num_days(),
            before_effect: !self.plan.binds_on(unit_due),
        }
    }

    /// As it presses on a unit's entry.
    pub(super) fn due_view(
        &self,
        (unit, task): (&UnitId, &TaskId),
        due: &DueInstance,
        standing: &EntryStanding,
    ) -> DueView {
        let owed = self.plan.owes(unit, &due.owed_by);
        let found = self.plan.task(task);
        let outputs = found.and_then(|task| Some(task.outputs_of(task.rule(&due.rule)?)));
        DueView {
            rule: due.rule.clone(),
            text: due.text.clone(),
            date: due.date,
            lateness: if owed { standing.lateness(due, self.today()) } else { Lateness::OfOthers },
            basis: due.basis.clone(),
            counted: due.counted,
            settable: self.sets_date(task, &due.rule),
            warning: due.date.and_then(|date| warning(self.plan, date)),
            owed_by: due.owed_by.iter().map(|party| self.plan.party_name(party).to_owned()).collect(),
            outputs: outputs.into_iter().flatten().map(str::to_owned).collect(),
        }
    }

    /// Of these dates the one that presses most on a unit.
    pub(super) fn pressing<'d>(&self, unit: &UnitId, dues: &'d [DueInstance]) -> Option<&'d DueInstance> {
        most_pressing(dues.iter().filter(|due| self.plan.owes(unit, &due.owed_by)))
    }

    /// Whether the asker's unit enters the date of this rule, on this machine.
    fn sets_date(&self, task: &TaskId, id: &RuleId) -> bool {
        let rule = self.plan.task(task).and_then(|task| task.rule(id));
        rule.is_some_and(|due| due.rule.is_entered(self.plan))
            && self.plan.date_setters(task, id).into_iter().any(|unit| self.writes(unit))
    }
}
