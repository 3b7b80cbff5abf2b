//! A handle on the open store. Copies share it; each call is short, and none waits for the network.

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use ::document::{Actor, ChangeHash, Reading};
use chrono::{DateTime, FixedOffset, NaiveDate};
use model::doc_id::DocId;
use model::ids::{PersonId, PlanId, UnitId};
use model::plan::Plan;
use model::plans::Plans;
use model::target::Target;
use model::time::hanoi;
use model::vocabulary::Vocabulary;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::sync::{Notify, watch};

use crate::clock::Clock;
use crate::device::{Device, SyncStanding};
use crate::error::{Error, Result};
use crate::key::DataKey;
use crate::limits::Limits;
use crate::plan;
use crate::random::{Random, SystemRandom};
use crate::rows;
use crate::sealing::Sealing;
use crate::store::reserve::Reserve;
use crate::store::{self, change, document, field_reading, file, setting};

/// The laptop's store, open. Cloning shares it.
#[derive(Clone)]
pub struct Replica(Arc<Inner>);

struct Inner {
    /// Everything that writes goes through here, one transaction at a time.
    writer: Mutex<Connection>,
    /// Questions are answered beside a running transaction.
    reader: Mutex<Connection>,
    reserve: Reserve,
    given: Given,
    actor: Mutex<Actor>,
    device: RwLock<Option<Arc<Device>>>,
    plans: RwLock<Arc<Plans>>,
    changed: watch::Sender<u64>,
    edited: Notify,
    asked: Notify,
}

/// A connection is sound after a panic: its transaction was rolled back when it was dropped.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What a store is given from outside.
#[derive(Clone)]
pub struct Given {
    pub clock: Arc<dyn Clock>,
    /// Which names are drawn.
    pub random: Arc<dyn Random>,
    /// What this program knows of all that may stand in documents.
    pub known: Arc<Vocabulary>,
    pub limits: Limits,
}

impl Given {
    /// Names of the system's own randomness, and all that this program knows.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, random: Arc::new(SystemRandom), known: Arc::default(), limits: Limits::default() }
    }
}

impl Replica {
    /// Makes a new store in a folder that has none.
    pub fn create(folder: &Path, key: &DataKey, given: Given) -> Result<Self> {
        let writer = store::create(folder, key)?;
        Self::over(writer, folder, key, given)
    }

    pub fn open(folder: &Path, key: &DataKey, given: Given) -> Result<Self> {
        let writer = store::open(folder, key)?;
        Self::over(writer, folder, key, given)
    }

    fn over(mut writer: Connection, folder: &Path, key: &DataKey, given: Given) -> Result<Self> {
        file::remove_unfinished(&writer)?;
        updated(&mut writer, &given.known)?;
        // The server may have become another meanwhile.
        change::send_held(&writer)?;
        let device = setting::get(&writer, setting::DEVICE)?.map(Arc::new);
        let plans = Arc::new(plan::all(&writer, &Plans::default())?);
        let reader = store::reader(folder, key)?;
        let actor = fresh_actor(&*given.random)?;
        Ok(Self(Arc::new(Inner {
            writer: Mutex::new(writer),
            reader: Mutex::new(reader),
            reserve: Reserve::of(folder),
            given,
            actor: Mutex::new(actor),
            device: RwLock::new(device),
            plans: RwLock::new(plans),
            changed: watch::Sender::new(0),
            edited: Notify::new(),
            asked: Notify::new(),
        })))
    }

    /// What this program knows of all that may stand in documents.
    pub fn known(&self) -> &Vocabulary {
        &self.0.given.known
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.0.given.limits
    }

