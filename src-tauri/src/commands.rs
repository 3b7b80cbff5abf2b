//! The commands of the window: each hands over to the laptop and gives back its answer or its failure.

use std::path::PathBuf;
use std::sync::Arc;

use model::file_name::saved_name;
use model::ids::{FileHash, PeriodId, PlanId, UnitId};
use model::window::{
    Act, Ask, Done, Failure, FirstRun, Gate, InPlan, NewPassphrase, NewServer, Proxy, Queue, Status, Unlock,
};
use replica::Laptop;
use tauri::{AppHandle, State};
use tauri_plugin_dialog::{DialogExt, FilePath};
use tokio::sync::oneshot;

/// The one laptop of the program.
pub type Shared = Arc<Laptop>;

/// The store's work, off the threads that carry the window's messages.
async fn blocking<T: Send + 'static>(
    laptop: &Shared,
    work: impl FnOnce(&Laptop) -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    let laptop = Arc::clone(laptop);
    tokio::task::spawn_blocking(move || work(&laptop)).await.unwrap_or_else(|_| {
        let message =
            "Chương trình gặp lỗi ngoài dự tính. Những gì đã lưu vẫn nguyên; hãy mở lại chương trình.";
        Err(Failure::new(None, message))
    })
}

#[tauri::command]
pub async fn gate(laptop: State<'_, Shared>) -> Result<Gate, Failure> {
    blocking(&laptop, |laptop| Ok(laptop.gate())).await
}

#[tauri::command]
pub async fn first_run(laptop: State<'_, Shared>, input: FirstRun) -> Result<Gate, Failure> {
    laptop.first_run(input).await
}

#[tauri::command]
pub async fn unlock(laptop: State<'_, Shared>, input: Unlock) -> Result<Gate, Failure> {
    laptop.unlock(input).await
}

#[tauri::command]
pub async fn change_passphrase(laptop: State<'_, Shared>, input: NewPassphrase) -> Result<Done, Failure> {
    laptop.change_passphrase(input).await
}

#[tauri::command]
pub async fn enrol_again(laptop: State<'_, Shared>, code: String) -> Result<Done, Failure> {
    laptop.enrol_again(&code).await
}

#[tauri::command]
pub async fn change_server(laptop: State<'_, Shared>, input: NewServer) -> Result<Done, Failure> {
    laptop.change_server(input).await
}

#[tauri::command]
pub async fn proxy(laptop: State<'_, Shared>) -> Result<Proxy, Failure> {
    blocking(&laptop, Laptop::proxy).await
}

#[tauri::command]
pub async fn set_proxy(laptop: State<'_, Shared>, input: Proxy) -> Result<Done, Failure> {
    blocking(&laptop, move |laptop| laptop.set_proxy(input)).await
}

/// The answer's type goes with the question (`model::window::Ask`), so it travels as it was written.
#[tauri::command]
pub async fn ask(laptop: State<'_, Shared>, ask: InPlan<Ask>) -> Result<serde_json::Value, Failure> {
    blocking(&laptop, move |laptop| laptop.ask(ask)).await
}

#[tauri::command]
pub async fn status(laptop: State<'_, Shared>) -> Result<Status, Failure> {
    blocking(&laptop, |laptop| Ok(laptop.status())).await
}

#[tauri::command]
pub async fn queue(laptop: State<'_, Shared>) -> Result<Queue, Failure> {
    blocking(&laptop, Laptop::queue).await
}

#[tauri::command]
pub async fn act(app: AppHandle, laptop: State<'_, Shared>, act: InPlan<Act>) -> Result<Done, Failure> {
    let InPlan { plan, of, as_of, what } = act;
    match what {
        Act::AttachByDialog { entry } => {
            let paths = chosen(&app, true).await;
            let what = Act::Attach { entry, paths, again: false };
            attach(&laptop, (plan, of), what).await
        }
        Act::AttachToRecordByDialog { record, column } => {
            let path = chosen(&app, false).await.pop().unwrap_or_default();
            attach(&laptop, (plan, of), Act::AttachToRecord { record, column, path, again: false }).await
        }
        Act::SaveFile { hash, name } => save(&app, &laptop, &hash, &name).await,
        Act::SaveUnsent => save_unsent(&app, &laptop).await,
        Act::SaveSpreadsheet { period } => {
            save_spreadsheet(&app, &laptop, InPlan { plan, of, as_of, what: period }).await
        }
        what => blocking(&laptop, move |laptop| laptop.act(InPlan { plan, of, as_of, what })).await,
    }
}

/// The files that the person chooses in the system's dialog.
async fn chosen(app: &AppHandle, many: bool) -> Vec<String> {
    let (tell, told) = oneshot::channel();
    let dialog = app.dialog().file().set_title("Chọn tài liệu kiểm chứng");
    if many {
        dialog.pick_files(move |files| drop(tell.send(files.unwrap_or_default())));
    } else {
        dialog.pick_file(move |file| drop(tell.send(file.into_iter().collect())));
    }
    told.await.unwrap_or_default().into_iter().filter_map(path).collect()
}

/// Nothing is done where the person closed the dialog.
async fn attach(
    laptop: &Shared,
    (plan, of): (Option<PlanId>, Option<UnitId>),
    what: Act,
) -> Result<Done, Failure> {
    let nothing = match &what {
        Act::Attach { paths, .. } => paths.is_empty(),
        Act::AttachToRecord { path, .. } => path.is_empty(),
        _ => false,
    };
    if nothing {
        return Ok(Done::default());
    }
    blocking(laptop, move |laptop| laptop.act(InPlan { plan, of, as_of: None, what })).await
}

async fn save(app: &AppHandle, laptop: &Shared, hash: &FileHash, name: &str) -> Result<Done, Failure> {
    match where_to(app, "Lưu bản sao của tài liệu", &saved_name(name)).await {
        Some(path) => laptop.export_file(hash, &path).await,
        None => Ok(Done::default()),
    }
}

async fn save_unsent(app: &AppHandle, laptop: &Shared) -> Result<Done, Failure> {
    match where_to(app, "Lưu nội dung chưa gửi", "Nội dung chưa gửi.txt").await {
        Some(path) => blocking(laptop, move |laptop| laptop.export_unsent(&path)).await,
        None => Ok(Done::default()),
    }
}

async fn save_spreadsheet(
    app: &AppHandle,
    laptop: &Shared,
    asked: InPlan<PeriodId>,
) -> Result<Done, Failure> {
    let name = saved_name(&format!("CCHC {}.xlsx", asked.what));
    match where_to(app, "Lưu bảng tính", &name).await {
        Some(path) => blocking(laptop, move |laptop| laptop.export_spreadsheet(&asked, &path)).await,
        None => Ok(Done::default()),
    }
}

/// None where the person closes the dialog.
async fn where_to(app: &AppHandle, title: &str, name: &str) -> Option<PathBuf> {
    let (tell, told) = oneshot::channel();
    let dialog = app.dialog().file().set_title(title).set_file_name(name);
    dialog.save_file(move |file| drop(tell.send(file)));
    told.await.ok().flatten().and_then(path).map(PathBuf::from)
}

fn path(file: FilePath) -> Option<String> {
    file.into_path().ok().map(|path| path.to_string_lossy().into_owned())
}
