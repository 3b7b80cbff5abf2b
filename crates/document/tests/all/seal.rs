use automerge::transaction::Transactable as _;
use automerge::{AutoCommit, ObjId};
use document::interpret;
use model::address::{ObjectName, Shape};
use model::ids::PersonId;
use model::refusal::Refusal;
use model::target::Target;
use model::value::Value;

use crate::support::{actor, at, edit, entry, state, take, text, workbook, written_by};

#[test]
fn many_edits_become_one_change_after_the_skeletons() {
    let mut laptop = workbook();
    let edits: Vec<_> = (0..25)
        .flat_map(|n| {
            let entry = entry(&format!("III.{n}"));
            [
                edit(Target::Percent { entry: entry.clone() }, Value::Int(n), "hmuk", n),
                edit(Target::Narrative { entry }, Value::Str(format!("đã làm {n}")), "hmuk", n),
            ]
        })
        .collect();
    let sealed = laptop.seal(&edits, actor(1));
    let (skeletons, own): (Vec<_>, Vec<_>) =
        sealed.iter().partition(|raw| interpret(raw).unwrap().skeleton.is_some());
    assert_eq!(skeletons.len(), 50, "a register and a text for each entry, each made by a change of its own");
    assert_eq!(own.len(), 1, "fifty edits of one author are one change");
    assert_eq!(interpret(own[0]).unwrap().touched.len(), 50, "and each of them is told of");
}

#[test]
fn author_and_minute_of_each_edit_are_read_from_the_change() {
    let mut laptop = workbook();
    let early = edit(Target::Percent { entry: entry("I.4") }, Value::Int(10), "buk", -500);
    let late = state("III.4", "done", "buk");
    let sealed = laptop.seal(&[early, late], actor(1));
    let read = interpret(sealed.last().unwrap()).unwrap();
    assert_eq!(read.author, Some("buk".into()));
    let times: Vec<_> = read.touched.iter().map(|touched| touched.at).collect();
    assert_eq!(times, [at(-500), at(0)], "times stand in the order of the fields");
}

#[test]
fn the_same_seal_is_the_same_bytes_and_what_changes_nothing_is_nothing() {
    let (mut one, mut two) = (workbook(), workbook());
    let edits = [state("I.4", "done", "buk"), text(Target::Narrative { entry: entry("I.4") }, "xong")];
    assert_eq!(one.seal(&edits, actor(1)), two.seal(&edits, actor(1)));
    assert!(one.seal(&edits, actor(1)).is_empty(), "the document holds these values already");
}

#[test]
fn two_authors_at_one_laptop_are_two_changes() {
    let sealed = workbook().seal(&[state("I.4", "done", "buk"), state("I.3", "done", "lan")], actor(1));
    let authors: Vec<_> =
        sealed.iter().map(|raw| interpret(raw).unwrap()).filter(|read| read.skeleton.is_none()).collect();
    assert_eq!(
        authors.iter().flat_map(|read| &read.author).map(PersonId::as_str).collect::<Vec<_>>(),
        ["buk", "lan"]
    );
}

#[test]
fn a_value_taken_away_reads_as_nothing() {
    let mut laptop = workbook();
    let target = Target::Percent { entry: entry("I.4") };
    laptop.seal(&[edit(target.clone(), Value::Int(40), "buk", 0)], actor(1));
    assert_eq!(*laptop.read(&target).value(), Value::Int(40));
    laptop.seal(&[edit(target.clone(), Value::Absent, "buk", 1)], actor(1));
    assert!(laptop.read(&target).contenders.is_empty());
}

#[test]
fn a_document_is_read_back_from_its_snapshot_and_from_its_changes() {
    let mut laptop = workbook();
    laptop.seal(&[text(Target::Narrative { entry: entry("I.4") }, "đường làng đã xong")], actor(1));
    let bytes = laptop.save();
    let again = document::Document::load(laptop.id().clone(), &bytes).unwrap();
    assert_eq!(again.heads(), laptop.heads());
    let mut rebuilt = workbook();
    take(&mut rebuilt, &laptop.changes());
    assert_eq!(rebuilt.heads(), laptop.heads(), "raw changes are enough: a snapshot is never the only copy");
}

#[test]
fn a_page_pasted_over_a_page_is_sealed_and_read_by_others_as_it_is() {
    let page = |seed: u32| -> String {
        (0..20_000u32).map(|n| char::from_u32(0x61 + (n.wrapping_mul(seed) >> 7) % 26).unwrap()).collect()
    };
    let target = Target::Narrative { entry: entry("I.4") };
    let mut laptop = workbook();
    let first = laptop.seal(&[text(target.clone(), &page(2_654_435_761))], actor(1));
    let second = laptop.seal(&[text(target.clone(), &page(40_503))], actor(1));
    let mut other = workbook();
    take(&mut other, &[first, second].concat());
    assert_eq!(*other.read(&target).value(), Value::Str(page(40_503)), "every letter of the second page");
}

#[test]
fn letters_of_several_signs_survive() {
    let words = "Đắk Pơ\u{302} 👨‍👩‍👧 Bahnar ê̆";
    let target = Target::Narrative { entry: entry("I.4") };
    let mut laptop = workbook();
    let sealed = [
        laptop.seal(&[text(target.clone(), "Đắk Pơ 👨‍👩‍👧")], actor(1)),
        laptop.seal(&[text(target.clone(), words)], actor(1)),
    ];
    let mut other = workbook();
    take(&mut other, &sealed.concat());
    assert_eq!(*other.read(&target).value(), Value::Str(words.into()));
}

#[test]
fn a_message_that_does_not_begin_with_an_id_is_no_edit() {
    let object = ObjectName::new(Shape::Register, "entry", &["I.4", "Q3"]);
    let by = |author: &str| {
        let put = |doc: &mut AutoCommit, id: &ObjId| doc.put(id, "state", "done").unwrap();
        let (_, raw) = written_by(author, [0x81; 8], &[], &object, put);
        interpret(&raw).map(|read| read.author)
    };
    assert_eq!(by("7k3m0qwx"), Ok(Some("7k3m0qwx".into())));
    assert_eq!(by("7k3m0qwx\n3"), Ok(Some("7k3m0qwx".into())), "minutes stand behind it");
    for bad in ["", "Đinh Hmưk", "a b", "-", "\n3", &"a".repeat(41)] {
        assert_eq!(by(bad), Err(Refusal::NotAnEdit), "{bad:?}: a name would stay in the bytes for good");
    }
}
