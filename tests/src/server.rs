//! The real server as a process of its own.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::programs::{Manner, Running, free_port, mang_yang, program, wait_until};

/// A district: a data folder, and a server that can be stopped and started again at the same address.
pub struct District {
    data: PathBuf,
    host: String,
    port: u16,
    running: Option<Running>,
    log: Option<PathBuf>,
    manner: Manner,
    clock: Option<String>,
}

pub const LEADER: &str = "lanh-dao";
pub const PASSWORD: &str = "mot mat khau that dai";

impl District {
    /// Opens the plan of Mang Yang in `folder`, for its own year or another.
    pub fn open(folder: &Path, year: Option<i32>) -> Result<Self> {
        Self::open_by(folder, year, None)
    }

    /// Opens it for its own year, by this clock: see [`Self::set_clock`].
    pub fn open_at(folder: &Path, moment: &str) -> Result<Self> {
        Self::open_by(folder, None, Some(moment.to_owned()))
    }

    fn open_by(folder: &Path, year: Option<i32>, clock: Option<String>) -> Result<Self> {
        let district = Self { clock, ..Self::over(folder.join("server"), free_port()?) };
        let mut init = district.command(&["init", "--plan"])?;
        init.arg(mang_yang()?);
        if let Some(year) = year {
            init.args(["--year", &year.to_string()]);
        }
        run(district.of_data(&mut init))?;
        Ok(district)
    }

    /// A data folder that is there already.
    pub fn over(data: PathBuf, port: u16) -> Self {
        Self {
            data,
            host: "127.0.0.1".into(),
            port,
            running: None,
            log: None,
            manner: Manner::default(),
            clock: None,
        }
    }

    /// What the server says of itself goes to a file, not to the terminal.
    pub fn log_to(self, file: PathBuf) -> Self {
        Self { log: Some(file), ..self }
    }

    /// At an address other than this machine's own.
    pub fn at(self, host: &str) -> Self {
        Self { host: host.to_owned(), ..self }
    }

    /// How it is started from the next time on.
    pub fn set_manner(&mut self, manner: Manner) {
        self.manner = manner;
    }

    /// What its programs take for the time from their next start on: see [`Manner::at`].
    pub fn set_clock(&mut self, moment: &str) {
        self.clock = Some(moment.to_owned());
    }

    /// A command of the server's program, by the district's clock.
    fn command(&self, arguments: &[&str]) -> Result<Command> {
        let mut command = self.dressed(Manner::default()).command(&program("sync-server")?);
        command.args(arguments);
        Ok(command)
    }

    fn dressed(&self, manner: Manner) -> Manner {
        match &self.clock {
            Some(moment) => manner.at(moment),
            None => manner,
        }
    }

    fn of_data<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.arg("--data").arg(&self.data)
    }

    /// Runs a command of the server's program on the district's data, and gives what it printed.
    pub fn run(&self, arguments: &[&str]) -> Result<String> {
        run(self.of_data(&mut self.command(arguments)?))
    }

    pub fn data(&self) -> &Path {
        &self.data
    }

    pub fn address(&self) -> String {
        format!("http://{}:{}", self.host, self.port)
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn start(&mut self) -> Result<()> {
        let mut serve = self.dressed(self.manner.clone()).command(&program("sync-server")?);
        serve.args(["serve", "--listen", &format!("{}:{}", self.host, self.port), "--data"]).arg(&self.data);
        // What goes well is not worth a line among the tests' own, but where a file takes it.
        let logs = if self.log.is_some() { "info" } else { "warn" };
        serve.env("NHARONG_LOG", logs).stdout(Stdio::piped());
        if let Some(file) = &self.log {
            serve.stderr(File::options().create(true).append(true).open(file)?);
        }
        let mut running = Running::start(&mut serve)?;
        let out = running.child().stdout.take().context("the pipe was asked for")?;
        let mut lines = BufReader::new(out).lines();
        for line in lines.by_ref() {
            if line?.contains("http") {
                std::thread::spawn(move || lines.for_each(drop));
                self.running = Some(running);
                return Ok(());
            }
        }
        bail!("the server ended before it listened")
    }

    /// The line goes dead, as a network does: nothing is said before it.
    pub fn stop(&mut self) {
        self.running = None;
    }

    /// Asks it to end as the system does, and waits until it has.
    pub fn ask_to_stop(&mut self) -> Result<()> {
        let Some(mut running) = self.running.take() else { return Ok(()) };
        run(Command::new("kill").args(["-TERM", &running.id().to_string()]))?;
        wait_until("the server ends", || Ok((!running.runs()).then_some(())))
    }

    /// Waits until it answers. False where it ended instead: it listens before it opens its database.
    pub fn answers(&mut self) -> Result<bool> {
        let address = (self.host.clone(), self.port);
        wait_until("the server answers or ends", || {
            if !self.running.as_mut().is_some_and(Running::runs) {
                return Ok(Some(false));
            }
            let mut line = TcpStream::connect(&address)?;
            line.write_all(b"GET /healthz HTTP/1.0\r\n\r\n")?;
            let mut answer = String::new();
            line.read_to_string(&mut answer)?;
            Ok(answer.ends_with("ok").then_some(true))
        })
    }

    /// Killed, without waiting for its end.
    pub fn strike(&mut self) {
        self.running.iter_mut().for_each(Running::strike);
    }

    pub fn process(&self) -> Option<u32> {
        self.running.as_ref().map(Running::id)
    }

    /// A one-time code for a laptop of this unit.
    pub fn enrol(&self, unit: &str, person: &str) -> Result<String> {
        let printed = self.run(&["enrol", "--unit", unit, "--name", person])?;
        let code = printed.split_whitespace().find(|word| word.matches('-').count() >= 3);
        code.map(str::to_owned).with_context(|| format!("no code in: {printed}"))
    }

    /// The account with which leaders read the page.
    pub fn add_leader(&self) -> Result<()> {
        let mut add = self.command(&["account", "add", "--name", LEADER, "--password-stdin"])?;
        let mut child = self.of_data(&mut add).stdin(Stdio::piped()).stdout(Stdio::null()).spawn()?;
        child.stdin.take().context("the pipe was asked for")?.write_all(PASSWORD.as_bytes())?;
        if child.wait()?.success() { Ok(()) } else { bail!("the account was not added") }
    }
}

/// Runs a program to its end and gives what it printed.
pub fn run(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("starting {:?}", command.get_program()))?;
    if !output.status.success() {
        bail!("{:?} failed: {}", command.get_args(), String::from_utf8_lossy(&output.stderr));
    }
    Ok(String::from_utf8(output.stdout)?)
}
