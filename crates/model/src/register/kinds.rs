//! The kinds of register. Another one is another description here, and a `[[register]]` in a plan's data that names it.

use super::{Choice, Column, Count, Ends, Only, REMOVED, RegisterKind};
use crate::value::{MAX_LINE_CHARS, ValueKind};

const LINE: ValueKind = ValueKind::Line { chars: MAX_LINE_CHARS };
const DAY: ValueKind = ValueKind::Date;
const NUMBER: ValueKind = ValueKind::Amount;
/// A document of the unit's evidence.
const FILE: ValueKind = ValueKind::Evidence;

const fn choice(code: &'static str, label: &'static str) -> Choice {
    Choice { code, label }
}

/// Columns: the name, what it holds, what people call it; `must` where a record is none without it; what it is decided together
/// with (a document's number with its date, the figures of a day with that day); `numbered` where it names a document or a dossier;
/// and the words of which it has one.
macro_rules! columns {
    ($kind:literal: $($name:literal $value:expr, $label:literal
        $(, must $must:literal)? $(, with $group:literal)? $(, numbered $numbered:literal)? $(, of $choices:expr)?;)*) => {
        &[
            $(Column {
                kind: $kind,
                name: $name,
                value: $value,
                label: $label,
                needed: columns!(@flag $($must)?),
                group: columns!(@group $($group)?),
                numbered: columns!(@flag $($numbered)?),
                choices: columns!(@choices $($choices)?),
            },)*
            Column {
                kind: $kind,
                name: REMOVED,
                value: ValueKind::Flag,
                label: "Bỏ khỏi sổ",
                needed: false,
                group: None,
                numbered: false,
                choices: &[],
            },
        ]
    };
    (@group) => { None };
    (@group $group:literal) => { Some($group) };
    (@flag) => { false };
    (@flag $must:literal) => { $must };
    (@choices) => { &[] };
    (@choices $choices:expr) => { $choices };
}

const fn all(id: &'static str, label: &'static str, dated: &'static str) -> Count {
    Count { id, label, dated, sums: &[], only: Only::All }
}

const fn only(id: &'static str, label: &'static str, dated: &'static str, only: Only) -> Count {
    Count { id, label, dated, sums: &[], only }
}

const fn sum(
    id: &'static str,
    label: &'static str,
    dated: &'static str,
    sums: &'static [&'static str],
) -> Count {
    Count { id, label, dated, sums, only: Only::All }
}

/// In the order in which windows show them.
pub static KINDS: &[RegisterKind] = &[
    ASSIGNED,
    FINDING,
    PETITION,
    DOSSIERS,
    LATE_DOSSIER,
    NEWS,
    INITIATIVE,
    TRAINING,
    MONEY,
    SHORTCOMING,
    DISCIPLINE,
];

const GIVERS: &[Choice] = &[
    choice("tw", "Trung ương"),
    choice("tinh", "UBND tỉnh"),
    choice("ct-tinh", "Chủ tịch UBND tỉnh"),
    choice("huyen", "UBND huyện"),
    choice("ct-huyen", "Chủ tịch UBND huyện"),
    choice("khac", "Cơ quan khác"),
];

/// Tasks assigned from above.
const ASSIGNED: RegisterKind = RegisterKind {
    id: "assigned",
    one: "nhiệm vụ",
    columns: columns! { "assigned":
        "number" LINE, "Số, ký hiệu văn bản giao", must true, with "assigned-by", numbered true;
        "given-on" DAY, "Ngày văn bản giao", must true, with "assigned-by";
        "giver" ValueKind::Word(&["tw", "tinh", "ct-tinh", "huyen", "ct-huyen", "khac"]), "Cấp giao", must true, with "assigned-by", of GIVERS;
        "content" LINE, "Nội dung nhiệm vụ", must true;
        "owner" LINE, "Bộ phận thực hiện";
        "due" DAY, "Hạn hoàn thành", must true;
        "done-on" DAY, "Ngày hoàn thành", with "assigned-end";
        "result" LINE, "Văn bản kết quả", with "assigned-end", numbered true;
        "file" FILE, "Tệp văn bản kết quả";
    },
    ends: Ends::On { day: "done-on", with: &[] },
    due: Some("due"),
    counts: &[
        all("given", "được giao", "given-on"),
        all("fallen-due", "đến hạn", "due"),
        only("in-time", "hoàn thành đúng tiến độ", "due", Only::InTime),
        only("done", "hoàn thành", "due", Only::Ended),
    ],
};

