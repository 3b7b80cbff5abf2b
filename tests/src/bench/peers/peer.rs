//! Who is measured, and how it is seen that their server has the work.

use serde::Serialize;

/// A row of the table.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Peer {
    pub name: &'static str,
    pub kind: Kind,
    /// The connection of before is used again; otherwise new ones are opened.
    pub kept: bool,
    /// What the server's memory or disk is asked.
    pub seen: &'static str,
    /// What the laptop knows when it is told that the exchange is over.
    pub told: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Kind {
    Post,
    Ours,
    /// Our laptop as it ships: its driver decides what is said when the network is back.
    OursDriven,
    Actual,
    Hocuspocus,
    AutomergeRepo,
    PouchDb,
    Loro,
    TinyBase,
    Samod,
    Subduction,
}

/// What is started for either end.
#[derive(Clone, Copy, Debug)]
pub enum Programs {
    /// This program itself, or our server.
    Own,
    /// Programs of Node.js, in a folder of that name.
    Node(&'static str),
    /// Parts of that name in the peers' program in Rust.
    Rust(&'static str),
}

impl Kind {
    pub fn programs(self) -> Programs {
        match self {
            Self::Post | Self::Ours | Self::OursDriven => Programs::Own,
            Self::Actual => Programs::Node("actual"),
            Self::Hocuspocus => Programs::Node("hocuspocus"),
            Self::AutomergeRepo => Programs::Node("automerge-repo"),
            Self::PouchDb => Programs::Node("pouchdb"),
            Self::Loro => Programs::Node("loro"),
            Self::TinyBase => Programs::Node("tinybase"),
            Self::Samod => Programs::Rust("samod"),
            Self::Subduction => Programs::Rust("subduction"),
        }
    }

    /// What its server says of the work, in this order; how the last of it lies on the disk.
    pub fn events(self) -> &'static [&'static str] {
        match self {
            // Their databases are read from outside instead.
            Self::Ours | Self::OursDriven | Self::Actual => &[],
            Self::Post => &["memory"],
            Self::Hocuspocus | Self::Loro | Self::TinyBase => &["memory", "durable"],
            Self::AutomergeRepo | Self::Samod => &["memory", "written"],
            Self::Subduction => &["durable"],
            Self::PouchDb => &["written"],
        }
    }

    /// Whether what it calls stored was synced to the disk, so that a power cut leaves it there.
    pub fn synced(self) -> bool {
        !matches!(self, Self::AutomergeRepo | Self::Samod | Self::PouchDb)
    }
}

const POST: Peer = Peer {
    name: "bare HTTP POST, as many bytes as ours",
    kind: Kind::Post,
    kept: true,
    seen: "the server has read the whole request; it stores nothing",
    told: "nothing is stored",
};

const OURS: Peer = Peer {
    name: "Nhà Rông",
    kind: Kind::Ours,
    kept: true,
    seen: "from outside: another connection to the server's SQLite file sees the change in its log (WAL, \
           synchronous=FULL: synced before it is seen)",
    told: "on the disk",
};

const ACTUAL: Peer = Peer {
    name: "Actual",
    kind: Kind::Actual,
    kept: true,
    seen: "from outside: another connection to the SQLite file of the group sees 50 more messages (rollback \
           journal, synced before it is seen)",
    told: "on the disk",
};

const HOCUSPOCUS: Peer = Peer {
    name: "hocuspocus + Yjs",
    kind: Kind::Hocuspocus,
    kept: false,
    seen: "hooks in the server: onChange with all values in the document; afterStoreDocument with all values in \
           the row of its SQLite extension (rollback journal, synced)",
    told: "in memory",
};

const AUTOMERGE_REPO: Peer = Peer {
    name: "automerge-repo",
    kind: Kind::AutomergeRepo,
    kept: false,
    seen: "in the server: the handle's change event with all values in the document; the storage adapter's save, \
           returned after that (written, never synced)",
    told: "in memory",
};

const SAMOD: Peer = Peer {
    name: "samod",
    kind: Kind::Samod,
    kept: false,
    seen: "in the server: the handle's stream of changes with all values in the document; the storage's put, \
           returned after that (written, never synced)",
    told: "in memory",
};

const SUBDUCTION: Peer = Peer {
    name: "subduction",
    kind: Kind::Subduction,
    kept: false,
    seen: "in the server's process: each millisecond, the commits that it counts as its own, which it does once they \
           are synced to its files; all values in the document that these files make, which are read for it",
    told: "sent, no sure answer comes",
};

const LORO: Peer = Peer {
    name: "loro-websocket",
    kind: Kind::Loro,
    kept: false,
    seen: "in the server: the adaptor's applyUpdates, returned with all values in the document; its hook \
           onSaveDocument, asked each second (its own pause is a minute), after the file is synced",
    told: "in memory",
};

const TINYBASE: Peer = Peer {
    name: "TinyBase",
    kind: Kind::TinyBase,
    kept: false,
    seen: "in the server: the end of a transaction with all values in the store; its SQLite persister idle with all \
           values in its row (rollback journal, synced)",
    told: "sent, no answer comes",
};

const POUCHDB: Peer = Peer {
    name: "PouchDB",
    kind: Kind::PouchDb,
    kept: true,
    seen: "in the server's process: the database's own changes feed, after LevelDB has written (never synced)",
    told: "written, maybe not on the disk",
};

/// In the order of the table.
pub const PEERS: [Peer; 15] = [
    POST,
    Peer { kept: false, ..POST },
    OURS,
    Peer { kept: false, ..OURS },
    Peer {
        name: "Nhà Rông, the laptop's own driver after a cut",
        kind: Kind::OursDriven,
        kept: false,
        ..OURS
    },
    ACTUAL,
    Peer { kept: false, ..ACTUAL },
    HOCUSPOCUS,
    LORO,
    TINYBASE,
    AUTOMERGE_REPO,
    SAMOD,
    SUBDUCTION,
    POUCHDB,
    Peer { name: "PouchDB, as it comes on Node.js", kept: false, ..POUCHDB },
];
