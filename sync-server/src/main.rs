//! The district's server as a command: reads what it is told and calls the library.

mod cli;
mod command_line;
mod next_plan;

use std::io::{self, Write as _};
use std::process::ExitCode;

use anyhow::Context as _;
use chrono::NaiveDate;
use model::ids::{PersonId, PlanId, UnitId};
use sync_server::admin::{AdminError, History, JumpLine};
use sync_server::{Clock, Config, admin};
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

use cli::{AccountCommand, Command, DeviceCommand, FilesCommand, PersonCommand, PlanCommand, UnitsCommand};

/// What is logged unless NHARONG_LOG says otherwise.
const LOG: &str = "info,refinery_core=warn";

fn main() -> ExitCode {
    let cli = match command_line::read() {
        Ok(cli) => cli,
        Err((help, true)) => return said(say(help.trim_end())),
        Err((fault, false)) => {
            let _ = io::stderr().write_all(fault.as_bytes());
            return ExitCode::from(2);
        }
    };
    said(run(cli.command))
}

fn said(done: anyhow::Result<()>) -> ExitCode {
    let Err(error) = done else { return ExitCode::SUCCESS };
    // An administrator's error says all in its own words.
    let below = error.chain().skip(1).find_map(|cause| cause.downcast_ref::<io::Error>());
    let below = below.filter(|_| !error.is::<AdminError>());
    let words = match (below, error.downcast_ref::<io::Error>()) {
        (Some(cause), _) => format!("{error}: {}.", admin::of_system(cause)),
        (None, Some(cause)) => format!("Chưa làm được: {}.", admin::of_system(cause)),
        (None, None) => error.to_string(),
    };
    let _ = writeln!(io::stderr(), "{}", words.trim_end());
    ExitCode::FAILURE
}

