//! The laptop without a window: an encrypted store, the outbox of a person's edits, the sync driver, evidence
//! files, and the door before them all.
//!
//! Everything is committed before it is shown as saved, and sent afterwards; the network is never needed. What
//! a person does touches one field's row and the outbox ([`Replica::act`]); documents are opened when edits are
//! sealed and when others' changes come. The server is spoken to by [`Driver`](sync::Driver), which carries
//! what [`Replica::plan_request`] wrote down and hands back what [`Replica::take_reply`] takes in.

mod act;
mod ask;
mod carry_on;
pub mod clock;
mod device;
mod enrol;
mod error;
pub mod files;
mod greeting;
pub mod key;
mod laptop;
mod limits;
mod notice;
mod plan;
pub mod random;
mod replica;
mod rows;
mod seal;
mod sealing;
mod store;
pub mod sync;

pub use device::{Device, Secret};
pub use error::{Error, FileFault, Result};
pub use laptop::{Laptop, Options};
pub use limits::Limits;
pub use notice::Notice;
pub use replica::{Given, Replica};
