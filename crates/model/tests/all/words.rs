use model::edit::Edit;
use model::ids::{EvidenceId, IndicatorId, MilestoneId, PeriodId, RequestId, TaskId};
use model::item::PlanItem;
use model::state::WorkState;
use model::target::{EntryKey, EvidencePart, Target};
use model::value::{
    Confirmation, Extension, ExtensionAnswer, FileFacts, Ground, Heads, Lines, NamedFields, PeriodClosing,
    Proposal, ProposalAnswer, ProposalKind, RequestFacts, Revision, Submission, Value, Verdict,
};
use model::words::{EMPTY, as_input, field, label, shown};

use crate::support::{date, mang_yang};

fn entry() -> EntryKey {
    EntryKey { task: TaskId::new("III.6a"), period: PeriodId::new("Q3") }
}

fn figure(figure: &str) -> Target {
    Target::Figure { entry: entry(), indicator: IndicatorId::new("ho-so-dung-han"), figure: figure.into() }
}

/// In per cent: with decimals.
fn share() -> Target {
    let indicator = IndicatorId::new("dong-gop-doanh-nghiep");
    Target::Figure { entry: entry(), indicator, figure: "now".into() }
}

fn evidence(part: EvidencePart) -> Target {
    Target::Evidence { evidence: EvidenceId::new("aaaaaaaaaaaaa"), part }
}

fn text(words: &str) -> Value {
    Value::Str(words.into())
}

#[test]
fn a_field_is_named_with_its_task() {
    let plan = mang_yang();
    let task = TaskId::new("I.2");
    for (target, expected) in [
        (Target::Narrative { entry: entry() }, "III.6a · Nội dung thực hiện"),
        (Target::Percent { entry: entry() }, "III.6a · Tỷ lệ hoàn thành"),
        (figure("whole"), "III.6a · Số hồ sơ đã đến hạn giải quyết"),
        (Target::Submission { period: PeriodId::new("Q3") }, "Nộp báo cáo Quý III/2019"),
        (Target::UnitDays { period: PeriodId::new("Q3") }, "Số ngày đơn vị nộp trước hạn Quý III/2019"),
        (
            Target::Milestone { milestone: MilestoneId::new("nop-bao-cao-cham-diem") },
            "Ngày gửi báo cáo tổng hợp kết quả chấm điểm về Sở Nội vụ",
        ),
        (evidence(EvidencePart::Signed), "Ngày ký minh chứng"),
        (Target::PlanItem { item: PlanItem::Task { task: "I.1".into() } }, "Kế hoạch: nhiệm vụ I.1"),
    ] {
        assert_eq!(label(&target, &plan), expected);
    }
    let due = label(&Target::DueDate { task: task.clone(), rule: "each-quarter".into() }, &plan);
    assert_eq!(due, format!("I.2 · Thời hạn ({})", plan.task(&task).unwrap().due[0].text));
    assert_eq!(field(&Target::State { entry: entry() }, &plan), "Trạng thái");
}

#[test]
fn what_a_plan_does_not_have_is_still_named() {
    let plan = mang_yang();
    let nowhere = EntryKey { task: TaskId::new("X.1"), period: PeriodId::new("Q9") };
    let indicator = IndicatorId::new("khong-co");
    for (target, expected) in [
        (
            Target::Figure { entry: nowhere.clone(), indicator: indicator.clone(), figure: "part".into() },
            "X.1 · Số liệu",
        ),
        (Target::NoneArose { entry: nowhere, indicator }, "X.1 · Không phát sinh: Số liệu"),
        (Target::DueDate { task: TaskId::new("X.1"), rule: "by".into() }, "X.1 · Thời hạn"),
        (Target::Milestone { milestone: MilestoneId::new("khong-co") }, "Mốc thời gian"),
        (
            Target::MilestoneBasis { milestone: MilestoneId::new("khong-co") },
            "Văn bản ấn định (Mốc thời gian)",
        ),
        (Target::Submission { period: PeriodId::new("Q9") }, "Nộp báo cáo"),
    ] {
        assert_eq!(label(&target, &plan), expected);
    }
    // A count has one figure: the second has the indicator's name.
    let second =
        Target::Figure { entry: entry(), indicator: IndicatorId::new("ky-luat"), figure: "whole".into() };
    assert_eq!(field(&second, &plan), plan.indicator(&IndicatorId::new("ky-luat")).unwrap().name);
}

