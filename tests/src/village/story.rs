//! What happened: told by whom, on which day, and whether they had a network.

mod proposing;

use std::path::Path;

use anyhow::{Context, Result};
use chrono::NaiveDate;
use model::ids::{EvidenceId, FigureId, IndicatorId, PeriodId, PlanId, RequestId, TaskId, UnitId};
use model::record::{NewRow, NewRows};
use model::target::{EntryKey, EvidencePart, Target};
use model::window::{Act, Ask, EntryPage, FieldReason, InPlan, ReminderView};

use super::{PEOPLE, PLANS, Village, papers, patient, told};
use crate::demo::{Dice, narrative};

pub async fn tell(village: &mut Village) -> Result<()> {
    last_year(village).await?;
    the_office_dates_the_year(village).await?;
    the_half_year(village).await?;
    letters_come(village).await?;
    the_units_begin(village).await?;
    what_ayun_handed_on(village).await?;
    the_office_looks(village).await?;
    proposing::two_units_propose(village).await?;
    two_who_disagree(village).await?;
    the_last_morning(village).await
}

/// The desk of one person on one day.
struct Desk<'v> {
    village: &'v mut Village,
    who: &'static str,
    plan: &'static str,
    period: &'static str,
}

impl Village {
    fn at(&mut self, who: &'static str, day: (i32, u32, u32), hour: u32, minute: u32) -> Result<Desk<'_>> {
        let day = NaiveDate::from_ymd_opt(day.0, day.1, day.2).context("a day of the calendar")?;
        self.clock.to(day, hour, minute);
        Ok(Desk { village: self, who, plan: PLANS[1].0, period: "Q3" })
    }
}

impl Desk<'_> {
    fn in_plan(self, plan: &'static str, period: &'static str) -> Self {
        Self { plan, period, ..self }
    }

    async fn act(&mut self, act: Act) -> Result<()> {
        let laptop = self.village.laptop(self.who, patient()).await?;
        let plan = Some(PlanId::new(self.plan));
        laptop.act(InPlan { plan, ..act.into() }).map_err(told).context(self.who)?;
        Ok(())
    }

    async fn ask(&mut self, ask: Ask) -> Result<serde_json::Value> {
        let laptop = self.village.laptop(self.who, patient()).await?;
        let plan = Some(PlanId::new(self.plan));
        laptop.ask(InPlan { plan, ..ask.into() }).map_err(told)
    }

    async fn write(&mut self, target: Target, text: &str) -> Result<()> {
        self.act(Act::Write { target, text: text.to_owned(), base: None, beside: Vec::new() }).await
    }

    fn entry(&self, task: &str) -> EntryKey {
        EntryKey { task: TaskId::new(task), period: PeriodId::new(self.period) }
    }

    async fn state(&mut self, task: &str, state: &str, percent: &str) -> Result<()> {
        self.write(Target::State { entry: self.entry(task) }, state).await?;
        if percent.is_empty() {
            return Ok(());
        }
        self.write(Target::Percent { entry: self.entry(task) }, percent).await
    }

    async fn narrate(&mut self, task: &str, text: &str) -> Result<()> {
        self.write(Target::Narrative { entry: self.entry(task) }, text).await
    }

    async fn figures(&mut self, task: &str, indicator: &str, texts: &[(&str, &str)]) -> Result<()> {
        for (figure, text) in texts {
            let (indicator, figure) = (IndicatorId::new(indicator), FigureId::new(*figure));
            self.write(Target::Figure { entry: self.entry(task), indicator, figure }, text).await?;
        }
        Ok(())
    }

    /// What the unit's first reminder is answered with.
    async fn answer(&mut self, text: &str) -> Result<()> {
        let unit = super::people::called(self.who)?.unit;
        let all = self.ask(Ask::Reminders { unit: Some(UnitId::new(unit)) }).await?;
        let all: Vec<ReminderView> = serde_json::from_value(all)?;
        let reminder = all.first().context("a reminder came")?.id.clone();
        self.act(Act::SeeReminders { reminders: vec![reminder.clone()] }).await?;
        self.write(Target::ReminderAnswer { reminder }, text).await
    }

