//! What figures come to.

use model::amount::Amount;
use model::figures::{IndicatorResult, change, work_out, work_out_checks};
use model::ids::{IndicatorId, UnitId};
use model::plan::{Indicator, IndicatorKind, Plan, PlanSource};
use proptest::prelude::*;

use crate::support::{MANG_YANG_INDICATORS, MANG_YANG_PLAN, MANG_YANG_UNITS, mang_yang};

fn indicator(id: &str) -> Indicator {
    mang_yang().indicator(&IndicatorId::new(id)).unwrap().clone()
}

fn entered(texts: &[&str]) -> Vec<Option<Amount>> {
    let read = |text: &&str| (!text.is_empty()).then(|| Amount::parse_vi(text).unwrap());
    texts.iter().map(read).collect()
}

fn outcome(id: &str, texts: &[&str]) -> IndicatorResult {
    let indicator = indicator(id);
    work_out(&indicator, indicator.target, &entered(texts), false)
}

#[track_caller]
fn expect(id: &str, texts: &[&str], result: &str, met: bool) {
    let outcome = outcome(id, texts);
    assert_eq!(outcome.result.as_deref(), Some(result), "{id} {texts:?}");
    assert_eq!(outcome.met, Some(met), "{id} {texts:?}");
    assert_eq!(outcome.warning, None);
}

#[test]
fn a_rate_is_a_percentage() {
    expect("ho-so-dung-han", &["150", "152"], "98,7 %", false);
    expect("ho-so-dung-han", &["152", "152"], "100 %", true);
    expect("ho-so-dung-han", &["0", "152"], "0 %", false);
    expect("bien-che", &["41", "40"], "102,5 %", false);
    expect("thu-ngan-sach", &["52.500.000.000", "50.000.000.000"], "105 %", true);
}

#[test]
fn a_target_is_compared_with_the_fraction_and_not_with_the_rounded_text() {
    expect("ho-so-dung-han", &["9.999", "10.000"], "99,99 %", false);
    expect("giai-ngan", &["94.999.999", "100.000.000"], "94,999999 %", false);
    expect("giai-ngan", &["949.999.999.999", "1.000.000.000.000"], "dưới 95 %", false);
    expect("giai-ngan", &["95", "100"], "95 %", true);
    expect("bcci-tiep-nhan", &["150.001", "1.000.000"], "15,0001 %", true);
}

#[test]
fn none_arose_is_not_zero_per_cent() {
    let rate = indicator("ho-so-dung-han");
    let none = work_out(&rate, rate.target, &[], true);
    assert_eq!((none.result.as_deref(), none.met, none.warning), (Some("không phát sinh"), None, None));
    let zeros = work_out(&rate, rate.target, &entered(&["0", "0"]), true);
    assert_eq!(zeros.warning, None, "zeros say the same");
    let contradicted = work_out(&rate, rate.target, &entered(&["1", "2"]), true);
    assert!(contradicted.warning.unwrap().contains("vẫn có số liệu"));
}

#[test]
fn a_zero_denominator_must_be_said_to_be_none_arose() {
    let zero = outcome("ho-so-dung-han", &["0", "0"]);
    assert_eq!((zero.result, zero.met), (None, None), "0 of 0 is neither 0 % nor 100 %");
    assert!(zero.warning.unwrap().contains("không phát sinh"));
}

#[test]
fn a_part_larger_than_its_whole_is_warned_of_unless_the_target_allows_it() {
    let over = outcome("ho-so-dung-han", &["153", "152"]);
    assert_eq!(over.met, Some(true), "the figures stand as entered");
    assert!(over.warning.unwrap().contains("Tử số lớn hơn mẫu số"));
    assert_eq!(outcome("thu-ngan-sach", &["2", "1"]).warning, None, "its target is 105 %");
    assert_eq!(outcome("bien-che", &["2", "1"]).warning, None, "an upper bound may be missed");
}

