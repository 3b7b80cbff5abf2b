//! A district with a server process, the laptops of one commune, and the ledger beside them.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use model::ids::{FileHash, TaskId, UnitId};

use super::laptop::Laptop;
use super::ledger::Ledger;
use super::server_view::{ServerView, check_integrity, file_is_whole};
use super::told::Order;
use crate::demo::{Dice, plan};
use crate::programs::wait_until;
use crate::server::District;

/// The commune whose laptops write.
pub const UNIT: &str = "ayun";

pub struct World {
    pub folder: PathBuf,
    pub district: District,
    pub ledger: Ledger,
    pub seats: Vec<Seat>,
    /// Files that were said to be saved.
    pub files: Vec<FileHash>,
    tried_files: Vec<(u32, FileHash)>,
}

/// A laptop and the tasks that are written on it and nowhere else.
pub struct Seat {
    pub laptop: Laptop,
    pub tasks: Vec<TaskId>,
}

impl World {
    /// Opens the district and enrols so many laptops of the commune.
    pub fn open(folder: &Path, laptops: usize) -> Result<Self> {
        let district = District::open(folder, None)?.log_to(folder.join("server.log"));
        Self::with(folder, district, laptops, |at| folder.join(format!("laptop-{at}")))
    }

    /// The same where server and laptops lie in folders of their own.
    pub fn with(
        folder: &Path,
        mut district: District,
        laptops: usize,
        place: impl Fn(usize) -> PathBuf,
    ) -> Result<Self> {
        district.start()?;
        let all = tasks()?;
        let mut world = Self::over(folder, district, Vec::new(), Ledger::default());
        for at in 0..laptops {
            let tasks = all.iter().skip(at).step_by(laptops).cloned().collect();
            let code = world.district.enrol(UNIT, "Đinh Hmưk")?;
            let mut laptop = Laptop::new(place(at), UNIT, world.district.address(), code);
            laptop.open()?;
            world.seats.push(Seat { laptop, tasks });
        }
        Ok(world)
    }

    /// Of what is there already.
    pub fn over(folder: &Path, district: District, seats: Vec<Seat>, ledger: Ledger) -> Self {
        let (folder, files, tried_files) = (folder.to_owned(), Vec::new(), Vec::new());
        Self { folder, district, ledger, seats, files, tried_files }
    }

    /// Tells a laptop to write something in one of its entries; gives the number.
    pub fn write(&mut self, at: usize, dice: &mut Dice) -> Result<u32> {
        let seat = &mut self.seats[at];
        let task = dice.pick(&seat.tasks).clone();
        let words = crate::demo::narrative(dice).replace('#', "");
        let (number, text) = self.ledger.try_text(&task, &words);
        seat.laptop.order(&Order::Write { number, task, text })?;
        Ok(number)
    }

    /// Tells a laptop to add a file of so many bytes to one of its entries; gives the number.
    pub fn attach(&mut self, at: usize, size: usize, dice: &mut Dice) -> Result<u32> {
        let number = self.ledger.try_other("a file");
        let mut bytes = b"%PDF-1.4\n%".to_vec();
        bytes.extend(dice.bytes(size));
        let path = self.folder.join(format!("scan-{number}.pdf"));
        std::fs::write(&path, &bytes)?;
        self.tried_files.push((number, FileHash::new(blake3::hash(&bytes).to_hex().as_str())));
        let seat = &mut self.seats[at];
        let task = dice.pick(&seat.tasks).clone();
        seat.laptop.order(&Order::Attach { number, task, path: path.to_string_lossy().into_owned() })?;
        Ok(number)
    }

    /// Writes down what the laptops said until now.
    pub fn hear(&mut self) {
        self.seats.iter_mut().for_each(|seat| seat.laptop.tell(&mut self.ledger));
        let saved = self.tried_files.extract_if(.., |(number, _)| self.ledger.is_saved(*number));
        self.files.extend(saved.map(|(_, hash)| hash));
    }

    /// Kills a laptop; what it said until then counts.
    pub fn kill(&mut self, at: usize) -> Result<()> {
        self.seats[at].laptop.kill(&mut self.ledger)?;
        self.hear();
        Ok(())
    }

    /// What a laptop lost of what it said to be saved.
    pub fn check_laptop(&mut self, at: usize) -> Result<Vec<String>> {
        let seat = &mut self.seats[at];
        seat.laptop.tell(&mut self.ledger);
        let seen = seat.laptop.look()?;
        let mut wrong = self.ledger.wrong_on_laptop(&seen, &seat.tasks);
        wrong.iter_mut().for_each(|line| *line = format!("laptop {at}: {line}"));
        Ok(wrong)
    }

