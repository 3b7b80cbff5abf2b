//! The laptop as its shell sees it: a door, then questions and acts. One value for the life of the program.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use model::ids::{FileHash, PeriodId};
use model::window::{
    Act, Ask, Done, Failure, FirstRun, Gate, InPlan, NewPassphrase, NewServer, Proxy, Queue, Status, Unlock,
};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::clock::Clock;
use crate::enrol::{self, Places, blocking};
use crate::error::{Error, Result};
use crate::files::Slice;
use crate::greeting::Greeter;
use crate::key::{Cost, DataKey, Greeting, KeyFile};
use crate::notice::Notice;
use crate::random::{Random, SystemRandom};
use crate::replica::{Given, Replica};
use crate::store;
use crate::sync::{Driver, HttpServer, Pace, StatusBoard, Trouble, http_client, no_status};

/// What may differ from one laptop to another.
#[derive(Clone)]
pub struct Options {
    /// The data folder. Made at the first run.
    pub folder: PathBuf,
    pub clock: Arc<dyn Clock>,
    pub random: Arc<dyn Random>,
    pub cost: Cost,
    pub pace: Pace,
    /// Takes unencrypted HTTP from any address: for tests on networks of their own.
    pub plain_http: bool,
}

impl Options {
    pub fn new(folder: PathBuf) -> Self {
        Self {
            folder,
            clock: Arc::new(crate::clock::SystemClock),
            random: Arc::new(SystemRandom),
            cost: Cost::USUAL,
            pace: Pace::default(),
            plain_http: false,
        }
    }

    fn given(&self) -> Given {
        Given { random: Arc::clone(&self.random), ..Given::new(Arc::clone(&self.clock)) }
    }
}

/// The laptop without a window.
pub struct Laptop {
    options: Options,
    places: Places,
    board: Arc<StatusBoard>,
    changed: watch::Sender<u64>,
    state: Mutex<State>,
    /// Held by whoever writes the key file anew: what was read is what is written over.
    key_file: Arc<Mutex<()>>,
}

#[derive(Default)]
struct State {
    open: Option<Open>,
    /// Why the store cannot be used, found when it was last tried.
    broken: Option<String>,
}

struct Open {
    replica: Replica,
    driver: Arc<Driver<HttpServer>>,
    tasks: Vec<JoinHandle<()>>,
}

