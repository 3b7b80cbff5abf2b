//! How far a series of seeds has come: a small file for each share of it, so that it goes on where it was stopped and
//! several processes or machines can share it out.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use super::{Counts, Played, Probes};

/// Seeds that are played: `seeds` of them from `from`, and of these every `of`-th, the `share`-th first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Series {
    pub from: u64,
    pub seeds: u64,
    pub share: u64,
    pub of: u64,
}

impl Series {
    /// `K/N`.
    pub fn shared(from: u64, seeds: u64, share: Option<&str>) -> Result<Self> {
        let Some(share) = share else { return Ok(Self { from, seeds, share: 1, of: 1 }) };
        let (share, of) = share.split_once('/').context("a share is named K/N, as in 1/4")?;
        let (share, of) = (share.parse()?, of.parse()?);
        if share == 0 || share > of {
            bail!("the shares of {of} are 1 to {of}");
        }
        Ok(Self { from, seeds, share, of })
    }

    /// After the first `done` of them.
    pub fn after(&self, done: u64) -> impl Iterator<Item = u64> + use<> {
        let Self { from, seeds, share, of } = *self;
        (from + share - 1..from + seeds)
            .step_by(usize::try_from(of).unwrap_or(1))
            .skip(usize::try_from(done).unwrap_or(0))
    }

    pub fn len(&self) -> u64 {
        (self.seeds + self.of).saturating_sub(self.share) / self.of
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn file(&self) -> String {
        format!("{}-from-{}.{}-of-{}.json", self.seeds, self.from, self.share, self.of)
    }
}

/// What came of a share so far.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Progress {
    /// Of which program: what another one came to says nothing of this one.
    program: String,
    pub done: u64,
    pub failed: Vec<u64>,
    pub seconds: f64,
    counts: [usize; 4],
    probes: BTreeMap<String, u64>,
}

impl Progress {
    pub fn add(&mut self, played: &Played) {
        let Counts { steps, acts, exchanges, faults } = played.counts;
        let more = [steps, acts, exchanges, faults];
        self.counts.iter_mut().zip(more).for_each(|(all, more)| *all += more);
        for (name, count) in played.probes.named() {
            *self.probes.entry(name).or_default() += count;
        }
        self.done += 1;
        if !played.wrong.is_empty() {
            self.failed.push(played.seed);
        }
    }

    pub fn counts(&self) -> Counts {
        let [steps, acts, exchanges, faults] = self.counts;
        Counts { steps, acts, exchanges, faults }
    }

    pub fn probes(&self) -> Probes {
        let mut probes = Probes::default();
        self.probes.iter().for_each(|(name, count)| probes.set(name, *count));
        probes
    }

    fn join(&mut self, more: Self) {
        self.done += more.done;
        self.failed.extend(more.failed);
        self.seconds += more.seconds;
        self.counts.iter_mut().zip(more.counts).for_each(|(all, more)| *all += more);
        for (name, count) in more.probes {
            *self.probes.entry(name).or_default() += count;
        }
    }
}

/// The folder of the files.
pub struct Shelf {
    folder: PathBuf,
    program: String,
}

impl Shelf {
    pub fn open(target: &Path) -> Result<Self> {
        let folder = target.join("simulation");
        fs::create_dir_all(&folder)?;
        let program = blake3::hash(&fs::read(std::env::current_exe()?)?).to_hex().to_string();
        Ok(Self { folder, program })
    }

    /// How far this program came; from the beginning where it never began, or was changed since.
    pub fn read(&self, series: &Series) -> Progress {
        let read = fs::read(self.folder.join(series.file())).ok();
        let read = read.and_then(|bytes| serde_json::from_slice::<Progress>(&bytes).ok());
        let anew = || Progress { program: self.program.clone(), ..Progress::default() };
        read.filter(|read| read.program == self.program).unwrap_or_else(anew)
    }

    pub fn forget(&self, series: &Series) {
        drop(fs::remove_file(self.folder.join(series.file())));
    }

    /// In one piece, whenever the process ends.
    pub fn write(&self, series: &Series, progress: &Progress) -> Result<()> {
        let (file, beside) =
            (self.folder.join(series.file()), self.folder.join(format!("{}.new", series.file())));
        fs::write(&beside, serde_json::to_vec(progress)?)?;
        Ok(fs::rename(beside, file)?)
    }

    /// All shares of a series together, and those that are not done. Shares of other machines are files that were put
    /// beside these; their programs were built elsewhere.
    pub fn joined(&self, series: &Series) -> (Progress, Vec<u64>) {
        let (mut all, mut open) = (Progress::default(), Vec::new());
        for share in 1..=series.of {
            let one = Series { share, ..*series };
            let read = fs::read(self.folder.join(one.file())).ok();
            match read.and_then(|bytes| serde_json::from_slice::<Progress>(&bytes).ok()) {
                Some(read) => {
                    if read.done < one.len() {
                        open.push(share);
                    }
                    all.join(read);
                }
                None => open.push(share),
            }
        }
        (all, open)
    }
}
