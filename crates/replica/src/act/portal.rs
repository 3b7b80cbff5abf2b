//! Telling what a portal shows, for many indicators at once.

use model::edit::Edit;
use model::ids::UnitId;
use model::plan::Plan;
use model::record::{NewPortalFigure, tell_portal};
use model::window::Done;

use crate::error::{Error, Result};
use crate::replica::Replica;

impl Replica {
    /// All of them, or none where anything is wrong with one. What stands there already is not written again.
    pub(super) fn tell_portal(
        &self,
        (plan, of): (&Plan, Option<UnitId>),
        figures: &[NewPortalFigure],
        typed: (&str, &str),
    ) -> Result<Done> {
        let doc = self.workbook(plan, of)?;
        let mut edits: Vec<Edit> = Vec::new();
        for figure in figures {
            let told = tell_portal(plan, figure, typed, self.today());
            edits.extend(told.map_err(|bad| Error::BadValue(format!("{bad} Chưa dòng nào được ghi.")))?);
        }
        self.write_together((plan, &doc), edits)
    }
}
