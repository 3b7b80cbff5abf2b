//! Faults made for real, on the real processes: killed programs, power cuts, disks that are full or fail, a link
//! that loses and breaks, and what a restoration brings. `bin/faults.rs` runs them; CI runs short forms.

pub mod counter;
pub mod disk;
pub mod disk_fault;
pub mod failing;
pub mod headless;
pub mod kill;
mod laptop;
mod ledger;
pub mod link;
mod net;
pub mod power_cut;
mod prepared;
pub mod restore;
pub mod rights;
mod server_view;
mod told;
mod world;

use indicatif::ProgressBar;

/// Says how far it is and what came out: on a terminal, or in a test.
pub struct Teller {
    bar: ProgressBar,
}

impl Default for Teller {
    fn default() -> Self {
        Self { bar: ProgressBar::hidden() }
    }
}

impl Teller {
    pub fn on_terminal() -> Self {
        Self { bar: ProgressBar::new_spinner() }
    }

    pub fn step(&self, at: usize, of: usize) {
        self.bar.set_length(of as u64);
        self.bar.set_position(at as u64);
        self.bar.set_message(format!("{at}/{of}"));
        self.bar.tick();
    }

    /// One line of what was found.
    pub fn tell(&self, line: &str) {
        use std::io::Write as _;
        self.bar.suspend(|| drop(writeln!(std::io::stdout(), "{line}")));
    }
}
