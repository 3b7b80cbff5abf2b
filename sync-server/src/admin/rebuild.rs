//! The rows that windows, reports and other tools read, made anew.

use std::path::Path;

use model::vocabulary::Vocabulary;

use super::{AdminError, DataFolder};
use crate::plans_in_force::stored;
use crate::sync;

/// Makes the rows of the view anew from the log, all at once or not at all, and says of how many documents. The log, the
/// files, the laptops and the accounts stay as they are. The server must not run meanwhile: it has the rows in its hands.
pub fn rebuild(data: &Path) -> Result<usize, AdminError> {
    let folder = DataFolder::open(data)?;
    let _alone = folder.lock()?;
    let mut conn = folder.connect()?;
    let tx = conn.transaction()?;
    let documents = sync::rebuild(&tx, &Vocabulary::default())?;
    stored(&tx)?.all().into_iter().try_for_each(|plan| tables::write_plan(&tx, plan))?;
    while tables::index_marked(&tx, usize::MAX)? {}
    tx.commit()?;
    Ok(documents)
}
