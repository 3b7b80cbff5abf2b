use model::file_name::saved_name;
use proptest::prelude::*;

#[test]
fn an_ordinary_name_is_saved_as_it_is() {
    for name in ["Quyết định 12-QĐ.UBND.pdf", "Biểu tổng hợp (2).xlsx", "ảnh.jpeg", "không đuôi"]
    {
        assert_eq!(saved_name(name), name);
    }
}

#[test]
fn a_name_leads_to_no_other_place_and_hides_no_ending() {
    for (given, saved) in [
        ("../../etc/passwd", "_.._etc_passwd"),
        ("C:\\Windows\\system.ini", "C__Windows_system.ini"),
        ("bao-cao\u{202e}fdp.exe", "bao-caofdp.exe"),
        (".bashrc", "bashrc"),
        ("tệp.pdf. . ", "tệp.pdf"),
        ("a\nb\u{0}c.pdf", "abc.pdf"),
        ("luồng.pdf:ẩn", "luồng.pdf_ẩn"),
        ("NUL", "_NUL"),
        ("com1.pdf", "_com1.pdf"),
        ("Aux .txt", "_Aux .txt"),
        ("common.pdf", "common.pdf"),
        ("com10.pdf", "com10.pdf"),
        ("...", "minh-chung"),
        ("", "minh-chung"),
    ] {
        assert_eq!(saved_name(given), saved, "{given:?}");
    }
}

#[test]
fn a_long_name_keeps_its_ending() {
    let saved = saved_name(&format!("{}.pdf", "Đ".repeat(300)));
    assert!(saved.len() <= 200 && saved.ends_with("Đ.pdf"), "{saved}");
}

#[test]
fn a_blank_of_any_kind_at_the_cut_is_none_of_the_name() {
    let saved = saved_name(&format!("{}\u{2000}{}", "a".repeat(197), "b".repeat(50)));
    assert_eq!(saved_name(&saved), saved);
    assert!(saved.ends_with('a'), "{saved:?}");
}

proptest! {
    #[test]
    fn whatever_it_is_called_a_disk_takes_it_and_takes_it_again(name in "\\PC{0,300}|[./\\\\: \u{202e}a-z]{0,40}") {
        let saved = saved_name(&name);
        prop_assert!(!saved.is_empty() && saved.len() <= 204);
        prop_assert!(!saved.contains(['/', '\\', ':', '\0']) && !saved.starts_with('.') && !saved.ends_with(['.', ' ']));
        prop_assert_eq!(saved_name(&saved), saved.clone());
    }
}