fn run(command: Command) -> anyhow::Result<()> {
    let clock = Clock::system();
    match command {
        Command::Init { plan, data, year } => {
            let files = admin::PlanFiles::read(&plan)?;
            let plan = admin::init(&files, &data.data, year, &clock)?;
            say(&format!(
                "Đã mở kế hoạch năm {} với {} đơn vị, {} nhiệm vụ, {} phân công.\nThư mục dữ liệu: {}\n\
                 Việc tiếp theo: tạo mã ghi danh bằng “enrol”, rồi chạy “serve”.",
                plan.year(),
                plan.units().len(),
                plan.tasks().len(),
                plan.assignments().len(),
                data.data.display()
            ))
        }
        Command::Plan(command) => plan(command, &clock),
        Command::Units(command) => units(command, &clock),
        Command::Enrol { data, unit, name } => {
            let issued = admin::issue_code(&data.data, &UnitId::new(unit), &name, &clock)?;
            say(&format!(
                "{}\n\nMã dùng một lần cho {} ({}), có hiệu lực đến hết {}.\n\
                 Hãy trao mã trực tiếp hoặc đọc qua điện thoại; mã không được hiện lại lần nữa.",
                issued.code,
                name.trim(),
                issued.unit_name,
                issued.until.format("%H:%M ngày %d/%m/%Y")
            ))?;
            if issued.of_known {
                say(
                    "\nCHÚ Ý: đơn vị đã có người tên này, nên mã là cho thêm một máy của chính người đó: hai máy cùng đứng tên \
                     một người.\nNếu là người khác trùng tên, đừng trao mã này; hãy cấp mã khác với tên ghi rõ hơn, ví dụ \
                     thêm chức danh.",
                )?;
            }
            Ok(())
        }
        Command::Account(command) => account(command, &clock),
        Command::Devices(command) => devices(command, &clock),
        Command::Person(command) => person(command, &clock),
        Command::Backup { data, to, files } => {
            let upto = admin::backup(&data.data, &to)?;
            let of_files = match files {
                Some(files) => {
                    admin::backup_files(&data.data, (&to, upto), &files)?;
                    format!("Tệp minh chứng đã có đủ trong {}.", files.display())
                }
                None => format!(
                    "Tệp minh chứng chưa được sao lưu: hãy chạy với --files, hoặc tự chép thêm thư mục {} vào cùng nơi.",
                    data.data.join("files").display()
                ),
            };
            say(&format!(
                "Đã sao lưu cơ sở dữ liệu vào {} (đến vị trí {}).\n{of_files}",
                to.display(),
                upto.0
            ))
        }
        Command::Restore { data, from, files } => {
            let restored = admin::restore(&from, &data.data, files.as_deref(), &clock)?;
            say(&format!(
                "Đã phục hồi vào {}. Các máy sẽ gửi lại những gì bản sao lưu chưa có.\nTệp minh chứng còn thiếu: {} \
                 (các máy đang giữ sẽ gửi lại).\nKế hoạch đã mở sau bản sao lưu thì mở lại bằng `plan add` với cùng \
                 tệp: các máy giữ phần của mình đến lúc đó.\nMã ghi danh chưa dùng đã hủy: {}. Theo bản sao lưu, {} máy và \
                 {} tài khoản được vào: hãy xem `devices list`, `account list` và thu hồi lại những gì đã thu hồi sau \
                 ngày sao lưu; tên và tệp đã xóa sau ngày đó thì xóa lại.",
                data.data.display(),
                restored.missing_files,
                restored.void_codes,
                restored.laptops,
                restored.accounts
            ))
        }
        Command::Move { data, here: Some(here), .. } => {
            admin::stands_at(&data.data, &here)?;
            say(&format!(
                "Từ giờ máy chủ này chứng minh được với các máy rằng nó đứng ở {}. Hãy báo các đơn vị đổi địa chỉ, ở mục \
                 “Địa chỉ máy chủ” của chương trình.",
                here.trim()
            ))
        }
        Command::Move { data, to, .. } => {
            let told = admin::move_server(&data.data, to.as_deref())?;
            say(&match to {
                Some(to) => format!(
                    "Máy chủ này không nhận gì nữa và chỉ các máy sang {}.\nViệc tiếp theo: backup ở đây, restore và serve ở \
                     máy mới; để máy chủ này chạy đến khi mọi máy đã sang.",
                    to.trim()
                ),
                None if told > 0 => format!(
                    "Máy chủ này lại nhận như trước.\nCHÚ Ý: {told} máy đã được báo địa chỉ mới và có thể đã gửi nội dung sang \
                     đó; phần ấy không có ở đây, và các máy ấy không tự quay lại. Nếu máy chủ mới đã nhận, hãy chuyển tiếp sang \
                     đó thay vì quay về; nếu không, mỗi máy ấy phải đổi địa chỉ về đây trong chương trình, ở mục “Địa chỉ máy \
                     chủ”, rồi gửi lại."
                ),
                None => "Máy chủ này lại nhận như trước.".to_owned(),
            })
        }
        Command::Files(command) => files(command),
        Command::Clock { data } => clock_jumps(&admin::list_jumps(&data.data)?),
        Command::Rebuild { data } => {
            let documents = admin::rebuild(&data.data)?;
            say(&format!("Đã lập lại các bảng từ {documents} sổ trong nhật ký. Có thể chạy lại “serve”."))
        }
        Command::Serve { data, listen } => serve(Config::new(data.data), &listen),
    }
}

fn clock_jumps(jumps: &[JumpLine]) -> anyhow::Result<()> {
    if jumps.is_empty() {
        return say("Đồng hồ máy chủ chưa lần nào bị chỉnh quá một giờ.");
    }
    let moment = "%H:%M ngày %d/%m/%Y";
    let line = |jump: &JumpLine| {
        let (expected, stood) = (jump.expected.format(moment), jump.stood.format(moment));
        format!("Từ mục {} của nhật ký: đáng lẽ {expected}, đồng hồ chỉ {stood}.", jump.position)
    };
    let lines: Vec<String> = jumps.iter().map(line).collect();
    say(&format!(
        "{}\nThứ tự các nội dung không bị ảnh hưởng; giờ nhận ghi theo đồng hồ khi đó. Hãy bật đồng bộ giờ (NTP) cho máy chủ.",
        lines.join("\n")
    ))
}

