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
    pub media_type: String,
}

/// The file, where a document that the unit may read names it (`None`: any document).
pub(crate) async fn stored(app: &Arc<App>, unit: Option<UnitId>, hash: &FileHash) -> Result<Stored, Error> {
    let (wanted, asked_of) = (hash.clone(), Arc::clone(app));
    let (size, media_type) = app
        .store
        .read(move |tx| {
            let named =
                readable(tx, &*asked_of.plans(tx)?, unit.as_ref(), &wanted)?.ok_or(Error::NotFound)?;
            let kept = blob::get(tx, &wanted)?.filter(|kept| kept.done.is_some()).ok_or(Error::NotFound)?;
            Ok((kept.size, named.media_type))
        })
        .await?;
    Ok(Stored { path: app.files.whole(hash), size, media_type })
}
