//! The rows that windows, reports and other tools read, made anew.

use std::path::Path;

use model::vocabulary::Vocabulary;

use super::{AdminError, DataFolder};
use crate::error::Error;
use crate::plans_in_force::stored;
use crate::sync;

/// Makes the rows of the view anew from the log, all at once or not at all, and says of how many documents. The log, the
/// files, the laptops and the accounts stay as they are. The server must not run meanwhile: it has the rows in its hands.
pub fn rebuild(data: &Path) -> Result<usize, AdminError> {
    let folder = DataFolder::open(data)?;
    let _alone = folder.lock()?;
    folder.database()?.write(|tx| {
        let documents = sync::rebuild(tx, &Vocabulary::default())?;
        let plans = stored(tx)?;
        plans.all().into_iter().try_for_each(|plan| tables::write_plan(&tx, plan)).map_err(Error::from)?;
        while tables::index_marked(&tx, usize::MAX).map_err(Error::from)? {}
        Ok(documents)
    })
}
