//! The desktop shell: a window, the commands that it may call, and files for its previews. Nothing of the
//! domain is decided here.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod arguments;
mod commands;
mod evidence;
mod window;

use anyhow::Result;
use clap::Parser;

fn main() -> Result<()> {
    let arguments = arguments::Arguments::parse();
    let logs = tracing_subscriber::EnvFilter::try_from_env("NHARONG_LOG").unwrap_or_else(|_| {
        // A session without a bus opens all the same, and the plugin says so each time.
        "warn,tauri_plugin_single_instance=error".into()
    });
    tracing_subscriber::fmt().with_env_filter(logs).with_writer(std::io::stderr).init();
    match arguments.command {
        Some(command) => command.run(arguments.data.as_deref()),
        None => window::open(arguments.data),
    }
}
