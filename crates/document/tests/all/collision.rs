//! Two people at one place of a text, neither knowing of the other.

use document::{Admission, Contents, Document, Fields as _, RawChange};
use model::edit::StampedEdit;
use model::ids::PersonId;
use model::value::Value;
use proptest::prelude::*;

use crate::support::{actor, at, edit, give, narrative, take, text, workbook};

fn written(words: &str, by: &str) -> StampedEdit {
    edit(narrative(), Value::Str(words.into()), by, 0)
}

fn looked(minute: i64) -> StampedEdit {
    edit(narrative().looked().unwrap(), Value::Str(at(minute).to_rfc3339()), "hoan", minute)
}

/// What stands there, and what would with each side's words, by who wrote them.
fn read(document: &Document) -> (String, Vec<(String, String)>) {
    let contenders = document.read(&narrative()).contenders;
    let words = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let side = |held: &document::Held| {
        (held.by.as_ref().map_or("", PersonId::as_str).to_owned(), words(&held.value))
    };
    let mut sides: Vec<_> = contenders.iter().skip(1).map(side).collect();
    sides.sort();
    (contenders.first().map_or_else(String::new, |held| words(&held.value)), sides)
}

/// Two laptops that both had `base`; the one made `a` of it and the other `b`, and then they heard of each other.
fn both(base: &str, a: &str, b: &str) -> (Document, Document) {
    let mut first = workbook();
    let base = first.seal(&[text(narrative(), base)], actor(1));
    let mut second = workbook();
    take(&mut second, &base);
    let of_first = first.seal(&[written(a, "a")], actor(1));
    let of_second = second.seal(&[written(b, "b")], actor(2));
    take(&mut first, &of_second);
    take(&mut second, &of_first);
    assert_eq!(read(&first), read(&second), "both laptops ask the same");
    (first, second)
}

fn sides(of: &[(&str, &str)]) -> Vec<(String, String)> {
    of.iter().map(|(by, words)| ((*by).to_owned(), (*words).to_owned())).collect()
}

#[test]
fn a_number_that_nobody_wrote_is_asked_about_with_both_readings() {
    let base = "Tỷ lệ đạt 90 %, chốt ngày 12/6.";
    let cases = [
        ("Tỷ lệ đạt 95 %, chốt ngày 15/6.", "Tỷ lệ đạt 98 %, chốt ngày 18/6."),
        // A word beside it stays whoever is meant.
        ("Tỷ lệ đạt 95 %, chốt ngày 12/6. Thêm.", "Tỷ lệ đạt 98 %, chốt ngày 12/6."),
        ("Tỷ lệ đạt 90 %, chốt ngày 15/6.", "Tỷ lệ đạt 90 %, chốt ngày 16/7."),
        // What the one changes the other takes away.
        ("Tỷ lệ đạt 95 %, chốt ngày 12/6.", "Chốt ngày 12/6."),
        ("Tỷ lệ đạt 95 %, chốt ngày 12/6.", ""),
    ];
    for (a, b) in cases {
        let (mut first, mut second) = both(base, a, b);
        let (merged, of) = read(&first);
        assert_eq!(of.len(), 2, "{a:?} and {b:?} became {merged:?}");
        let alone = |of: &str, other: &str| of.ends_with(" Thêm.") || other.ends_with(" Thêm.");
        if !alone(a, b) {
            assert_eq!(of, sides(&[("a", a), ("b", b)]), "each side's words are what it wrote");
        }
        let chosen = of[0].1.clone();
        let settled = first.seal(&[written(&chosen, "hoan"), looked(5)], actor(1));
        take(&mut second, &settled);
        assert_eq!(read(&second), (chosen, Vec::new()), "who has looked is not asked again, anywhere");
    }
    let (_, of) = read(&both(base, cases[1].0, cases[1].1).0);
    let with = |number: &str| format!("Tỷ lệ đạt {number} %, chốt ngày 12/6. Thêm.");
    assert_eq!(of, sides(&[("a", &with("95")), ("b", &with("98"))]), "words elsewhere are in both readings");
}

/// A word into which one of them puts a blank is one to the other still: each reading holds all of it.
#[test]
fn a_word_that_one_took_apart_is_read_whole_by_the_other() {
    let (document, _) = both("Đạt 98,5 % hồ sơ.", "Đạt 99,5 % hồ sơ.", "Đạt 9 trên 8,5 % hồ sơ.");
    let both_whole = [("a", "Đạt 99,5 % hồ sơ."), ("b", "Đạt 9 trên 8,5 % hồ sơ.")];
    assert_eq!(read(&document).1, sides(&both_whole));
    let (document, _) = both("CCâu 21.âu 13.", "CCâu 21Câu 33.13.", "CCâu 21.âCâu 36.u 13.");
    // What the one wrote behind that place stands with the other's words as well.
    let of_b = "CCâu 21.âCâu 36.u 33.13.";
    assert_eq!(read(&document).1, sides(&[("a", "CCâu 21Câu 33.13."), ("b", of_b)]));
}

