//! Files as evidence.

use model::ids::{EvidenceId, FileHash};
use model::target::{EvidencePart, Target};
use model::window::Act;

use crate::support::{District, Laptop, entry, failure, write};

fn attach(laptop: &Laptop, task: &str, names: &[&str]) -> replica::Result<model::window::Done> {
    let paths = names.iter().map(|name| laptop.path().join(name).display().to_string()).collect();
    laptop.act(Act::Attach { entry: entry(task), paths, again: false })
}

/// Bytes that compress to nothing much and never repeat.
fn noise(length: usize) -> Vec<u8> {
    let mut reader = blake3::Hasher::new().finalize_xof();
    let mut bytes = vec![0; length];
    reader.fill(&mut bytes);
    bytes
}

#[test]
fn a_large_file_comes_back_byte_for_byte() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    let bytes = noise(5 << 20);
    std::fs::write(ayun.path().join("ảnh hiện trường.bin"), &bytes).unwrap();
    attach(&ayun, "III.6a", &["ảnh hiện trường.bin"]).unwrap();
    let evidence = ayun.page("III.6a")["evidence"][0].clone();
    assert_eq!(evidence["fileName"], "ảnh hiện trường.bin");
    assert_eq!(evidence["size"], 5 << 20);
    let ayun = ayun.killed();
    let hash = FileHash::new(evidence["file"].as_str().unwrap());
    assert_eq!(hash.as_str(), blake3::hash(&bytes).to_hex().as_str());
    assert_eq!(ayun.store.read_file(&hash, None).unwrap().bytes, bytes);
    let across = (256 << 10) - 7..(256 << 10) + 9;
    let slice = ayun.store.read_file(&hash, Some(across.start as u64..across.end as u64)).unwrap();
    assert_eq!(slice.bytes, &bytes[across], "a range that lies in two pieces");
    let beyond = ayun.store.read_file(&hash, Some((5 << 20) - 3..u64::MAX)).unwrap();
    assert_eq!((beyond.bytes.len(), beyond.range.end), (3, 5 << 20));
    let copy = ayun.path().join("chép.bin");
    ayun.store.export_file(&hash, &copy).unwrap();
    assert_eq!(std::fs::read(copy).unwrap(), bytes);
}

#[test]
fn nothing_is_written_of_evidence_that_the_book_does_not_have() {
    let mut district = District::new();
    let (ayun, other) =
        (Laptop::new(&mut district, "ayun", "Y Blưm"), Laptop::new(&mut district, "kon-thup", "Rơ Châm"));
    std::fs::write(ayun.path().join("qd.pdf"), [b"%PDF-1.7 ".to_vec(), noise(200)].concat()).unwrap();
    attach(&ayun, "III.6a", &["qd.pdf"]).unwrap();
    let evidence = EvidenceId::new(ayun.page("III.6a")["evidence"][0]["id"].as_str().unwrap());
    ayun.sync(&mut district);
    other.sync(&mut district);
    let withdrawn = Target::Evidence { evidence: evidence.clone(), part: EvidencePart::Withdrawn };
    let linked = Target::Link { entry: entry("III.6a"), evidence };
    for target in [withdrawn.clone(), linked] {
        let said = failure(other.act(write(target, "Trang 2"))).message;
        assert!(said.contains("chưa ghi gì") && said.contains("chỉ đơn vị đó sửa được"), "{said}");
    }
    assert!(other.queue().edits.is_empty(), "what is said to be saved is about something");
    ayun.act(write(withdrawn, "Nhầm tệp")).unwrap();
}

#[test]
fn what_is_only_the_way_to_a_file_is_no_evidence() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    let shell_link = [&[0x4c, 0, 0, 0, 0x01, 0x14, 0x02, 0, 0, 0, 0, 0, 0xc0][..], &noise(200)].concat();
    let ways: [(&str, &[u8]); 3] = [
        ("Báo cáo.docx.lnk", &shell_link),
        ("van-ban.url", b"\xef\xbb\xbf[InternetShortcut]\r\nURL=http://mangyang.gialai.gov.vn/\r\n"),
        ("van-ban.desktop", b"[Desktop Entry]\nType=Link\nURL=file:///tmp/a.pdf\n"),
    ];
    for (name, bytes) in ways {
        std::fs::write(ayun.path().join(name), bytes).unwrap();
        let said = failure(attach(&ayun, "III.6a", &[name])).message;
        assert!(said.contains("chỉ là lối tắt") && said.contains(name), "{said}");
    }
    assert!(ayun.queue().edits.is_empty(), "nothing was added");
}

