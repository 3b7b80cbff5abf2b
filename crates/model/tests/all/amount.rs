//! Numbers as an office writes them.

use model::amount::{Amount, BadAmount};
use proptest::prelude::*;

fn parsed(text: &str) -> i64 {
    Amount::parse_vi(text).unwrap_or_else(|bad| panic!("{text:?}: {bad}")).thousandths()
}

#[test]
fn reads_what_people_type() {
    let cases = [
        ("1.234,5", 1_234_500),
        ("1234,5", 1_234_500),
        ("1 234,5", 1_234_500),
        ("1\u{a0}234\u{a0}567", 1_234_567_000),
        ("98,7 %", 98_700),
        ("98,7%", 98_700),
        ("  0 ", 0),
        ("-3", -3_000),
        ("\u{2212}3,125", -3_125),
        ("1.234", 1_234_000),
        ("0,001", 1),
        ("007", 7_000),
        ("12.345.678.901.234", 12_345_678_901_234_000),
    ];
    for (text, thousandths) in cases {
        assert_eq!(parsed(text), thousandths, "{text:?}");
    }
}

#[test]
fn refuses_what_may_mean_two_things() {
    let cases = [
        ("", BadAmount::Empty),
        ("   ", BadAmount::Empty),
        ("%", BadAmount::Empty),
        ("-", BadAmount::NotANumber),
        ("abc", BadAmount::NotANumber),
        ("1e5", BadAmount::NotANumber),
        ("12 đồng", BadAmount::NotANumber),
        ("1.23", BadAmount::DotAsDecimal),
        ("0.123", BadAmount::DotAsDecimal),
        ("1,234.5", BadAmount::DotAsDecimal),
        ("1234.567", BadAmount::DotAsDecimal),
        (".5", BadAmount::DotAsDecimal),
        ("1.2.3", BadAmount::BadGroups),
        ("1 23", BadAmount::BadGroups),
        ("1.234 567", BadAmount::BadGroups),
        ("1,234,567", BadAmount::ManyCommas),
        ("5,", BadAmount::BadDecimals),
        ("5,1234", BadAmount::BadDecimals),
        ("5,1 2", BadAmount::BadDecimals),
        (",5", BadAmount::NotANumber),
        ("9.223.372.036.854.776", BadAmount::TooLarge),
        ("999999999999999999999999999999999999999999999999", BadAmount::TooLarge),
        ("99999999999999999999999999999999999999", BadAmount::TooLarge),
    ];
    for (text, bad) in cases {
        assert_eq!(Amount::parse_vi(text), Err(bad), "{text:?}");
    }
}

#[test]
fn says_what_to_type() {
    assert!(BadAmount::DotAsDecimal.to_string().contains("dùng dấu phẩy cho phần thập phân"));
    assert!(BadAmount::TooLarge.to_string().contains("9.223.372.036.854.775,807"));
}

#[test]
fn writes_groups_a_comma_and_no_zeros_at_the_end() {
    let cases =
        [(1_234_500, "1.234,5"), (0, "0"), (-3_125, "-3,125"), (1_000, "1"), (100_000_010, "100.000,01")];
    for (thousandths, text) in cases {
        assert_eq!(Amount::from_thousandths(thousandths).to_vi(), text);
    }
}

proptest! {
    #[test]
    fn every_amount_reads_back_as_itself(thousandths in any::<i64>()) {
        let amount = Amount::from_thousandths(thousandths);
        prop_assert_eq!(Amount::parse_vi(&amount.to_vi()), Ok(amount));
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[-0-9., %\u{a0}a]{0,24}") {
        if let Ok(amount) = Amount::parse_vi(&text) {
            prop_assert_eq!(Amount::parse_vi(&amount.to_vi()), Ok(amount));
        }
    }
}

#[test]
fn a_pasted_number_is_read_as_one_sees_it() {
    for text in [
        "1.234",
        "1\u{a0}234",
        "1\u{2007}234",
        "1\u{202f}234",
        "\u{200b}1.234\u{feff}",
        "１.２３４",
        "１．２３４",
        "1\u{3000}234 ％",
    ] {
        assert_eq!(Amount::parse_vi(text).map(Amount::thousandths), Ok(1_234_000), "{text:?}");
    }
    assert_eq!(
        Amount::parse_vi("10²"),
        Err(BadAmount::NotANumber),
        "what stands above the line is no digit of it"
    );
}
