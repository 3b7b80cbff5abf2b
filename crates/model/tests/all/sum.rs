//! What figures come to together.

use model::amount::Amount;
use model::ids::IndicatorId;
use model::plan::{Indicator, Plan, PlanSource};
use model::sum::{Sum, Told, over_periods, over_units};
use proptest::prelude::*;

use crate::support::{MANG_YANG_INDICATORS, MANG_YANG_PLAN, MANG_YANG_UNITS, mang_yang};

fn indicator(id: &str) -> Indicator {
    mang_yang().indicator(&IndicatorId::new(id)).unwrap().clone()
}

fn told(figures: &[i64]) -> Told {
    let entered = figures.iter().map(|whole| Some(Amount::from_thousandths(whole * 1000))).collect();
    Told { entered, ..Told::default() }
}

fn none_arose() -> Told {
    Told { none_arose: true, ..Told::default() }
}

fn result(indicator: &Indicator, sum: &Sum) -> String {
    sum.work_out(indicator, indicator.target).result.unwrap_or_default()
}

#[test]
fn a_rate_of_several_is_of_their_sums_and_no_mean_of_rates() {
    let rate = indicator("ho-so-dung-han");
    let sum = over_units(&rate, &[told(&[1, 1]), told(&[0, 99])]).unwrap();
    assert_eq!(result(&rate, &sum), "1 %", "the mean of 100 % and 0 % would be 50 %");
}

#[test]
fn half_a_rate_is_not_added_and_is_not_counted_as_told() {
    let rate = indicator("ho-so-dung-han");
    let half = Told { entered: vec![Some(Amount::from_thousandths(50_000)), None], ..Told::default() };
    let sum = over_units(&rate, &[told(&[10, 10]), half]).unwrap();
    assert_eq!((sum.told, sum.of), (1, 2));
    assert_eq!(result(&rate, &sum), "100 %");
}

#[test]
fn none_arose_adds_nothing_and_what_does_not_apply_is_not_waited_for() {
    let rate = indicator("ho-so-dung-han");
    let apart = Told { not_applicable: true, ..told(&[7, 7]) };
    let sum = over_units(&rate, &[told(&[3, 4]), none_arose(), apart.clone()]).unwrap();
    assert_eq!((sum.told, sum.of), (2, 2), "one told figures, one that none arose");
    assert_eq!(result(&rate, &sum), "75 %");
    let sum = over_units(&rate, &[none_arose(), none_arose(), apart]).unwrap();
    assert_eq!(result(&rate, &sum), "không phát sinh", "of all that told anything");
    let silent = over_units(&rate, &[Told::default()]).unwrap();
    assert_eq!(result(&rate, &silent), "", "nobody said anything");
}

#[test]
fn what_does_not_add_up_has_no_sum() {
    assert_eq!(over_units(&indicator("dong-gop-doanh-nghiep"), &[told(&[40, 38])]), None, "percentages");
    assert_eq!(over_units(&indicator("hinh-thuc-tuyen-truyen"), &[Told::default()]), None, "things done");
    assert_eq!(over_periods(&indicator("bien-che"), &[told(&[20, 21])]), None, "people in post stay");
    let most = Told { entered: vec![Some(Amount::MAX); 2], ..Told::default() };
    assert_eq!(over_units(&indicator("ho-so-dung-han"), &[most.clone(), most]), None, "no number holds it");
}

#[test]
fn a_change_over_the_year_is_held_against_the_base_once() {
    let adds = "id = \"giam-chi-truc-tiep\"\nadds_up = true";
    let indicators = MANG_YANG_INDICATORS.replacen("id = \"giam-chi-truc-tiep\"", adds, 1);
    let plan = Plan::load(&PlanSource::new(MANG_YANG_UNITS, MANG_YANG_PLAN, &indicators)).unwrap();
    let change = plan.indicator(&IndicatorId::new("giam-chi-truc-tiep")).unwrap();
    let sum = over_periods(change, &[told(&[40, 100]), told(&[45, 100])]).unwrap();
    assert_eq!(result(change, &sum), "-15 %", "85 against 100, and not against 200");
}

fn any_told() -> impl Strategy<Value = Told> {
    let amount = || prop::option::weighted(0.9, 0..1_000_000i64);
    let amount = move || amount().prop_map(|whole| whole.map(|whole| Amount::from_thousandths(whole * 1000)));
    (amount(), amount(), prop::bool::weighted(0.2), prop::bool::weighted(0.1)).prop_map(
        |(part, more, none_arose, not_applicable)| {
            // Nobody solved more than there was.
            let whole = part
                .zip(more)
                .map(|(part, more)| Amount::from_thousandths(part.thousandths() + more.thousandths()));
            Told { entered: vec![part, whole], none_arose, not_applicable }
        },
    )
}

proptest! {
    #[test]
    fn sums_of_parts_are_the_whole(all in prop::collection::vec(any_told(), 0..12), at in 0..12usize) {
        let rate = indicator("ho-so-dung-han");
        let (one, other) = all.split_at(at.min(all.len()));
        let part = |told: &[Told]| over_units(&rate, told).unwrap();
        let (whole, one, other) = (part(&all), part(one), part(other));
        let amount = |sum: &Sum, at: usize| sum.entered[at].map_or(0, Amount::thousandths);
        for at in 0..2 {
            prop_assert_eq!(amount(&whole, at), amount(&one, at) + amount(&other, at));
        }
        prop_assert_eq!((whole.told, whole.of), (one.told + other.told, one.of + other.of));
    }

    #[test]
    fn a_sum_does_not_hang_on_the_order(all in prop::collection::vec(any_told(), 0..12)) {
        let rate = indicator("ho-so-dung-han");
        let mut back = all.clone();
        back.reverse();
        prop_assert_eq!(over_units(&rate, &all), over_units(&rate, &back));
        prop_assert_eq!(over_periods(&rate, &all), over_periods(&rate, &back));
    }

    #[test]
    fn a_rate_of_a_sum_lies_within_0_and_100(all in prop::collection::vec(any_told(), 1..12)) {
        let rate = indicator("ho-so-dung-han");
        let sum = over_units(&rate, &all).unwrap();
        let text = result(&rate, &sum);
        if let Ok(percent) = Amount::parse_vi(&text) {
            prop_assert!((0..=100_000).contains(&percent.thousandths()), "{}", text);
        }
    }
}
