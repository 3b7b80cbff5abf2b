//! The window itself.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use replica::{Laptop, Notice, Options};
use tauri::{AppHandle, Emitter, Manager};
use tauri_plugin_notification::NotificationExt;

use crate::commands::Shared;
use crate::{commands, evidence};

/// How long until it is asked again what is to be told.
const AGAIN: Duration = Duration::from_secs(3600);
const TOGETHER: Duration = Duration::from_secs(2);

/// Opens the window over a data folder, or brings forward the one that has it open, and stays until it is
/// closed.
pub fn open(data: Option<PathBuf>) -> Result<()> {
    use_plain_rendering()?;
    let mut context = tauri::generate_context!();
    if let Some(data) = &data {
        // One window for each data folder: two of them would be two laptops with one store.
        let mut hasher = DefaultHasher::new();
        data.hash(&mut hasher);
        context.config_mut().identifier = format!("vn.nharong.desktop.d{:x}", hasher.finish());
    }
    tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, _, _| bring_forward(app)))
        .plugin(tauri_plugin_window_state::Builder::default().build())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_notification::init())
        .register_asynchronous_uri_scheme_protocol("evidence", |context, request, responder| {
            let app = context.app_handle().clone();
            tauri::async_runtime::spawn(async move {
                responder.respond(evidence::serve(&app.state::<Shared>(), &request).await);
            });
        })
        .setup(move |app| {
            let folder = match data {
                Some(folder) => folder,
                None => app.path().app_local_data_dir()?,
            };
            let laptop = Arc::new(Laptop::new(Options::new(folder)));
            forward_news(app.handle().clone(), &laptop);
            notify(app.handle().clone(), Arc::clone(&laptop));
            app.manage::<Shared>(laptop);
            Ok(())
        })
        .invoke_handler(tauri::generate_handler![
            commands::gate,
            commands::first_run,
            commands::unlock,
            commands::change_passphrase,
            commands::change_server,
            commands::enrol_again,
            commands::proxy,
            commands::set_proxy,
            commands::ask,
            commands::act,
            commands::status,
            commands::queue,
        ])
        .run(context)
        .context("Không mở được cửa sổ")
}

fn bring_forward(app: &AppHandle) {
    if let Some(window) = app.get_webview_window("main") {
        // A window that cannot be shown is one that the person closes; nothing is lost by it.
        drop(window.unminimize());
        drop(window.set_focus());
    }
}

/// Tells the window what changed. It asks again; the news carry no content.
fn forward_news(app: AppHandle, laptop: &Laptop) {
    let (mut changed, mut status) = (laptop.watch_changed(), laptop.watch_status());
    let to_window = app.clone();
    tauri::async_runtime::spawn(async move {
        while changed.changed().await.is_ok() {
            drop(to_window.emit("changed", ()));
        }
    });
    tauri::async_runtime::spawn(async move {
        while status.changed().await.is_ok() {
            let newest = status.borrow_and_update().clone();
            drop(app.emit("status", newest));
        }
    });
}

/// Lets the system tell what came, and what comes near, to whoever does not look at the window.
fn notify(app: AppHandle, laptop: Arc<Laptop>) {
    let mut changed = laptop.watch_changed();
    tauri::async_runtime::spawn(async move {
        loop {
            // A day passes though nothing changes; and what comes in one go is told together.
            drop(tokio::time::timeout(AGAIN, changed.changed()).await);
            tokio::time::sleep(TOGETHER).await;
            changed.mark_unchanged();
            let asked = Arc::clone(&laptop);
            let told = tauri::async_runtime::spawn_blocking(move || asked.notices()).await;
            for Notice { title, body } in told.ok().and_then(Result::ok).unwrap_or_default() {
                // A system without notifications has the window.
                drop(app.notification().builder().title(title).body(body).show());
            }
        }
    });
}

/// WebKit's DMA-BUF renderer shows an empty window on many old graphics cards. It is chosen by a variable
/// that must be there before the process begins, so the program begins again with it.
#[cfg(target_os = "linux")]
fn use_plain_rendering() -> Result<()> {
    use std::os::unix::process::CommandExt;
    const VARIABLE: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    if std::env::var_os(VARIABLE).is_some() {
        return Ok(());
    }
    let mut again = std::process::Command::new(std::env::current_exe()?);
    let error = again.args(std::env::args_os().skip(1)).env(VARIABLE, "1").exec();
    Err(error).context("Không khởi động lại được chương trình")
}

#[cfg(not(target_os = "linux"))]
fn use_plain_rendering() -> Result<()> {
    Ok(())
}
