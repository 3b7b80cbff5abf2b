//! A country of communes as one organisation: its plan, its laptops, and what each of them has to say.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use document::{Actor, Document};
use model::doc_id::DocId;
use model::edit::StampedEdit;
use model::ids::{PeriodId, UnitId};
use model::plan::{Plan, PlanSource};
use model::target::EntryKey;
use model::vocabulary::Vocabulary;
use protocol::{
    ChangeBody, Counter, Cursor, DeviceId, DocumentChanges, Epoch, Signer, SyncRequest, write_request,
};
use rusqlite::{Connection, params};

use crate::bench::papers::{day, few};
use crate::server::run;

const YEAR: i32 = 2019;
/// Entries that one laptop writes.
const ENTRIES: usize = 17;
/// A commune's laptops share its entries out, and all write in the last.
const TASKS: usize = Size::COUNTRY.laptops * (ENTRIES - 1) + 1;
const EDITS: usize = 50;
const PERIOD: &str = "Q3";

/// How large it is. The country's numbers are those before July 2025.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    pub districts: usize,
    pub communes: usize,
    pub laptops: usize,
}

impl Size {
    pub const COUNTRY: Self = Self { districts: 696, communes: 10_051, laptops: 3 };

    pub fn syncs(&self) -> usize {
        self.communes * self.laptops
    }

    /// Entries that have something in them when all have synced.
    pub fn entries(&self) -> usize {
        self.communes * TASKS
    }
}

/// A request that a laptop sealed while it had no network.
pub struct Sealed {
    pub token: String,
    pub bytes: Vec<u8>,
}

/// Writes the files of a plan in which every commune does its own part of each task.
pub fn write_plan(folder: &Path, size: Size) -> Result<Plan> {
    let mut units = String::new();
    units += "[organisation]\nid = \"ca-nuoc\"\nname = \"Cả nước\"\nkept_by = \"so\"\n[[unit]]\nid = \"so\"\nname = \"Sở Nội vụ\"\nkind = \"office\"\n";
    for district in 1..=size.districts {
        writeln!(
            units,
            "[[unit]]\nid = \"h-{district}\"\nname = \"Huyện số {district}\"\nkind = \"district\""
        )?;
    }
    for commune in 1..=size.communes {
        let district = commune % size.districts + 1;
        writeln!(
            units,
            "[[unit]]\nid = \"xa-{commune}\"\nname = \"Xã số {commune}\"\nkind = \"commune\"\nparent = \"h-{district}\""
        )?;
    }
    let mut plan = format!(
        "[plan]\nid = \"ca-nuoc\"\ntitle = \"Kế hoạch cải cách hành chính\"\nissued_by = \"so\"\ncoordinated_by = \"so\"\ndecision = \"1/QĐ\"\n\
         issued_on = {YEAR}-01-02\nyear = {YEAR}\n[[report]]\nid = \"{PERIOD}\"\nname = \"Quý III\"\nmonths = [7, 9]\n\
         due = \"Y-09-05\"\n[[field]]\ncode = \"A\"\nname = \"Thể chế\"\n[[group]]\nid = \"cap-xa\"\n\
         name = \"UBND cấp xã\"\nkinds = [\"commune\"]\n"
    );
    for task in 1..=TASKS {
        writeln!(
            plan,
            "[[task]]\ncode = \"A.{task}\"\ntitle = \"Việc số {task}\"\nfield = \"A\"\nlead = [\"cap-xa\"]\n\
             outputs = [\"Báo cáo\"]\ndue = [[\"Trước 30/9\", \"by Y-09-30\"]]"
        )?;
    }
    std::fs::create_dir_all(folder)?;
    for (name, text) in [("units.toml", &units), ("plan.toml", &plan), ("indicators.toml", &String::new())] {
        std::fs::write(folder.join(name), text)?;
    }
    Ok(Plan::load(&PlanSource::new(&units, &plan, ""))?)
}

/// Opens the plan in a folder of its own, as `sync-server init` does.
pub fn init(plan: &Path, data: &Path) -> Result<()> {
    let mut init = std::process::Command::new(crate::programs::program("sync-server")?);
    run(init.args(["init", "--plan"]).arg(plan).arg("--data").arg(data))?;
    Ok(())
}

