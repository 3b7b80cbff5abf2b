//! What a unit wrote and was told under another district's plans, by a file: for a unit that moves in from there.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use ::document::{Admission, Rules};
use model::doc_id::{DocId, DocKind};
use model::edit::Edit;
use model::ids::{FileHash, OrganisationId, UnitId};
use model::plans::Plans;
use model::target::Target;
use model::value::Value;
use model::vocabulary::Vocabulary;
use protocol::{Cursor, Delivered, SyncReply, UnixMillis, open_reply, seal_reply};

use super::folder::reading;
use super::plan::{change, today};
use super::{AdminError, document};
use crate::cache::load;
use crate::clock::Clock;
use crate::error::Error;
use crate::files::hands_out;
use crate::folder::Folder;
use crate::limits::Limits;
use crate::plans_in_force::stored;
use crate::store::log::NewLogRow;
use crate::store::{
    self, Tx, actor, blob, district, file_giver, file_notice, file_reference, log, moved_in, person,
};
use crate::sync::{Own, Taken, page, write_all};

const NAME: &str = "history.nr";
const FILES: &str = "files";
const MAGIC: &str = "nharong history 1 ";
/// Bytes of the file: some years of one unit.
const MOST: u64 = 512 << 20;
/// Bytes of changes in each part of it.
const BUDGET: u32 = 4 << 20;

/// What a file of history holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct History {
    pub documents: usize,
    pub changes: usize,
    pub files: usize,
    /// Files that no document names, or that are not what it names any more.
    pub passed_over: usize,
}

/// Writes all that the unit may read into a new folder, with the files that are here.
pub fn export_history(data: &Path, unit: &UnitId, to: &Path) -> Result<History, AdminError> {
    reading(data, |tx| exported(tx, (data, unit), to))
}

fn exported(tx: Tx<'_>, (data, unit): (&Path, &UnitId), to: &Path) -> Result<History, AdminError> {
    let plans = stored(tx)?;
    if !plans.knows(unit) {
        let known = plans.units().into_iter().map(ToString::to_string).collect();
        return Err(AdminError::UnknownUnit { wanted: unit.clone(), known });
    }
    if to.exists() {
        return Err(AdminError::FileExists(to.to_owned()));
    }
    let (mut bytes, mut history) = (format!("{MAGIC}{unit}\n").into_bytes(), History::default());
    let (mut cursor, mut docs) = (Cursor(0), Vec::new());
    loop {
        let page = page(tx, &plans, unit, cursor, (BUDGET, &Limits::default()), &Own::new())?;
        let known = |one: &Delivered| one.doc.id();
        docs.extend(page.delivered.iter().filter_map(known));
        history.changes += page.delivered.iter().map(|one| one.changes.len()).sum::<usize>();
        cursor = page.cursor;
        let (more, delivered, people) = (page.more, page.delivered, page.people);
        let part = seal_reply(&SyncReply { cursor, delivered, people, ..SyncReply::default() });
        bytes.extend(u32::try_from(part.len()).map_err(Error::unavailable)?.to_le_bytes());
        bytes.extend(part);
        if !more {
            break;
        }
    }
    docs.sort_unstable();
    docs.dedup();
    history.documents = docs.len();
    fs::create_dir_all(to.join(FILES)).map_err(unwritten(to))?;
    let folder = Folder::new(data);
    for doc in &docs {
        for hash in file_reference::files_of(tx, doc)? {
            let target = to.join(FILES).join(hash.as_str());
            if blob::size(tx, &hash)?.is_some() && hands_out(tx, doc, &hash)? && !target.exists() {
                fs::copy(folder.whole(&hash), &target).map_err(unwritten(&target))?;
                history.files += 1;
            }
        }
    }
    let target = to.join(NAME);
    fs::write(&target, bytes).map_err(unwritten(&target))?;
    Ok(history)
}

