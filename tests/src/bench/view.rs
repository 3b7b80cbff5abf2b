//! From changes to the rows that windows read.

use std::path::Path;

use anyhow::{Context, Result};
use chrono::{DateTime, FixedOffset};
use document::{
    Admission, ChangeHash, Document, Fields as _, Interpreted, RawChange, Rules, admit, interpret,
};
use model::doc_id::DocId;
use model::ids::{PeriodId, UnitId};
use model::plan::{Plan, PlanSource};
use model::plans::Plans;
use model::target::EntryKey;
use model::vocabulary::Vocabulary;
use model::window::Ask;
use rusqlite::Connection;
use tables::{Arrival, Rows};
use view::{Asker, Place, Side};

use super::notebook::Sources;
use super::papers::{self, Paper, day};
use super::{Row, Times};

const MANY: usize = 10_000;
const CHANGES: usize = 300;

pub fn measure(folder: &Path) -> Result<Vec<Row>> {
    let mut real = District::new("real", Sources::read()?.plan()?, "Q3")?;
    let mut few = District::new("invented", invented(22)?, "ky-1")?;
    let mut many = District::new("invented", invented(MANY - 1)?, "ky-1")?;
    let mut rows = Vec::new();
    let mut rebuilds = Times::default();
    for round in 0..5 {
        rebuilds.of(|| real.rebuild(&folder.join(format!("real-{round}.db"))))?;
    }
    rows.push(Row::of_times(format!("full rebuild, {}", real.name), real.words(), &rebuilds));
    for (district, name) in [(&mut few, "few"), (&mut many, "many")] {
        let mut rebuild = Times::default();
        rebuild.of(|| district.rebuild(&folder.join(format!("{name}.db"))))?;
        let what = format!("full rebuild, {}", district.name);
        rows.push(Row::of_times(what, district.words(), &rebuild));
    }
    for district in [&mut real, &mut few, &mut many] {
        district.change(&mut rows)?;
    }
    if let [.., of_few, admitted_few, of_many, admitted_many] = &mut rows[..] {
        *of_many = of_many.clone().beside(of_few.median.value, "with 23 units");
        *admitted_many = admitted_many.clone().beside(admitted_few.median.value, "with 23 units");
    }
    rows.push(real.matrix(20)?);
    rows.push(many.matrix(3)?);
    Ok(rows)
}

/// A plan of communes that all lead the same three tasks.
fn invented(communes: usize) -> Result<Plan> {
    let mut units = "[organisation]\nid = \"ca-nuoc\"\nname = \"Cả nước\"\nkept_by = \"so\"\n[[unit]]\nid = \"so\"\nname = \"Sở Nội vụ\"\nkind = \"office\"\n".to_owned();
    for number in 1..=communes {
        units += &format!("[[unit]]\nid = \"xa-{number}\"\nname = \"Xã số {number}\"\nkind = \"xa\"\n");
    }
    let mut plan = "[plan]\nid = \"lon\"\ntitle = \"Kế hoạch lớn\"\nissued_by = \"so\"\ncoordinated_by = \"so\"\ndecision = \"1/QĐ\"\n\
        issued_on = 2019-01-02\nyear = 2019\n[[report]]\nid = \"ky-1\"\nname = \"6 tháng đầu năm\"\nmonths = [1, 6]\n\
        due = \"Y-06-20\"\n[[field]]\ncode = \"A\"\nname = \"Thể chế\"\n[[group]]\nid = \"cap-xa\"\n\
        name = \"UBND cấp xã\"\nkinds = [\"xa\"]\n"
        .to_owned();
    for number in 1..=3 {
        plan += &format!(
            "[[task]]\ncode = \"A.{number}\"\ntitle = \"Việc số {number}\"\nfield = \"A\"\nlead = [\"cap-xa\"]\n\
             outputs = [\"Báo cáo\"]\ndue = [[\"Trước 30/5\", \"by Y-05-30\"]]\n"
        );
    }
    Ok(Plan::load(&PlanSource::new(&units, &plan, ""))?)
}

/// Documents of a whole organisation, and a database of rows made from them.
struct District {
    name: String,
    plan: Plan,
    period: PeriodId,
    papers: Vec<Paper>,
    conn: Connection,
    received: DateTime<FixedOffset>,
}

impl District {
    fn new(of: &str, plan: Plan, period: &str) -> Result<Self> {
        let name = format!("{} {of} units", plan.units().len());
        let period = PeriodId::new(period);
        let units = plan.units().iter().filter(|unit| !plan.assignments_of(&unit.id).is_empty());
        let papers = units.map(|unit| papers::quarter(&plan, &unit.id, &period)).collect();
        let received = day(plan.year(), 240);
        Ok(Self { name, plan, period, papers, conn: Connection::open_in_memory()?, received })
    }

