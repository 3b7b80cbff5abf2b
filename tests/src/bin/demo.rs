//! `cargo xtask demo`: 23 units work offline for a quarter, come back over a line that breaks, and every cell that
//! the district then sees is compared with what was entered. Ends with 1 where something differs.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line program speaks on the terminal"
)]

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Instant, SystemTime};

use anyhow::Result;
use clap::Parser;
use indicatif::{ProgressBar, ProgressStyle};
use model::ids::{TaskId, UnitId};
use model::plan::Plan;
use tests::demo::check::{Findings, Scene};
use tests::demo::{
    Desk, Dice, Page, Review, Shelf, all_of, crew, cut_and_mend, disagree, draw, enrol, outcome_of_quiet,
    plan, reviews, submit, work,
};
use tests::server::District;
use tokio::task::JoinSet;

/// Việc chính, không cần cửa sổ: 23 đơn vị làm một quý không mạng, nối lại, và từng ô của huyện được đối chiếu.
#[derive(Parser)]
#[command(name = "cargo xtask demo")]
struct Options {
    /// Chơi lại đúng những gì đã nhập ở lần trước.
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Giữ lại thư mục: dữ liệu của máy chủ, của từng máy và tệp gốc.
    #[arg(long)]
    keep: bool,
    /// Cả một năm: bốn kỳ báo cáo, điều chỉnh kế hoạch, sáp nhập hai xã, mở kế hoạch năm sau; mọi số đếm được đối chiếu.
    #[arg(long)]
    year: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    let options = Options::parse();
    match tell(&options).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("Không diễn được đến hết: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// True where everything is as it was entered.
async fn tell(options: &Options) -> Result<bool> {
    let seed = options.seed.unwrap_or_else(any_seed);
    println!("Nhà Rông · hạt giống {seed} (chơi lại: cargo xtask demo --seed {seed})");
    let folder = tempfile::Builder::new().prefix("nha-rong-demo-").tempdir()?;
    let begun = Instant::now();
    let told = if options.year {
        whole_year(folder.path(), seed).await
    } else {
        Story::begin(folder.path(), seed).await?.play(seed).await.map(|findings| findings.wrong)
    };
    println!("Tất cả: {} s", seconds(begun));
    if options.keep {
        println!("Thư mục: {}", folder.keep().display());
    }
    let wrong = told?;
    for wrong in wrong.iter().take(40) {
        println!("✗ {wrong}");
    }
    match wrong.len() {
        0 => println!("Mọi ô, mọi mục, mọi tệp đều đúng như các đơn vị đã nhập."),
        count => println!("{count} chỗ khác với những gì đã nhập (hạt giống {seed})."),
    }
    Ok(wrong.is_empty())
}

async fn whole_year(folder: &Path, seed: u64) -> Result<Vec<String>> {
    let told = tests::year::play(folder, seed, &|step| println!("✓ {step}")).await?;
    told.matrices.iter().for_each(|matrix| println!("\n{}", draw(matrix)));
    Ok(told.wrong)
}

fn any_seed() -> u64 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    u64::from(now.subsec_nanos()) % 1_000_000
}

fn seconds(begun: Instant) -> String {
    format!("{:.1}", begun.elapsed().as_secs_f64()).replace('.', ",")
}

/// A bar on what takes long, then one line of what was done.
async fn step<T>(
    length: usize,
    doing: &str,
    work: impl AsyncFnOnce(ProgressBar) -> Result<(T, String)>,
) -> Result<T> {
    let bar = ProgressBar::new(length as u64).with_message(doing.to_owned());
    if let Ok(style) = ProgressStyle::with_template("  {msg} {bar:30} {pos}/{len}") {
        bar.set_style(style);
    }
    let begun = Instant::now();
    let done = work(bar.clone()).await;
    bar.finish_and_clear();
    let (value, told) = done?;
    println!("✓ {told}  ({} s)", seconds(begun));
    Ok(value)
}

struct Story {
    plan: Arc<Plan>,
    district: District,
    desks: Arc<Vec<Desk>>,
    shelf: Arc<Shelf>,
    page: Page,
    disputed: (UnitId, TaskId),
}

impl Story {
    /// The district opens its plan, and every unit enrols.
    async fn begin(folder: &Path, seed: u64) -> Result<Self> {
        let plan = Arc::new(plan()?);
        let mut dice = Dice::of(seed, "story");
        let communes: Vec<_> = plan.units().iter().filter(|unit| unit.kind == "commune").collect();
        let commune = dice.pick(&communes).id.clone();
        let task = dice.pick(plan.assignments_of(&commune)).task.clone();
        let disputed = (commune, task);
        let desks = Arc::new(crew(&plan, seed, &disputed, folder, 7));
        let mut district = District::open(folder, Some(plan.year()))?.log_to(folder.join("server.log"));
        district.add_leader()?;
        district.start()?;
        let count = desks.len();
        step(count, "ghi danh", async |bar| {
            enrol(&district, &desks, &bar).await?;
            Ok(((), format!("{} đơn vị, {count} máy đã ghi danh và nhận kế hoạch", plan.units().len())))
        })
        .await?;
        let page = Page::log_in(&district.address()).await?;
        let shelf = Arc::new(Shelf::new(folder)?);
        Ok(Self { plan, district, desks, shelf, page, disputed })
    }