fn units(command: UnitsCommand, clock: &Clock) -> anyhow::Result<()> {
    match command {
        UnitsCommand::Revise { data, units, remove } => {
            let count = admin::revise_units(&data.data, &units, remove, clock)?;
            say(&format!("Danh sách đơn vị nay có {count} đơn vị. Các máy nhận được ở lần đồng bộ tới."))
        }
        UnitsCommand::Export { data, unit, to } => {
            let history = admin::export_history(&data.data, &UnitId::new(unit), &to)?;
            say(&format!("Đã xuất {} vào {}.", counted(&history), to.display()))
        }
        UnitsCommand::Import { data, from } => {
            let history = admin::import_history(&data.data, &from, clock)?;
            say(&format!("Đã nhập {}. Các máy nhận được ở lần đồng bộ tới.", counted(&history)))
        }
    }
}

fn counted(history: &History) -> String {
    let passed_over = match history.passed_over {
        0 => String::new(),
        count => format!(" (bỏ qua {count} tệp hỏng hoặc không sổ nào nêu)"),
    };
    let History { documents, changes, files, .. } = history;
    format!("{documents} sổ, {changes} thay đổi, {files} tệp minh chứng{passed_over}")
}

fn plan(command: PlanCommand, clock: &Clock) -> anyhow::Result<()> {
    match command {
        PlanCommand::Add { data, plan, year } => {
            let files = admin::PlanFiles::without_units(&plan)?;
            let plan = admin::add_plan(&data.data, &files, year, clock)?;
            say(&format!(
                "Đã mở kế hoạch “{}” năm {} với {} đơn vị, {} nhiệm vụ, {} phân công. Các máy nhận được ở lần đồng bộ tới.",
                plan.id(),
                plan.year(),
                plan.units().len(),
                plan.tasks().len(),
                plan.assignments().len()
            ))
        }
        PlanCommand::Revise { data, plan, remove } => {
            let files = admin::PlanFiles::without_units(&plan)?;
            let plan = admin::revise_plan(&data.data, &files, remove, clock)?;
            say(&format!("Đã sửa kế hoạch “{}”. Các máy nhận được ở lần đồng bộ tới.", plan.id()))
        }
        PlanCommand::Next { data, id, to, carry, open } => {
            next_plan::tell(&data.data, &id, (to, open), carry, clock)
        }
        PlanCommand::Close { data, id } => {
            admin::close_plan(&data.data, &PlanId::new(id.as_str()), Some(admin::today(clock)), clock)?;
            say(&format!(
                "Đã đóng kế hoạch “{id}”: vẫn xem được, không ghi thêm được. Mở lại bằng “plan reopen”."
            ))
        }
        PlanCommand::Reopen { data, id } => {
            admin::close_plan(&data.data, &PlanId::new(id.as_str()), None, clock)?;
            say(&format!("Đã mở lại kế hoạch “{id}”."))
        }
        PlanCommand::List { data } => {
            for line in admin::list_plans(&data.data)? {
                let closed = line.closed_on.map(|day| format!("đóng từ {}", day.format("%d/%m/%Y")));
                let state = closed.unwrap_or_else(|| "đang mở".to_owned());
                say(&format!("{}\t{}\t{}\t{state}\t{}", line.id, line.year, line.coordinator, line.title))?;
            }
            Ok(())
        }
    }
}

fn account(command: AccountCommand, clock: &Clock) -> anyhow::Result<()> {
    match command {
        AccountCommand::Add { data, name, unit, password_stdin } => {
            let unit = unit.map(UnitId::new);
            let password = given_password(password_stdin)?;
            let made = admin::add_account(&data.data, &name, unit.as_ref(), password, clock)?;
            say(&with_password(&format!("Đã thêm tài khoản “{}”.", name.trim()), made))
        }
        AccountCommand::Passwd { data, name, password_stdin } => {
            let made = admin::change_password(&data.data, &name, given_password(password_stdin)?)?;
            say(&with_password(
                &format!("Đã đổi mật khẩu của “{}”; các phiên đang mở đã kết thúc.", name.trim()),
                made,
            ))
        }
        AccountCommand::Remove { data, name } => {
            admin::remove_account(&data.data, &name)?;
            say(&format!("Đã xóa tài khoản “{}”; các phiên đang mở đã kết thúc.", name.trim()))
        }
        AccountCommand::List { data } => {
            for line in admin::list_accounts(&data.data)? {
                let sees = line.unit.map_or_else(|| "toàn huyện".to_owned(), |unit| unit.to_string());
                say(&format!("{}\t{sees}", line.name))?;
            }
            Ok(())
        }
    }
}