/// "15 tháng 7" nobody wrote, though the one changed the day alone and the other the month.
#[test]
fn a_date_or_a_number_of_several_words_is_one_place() {
    for (base, a, b) in [
        (
            "Chốt ngày 12 tháng 6 năm 2019.",
            "Chốt ngày 15 tháng 6 năm 2019.",
            "Chốt ngày 12 tháng 7 năm 2019.",
        ),
        ("Chi 1 234 567 đồng.", "Chi 1 334 567 đồng.", "Chi 1 234 667 đồng."),
        ("Họp 8 giờ 30 phút.", "Họp 9 giờ 30 phút.", "Họp 8 giờ 45 phút."),
        ("Từ 10 - 15 hồ sơ.", "Từ 12 - 15 hồ sơ.", "Từ 10 - 11 hồ sơ."),
        ("Đạt 47 trên 50 hồ sơ.", "Đạt 49 trên 50 hồ sơ.", "Đạt 47 trên 48 hồ sơ."),
        ("Đạt 47 trong số 50 hồ sơ.", "Đạt 49 trong số 50 hồ sơ.", "Đạt 47 trong số 48 hồ sơ."),
        ("Tăng từ 10 đến 15 hồ sơ.", "Tăng từ 12 đến 15 hồ sơ.", "Tăng từ 10 đến 11 hồ sơ."),
        ("Chi 12 triệu 500 nghìn.", "Chi 13 triệu 500 nghìn.", "Chi 12 triệu 900 nghìn."),
        ("Trong quý III năm 2019, xã.", "Trong quý IV năm 2019, xã.", "Trong quý III năm 2020, xã."),
        (
            "Theo 12/QĐ-UBND ngày 05/3/2019.",
            "Theo 15/QĐ-UBND ngày 05/3/2019.",
            "Theo 12/QĐ-UBND ngày 06/8/2019.",
        ),
        // The day was taken away, and so the month stands alone.
        ("Chốt ngày 12 tháng 6.", "Chốt ngày tháng 6.", "Chốt ngày 12 tháng 7."),
        ("Còn 5 ngày.", "Còn 6 ngày.", "Còn 5 tháng."),
    ] {
        let (mut first, mut second) = both(base, a, b);
        assert_eq!(read(&first).1, sides(&[("a", a), ("b", b)]), "{base}");
        let settled = first.seal(&[written(a, "hoan"), looked(5)], actor(1));
        take(&mut second, &settled);
        assert_eq!(read(&second), (a.to_owned(), Vec::new()), "one answer is for all of it");
    }
}

#[test]
fn words_at_different_places_are_not_asked_about() {
    let base = "Đã giải quyết 98 hồ sơ. Còn 2 hồ sơ.";
    let cases = [
        ("Đã giải quyết 99 hồ sơ. Còn 2 hồ sơ.", "Đã giải quyết 98 hồ sơ. Còn 1 hồ sơ."),
        ("Đã giải quyết 98 hồ sơ. Còn 2 hồ sơ. Một.", "Đã giải quyết 98 hồ sơ. Còn 2 hồ sơ. Hai."),
        ("Trong quý, Đã giải quyết 98 hồ sơ. Còn 2 hồ sơ.", "Đã giải quyết 98 hồ sơ. Còn 2 hồ sơ. Hai."),
        ("Đã giải quyết 98 hồ sơ.", "Đã giải quyết 98 hồ sơ."),
    ];
    for (a, b) in cases {
        let (merged, of) = read(&both(base, a, b).0);
        assert_eq!(of, [], "{a:?} and {b:?} became {merged:?}");
    }
    for (base, a, b) in [
        ("98 hồ sơ, 5 hồ sơ", "99 hồ sơ, 5 hồ sơ", "98 hồ sơ, 6 hồ sơ"),
        ("Ngày 12/6 đạt 98 %.", "Ngày 15/6 đạt 98 %.", "Ngày 12/6 đạt 99 %."),
        (
            "Chốt ngày 12 tháng 6, 98 hồ sơ.",
            "Chốt ngày 15 tháng 6, 98 hồ sơ.",
            "Chốt ngày 12 tháng 6, 99 hồ sơ.",
        ),
        ("Xã đạt 12 tháng 6.", "Thị trấn đạt 12 tháng 6.", "Xã đạt 12 tháng 7."),
    ] {
        let (merged, of) = read(&both(base, a, b).0);
        assert_eq!(of, [], "{a:?} and {b:?} became {merged:?}");
    }
}

#[test]
fn two_beginnings_of_one_text_are_read_side_by_side() {
    let (_, of) = read(&both("", "Đã niêm yết.", "Chưa có số liệu.").0);
    assert_eq!(of, sides(&[("a", "Đã niêm yết."), ("b", "Chưa có số liệu.")]));
}

