//! Copies of the database, taken while the server runs, and the way back.

use std::fs::{self, File};
use std::path::Path;

use model::ids::FileHash;
use protocol::{Cursor, UnixMillis};

use super::AdminError;
use super::folder::DataFolder;
use super::init::{Building, new_epoch};
use crate::clock::Clock;
use crate::error::Error;
use crate::folder::{Folder, discard};
use crate::store::{
    Database, Tx, account, blob, code, device, district, file_notice, server_key, session, upload,
};

/// Copies the database to a new file, as of one moment, and notes how far the copy goes: laptops keep what they
/// sent until then. Files are named by their content and never change: [`backup_files`].
pub fn backup(data: &Path, to: &Path) -> Result<Cursor, AdminError> {
    let mut database = DataFolder::open(data)?.database()?;
    if to.exists() {
        return Err(AdminError::FileExists(to.to_owned()));
    }
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Some(missing) = folder.filter(|folder| !folder.is_dir()) {
        return Err(AdminError::Missing(missing.to_owned()));
    }
    let mut name = to.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = to.with_file_name(name);
    let _ = fs::remove_file(&part);
    let written = database.copy_to(&part).map_err(AdminError::from);
    let upto = written.and_then(|()| {
        let upto = Database::open_copy(&part)?.read(district::need)?.position;
        let durable = File::open(&part).and_then(|file| file.sync_all()).and_then(|()| fs::rename(&part, to));
        durable.map_err(|cause| AdminError::Write { path: to.to_owned(), cause })?;
        Ok(upto)
    });
    if upto.is_err() {
        let _ = fs::remove_file(&part);
    }
    let upto = upto?;
    database.write(|tx| district::set_backed_up(tx, upto))?;
    Ok(upto)
}

/// Copies every file that a copy of the database knows, which goes as far as `upto`, into a folder as [`restore`] takes it;
/// what is there already is not copied again. Only of what is known to be there laptops give back the room. A file that was
/// withdrawn meanwhile is not missed.
pub fn backup_files(data: &Path, (copied, upto): (&Path, Cursor), files: &Path) -> Result<(), AdminError> {
    let mut database = DataFolder::open(data)?.database()?;
    let (from, write) = (Folder::new(data), |cause| AdminError::Write { path: files.to_owned(), cause });
    for hash in Database::open_copy(copied)?.read(blob::all)? {
        let (whole, to) = (from.whole(&hash), files.join(&hash.as_str()[..2]));
        let there = to.join(hash.as_str());
        if there.exists() || !whole.exists() {
            continue;
        }
        let part = to.join(format!("{hash}.part"));
        let copied = fs::create_dir_all(&to).and_then(|()| fs::copy(&whole, &part));
        let durable = copied.and_then(|_| File::open(&part)?.sync_all());
        durable.and_then(|()| fs::rename(&part, &there)).map_err(write)?;
    }
    Ok(database.write(|tx| district::set_files_backed_up(tx, upto))?)
}

/// What a restored folder still lacks.
#[derive(Debug)]
pub struct Restored {
    /// Files that the database knows and the folder does not hold; laptops that have them send them again.
    pub missing_files: usize,
    /// Codes for laptops that were not used; they are void.
    pub void_codes: usize,
    /// Laptops and accounts that are let in, though one may have been shut out since the copy was taken.
    pub laptops: usize,
    pub accounts: usize,
}

/// Makes a data folder from a copy, with a new epoch, so that laptops compare and send again what was lost.
/// `files`: a copy of the folder of files, where there is one.
///
/// Whom the copy let in is let in again: codes that it holds are void and everybody logs in anew, and of laptops and accounts
/// the administrator is told to look.
pub fn restore(
    from: &Path,
    data: &Path,
    files: Option<&Path>,
    clock: &Clock,
) -> Result<Restored, AdminError> {
    if let Some(missing) = [Some(from), files].into_iter().flatten().find(|path| !path.exists()) {
        return Err(AdminError::Missing(missing.to_owned()));
    }
    let not_a_backup = || AdminError::NotABackup(from.to_owned());
    Database::open_copy(from).and_then(|mut copy| copy.read(district::need)).map_err(|_| not_a_backup())?;
    let building = Building::begin(data)?;
    let write = |cause| AdminError::Write { path: data.to_owned(), cause };
    fs::copy(from, Database::path(&building.0)).map_err(write)?;
    let mut database = Database::open(&building.0)?;
    if !database.is_sound()? {
        return Err(not_a_backup());
    }
    database.migrate()?;
    let folder = Folder::new(&building.0);
    let restored = database.write(|tx| begin_anew(tx, (&folder, files), data, clock.now()))?;
    database.close()?;
    building.finish(data)?;
    Ok(restored)
}

/// Another life of the log, with the files that came along.
fn begin_anew(
    tx: Tx<'_>,
    (folder, files): (&Folder, Option<&Path>),
    data: &Path,
    now: UnixMillis,
) -> Result<Restored, AdminError> {
    district::set_epoch(tx, new_epoch()?, now)?;
    server_key::arrive(tx)?;
    let mut missing_files = 0;
    for hash in blob::all(tx)? {
        if !brought_back(folder, files, &hash)
            .map_err(|cause| AdminError::Write { path: data.to_owned(), cause })?
        {
            missing_files += 1;
            blob::forget(tx, &hash)?;
            tables::set_received(&tx, &hash, 0, false).map_err(Error::from)?;
            file_notice::announce_all(tx, &hash)?;
        }
    }
    for hash in upload::end_all(tx)? {
        if blob::size(tx, &hash)?.is_none() {
            tables::set_received(&tx, &hash, 0, false).map_err(Error::from)?;
        }
        file_notice::announce_all(tx, &hash)?;
    }
    let void_codes = code::void(tx, None, now)?;
    session::end_all(tx)?;
    let laptops = device::all(tx)?.iter().filter(|device| device.revoked.is_none()).count();
    let accounts = account::all(tx)?.len();
    Ok(Restored { missing_files, void_codes, laptops, accounts })
}

/// Copies a file whose bytes are still those of its name.
fn brought_back(folder: &Folder, files: Option<&Path>, hash: &FileHash) -> std::io::Result<bool> {
    let Some(copy) = files.map(|files| files.join(&hash.as_str()[..2]).join(hash.as_str())) else {
        return Ok(false);
    };
    let partial = folder.partial(hash, 0);
    if fs::copy(copy, &partial).is_err() {
        return Ok(false);
    }
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(&partial)?)?;
    if hasher.finalize().to_hex().as_str() != hash.as_str() {
        discard(&partial)?;
        return Ok(false);
    }
    File::open(&partial)?.sync_all()?;
    folder.finish(&partial, hash)?;
    Ok(true)
}
