//! Giving back the room of files that the server has, and a backup of it.

use model::window::{Done, Spare};
use rusqlite::Connection;

use crate::device::SyncStanding;
use crate::error::Result;
use crate::replica::Replica;
use crate::store::file::{self, StoredFile};
use crate::store::piece;

impl Replica {
    /// Takes such files off this laptop. Their evidence stays, and they are fetched again when somebody opens them.
    pub(crate) fn free_room(&self) -> Result<Done> {
        for stored in self.read(spare_files)? {
            self.write(|tx| {
                file::give_up(tx, stored.id)?;
                Ok(tables::set_here(tx, &stored.hash, stored.size, false)?)
            })?;
            while self.write_quietly(|tx| piece::remove_some(tx, stored.id))? {}
            self.write_quietly(|tx| file::remove(tx, stored.id))?;
            self.shrink()?;
        }
        Ok(Done::default())
    }
}

fn spare_files(conn: &Connection) -> Result<Vec<StoredFile>> {
    file::safe_by(conn, SyncStanding::get(conn)?.files_backed_up.0)
}

pub(crate) fn spare(conn: &Connection) -> Result<Spare> {
    let files = spare_files(conn)?;
    Ok(Spare {
        files: u32::try_from(files.len()).unwrap_or(u32::MAX),
        bytes: files.iter().map(|file| file.size).sum(),
    })
}