#[test]
fn values_read_as_an_office_writes_them() {
    let facts = FileFacts {
        hash: model::ids::FileHash::new("0".repeat(64)),
        size: 1,
        name: "biểu 1.xlsx".into(),
        media_type: String::new(),
    };
    let request = RequestFacts {
        task: TaskId::new("I.2"),
        rule: "on-request-so-noi-vu".into(),
        number: "12/SNV".into(),
        received_on: date("2019-03-01"),
        due: date("2019-04-10"),
        units: None,
    };
    let handed_in = Submission::new("2019-09-05T09:31:00+07:00".parse().unwrap(), Heads::default());
    let returned = |until| {
        Value::record(&Verdict::Returned {
            reason: "thiếu biểu".into(),
            until,
            heads: Heads::default(),
            fields: NamedFields::default(),
        })
    };
    let verdict = Target::Verdict { entry: entry() };
    let link = Target::Link { entry: entry(), evidence: EvidenceId::new("a") };
    for (target, value, expected) in [
        (Target::State { entry: entry() }, text("done"), "hoàn thành"),
        (Target::Percent { entry: entry() }, Value::Int(98), "98 %"),
        (figure("part"), Value::Int(1_234_500), "1.234,5"),
        (Target::NoneArose { entry: entry(), indicator: IndicatorId::new("a") }, Value::Bool(true), "có"),
        (evidence(EvidencePart::Removed), Value::Bool(false), "không"),
        (evidence(EvidencePart::Signed), text("2019-09-05"), "05/9/2019"),
        (evidence(EvidencePart::File), Value::record(&facts), "biểu 1.xlsx"),
        (Target::UnitDays { period: PeriodId::new("Q3") }, Value::Int(5), "5 ngày"),
        (
            verdict.clone(),
            Value::record(&Verdict::Accepted { heads: Heads::new(["0".repeat(64)]) }),
            "chấp nhận",
        ),
        (verdict.clone(), returned(None), "trả lại: thiếu biểu"),
        (verdict, returned(Some(date("2019-09-04"))), "trả lại: thiếu biểu, hẹn 04/9/2019"),
        (
            Target::Submission { period: PeriodId::new("Q3") },
            Value::record(&handed_in),
            "nộp lúc 09:31 ngày 05/9/2019",
        ),
        (
            Target::Request { request: RequestId::new("1") },
            Value::record(&request),
            "12/SNV, đến ngày 01/3/2019, hạn 10/4/2019",
        ),
        (
            Target::Extension { period: PeriodId::new("Q3") },
            Value::record(&Extension {
                until: date("2019-09-10"),
                reason: "mất mạng".into(),
                at: handed_in.at,
            }),
            "đến 10/9/2019: mất mạng",
        ),
        (
            Target::ExtensionAnswer { period: PeriodId::new("Q3") },
            Value::record(&ExtensionAnswer::Granted {
                asked: date("2019-09-10"),
                at: handed_in.at,
                until: date("2019-09-08"),
                words: "sớm hơn".into(),
            }),
            "đồng ý đến 08/9/2019: sớm hơn",
        ),
        (
            Target::ExtensionAnswer { period: PeriodId::new("Q3") },
            Value::record(&ExtensionAnswer::Refused {
                asked: date("2019-09-10"),
                at: handed_in.at,
                words: "đã nhắc".into(),
                stays: None,
            }),
            "không đồng ý: đã nhắc",
        ),
        (
            Target::InTime { entry: entry() },
            Value::record(&Confirmation::Confirmed {
                claimed: handed_in.at,
                ground: Ground::Link,
                signed: None,
                words: String::new(),
            }),
            "xác minh hoàn thành lúc 09:31 ngày 05/9/2019, theo nhật ký kết nối",
        ),
        (
            Target::ReportInTime { period: PeriodId::new("Q3") },
            Value::record(&Confirmation::Declined { claimed: handed_in.at, words: "chưa rõ".into() }),
            "không xác minh được thời điểm 09:31 ngày 05/9/2019: chưa rõ",
        ),
        (
            Target::PeriodClosing { period: PeriodId::new("Q3") },
            Value::record(&PeriodClosing::Closed { at: handed_in.at, reason: String::new() }),
            "khóa",
        ),
        (
            Target::Proposal { proposal: "1".into() },
            Value::record(&Proposal {
                is: ProposalKind::Obstacle,
                words: "thiếu máy".into(),
                at: handed_in.at,
                task: None,
                rule: None,
                until: None,
                lead: Lines::default(),
                basis: None,
                withdrawn: Some(handed_in.at),
            }),
            "rút lại: vướng mắc: thiếu máy",
        ),
        (
            Target::ProposalAnswer { proposal: "1".into() },
            Value::record(&ProposalAnswer::Taken {
                at: handed_in.at,
                decision: "812/QĐ-UBND".into(),
                decided_on: date("2019-08-23"),
                from: date("2019-08-26"),
                words: String::new(),
            }),
            "chấp thuận tại 812/QĐ-UBND ngày 23/8/2019, áp dụng từ 26/8/2019",
        ),
        (
            Target::Revision { revision: "1".into() },
            Value::record(&Revision {
                decision: "812/QĐ-UBND".into(),
                decided_on: date("2019-08-23"),
                from: date("2019-08-26"),
                at: handed_in.at,
                words: String::new(),
                tasks: Lines::default(),
                units: Lines::default(),
                changes: Lines::default(),
            }),
            "812/QĐ-UBND ngày 23/8/2019, áp dụng từ 26/8/2019",
        ),
        (
            Target::UnitRevision { revision: "1".into() },
            Value::record(&Revision {
                decision: "1664/NQ-UBTVQH15".into(),
                decided_on: date("2025-06-16"),
                from: date("2025-07-01"),
                at: handed_in.at,
                words: String::new(),
                tasks: Lines::default(),
                units: Lines::default(),
                changes: Lines::default(),
            }),
            "1664/NQ-UBTVQH15 ngày 16/6/2025, áp dụng từ 01/7/2025",
        ),
        (Target::PeriodClosing { period: PeriodId::new("Q3") }, text("{}"), "{}"),
        (Target::Year, Value::Int(2019), "2019"),
        (Target::Narrative { entry: entry() }, text("Đã làm"), "Đã làm"),
        (Target::Narrative { entry: entry() }, text(""), EMPTY),
        (link.clone(), text("Điều 2, trang 3"), "Điều 2, trang 3"),
        (link.clone(), text(""), "đã gắn, chưa ghi mục, trang"),
        (link, Value::Absent, "đã gỡ"),
        (Target::Percent { entry: entry() }, Value::Absent, EMPTY),
    ] {
        assert_eq!(shown(&value, &target), expected, "{target:?}");
    }
}

