//! What is asked before the windows: who one is, where the server is, and what opens the store.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which door stands before the windows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "gate", rename_all = "kebab-case", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum Gate {
    FirstRun,
    Locked {
        unit_name: String,
        person: String,
    },
    /// The web page.
    LogIn,
    /// The web page: the district's server is at another address now.
    Moved {
        to: String,
    },
    Open,
    /// The store cannot be used: what happened, what is safe, what to do.
    Broken {
        message: String,
    },
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FirstRun {
    /// `https://...`
    pub server: String,
    /// One-time code from the district, as typed.
    pub code: String,
    /// The officer's name, as colleagues see it.
    pub name: String,
    pub passphrase: String,
    /// By which the server is reached, where the person says; else as the system does.
    #[serde(default)]
    #[ts(optional)]
    pub proxy: Option<Proxy>,
}

/// What an office puts between its machines and the network, as a person enters it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Proxy {
    /// "proxy.mangyang.vn:3128"; empty: the system's own.
    pub address: String,
    /// Empty: it asks for none.
    pub user: String,
    /// Never told to a window.
    pub password: String,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Unlock {
    pub passphrase: String,
}

/// Another passphrase for the same store.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct NewPassphrase {
    pub old: String,
    pub new: String,
}

/// Another address of the district's server.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct NewServer {
    /// `https://...`
    pub address: String,
    pub passphrase: String,
}
