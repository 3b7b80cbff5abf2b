//! Files that are nobody's business: which units withdrew them, and their deletion wherever they are.

use std::path::Path;

use model::ids::FileHash;
use tables::WithdrawnRow;

use super::folder::{reading, writing};
use super::{AdminError, checked_name};
use crate::error::Error;
use crate::folder::{Folder, discard};
use crate::store::{Tx, blob, file_notice, file_reference, upload};

/// Of a reason, so that it fits into a reply.
const REASON_CHARS: usize = 400;

/// Files that a unit withdrew, or the district.
pub fn withdrawn_files(data: &Path) -> Result<Vec<WithdrawnRow>, AdminError> {
    reading(data, |tx| Ok(tables::withdrawn_files(&tx).map_err(Error::from)?))
}

/// Takes a file away for good, at the server now and on each laptop when it is next heard from. What was written of it
/// stays. `reason`: in place of its unit's. `in_use`: although evidence shows it that was not withdrawn.
///
/// Said again, it also takes away what a power cut left.
pub fn delete_file(
    data: &Path,
    beginning: &str,
    reason: Option<&str>,
    in_use: bool,
) -> Result<FileHash, AdminError> {
    let reason = reason.map(|reason| checked_name(reason, REASON_CHARS)).transpose();
    let reason = reason.map_err(|_| AdminError::BadReason(REASON_CHARS))?;
    let folder = Folder::new(data);
    let (hash, uploads) = writing(data, |tx| {
        let hash = only_one(tx, beginning)?;
        let known = tables::withdrawn_files(&tx).map_err(Error::from)?;
        let known = known.into_iter().find(|one| one.hash == hash);
        let shown = known.as_ref().is_none_or(|one| one.shown);
        if shown && !in_use {
            return Err(AdminError::FileInUse(hash));
        }
        let theirs = || Some(known?.reason.chars().take(REASON_CHARS).collect());
        let reason = reason.or_else(theirs).ok_or(AdminError::NoReason)?;
        tables::set_withdrawn(&tx, &hash, &reason).map_err(Error::from)?;
        blob::forget(tx, &hash)?;
        let uploads = upload::of_file(tx, &hash)?;
        uploads.iter().try_for_each(|one| upload::end(tx, one.id))?;
        file_notice::announce_all(tx, &hash)?;
        Ok((hash, uploads))
    })?;
    let partial = uploads.iter().map(|one| folder.partial(&hash, one.id));
    for path in partial.chain([folder.whole(&hash)]) {
        discard(&path).map_err(|cause| AdminError::Write { path, cause })?;
    }
    Ok(hash)
}

/// The file whose hash begins so.
fn only_one(tx: Tx<'_>, beginning: &str) -> Result<FileHash, AdminError> {
    let found = if beginning.is_empty() { Vec::new() } else { file_reference::beginning(tx, beginning)? };
    match <[FileHash; 1]>::try_from(found) {
        Ok([hash]) => Ok(hash),
        Err(_) => Err(AdminError::NoFile(beginning.to_owned())),
    }
}
