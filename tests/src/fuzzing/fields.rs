//! What people type, and what windows and stores keep as JSON.

use std::sync::OnceLock;

use document::{Admission, Document, Rules, admit};
use model::address::ObjectName;
use model::doc_id::DocId;
use model::edit::{Edit, StampedEdit};
use model::plan::Plan;
use model::value::{
    Confirmation, Extension, ExtensionAnswer, FileFacts, Heads, PeriodClosing, Proposal, ProposalAnswer,
    RequestFacts, Revision, Submission, Value, Verdict,
};
use model::vocabulary::{Home, Vocabulary};
use model::window::{Act, Ask};

use super::bytes::Bytes;
use super::history;
use super::plan::mang_yang;

fn plan() -> &'static Plan {
    static PLAN: OnceLock<Plan> = OnceLock::new();
    PLAN.get_or_init(mang_yang)
}

/// A field, and what was typed into it: an error, or a value that the field may hold.
pub fn input(data: &[u8]) {
    let mut bytes = Bytes::new(data);
    let target = history::target(bytes.byte());
    let text = String::from_utf8_lossy(bytes.rest());
    if let Ok(edit) = Edit::from_input(target.clone(), &text, plan()) {
        assert!(edit.value.fits(target.kind()), "{target:?} took {:?}", edit.value);
        assert_eq!(edit.target, target);
    }
}

/// Acts and questions of a window, and values as documents keep them.
pub fn edit(data: &[u8]) {
    if let Ok(act) = serde_json::from_slice::<Act>(data) {
        let again = serde_json::to_vec(&act).expect("string keys only");
        assert_eq!(serde_json::from_slice::<Act>(&again).ok(), Some(act));
    }
    drop(serde_json::from_slice::<Ask>(data));
    if let Ok(text) = std::str::from_utf8(data) {
        values(text);
    }
    if let Ok(edit) = serde_json::from_slice::<Edit>(data) {
        sealed(edit);
    }
}

fn values(text: &str) {
    let value = serde_json::from_str(text).unwrap_or_else(|_| Value::Str(text.to_owned()));
    drop((value.as_date(), value.as_record::<FileFacts>(), value.as_record::<Verdict>()));
    drop((value.as_record::<Submission>(), value.as_record::<RequestFacts>()));
    drop((value.as_record::<Proposal>(), value.as_record::<ProposalAnswer>(), value.as_record::<Revision>()));
    drop((value.as_record::<Extension>(), value.as_record::<ExtensionAnswer>()));
    drop((value.as_record::<Confirmation>(), value.as_record::<PeriodClosing>()));
    drop((Heads::parse(text), ObjectName::parse(text), text.parse::<DocId>()));
    for n in 0..history::TARGETS {
        value.fits(history::target(n).kind());
    }
}

/// An edit that a document may hold is taken by every laptop, and reads the same there.
fn sealed(edit: Edit) {
    let Edit { target, value } = &edit;
    let (home, address) = (target.description().object.home, target.address());
    let found = Vocabulary::default().at(&history::id().kind, &address);
    let whole = found.is_none_or(|found| found.target == *target);
    if home != Home::Workbook || !address.is_sound() || !whole || !value.fits(target.kind()) {
        return;
    }
    let stamped = StampedEdit { edit: edit.clone(), by: "a".into(), at: history::at(0) };
    let mut laptop = Document::empty(history::id());
    let sealed = laptop.seal(&[stamped], history::actor(1));
    let admitted = admit(&Document::empty(history::id()), &sealed, Rules::Relayed);
    let taken = admitted.outcomes.iter().all(|one| matches!(one, Admission::Accepted(_)));
    assert!(taken, "{edit:?}: {:?}", admitted.outcomes);
    assert_eq!(admitted.document.read(target), laptop.read(target), "{edit:?}");
    let empty = *value == Value::Absent || (target.is_text() && *value == Value::Str(String::new()));
    assert_eq!(sealed.is_empty(), empty, "{edit:?}");
    if !empty {
        assert_eq!(admitted.document.read(target).value(), value);
    }
}