/// Enrols every laptop of every commune at once, in the server's database: one by one it would take as long as
/// the storm. Gives each laptop's signed batch of 50 edits, three fields of each of its commune's entries.
pub fn enrol_and_seal(plan: &Plan, data: &Path, size: Size) -> Result<Vec<Sealed>> {
    let mut conn = Connection::open(data.join("nharong.db"))?;
    let (epoch, position): (i64, i64) =
        conn.query_row("SELECT epoch, position FROM district", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    // They have the plan, and have heard all that there was to hear.
    let heard = (Epoch(epoch.cast_unsigned()), Cursor(position.cast_unsigned()));
    let mut laptops: Vec<Laptop> = (0..size.syncs()).map(|number| Laptop::new(number, size)).collect();
    let tx = conn.transaction()?;
    for laptop in &mut laptops {
        tx.prepare_cached(
            "INSERT INTO device (unit, person, public_key, token, enrolled_ms, last_batch, chain_epoch)
             VALUES (?1, ?1, ?2, ?3, 0, zeroblob(32), ?4)",
        )?
        .execute(params![
            laptop.unit.as_str(),
            laptop.signer.public().to_bytes(),
            blake3_of(&laptop.token),
            epoch
        ])?;
        laptop.id = DeviceId(tx.last_insert_rowid());
    }
    tx.commit()?;
    let (first, second) = laptops.split_at(laptops.len() / 2);
    std::thread::scope(|scope| {
        let other = scope.spawn(|| seal_all(plan, second, heard));
        let mut sealed = seal_all(plan, first, heard)?;
        sealed.extend(other.join().ok().context("sealing ended early")??);
        Ok(sealed)
    })
}

fn blake3_of(token: &str) -> [u8; 32] {
    *blake3::hash(token.as_bytes()).as_bytes()
}

struct Laptop {
    /// As the server names it, once it is enrolled.
    id: DeviceId,
    number: usize,
    /// Which of its commune's laptops it is.
    share: usize,
    unit: UnitId,
    signer: Signer,
    token: String,
}

impl Laptop {
    /// Laptops of one commune are far apart in the order, as their owners are.
    fn new(number: usize, size: Size) -> Self {
        let seed = *blake3::hash(&number.to_le_bytes()).as_bytes();
        Self {
            id: DeviceId(0),
            number,
            share: number / size.communes,
            unit: UnitId::new(format!("xa-{}", number % size.communes + 1)),
            signer: Signer::from_secret(&seed),
            token: format!("laptop-{number}"),
        }
    }
}

fn seal_all(plan: &Plan, laptops: &[Laptop], heard: (Epoch, Cursor)) -> Result<Vec<Sealed>> {
    laptops.iter().map(|laptop| seal(plan, laptop, heard)).collect()
}

fn seal(plan: &Plan, laptop: &Laptop, (epoch, cursor): (Epoch, Cursor)) -> Result<Sealed> {
    let doc = DocId::workbook(plan.id(), laptop.unit.clone());
    let mut tasks: Vec<_> = plan.assignments_of(&laptop.unit).iter().collect();
    let common = tasks.pop();
    let own = tasks.into_iter().skip(laptop.share * (ENTRIES - 1)).take(ENTRIES - 1);
    let entry = |task: &model::ids::TaskId| EntryKey { task: task.clone(), period: PeriodId::new(PERIOD) };
    let edits =
        own.chain(common).flat_map(|one| few(&laptop.unit, &entry(&one.task), laptop.number, day(YEAR, 200)));
    let edits: Vec<StampedEdit> = edits.take(EDITS).collect();
    ensure!(edits.len() == EDITS, "a commune has entries for {EDITS} edits");
    let actor = u64::try_from(laptop.number)?.to_be_bytes();
    let changes = Document::empty(doc.clone()).seal(&edits, Actor::from_random(actor));
    let mut request = SyncRequest {
        epoch,
        cursor,
        counter: Counter(1),
        // And what the server understands.
        vocabulary: protocol::Vocabulary::new(Vocabulary::default().names())?.digest(),
        documents: vec![DocumentChanges {
            doc: doc.into(),
            changes: changes.into_iter().map(ChangeBody::pack).collect(),
        }],
        ..SyncRequest::default()
    };
    request.sign(laptop.id, &laptop.signer);
    request.abridge(|_, _| false);
    Ok(Sealed { token: laptop.token.clone(), bytes: write_request(&request) })
}
