//! What nobody sees or means goes, and what is read as one is one.

use model::letters::{numbered, symbol, tidy, tidy_line};
use proptest::prelude::*;
use unicode_normalization::is_nfc;

#[test]
fn a_letter_and_its_mark_are_one_whatever_stood_between_them() {
    for between in ["", "\u{200b}", "\u{200d}", "\u{200c}", "\u{ad}", "\u{1}", "\u{feff}\u{2060}"] {
        for (letter, composed) in [("e", "é"), ("ê", "ế"), ("E", "É")] {
            let typed = format!("{letter}{between}\u{301}");
            assert_eq!(tidy(&typed), composed, "{typed:?}");
            assert_eq!(tidy_line(&typed), composed, "{typed:?}");
        }
    }
    assert_eq!(tidy_line("\u{ff45}\u{301}"), "é", "a letter of another width has its mark as well");
    assert_eq!(model::file_name::saved_name("e\u{2028}\u{301}.pdf"), "é.pdf");
}

#[test]
fn a_document_is_one_however_its_number_was_typed_among_words() {
    for (typed, read) in [
        ("12/QĐ–UBND", "12/QĐ-UBND"),
        ("12/QĐ−UBND", "12/QĐ-UBND"),
        ("12 / QĐ", "12/QĐ"),
        ("12 / QĐ – UBND", "12/QĐ-UBND"),
        ("Kết luận số 15 /KL – TTr", "Kết luận số 15/KL-TTr"),
        ("Quyết định số 12/QĐ- UBND ngày 05 / 3 / 2019", "Quyết định số 12/QĐ-UBND ngày 05/3/2019"),
        ("12 - QĐ/TU", "12-QĐ/TU"),
    ] {
        assert_eq!(numbered(typed), read, "{typed:?}");
    }
    for (typed, kept) in [
        ("Biên bản kiểm tra – đợt 2", "Biên bản kiểm tra - đợt 2"),
        ("12/BC-UBND – Đã gửi", "12/BC-UBND - Đã gửi"),
        ("12/BC-UBND - UBND xã Ayun", "12/BC-UBND - UBND xã Ayun"),
        ("Công văn của UBND - HĐND", "Công văn của UBND - HĐND"),
    ] {
        assert_eq!(numbered(typed), kept, "a dash between words keeps its spaces");
    }
}

proptest! {
    /// What was read once is read the same again, and is composed.
    #[test]
    fn what_was_made_tidy_stays_as_it_is(
        text in "[eaoEĐÐ \u{301}\u{302}\u{323}\u{31b}\u{200b}\u{200c}\u{200d}\u{ad}\u{1}\r\n\t\u{85}\u{2028}\u{a0}\u{ff45}\u{ff0d}/–−12QU-]{0,24}|\\PC{0,24}",
    ) {
        for read in [tidy, tidy_line, symbol, numbered] {
            let once = read(&text);
            prop_assert!(is_nfc(&once), "{:?} of {:?}", once, text);
            prop_assert_eq!(read(&once), once.clone(), "of {:?}", text);
        }
    }
}