    /// The evidence that a file becomes.
    async fn attach(&mut self, task: &str, path: &Path) -> Result<EvidenceId> {
        let (entry, name) =
            (self.entry(task), path.file_name().unwrap_or_default().to_string_lossy().into_owned());
        self.act(Act::Attach {
            entry: entry.clone(),
            paths: vec![path.to_string_lossy().into_owned()],
            again: false,
        })
        .await?;
        let laptop = self.village.laptop(self.who, patient()).await?;
        let page = laptop.ask(Ask::Entry { unit: UnitId::new("ayun"), entry }).map_err(told)?;
        let page: EntryPage = serde_json::from_value(page)?;
        let found = page.evidence.into_iter().find(|piece| piece.file_name == name);
        Ok(found.context("the file that was just added")?.id)
    }

    async fn describe(&mut self, evidence: &EvidenceId, parts: &[(EvidencePart, &str)]) -> Result<()> {
        for (part, text) in parts {
            self.write(Target::Evidence { evidence: evidence.clone(), part: *part }, text).await?;
        }
        Ok(())
    }

    async fn place(&mut self, task: &str, evidence: &EvidenceId, place: &str) -> Result<()> {
        let evidence = evidence.clone();
        self.write(Target::Link { entry: self.entry(task), evidence }, place).await
    }

    async fn sync(self) -> Result<()> {
        self.village.sync(self.who).await
    }
}

/// Written while that plan was open, and never sent: it comes back with the reason once the plan is closed.
async fn last_year(village: &mut Village) -> Result<()> {
    let first = NaiveDate::from_ymd_opt(2018, 12, 10).context("a day of the calendar")?;
    village.clock.to(first, 8, 0);
    village.server.start().await?;
    for person in &PEOPLE {
        village.enrol(person).await?;
    }
    village.server.stop().await?;
    let mut hoan = village.at("hoan", (2018, 12, 12), 15, 20)?.in_plan(PLANS[0].0, "Q4");
    hoan.state("III.6a", "in-progress", "60").await?;
    hoan.narrate("III.6a", "Mười một tháng tiếp nhận 840 hồ sơ.").await?;
    hoan.sync().await?;
    let mut hoan = village.at("hoan", (2019, 1, 30), 16, 50)?.in_plan(PLANS[0].0, "Q4");
    hoan.narrate("III.6a", "Cả năm tiếp nhận 912 hồ sơ, giải quyết đúng hạn 905 hồ sơ.").await?;
    village.at("ha", (2019, 2, 1), 8, 0)?;
    village.server.open_the_next_plan()?;
    village.server.close_the_first_plan()?;
    for person in &PEOPLE {
        village.sync(person.name).await?;
    }
    Ok(())
}

async fn the_office_dates_the_year(village: &mut Village) -> Result<()> {
    let mut ha = village.at("ha", (2019, 2, 4), 9, 0)?;
    for period in ["Q1", "H1", "Q3", "Y"] {
        ha.write(Target::UnitDays { period: PeriodId::new(period) }, "5").await?;
    }
    ha.sync().await
}

/// One commune hands in and is heard of in time; another hands in, and is heard of a week later.
async fn the_half_year(village: &mut Village) -> Result<()> {
    for (who, day) in [("loi", (2019, 5, 29)), ("thuan", (2019, 5, 30))] {
        let mut desk = village.at(who, day, 15, 10)?.in_plan(PLANS[1].0, "H1");
        desk.narrate("III.6a", "Sáu tháng đầu năm giải quyết đúng hạn các hồ sơ đã tiếp nhận.").await?;
        desk.act(Act::Submit { period: PeriodId::new("H1"), confirmed_by: None }).await?;
        if who == "loi" {
            desk.sync().await?;
        }
    }
    village.at("thuan", (2019, 6, 7), 8, 20)?.sync().await
}

