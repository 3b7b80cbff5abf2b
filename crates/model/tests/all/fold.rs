use model::fold::{fold, fold_char};

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