#[test]
fn negative_figures_come_to_nothing() {
    let negative = outcome("ho-so-dung-han", &["-1", "2"]);
    assert_eq!((negative.result, negative.met), (None, None));
    assert!(negative.warning.unwrap().contains("âm"));
    assert!(outcome("ky-luat", &["-1"]).warning.is_some());
}

#[test]
fn missing_figures_come_to_nothing_and_are_no_fault() {
    assert_eq!(outcome("ho-so-dung-han", &["", "2"]), IndicatorResult::default());
    assert_eq!(outcome("ho-so-dung-han", &["1"]), IndicatorResult::default());
    assert_eq!(outcome("ho-so-dung-han", &[]), IndicatorResult::default());
    assert_eq!(
        outcome("ho-so-dung-han", &["1", "2", "3"]).result.as_deref(),
        Some("50 %"),
        "a third is passed over"
    );
}

#[test]
fn a_count_is_itself() {
    expect("giao-tu-chu", &["2"], "2", true);
    expect("giao-tu-chu", &["1"], "1", false);
    expect("ky-luat", &["0"], "0", true);
    expect("ky-luat", &["1"], "1", false);
}

#[test]
fn a_change_is_in_per_cent_of_its_base() {
    expect("giam-chi-truc-tiep", &["90", "100"], "-10 %", true);
    expect("giam-chi-truc-tiep", &["91", "100"], "-9 %", false);
    expect("thu-hut-dau-tu", &["100", "100"], "0 %", false);
    expect("thu-hut-dau-tu", &["1.000.000.000.001", "1.000.000.000.000"], "trên 0 %", true);
    assert!(outcome("thu-hut-dau-tu", &["5", "0"]).warning.unwrap().contains("gốc bằng 0"));
}

#[test]
fn a_change_of_percentages_is_in_points() {
    expect("dong-gop-doanh-nghiep", &["12,5", "10"], "2,5 điểm phần trăm", true);
    expect("dong-gop-doanh-nghiep", &["10", "10"], "0 điểm phần trăm", false);
    expect("dong-gop-doanh-nghiep", &["10", "0"], "10 điểm phần trăm", true);
}

#[test]
fn targets_are_written_as_people_write_them() {
    assert_eq!(indicator("ho-so-dung-han").target_text(), "≥ 100 %");
    assert_eq!(indicator("ky-luat").target_text(), "≤ 0");
    assert_eq!(indicator("giam-chi-truc-tiep").target_text(), "≤ -10 %");
    assert_eq!(indicator("dong-gop-doanh-nghiep").target_text(), "> 0 điểm phần trăm");
    assert_eq!(indicator("hinh-thuc-tuyen-truyen").target_text(), "đủ 3", "the four others are extra");
    assert_eq!(indicator("don-vi-duoc-kiem-tra").target_text(), "chưa giao", "the text names no number");
}

#[test]
fn without_a_target_a_figure_is_worked_out_and_not_judged() {
    let inspected = outcome("don-vi-duoc-kiem-tra", &["8", "23"]);
    assert_eq!((inspected.result.as_deref(), inspected.met), (Some("34,8 %"), None));
    assert!(outcome("don-vi-duoc-kiem-tra", &["24", "23"]).warning.is_some(), "more than there are");
    let new = outcome("doanh-nghiep-moi", &["4"]);
    assert_eq!((new.result.as_deref(), new.met), (Some("4"), None));
}

#[test]
fn a_unit_may_have_a_target_of_its_own() {
    let own = "id = \"doanh-nghiep-moi\"\ntargets = [{ unit = \"ayun\", target = \">= 5\" }]\n";
    let indicators = MANG_YANG_INDICATORS.replacen("id = \"doanh-nghiep-moi\"\n", own, 1);
    let plan = Plan::load(&PlanSource::new(MANG_YANG_UNITS, MANG_YANG_PLAN, &indicators)).unwrap();
    let found = plan.indicator(&IndicatorId::new("doanh-nghiep-moi")).unwrap();
    let met = |unit: &str| work_out(found, found.target_of(&UnitId::new(unit)), &entered(&["4"]), false).met;
    assert_eq!((met("ayun"), met("hra")), (Some(false), None), "Hra has none yet");
    let told = ["ayun", "hra"].map(|unit| found.target_text_of(&UnitId::new(unit)));
    assert_eq!(told, ["≥ 5", "chưa giao"]);
}

