//! Some hundreds of seeds of the simulation; `cargo xtask simulate` plays thousands.

use anyhow::Result;
use tests::simulation::{Clocks, Simulation};

/// As many as take less than 100 s on a machine that has other things to do.
const SEEDS: u64 = 150;

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
