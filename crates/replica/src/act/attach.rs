//! Evidence: adding files, using them again, taking them away from an entry.

use std::path::Path;

use model::doc_id::DocId;
use model::edit::{Edit, StampedEdit};
use model::ids::{EvidenceId, UnitId};
use model::plan::Plan;
use model::register::ColumnOf;
use model::target::{EntryKey, EvidencePart, Target};
use model::value::{FileFacts, Value};
use model::window::{Done, RecordKey, WithdrawnBefore};
use rusqlite::Connection;

use super::edit::has_evidence;
use super::input::from_input;
use super::{new_id, place};
use crate::error::{Error, Result};
use crate::files::Taken;
use crate::replica::Replica;
use crate::store::{field_reading, file, setting};

impl Replica {
    /// Takes files in and links them to the entry. What can be taken is taken; the message names the rest. What the unit withdrew
    /// is taken where the person says it `again`.
    pub(super) fn attach(
        &self,
        (plan, of): (&Plan, Option<UnitId>),
        entry: &EntryKey,
        (paths, again): (&[String], bool),
    ) -> Result<Done> {
        self.attach_for((plan, of), &UsedBy::Entry(entry), (paths, again))
    }

    /// Takes a file in, and names it in a record's column.
    pub(super) fn attach_to_record(
        &self,
        (plan, of): (&Plan, Option<UnitId>),
        (record, column): (RecordKey, ColumnOf),
        (path, again): (String, bool),
    ) -> Result<Done> {
        let RecordKey { register, record } = record;
        if !column.get().is_file() {
            return Err(Error::BadValue("Cột này không chứa tệp.".into()));
        }
        let cell = Target::Cell { register, record, column };
        self.attach_for((plan, of), &UsedBy::Record(&cell), (&[path], again))
    }

    fn attach_for(
        &self,
        (plan, of): (&Plan, Option<UnitId>),
        used: &UsedBy<'_>,
        (paths, again): (&[String], bool),
    ) -> Result<Done> {
        let doc = self.workbook(plan, of)?;
        let new = EvidenceId::new("new");
        self.permitted(plan, &doc, &used.field(&new))?;
        self.permitted(plan, &doc, &Target::Evidence { evidence: new, part: EvidencePart::File })?;
        if let UsedBy::Record(Target::Cell { register, record, .. }) = used
            && !self.read(|conn| Ok(tables::has_record(conn, &doc, register, record)?))?
        {
            return Err(Error::Gone("Bản ghi này không còn trong sổ của đơn vị."));
        }
        let mut came = Came::default();
        for path in paths {
            let taken = self.take_in(Path::new(path));
            let put = taken.and_then(|taken| {
                let put = self.attach_one(&doc, used, (&taken, again))?;
                Ok((put, taken.facts))
            });
            match put {
                Ok((Put::New, facts)) => {
                    came.added += 1;
                    came.bytes += facts.size;
                }
                Ok((Put::Known, _)) => came.known += 1,
                Ok((Put::Withdrawn(why), facts)) => came.withdrawn.push((path.clone(), facts.name, why)),
                Err(fault @ Error::File(_)) => came.faults.push(fault.to_string()),
                Err(error) => return Err(error),
            }
        }
        self.said_of(came)
    }

    fn said_of(&self, came: Came) -> Result<Done> {
        let Came { added, known, bytes, faults, withdrawn } = came;
        let note = match (added + known, faults.is_empty()) {
            (0, false) if withdrawn.is_empty() => return Err(Error::Refused(faults.join(" "))),
            (0, _) => Some(faults.join(" ")).filter(|faults| !faults.is_empty()),
            (taken, false) => Some(format!("Đã thêm {taken} tệp. {}", faults.join(" "))),
            _ if known > 0 => Some("Tệp này đã có trong sổ, dùng lại.".to_owned()),
            _ => self.long_to_send(bytes)?,
        };
        Ok(Done { note, withdrawn: asked_again(withdrawn), ..self.saved() })
    }

    /// How long so many bytes will take, where that is long on the line as it was lately.
    fn long_to_send(&self, bytes: u64) -> Result<Option<String>> {
        let rate: Option<u64> = self.read(|conn| setting::get(conn, setting::RATE))?;
        let minutes = rate.map_or(0, |rate| bytes / rate.max(1) / 60);
        let long = match (minutes / 60, minutes % 60) {
            (0, 0 | 1) => return Ok(None),
            (0, minutes) => format!("{minutes} phút"),
            (hours, 0) => format!("{hours} giờ"),
            (hours, minutes) => format!("{hours} giờ {minutes} phút"),
        };
        Ok(Some(format!(
            "Đã thêm. Theo tốc độ mạng gần đây, gửi phần này mất khoảng {long}; có thể tạm dừng ở Hàng chờ."
        )))
    }