#[test]
fn a_value_that_is_not_of_its_kind_is_shown_as_it_stands() {
    for (target, value, expected) in [
        (Target::State { entry: entry() }, text("finished"), "finished"),
        (evidence(EvidencePart::Signed), text("hôm qua"), "hôm qua"),
        (evidence(EvidencePart::File), text("{}"), "{}"),
        (Target::Verdict { entry: entry() }, text("{\"is\":\"maybe\"}"), "{\"is\":\"maybe\"}"),
        (Target::State { entry: entry() }, Value::Int(3), "3"),
    ] {
        assert_eq!(shown(&value, &target), expected);
    }
}

#[test]
fn what_is_given_back_to_type_is_read_as_the_same_value() {
    let plan = mang_yang();
    let mut pairs: Vec<(Target, Value)> = WorkState::ALL
        .into_iter()
        .map(|state| (Target::State { entry: entry() }, text(state.code())))
        .collect();
    pairs.extend([
        (Target::Percent { entry: entry() }, Value::Int(0)),
        (figure("part"), Value::Int(1_234_000)),
        (share(), Value::Int(1_234_567)),
        (share(), Value::Int(-500)),
        (figure("part"), Value::Absent),
        (evidence(EvidencePart::Removed), Value::Bool(false)),
        (evidence(EvidencePart::Signed), text("2019-02-05")),
        (evidence(EvidencePart::Number), text("35")),
        (Target::UnitDays { period: PeriodId::new("Q3") }, Value::Int(5)),
        (Target::Narrative { entry: entry() }, text("Hai\ndòng")),
    ]);
    for (target, value) in pairs {
        let typed = Edit::from_input(target.clone(), &as_input(&value, &target), &plan).unwrap();
        assert_eq!(typed.value, value, "{target:?}");
    }
}