    async fn play(mut self, seed: u64) -> Result<Findings> {
        self.district.stop();
        self.quarter(seed).await?;
        let third = self.desks.len() / 3;
        self.sync("nối mạng", &[2, third, 2 * third]).await?;
        let given = self.review(seed).await?;
        self.sync("nối lại", &[third]).await?;
        self.compare(&given).await
    }

    /// Everybody works, and nobody has a network.
    async fn quarter(&self, seed: u64) -> Result<()> {
        step(self.plan.assignments().len(), "mất mạng một quý", async |bar| {
            let mut works = JoinSet::new();
            for at in 0..self.desks.len() {
                let (plan, desks, shelf, bar) =
                    (Arc::clone(&self.plan), Arc::clone(&self.desks), Arc::clone(&self.shelf), bar.clone());
                works.spawn_blocking(move || work(&desks[at], &plan, seed, &shelf, &bar));
            }
            all_of(works).await?;
            let (unit, task) = &self.disputed;
            let both: Vec<&Desk> = self.desks.iter().filter(|desk| desk.unit == *unit).collect();
            let [first, second] = both[..] else { anyhow::bail!("một xã phải có hai máy") };
            tokio::task::block_in_place(|| disagree(first, second, task, &self.shelf, seed))?;
            for desk in self.desks.iter().filter(|desk| desk.unit != *unit) {
                tokio::task::block_in_place(|| submit(desk))?;
            }
            let acts: usize = self.desks.iter().map(|desk| desk.diary().acts).sum();
            let files: usize = self.desks.iter().map(|desk| desk.diary().pieces.len()).sum();
            Ok((
                (),
                format!(
                    "mất mạng từ 01/7 đến 30/9: {acts} lần nhập, {files} tệp, không một byte ra khỏi máy"
                ),
            ))
        })
        .await
    }

    /// The line comes back, and breaks as often as `cuts` says, each time after so many laptops are done.
    async fn sync(&mut self, doing: &str, cuts: &[usize]) -> Result<()> {
        let Self { plan, district, desks, .. } = self;
        step(desks.len(), doing, async |bar| {
            for sent in cuts {
                cut_and_mend(district, desks, *sent, &bar).await?;
            }
            district.start()?;
            let open = outcome_of_quiet(plan, district, desks, &bar).await?;
            let open = match open.as_slice() {
                [] => "mọi máy đều đã gửi và nhận hết".to_owned(),
                open => format!("CHƯA YÊN sau một phút:\n  {}", open.join("\n  ")),
            };
            Ok(((), format!("{doing}, máy chủ bị tắt ngang {} lần giữa chừng; {open}", cuts.len())))
        })
        .await
    }

    /// The line is dead again; offices look at what came, and units amend what they do not know to be accepted.
    async fn review(&mut self, seed: u64) -> Result<Vec<Review>> {
        self.district.stop();
        let (unit, task) = &self.disputed;
        let given = reviews(&self.plan, &self.desks, seed, (unit, task));
        self.desks.iter().for_each(|desk| desk.clock.to_day(93));
        step(given.len(), "thẩm định", async |bar| {
            for review in &given {
                tokio::task::block_in_place(|| review.give(&self.desks, seed))?;
                bar.inc(1);
            }
            let returned = given.iter().filter(|review| !review.accepted).count();
            let amended = given.iter().filter(|review| review.amended).count();
            let accepted = given.len() - returned;
            let told = format!(
                "lại mất mạng: {accepted} mục được chấp nhận, {returned} bị trả, {amended} bổ sung sau đó"
            );
            Ok(((), told))
        })
        .await?;
        Ok(given)
    }

    async fn compare(&self, given: &[Review]) -> Result<Findings> {
        let (plan, district, page) = (&*self.plan, &self.district, &self.page);
        let disputed = self.disputed.clone();
        let scene = Scene { plan, district, desks: &self.desks, reviews: given, page, disputed };
        println!("\n{}\n", draw(&scene.matrix().await?));
        let findings =
            step(0, "đối chiếu", async |bar| Ok((scene.check(&bar).await?, "đã đối chiếu".into()))).await?;
        for seen in &findings.looked_at {
            println!("✓ {seen}");
        }
        Ok(findings)
    }
}
