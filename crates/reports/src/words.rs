//! Words that a table needs, as the windows say them.

use model::plan::Role;
use model::state::Shown;
use model::time::vi_date;
use model::window::{RecordStanding, Whereabouts};

pub fn role(role: Role) -> &'static str {
    match role {
        Role::Lead => "chủ trì",
        Role::Supporting => "phối hợp",
    }
}

pub const ALL_SHOWN: [Shown; 8] = [
    Shown::NotStarted,
    Shown::InProgress,
    Shown::Done,
    Shown::NotApplicable,
    Shown::Accepted,
    Shown::Returned,
    Shown::Amended,
    Shown::Overdue,
];

pub fn shown(shown: Shown) -> &'static str {
    match shown {
        Shown::NotStarted => "chưa bắt đầu",
        Shown::InProgress => "đang thực hiện",
        Shown::Done => "hoàn thành",
        Shown::NotApplicable => "không áp dụng",
        Shown::Accepted => "đã chấp nhận",
        Shown::Returned => "bị trả lại",
        Shown::Amended => "có bổ sung",
        Shown::Overdue => "quá hạn",
    }
}

/// In a narrow cell; what it stands for is told beside the table.
pub fn short(shown: Shown) -> &'static str {
    match shown {
        Shown::NotStarted => "chưa",
        Shown::InProgress => "đang",
        Shown::Done => "xong",
        Shown::NotApplicable => "không",
        Shown::Accepted => "nhận",
        Shown::Returned => "trả lại",
        Shown::Amended => "bổ sung",
        Shown::Overdue => "quá hạn",
    }
}

pub fn standing(standing: &RecordStanding) -> String {
    match standing {
        RecordStanding::Told => String::new(),
        RecordStanding::Open => "đang xử lý".to_owned(),
        RecordStanding::Late { days } => format!("quá hạn {days} ngày"),
        RecordStanding::Unproved { missing } => format!("chưa đủ căn cứ: {}", missing.join(", ")),
        RecordStanding::Ended { on } => format!("xong ngày {}", vi_date(*on)),
    }
}

pub fn whereabouts(of: &Whereabouts) -> &'static str {
    match of {
        Whereabouts::Everywhere | Whereabouts::OnServer => "đã ở máy chủ",
        Whereabouts::OnlyHere { .. } | Whereabouts::OnTheirLaptop { .. } => "còn ở máy của đơn vị",
        Whereabouts::Withdrawn { .. } => "đã thu hồi",
    }
}