async fn letters_come(village: &mut Village) -> Result<()> {
    let mut ha = village.at("ha", (2019, 8, 12), 9, 0)?;
    for (task, rule, number, received_on, due) in [
        ("IV.5", "on-request-so-noi-vu", "1204/SNV-CCHC", "12/8/2019", "13/9/2019"),
        ("IV.6a", "on-request-so-noi-vu", "1204/SNV-CCHC", "12/8/2019", "13/9/2019"),
        ("VII.1", "on-request-so-tttt", "71/STTTT-CNTT", "01/8/2019", "19/8/2019"),
    ] {
        let id = format!("a.{task}");
        let letter = serde_json::json!({
            "id": id, "task": task, "rule": rule, "number": number, "received_on": received_on, "due": due,
        });
        ha.write(Target::Request { request: RequestId::new(id) }, &letter.to_string()).await?;
    }
    ha.sync().await
}

/// Three communes enter what they have; the others are silent.
async fn the_units_begin(village: &mut Village) -> Result<()> {
    for (who, zeal) in [("loi", 90), ("thuan", 40), ("hoan", 60)] {
        let mut dice = Dice::of(8, who);
        let mut desk = village.at(who, (2019, 8, 9), 15, 20)?;
        for task in tasks_of(&mut desk).await? {
            if TOLD.contains(&task.as_str()) || !dice.percent(zeal) {
                continue;
            }
            let (state, percent) = if dice.percent(60) {
                ("done", "100".to_owned())
            } else {
                ("in-progress", (dice.between(1, 9) * 10).to_string())
            };
            desk.state(&task, state, &percent).await?;
            desk.narrate(&task, &narrative(&mut dice)).await?;
        }
        desk.sync().await?;
    }
    Ok(())
}

/// What the story itself tells of.
const TOLD: [&str; 7] = ["III.6a", "III.6b", "III.5", "VII.1", "VII.2", "VI.1", "II.1"];

async fn tasks_of(desk: &mut Desk<'_>) -> Result<Vec<String>> {
    let laptop = desk.village.laptop(desk.who, patient()).await?;
    let unit = laptop.replica()?.unit()?;
    let plans = laptop.replica()?.plans();
    let plan = plans.get(&PlanId::new(desk.plan)).context("this year's plan")?;
    Ok(plan.assignments_of(&unit).iter().map(|assignment| assignment.task.to_string()).collect())
}

/// An assignment with all that belongs to one, and a date that passed.
async fn what_ayun_handed_on(village: &mut Village) -> Result<()> {
    let shelf = village.shelf();
    let mut hoan = village.at("hoan", (2019, 8, 12), 8, 15)?;
    hoan.state("III.6a", "done", "90").await?;
    hoan.narrate("III.6a", "Đã tiếp nhận 231 hồ sơ.").await?;
    let difficulties = Target::Difficulties { entry: hoan.entry("III.6a") };
    let text = "Mạng của trung tâm xã hay mất, hồ sơ điện tử phải cập nhật lại vào cuối tuần.";
    hoan.write(difficulties, text).await?;
    hoan.figures("III.6a", "ho-so-dung-han", &[("part", "226"), ("whole", "231")]).await?;
    let report = hoan.attach("III.6a", &papers::pdf(&shelf, "BC 45 ket qua TTHC.pdf")?).await?;
    let about = "Báo cáo kết quả giải quyết hồ sơ TTHC 8 tháng đầu năm 2019";
    let signed = (EvidencePart::Signed, "15/8/2019");
    hoan.describe(
        &report,
        &[
            (EvidencePart::Number, "45"),
            (EvidencePart::Symbol, "BC-UBND"),
            (EvidencePart::Issuer, "UBND xã Ayun"),
            (EvidencePart::Abstract, about),
            signed,
        ],
    )
    .await?;
    hoan.place("III.6a", &report, "Mục II, trang 2").await?;
    let rules = hoan.attach("III.6a", &papers::pdf(&shelf, "QD 112.pdf")?).await?;
    let about =
        "Quyết định ban hành Quy chế tiếp nhận, giải quyết hồ sơ TTHC theo cơ chế một cửa của UBND xã";
    hoan.describe(
        &rules,
        &[
            (EvidencePart::Number, "112"),
            (EvidencePart::Symbol, "QĐ-UBND"),
            (EvidencePart::Issuer, "UBND xã Ayun"),
            (EvidencePart::Abstract, about),
            (EvidencePart::Signed, "21/01/2019"),
        ],
    )
    .await?;
    hoan.place("III.6a", &rules, "Điều 5").await?;
    hoan.state("III.6b", "in-progress", "60").await?;
    hoan.state("VII.2", "in-progress", "60").await?;
    hoan.figures("VII.2", "van-ban-dien-tu", &[("part", "182"), ("whole", "200")]).await?;
    let (entry, evidence) = (hoan.entry("VII.2"), report.clone());
    hoan.act(Act::Reuse { entry, evidence, place: String::new() }).await?;
    hoan.sync().await?;
    village.sync("hanh").await?;
    let mut hanh = village.at("hanh", (2019, 8, 19), 14, 2)?;
    hanh.figures("III.6a", "ho-so-dung-han", &[("part", "228")]).await?;
    for rows in registers() {
        hanh.act(Act::AddRecords { rows }).await?;
    }
    hanh.sync().await
}

