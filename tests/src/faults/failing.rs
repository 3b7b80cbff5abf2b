//! A disk that fails at the Nth change of a process: `fixtures/failing_disk.c`, built with the C compiler that
//! SQLCipher needs anyway.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::programs::Manner;
use crate::server::run;

/// How it fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// One call fails, the next ones work: a bad moment.
    OnceEio,
    /// From that call on all fail, until the program is started again: a disk that broke off.
    Eio,
    /// From that call on there is no room.
    Full,
}

impl Failure {
    pub const ALL: [Self; 3] = [Self::OnceEio, Self::Eio, Self::Full];

    fn error(self) -> i32 {
        match self {
            Self::OnceEio | Self::Eio => 5,
            Self::Full => 28,
        }
    }

    pub fn lasts(self) -> bool {
        self != Self::OnceEio
    }
}

pub struct Failing {
    library: PathBuf,
    mark: PathBuf,
}

impl Failing {
    /// Builds the library into a folder.
    pub fn build(folder: &Path) -> Result<Self> {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/failing_disk.c");
        let library = folder.join("failing_disk.so");
        run(Command::new("cc")
            .args(["-shared", "-fPIC", "-O1", "-o"])
            .arg(&library)
            .arg(source)
            .arg("-ldl"))?;
        Ok(Self { library, mark: folder.join("failed") })
    }

    /// A manner of starting in which the `at`th change below `under` fails.
    pub fn at(&self, at: usize, failure: Failure, under: &Path) -> Result<Manner> {
        if self.mark.exists() {
            std::fs::remove_file(&self.mark)?;
        }
        let lasts = u8::from(failure.lasts());
        Ok(Manner::preloading(&self.library)
            .with("FAILING_UNDER", format!("{}/", under.display()))
            .with("FAILING_AT", at)
            .with("FAILING_ERROR", failure.error())
            .with("FAILING_ON", lasts)
            .with("FAILING_MARK", self.mark.display()))
    }

    /// Whether it came to that call.
    pub fn failed(&self) -> bool {
        self.mark.exists()
    }
}