/// By its name, or by what is in it under another name.
#[test]
fn half_a_download_a_lock_and_an_address_are_no_evidence() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    let whole = [b"%PDF-1.7 ".to_vec(), noise(200)].concat();
    let list = b"<?xml version=\"1.0\"?><plist version=\"1.0\"><dict><key>URL</key><string>https://a.vn/</string></dict></plist>";
    let drive = b"{\"url\": \"https://docs.google.com/open?id=1\", \"doc_id\": \"1\", \"email\": \"a@b.vn\"}";
    let old_link = b"[DEFAULT]\r\nBASEURL=http://a.vn/\r\n[InternetShortcut]\r\nURL=http://a.vn/\r\n";
    let cases: [(&str, &[u8], &str); 18] = [
        ("quyet-dinh.pdf.part", &whole, "tải về chưa xong"),
        ("quyet-dinh.pdf.crdownload", &whole, "tải về chưa xong"),
        ("Quyết định.PDF.PARTIAL", &whole, "tải về chưa xong"),
        ("quyet-dinh.pdf.opdownload", &whole, "tải về chưa xong"),
        ("quyet-dinh.pdf.download", &whole, "tải về chưa xong"),
        ("quyet-dinh.pdf.crdownload.part", b"", "tải về chưa xong"),
        ("~WRL0001.tmp", &whole, "tệp tạm"),
        ("~$Báo cáo.docx", &whole, "đang mở"),
        (".~lock.Báo cáo.odt#", b"Y,ayun,28.08.2019", "đang mở"),
        ("trang.webloc", list, "chỉ là lối tắt"),
        ("trang.gdoc", drive, "chỉ là lối tắt"),
        ("bang.gsheet", drive, "chỉ là lối tắt"),
        ("bai.gslides", drive, "chỉ là lối tắt"),
        ("trang.url", b"khac", "chỉ là lối tắt"),
        ("trang.lnk", b"khac", "chỉ là lối tắt"),
        ("trang.desktop", b"khac", "chỉ là lối tắt"),
        ("trang.pdf", list, "chỉ là lối tắt"),
        ("trang.docx", drive, "chỉ là lối tắt"),
    ];
    for (name, bytes, word) in cases.into_iter().chain([("cu.txt", &old_link[..], "chỉ là lối tắt")]) {
        std::fs::write(ayun.path().join(name), bytes).unwrap();
        let said = failure(attach(&ayun, "III.6a", &[name])).message;
        assert!(
            said.contains(word) && said.contains(name) && said.contains("Chưa thêm gì"),
            "{name}: {said}"
        );
    }
    assert!(ayun.queue().edits.is_empty(), "nothing was added");
    let like: [(&str, &[u8]); 2] = [("Phần 1.part.pdf", &whole[..]), ("so-lieu.json", b"{\"ho-so\": 98}")];
    for (name, bytes) in like {
        std::fs::write(ayun.path().join(name), bytes).unwrap();
        attach(&ayun, "III.6a", &[name])
            .unwrap_or_else(|error| panic!("{name} is a file of its own: {error}"));
    }
}

#[test]
fn a_file_that_is_still_being_written_is_no_evidence_yet() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    let path = ayun.path().join("quet.bin");
    std::fs::write(&path, noise(3 << 20)).unwrap();
    for grows in [1, 12, 1 << 20] {
        let meta = std::fs::metadata(&path).unwrap();
        let scanned =
            Scanned { file: std::fs::File::open(&path).unwrap(), path: path.clone(), grows: Some(grows) };
        let said = ayun.store.take_in_read(&path, &meta, scanned).unwrap_err().to_string();
        assert!(said.contains("đang được ghi dở"), "{grows} bytes more came while it was read: {said}");
    }
    attach(&ayun, "III.6a", &["quet.bin"]).expect("once it is whole it is taken");
    assert_eq!(ayun.queue().files.len(), 1, "and nothing is left of the half");
}

/// A file to which the scanner adds something once the first bytes of it were read.
struct Scanned {
    file: std::fs::File,
    path: std::path::PathBuf,
    grows: Option<usize>,
}

impl std::io::Read for Scanned {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.file.read(buffer)?;
        if let Some(more) = self.grows.take() {
            let mut scanner = std::fs::File::options().append(true).open(&self.path)?;
            std::io::Write::write_all(&mut scanner, &noise(more))?;
        }
        Ok(read)
    }
}

#[test]
fn one_file_serves_many_tasks_and_is_stored_once() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    std::fs::write(ayun.path().join("a.pdf"), b"%PDF-1.7 mot").unwrap();
    std::fs::write(ayun.path().join("b.pdf"), b"%PDF-1.7 mot").unwrap();
    attach(&ayun, "III.6a", &["a.pdf"]).unwrap();
    let done = attach(&ayun, "III.6b", &["b.pdf"]).unwrap();
    assert!(done.note.unwrap().contains("đã có trong sổ"));
    let queue = ayun.queue();
    assert_eq!(queue.files.len(), 1);
    assert_eq!(ayun.page("III.6a")["evidence"][0]["id"], ayun.page("III.6b")["evidence"][0]["id"]);
}

#[test]
fn media_types_are_told_by_content_not_by_name() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    for (name, bytes, expected) in [
        ("scan.pdf", &b"\xff\xd8\xff\xe0 jfif"[..], "image/jpeg"),
        ("photo.jpg", b"%PDF-1.4 x", "application/pdf"),
        ("x", b"\x89PNG\r\n\x1a\n rest", "image/png"),
        ("note.exe", "Ghi chú".as_bytes(), "text/plain"),
        ("blob", b"\0\x01\x02", "application/octet-stream"),
    ] {
        std::fs::write(ayun.path().join(name), bytes).unwrap();
        attach(&ayun, "III.6a", &[name]).unwrap();
        let page = ayun.page("III.6a");
        let shown = page["evidence"].as_array().unwrap().iter().find(|one| one["fileName"] == name).unwrap();
        assert_eq!(shown["mediaType"], expected, "{name}");
    }
}

