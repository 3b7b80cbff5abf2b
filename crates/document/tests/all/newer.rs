//! What a newer program wrote: taken from the server, kept, carried, and shown nowhere.

use automerge::transaction::Transactable as _;
use document::{
    Admission, Contents, Document, Fields as _, RawChange, Rules, StoredContents, admit, interpret,
};
use model::address::{Address, ObjectName};
use model::doc_id::{DocId, DocKind};
use model::ids::UnitId;
use model::refusal::Refusal;
use model::target::Target;
use model::value::{Heads, NamedFields, Value, Verdict};
use model::vocabulary::Vocabulary;

use crate::support::{
    actor, assert_same, ayun, edit, entry, give, is_taken, mang_yang, of, state, take, text, workbook,
    writer, written,
};

fn object(name: &str) -> ObjectName {
    ObjectName::parse(name).unwrap()
}

/// An inspection, a proposal's text, and a key in an object that this program knows.
fn newer(before: &[RawChange]) -> (Vec<RawChange>, Vec<Address>) {
    let mut changes: Vec<RawChange> = before.to_vec();
    let count = i64::try_from(before.len()).unwrap();
    let (inspection, proposal, known) =
        (object("r/inspection/abc"), object("t/proposal/x"), object("r/entry/III.6a/Q3"));
    let add = |changes: &mut Vec<RawChange>, (skeleton, change)| {
        if !changes.contains(&skeleton) {
            changes.push(skeleton);
        }
        changes.push(change);
    };
    let one = written([0xf1; 8], &changes, &inspection, |doc, id| {
        doc.put(id, "state", format!("open {count}")).unwrap()
    });
    add(&mut changes, one);
    let two =
        written([0xf1; 8], &changes, &proposal, |doc, id| doc.splice_text(id, 0, 0, "chữ mới").unwrap());
    add(&mut changes, two);
    let three = written([0xf1; 8], &changes, &known, |doc, id| doc.put(id, "weight/x", count).unwrap());
    add(&mut changes, three);
    let addresses = vec![
        Address::in_register(inspection, "state"),
        Address::text(proposal),
        Address::in_register(known, "weight/x"),
    ];
    (changes.split_off(before.len()), addresses)
}

/// A workbook in which work was done already.
fn begun() -> Document {
    let mut laptop = workbook();
    laptop.seal(&[state("III.6a", "in-progress", "A"), text(narrative(), "Đã xong 3 việc.")], actor(1));
    laptop
}

fn narrative() -> Target {
    crate::support::narrative()
}

fn restored(contents: &Contents) -> Contents {
    let bytes = postcard::to_stdvec(&contents.store()).unwrap();
    let stored: StoredContents = postcard::from_bytes(&bytes).unwrap();
    Contents::restore(contents.id().clone(), stored).unwrap()
}

#[test]
fn fields_and_objects_that_nobody_here_knows_are_taken_and_listed() {
    let document = begun();
    let (changes, addresses) = newer(&document.changes());
    let mut said = Vec::new();
    for raw in &changes {
        let read = interpret(raw).expect("its bytes are like any other's");
        let said_of = read.said(&document.id().kind, &Vocabulary::default());
        assert!(said_of.fields.is_empty(), "{said_of:?}");
        said.extend(said_of.unknown);
    }
    assert_eq!(said, addresses, "each place of which nothing is shown is counted");
    let admitted = admit(&document, &changes, Rules::Relayed);
    assert!(admitted.outcomes.iter().all(is_taken), "{:?}", admitted.outcomes);
    let mut contents = of(&document);
    let outcomes = give(&mut contents, &changes);
    assert!(outcomes.iter().all(is_taken), "{outcomes:?}");
}

#[test]
fn what_is_not_understood_is_kept_carried_and_in_nobodys_way() {
    let before = begun();
    let (changes, _) = newer(&before.changes());
    let mut document = before.clone();
    take(&mut document, &changes);
    for target in [narrative(), Target::State { entry: entry("III.6a") }] {
        assert_eq!(document.read(&target), before.read(&target), "{target:?} is what it was");
    }
    let loaded = Document::load(document.id().clone(), &document.save()).unwrap();
    assert_eq!(loaded.heads(), document.heads(), "saved and loaded");
    for raw in &changes {
        assert!(loaded.changes().contains(raw), "and sent on in the same bytes");
    }
    let contents = restored(&of(&document));
    assert_same(&contents, &loaded);
    let mut rebuilt = workbook();
    take(&mut rebuilt, &loaded.changes());
    assert_eq!(rebuilt.heads(), document.heads(), "another laptop gets all of it");
}

#[test]
fn work_goes_on_on_top_of_what_is_not_understood() {
    let (plan, unit) = (mang_yang(), ayun());
    let mut document = begun();
    let (changes, _) = newer(&document.changes());
    take(&mut document, &changes);
    let mut contents = restored(&of(&document));
    let sealed = document.seal(&[state("III.6a", "done", "B"), text(narrative(), "Đã xong.")], actor(2));
    let outcomes = contents.admit(&sealed, writer(&plan, &unit), |_, _| None);
    assert!(outcomes.iter().all(is_taken), "{outcomes:?}");
    assert_same(&contents, &document);
    let (more, _) = newer(&document.changes());
    assert!(
        more.len() == 3 && give(&mut contents, &more).iter().all(is_taken),
        "and the newer one's on that"
    );
}