    fn attach_one(&self, doc: &DocId, used: &UsedBy<'_>, (taken, again): (&Taken, bool)) -> Result<Put> {
        let fresh = EvidenceId::new(new_id(self.random())?);
        let now = self.now();
        let stamp = |edit| Ok::<_, Error>(StampedEdit { at: now, ..self.stamp(edit)? });
        self.write(|tx| {
            let there = evidence_with(tx, doc, &taken.facts)?;
            if there.is_none()
                && !again
                && let Some(why) = withdrawn_before(tx, doc, &taken.facts)?
            {
                if !taken.known
                    && let Some(stored) = file::find(tx, &taken.facts.hash)?
                {
                    tables::set_here(tx, &taken.facts.hash, taken.facts.size, false)?;
                    file::remove(tx, stored.id)?;
                }
                return Ok(Put::Withdrawn(why));
            }
            let added = there.is_none();
            let evidence = there.unwrap_or(fresh);
            file::set_upload(tx, &taken.facts.hash)?;
            if added {
                let target = Target::Evidence { evidence: evidence.clone(), part: EvidencePart::File };
                place(tx, doc, &stamp(Edit { target, value: Value::record(&taken.facts) })?)?;
            }
            let (target, value) = (used.field(&evidence), used.value(&evidence));
            let stands = field_reading::get(tx, doc, &target)?;
            let there = match used {
                UsedBy::Entry(_) => *stands.value() != Value::Absent,
                UsedBy::Record(_) => *stands.value() == value,
            };
            if !there {
                place(tx, doc, &stamp(Edit { target, value })?)?;
            }
            Ok(if added { Put::New } else { Put::Known })
        })
    }

    pub(super) fn reuse(
        &self,
        (plan, of): (&Plan, Option<UnitId>),
        (entry, evidence): (EntryKey, EvidenceId),
        at: &str,
    ) -> Result<Done> {
        let doc = self.workbook(plan, of)?;
        let target = link(&entry, &evidence);
        self.permitted(plan, &doc, &target)?;
        let value = match from_input(plan, target.clone(), at)?.value {
            Value::Absent => Value::Str(String::new()),
            value => value,
        };
        self.write(|tx| {
            if !has_evidence(tx, &doc, &evidence)? {
                return Err(Error::Gone("Minh chứng này không còn trong sổ của đơn vị."));
            }
            place(tx, &doc, &self.stamp(Edit { target, value })?)
        })?;
        Ok(self.saved())
    }

    pub(super) fn detach(
        &self,
        (plan, of): (&Plan, Option<UnitId>),
        entry: EntryKey,
        evidence: EvidenceId,
    ) -> Result<Done> {
        let doc = self.workbook(plan, of)?;
        let target = link(&entry, &evidence);
        self.permitted(plan, &doc, &target)?;
        let edit = self.stamp(Edit { target, value: Value::Absent })?;
        self.write(|tx| place(tx, &doc, &edit))?;
        Ok(self.saved())
    }
}

fn link(entry: &EntryKey, evidence: &EvidenceId) -> Target {
    Target::Link { entry: entry.clone(), evidence: evidence.clone() }
}

/// For what a file is evidence.
enum UsedBy<'a> {
    Entry(&'a EntryKey),
    /// The column of a record that names it.
    Record(&'a Target),
}

impl UsedBy<'_> {
    fn field(&self, evidence: &EvidenceId) -> Target {
        match self {
            Self::Entry(entry) => link(entry, evidence),
            Self::Record(cell) => (*cell).clone(),
        }
    }

    /// What stands in the field: of an entry section and page, which are typed later.
    fn value(&self, evidence: &EvidenceId) -> Value {
        match self {
            Self::Entry(_) => Value::Str(String::new()),
            Self::Record(_) => Value::Str(evidence.as_str().to_owned()),
        }
    }
}

/// What became of files that were to be evidence.
#[derive(Default)]
struct Came {
    added: usize,
    known: usize,
    bytes: u64,
    faults: Vec<String>,
    /// Path, name, and why.
    withdrawn: Vec<(String, String, String)>,
}

enum Put {
    New,
    /// The workbook had the file already.
    Known,
    /// The unit withdrew it, for this reason.
    Withdrawn(String),
}

fn asked_again(withdrawn: Vec<(String, String, String)>) -> Option<WithdrawnBefore> {
    let told: Vec<String> = withdrawn
        .iter()
        .map(|(_, name, why)| format!("Tệp “{name}” đã bị đơn vị thu hồi, lý do: “{why}”."))
        .collect();
    let paths: Vec<String> = withdrawn.into_iter().map(|(path, ..)| path).collect();
    (!paths.is_empty()).then(|| WithdrawnBefore { paths, message: told.join(" ") })
}

/// Evidence of this workbook that has the same file and was not withdrawn.
fn evidence_with(conn: &Connection, doc: &DocId, facts: &FileFacts) -> Result<Option<EvidenceId>> {
    let found = with_file(conn, doc, facts)?.into_iter().find(|(_, withdrawn)| withdrawn.is_none());
    Ok(found.map(|(evidence, _)| evidence))
}

/// Why the unit withdrew the file, where it did.
fn withdrawn_before(conn: &Connection, doc: &DocId, facts: &FileFacts) -> Result<Option<String>> {
    Ok(with_file(conn, doc, facts)?.into_iter().find_map(|(_, withdrawn)| withdrawn))
}

/// The pieces of evidence of this workbook that have the file, and why they were withdrawn, where they were.
fn with_file(conn: &Connection, doc: &DocId, facts: &FileFacts) -> Result<Vec<(EvidenceId, Option<String>)>> {
    let mut found = Vec::new();
    for (target, reading) in field_reading::of(conn, doc)? {
        let Target::Evidence { evidence, part: EvidencePart::File } = target else { continue };
        let same = reading.value().as_record::<FileFacts>().is_some_and(|there| there.hash == facts.hash);
        let holds = |part| {
            let target = Target::Evidence { evidence: evidence.clone(), part };
            Ok::<_, Error>(field_reading::get(conn, doc, &target)?.value().clone())
        };
        if same && holds(EvidencePart::Removed)? != Value::Bool(true) {
            let withdrawn = holds(EvidencePart::Withdrawn)?.as_str().map(str::to_owned);
            found.push((evidence, withdrawn));
        }
    }
    Ok(found)
}