#[test]
fn weird_files_are_refused_in_words_and_the_rest_is_taken() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    std::fs::create_dir(ayun.path().join("thư mục")).unwrap();
    std::fs::write(ayun.path().join("trống.pdf"), b"").unwrap();
    std::fs::File::create(ayun.path().join("to.bin")).unwrap().set_len((200 << 20) + 1).unwrap();
    std::fs::write(ayun.path().join("tốt.pdf"), b"%PDF-1.4 tot").unwrap();
    for (name, word) in [
        ("thư mục", "thư mục"),
        ("trống.pdf", "trống"),
        ("to.bin", "200 MB"),
        ("không có.pdf", "Không đọc được"),
    ] {
        let failure = failure(attach(&ayun, "III.6a", &[name]));
        assert!(failure.message.contains(word), "{}", failure.message);
    }
    assert!(ayun.queue().edits.is_empty() && ayun.queue().files.is_empty());
    let done = attach(&ayun, "III.6a", &["trống.pdf", "tốt.pdf"]).unwrap();
    assert!(done.note.unwrap().contains("trống"));
    assert_eq!(ayun.queue().files.len(), 1);
}

#[test]
fn a_file_that_was_being_read_in_when_the_power_went_leaves_nothing() {
    struct Cut(usize);
    impl std::io::Read for Cut {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            self.0 = self.0.checked_sub(1).ok_or(std::io::ErrorKind::UnexpectedEof)?;
            into.fill(self.0 as u8);
            Ok(into.len())
        }
    }
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    assert!(ayun.store.take_in_from(Cut(9), "usb rút ra.bin").is_err(), "the stick was pulled out");
    let ayun = ayun.killed();
    assert!(ayun.queue().files.is_empty());
    ayun.store.take_in_from(Cut(9).take_all(), "đủ.bin").unwrap();

    impl Cut {
        fn take_all(self) -> impl std::io::Read {
            std::io::Read::take(self, 8 * (256 << 10))
        }
    }
}

#[test]
fn evidence_is_taken_from_an_entry_and_stays_in_the_workbook() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    std::fs::write(ayun.path().join("a.pdf"), b"%PDF-1.7 mot").unwrap();
    attach(&ayun, "III.6a", &["a.pdf"]).unwrap();
    ayun.sync(&mut district);
    let evidence = EvidenceId::new(ayun.page("III.6a")["evidence"][0]["id"].as_str().unwrap());
    ayun.act(Act::Detach { entry: entry("III.6a"), evidence: evidence.clone() }).unwrap();
    assert!(ayun.page("III.6a")["evidence"].as_array().unwrap().is_empty());
    assert_eq!(ayun.ask(&model::window::Ask::Evidence { unit: None }).as_array().unwrap().len(), 1);
    ayun.sync(&mut district);
    let nobody = EvidenceId::new("0000000000000");
    assert!(ayun.act(Act::Reuse { entry: entry("III.6a"), evidence: nobody, place: String::new() }).is_err());
    ayun.act(Act::Reuse { entry: entry("III.6a"), evidence, place: "trang 2".into() }).unwrap();
    assert_eq!(ayun.page("III.6a")["evidence"][0]["place"], "trang 2");
}

#[test]
fn what_the_unit_withdrew_is_evidence_again_only_when_its_person_says_so_knowing_why() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    for (name, bytes) in [("a.pdf", b"%PDF-1.4 a"), ("b.pdf", b"%PDF-1.4 b")] {
        std::fs::write(ayun.path().join(name), bytes).unwrap();
    }
    attach(&ayun, "III.6a", &["a.pdf"]).unwrap();
    let evidence = EvidenceId::new(ayun.page("III.6a")["evidence"][0]["id"].as_str().unwrap());
    ayun.act(write(Target::Evidence { evidence, part: EvidencePart::Withdrawn }, "Đơn của công dân"))
        .unwrap();
    ayun.sync(&mut district);
    let done = attach(&ayun, "III.6b", &["a.pdf", "b.pdf"]).unwrap();
    let asked = done.withdrawn.expect("what was withdrawn is asked about");
    assert_eq!(asked.paths, [ayun.path().join("a.pdf").display().to_string()]);
    assert!(asked.message.contains("“a.pdf”") && asked.message.contains("“Đơn của công dân”"), "{asked:?}");
    let names = || -> Vec<String> {
        let page = ayun.page("III.6b");
        let files = page["evidence"].as_array().unwrap().iter();
        files.map(|one| one["fileName"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(), ["b.pdf"], "the rest is taken, and nothing else");
    let again = Act::Attach { entry: entry("III.6b"), paths: asked.paths, again: true };
    assert_eq!(ayun.act(again).unwrap().withdrawn, None);
    let mut both = names();
    both.sort();
    assert_eq!(both, ["a.pdf", "b.pdf"]);
}
