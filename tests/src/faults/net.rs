//! Two network namespaces joined by one line, which can be slow, lossy and cut.

use std::process::Command;

use anyhow::{Context, Result};

use crate::programs::Manner;
use crate::server::run;

pub const NEAR: &str = "10.77.0.1";
pub const FAR: &str = "10.77.0.2";

pub struct Net {
    near: String,
    far: String,
}

/// What the near end sent over the line, headers and repetitions included.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wire {
    pub bytes: u64,
    /// Segments that TCP sent again.
    pub again: u64,
}

impl Net {
    /// A good line at first.
    pub fn make() -> Result<Self> {
        let id = std::process::id();
        let net = Self { near: format!("nr{id}n"), far: format!("nr{id}f") };
        for name in [&net.near, &net.far] {
            ip(&["netns", "add", name])?;
            ip(&["-n", name, "link", "set", "lo", "up"])?;
        }
        ip(&[
            "-n", &net.near, "link", "add", "line", "type", "veth", "peer", "name", "line", "netns", &net.far,
        ])?;
        for (name, address) in [(&net.near, NEAR), (&net.far, FAR)] {
            ip(&["-n", name, "address", "add", &format!("{address}/24"), "dev", "line"])?;
            ip(&["-n", name, "link", "set", "line", "up"])?;
        }
        Ok(net)
    }

    /// From now on so many kilobits a second each way, and so many packets of a hundred are lost on arrival.
    pub fn spoil(&self, kilobits: u32, loss: u32) -> Result<()> {
        for name in [&self.near, &self.far] {
            let rate = format!("{kilobits}kbit");
            let shape = ["-n", name, "qdisc", "add", "dev", "line", "root", "tbf", "rate", &rate];
            run(Command::new("tc").args(shape).args(["burst", "8kb", "latency", "400ms"]))?;
            let rules = format!(
                "add table inet loss; add chain inet loss in {{ type filter hook input priority 0; }}; add rule inet loss in iifname line numgen random mod 100 < {loss} drop"
            );
            run(Command::new("ip").args(["netns", "exec", name, "nft", &rules]))?;
        }
        Ok(())
    }

    pub fn cut(&self) -> Result<()> {
        ip(&["-n", &self.near, "link", "set", "line", "down"])
    }

    pub fn mend(&self) -> Result<()> {
        ip(&["-n", &self.near, "link", "set", "line", "up"])
    }

    pub fn near(&self) -> Manner {
        within(&self.near)
    }

    pub fn far(&self) -> Manner {
        within(&self.far)
    }

    pub fn wire(&self) -> Result<Wire> {
        let read = |path: &str| run(Command::new("ip").args(["netns", "exec", &self.near, "cat", path]));
        let bytes = read("/sys/class/net/line/statistics/tx_bytes")?.trim().parse()?;
        let snmp = read("/proc/net/snmp")?;
        let mut tcp = snmp.lines().filter(|line| line.starts_with("Tcp:")).map(str::split_whitespace);
        let (names, values) = (tcp.next().context("names")?, tcp.next().context("values")?);
        let again = names.zip(values).find(|(name, _)| *name == "RetransSegs").context("RetransSegs")?;
        Ok(Wire { bytes, again: again.1.parse()? })
    }
}

fn within(name: &str) -> Manner {
    let by = ["ip", "netns", "exec", name].map(str::to_owned).to_vec();
    Manner { by, ..Manner::default() }
}

fn ip(arguments: &[&str]) -> Result<()> {
    run(Command::new("ip").args(arguments)).map(drop)
}

impl Drop for Net {
    fn drop(&mut self) {
        for name in [&self.near, &self.far] {
            drop(ip(&["netns", "del", name]));
        }
    }
}