const OUTCOMES: &[Choice] = &[choice("handled", "đã xử lý"), choice("referred", "đã kiến nghị xử lý")];
const OUTCOME: ValueKind = ValueKind::Word(&["handled", "referred"]);

/// What was found by an inspection, by the monitoring of laws, by a review, or by an audit.
const FINDING: RegisterKind = RegisterKind {
    id: "finding",
    one: "vấn đề",
    columns: columns! { "finding":
        "found-on" DAY, "Ngày phát hiện", must true, with "finding-begin";
        "source" LINE, "Văn bản kết luận, biên bản", with "finding-begin", numbered true;
        "subject" LINE, "Đơn vị, văn bản, thủ tục được kiểm tra";
        "content" LINE, "Vấn đề phát hiện", must true;
        "owner" LINE, "Bộ phận chịu trách nhiệm", must true;
        "due" DAY, "Hạn xử lý", must true;
        "outcome" OUTCOME, "Kết quả", with "finding-end", of OUTCOMES;
        "document" LINE, "Văn bản xử lý, kiến nghị", with "finding-end", numbered true;
        "ended-on" DAY, "Ngày văn bản xử lý", with "finding-end";
        "file" FILE, "Tệp văn bản xử lý, kiến nghị";
    },
    ends: Ends::On { day: "ended-on", with: &["outcome", "document"] },
    due: Some("due"),
    counts: &[
        all("found", "phát hiện", "found-on"),
        only("ended", "đã xử lý hoặc kiến nghị xử lý", "found-on", Only::Ended),
    ],
};

/// What people and organisations bring up about procedures: by number, and never by who they are.
const PETITION: RegisterKind = RegisterKind {
    id: "petition",
    one: "PAKN",
    columns: columns! { "petition":
        "code" LINE, "Số tiếp nhận", must true, with "petition-begin", numbered true;
        "received-on" DAY, "Ngày tiếp nhận", must true, with "petition-begin";
        "about" LINE, "Về thủ tục, lĩnh vực", must true;
        "owner" LINE, "Bộ phận xử lý";
        "due" DAY, "Hạn trả lời";
        "outcome" OUTCOME, "Kết quả", with "petition-end", of OUTCOMES;
        "document" LINE, "Văn bản trả lời, chuyển xử lý", with "petition-end", numbered true;
        "ended-on" DAY, "Ngày văn bản trả lời", with "petition-end";
    },
    ends: Ends::On { day: "ended-on", with: &["outcome", "document"] },
    due: Some("due"),
    counts: &[
        all("received", "đã tiếp nhận", "received-on"),
        only("ended", "đã xử lý hoặc kiến nghị xử lý", "received-on", Only::Ended),
    ],
};

/// Dossiers by group of procedures and by what was counted up to a day; no dossier by itself.
const DOSSIERS: RegisterKind = RegisterKind {
    id: "dossiers",
    one: "dòng số liệu",
    columns: columns! { "dossiers":
        "until" DAY, "Tính đến ngày", must true, with "dossiers";
        "procedures" LINE, "Lĩnh vực, nhóm thủ tục", must true, with "dossiers";
        "received" NUMBER, "Tiếp nhận", must true, with "dossiers";
        "in-time" NUMBER, "Giải quyết đúng hạn", must true, with "dossiers";
        "late" NUMBER, "Giải quyết trễ hạn", must true, with "dossiers";
        "in-process" NUMBER, "Đang giải quyết", with "dossiers";
    },
    ends: Ends::Told,
    due: None,
    counts: &[
        sum("received", "tiếp nhận", "until", &["received"]),
        sum("in-time", "giải quyết đúng hạn", "until", &["in-time"]),
        sum("late", "giải quyết trễ hạn", "until", &["late"]),
        sum("fallen-due", "đã giải quyết", "until", &["in-time", "late"]),
    ],
};