/// Takes a folder of history in, whole or not at all. Its plans are read here, and written by nobody.
pub fn import_history(data: &Path, from: &Path, clock: &Clock) -> Result<History, AdminError> {
    let (unit, parts) = read(&from.join(NAME))?;
    let folder = Folder::new(data);
    let day = Value::Str(today(clock).to_string());
    change(data, clock, |tx, before, now| {
        let mut history = History::default();
        let (mut plans, mut theirs) = (Vec::<DocId>::new(), BTreeSet::new());
        for part in parts {
            for delivered in part.delivered {
                let doc = foreign(tx, before, &delivered)?;
                history.changes += take_in(tx, &doc, delivered, now)?;
                history.documents += 1;
                theirs.extend(
                    (doc.kind == DocKind::Organisation).then(|| OrganisationId::new(doc.plan.as_str())),
                );
                plans.extend((doc.kind == DocKind::Plan && !plans.contains(&doc)).then_some(doc));
            }
            for called in part.people {
                // Offices of the other district are in the file too, and stay what they were; but not one that is called
                // like one of this district.
                let stays = theirs.iter().map(|theirs| tables::stays(&tx, theirs, &called.id));
                let stays = stays.collect::<Result<Vec<_>, _>>().map_err(Error::from)?.concat();
                let stay = stays.into_iter().map(|(_, stay)| stay.unit).next_back();
                let of = stay.filter(|of| !before.knows(of)).unwrap_or_else(|| unit.clone());
                person::note(tx, &called.id, &of)?;
                // A name that was corrected or erased here stays as it is, should the file come once more.
                if !person::is_told(tx, &called.id)? {
                    person::call(tx, &called.id, called.name.as_deref())?;
                }
            }
        }
        let here = before.own().find_map(|plan| plan.organisation().unit(&unit));
        if here.is_some_and(|here| here.until.is_none()) {
            return Err(AdminError::UnitHere(unit.clone()));
        }
        for theirs in &theirs {
            moved_in::note(tx, theirs, &unit)?;
        }
        for doc in plans {
            let there = document::open(tx, &doc)?;
            if there.read(&Target::Closed).value() == &Value::Absent {
                let edit = Edit { target: Target::Closed, value: day.clone() };
                document::write(tx, there, vec![edit], now)?;
            }
        }
        (history.files, history.passed_over) = take_files(tx, before, (&folder, &from.join(FILES)), now)?;
        Ok(history)
    })
}

fn unwritten(path: &Path) -> impl FnOnce(std::io::Error) -> AdminError {
    let path = path.to_owned();
    move |cause| AdminError::Write { path, cause }
}

fn not_a_history(path: &Path) -> AdminError {
    AdminError::NotAHistory(path.to_owned())
}

fn read(path: &PathBuf) -> Result<(UnitId, Vec<SyncReply>), AdminError> {
    if !path.exists() {
        return Err(AdminError::Missing(path.clone()));
    }
    let bad = || not_a_history(path);
    if fs::metadata(path).map_err(|_| bad())?.len() > MOST {
        return Err(bad());
    }
    parts(&fs::read(path).map_err(|_| bad())?).ok_or_else(bad)
}

/// Whose history the bytes are, and what they tell of it; none where they are none.
pub fn parts(bytes: &[u8]) -> Option<(UnitId, Vec<SyncReply>)> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    let (head, mut rest) = (std::str::from_utf8(&bytes[..end]).ok()?, &bytes[end + 1..]);
    let unit = head.strip_prefix(MAGIC).filter(|unit| model::address::is_id(unit))?;
    let mut parts = Vec::new();
    while let Some((length, more)) = rest.split_first_chunk::<4>() {
        let (part, more) = more.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
        parts.push(open_reply(part).ok()?);
        rest = more;
    }
    (rest.is_empty() && !parts.is_empty()).then(|| (UnitId::new(unit), parts))
}

