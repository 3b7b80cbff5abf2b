//! A reply as sections.

use model::ids::{FileHash, PersonId, UnitId};
use model::person;

use crate::body::ChangeBody;
use crate::error::Malformed;
use crate::fate::Fate;
use crate::limits::{
    MAX_CHANGES, MAX_DOCUMENT_NAME_BYTES, MAX_DOCUMENTS, MAX_PERSON_BYTES, MAX_PERSON_NAME_BYTES,
    MAX_TEXT_BYTES,
};
use crate::message::{
    Delivered, Delivery, FileReceived, Heard, OtherLaptop, Person, ShownElsewhere, SyncReply, Withdrawn,
};
use crate::name::DocName;
use crate::number::{Cursor, Epoch, UnixMillis};
use crate::reader::Reader;
use crate::room::Room;
use crate::section::{Sections, told};
use crate::steps::Places;
use crate::vocabulary::Vocabulary;
use crate::writer::Writer;

const STANDING: u64 = 1;
const FATES: u64 = 2;
const DELIVERED: u64 = 3;
const FILES: u64 = 4;
const HEARD: u64 = 5;
const MORE: u64 = 6;
const VOCABULARY: u64 = 7;
const PEOPLE: u64 = 9;
const WITHDRAWN: u64 = 10;
const MERGED: u64 = 11;
const FILES_BACKED_UP: u64 = 18;
const ELSEWHERE: u64 = 20;
const LAPTOPS: u64 = 22;
/// A body, and the steps to its position and its time.
const LEAST_DELIVERY: usize = ChangeBody::LEAST + 2;
/// A hash and two numbers.
const LEAST_FILE: usize = 34;
/// A hash and a number.
const LEAST_ELSEWHERE: usize = 33;
/// A hash, and a reason of no byte behind its length.
const LEAST_WITHDRAWN: usize = 33;
/// A name behind its length, and the step to its time.
const LEAST_HEARD: usize = 2;
/// An id of one byte behind its length, and a time.
const LEAST_LAPTOP: usize = 3;
/// An id of one byte and a name of none, behind their lengths.
const LEAST_PERSON: usize = 3;

impl SyncReply {
    pub(crate) fn write(&self) -> Vec<u8> {
        let mut to = Writer::default();
        to.section(STANDING, |to| {
            if (self.epoch, self.cursor, self.now, self.backed_up) != Default::default() {
                to.number(self.epoch.0);
                to.number(self.cursor.0);
                to.signed(self.now.0);
                to.number(self.backed_up.0);
            }
        });
        to.section(FATES, |to| self.write_fates(to));
        to.section(DELIVERED, |to| self.write_delivered(to));
        to.section(FILES, |to| self.write_files(to));
        to.section(HEARD, |to| self.write_heard(to));
        to.section(MORE, |to| {
            if self.more {
                to.number(1);
            }
        });
        to.section(VOCABULARY, |to| self.vocabulary.iter().for_each(|names| names.write(to)));
        to.section(PEOPLE, |to| self.write_people(to));
        to.section(WITHDRAWN, |to| self.write_withdrawn(to));
        to.section(MERGED, |to| self.merged.iter().for_each(|unit| to.text(unit.as_str())));
        to.section(FILES_BACKED_UP, |to| {
            if self.files_backed_up != Cursor::default() {
                to.number(self.files_backed_up.0);
            }
        });
        to.section(ELSEWHERE, |to| self.write_elsewhere(to));
        to.section(LAPTOPS, |to| self.write_laptops(to));
        to.into_bytes()
    }

    fn places(&self) -> Places {
        Places::near(self.cursor, self.now)
    }

    fn write_fates(&self, to: &mut Writer) {
        if self.fates.is_empty() {
            return;
        }
        let mut places = self.places();
        to.count(self.fates.len());
        for fates in &self.fates {
            to.count(fates.len());
            fates.iter().for_each(|fate| fate.write(to, &mut places));
        }
    }

    fn write_delivered(&self, to: &mut Writer) {
        DocName::write_list(self.delivered.iter().map(|one| (&one.doc, one.changes.len())), to);
        let mut places = self.places();
        for Delivery { body, position, received } in self.delivered.iter().flat_map(|one| &one.changes) {
            body.write(to);
            places.write(to, *position, *received);
        }
    }

