//! Some seeds of the simulation; `cargo xtask simulate` plays thousands.

use anyhow::Result;
use tests::simulation::{Clocks, Series, Simulation};

/// As many as take less than 100 s on a machine that has other things to do.
const SEEDS: u64 = 60;

#[test]
fn after_any_faults_all_is_quiet_and_equal_and_nothing_saved_is_missing() -> Result<()> {
    let simulation = Simulation::new()?;
    for seed in 1..=SEEDS {
        simulation.play_one(seed).check()?;
    }
    Ok(())
}

#[test]
fn a_seed_played_again_is_the_same_to_the_letter() -> Result<()> {
    let (first, second) = (Simulation::new()?, Simulation::new()?);
    for seed in [7, 77, 777] {
        let (one, other) = (first.play(seed, Clocks::Wrong), second.play(seed, Clocks::Wrong));
        assert!(one.counts.exchanges > 0, "something happened");
        assert_eq!(one.events, other.events, "seed {seed}");
        assert_eq!(one.outcome, other.outcome, "seed {seed}");
    }
    Ok(())
}

#[test]
fn the_shares_of_a_series_are_all_its_seeds_once_and_one_goes_on_where_it_was_stopped() -> Result<()> {
    let share = |of: &str| Series::shared(5, 10, Some(of));
    let mut seeds: Vec<u64> = Vec::new();
    for of in ["1/3", "2/3", "3/3"] {
        let (series, before) = (share(of)?, seeds.len());
        seeds.extend(series.after(0));
        assert_eq!(series.len(), (seeds.len() - before) as u64, "{of}");
    }
    seeds.sort_unstable();
    assert_eq!(seeds, (5..15).collect::<Vec<_>>());
    assert_eq!(share("2/3")?.after(2).collect::<Vec<_>>(), [12]);
    assert!(share("4/3").is_err() && share("0/3").is_err() && share("3").is_err());
    Ok(())
}