/// One petition that was answered, one that is late, one that ended without a letter; and what the commune lacks.
fn registers() -> [NewRows; 2] {
    let row = |cells: &[(&str, &str)]| {
        cells.iter().map(|(column, text)| ((*column).to_owned(), (*text).to_owned())).collect::<NewRow>()
    };
    let petition = |code, received, about, more: &[(&'static str, &'static str)]| {
        let head =
            [("code", code), ("received-on", received), ("about", about), ("owner", "Tư pháp - Hộ tịch")];
        row(&[&head[..], more].concat())
    };
    let letter = [("outcome", "handled"), ("document", "31/UBND"), ("ended-on", "09/8/2019")];
    let petitions = vec![
        petition("05/PAKN", "02/8/2019", "Thời gian chứng thực bản sao", &letter),
        petition("06/PAKN", "05/8/2019", "Mẫu tờ khai đăng ký khai sinh", &[("due", "15/8/2019")]),
        petition(
            "04/PAKN",
            "15/7/2019",
            "Xác nhận tình trạng đất",
            &[("outcome", "referred"), ("due", "30/7/2019")],
        ),
    ];
    let lacking = row(&[
        ("told-on", "01/8/2019"),
        ("content", "Mạng của trung tâm xã hay mất, hồ sơ điện tử cập nhật chậm"),
        ("cause", "Đường truyền chưa có dự phòng"),
        ("remedy", "Đề nghị lắp đường truyền dự phòng; nhập hồ sơ ngay trong ngày"),
        ("owner", "Văn phòng - Thống kê"),
        ("due", "30/9/2019"),
    ]);
    [("pakn", petitions), ("ton-tai-han-che", vec![lacking])]
        .map(|(register, rows)| NewRows { register: register.into(), rows })
}

