//! A text that was changed against what its field showed, while others wrote into it.

use model::window::{Act, Beside, FailureCode};
use proptest::prelude::*;

use crate::support::{District, Laptop, failure, narrative, write};

fn typed(base: &str, text: &str) -> Act {
    Act::Write {
        target: narrative("III.6a"),
        text: text.to_owned(),
        base: Some(base.to_owned()),
        beside: Vec::new(),
    }
}

fn text(laptop: &Laptop) -> String {
    laptop.page("III.6a")["texts"][0]["text"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_colleagues_sentence_stays_where_somebody_types_a_letter_more_into_what_was_there_before() {
    let mut district = District::new();
    let first = Laptop::new(&mut district, "ayun", "Y Blưm");
    let second = Laptop::new(&mut district, "ayun", "H’Lan");
    first.act(write(narrative("III.6a"), "Đã giải quyết 98 hồ s")).unwrap();
    first.sync(&mut district);
    second.sync(&mut district);
    second.act(typed("Đã giải quyết 98 hồ s", "Đã giải quyết 98 hồ s. Còn 2 hồ sơ chờ bổ sung.")).unwrap();
    second.sync(&mut district);
    first.sync(&mut district);
    let done = first.act(typed("Đã giải quyết 98 hồ s", "Đã giải quyết 98 hồ sơ")).unwrap();
    let both = "Đã giải quyết 98 hồ sơ. Còn 2 hồ sơ chờ bổ sung.";
    assert_eq!(done.text.as_deref(), Some(both), "the window is told what stands there now");
    first.sync(&mut district);
    second.sync(&mut district);
    assert_eq!((text(&first), text(&second)), (both.to_owned(), both.to_owned()));
}

#[test]
fn what_was_typed_is_put_where_it_was_typed() {
    let mut district = District::new();
    let laptop = Laptop::new(&mut district, "ayun", "Y Blưm");
    let cases = [
        // base, typed, what others made of the base, what stands there then
        ("Một. Hai.", "Một. Hai. Ba.", "Không. Một. Hai.", "Không. Một. Hai. Ba."),
        ("Một. Hai.", "Hai.", "Một. Hai. Ba.", "Hai. Ba."),
        ("Một. Hai. Ba.", "Một. Ba.", "Một. Hai. Ba. Bốn.", "Một. Ba. Bốn."),
        ("chốt ngày 12/6", "chốt ngày 15/6", "Tính đến nay, chốt ngày 12/6", "Tính đến nay, chốt ngày 15/6"),
        (
            "Đã giải quyết 98 hồ s",
            "Đã giải quyết 98 hồ sơ",
            "Đã giải quyết 98 hồ s. Hết.",
            "Đã giải quyết 98 hồ sơ. Hết.",
        ),
        ("như cũ", "như cũ", "khác hẳn", "khác hẳn"),
        ("như cũ", "", "như cũ và thêm", " và thêm"),
        (
            "ngày 12 tháng 6, 98 hồ sơ.",
            "ngày 15 tháng 6, 98 hồ sơ.",
            "ngày 12 tháng 6, 99 hồ sơ.",
            "ngày 15 tháng 6, 99 hồ sơ.",
        ),
        ("Một. Hai. Ba.", "Một. Ba.", "Một. Ba.", "Một. Ba."),
    ];
    for (base, text_typed, now, then) in cases {
        laptop.act(write(narrative("III.6a"), now)).unwrap();
        laptop.act(typed(base, text_typed)).unwrap();
        assert_eq!(text(&laptop), then, "{base:?} became {text_typed:?} in a window, and {now:?} meanwhile");
    }
}

#[test]
fn who_changes_what_others_changed_meanwhile_is_asked_and_nothing_is_written_that_nobody_wrote() {
    let mut district = District::new();
    let laptop = Laptop::new(&mut district, "ayun", "Y Blưm");
    let cases = [
        // base, typed, what others made of the base, how that place reads, what stands when it is written all the same
        (
            "đạt 90 %. Hết.",
            "đạt 95 %. Hết.",
            "Tin: đạt 98 %. Hết.",
            "Tin: đạt 98 %. Hết.",
            "Tin: đạt 95 %. Hết.",
        ),
        ("chi 90 đồng", "chi 95 đồng", "chi 190 đồng", "chi 190 đồng", "chi 95 đồng"),
        ("", "Đã xong.", "Đã niêm yết.", "Đã niêm yết.", "Đã xong."),
        (
            "ngày 12 tháng 6.",
            "ngày 15 tháng 6.",
            "Tin: ngày 12 tháng 7.",
            "Tin: ngày 12 tháng 7.",
            "Tin: ngày 15 tháng 6.",
        ),
        ("Một. Hai. Ba.", "Một.", "Một. Hai. Xong. Ba.", "Một. Hai. Xong. Ba.", "Một."),
        ("đạt 90 % kế hoạch", "đạt 95 % kế hoạch", "đạt kế hoạch", "đạt kế hoạch", "đạt 95 % kế hoạch"),
        (
            "Xã đã giải quyết 90 hồ sơ.",
            "Xã đã giải quyết 95 hồ sơ.",
            "Chưa có số liệu.",
            "Chưa có số liệu.",
            "Xã đã giải quyết 95 hồ sơ.",
        ),
        ("đạt 90 %. Đã gửi.", "đạt 95 %. Đã gửi.", "Đã gửi.", "Đã gửi.", "đạt 95 %. Đã gửi."),
    ];
    for (base, text_typed, now, place, then) in cases {
        laptop.act(write(narrative("III.6a"), now)).unwrap();
        let refused = failure(laptop.act(typed(base, text_typed)));
        assert_eq!(refused.code, Some(FailureCode::Unseen), "{base:?}, {text_typed:?}, {now:?}");
        assert!(refused.message.contains(&format!("“{place}”")), "{}", refused.message);
        assert_eq!((text(&laptop).as_str(), refused.stands.as_deref()), (now, Some(now)));
        let told = |words: &str| {
            let Act::Write { target, text, base, .. } = typed(base, text_typed) else { unreachable!() };
            let beside = vec![Beside { target: target.clone(), text: words.to_owned() }];
            Act::Write { target, text, base, beside }
        };
        assert!(laptop.act(told("cái khác")).is_err(), "of what came since nobody was told");
        laptop.act(told(now)).unwrap();
        assert_eq!(text(&laptop), then);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Words of two people at different places are all there, each once, whatever stood between.
    #[test]
    fn words_at_different_places_all_stay(
        words in prop::collection::vec("[a-zđơư]{3,6}", 4..12),
        mine in 0usize..12,
        theirs in 0usize..12,
    ) {
        let (mine, theirs) = (mine % words.len(), theirs % words.len());
        prop_assume!(mine.abs_diff(theirs) > 1);
        let with = |at: usize, word: &str| {
            let mut all: Vec<String> = words.clone();
            all[at] = word.to_owned();
            all.join(" ")
        };
        let mut district = District::new();
        let laptop = Laptop::new(&mut district, "ayun", "Y Blưm");
        laptop.act(write(narrative("III.6a"), &with(theirs, "9876"))).unwrap();
        laptop.act(typed(&words.join(" "), &with(mine, "1234"))).unwrap();
        let mut expected = words.clone();
        expected[mine] = "1234".to_owned();
        expected[theirs] = "9876".to_owned();
        prop_assert_eq!(text(&laptop), expected.join(" "));
    }
}
