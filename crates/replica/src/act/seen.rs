//! What stood before a person who typed, and what others have made of it meanwhile.

use ::document::Reading;
use model::edit::Edit;
use model::plan::Plan;
use model::state::WorkState;
use model::target::Target;
use model::value::Value;
use model::window::Beside;
use model::words;

use super::input::{from_input, same};
use crate::error::{Error, Result};

/// What a window showed when the typing began.
#[derive(Clone, Copy)]
pub(super) struct Stood<'a> {
    /// Of the field.
    pub base: Option<&'a str>,
    /// Of other fields on the page, and of the field itself what its person was told in words that stands there.
    pub beside: &'a [Beside],
}

impl Stood<'_> {
    /// Whether its person was told that the field holds this.
    pub fn was_told(self, target: &Target, stands: &str) -> bool {
        self.beside.iter().any(|beside| beside.target == *target && beside.text == stands)
    }

    /// Whether the edit may be written unasked: neither its field nor one that is decided together with it holds what its person did
    /// not see. A field of a group that is asked about waits for the answer: whoever writes in it would have given one.
    pub fn check(self, plan: &Plan, edit: &Edit, stands: impl Fn(&Target) -> Result<Reading>) -> Result<()> {
        if edit.target.is_text() {
            return Ok(());
        }
        let stood = stands(&edit.target)?;
        // What stands there already is no other pair than before.
        if same(&edit.value, stood.value(), &edit.target) {
            return Ok(());
        }
        let shown = words::shown(stood.value(), &edit.target);
        let other = match self.beside.iter().find(|beside| beside.target == edit.target) {
            Some(told) => told.text != shown,
            None => self.base.is_some_and(|base| is_other(plan, (&edit.target, base), stood.value())),
        };
        if other {
            let said = format!("ô này đã được {}", made(stood.value(), &edit.target));
            return Err(Error::Unseen { said, stands: Some(shown) });
        }
        for target in edit.target.together() {
            let stands = stands(&target)?;
            if stands.in_conflict() {
                return Err(Error::InConflict);
            }
            let shown = self.beside.iter().find(|beside| beside.target == target);
            if shown.is_some_and(|shown| is_other(plan, (&target, &shown.text), stands.value())) {
                let made = made(stands.value(), &target);
                let said = format!("“{}” đã được {made}", words::field(&target, plan));
                return Err(Error::Unseen { said, stands: None });
            }
        }
        Ok(())
    }
}

/// Whether a field holds another value than was shown. What cannot be read was never its value.
fn is_other(plan: &Plan, (target, shown): (&Target, &str), stands: &Value) -> bool {
    let Ok(Edit { value: shown, .. }) = from_input(plan, target.clone(), shown) else { return false };
    // Of a field in which nothing was ever written windows show this: of a state, whether there is anything in the entry.
    let unwritten =
        [WorkState::NotStarted, WorkState::InProgress].map(|state| Value::Str(state.code().to_owned()));
    let nothing = *stands == Value::Absent && (shown == Value::Bool(false) || unwritten.contains(&shown));
    !nothing && !same(&shown, stands, target)
}

fn made(value: &Value, target: &Target) -> String {
    match value {
        Value::Absent => "để trống".to_owned(),
        value => format!("ghi “{}”", words::shown(value, target)),
    }
}
