//! `POST /v1/enrol`: a one-time code against a token.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use model::person;
use protocol::{DeviceId, EnrolReply, EnrolRequest, PublicKey, Token, UnixMillis, VERSION};
use rusqlite::{Connection, TransactionBehavior};

use super::caller::Address;
use crate::app::App;
use crate::error::Error;
use crate::secret::{self, SecretHash};
use crate::store::code::{self, CodeRow};
use crate::store::device::{self, NewDevice};
use crate::store::district;

/// How long a laptop whose answer was lost may ask again with the same code and the same key.
const ASK_AGAIN: i64 = 60 * 60 * 1000;

pub(super) async fn enrol(
    State(app): State<Arc<App>>,
    Address(address): Address,
    body: Bytes,
) -> Result<Json<EnrolReply>, Error> {
    let request = read(&body)?;
    let who = address.to_string();
    let now = app.clock.now();
    app.wrong_codes.check(&who, now)?;
    let asked_of = Arc::clone(&app);
    let answer = app.store.write(move |conn| give(conn, &request, &asked_of, now)).await;
    match &answer {
        Err(Error::Code) => app.wrong_codes.wrong(&who, now),
        Ok(_) => app.wrong_codes.right(&who),
        Err(_) => {}
    }
    answer.map(Json)
}

/// Whether the bytes are a request that would be looked at.
pub fn outside(body: &[u8]) -> Result<(), Error> {
    read(body).map(drop)
}

struct Applicant {
    code: SecretHash,
    name: String,
    key: [u8; 32],
}

fn read(body: &[u8]) -> Result<Applicant, Error> {
    let version = serde_json::from_slice::<serde_json::Value>(body)
        .ok()
        .and_then(|json| json.get("version").and_then(serde_json::Value::as_u64))
        .ok_or(Error::Malformed)?;
    if version != u64::from(VERSION) {
        return Err(Error::Version);
    }
    let request: EnrolRequest = serde_json::from_slice(body).map_err(|_| Error::Malformed)?;
    let name = request.name.trim();
    if !person::is_name(name) {
        return Err(Error::Invalid("Họ tên để trống hoặc quá dài. Hãy nhập họ tên như đồng nghiệp vẫn gọi."));
    }
    let hash = blake3::Hash::from_hex(&request.public_key).map_err(|_| Error::Malformed)?;
    let key = PublicKey::from_bytes(hash.as_bytes()).map_err(|_| Error::Malformed)?;
    Ok(Applicant {
        code: SecretHash::of(&secret::normal_code(&request.code)),
        name: name.to_owned(),
        key: key.to_bytes(),
    })
}

fn give(conn: &mut Connection, request: &Applicant, app: &App, now: UnixMillis) -> Result<EnrolReply, Error> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let (district, plans) = (district::need(&tx)?, app.plans(&tx)?);
    let code = code::find(&tx, request.code)?.ok_or(Error::Code)?;
    let token = secret::token()?;
    let hash = SecretHash::of(&token);
    let id = match (&code, code.used) {
        (CodeRow { unit, expires, .. }, None) if now < *expires && plans.knows(unit) => {
            let id = device::insert(
                &tx,
                &NewDevice {
                    unit,
                    person: &request.name,
                    public_key: request.key,
                    token: hash,
                    epoch: district.epoch,
                    now,
                },
            )?;
            code::use_up(&tx, request.code, id, now)?;
            crate::admin::count_laptops(&tx, unit)?;
            id
        }
        // The answer was lost on the way: the same laptop asks once more, and has not spoken since.
        (CodeRow { device: Some(id), .. }, Some(used)) if now.0 - used.0 < ASK_AGAIN => {
            let again = device::get(&tx, *id)?.filter(|device| {
                device.public_key == request.key && device.heard.is_none() && device.revoked.is_none()
            });
            device::set_token(&tx, again.ok_or(Error::Code)?.id, hash)?;
            *id
        }
        _ => return Err(Error::Code),
    };
    tx.commit()?;
    tracing::info!(device = id, "device enrolled");
    Ok(EnrolReply { device: DeviceId(id), token: Token::new(token), unit: code.unit, epoch: district.epoch })
}