#[test]
fn a_unit_does_not_hand_in_what_the_server_does_not_understand() {
    let (plan, unit) = (mang_yang(), ayun());
    let document = begun();
    let (changes, _) = newer(&document.changes());
    for raw in &changes {
        let one = std::slice::from_ref(raw);
        let outcomes = [
            admit(&document, one, writer(&plan, &unit)).outcomes,
            of(&document).admit(one, writer(&plan, &unit), |_, _| None),
        ];
        for outcome in outcomes.iter().flatten() {
            assert!(matches!(outcome, Admission::Refused(Refusal::UnknownField)), "{outcome:?}");
        }
    }
}

#[test]
fn an_older_program_carries_the_fields_that_it_does_not_know() {
    let (plan, unit) = (mang_yang(), ayun());
    let older = Vocabulary::without(["workbook/entry/percent", "workbook/narrative"]);
    let rules = Rules::Writer { plan: &plan, unit: &unit, known: &older };
    let percent = Target::Percent { entry: entry("III.6a") };
    let sealed =
        workbook().seal(&[state("III.6a", "done", "A"), edit(percent, Value::Int(9), "A", 0)], actor(1));
    let said = interpret(&sealed[1]).unwrap().said(&workbook().id().kind, &older);
    assert_eq!((said.fields.len(), said.unknown.len()), (1, 1), "{said:?}");
    assert_eq!(&*said.unknown[0].key, "percent");
    let outcomes = of(&workbook()).admit(&sealed, rules, |_, _| None);
    assert!(is_taken(&outcomes[0]), "it knows the object");
    assert!(matches!(outcomes[1], Admission::Refused(Refusal::UnknownField)), "{outcomes:?}");
    let begun = workbook().seal(&[text(narrative(), "chữ")], actor(1));
    let outcomes = of(&workbook()).admit(&begun, rules, |_, _| None);
    assert!(matches!(outcomes[0], Admission::Refused(Refusal::UnknownField)), "nor what it never heard of");
    let mut contents = of(&workbook());
    assert!(give(&mut contents, &begun).iter().all(is_taken), "which it takes from its server");
}

#[test]
fn a_document_of_a_kind_that_nobody_here_knows_is_carried() {
    let id: DocId = "2019/dossier/ayun/x".parse().unwrap();
    assert!(matches!(id.kind, DocKind::Unknown(_)));
    let (plan, unit) = (mang_yang(), ayun());
    let (skeleton, change) = written([0xf1; 8], &[], &object("r/count/Q3"), |doc, count| {
        doc.put(count, "received", 12).unwrap();
    });
    let changes = [skeleton, change];
    let admitted = admit(&Document::empty(id.clone()), &changes, Rules::Relayed);
    assert!(admitted.outcomes.iter().all(is_taken), "{:?}", admitted.outcomes);
    let loaded = Document::load(id.clone(), &admitted.document.save()).unwrap();
    assert_eq!(loaded.changes(), changes);
    let mut contents = Contents::empty(id.clone());
    assert!(give(&mut contents, &changes).iter().all(is_taken));
    assert_same(&restored(&contents), &loaded);
    let said = interpret(&changes[1]).unwrap().said(&id.kind, &Vocabulary::default());
    assert_eq!((said.fields.len(), said.unknown.len()), (0, 1));
    for raw in changes {
        let outcomes = Contents::empty(id.clone()).admit(&[raw], writer(&plan, &unit), |_, _| None);
        assert!(matches!(outcomes[0], Admission::Refused(Refusal::UnknownDocument)), "{outcomes:?}");
    }
}

#[test]
fn a_part_that_a_newer_program_gives_a_value_leaves_the_others_readable() {
    let id = DocId::review(&"mang-yang-2019".into(), UnitId::new("noi-vu"), ayun());
    let target = Target::Verdict { entry: entry("III.6a") };
    let value = Value::record(&Verdict::Returned {
        reason: "thiếu biểu".into(),
        until: None,
        heads: Heads::default(),
        fields: NamedFields::default(),
    });
    let (skeleton, change) = written([0xf1; 8], &[], &object("r/verdict/III.6a/Q3"), |doc, verdict| {
        doc.put(verdict, "is", "returned").unwrap();
        doc.put(verdict, "points", 3).unwrap();
        doc.put(verdict, "reason", "thiếu biểu").unwrap();
    });
    let said = interpret(&change).unwrap().said(&id.kind, &Vocabulary::default());
    assert_eq!(said.fields.len(), 1, "{said:?}");
    assert_eq!(said.fields[0].value.as_ref(), Some(&value));
    assert_eq!(said.unknown.len(), 1, "the part is counted");
    let admitted = admit(&Document::empty(id), &[skeleton, change], Rules::Relayed);
    assert_eq!(*admitted.document.read(&target).value(), value);
    assert_same(&of(&admitted.document), &admitted.document);
}
