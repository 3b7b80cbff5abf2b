//! What the fuzzer begins with: what the real code makes, so that a changed byte is a changed message and not
//! noise.

use document::Document;
use model::doc_id::DocId;
use model::ids::{FileHash, UnitId};
use model::refusal::Refusal;
use protocol::{
    BatchHash, ChangeBody, Counter, Cursor, Delivered, Delivery, DeviceId, DocumentChanges, Epoch, Fate,
    FileReceived, Heard, OtherLaptop, Person, ShownElsewhere, Signer, SyncReply, SyncRequest, UnixMillis,
    Vocabulary, Withdrawn, seal_reply, write_request,
};

use super::{craft, history};

/// For each target some inputs, the same each time.
pub fn seeds() -> Vec<(&'static str, Vec<Vec<u8>>)> {
    let choices = || (0..24).map(choices).collect();
    vec![
        ("admit", choices()),
        ("canonical", choices()),
        ("document_load", history::documents().map(|document| document.save()).to_vec()),
        ("edit", texts(&EDITS)),
        ("enrolment", texts(&ENROLMENT)),
        ("interpret", changes()),
        ("key_file", texts(&[KEY_FILE])),
        ("open_reply", vec![plain(&seal_reply(&reply()))]),
        ("open_request", requests()),
        ("plan_load", plans()),
        ("search", texts(&SEARCHES)),
        ("tus", headers()),
        ("history", vec![of_unit()]),
        ("input", input()),
    ]
}

/// A history of one part.
fn of_unit() -> Vec<u8> {
    let part = plain(&seal_reply(&reply()));
    let mut bytes = b"nharong history 1 ayun\n".to_vec();
    bytes.extend(u32::try_from(part.len()).expect("a part is short").to_le_bytes());
    bytes.extend(part);
    bytes
}

fn texts(texts: &[&str]) -> Vec<Vec<u8>> {
    texts.iter().map(|text| text.as_bytes().to_vec()).collect()
}

/// Bytes without a meaning of their own, of several lengths.
fn choices(n: u8) -> Vec<u8> {
    let step = u32::from(n) * 2 + 1;
    (0..u32::from(n) * 6 + 20).map(|at| (at.wrapping_mul(step).wrapping_add(at >> 2) % 251) as u8).collect()
}

fn changes() -> Vec<Vec<u8>> {
    let [.., mut last] = history::documents();
    let pool = craft::Pool::of(&mut last);
    let mut changes: Vec<_> = last.changes().into_iter().map(document::RawChange::into_bytes).collect();
    for n in 0..24 {
        let crafted = craft::change(&mut super::bytes::Bytes::new(&choices(n)), &last, &pool);
        changes.extend(crafted.map(document::RawChange::into_bytes));
    }
    changes
}

const EDITS: [&str; 9] = [
    r#"{"target":{"field":"percent","entry":{"task":"III.6a","period":"Q3"}},"value":{"int":40}}"#,
    r#"{"target":{"field":"narrative","entry":{"task":"III.6a","period":"Q3"}},"value":{"str":"Đã làm 👍🏽 xong\r\n"}}"#,
    r#"{"target":{"field":"evidence","evidence":"e1","part":"signed"},"value":{"str":"2019-08-22"}}"#,
    r#"{"target":{"field":"figure","entry":{"task":"I.4","period":"Q3"},"indicator":"x","index":1},"value":"absent"}"#,
    r#"{"act":"write","target":{"field":"none-arose","entry":{"task":"I.4","period":"Q3"},"indicator":"x"},"text":"true"}"#,
    r#"{"act":"reuse","entry":{"task":"I.4","period":"Q3"},"evidence":"e1","place":"trang 3"}"#,
    r#"{"ask":"work","period":"Q3","unit":"ayun","task":null}"#,
    r#"{"is":"returned","reason":"thiếu","until":"2019-09-01"}"#,
    r#"{"hash":"abababababababababababababababababababababababababababababababab","size":3,"name":"a.pdf","media_type":"application/pdf"}"#,
];

const ENROLMENT: [&str; 3] = [
    r#"{"version":1,"code":"ABCD-EFGH-JKLM-NPQR","name":"Đinh Hmưk","person":"7k3m0qwx","public_key":"ea4a6c63e29c520abef5507b132ec5f9954776aebebe7b92421eea691446d22c"}"#,
    r#"{"device":3,"token":"abc","unit":"ayun","person":"7k3m0qwx","epoch":77}"#,
    r#"{"code":"malformed","message":"Dữ liệu gửi lên bị hỏng."}"#,
];

const KEY_FILE: &str = r#"{"version":1,"greeting":{"unit_name":"Xã Ayun","person":"Đinh Hmưk"},"passphrase":{"kdf":"argon2id","cost":{"memory":16,"passes":1,"lanes":1},"salt":"00112233445566778899aabbccddeeff","nonce":"000102030405060708090a0b0c0d0e0f1011121314151617","wrapped":"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f"}}"#;

