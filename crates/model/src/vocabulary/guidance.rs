//! What an office says to all units of how its tasks are done.

use super::describe::{Asks, Conflicts, Description, Home, Kind, Of};
use crate::ids::TaskId;
use crate::target::Target;
use crate::value::{MAX_GUIDANCE_CHARS, ValueKind};

const GUIDANCE_KIND: Kind = Kind::register(Home::Guidance, "task", Of::Task);

pub(super) const OF_GUIDANCE: &[&Description] = &[&GUIDANCE];

pub const GUIDANCE: Description = Description {
    object: &GUIDANCE_KIND,
    key: "guidance",
    value: ValueKind::Line { chars: MAX_GUIDANCE_CHARS },
    label: "Hướng dẫn thực hiện",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |ids, _| {
        let [task] = ids else { return None };
        Some(Target::Guidance { task: TaskId::new(*task) })
    },
};
