//! At how many dots to an inch a document was scanned.

use std::io::Write as _;

use model::ids::PeriodId;
use model::window::{Act, Ask};

use crate::support::{District, Laptop, entry};

/// A PDF of one page that a picture of so many pixels fills.
fn scan(width: u32, height: u32) -> Vec<u8> {
    let drawn = "q 595 0 0 842 0 0 cm /Im0 Do Q";
    let picture = [0u8; 12];
    let mut pdf = b"%PDF-1.4\n".to_vec();
    write!(
        pdf,
        "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>endobj\n\
         3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</XObject<</Im0 5 0 R>>>>>>endobj\n\
         4 0 obj<</Length {}>>stream\n{drawn}\nendstream endobj\n\
         5 0 obj<</Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/DeviceGray/BitsPerComponent 8/Length 12>>stream\n",
        drawn.len()
    )
    .unwrap();
    pdf.extend(picture);
    pdf.extend(b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");
    pdf
}

/// What the check says of a file.
fn said_of(bytes: &[u8], name: &str) -> Vec<String> {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    std::fs::write(ayun.path().join(name), bytes).unwrap();
    let paths = vec![ayun.path().join(name).display().to_string()];
    ayun.act(Act::Attach { entry: entry("III.6a"), paths, again: false }).unwrap();
    let page = ayun.ask(&Ask::HandIn { period: PeriodId::new("Q3"), unit: None });
    let items = page["items"].as_array().unwrap().iter();
    let of_files = items.filter(|item| item["is"] == "unreadable-evidence");
    of_files.map(|item| item["words"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_scan_that_is_too_coarse_is_told_and_a_fine_one_is_not() {
    let coarse = said_of(&scan(827, 1169), "thô.pdf");
    assert_eq!(coarse, ["thô.pdf: quét ở khoảng 100 dpi, cần ít nhất 200 dpi."]);
    assert!(said_of(&scan(2480, 3508), "nét.pdf").is_empty(), "300 dots to an inch");
}

#[test]
fn a_seal_on_a_typed_page_is_no_scan() {
    let typed = String::from_utf8_lossy(&scan(50, 50)).replace("595 0 0 842 0 0", "120 0 0 120 9 9");
    assert!(said_of(typed.as_bytes(), "gõ.pdf").is_empty());
}

#[test]
fn what_is_no_pdf_is_told() {
    let png = [&b"\x89PNG\r\n\x1a\n"[..], &[0; 40]].concat();
    assert_eq!(said_of(&png, "ảnh.png"), ["ảnh.png: không phải tệp PDF."]);
}

/// Broken, cut off, going in circles, or far larger than it looks: it is taken in all the same, and nothing is told.
#[test]
fn a_pdf_that_is_wrong_in_itself_is_taken_in_and_nothing_is_told_of_it() {
    let whole = scan(827, 1169);
    let cut: Vec<Vec<u8>> = (1..20).map(|part| whole[..whole.len() * part / 20].to_vec()).collect();
    let mut bad = cut;
    bad.push(b"%PDF-1.4\n1 0 obj<</Type/Page/Parent 1 0 R/Contents 1 0 R>>endobj".to_vec());
    bad.push(
        b"%PDF-1.4\n9 0 obj<</Type/ObjStm/N 99999999999/First 4294967295/Length 3>>stream\nabc\nendstream"
            .to_vec(),
    );
    bad.push([&b"%PDF-1.4 "[..], &b"1 0 obj << /A [ ( \\".repeat(3_000)].concat());
    bad.push(b"%PDF-1.4\n3 0 obj<</Type/Page/MediaBox[0 0 0 0]/Contents 4 0 R>>endobj 4 0 obj<<>>stream\nq 1 0 0 1 0 0 cm /Im0 Do\nendstream".to_vec());
    for (at, bytes) in bad.iter().enumerate().filter(|(_, bytes)| bytes.len() > 60) {
        let said = said_of(bytes, "x.pdf");
        assert!(
            said.iter().all(|words| words.contains("100 dpi") || words.contains("không phải")),
            "{at}: {said:?}"
        );
    }
}