    fn write_files(&self, to: &mut Writer) {
        let named = named(&self.files, |news| &news.hash);
        if named.is_empty() {
            return;
        }
        to.count(named.len());
        for (news, hash) in named {
            to.bytes(hash.as_bytes());
            to.number(news.size);
            to.number(news.received);
        }
    }

    fn write_withdrawn(&self, to: &mut Writer) {
        let named = named(&self.withdrawn, |one| &one.hash);
        if named.is_empty() {
            return;
        }
        to.count(named.len());
        for (one, hash) in named {
            to.bytes(hash.as_bytes());
            to.text(&one.reason);
        }
    }

    fn write_elsewhere(&self, to: &mut Writer) {
        let named = named(&self.elsewhere, |one| &one.hash);
        if named.is_empty() {
            return;
        }
        to.count(named.len());
        for (one, hash) in named {
            to.bytes(hash.as_bytes());
            to.number(one.shown.into());
        }
    }

    fn write_heard(&self, to: &mut Writer) {
        if self.heard.is_empty() {
            return;
        }
        let mut places = self.places();
        to.count(self.heard.len());
        for heard in &self.heard {
            to.text(heard.unit.as_str());
            places.write_time(to, heard.at);
        }
    }

    /// That there are none is told, too.
    fn write_laptops(&self, to: &mut Writer) {
        let Some(laptops) = &self.laptops else { return };
        to.count(laptops.len());
        for OtherLaptop { person, heard } in laptops {
            to.text(person.as_str());
            to.signed(heard.0);
        }
    }

    fn write_people(&self, to: &mut Writer) {
        if self.people.is_empty() {
            return;
        }
        to.count(self.people.len());
        for Person { id, name } in &self.people {
            to.text(id.as_str());
            to.text(name.as_deref().unwrap_or_default());
        }
    }

    pub(crate) fn read(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reply = Self::default();
        let mut sections = Sections::read(bytes)?;
        while let Some((number, mut from)) = sections.next()? {
            match number {
                STANDING => {
                    let (epoch, cursor) = (Epoch(from.number()?), Cursor(from.number()?));
                    let (now, backed_up) = (UnixMillis(from.signed()?), Cursor(from.number()?));
                    (reply.epoch, reply.cursor, reply.now, reply.backed_up) =
                        told((epoch, cursor, now, backed_up))?;
                }
                FATES => reply.fates = told(fates(&mut from, reply.places())?)?,
                DELIVERED => reply.delivered = told(delivered(&mut from, reply.places())?)?,
                FILES => reply.files = told(files(&mut from)?)?,
                HEARD => reply.heard = told(heard(&mut from, reply.places())?)?,
                MORE => match from.number()? {
                    1 => reply.more = true,
                    _ => return Err(Malformed::Content),
                },
                VOCABULARY => reply.vocabulary = Some(Vocabulary::read(Reader::new(from.rest()))?),
                PEOPLE => reply.people = told(people(&mut from)?)?,
                WITHDRAWN => reply.withdrawn = told(withdrawn(&mut from)?)?,
                ELSEWHERE => reply.elsewhere = told(elsewhere(&mut from)?)?,
                FILES_BACKED_UP => reply.files_backed_up = told(Cursor(from.number()?))?,
                LAPTOPS => reply.laptops = Some(laptops(&mut from)?),
                MERGED => {
                    let unit = told(from.text(MAX_DOCUMENT_NAME_BYTES)?)?;
                    reply.merged = Some(UnitId::new(unit));
                }
                _ => continue,
            }
            from.end()?;
        }
        Ok(reply)
    }
}

/// With the bytes of their hashes.
fn named<T>(all: &[T], hash: impl Fn(&T) -> &FileHash) -> Vec<(&T, blake3::Hash)> {
    let well_formed = all.iter().filter(|one| hash(one).is_well_formed());
    well_formed.filter_map(|one| Some((one, blake3::Hash::from_hex(hash(one).as_str()).ok()?))).collect()
}

fn fates(from: &mut Reader<'_>, mut places: Places) -> Result<Vec<Vec<Fate>>, Malformed> {
    let mut room = Room::of_reply();
    let count = from.count(MAX_DOCUMENTS, 1)?;
    let mut all = Vec::with_capacity(count);
    for _ in 0..count {
        let count = room.changes(from, Fate::LEAST)?;
        let mut fates = Vec::with_capacity(count);
        for _ in 0..count {
            fates.push(Fate::read(from, &mut places)?);
        }
        all.push(fates);
    }
    Ok(all)
}