/// The first letter says whether it is a search or a question.
const SEARCHES: [&str; 8] = [
    "aduong dan",
    "aĐường \"xã\" OR x* NEAR(a b)",
    "aİßŉǰΐ ﬁ ꭕ",
    r#"b{"ask":"home"}"#,
    r#"b{"ask":"entry","unit":"ayun","entry":{"task":"III.6a","period":"Q3"}}"#,
    r#"b{"ask":"matrix","period":"Q3","field":"III"}"#,
    r#"b{"ask":"deadlines","unit":"ayun"}"#,
    r#"b{"ask":"late","period":"Q3","field":null}"#,
];

fn plans() -> Vec<Vec<u8>> {
    let province = [
        include_str!("../../fixtures/province/units.toml"),
        include_str!("../../fixtures/province/plan.toml"),
        include_str!("../../fixtures/province/indicators.toml"),
    ];
    vec![province.join("\0").into_bytes()]
}

fn headers() -> Vec<Vec<u8>> {
    let size = 1_000u64.to_le_bytes();
    let range = |text: &str| [&[2][..], &size, text.as_bytes()].concat();
    vec![
        b"\0hash YWJhYmFiYWJhYmFiYWJhYmFiYWJhYmFiYWJhYmFiYWJhYmFiYWJhYmFiYWJhYmFiYWJhYmFiYWJhYmFiYWI=, filename YQ==".to_vec(),
        b"\x01sha256 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=".to_vec(),
        range("bytes=0-99"),
        range("bytes=900-"),
        range("bytes=-5"),
        range("bytes=0-0,-1"),
    ]
}

fn input() -> Vec<Vec<u8>> {
    let words =
        ["1.234,5", "98,7 %", "−3", "5 ngày", "hoàn thành", "true", "05/9/2019", "2019-09-05", "Đã\r\nlàm"];
    let inputs = words
        .iter()
        .flat_map(|word| (0..history::TARGETS).step_by(3).map(move |n| [&[n][..], word.as_bytes()].concat()));
    inputs.collect()
}

/// What a message becomes when it is unpacked: the fuzzer changes what the decoder reads.
fn plain(sealed: &[u8]) -> Vec<u8> {
    protocol::unframe(sealed).expect("what was just compressed")
}

fn workbook() -> Document {
    let [.., document] = history::documents();
    document
}

/// One in full, and one in which what the server knows is left out.
fn requests() -> Vec<Vec<u8>> {
    let mut full = request();
    full.sign(DeviceId(3), &Signer::from_secret(&[7; 32]));
    let mut abridged = full.clone();
    abridged.abridge(|_, hash| hash.0[0] & 1 == 0);
    [full, abridged].iter().map(|request| plain(&write_request(request))).collect()
}

fn request() -> SyncRequest {
    let changes = workbook().changes().into_iter().map(ChangeBody::pack).collect();
    SyncRequest {
        epoch: Epoch(77),
        cursor: Cursor(1_234),
        counter: Counter(3),
        previous: BatchHash([9; 32]),
        documents: vec![DocumentChanges { doc: history::id().into(), changes }],
        signature: None,
        heard_since: UnixMillis(1_566_439_200_000),
        budget: 70_000,
        vocabulary: vocabulary().digest(),
    }
}

fn vocabulary() -> Vocabulary {
    Vocabulary::new(["narrative", "percent"].map(str::to_owned)).expect("two short names")
}

fn reply() -> SyncReply {
    let received = UnixMillis(1_566_439_260_000);
    let deliver = |(position, change)| Delivery {
        body: ChangeBody::pack(change),
        position: Cursor(position),
        received,
    };
    let changes = (1_200..).zip(workbook().changes()).map(deliver).collect();
    SyncReply {
        epoch: Epoch(77),
        cursor: Cursor(1_240),
        fates: vec![vec![
            Fate::Durable { position: Cursor(1_238), received },
            Fate::Parked,
            Fate::refused(Refusal::NotYourDocument),
        ]],
        delivered: vec![Delivered {
            doc: DocId::workbook(&"mang-yang-2019".into(), UnitId::new("hra")).into(),
            changes,
        }],
        files: vec![FileReceived { hash: FileHash::new("ab".repeat(32)), size: 3_000_000, received: 65_536 }],
        heard: vec![Heard { unit: UnitId::new("hra"), at: received }],
        merged: None,
        more: true,
        now: received,
        backed_up: Cursor(1_000),
        people: vec![
            Person { id: "7k3m0qwx".into(), name: Some("Đinh Hmưk".into()) },
            Person { id: "0h4xt9qa".into(), name: None },
        ],
        vocabulary: Some(vocabulary()),
        withdrawn: vec![Withdrawn { hash: FileHash::new("cd".repeat(32)), reason: "quét nhầm".into() }],
        elsewhere: vec![ShownElsewhere { hash: FileHash::new("cd".repeat(32)), shown: true }],
        files_backed_up: Cursor(900),
        laptops: Some(vec![OtherLaptop { person: "0h4xt9qa".into(), heard: received }]),
    }
}
