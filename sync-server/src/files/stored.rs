//! Files that the server has whole.

use std::path::PathBuf;
use std::sync::Arc;

use model::ids::{FileHash, UnitId};

use super::readable;
use crate::app::App;
use crate::error::Error;
use crate::store::blob;

pub(crate) struct Stored {
    pub path: PathBuf,
    pub size: u64,
    /// As the evidence calls it.
    pub name: String,
    pub media_type: String,
}

/// The file, where a document that the unit may read names it (`None`: any document).
pub(crate) async fn stored(app: &Arc<App>, unit: Option<UnitId>, hash: &FileHash) -> Result<Stored, Error> {
    let (wanted, asked_of, path) = (hash.clone(), Arc::clone(app), app.files.whole(hash));
    app.store
        .read(move |tx| {
            let named =
                readable(tx, &*asked_of.plans(tx)?, unit.as_ref(), &wanted)?.ok_or(Error::NotFound)?;
            let size = blob::size(tx, &wanted)?.ok_or(Error::NotFound)?;
            let name = tables::file_name(&tx, &named.doc, &wanted)?.unwrap_or_default();
            Ok(Stored { path, size, name, media_type: named.media_type })
        })
        .await
}