/// A dossier that was late, by its code: an apology is owed for each.
const LATE_DOSSIER: RegisterKind = RegisterKind {
    id: "late-dossier",
    one: "hồ sơ trễ hẹn",
    columns: columns! { "late-dossier":
        "code" LINE, "Mã hồ sơ", must true, with "late-dossier", numbered true;
        "procedures" LINE, "Lĩnh vực, thủ tục";
        "promised-on" DAY, "Ngày hẹn trả", must true, with "late-dossier";
        "returned-on" DAY, "Ngày trả kết quả";
        "reason" LINE, "Lý do trễ";
        "apology" LINE, "Văn bản xin lỗi", with "late-dossier-end", numbered true;
        "apology-on" DAY, "Ngày xin lỗi", with "late-dossier-end";
    },
    ends: Ends::On { day: "apology-on", with: &["apology"] },
    due: Some("promised-on"),
    counts: &[
        all("owed", "phải xin lỗi", "promised-on"),
        only("made", "đã xin lỗi", "promised-on", Only::Ended),
    ],
};

const OUTLETS: &[Choice] = &[
    choice("cong-ttdt", "Cổng, Trang TTĐT"),
    choice("phat-thanh", "Phát thanh, truyền hình huyện"),
    choice("bao-tinh", "Báo tỉnh"),
    choice("dai-tinh", "Phát thanh, truyền hình tỉnh"),
    choice("hoi-nghi", "Hội nghị chuyên đề"),
    choice("khac", "Hình thức khác"),
];

/// News items, by outlet; also those that tell of shortcomings, and what the head did then.
const NEWS: RegisterKind = RegisterKind {
    id: "news",
    one: "tin, bài",
    columns: columns! { "news":
        "published-on" DAY, "Ngày đăng, phát", must true, with "published";
        "title" LINE, "Tên tin, bài", must true;
        "outlet" ValueKind::Word(&["cong-ttdt", "phat-thanh", "bao-tinh", "dai-tinh", "hoi-nghi", "khac"]), "Nơi đăng, phát", must true, with "published", of OUTLETS;
        "link" LINE, "Đường dẫn, số báo", with "published";
        "shortcoming" ValueKind::Flag, "Phản ánh hạn chế", with "response";
        "response" LINE, "Người đứng đầu đã chỉ đạo gì", with "response";
    },
    ends: Ends::Told,
    due: None,
    counts: &[all("all", "tin, bài", "published-on")],
};

const INITIATIVE: RegisterKind = RegisterKind {
    id: "initiative",
    one: "sáng kiến",
    columns: columns! { "initiative":
        "title" LINE, "Tên sáng kiến, giải pháp mới", must true;
        "proposer" LINE, "Đơn vị đề xuất";
        "approval" LINE, "Văn bản phê duyệt triển khai", with "initiative-end", numbered true;
        "approved-on" DAY, "Ngày phê duyệt", with "initiative-end";
        "recognition" LINE, "Văn bản công nhận", with "recognition", numbered true;
        "recognised-on" DAY, "Ngày công nhận", with "recognition";
    },
    ends: Ends::On { day: "approved-on", with: &["approval"] },
    due: None,
    counts: &[
        only("approved", "được phê duyệt", "approved-on", Only::Ended),
        all("recognised", "được công nhận", "recognised-on"),
    ],
};