#[test]
fn what_is_asked_stays_asked_while_somebody_writes_elsewhere_or_goes_on_in_the_same_word() {
    let (mut first, mut second) = both("Đạt 90 %.", "Đạt 95 %.", "Đạt 98 %.");
    let (merged, of) = read(&first);
    assert_eq!(of.len(), 2);
    take(&mut second, &first.seal(&[written(&format!("{merged} Thêm."), "a")], actor(1)));
    assert_eq!(read(&second).1, sides(&[("a", "Đạt 95 %. Thêm."), ("b", "Đạt 98 %. Thêm.")]));
    take(&mut second, &first.seal(&[written("Đạt 1985 %. Thêm.", "a")], actor(1)));
    assert_eq!(read(&second).1.len(), 2, "nobody has said that they looked");
    take(&mut second, &first.seal(&[looked(9)], actor(1)));
    assert_eq!(read(&second), ("Đạt 1985 %. Thêm.".to_owned(), Vec::new()), "as it stands is an answer too");
}

#[test]
fn two_answers_that_did_not_know_of_each_other_are_asked_about_again() {
    let (mut first, mut second) = both("Đạt 90 %.", "Đạt 95 %.", "Đạt 98 %.");
    let a = first.seal(&[written("Đạt 95 %.", "a"), looked(5)], actor(1));
    let b = second.seal(&[written("Đạt 98 %.", "b"), looked(6)], actor(2));
    take(&mut first, &b);
    take(&mut second, &a);
    assert_eq!(read(&first), read(&second));
    let answer = first.read(&narrative().looked().unwrap());
    assert!(!answer.in_conflict(), "that both looked is nothing to ask about");
}

/// Everything that laptops wrote, each knowing what it had heard by then.
fn play(steps: &[(usize, usize, String)]) -> (Vec<RawChange>, Document) {
    let mut laptops = [workbook(), workbook(), workbook()];
    let mut all: Vec<RawChange> = Vec::new();
    for (at, what, words) in steps {
        let by = u8::try_from(at % 3).unwrap();
        let laptop = &mut laptops[at % 3];
        match what {
            0 => take(laptop, &all),
            1 => all.extend(laptop.seal(&[looked(i64::from(by) + 1)], actor(by + 1))),
            _ => {
                let now = read(laptop).0;
                let half: String = now.chars().take(now.chars().count() / 2).collect();
                let next = if *what == 2 { format!("{half}{words}") } else { format!("{words}{now}") };
                all.extend(laptop.seal(&[written(&next, "a")], actor(by + 1)));
            }
        }
    }
    let mut last = workbook();
    take(&mut last, &all);
    (all, last)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    /// Two numbers, of which each is changed by another person: whether they are one is in what stands between them.
    #[test]
    fn numbers_that_something_joins_are_one_place_and_others_are_two(
        (one, other) in (100u32..500, 100u32..500),
        (to_one, to_other) in (500u32..900, 500u32..900),
        joins in prop::sample::select(vec![
            " ", " - ", " – ", " / ", " đến ", " trên ", " trong số ", " tháng ", " năm ", " giờ ", " phẩy ", " triệu ", " % đến ",
        ]),
        parts in prop::sample::select(vec![", ", ". ", "; ", " hồ sơ, ", " và ", " (", "\n", " văn bản. Còn "]),
    ) {
        let text = |one: u32, between: &str, other: u32| format!("Đạt {one}{between}{other} hồ sơ.");
        let asked = |between: &str| {
            let (a, b) = (text(to_one, between, other), text(one, between, to_other));
            let (merged, of) = read(&both(&text(one, between, other), &a, &b).0);
            (merged, of == sides(&[("a", &a), ("b", &b)]), of.is_empty())
        };
        let (merged, with_both, _) = asked(joins);
        prop_assert!(with_both, "{} is asked about with both readings", merged);
        let (merged, _, unasked) = asked(parts);
        prop_assert!(unasked, "{} is what both wrote", merged);
        prop_assert_eq!(merged, text(to_one, parts, to_other));
    }

    /// What is asked does not depend on the order in which changes came.
    #[test]
    fn every_order_of_arrival_asks_the_same(
        steps in prop::collection::vec((0usize..3, 0usize..5, "[ab 1]{0,4}"), 1..14),
        seed in any::<u64>(),
    ) {
        let (all, document) = play(&steps);
        let mut waiting: Vec<RawChange> = all;
        let mut contents = Contents::empty(document.id().clone());
        let mut state = seed;
        while !waiting.is_empty() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let at = usize::try_from(state >> 33).unwrap() % waiting.len();
            // One whose ancestors are not there waits.
            match &give(&mut contents, &waiting[at..=at])[..] {
                [Admission::Parked { .. }] => {}
                [Admission::Accepted(_) | Admission::Known(_)] => drop(waiting.remove(at)),
                outcome => prop_assert!(false, "what laptops made is taken: {outcome:?}"),
            }
        }
        prop_assert_eq!(contents.read(&narrative()), document.read(&narrative()));
        let stored = Contents::restore(document.id().clone(), contents.store());
        prop_assert_eq!(stored.map(|stored| stored.read(&narrative())), Some(contents.read(&narrative())));
    }
}
