//! What stands in registers and what is counted of it, as a clerk with a pencil would say: the rules of each kind are written
//! down here a second time.

use std::collections::BTreeMap;

use model::ids::{RecordId, RegisterId};
use model::register::ColumnOf;
use model::value::Value;

use super::Change;
use super::told::{Held, Told};

/// A kind of register.
pub struct Kind {
    pub name: &'static str,
    /// The columns of people, in the order of a row.
    pub columns: &'static [&'static str],
    /// Columns that are decided together, the groups parted by a stroke.
    groups: &'static str,
    /// The day that ends a record, and what it does not end without. Empty: nobody waits for anything.
    ends: &'static str,
    due: &'static str,
    /// "all DAY", "ended DAY", "in-time DAY", or "sum DAY" with the columns that are added up.
    counts: &'static [&'static str],
}

#[rustfmt::skip]
const KINDS: &[Kind] = &[
    Kind {
        name: "assigned",
        columns: &["number", "given-on", "giver", "content", "owner", "due", "done-on", "result", "file"],
        groups: "number given-on giver | done-on result",
        ends: "done-on", due: "due",
        counts: &["all given-on", "all due", "in-time due", "ended due"],
    },
    Kind {
        name: "finding",
        columns: &["found-on", "source", "subject", "content", "owner", "due", "outcome", "document", "ended-on", "file"],
        groups: "found-on source | outcome document ended-on",
        ends: "ended-on outcome document", due: "due",
        counts: &["all found-on", "ended found-on"],
    },
    Kind {
        name: "petition",
        columns: &["code", "received-on", "about", "owner", "due", "outcome", "document", "ended-on"],
        groups: "code received-on | outcome document ended-on",
        ends: "ended-on outcome document", due: "due",
        counts: &["all received-on", "ended received-on"],
    },
    Kind {
        name: "dossiers",
        columns: &["until", "procedures", "received", "in-time", "late", "in-process"],
        groups: "until procedures received in-time late in-process",
        ends: "", due: "",
        counts: &["sum until received", "sum until in-time", "sum until late", "sum until in-time late"],
    },
    Kind {
        name: "late-dossier",
        columns: &["code", "procedures", "promised-on", "returned-on", "reason", "apology", "apology-on"],
        groups: "code promised-on | apology apology-on",
        ends: "apology-on apology", due: "promised-on",
        counts: &["all promised-on", "ended promised-on"],
    },
    Kind {
        name: "news",
        columns: &["published-on", "title", "outlet", "link", "shortcoming", "response"],
        groups: "published-on outlet link | shortcoming response",
        ends: "", due: "",
        counts: &["all published-on"],
    },
    Kind {
        name: "initiative",
        columns: &["title", "proposer", "approval", "approved-on", "recognition", "recognised-on"],
        groups: "approval approved-on | recognition recognised-on",
        ends: "approved-on approval", due: "",
        counts: &["ended approved-on", "all recognised-on"],
    },
    Kind {
        name: "training",
        columns: &["content", "for-whom", "planned-on", "people", "done-on", "attended"],
        groups: "planned-on people | done-on attended",
        ends: "done-on attended", due: "planned-on",
        counts: &["all planned-on", "ended planned-on", "sum done-on attended"],
    },
    Kind {
        name: "money",
        columns: &["told-on", "field", "content", "planned", "given", "spent"],
        groups: "told-on field planned given spent",
        ends: "", due: "",
        counts: &["sum told-on planned", "sum told-on given", "sum told-on spent"],
    },
    Kind {
        name: "shortcoming",
        columns: &["told-on", "content", "cause", "remedy", "owner", "due", "result", "mended-on"],
        groups: "result mended-on",
        ends: "mended-on result", due: "due",
        counts: &["all told-on", "ended told-on"],
    },
    Kind {
        name: "discipline",
        columns: &["decided-on", "group", "form", "people"],
        groups: "decided-on group form people",
        ends: "", due: "",
        counts: &["sum decided-on people"],
    },
];

/// From the first day to the last, as documents write days.
pub type Days = (String, String);

impl Kind {
    pub fn of(name: &str) -> Option<&'static Self> {
        KINDS.iter().find(|kind| kind.name == name)
    }

    /// The columns that are decided with one.
    pub fn with(&self, column: &str) -> Vec<&'static str> {
        let group = self.groups.split('|').find(|group| group.split_whitespace().any(|one| one == column));
        group.into_iter().flat_map(str::split_whitespace).filter(|one| *one != column).collect()
    }
}

/// Cells that are decided together with one, as they are addressed.
pub fn beside(column: ColumnOf, (object, key): (&str, &str)) -> Option<Vec<(String, String)>> {
    let kind = Kind::of(column.get().kind)?;
    let record = key.split('/').next()?;
    let at = |name| (object.to_owned(), format!("{record}/{name}"));
    Some(kind.with(column.get().name).into_iter().map(at).collect())
}

/// A unit's register, as its workbook has it.
pub struct Register<'b> {
    book: &'b Told,
    pub kind: &'static Kind,
    pub object: String,
    /// All records that were ever written, by their ids.
    pub all: BTreeMap<String, Record>,
}

/// What a record holds, by column.
pub type Record = BTreeMap<String, Value>;

/// What a register comes to on a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    pub records: u32,
    pub owed: u32,
    pub unproved: u32,
}