fn devices(command: DeviceCommand, clock: &Clock) -> anyhow::Result<()> {
    match command {
        DeviceCommand::List { data } => {
            for line in admin::list_devices(&data.data)? {
                let heard = line.heard.map_or_else(
                    || "chưa đồng bộ".to_owned(),
                    |at| format!("đồng bộ {}", at.format("%d/%m/%Y %H:%M")),
                );
                let state = match (line.revoked, line.forked) {
                    (true, _) => "đã thu hồi",
                    (_, true) => "NGHI SAO CHÉP: nên thu hồi và ghi danh lại",
                    _ => "hoạt động",
                };
                let enrolled = line.enrolled.format("%d/%m/%Y");
                say(&format!("{}\t{}\t{}\t{enrolled}\t{heard}\t{state}", line.id, line.unit, line.person))?;
            }
            Ok(())
        }
        DeviceCommand::Revoke { data, id } => {
            admin::revoke_device(&data.data, id, clock)?;
            say(&format!("Đã thu hồi máy số {id}. Máy này không đồng bộ được nữa; dữ liệu đã gửi vẫn còn."))
        }
    }
}

fn files(command: FilesCommand) -> anyhow::Result<()> {
    match command {
        FilesCommand::List { data } => {
            for line in admin::withdrawn_files(&data.data)? {
                let state = match (line.by_district, line.shown) {
                    (true, _) => "đã xóa",
                    (false, true) => "minh chứng khác còn dùng",
                    (false, false) => "chờ xóa",
                };
                let units: Vec<&str> = line.units.iter().map(UnitId::as_str).collect();
                let units = units.join(", ");
                say(&format!("{}\t{units}\t{}\t{state}\t{}", line.hash, line.name, line.reason))?;
            }
            Ok(())
        }
        FilesCommand::Delete { data, hash, reason, in_use } => {
            let hash = admin::delete_file(&data.data, &hash, reason.as_deref(), in_use)?;
            say(&format!(
                "Đã xóa tệp {hash} ở máy chủ. Mỗi máy xóa phần của mình khi đồng bộ lần tới; bản sao lưu cũ còn giữ tệp \
                 đến khi hết hạn lưu. Dòng ghi trong sổ vẫn còn, kèm lý do."
            ))
        }
    }
}