fn delivered(from: &mut Reader<'_>, mut places: Places) -> Result<Vec<Delivered>, Malformed> {
    let mut room = Room::of_reply();
    let listed = room.documents(from, LEAST_DELIVERY)?;
    let mut all = Vec::with_capacity(listed.len());
    for (doc, count) in listed {
        from.hold(count, LEAST_DELIVERY)?;
        let mut changes = Vec::with_capacity(count);
        for _ in 0..count {
            let body = ChangeBody::read(from, &mut room)?;
            let (position, received) = places.read(from)?;
            changes.push(Delivery { body, position, received });
        }
        all.push(Delivered { doc, changes });
    }
    Ok(all)
}

fn files(from: &mut Reader<'_>) -> Result<Vec<FileReceived>, Malformed> {
    let count = from.count(MAX_CHANGES, LEAST_FILE)?;
    let mut files = Vec::with_capacity(count);
    for _ in 0..count {
        let hash = blake3::Hash::from_bytes(from.array()?);
        let hash = FileHash::new(hash.to_hex().to_string());
        files.push(FileReceived { hash, size: from.number()?, received: from.number()? });
    }
    Ok(files)
}

fn withdrawn(from: &mut Reader<'_>) -> Result<Vec<Withdrawn>, Malformed> {
    let count = from.count(MAX_CHANGES, LEAST_WITHDRAWN)?;
    let mut withdrawn = Vec::with_capacity(count);
    for _ in 0..count {
        let hash = blake3::Hash::from_bytes(from.array()?);
        let reason = from.text(MAX_TEXT_BYTES)?.to_owned();
        withdrawn.push(Withdrawn { hash: FileHash::new(hash.to_hex().to_string()), reason });
    }
    Ok(withdrawn)
}

fn elsewhere(from: &mut Reader<'_>) -> Result<Vec<ShownElsewhere>, Malformed> {
    let count = from.count(MAX_CHANGES, LEAST_ELSEWHERE)?;
    let mut elsewhere = Vec::with_capacity(count);
    for _ in 0..count {
        let hash = blake3::Hash::from_bytes(from.array()?);
        let shown = match from.number()? {
            0 => false,
            1 => true,
            _ => return Err(Malformed::Content),
        };
        elsewhere.push(ShownElsewhere { hash: FileHash::new(hash.to_hex().to_string()), shown });
    }
    Ok(elsewhere)
}

fn heard(from: &mut Reader<'_>, mut places: Places) -> Result<Vec<Heard>, Malformed> {
    let count = from.count(MAX_CHANGES, LEAST_HEARD)?;
    let mut heard = Vec::with_capacity(count);
    for _ in 0..count {
        let unit = UnitId::new(from.text(MAX_DOCUMENT_NAME_BYTES)?);
        heard.push(Heard { unit, at: places.read_time(from)? });
    }
    Ok(heard)
}

fn people(from: &mut Reader<'_>) -> Result<Vec<Person>, Malformed> {
    let count = from.count(MAX_CHANGES, LEAST_PERSON)?;
    let mut people = Vec::with_capacity(count);
    for _ in 0..count {
        let id = PersonId::new(from.text(MAX_PERSON_BYTES)?);
        let name = Some(from.text(MAX_PERSON_NAME_BYTES)?).filter(|name| !name.is_empty());
        if !id.is_well_formed() || name.is_some_and(|name| !person::is_name(name)) {
            return Err(Malformed::Content);
        }
        people.push(Person { id, name: name.map(str::to_owned) });
    }
    Ok(people)
}

fn laptops(from: &mut Reader<'_>) -> Result<Vec<OtherLaptop>, Malformed> {
    let count = from.count(MAX_CHANGES, LEAST_LAPTOP)?;
    let mut laptops = Vec::with_capacity(count);
    for _ in 0..count {
        let person = PersonId::new(from.text(MAX_PERSON_BYTES)?);
        if !person.is_well_formed() {
            return Err(Malformed::Content);
        }
        laptops.push(OtherLaptop { person, heard: UnixMillis(from.signed()?) });
    }
    Ok(laptops)
}