impl Drop for Open {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

impl Laptop {
    pub fn new(options: Options) -> Self {
        let places = Places::new(options.folder.clone());
        Self {
            options,
            places,
            board: Arc::default(),
            changed: watch::Sender::new(0),
            state: Mutex::default(),
            key_file: Arc::default(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Which door stands before the windows.
    pub fn gate(&self) -> Gate {
        let state = self.state();
        if let Some(open) = &state.open {
            // Enrolled, but the plan has not come yet: the first run goes on where it stopped.
            return if open.replica.plan().is_some() { Gate::Open } else { Gate::FirstRun };
        }
        if let Some(message) = &state.broken {
            return Gate::Broken { message: message.clone() };
        }
        let folder = self.places.store();
        if !folder.exists() {
            return Gate::FirstRun;
        }
        match KeyFile::read(&folder) {
            Ok(_) if !folder.join(store::FILE_NAME).exists() => {
                Gate::Broken { message: Error::DatabaseMissing.to_string() }
            }
            Ok(KeyFile { greeting: Greeting { unit_name, person }, .. }) => {
                Gate::Locked { unit_name, person }
            }
            Err(error) => Gate::Broken { message: error.to_string() },
        }
    }

    /// Enrols this laptop and fetches the plan. Where the network fails after the enrolment, calling it again
    /// (or unlocking, after a restart) goes on from there.
    pub async fn first_run(&self, input: FirstRun) -> Result<Gate, Failure> {
        if self.replica().is_err() {
            let proxy = input.proxy.clone().unwrap_or_default();
            let server = self.server(&input.server, &proxy)?;
            let given = self.options.given();
            let key =
                enrol::first_run(&self.places, &server, &input, self.options.cost, given.clone()).await?;
            let folder = self.places.store();
            let replica = blocking(move || open_store(&folder, &key, given)).await?;
            self.open(replica)?;
        } else if let Some(proxy) = input.proxy.filter(|proxy| *proxy != Proxy::default()) {
            self.set_proxy(proxy)?;
        }
        self.finish_opening().await
    }

    pub async fn unlock(&self, input: Unlock) -> Result<Gate, Failure> {
        if self.replica().is_err() {
            let (folder, given) = (self.places.store(), self.options.given());
            if !folder.exists() {
                return Err(Error::NotEnrolled.into());
            }
            let opened = blocking(move || {
                let key = KeyFile::read(&folder)?.open(&input.passphrase)?;
                open_store(&folder, &key, given)
            });
            let replica = opened.await.inspect_err(|error| {
                self.state().broken = error.breaks_store().then(|| error.to_string());
            })?;
            self.open(replica)?;
        }
        self.finish_opening().await
    }

    fn open(&self, replica: Replica) -> Result<()> {
        let device = replica.enrolled()?;
        // A name without an address, which an older program kept, is no proxy.
        let proxy = Some(replica.proxy()?).filter(|proxy| !proxy.address.is_empty());
        let server = self.server(&device.server, &proxy.unwrap_or_default())?;
        let driver =
            Arc::new(Driver::new(replica.clone(), server, Arc::clone(&self.board), self.options.pace));
        let mut state = self.state();
        state.broken = None;
        state.open = Some(Open { replica, driver, tasks: Vec::new() });
        Ok(())
    }

    fn server(&self, address: &str, proxy: &Proxy) -> Result<HttpServer> {
        let server = HttpServer::new(http_client()?, address, self.options.plain_http)?;
        if *proxy != Proxy::default() {
            server.set_proxy(proxy)?;
        }
        Ok(server)
    }

    /// Makes sure that the plan is here, greets by its names next time, and lets the driver run.
    async fn finish_opening(&self) -> Result<Gate, Failure> {
        let (replica, driver) = self.parts()?;
        if replica.plan().is_none() {
            let round = driver.round().await;
            if replica.plan().is_none() {
                let why = round.err().map(|trouble| format!(" ({})", trouble.message())).unwrap_or_default();
                return Err(Error::Server(format!(
                    "Đã ghi danh xong nhưng chưa tải được kế hoạch{why}. Máy vẫn giữ phần ghi danh; hãy kiểm tra mạng rồi bấm lại."
                ))
                .into());
            }
        }
        let greeter = Greeter { folder: self.places.store(), key_file: Arc::clone(&self.key_file) };
        greeter.greet(&replica)?;
        let mut state = self.state();
        if let Some(open) = state.open.as_mut().filter(|open| open.tasks.is_empty()) {
            open.tasks.push(driver.spawn());
            open.tasks.push(tokio::spawn(forward(replica.watch_changed(), self.changed.clone())));
            open.tasks.push(tokio::spawn(greeter.keep(replica)));
        }
        drop(state);
        Ok(self.gate())
    }

    /// Closes the store; the passphrase opens it again.
    pub fn lock(&self) {
        self.state().open = None;
        self.changed.send_modify(|count| *count += 1);
    }

    fn parts(&self) -> Result<(Replica, Arc<Driver<HttpServer>>)> {
        match &self.state().open {
            Some(open) => Ok((open.replica.clone(), Arc::clone(&open.driver))),
            None if self.places.store().exists() => Err(Error::Locked),
            None => Err(Error::NotEnrolled),
        }
    }

    /// The open store.
    pub fn replica(&self) -> Result<Replica> {
        Ok(self.parts()?.0)
    }

    /// Answers a question; the JSON is of the type that the question names.
    pub fn ask(&self, ask: impl Into<InPlan<Ask>>) -> Result<serde_json::Value, Failure> {
        Ok(self.replica()?.ask(ask)?)
    }

    pub fn act(&self, act: impl Into<InPlan<Act>>) -> Result<Done, Failure> {
        let act = act.into();
        if act.what == Act::Lock {
            self.lock();
            return Ok(Done::default());
        }
        Ok(self.replica()?.act(act)?)
    }

    pub fn status(&self) -> Status {
        match self.replica() {
            Ok(replica) => {
                self.board.refresh(&replica);
                self.board.watch().borrow().clone()
            }
            Err(_) => no_status(),
        }
    }

    pub fn queue(&self) -> Result<Queue, Failure> {
        Ok(self.replica()?.queue()?)
    }

    /// What the system is to tell the person and has not yet; told from then on. Nothing while the store is locked.
    pub fn notices(&self) -> Result<Vec<Notice>, Failure> {
        match self.replica() {
            Ok(replica) if replica.plan().is_some() => Ok(replica.notices()?),
            _ => Ok(Vec::new()),
        }
    }

    pub fn watch_status(&self) -> watch::Receiver<Status> {
        self.board.watch()
    }

    /// Counts up whenever rows changed: ask again.
    pub fn watch_changed(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    /// Bytes of a file, fetched from the server first where they are not here: no more than are asked for.
    pub async fn read_file(&self, hash: &FileHash, range: Option<Range<u64>>) -> Result<Slice, Failure> {
        let (replica, driver) = self.parts()?;
        if !replica.has_file(hash)? {
            driver.fetch_file(hash, range.clone()).await.map_err(failure)?;
        }
        let hash = hash.clone();
        Ok(blocking(move || replica.read_file(&hash, range)).await?)
    }

    /// Saves a copy of a file, fetched from the server first where it is not here.
    pub async fn export_file(&self, hash: &FileHash, to: &Path) -> Result<Done, Failure> {
        let (replica, driver) = self.parts()?;
        if !replica.has_file(hash)? {
            driver.fetch_file(hash, None).await.map_err(failure)?;
        }
        let (hash, to) = (hash.clone(), to.to_owned());
        blocking(move || replica.export_file(&hash, &to)).await?;
        Ok(Done::default())
    }

    /// The store is opened by another passphrase from now on. Nothing else changes.
    pub async fn change_passphrase(&self, input: NewPassphrase) -> Result<Done, Failure> {
        let (folder, cost, key_file) = (self.places.store(), self.options.cost, Arc::clone(&self.key_file));
        let changed = blocking(move || {
            let _alone = key_file.lock().unwrap_or_else(PoisonError::into_inner);
            let file = KeyFile::read(&folder)?;
            let key = file.open(&input.old)?;
            file.rewrap(&key, &input.new, cost)?.write(&folder)
        });
        changed.await?;
        Ok(Done::default())
    }

    /// The district's server is at another address: taken once it has shown that it is the same district's.
    pub async fn change_server(&self, input: NewServer) -> Result<Done, Failure> {
        let (replica, driver) = self.parts()?;
        let (folder, NewServer { address, passphrase }) = (self.places.store(), input);
        blocking(move || KeyFile::read(&folder)?.open(&passphrase)).await?;
        let stays = driver.server().is_at(&address)?;
        if !stays {
            driver.go_to(&address).await.map_err(failure)?;
        }
        replica.ask_to_sync();
        let note = stays.then(|| "Máy này vẫn đang dùng đúng địa chỉ đó.".to_owned());
        Ok(Done { note, ..Done::default() })
    }

    /// By which proxy the server is reached, as it was entered; never with its password.
    pub fn proxy(&self) -> Result<Proxy, Failure> {
        Ok(Proxy { password: String::new(), ..self.replica()?.proxy()? })
    }

    /// The server is reached by another proxy from now on. Where no password is given, that of the same name at the same proxy
    /// stays.
    pub fn set_proxy(&self, mut proxy: Proxy) -> Result<Done, Failure> {
        let (replica, driver) = self.parts()?;
        let before = replica.proxy()?;
        if proxy.password.is_empty() && (&proxy.address, &proxy.user) == (&before.address, &before.user) {
            proxy.password = before.password;
        }
        driver.server().set_proxy(&proxy)?;
        replica.keep_proxy(&proxy)?;
        replica.ask_to_sync();
        Ok(Done::default())
    }

    /// Saves what was written here and is not at the server as a plain text.
    pub fn export_unsent(&self, to: &Path) -> Result<Done, Failure> {
        self.replica()?.export_unsent(to)?;
        Ok(Done { note: Some("Đã lưu nội dung chưa gửi vào tệp.".into()), ..Done::default() })
    }

    /// Saves a period as a spreadsheet.
    pub fn export_spreadsheet(&self, asked: &InPlan<PeriodId>, to: &Path) -> Result<Done, Failure> {
        self.replica()?.export_spreadsheet(asked, to)?;
        Ok(Done { note: Some("Đã lưu bảng tính.".into()), ..Done::default() })
    }

    /// Enrols this laptop as a new device, keeping everything that it holds, and sends what waits.
    pub async fn enrol_again(&self, code: &str) -> Result<Done, Failure> {
        let replica = self.replica()?;
        let device = replica.enrolled()?;
        let server = self.server(&device.server, &replica.proxy()?)?;
        enrol::enrol_again(&replica, &server, code.trim()).await?;
        Ok(Done::default())
    }
}

/// The store, with room set aside for what is typed when the disk is full.
fn open_store(folder: &Path, key: &DataKey, given: Given) -> Result<Replica> {
    let replica = Replica::open(folder, key, given)?;
    // A disk that has no room for it now may have some for the work.
    drop(replica.reserve().set_aside());
    Ok(replica)
}

/// The store's own count ends with it; the window's goes on.
async fn forward(mut from: watch::Receiver<u64>, to: watch::Sender<u64>) {
    to.send_modify(|count| *count += 1);
    while from.changed().await.is_ok() {
        to.send_modify(|count| *count += 1);
    }
}

fn failure(trouble: Trouble) -> Failure {
    match trouble {
        Trouble::Store(error) => error.into(),
        Trouble::Link(error) => Failure::new(None, error.to_string()),
    }
}
