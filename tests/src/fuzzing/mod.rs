//! What the fuzzer runs, and what the tests play again with the inputs that are kept (`fuzz/corpus`): one function
//! for each place where bytes from outside come in. A body that returns has found nothing.

pub mod bytes;
pub mod canonical;
pub mod conditions;
pub mod craft;
pub mod documents;
pub mod fields;
pub mod history;
pub mod messages;
pub mod plan;
pub mod search;
pub mod seeds;
pub mod stores;

use std::panic::{AssertUnwindSafe, catch_unwind};

/// One place where bytes come in.
#[derive(Clone, Copy)]
pub struct Target {
    /// Also the name of its folder in `fuzz/corpus`.
    pub name: &'static str,
    body: fn(&[u8]),
}

/// Every target.
pub const TARGETS: [Target; 14] = [
    target("admit", documents::admit_crafted),
    target("canonical", canonical::canonical),
    target("document_load", documents::document_load),
    target("edit", fields::edit),
    target("enrolment", messages::enrolment),
    target("interpret", documents::interpret_one),
    target("key_file", stores::key_file),
    target("open_reply", messages::reply),
    target("open_request", messages::request),
    target("plan_load", plan::load),
    target("search", search::search),
    target("tus", stores::tus),
    target("history", messages::history),
    target("input", fields::input),
];

const fn target(name: &'static str, body: fn(&[u8])) -> Target {
    Target { name, body }
}

impl Target {
    pub fn named(name: &str) -> Option<Self> {
        TARGETS.into_iter().find(|target| target.name == name)
    }

    /// Runs the body once. What it found is the error: the words of its panic.
    ///
    /// A panic that the program itself catches is no finding, so whoever calls this should have set a panic hook
    /// that does not end the process.
    pub fn run(self, data: &[u8]) -> Result<(), String> {
        catch_unwind(AssertUnwindSafe(|| (self.body)(data))).map_err(|panic| {
            let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
            text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default()
        })
    }
}

/// Bytes 4 to 8 of a chunk of the library's format are the first of the SHA-256 of all that follows them. With the
/// sum put right, the parser gets to see what is wrong.
pub fn mend_sum(chunk: &mut [u8]) {
    use sha2::Digest;
    if chunk.len() > 8 {
        let sum = sha2::Sha256::digest(&chunk[8..]);
        chunk[4..8].copy_from_slice(&sum[..4]);
    }
}
