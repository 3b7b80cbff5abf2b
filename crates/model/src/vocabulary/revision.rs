//! How a plan changes: what units propose, what is said to it, and the decisions that changed it.

use super::describe::{Asks, Conflicts, Description, Home, Kind, Of};
use crate::ids::{ProposalId, RevisionId};
use crate::target::Target;
use crate::value::{PROPOSAL_ANSWER_PARTS, PROPOSAL_PARTS, REVISION_PARTS, ValueKind};

const PROPOSAL_KIND: Kind = Kind::register(Home::Workbook, "proposal", Of::Proposal);
const PROPOSAL_ANSWER_KIND: Kind = Kind::register(Home::Review, "proposal-answer", Of::Proposal);
const REVISION_KIND: Kind = Kind::register(Home::Plan, "revision", Of::Revision);

pub(super) const OF_REVISION: &[&Description] = &[&PROPOSAL, &PROPOSAL_ANSWER, &REVISION];

/// Written once, and a second time where it is taken back: two colleagues who do agree.
pub const PROPOSAL: Description = Description {
    object: &PROPOSAL_KIND,
    key: "",
    value: ValueKind::Record(PROPOSAL_PARTS),
    label: "Đề xuất điều chỉnh kế hoạch",
    conflicts: Conflicts::Never,
    asks: Asks::Object,
    read: |ids, _| {
        let [id] = ids else { return None };
        Some(Target::Proposal { proposal: ProposalId::new(*id) })
    },
};

pub const PROPOSAL_ANSWER: Description = Description {
    object: &PROPOSAL_ANSWER_KIND,
    key: "",
    value: ValueKind::Record(PROPOSAL_ANSWER_PARTS),
    label: "Kết quả đề xuất điều chỉnh kế hoạch",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |ids, _| {
        let [id] = ids else { return None };
        Some(Target::ProposalAnswer { proposal: ProposalId::new(*id) })
    },
};

pub const REVISION: Description = Description {
    object: &REVISION_KIND,
    key: "",
    value: ValueKind::Record(REVISION_PARTS),
    label: "Sửa đổi, bổ sung kế hoạch",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |ids, _| {
        let [id] = ids else { return None };
        Some(Target::Revision { revision: RevisionId::new(*id) })
    },
};
