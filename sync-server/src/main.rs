//! The district's server as a command: reads what it is told and calls the library.

mod command;

use std::io::{self, Write as _};
use std::process::ExitCode;

use sync_server::admin::{self, AdminError};

fn main() -> ExitCode {
    let cli = match command::read() {
        Ok(cli) => cli,
        Err((help, true)) => return said(command::say(help.trim_end())),
        Err((fault, false)) => {
            let _ = io::stderr().write_all(fault.as_bytes());
            return ExitCode::from(2);
        }
    };
    said(command::run(cli.command))
}

fn said(done: anyhow::Result<()>) -> ExitCode {
    let Err(error) = done else { return ExitCode::SUCCESS };
    // An administrator's error says all in its own words.
    let below = error.chain().skip(1).find_map(|cause| cause.downcast_ref::<io::Error>());
    let below = below.filter(|_| !error.is::<AdminError>());
    let words = match (below, error.downcast_ref::<io::Error>()) {
        (Some(cause), _) => format!("{error}: {}.", admin::of_system(cause)),
        (None, Some(cause)) => format!("Chưa làm được: {}.", admin::of_system(cause)),
        (None, None) => error.to_string(),
    };
    let _ = writeln!(io::stderr(), "{}", words.trim_end());
    ExitCode::FAILURE
}
