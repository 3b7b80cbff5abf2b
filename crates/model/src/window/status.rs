//! What is always in sight of a laptop.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Always in sight.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Status {
    pub link: Link,
    /// Edits that wait to be sent.
    pub edits: u32,
    pub files: u32,
    pub bytes: u64,
    pub last_sync: Option<DateTime<FixedOffset>>,
    pub refused: u32,
    pub conflicts: u32,
    /// What colleagues wrote with a newer program, and this one can keep but not show.
    pub needs_newer: u32,
    pub metered: bool,
    /// See [`Act::NoticeDays`](super::Act::NoticeDays).
    pub notice_days: Option<u8>,
    /// What is wrong with the line, where that is known: told instead of the link.
    pub fault: Option<Fault>,
    /// Why the last try failed, for people.
    pub problem: Option<String>,
    /// The address of the district's server.
    pub server: String,
    /// The server takes nothing from this device any more (revoked, copied, restored): it goes on with a new code.
    pub needs_code: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum Link {
    /// Being tried.
    Unknown,
    Online,
    Syncing,
    Offline,
}

/// What stands between a laptop and its server, though there is a network; or a clock that is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum Fault {
    /// The laptop's.
    Clock,
    CertificateExpired,
    CertificateNotYet,
    CertificateOfOther,
    /// Its certificate is of nobody whom this machine trusts.
    Intercepted,
    ProxyPassword,
    /// The proxy wants one that this program cannot give: that of the office's Windows domain.
    ProxyScheme,
    /// The network's proxy is told by a script, which this program does not run.
    ProxyScript,
    /// The proxy does not let through.
    Proxy,
    /// It cannot be reached: there is no network, or its address is wrong.
    ProxyAway,
    /// Something on the way refuses what is sent.
    Blocked,
    /// Another program answers.
    OtherPage,
    /// A connection stands, and nothing comes through it.
    NoAnswer,
}
