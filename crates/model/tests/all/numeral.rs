//! Which words of a text are one number or one date.

use model::numeral::{Token, places};

/// The text's numbers and dates of several words.
fn numbers(text: &str) -> Vec<String> {
    // As texts are looked at: words, and each blank by itself.
    let tokens: Vec<&str> = text
        .split_inclusive(char::is_whitespace)
        .flat_map(|word| {
            let bare = word.trim_end_matches(char::is_whitespace);
            [bare, &word[bare.len()..]]
        })
        .filter(|token| !token.is_empty())
        .collect();
    let found = places(tokens.iter().map(|text| Token { text, had_digits: false }));
    found.into_iter().map(|place| tokens[place].concat()).collect()
}

#[test]
fn a_date_or_a_number_of_several_words_is_one() {
    for (text, number) in [
        ("Chốt ngày 12 tháng 6 năm 2019.", "ngày 12 tháng 6 năm 2019."),
        ("Chi 1 234 567 đồng.", "1 234 567"),
        ("Họp lúc 8 giờ 30 phút sáng", "8 giờ 30 phút"),
        ("Từ 10 - 15 hồ sơ", "10 - 15"),
        ("Từ 10 – 15 hồ sơ", "10 – 15"),
        ("Đạt 47 trên 50 hồ sơ", "47 trên 50"),
        ("Đạt 47 trong số 50 hồ sơ", "47 trong số 50"),
        ("Đạt 47 trên tổng số 50 hồ sơ", "47 trên tổng số 50"),
        ("Tăng từ 10 đến 15 hồ sơ", "10 đến 15"),
        ("Tăng từ 10 % đến 15 % so với", "10 % đến 15"),
        ("Chi 12 triệu 500 nghìn đồng", "12 triệu 500 nghìn"),
        ("Đạt 98 phẩy 5 phần trăm", "98 phẩy 5"),
        ("Trong quý III năm 2019, xã", "quý III năm 2019,"),
        ("Khoảng hai mươi ba hồ sơ", "hai mươi ba"),
        ("Quyết định số 15/QĐ-UBND ngày 05/3/2019 của", "15/QĐ-UBND ngày 05/3/2019"),
        ("Còn 5 ngày nữa", "5 ngày"),
    ] {
        let found = numbers(text);
        assert!(found.iter().any(|one| one.starts_with(number)), "{text}: {found:?}");
        assert_eq!(found.len(), 1, "{text}: {found:?}");
    }
}

#[test]
fn numbers_of_which_each_says_something_of_its_own_are_several() {
    for text in [
        "98 hồ sơ, 5 hồ sơ",
        "Đã giải quyết 98 hồ sơ. Còn 2 hồ sơ.",
        "12/6, 15/6",
        "Đạt 98. 5 hồ sơ trễ.",
        "98\n5",
        "98 và 5",
        "Tỷ lệ 90 %, cao",
        "Xã 98 (12 hồ sơ)",
        "Trong số các đơn vị đến nay, trên địa bàn",
        "trong năm, trong tháng và trong quý",
        "",
    ] {
        assert_eq!(numbers(text), [""; 0], "{text:?}");
    }
}

#[test]
fn a_number_that_was_taken_away_still_stands_before_the_rest_of_its_date() {
    let token = |text, had_digits| Token { text, had_digits };
    let date =
        [token("ngày", false), token(" ", false), token("tháng", true), token(" ", false), token("6", false)];
    assert_eq!(places(date).first(), Some(&(0..5)));
    let other = [token("xã", true), token(" ", false), token("6", false)];
    assert_eq!(places(other), [], "another word is none");
}