/// What the training plan has, against what was done.
const TRAINING: RegisterKind = RegisterKind {
    id: "training",
    one: "nội dung",
    columns: columns! { "training":
        "content" LINE, "Nội dung đào tạo, bồi dưỡng", must true;
        "for-whom" LINE, "Đối tượng";
        "planned-on" DAY, "Thời gian theo kế hoạch", must true, with "training-plan";
        "people" NUMBER, "Số người theo kế hoạch", with "training-plan";
        "done-on" DAY, "Ngày thực hiện xong", with "training-end";
        "attended" NUMBER, "Số người đã dự", with "training-end";
    },
    ends: Ends::On { day: "done-on", with: &["attended"] },
    due: Some("planned-on"),
    counts: &[
        all("planned", "theo kế hoạch", "planned-on"),
        only("done", "đã thực hiện", "planned-on", Only::Ended),
        sum("attended", "lượt người đã dự", "done-on", &["attended"]),
    ],
};

/// Money planned, given and spent.
const MONEY: RegisterKind = RegisterKind {
    id: "money",
    one: "khoản",
    columns: columns! { "money":
        "told-on" DAY, "Ngày ghi nhận", must true, with "money";
        "field" ValueKind::Id, "Lĩnh vực", must true, with "money";
        "content" LINE, "Nội dung";
        "planned" NUMBER, "Dự kiến (đồng)", with "money";
        "given" NUMBER, "Được giao (đồng)", with "money";
        "spent" NUMBER, "Đã chi, giải ngân (đồng)", with "money";
    },
    ends: Ends::Told,
    due: None,
    counts: &[
        sum("planned", "dự kiến", "told-on", &["planned"]),
        sum("given", "được giao", "told-on", &["given"]),
        sum("spent", "đã chi, giải ngân", "told-on", &["spent"]),
    ],
};

const SHORTCOMING: RegisterKind = RegisterKind {
    id: "shortcoming",
    one: "hạn chế",
    columns: columns! { "shortcoming":
        "told-on" DAY, "Ngày nêu", must true;
        "content" LINE, "Tồn tại, hạn chế", must true;
        "cause" LINE, "Nguyên nhân";
        "remedy" LINE, "Biện pháp khắc phục", must true;
        "owner" LINE, "Bộ phận chịu trách nhiệm", must true;
        "due" DAY, "Hạn khắc phục", must true;
        "result" LINE, "Kết quả khắc phục", with "shortcoming-end";
        "mended-on" DAY, "Ngày khắc phục xong", with "shortcoming-end";
    },
    ends: Ends::On { day: "mended-on", with: &["result"] },
    due: Some("due"),
    counts: &[all("told", "được nêu", "told-on"), only("mended", "đã khắc phục", "told-on", Only::Ended)],
};

const GROUPS: &[Choice] =
    &[choice("can-bo", "cán bộ"), choice("cong-chuc", "công chức"), choice("vien-chuc", "viên chức")];
const FORMS: &[Choice] = &[
    choice("khien-trach", "khiển trách"),
    choice("canh-cao", "cảnh cáo"),
    choice("ha-bac-luong", "hạ bậc lương"),
    choice("giang-chuc", "giáng chức"),
    choice("cach-chuc", "cách chức"),
    choice("buoc-thoi-viec", "buộc thôi việc"),
];

/// Officials who were disciplined are a count: nothing in a record could say who they are.
const DISCIPLINE: RegisterKind = RegisterKind {
    id: "discipline",
    one: "dòng số liệu",
    columns: columns! { "discipline":
        "decided-on" DAY, "Ngày quyết định", must true, with "discipline";
        "group" ValueKind::Word(&["can-bo", "cong-chuc", "vien-chuc"]), "Đối tượng", must true, with "discipline", of GROUPS;
        "form" ValueKind::Word(&["khien-trach", "canh-cao", "ha-bac-luong", "giang-chuc", "cach-chuc", "buoc-thoi-viec"]), "Hình thức kỷ luật", must true, with "discipline", of FORMS;
        "people" NUMBER, "Số người", must true, with "discipline";
    },
    ends: Ends::Told,
    due: None,
    counts: &[sum("people", "người bị kỷ luật", "decided-on", &["people"])],
};