impl<'b> Register<'b> {
    pub fn of(book: &'b Told, kind: &str, id: &str) -> Option<Self> {
        let (kind, object) = (Kind::of(kind)?, format!("r/{kind}/{id}"));
        let mut all: BTreeMap<String, Record> = BTreeMap::new();
        for key in book.keys(&object) {
            let Some((record, column)) = key.split_once('/') else { continue };
            let cells = all.entry(record.to_owned()).or_default();
            if let Some(first) = book.standing(&object, &key).into_iter().next() {
                cells.insert(column.to_owned(), first.value);
            }
        }
        Some(Self { book, kind, object, all })
    }

    /// Those that are in the register.
    pub fn records(&self) -> impl Iterator<Item = (&String, &Record)> {
        let stands = |cells: &Record| cells.get("removed") != Some(&Value::Bool(true)) && is_anything(cells);
        self.all.iter().filter(move |(_, cells)| stands(cells))
    }

    /// What a cell holds, the winner first; more than one where people have to choose.
    pub fn standing(&self, record: &str, column: &str) -> Vec<Held> {
        let at = |name: &str| (self.object.clone(), format!("{record}/{name}"));
        let (own, others) = (at(column), self.kind.with(column).into_iter().map(at).collect::<Vec<_>>());
        self.book.decided_with((&own.0, &own.1), &others)
    }

    /// A word of somebody in a record that stands nowhere, and that nobody took away who knew of it.
    pub fn lost_word(&self, record: &str, stands: impl Fn(&str, &Value) -> bool) -> Option<String> {
        let key = |column: &str| (self.object.clone(), format!("{record}/{column}"));
        for column in self.kind.columns.iter().copied().chain(["removed"]) {
            let place = key(column);
            let group: Vec<_> = self.kind.with(column).into_iter().chain([column]).map(key).collect();
            for change in self.book.changes() {
                let Some(value) = change.value(&place).filter(|value| **value != Value::Absent) else {
                    continue;
                };
                let decides = |other: &&Change| {
                    other.hash != change.hash && group.iter().any(|place| other.words.contains_key(place))
                };
                let mut later = self.book.changes().filter(decides);
                let knew = |other: &Change| self.book.contained(&[other.hash]).contains(&change.hash);
                if !stands(column, value) && !later.any(knew) {
                    return Some(format!("{value:?} of {} in {column} of {record} is nowhere", change.by));
                }
            }
        }
        None
    }

    /// Each thing that is counted, in thousandths, of the records of a period.
    pub fn counts(&self, days: &Days) -> Vec<i64> {
        let one = |count: &&str| self.records().map(|(_, record)| self.counted(count, record, days)).sum();
        self.kind.counts.iter().map(one).collect()
    }

    /// What one record adds to a count.
    fn counted(&self, count: &str, record: &Record, (first, last): &Days) -> i64 {
        let mut words = count.split_whitespace();
        let (how, dated) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        if !day(record, dated).is_some_and(|day| day >= first.as_str() && day <= last.as_str()) {
            return 0;
        }
        let ended = || self.ended(record).filter(|day| *day <= last.as_str());
        let counts = match how {
            "ended" => ended().is_some(),
            "in-time" => ended().zip(day(record, self.kind.due)).is_some_and(|(day, due)| day <= due),
            _ => true,
        };
        let sum = words.filter_map(|column| record.get(column)?.as_int()).sum();
        match how {
            _ if !counts => 0,
            "sum" => sum,
            _ => 1_000,
        }
    }

    pub fn ended<'r>(&self, record: &'r Record) -> Option<&'r str> {
        let (on, with) = self.ends()?;
        day(record, on).filter(|_| with.iter().all(|column| is_filled(record, column)))
    }

    fn ends(&self) -> Option<(&'static str, Vec<&'static str>)> {
        let mut words = self.kind.ends.split_whitespace();
        Some((words.next()?, words.collect()))
    }

    pub fn sums(&self) -> Sums {
        let mut sums = Sums::default();
        for (_, record) in self.records() {
            sums.records += 1;
            let Some((on, with)) = self.ends().filter(|_| self.ended(record).is_none()) else { continue };
            sums.owed += 1;
            let begun = with.into_iter().chain([on]).any(|column| is_filled(record, column));
            sums.unproved += u32::from(begun);
        }
        sums
    }
}

impl Told {
    /// Whether anything of a record came to the log.
    pub fn has_record(&self, register: &RegisterId, record: &RecordId) -> bool {
        let of_record = |(object, key): &(String, String)| {
            object.split('/').nth(2) == Some(register.as_str())
                && key.split('/').next() == Some(record.as_str())
        };
        self.changes().any(|change| change.words.keys().any(of_record))
    }
}

fn is_anything(record: &Record) -> bool {
    record.keys().any(|column| column != "removed" && is_filled(record, column))
}

fn is_filled(record: &Record, column: &str) -> bool {
    !matches!(record.get(column), None | Some(Value::Absent))
        && record.get(column) != Some(&Value::Str(String::new()))
}

fn day<'r>(record: &'r Record, column: &str) -> Option<&'r str> {
    record.get(column)?.as_str()
}

/// Whether a cell that reads so holds this: days as people write them, numbers without what stands between thousands.
pub fn reads(text: &str, value: &Value) -> bool {
    match value {
        Value::Absent => text.is_empty(),
        Value::Bool(flag) => text == flag.to_string(),
        Value::Int(amount) => text.replace('.', "") == (amount / 1_000).to_string(),
        Value::Str(word) => text == word || as_day(text).is_some_and(|day| day == *word),
        Value::Record(_) => false,
    }
}

/// "05/9/2019" as documents write it.
fn as_day(text: &str) -> Option<String> {
    let mut parts = text.split('/').map(|part| part.parse::<u32>().ok());
    let (day, month, year) = (parts.next()??, parts.next()??, parts.next()??);
    Some(format!("{year:04}-{month:02}-{day:02}"))
}
