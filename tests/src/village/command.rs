//! The commands that a window calls, on a laptop that has none.

use std::sync::Arc;

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use model::ids::FileHash;
use model::window::{Act, Ask, Failure, InPlan};
use replica::Laptop;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// One command of the window.
pub(super) async fn obey(laptop: &Arc<Laptop>, command: &str, input: Value) -> Result<Value, Failure> {
    match command {
        "gate" => told(&laptop.gate()),
        "first_run" => told(&laptop.first_run(read(input)?).await?),
        "unlock" => told(&laptop.unlock(read(input)?).await?),
        "change_server" => told(&laptop.change_server(read(input)?).await?),
        "change_passphrase" => told(&laptop.change_passphrase(read(input)?).await?),
        "enrol_again" => told(&laptop.enrol_again(&read::<String>(input)?).await?),
        "proxy" => told(&laptop.proxy()?),
        "set_proxy" => told(&laptop.set_proxy(read(input)?)?),
        "status" => told(&laptop.status()),
        "ask" => {
            let ask: InPlan<Ask> = read(input)?;
            off_the_loop(laptop, move |laptop| laptop.ask(ask)).await
        }
        "act" => {
            let act: InPlan<Act> = read(input)?;
            if matches!(
                act.what,
                Act::AttachByDialog { .. }
                    | Act::AttachToRecordByDialog { .. }
                    | Act::SaveFile { .. }
                    | Act::SaveUnsent
                    | Act::SaveSpreadsheet { .. }
            ) {
                return Err(failure("Trình duyệt không mở được hộp thoại chọn tệp của máy."));
            }
            off_the_loop(laptop, move |laptop| told(&laptop.act(act)?)).await
        }
        "queue" => off_the_loop(laptop, |laptop| told(&laptop.queue()?)).await,
        _ => Err(failure("Không có lệnh này.")),
    }
}

async fn off_the_loop(
    laptop: &Arc<Laptop>,
    work: impl FnOnce(&Laptop) -> Result<Value, Failure> + Send + 'static,
) -> Result<Value, Failure> {
    let laptop = Arc::clone(laptop);
    tokio::task::spawn_blocking(move || work(&laptop)).await.unwrap_or_else(|_| Err(failure("Lệnh bị ngắt.")))
}

fn read<T: DeserializeOwned>(input: Value) -> Result<T, Failure> {
    serde_json::from_value(input).map_err(|error| failure(&format!("Lệnh không đọc được: {error}")))
}

fn told<T: Serialize>(value: &T) -> Result<Value, Failure> {
    serde_json::to_value(value).map_err(|error| failure(&error.to_string()))
}

fn failure(message: &str) -> Failure {
    Failure::new(None, message)
}

pub(super) fn answered(answer: Result<Value, Failure>) -> Response {
    match answer {
        Ok(value) => Json(value).into_response(),
        Err(failure) => (StatusCode::UNPROCESSABLE_ENTITY, Json(failure)).into_response(),
    }
}

/// Waits until there is more than was heard, and tells how it stands.
pub(super) async fn news(laptop: &Laptop, heard: &Value) -> Value {
    let (mut changed, mut status) = (laptop.watch_changed(), laptop.watch_status());
    if heard.as_u64() == Some(*changed.borrow_and_update()) {
        tokio::select! {
            _ = changed.changed() => {}
            _ = status.changed() => {}
        }
    }
    let changed = *changed.borrow_and_update();
    json!({ "changed": changed, "status": laptop.status() })
}

pub(super) async fn file(laptop: &Laptop, hash: String) -> Response {
    match laptop.read_file(&FileHash::new(hash), None).await {
        Ok(slice) => ([(header::CONTENT_TYPE, slice.media_type)], slice.bytes).into_response(),
        Err(failure) => (StatusCode::NOT_FOUND, failure.message).into_response(),
    }
}