    /// What the server lost, or has twice, of what laptops said to be sent. The laptops are heard first.
    pub fn check_server(&mut self) -> Result<Vec<String>> {
        self.hear();
        let view = ServerView::of(self.district.data(), UNIT)?;
        Ok(self.ledger.wrong_on_server(&view).into_iter().map(|line| format!("server: {line}")).collect())
    }

    /// Waits until nothing waits on any laptop and every laptop has the server's heads.
    pub fn quiet(&mut self) -> Result<()> {
        let data = self.district.data().to_owned();
        for (at, seat) in self.seats.iter_mut().enumerate() {
            let mut last = String::new();
            let quiet = wait_until("nothing waits, and equal heads", || {
                let (seen, view) = (seat.laptop.look()?, ServerView::of(&data, UNIT)?);
                last = format!(
                    "laptop {at} ({:?}): {} edits and {} files wait, heads {:?}, the server's {:?}",
                    seen.link, seen.waiting_edits, seen.waiting_files, seen.heads, view.heads
                );
                Ok((seen.quiet() && seen.heads == view.heads).then_some(()))
            });
            quiet.with_context(|| last.clone())?;
        }
        self.hear();
        Ok(())
    }

    /// After the last fault: quiet, everything at both ends, once; both databases sound; nobody panicked.
    pub fn check_rest(&mut self) -> Result<Vec<String>> {
        self.quiet()?;
        let mut wrong = self.check_server()?;
        for at in 0..self.seats.len() {
            wrong.extend(self.check_laptop(at)?);
            self.seats[at].laptop.verify()?;
            wrong.extend(self.seats[at].laptop.panics()?);
        }
        for hash in &self.files {
            if !file_is_whole(self.district.data(), hash)? {
                wrong.push(format!(
                    "the server does not hold the file {hash}, and a laptop said it was saved"
                ));
            }
        }
        check_integrity(self.district.data())?;
        wrong.extend(self.server_panics()?);
        // Between these programs nobody answers for the server.
        wrong.extend(self.ledger.complaints.iter().filter(|line| line.contains("không đúng cách")).cloned());
        Ok(wrong)
    }

    /// The same, and a laptop that is enrolled only now is told the same.
    pub fn check_all(&mut self) -> Result<Vec<String>> {
        let mut wrong = self.check_rest()?;
        wrong.extend(self.check_by_newcomer()?);
        Ok(wrong)
    }

    fn server_panics(&self) -> Result<Vec<String>> {
        let log = std::fs::read_to_string(self.folder.join("server.log")).unwrap_or_default();
        Ok(log.lines().filter(|line| line.contains("panic")).map(str::to_owned).collect())
    }

    fn check_by_newcomer(&mut self) -> Result<Vec<String>> {
        let code = self.district.enrol(UNIT, "Người đến sau")?;
        let folder = self.folder.join(format!("newcomer-{}", code.to_lowercase()));
        let mut laptop = Laptop::new(folder, UNIT, self.district.address(), code);
        laptop.open()?;
        let heads = ServerView::of(self.district.data(), UNIT)?.heads;
        let seen = wait_until("a new laptop was told everything", || {
            Ok(Some(laptop.look()?).filter(|seen| seen.heads == heads))
        })?;
        let all: Vec<TaskId> = self.seats.iter().flat_map(|seat| seat.tasks.clone()).collect();
        let wrong = self.ledger.wrong_on_laptop(&seen, &all);
        laptop.kill(&mut Ledger::default())?;
        Ok(wrong.into_iter().map(|line| format!("a new laptop: {line}")).collect())
    }

    /// Waits until a laptop has said something of each of these numbers: saved or not.
    pub fn answered(&mut self, at: usize, numbers: &[u32]) -> Result<()> {
        use super::told::Word;
        for number in numbers {
            self.seats[at].laptop.wait_for("an act is answered", |word| match word {
                Word::Saved(of) | Word::Failed(of, _) if of == number => Some(()),
                _ => None,
            })?;
        }
        Ok(())
    }

    /// Waits until these were said to be sent.
    pub fn sent(&mut self, numbers: &[u32]) -> Result<()> {
        wait_until("edits are sent", || {
            self.hear();
            Ok(self.ledger.all_sent(numbers).then_some(()))
        })
    }
}

/// The tasks of the commune.
pub fn tasks() -> Result<Vec<TaskId>> {
    let plan = plan()?;
    Ok(plan.assignments_of(&UnitId::new(UNIT)).iter().map(|assignment| assignment.task.clone()).collect())
}

/// Fails with everything that is wrong, where something is.
pub fn nothing_wrong(wrong: &[String]) -> Result<()> {
    ensure!(wrong.is_empty(), "{} things are wrong:\n  {}", wrong.len(), wrong.join("\n  "));
    Ok(())
}