#[test]
fn a_checklist_is_met_when_all_that_it_names_was_done() {
    let list = indicator("hinh-thuc-tuyen-truyen");
    let outcome = |done: [bool; 7]| {
        let IndicatorResult { result, met, warning } = work_out_checks(&list, &done);
        assert_eq!(warning, None);
        (result, met)
    };
    let told = |text: &str, met| (Some(text.to_owned()), Some(met));
    assert_eq!(outcome([false; 7]), (None, None), "nobody said anything yet");
    assert_eq!(outcome([true, true, false, false, false, false, false]), told("2/3", false));
    assert_eq!(outcome([true, true, true, false, false, false, false]), told("3/3", true));
    let others = [true, false, false, true, true, false, true];
    assert_eq!(outcome(others), told("1/3, thêm 3", false), "three others do not stand for the named ones");
    assert_eq!(outcome([true; 7]), told("3/3, thêm 4", true));
}

/// The plan's text with more said of one indicator.
fn with(id: &str, more: &str) -> Result<Plan, String> {
    let of = format!("id = \"{id}\"\n");
    let said = MANG_YANG_INDICATORS.replacen(&of, &format!("{of}{more}\n"), 1);
    let plan = Plan::load(&PlanSource::new(MANG_YANG_UNITS, MANG_YANG_PLAN, &said));
    plan.map_err(|faults| faults.to_string())
}

#[test]
fn what_none_arose_means_for_the_target_is_for_the_plan_to_say() {
    for (word, met) in [("met", true), ("missed", false)] {
        let plan = with("xu-ly-pakn", &format!("none_arose = \"{word}\"")).unwrap();
        let found = plan.indicator(&IndicatorId::new("xu-ly-pakn")).unwrap();
        let none = work_out(found, found.target, &[], true);
        assert_eq!((none.result.as_deref(), none.met), (Some("không phát sinh"), Some(met)));
        let zeros = work_out(found, found.target, &entered(&["0", "0"]), false);
        assert_eq!((zeros.result.as_deref(), zeros.met), (Some("0/0, không có tỷ lệ"), Some(met)), "not 0 %");
        let odd = work_out(found, found.target, &entered(&["1", "0"]), false);
        assert!(odd.warning.is_some_and(|words| words.starts_with("Mẫu số bằng 0")), "one of none");
    }
    let none = work_out(&indicator("xu-ly-pakn"), None, &[], true);
    assert_eq!(none.met, None, "the decision says nothing of it");
}

#[test]
fn what_a_plan_says_of_a_figure_is_refused_where_it_makes_no_sense() {
    let base = "base = { value = \"1.000\", source = \"Quyết toán năm 2015\" }";
    let plan = with("giam-chi-truc-tiep", base).unwrap();
    let found = plan.indicator(&IndicatorId::new("giam-chi-truc-tiep")).unwrap().base.clone().unwrap();
    assert_eq!((found.value.to_vi().as_str(), found.source.as_str()), ("1.000", "Quyết toán năm 2015"));
    for (id, more, told) in [
        ("ho-so-dung-han", base, "change"),
        ("giam-chi-truc-tiep", "base = { value = \"1.000\" }", "source"),
        ("giam-chi-truc-tiep", "base = { value = \"nhiều\", source = \"x\" }", "nhiều"),
        ("giam-chi-truc-tiep", "base = { value = \"-5\", source = \"x\" }", "-5"),
        ("dong-gop-doanh-nghiep", "adds_up = true", "không cộng được"),
        ("hoat-dong-tdthpl", "portal = \"Cổng\"", "checklist"),
        ("xu-ly-pakn", "none_arose = \"full\"", "full"),
        ("xu-ly-pakn", "portal = 766", "portal"),
    ] {
        let faults = with(id, more).unwrap_err();
        assert!(faults.contains(told), "{id}, {more}: {faults}");
    }
}