/// The document, where it is none of this district's own.
fn foreign(tx: Tx<'_>, before: &Plans, delivered: &Delivered) -> Result<DocId, AdminError> {
    let doc = delivered.doc.id().filter(|doc| !matches!(doc.kind, DocKind::Unknown(_)));
    let doc = doc.ok_or(AdminError::NewerHistory)?;
    let of_own = match doc.kind {
        DocKind::Organisation => doc == DocId::organisation(&district::need(tx)?.organisation),
        _ => before.get(&doc.plan).is_some_and(|plan| before.is_own(plan)),
    };
    if of_own { Err(AdminError::OwnHistory(doc.to_string())) } else { Ok(doc) }
}

/// How many changes of the document are new.
fn take_in(tx: Tx<'_>, doc: &DocId, delivered: Delivered, now: UnixMillis) -> Result<usize, AdminError> {
    let mut contents = load(tx, doc)?.contents;
    let received: Vec<UnixMillis> = delivered.changes.iter().map(|one| one.received).collect();
    let raws: Vec<_> = delivered.changes.into_iter().map(|one| one.body.unpack()).collect();
    let found = contents.admit(&raws, Rules::Relayed, |_, _| None);
    let mut taken = Vec::new();
    let mut last = None;
    for ((found, raw), received) in found.into_iter().zip(&raws).zip(received) {
        let read = match found {
            Admission::Accepted(read) => read,
            Admission::Known(_) => continue,
            Admission::Parked { .. } | Admission::Refused(_) => {
                return Err(AdminError::BrokenHistory(doc.to_string()));
            }
        };
        let skeleton = read.skeleton.as_ref().map(ToString::to_string);
        if skeleton.is_none() {
            actor::claim(tx, &read.actor, None)?;
        }
        let received = received.min(now);
        let position = district::next_position(tx)?;
        log::append(
            tx,
            position,
            &NewLogRow { doc, hash: read.hash, raw, skeleton, device: None, received },
        )?;
        last = Some(position);
        taken.push(Taken { read, position: Cursor(position.cast_unsigned()), received });
    }
    if let Some(last) = last {
        store::document::advance(tx, doc, last, &contents.heads())?;
        write_all(tx, &contents, &taken, &Vocabulary::default())?;
    }
    Ok(taken.len())
}

/// Takes over the files that documents name, each under the name that its bytes give it. How many, and how many were passed
/// over.
fn take_files(
    tx: Tx<'_>,
    before: &Plans,
    (folder, from): (&Folder, &Path),
    now: UnixMillis,
) -> Result<(usize, usize), AdminError> {
    let (mut count, mut passed_over) = (0, 0);
    let entries = fs::read_dir(from).map_err(|_| not_a_history(from))?;
    for entry in entries {
        let path = entry.map_err(|_| not_a_history(from))?.path();
        let bytes = fs::read(&path).map_err(|_| not_a_history(&path))?;
        let hash = FileHash::new(blake3::hash(&bytes).to_hex().to_string());
        let named = file_reference::of_file(tx, &hash)?;
        passed_over += usize::from(named.is_empty());
        // The other district had it from who names it there.
        let theirs =
            named.iter().filter(|named| before.of(&named.doc).is_none_or(|plan| !before.is_own(plan)));
        theirs.filter_map(|named| named.doc.about()).try_for_each(|unit| file_giver::add(tx, &hash, unit))?;
        if named.is_empty() || blob::size(tx, &hash)?.is_some() {
            continue;
        }
        let partial = folder.partial(&hash, 0);
        let write = || -> std::io::Result<()> {
            fs::write(&partial, &bytes)?;
            fs::File::open(&partial)?.sync_all()?;
            folder.finish(&partial, &hash)
        };
        write().map_err(unwritten(&partial))?;
        blob::put(tx, &hash, bytes.len() as u64, now)?;
        tables::set_received(&tx, &hash, bytes.len() as u64, true).map_err(Error::from)?;
        file_notice::announce_all(tx, &hash)?;
        count += 1;
    }
    Ok((count, passed_over))
}