async fn the_office_looks(village: &mut Village) -> Result<()> {
    let mut loi = village.at("loi", (2019, 8, 20), 9, 0)?;
    let reason = "Trụ sở mất điện, mất mạng do mưa bão từ ngày 18/8".to_owned();
    loi.act(Act::AskExtension { period: PeriodId::new("Q3"), until: "04/9/2019".into(), reason }).await?;
    let mut ha = village.at("ha", (2019, 8, 20), 10, 0)?;
    village_sync(&mut ha).await?;
    for (task, reason, words) in [
        ("III.6a", "Chưa rõ số liệu của tháng 8", "Ghi rõ số liệu tính đến ngày nào"),
        ("III.6b", "Thiếu biểu tổng hợp kèm theo", "Ghi rõ đã xin lỗi bằng văn bản nào"),
    ] {
        let (unit, entry) = (UnitId::new("ayun"), ha.entry(task));
        let narrative = Target::Narrative { entry: entry.clone() };
        let fields = vec![FieldReason { target: narrative, words: words.into() }];
        ha.act(Act::Return { unit, entry, reason: reason.into(), until: "04/9/2019".into(), fields }).await?;
    }
    for task in ["III.1", "III.2"] {
        let (unit, entry) = (UnitId::new("kon-dong"), ha.entry(task));
        ha.act(Act::Accept { unit, entry, stamp: None, sure: true }).await?;
    }
    let mut ha = village.at("ha", (2019, 8, 20), 10, 40)?;
    let guidance = "Tính từ ngày 15 tháng cuối quý trước. Ghi đủ hồ sơ tiếp nhận, trả đúng hạn, trễ hạn; gửi kèm biểu tổng hợp.";
    ha.write(Target::Guidance { task: TaskId::new("III.6a") }, guidance).await?;
    let words = "Mới nhận được số liệu của ít đơn vị. Đề nghị cập nhật số liệu tiếp nhận, xử lý phản ánh, kiến nghị của quý III.";
    ha.act(Act::Remind {
        units: ["ayun", "kon-dong"].map(UnitId::new).into(),
        period: Some(PeriodId::new("Q3")),
        tasks: ["III.7a", "III.7b"].map(TaskId::new).into(),
        words: words.into(),
        until: "26/8/2019".into(),
    })
    .await?;
    ha.sync().await?;
    for who in ["hoan", "hanh", "binh", "loi"] {
        village.sync(who).await?;
    }
    let mut loi = village.at("loi", (2019, 8, 21), 8, 5)?;
    loi.answer("Đã rà soát sổ tiếp nhận; ngày 23/8 gửi đủ số liệu.").await?;
    village.sync("loi").await
}

async fn village_sync(desk: &mut Desk<'_>) -> Result<()> {
    desk.village.sync(desk.who).await
}

/// Each without a network, on the same fields.
async fn two_who_disagree(village: &mut Village) -> Result<()> {
    let mut hoan = village.at("hoan", (2019, 8, 21), 9, 12)?;
    hoan.write(Target::Percent { entry: hoan.entry("VII.2") }, "70").await?;
    hoan.state("III.5", "in-progress", "50").await?;
    let mut hanh = village.at("hanh", (2019, 8, 21), 15, 40)?;
    hanh.write(Target::Percent { entry: hanh.entry("VII.2") }, "85").await?;
    hanh.state("III.5", "in-progress", "80").await?;
    hanh.sync().await?;
    village.at("hoan", (2019, 8, 21), 16, 41)?;
    village.sync("hoan").await?;
    for who in ["hanh", "ha", "binh"] {
        village.sync(who).await?;
    }
    Ok(())
}

/// Written where there is no network, and not sent yet.
async fn the_last_morning(village: &mut Village) -> Result<()> {
    let shelf = village.shelf();
    let mut hoan = village.at("hoan", (2019, 8, 21), 17, 5)?;
    hoan.write(Target::State { entry: hoan.entry("VI.1") }, "in-progress").await?;
    let mut hoan = village.at("hoan", (2019, 8, 22), 9, 28)?;
    hoan.write(Target::Percent { entry: hoan.entry("III.6a") }, "98").await?;
    let mut hoan = village.at("hoan", (2019, 8, 22), 9, 30)?;
    let wall = hoan.attach("III.6a", &papers::picture(&shelf, "niem yet.bmp")?).await?;
    let about = "Ảnh chụp bảng niêm yết TTHC tại Bộ phận Tiếp nhận và trả kết quả";
    hoan.describe(&wall, &[(EvidencePart::Abstract, about)]).await?;
    let mut hoan = village.at("hoan", (2019, 8, 22), 9, 31)?;
    hoan.narrate("III.6a", "Đã tiếp nhận 231 hồ sơ, giải quyết đúng hạn 228 hồ sơ.").await?;
    village.clock.set(super::clock::MORNING);
    Ok(())
}
