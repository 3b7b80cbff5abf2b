use model::fold::{fold, fold_char, fold_sought};

#[test]
fn marks_case_and_composition_make_no_difference() {
    let decomposed = "d\u{323}u\u{31b}o\u{31b}\u{300}ng";
    for text in ["đường", "ĐƯỜNG", "Đường", "duong", "DUONG", "đu\u{31b}o\u{31b}\u{300}ng", decomposed]
    {
        assert_eq!(fold(text), "duong", "{text}");
    }
}

#[test]
fn every_vietnamese_letter_becomes_one_plain_letter() {
    let letters = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ";
    let folded = fold(letters);
    assert!(folded.bytes().all(|b| b.is_ascii_lowercase()), "{folded}");
    assert_eq!(folded.len(), letters.chars().count());
    assert_eq!(fold(&letters.to_uppercase()), folded);
}

#[test]
fn what_is_not_a_letter_stays() {
    assert_eq!(fold("35/QĐ-UBND, 98,7 %\n😀"), "35/qd-ubnd, 98,7 %\n😀");
    assert_eq!(fold(""), "");
    assert_eq!(fold("\u{301}\u{303}"), "", "marks alone are nothing");
}

#[test]
fn what_looks_the_same_is_found_alike() {
    for text in ["12/QĐ-UBND", "12/Q\u{d0}-UBND", "12/Q\u{189}\u{2011}UBND", "１２/QĐ-UB\u{200b}ND"] {
        assert_eq!(fold(text), "12/qd-ubnd", "{text}");
    }
    for name in ["Đăk", "Đak", "Đắk", "\u{d0}\u{103}k"] {
        assert_eq!(fold(name), "dak", "{name}");
    }
    assert_eq!(fold("H\u{2019}Blŏ"), fold("H'Blo"));
    assert_eq!(fold("hồ\u{a0}sơ"), "ho so");
}

#[test]
fn letters_of_other_languages_fold_without_harm() {
    assert_eq!(fold("Éa H'leo Bahnar ĕ ŏ č"), "ea h'leo bahnar e o c");
    assert_eq!(fold("İ"), "i", "a capital whose small letter is two characters");
    assert_eq!(fold("中文"), "中文");
}

#[test]
fn folding_a_text_is_folding_its_letters() {
    let text = "Sửa ĐƯỜNG vào làng Đê Kjêng";
    assert_eq!(fold(text), text.chars().flat_map(fold_char).collect::<String>());
    assert_eq!(fold(&fold(text)), fold(text));
}

#[test]
fn a_zero_that_says_nothing_is_not_searched_for() {
    for (written, sought) in [
        ("05/8/2019", "5/8/2019"),
        ("05/08/2019", "5/8/2019"),
        ("Số 09/BC-UBND ngày 01.02.2019", "so 9/bc-ubnd ngay 1.2.2019"),
        ("2005, 0, 00, 007, 10/10, a05, 05a, 0,5", "2005, 0, 0, 007, 10/10, a05, 05a, 0,5"),
        ("0", "0"),
    ] {
        assert_eq!(fold_sought(written), sought, "{written}");
        assert_eq!(fold_sought(sought), sought, "of what was said once more nothing goes");
    }
}