    fn words(&self) -> String {
        let entries = self.plan.assignments().len();
        format!("{} workbooks, {entries} entries, {} fields, one commit", self.papers.len(), entries * 3)
    }

    /// Rows from nothing but the changes of every document.
    fn rebuild(&mut self, path: &Path) -> Result<()> {
        let mut conn = Connection::open(path)?;
        conn.pragma_update(None, "journal_mode", "WAL")?;
        conn.pragma_update(None, "synchronous", "FULL")?;
        tables::migrate(&mut conn, Vec::new())?;
        let tx = conn.transaction()?;
        for (doc, changes) in &self.papers {
            let document = load(doc, changes)?;
            let reads: Option<Vec<Interpreted>> = changes.iter().map(|raw| interpret(raw).ok()).collect();
            let reads = reads.context("its own changes are readable")?;
            write(&tx, &document, &reads, (0, self.received))?;
        }
        tx.commit()?;
        self.conn = conn;
        Ok(())
    }

    /// One changed workbook after the other: three fields each.
    fn change(&mut self, rows: &mut Vec<Row>) -> Result<()> {
        let (mut view, mut whole) = (Times::default(), Times::default());
        for number in 0..CHANGES {
            let (doc, changes) = &self.papers[number * 7919 % self.papers.len()];
            let before = load(doc, changes)?;
            let model::doc_id::DocKind::Workbook(unit) = &doc.kind else { continue };
            let tasks = self.plan.assignments_of(unit);
            let entry =
                EntryKey { task: tasks[number % tasks.len()].task.clone(), period: self.period.clone() };
            let edits = papers::few(unit, &entry, number + 1_000, self.received);
            let raws = before.clone().seal(&edits, papers::actor(unit, 1_000 + number));
            before.heads();
            let mut taken = Ok(());
            whole.of(|| {
                let (document, reads) = admitted(&before, &raws, &self.plan, unit);
                let place = u64::try_from(number + 1).unwrap_or_default();
                view.of(|| taken = take_in(&self.conn, &document, &reads, (place, self.received)));
            });
            taken?;
        }
        let units = &self.name;
        let of = format!("{CHANGES} times one change of three fields, committed alone");
        rows.push(Row::of_times(format!("one changed workbook, rows, {units}"), &of, &view).goal("< 5 ms"));
        let of = format!("{of}; with admission and the check that the document loads again");
        rows.push(Row::of_times(format!("the same with admission, {units}"), of, &whole));
        Ok(())
    }

    fn matrix(&self, times: usize) -> Result<Row> {
        let what = format!("the matrix asked, {}", self.name);
        let plans = Plans::from_iter([self.plan.clone()]);
        let asker = Asker::new((&plans, None), (None, "lanh-dao"), self.received, Side::Server)?;
        let ask = Ask::Matrix { period: self.period.clone(), field: None };
        let mut asks = Times::default();
        for _ in 0..times {
            asks.of(|| view::answer(&Rows::of(&self.conn), &asker, &ask))?;
        }
        let of = format!("asked {times} times; {} entries", self.plan.assignments().len());
        Ok(Row::of_times(what, of, &asks))
    }
}

fn take_in(
    conn: &Connection,
    document: &Document,
    reads: &[Interpreted],
    arrival: (u64, DateTime<FixedOffset>),
) -> Result<()> {
    let tx = conn.unchecked_transaction()?;
    write(&tx, document, reads, arrival)?;
    Ok(tx.commit()?)
}

fn write(
    tx: &Connection,
    document: &Document,
    reads: &[Interpreted],
    (position, received): (u64, DateTime<FixedOffset>),
) -> Result<()> {
    let folded = tables::fold(document, reads, &Vocabulary::default());
    let arrival = Arrival { place: Place::in_log(position), received: Some(received.timestamp_millis()) };
    let ancestry = |_: &DocId, heads: &[ChangeHash], changes: &[ChangeHash]| {
        Ok::<_, rusqlite::Error>(document.lack(heads, changes))
    };
    Ok(tables::take_in(tx, document.id(), &folded, |_| arrival, &ancestry)?)
}

fn load(doc: &DocId, changes: &[RawChange]) -> Result<Document> {
    let bytes: Vec<u8> = changes.iter().flat_map(|raw| raw.as_bytes().iter().copied()).collect();
    Ok(Document::load(doc.clone(), &bytes)?)
}

fn admitted(
    before: &Document,
    raws: &[RawChange],
    plan: &Plan,
    unit: &UnitId,
) -> (Document, Vec<Interpreted>) {
    let admitted = admit(before, raws, Rules::Writer { plan, unit, known: &Vocabulary::default() });
    let reads = admitted.outcomes.into_iter().filter_map(|outcome| match outcome {
        Admission::Accepted(read) => Some(*read),
        _ => None,
    });
    let reads = reads.collect();
    (admitted.document, reads)
}
