//! What a person typed, put into what stands there by now.

use std::time::{Duration, Instant};

use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};

/// Two long texts that have little in common are compared for so long; what is found by then is right, and coarser.
const LONGEST: Duration = Duration::from_millis(50);

/// What was changed between `base` and `typed`, done to `now`, which others made of `base` meanwhile.
///
/// Letters that came in beside the change stay. Where others changed no more than what the person exchanged, the person's
/// words take the place of theirs; where they changed more, theirs stay and the person's stand behind.
pub(super) fn rebased(base: &str, typed: &str, now: &str) -> String {
    if base == now || typed == now {
        return typed.to_owned();
    }
    let [base, typed, now] = [base, typed, now].map(|text| text.chars().collect::<Vec<char>>());
    let head = same(base.iter(), typed.iter());
    let tail = same(base[head..].iter().rev(), typed[head..].iter().rev());
    let (from, upto) = (head, base.len() - tail);
    let come = &typed[head..typed.len() - tail];
    let mut text = String::with_capacity(now.len() + come.len());
    // Right behind what stood before it, and before what others put there.
    let put = |text: &mut String, at: usize| {
        if at == from {
            text.extend(come);
        }
    };
    if from == 0 {
        put(&mut text, 0);
    }
    for op in capture_diff_slices_deadline(Algorithm::Myers, &base, &now, Some(Instant::now() + LONGEST)) {
        let (old, new) = (op.old_range(), op.new_range());
        if let DiffOp::Equal { .. } = op {
            for (at, letter) in old.zip(&now[new]) {
                if at < from || at >= upto {
                    text.push(*letter);
                }
                put(&mut text, at + 1);
            }
            continue;
        }
        let inside = if old.is_empty() {
            from < old.start && old.end < upto
        } else {
            from <= old.start && old.end <= upto
        };
        if !inside {
            text.extend(&now[new]);
        }
        for at in old {
            put(&mut text, at + 1);
        }
    }
    text
}

fn same<'t>(one: impl Iterator<Item = &'t char>, other: impl Iterator<Item = &'t char>) -> usize {
    one.zip(other).take_while(|(one, other)| one == other).count()
}