    /// By what edits are sealed, as the server was heard to understand it.
    pub(crate) fn sealing(&self, conn: &Connection) -> Result<Sealing<'_>> {
        Ok(Sealing {
            plans: self.plans(),
            unit: self.unit()?,
            actor: self.actor(),
            known: self.known(),
            understood: understood(conn)?,
            limits: self.limits(),
            most: usize::MAX,
        })
    }

    pub(crate) fn reserve(&self) -> &Reserve {
        &self.0.reserve
    }

    /// Runs a statement on the store, so that tests can make faults that no user can.
    #[doc(hidden)]
    pub fn execute_for_test(&self, sql: &str) -> Result<()> {
        let conn = lock(&self.0.writer);
        let mut statement = conn.prepare(sql)?;
        let mut rows = statement.query([])?;
        while rows.next()?.is_some() {}
        Ok(())
    }

    /// Reads every page of the store and checks its seal; slow. For an IT officer who wants to know.
    pub fn verify(&self) -> Result<()> {
        self.read(store::verify)
    }

    /// Closes the store for good, where no copy of the handle is left. What is in the log goes to the file.
    pub(crate) fn close(self) -> Result<()> {
        let Some(inner) = Arc::into_inner(self.0) else { return Ok(()) };
        let reader = inner.reader.into_inner().unwrap_or_else(PoisonError::into_inner);
        reader.close().map_err(|(_, error)| error)?;
        let writer = inner.writer.into_inner().unwrap_or_else(PoisonError::into_inner);
        writer.close().map_err(|(_, error)| error)?;
        Ok(())
    }

    pub fn now(&self) -> DateTime<FixedOffset> {
        self.0.given.clock.now()
    }

    /// Which device this is. None before the enrolment.
    pub fn device(&self) -> Option<Arc<Device>> {
        self.0.device.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn enrolled(&self) -> Result<Arc<Device>> {
        self.device().ok_or(Error::NotEnrolled)
    }

    /// As whom this laptop has worked, and the name (empty: it was erased): what it says when it enrols anew.
    pub fn worked_as(&self) -> Result<(PersonId, String)> {
        let device = self.enrolled()?;
        let name = self.read(|conn| Ok(tables::name(conn, &device.person)?))?;
        Ok((device.person.clone(), name.flatten().unwrap_or_default()))
    }

    /// What this laptop's person is called, as the directory has it now.
    pub(crate) fn person_name(&self) -> Result<String> {
        let device = self.enrolled()?;
        self.read(|conn| Ok(tables::shown_name(conn, &device.person)?))
    }

    pub(crate) fn set_device(&self, device: Device) {
        *self.0.device.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(device));
    }

    /// Every plan that came to this laptop. None before the first sync.
    pub fn plans(&self) -> Arc<Plans> {
        Arc::clone(&self.0.plans.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn reload_device(&self) -> Result<()> {
        let device: Option<Device> = self.read(|conn| setting::get(conn, setting::DEVICE))?;
        device.into_iter().for_each(|device| self.set_device(device));
        Ok(())
    }

    /// The plan that is shown first: of those in which the unit has a part an open one, the newest.
    pub fn plan(&self) -> Option<Arc<Plan>> {
        self.plans().of_unit(&self.unit().ok()?).first().map(|plan| Arc::clone(plan))
    }

    /// The plan of this id, or the one that is shown first.
    pub(crate) fn planned(&self, id: Option<&PlanId>) -> Result<Arc<Plan>> {
        let plan = match id {
            Some(id) => self.plans().get(id).map(Arc::clone),
            None => self.plan(),
        };
        plan.ok_or(Error::NoPlan)
    }

    /// Reads the plans again, after a document of theirs changed. A plan with faults is not taken; the last good one
    /// stays in force.
    pub(crate) fn reload_plans(&self) -> Result<()> {
        let before = self.plans();
        let plans = self.read(|conn| plan::all(conn, &before))?;
        *self.0.plans.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(plans);
        // Who asked between the commit and this line was answered by the old plan.
        self.0.changed.send_modify(|count| *count += 1);
        Ok(())
    }

    /// The heads of a document as far as it came here, sorted; what waits in the outbox is not part of it.
    pub fn heads(&self, doc: &DocId) -> Result<Vec<ChangeHash>> {
        self.read(|conn| document::heads(conn, doc))
    }

    /// Every field of a document as the person sees it, what waits in the outbox included.
    pub fn fields(&self, doc: &DocId) -> Result<Vec<(Target, Reading)>> {
        self.read(|conn| field_reading::of(conn, doc))
    }

    /// The unit's workbook, or that `of` one whose work it carries on.
    pub(crate) fn workbook(&self, plan: &Plan, of: Option<UnitId>) -> Result<DocId> {
        Ok(DocId::workbook(plan.id(), of.map_or_else(|| self.unit(), Ok)?))
    }

    /// The day in Viet Nam, by the laptop's clock.
    pub(crate) fn today(&self) -> NaiveDate {
        self.now().with_timezone(&hanoi()).date_naive()
    }

    /// As whom this laptop's people work: their unit, or the one that carries on its work, by the server's word, or by
    /// the day that this laptop's clock tells where it was not heard yet.
    pub fn unit(&self) -> Result<UnitId> {
        self.unit_by(&self.plans())
    }

    /// The same by plans that are not in force here yet.
    pub(crate) fn unit_by(&self, plans: &Plans) -> Result<UnitId> {
        let device = self.enrolled()?;
        Ok(device.merged.clone().unwrap_or_else(|| plans.acting(&device.unit, self.today())))
    }

    pub(crate) fn random(&self) -> &dyn Random {
        &*self.0.given.random
    }

    pub(crate) fn actor(&self) -> Actor {
        *lock(&self.0.actor)
    }

    /// A refused change leaves a gap in its actor's numbers: what comes after it is another actor's.
    pub(crate) fn renew_actor(&self) -> Result<()> {
        *lock(&self.0.actor) = fresh_actor(self.random())?;
        Ok(())
    }

    /// One transaction, on disk when it returns. Tells those who watch that rows changed.
    pub(crate) fn write<T>(&self, act: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        self.write_if(|tx| Ok((act(tx)?, true)))
    }

    /// The same where the act itself says whether rows changed.
    pub(crate) fn write_if<T>(&self, act: impl FnOnce(&Transaction<'_>) -> Result<(T, bool)>) -> Result<T> {
        let (done, changed) = self.write_quietly(act)?;
        if changed {
            self.0.changed.send_modify(|count| *count += 1);
        }
        Ok(done)
    }

    /// The same for what no window shows.
    pub(crate) fn write_quietly<T>(&self, act: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        let mut conn = lock(&self.0.writer);
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = act(&tx)?;
        tx.commit()?;
        Ok(done)
    }

    pub(crate) fn read<T>(&self, ask: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let mut conn = lock(&self.0.reader);
        let tx = conn.transaction_with_behavior(TransactionBehavior::Deferred)?;
        ask(&tx)
    }

    /// Puts some of what was written into the index of the search; says whether any is left.
    pub(crate) fn index_marked(&self) -> Result<bool> {
        const AT_ONCE: usize = 50;
        if !self.read(|conn| Ok(tables::any_marked(conn)?))? {
            return Ok(false);
        }
        self.write_quietly(|tx| Ok(tables::index_marked(tx, AT_ONCE)?))
    }

    /// Gives the room of what was taken out back to the disk.
    pub(crate) fn shrink(&self) -> Result<()> {
        store::shrink(&lock(&self.0.writer))
    }

    /// Units whose workbooks this laptop's people write.
    pub(crate) fn written_units(&self) -> Result<Vec<UnitId>> {
        Ok(self.plans().written_by(&self.unit()?))
    }

    /// Counts up whenever rows changed.
    pub fn watch_changed(&self) -> watch::Receiver<u64> {
        self.0.changed.subscribe()
    }

    pub(crate) fn tell_edited(&self) {
        self.0.edited.notify_one();
    }

    /// Something waits to be sent.
    pub(crate) async fn edited(&self) {
        self.0.edited.notified().await;
    }

    pub(crate) fn ask_to_sync(&self) {
        self.0.asked.notify_one();
    }

    /// A person asks to sync now.
    pub(crate) async fn asked(&self) {
        self.0.asked.notified().await;
    }
}

fn fresh_actor(random: &dyn Random) -> Result<Actor> {
    let mut bytes = [0; 8];
    random.fill(&mut bytes)?;
    Ok(Actor::from_random(bytes))
}

/// What the server was last heard to understand; all that there is, before it was heard.
pub(crate) fn understood(conn: &Connection) -> Result<Vocabulary> {
    let names: Option<protocol::Vocabulary> = setting::get(conn, setting::VOCABULARY)?;
    Ok(names.map_or_else(Vocabulary::default, |names| Vocabulary::of_names(names.names())))
}

/// A program that knows more than the one before shows what came meanwhile, and asks again for what could not be taken.
fn updated(conn: &mut Connection, known: &Vocabulary) -> Result<()> {
    let names = known.names();
    if setting::get::<Vec<String>>(conn, setting::KNOWN)?.as_ref() == Some(&names) {
        return Ok(());
    }
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    rows::learn(&tx, known)?;
    if setting::get(&tx, setting::NOT_TAKEN)?.unwrap_or(false) {
        let mut standing = SyncStanding::get(&tx)?;
        standing.cursor = protocol::Cursor(0);
        standing.set(&tx)?;
        setting::set(&tx, setting::NOT_TAKEN, &false)?;
    }
    setting::set(&tx, setting::KNOWN, &names)?;
    Ok(tx.commit()?)
}