proptest! {
    #[test]
    fn no_figures_panic(id in 0..44usize, a in any::<i64>(), b in any::<i64>(), none in any::<bool>()) {
        let plan = mang_yang();
        let given = [Some(Amount::from_thousandths(a)), Some(Amount::from_thousandths(b))];
        let indicator = &plan.indicators()[id];
        let _ = work_out(indicator, indicator.target, &given, none);
    }

    #[test]
    fn a_full_rate_is_met_exactly_when_nothing_is_missing(all in 1..=i64::MAX, missing in 0..1000i64) {
        let part = (all - missing).max(0);
        let given = [Some(Amount::from_thousandths(part)), Some(Amount::from_thousandths(all))];
        let indicator = indicator("ho-so-dung-han");
        let outcome = work_out(&indicator, indicator.target, &given, false);
        prop_assert_eq!(outcome.met, Some(part == all));
        prop_assert_eq!(outcome.result.as_deref() == Some("100 %"), part == all, "nothing less is shown as 100 %");
    }
}

#[track_caller]
fn expect_change(id: &str, now: &[&str], before: &[&str], told: Option<&str>) {
    let told_now = change(&indicator(id), &entered(now), &entered(before));
    assert_eq!(told_now.as_deref(), told, "{id}: {now:?} after {before:?}");
}

#[test]
fn a_rate_changes_by_percentage_points_and_a_count_by_its_number() {
    expect_change("ho-so-dung-han", &["150", "152"], &["95", "100"], Some("+3,7 điểm phần trăm"));
    expect_change("ho-so-dung-han", &["95", "100"], &["150", "152"], Some("-3,7 điểm phần trăm"));
    expect_change("ho-so-dung-han", &["1", "2"], &["50", "100"], Some("không đổi"));
    let count = mang_yang().indicators().iter().find(|one| one.kind == IndicatorKind::Count).unwrap().clone();
    let id = count.id.as_str();
    expect_change(id, &["12"], &["10"], Some("+2 (+20 %)"));
    expect_change(id, &["9"], &["12"], Some("-3 (-25 %)"));
    expect_change(id, &["5"], &["5"], Some("không đổi"));
}

#[test]
fn nothing_is_divided_by_nought_and_nothing_is_told_of_what_is_not_whole() {
    expect_change("ho-so-dung-han", &["0", "0"], &["95", "100"], None);
    expect_change("ho-so-dung-han", &["95", "100"], &["0", "0"], None);
    expect_change("ho-so-dung-han", &["95", ""], &["95", "100"], None);
    expect_change("ho-so-dung-han", &["95", "100"], &[], None);
    let count = mang_yang().indicators().iter().find(|one| one.kind == IndicatorKind::Count).unwrap().clone();
    expect_change(count.id.as_str(), &["7"], &["0"], Some("+7"));
    expect_change(count.id.as_str(), &["1.000.001"], &["1.000.000"], Some("+1"));
}

#[test]
fn a_small_change_is_not_told_as_none() {
    expect_change("giai-ngan", &["50.001", "100.000"], &["50", "100"], Some("+0,001 điểm phần trăm"));
    expect_change("giai-ngan", &["500.000.001", "1.000.000.000"], &["50", "100"], Some("gần như không đổi"));
}

proptest! {
    #[test]
    fn a_change_is_worked_out_or_left_out_whatever_was_entered(
        figures in proptest::array::uniform4(any::<i64>().prop_map(Amount::from_thousandths)),
    ) {
        for indicator in mang_yang().indicators() {
            let [a, b, c, d] = figures.map(Some);
            let (told, back) = (change(indicator, &[a, b], &[c, d]), change(indicator, &[c, d], &[a, b]));
            if let (Some(told), Some(back)) = (told, back) {
                prop_assert_eq!(told.starts_with('+'), back.starts_with('-'), "{} and {}", told, back);
            }
        }
    }
}