fn person(command: PersonCommand, clock: &Clock) -> anyhow::Result<()> {
    match command {
        PersonCommand::List { data } => {
            for line in admin::list_people(&data.data)? {
                let day = |day: Option<NaiveDate>| {
                    day.map_or_else(String::new, |day| day.format("%d/%m/%Y").to_string())
                };
                let (from, until) = line.stay.map_or((None, None), |(from, until)| (Some(from), until));
                say(&format!("{}\t{}\t{}\t{}\t{}", line.id, line.unit, line.name, day(from), day(until)))?;
            }
            Ok(())
        }
        PersonCommand::Add { data, unit, name } => {
            let id = admin::add_person(&data.data, &UnitId::new(&*unit), &name, clock)?;
            say(&format!(
                "Đã thêm “{}” vào đơn vị {unit}, mã {id}. Các máy biết tên này ở lần đồng bộ sau.",
                name.trim()
            ))
        }
        PersonCommand::Move { data, id, unit, on } => {
            let on = on.unwrap_or_else(|| admin::today(clock));
            admin::move_person(&data.data, &PersonId::new(&*id), (&UnitId::new(&*unit), on), clock)?;
            say(&format!(
                "Từ ngày {} người mang mã {id} làm ở đơn vị {unit}. Hãy cấp mã cho máy ở đơn vị mới bằng “enrol”; máy \
                 cũ vẫn gửi được phần đang chờ, sau đó thu hồi bằng “devices revoke”.",
                on.format("%d/%m/%Y")
            ))
        }
        PersonCommand::End { data, id, on } => {
            let on = on.unwrap_or_else(|| admin::today(clock));
            admin::end_person(&data.data, &PersonId::new(&*id), on, clock)?;
            say(&format!(
                "Người mang mã {id} làm việc đến hết ngày {}. Máy của người này vẫn gửi được phần đang chờ, sau đó thu \
                 hồi bằng “devices revoke”.",
                on.format("%d/%m/%Y")
            ))
        }
        PersonCommand::Rename { data, id, name } => {
            admin::rename_person(&data.data, &PersonId::new(id), &name)?;
            say(&format!("Đã đổi tên thành “{}”. Các máy nhận tên mới ở lần đồng bộ sau.", name.trim()))
        }
        PersonCommand::Erase { data, id } => {
            admin::erase_person(&data.data, &PersonId::new(&*id))?;
            say(&format!(
                "Đã xóa tên của người mang mã {id}; các máy xóa tên ở lần đồng bộ sau. Nội dung đã ghi vẫn còn.\n\
                 Bản sao lưu cũ vẫn còn tên này: nếu phục hồi từ đó, hãy xóa lại."
            ))
        }
    }
}

fn serve(config: Config, listen: &str) -> anyhow::Result<()> {
    share_heaps();
    let filter = EnvFilter::try_from_env("NHARONG_LOG").unwrap_or_else(|_| LOG.into());
    tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).with_writer(io::stderr).init();
    // A panic's message may hold what a person wrote; where it happened does not.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "panic");
    }));
    let runtime = tokio::runtime::Runtime::new().context("Không khởi động được máy chủ")?;
    runtime.block_on(async {
        let listener = TcpListener::bind(listen).await.with_context(|| {
            format!("Không mở được cổng {listen}. Hãy kiểm tra xem cổng đã có chương trình khác dùng chưa")
        })?;
        let address = listener.local_addr().context("Không đọc được địa chỉ đang nghe")?;
        let district = sync_server::District::open(config).await?;
        say(&format!("listening on http://{address}"))?;
        Ok(district.serve(listener, asked_to_stop()).await?)
    })
}

/// glibc gives every thread a heap of its own and keeps in each what was freed there: with documents passing through
/// some ten threads, half of the server's memory. It reads its settings when a program begins, so the program begins
/// again, as the same process. Where that fails it goes on as it is.
fn share_heaps() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    {
        use std::os::unix::process::CommandExt as _;
        const HEAPS: &str = "MALLOC_ARENA_MAX";
        if std::env::var_os(HEAPS).is_none()
            && let Ok(program) = std::env::current_exe()
        {
            let mut again = std::process::Command::new(program);
            again.args(std::env::args_os().skip(1));
            let _ = again.env(HEAPS, "2").exec();
        }
    }
}

/// Ctrl+C, or SIGTERM from whatever runs the service.
async fn asked_to_stop() {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminated) => tokio::select! {
                () = interrupted => {}
                _ = terminated.recv() => {}
            },
            Err(_) => interrupted.await,
        }
    }
    #[cfg(not(unix))]
    interrupted.await;
}

fn given_password(from_stdin: bool) -> anyhow::Result<Option<String>> {
    if !from_stdin {
        return Ok(None);
    }
    let mut line = String::new();
    io::stdin().read_line(&mut line).context("Không đọc được mật khẩu từ đầu vào")?;
    Ok(Some(line.trim_end_matches(['\r', '\n']).to_owned()))
}

fn with_password(what: &str, made: Option<String>) -> String {
    match made {
        Some(password) => format!("{what}\nMật khẩu: {password}\nMật khẩu chỉ hiện một lần này."),
        None => what.to_owned(),
    }
}

/// One answer on the standard output, at once.
fn say(text: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{text}")?;
    Ok(out.flush()?)
}
