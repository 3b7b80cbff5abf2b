//! The program itself, as the IT officer starts it.

use std::path::Path;
use std::process::{Output, Stdio};
use std::time::Duration;

use protocol::{EnrolReply, Signer};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader};
use tokio::process::Command;
use tokio::time::timeout;

use crate::support::{client, plan_folder, random};

async fn run(args: &[&str], data: &Path) -> Output {
    command(args, data).output().await.unwrap()
}

fn command(args: &[&str], data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sync-server"));
    command.args(args).env("NHARONG_DATA", data).kill_on_drop(true);
    command
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_district_is_opened_served_and_closed_by_its_commands() {
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("data");
    let plan = plan_folder();
    let plan = plan.to_str().unwrap();
    assert!(run(&["init", "--plan", plan], &data).await.status.success());
    let again = run(&["init", "--plan", plan], &data).await;
    assert_eq!(again.status.code(), Some(1));
    assert!(String::from_utf8(again.stderr).unwrap().contains("đã có dữ liệu"));

    let mut serve = command(&["serve", "--listen", "127.0.0.1:0"], &data);
    let mut server = serve.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
    let line = timeout(Duration::from_secs(30), lines.next_line()).await.unwrap().unwrap().unwrap();
    let url = line.strip_prefix("listening on ").unwrap().to_owned();

    let name = "Đinh Thị Bí Mật";
    let issued = run(&["enrol", "--unit", "ayun", "--name", name], &data).await;
    let code = said(&issued).lines().next().unwrap().to_owned();
    assert!(!said(&issued).contains("CHÚ Ý"), "nobody was of this name");
    let again = said(&run(&["enrol", "--unit", "ayun", "--name", name], &data).await);
    assert!(
        again.contains("CHÚ Ý: đơn vị đã có người tên này"),
        "it is one more laptop of the same person: {again}"
    );
    let elsewhere = said(&run(&["enrol", "--unit", "hra", "--name", name], &data).await);
    assert!(!elsewhere.contains("CHÚ Ý"), "in another unit it is another person: {elsewhere}");
    let signer = Signer::from_secret(&random());
    let key: String = signer.public().to_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    let request = protocol::EnrolRequest {
        version: 1,
        code: code.clone(),
        name: name.into(),
        person: None,
        organisation: None,
        units: Vec::new(),
        public_key: key,
    };
    let reply = client().post(format!("{url}/v1/enrol")).json(&request).send().await.unwrap();
    let reply: EnrolReply = reply.json().await.unwrap();
    let file = "aa".repeat(32);
    let get = client().get(format!("{url}/v1/files/{file}")).bearer_auth(reply.token.secret());
    assert_eq!(get.send().await.unwrap().status(), 404);
    let made = said(&run(&["account", "add", "--name", "lanhdao"], &data).await);
    let password = made.lines().find_map(|line| line.strip_prefix("Mật khẩu: ")).unwrap().to_owned();
    let login = client().post(format!("{url}/v1/web/login"));
    let login = login.json(&serde_json::json!({ "name": "lanhdao", "password": password }));
    assert_eq!(login.send().await.unwrap().status(), 200);
    assert!(said(&run(&["devices", "list"], &data).await).contains(name));
    let id = reply.person.as_str();
    assert!(said(&run(&["person", "list"], &data).await).contains(&format!("{id}\tayun\t{name}")));
    assert!(run(&["person", "rename", "--id", id, "--name", "Đinh Thị B"], &data).await.status.success());
    assert!(said(&run(&["person", "list"], &data).await).contains("Đinh Thị B"));
    let moved = run(&["person", "move", "--id", id, "--unit", "hra", "--on", "2999-01-02"], &data).await;
    assert!(String::from_utf8_lossy(&moved.stderr).contains("ở quá xa"), "{moved:?}");
    let today = sync_server::admin::today(&sync_server::Clock::system());
    let moved =
        run(&["person", "move", "--id", id, "--unit", "hra", "--on", &today.to_string()], &data).await;
    let shown = today.format("%d/%m/%Y").to_string();
    assert!(said(&moved).contains(&shown), "{moved:?}");
    let wrong = run(&["person", "end", "--id", id, "--on", "2/1/2019"], &data).await;
    assert!(
        String::from_utf8(wrong.stderr).unwrap().contains("năm-tháng-ngày"),
        "it says how a day is written"
    );
    let early = run(&["person", "end", "--id", id, "--on", "2019-01-02"], &data).await;
    assert!(String::from_utf8(early.stderr).unwrap().contains(&shown), "it says from when on");
    assert!(run(&["person", "end", "--id", id, "--on", &today.to_string()], &data).await.status.success());
    let list = said(&run(&["person", "list"], &data).await);
    assert!(list.contains(&format!("{id}\thra\tĐinh Thị B\t{shown}\t{shown}")), "{list}");
    assert!(run(&["person", "erase", "--id", id], &data).await.status.success());
    assert!(said(&run(&["devices", "list"], &data).await).contains("(đã xóa tên)"));
    let nobody = run(&["person", "erase", "--id", "khong-co"], &data).await;
    assert!(String::from_utf8(nobody.stderr).unwrap().contains("person list"), "it says where to look");

    close(&mut server).await;
    let mut log = String::new();
    server.stderr.take().unwrap().read_to_string(&mut log).await.unwrap();
    assert!(log.contains("/v1/files/{hash}"), "requests are logged by their route: {log}");
    for secret in [code.as_str(), name, reply.token.secret(), &file, &password, "lanhdao"] {
        assert!(!log.contains(secret), "no secret, file or person stands in the log: {secret}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_period_is_written_as_a_spreadsheet_and_nothing_is_written_over() {
    let folder = TempDir::new().unwrap();
    let (data, plan) = (folder.path().join("data"), plan_folder());
    assert!(run(&["init", "--plan", plan.to_str().unwrap()], &data).await.status.success());
    let to = folder.path().join("quý III.xlsx");
    let write = ["spreadsheet", "--period", "Q3", "--to", to.to_str().unwrap()];
    let written = run(&write, &data).await;
    assert!(said(&written).contains("Đã lập bảng tính toàn huyện của kỳ Q3"), "{written:?}");
    let bytes = std::fs::read(&to).unwrap();
    assert!(bytes.starts_with(b"PK\x03\x04"));
    let failed = async |args: &[&str]| String::from_utf8(run(args, &data).await.stderr).unwrap();
    assert!(failed(&write).await.contains("đã có nên được giữ nguyên"));
    assert_eq!(std::fs::read(&to).unwrap(), bytes);
    let other = folder.path().join("khac.xlsx");
    let to = other.to_str().unwrap();
    assert!(failed(&["spreadsheet", "--period", "Q9", "--to", to]).await.contains("Không có kỳ này"));
    let unknown = failed(&["spreadsheet", "--plan", "1999", "--period", "Q3", "--to", to]).await;
    assert!(unknown.contains("mang-yang-2019"), "which plans there are is said: {unknown}");
    assert!(!other.exists(), "nothing is written where nothing was made");
}

#[cfg(unix)]
async fn close(server: &mut tokio::process::Child) {
    let id = server.id().unwrap().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().await.unwrap().success());
    let ended = timeout(Duration::from_secs(30), server.wait()).await.expect("it closes when it is asked to");
    assert!(ended.unwrap().success());
}

#[cfg(not(unix))]
async fn close(server: &mut tokio::process::Child) {
    server.kill().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn every_command_on_a_folder_that_is_none_says_what_to_do() {
    let folder = TempDir::new().unwrap();
    for args in [
        &["serve", "--listen", "127.0.0.1:0"][..],
        &["enrol", "--unit", "ayun", "--name", "A"],
        &["account", "list"],
        &["devices", "list"],
        &["backup", "--to", "x"],
    ] {
        let output = run(args, folder.path()).await;
        assert_eq!(output.status.code(), Some(1), "{args:?}");
        assert!(String::from_utf8(output.stderr).unwrap().contains("“init”"), "{args:?}");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "and leaves nothing behind");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_that_is_not_done_says_why_in_the_officers_language() {
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("data");
    let plan = plan_folder();
    assert!(run(&["init", "--plan", &plan.to_string_lossy()], &data).await.status.success());
    let missing = folder.path().join("khong-co").join("sao-luu.db");
    let foreign = folder.path().join("foreign");
    std::fs::create_dir(&foreign).unwrap();
    rusqlite::Connection::open(foreign.join("nharong.db"))
        .unwrap()
        .execute_batch("CREATE TABLE x (y)")
        .unwrap();
    let broken = folder.path().join("broken");
    std::fs::create_dir(&broken).unwrap();
    std::fs::write(broken.join("nharong.db"), [7; 8192]).unwrap();
    let utf16 = folder.path().join("utf16");
    std::fs::create_dir(&utf16).unwrap();
    std::fs::write(utf16.join("plan.toml"), [0xff, 0xfe, b'[', 0]).unwrap();
    let (missing, utf16) = (missing.to_string_lossy(), utf16.to_string_lossy());
    let tried: [(&[&str], &Path, &str); 9] = [
        (&["backup", "--to", &missing], &data, "Không có "),
        (&["plan", "list"], &foreign, "không phải thư mục dữ liệu"),
        (&["plan", "list"], &broken, "đã hỏng"),
        (&["plan", "add", "--plan", &utf16], &data, "không phải văn bản UTF-8"),
        (&["plan", "add"], &data, "Thiếu --plan"),
        (&["plan", "add", "--plan", &utf16, "--year", "1800"], &data, "từ 1990 đến 2100"),
        (&["devices", "revoke", "--id", "x"], &data, "viết bằng chữ số"),
        (&["khong-co"], &data, "Không có lệnh"),
        (&["plan", "list", "--khong"], &data, "Không có tùy chọn"),
    ];
    for (args, data, words) in tried {
        let said = run(args, data).await;
        let told = String::from_utf8(said.stderr).unwrap();
        assert!(!said.status.success() && told.contains(words), "{args:?}: {told}");
        for english in ["error", "Usage", "argument", "No such", "not a database", "unable", "Try"] {
            assert!(!told.contains(english), "{args:?}: {told}");
        }
    }
    let help = run(&["plan", "add", "--help"], &data).await;
    let help = String::from_utf8(help.stdout).unwrap();
    for english in ["Options", "OPTIONS", "COMMAND", "env:", "Usage"] {
        assert!(!help.contains(english), "{help}");
    }
    assert!(help.contains("Tùy chọn"), "{help}");
}
