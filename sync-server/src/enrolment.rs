//! A one-time code against a token.

use std::sync::Arc;

use model::ids::{OrganisationId, PersonId, UnitId};
use model::letters::tidy_line;
use model::person;
use protocol::{
    DeviceId, EnrolReply, EnrolRequest, ProveReply, ProveRequest, PublicKey, Token, UnixMillis, VERSION,
};

use crate::app::{App, Concerned};
use crate::error::Error;
use crate::secret::{self, SecretHash};
use crate::store::code::{self, CodeRow};
use crate::store::device::{self, NewDevice};
use crate::store::{self, Tx, district, server_key};

/// How long a laptop whose answer was lost may ask again with the same code and the same key, at least: the network may be gone
/// for days.
const ASK_AGAIN: i64 = 60 * 60 * 1000;

/// `who`: for the throttle.
pub(crate) async fn enrol(app: &Arc<App>, who: &str, body: &[u8]) -> Result<EnrolReply, Error> {
    let request = read(body)?;
    let now = app.clock.now();
    app.wrong_codes.check(who, now)?;
    let asked_of = Arc::clone(app);
    let answer = app
        .store
        .write_alone(move |tx| {
            let reply = give(tx, &request, &asked_of, now)?;
            Ok((reply, district::need(tx)?.position))
        })
        .await;
    match &answer {
        Err(Error::Code) => app.wrong_codes.wrong(who, now),
        Ok((reply, newest)) => {
            app.wrong_codes.right(who);
            app.tell(*newest, &Concerned::PeopleOf(reply.unit.clone()));
        }
        Err(_) => {}
    }
    answer.map(|(reply, _)| reply)
}

/// Whether the bytes are a request that would be looked at.
pub fn outside(body: &[u8]) -> Result<(), Error> {
    read(body).map(drop)
}

struct Applicant {
    code: SecretHash,
    /// None where it was erased.
    name: Option<String>,
    /// Under whom it has worked.
    person: Option<PersonId>,
    /// For which it has worked; empty where it has not.
    units: Vec<UnitId>,
    organisation: Option<OrganisationId>,
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
    if request.person.as_ref().is_some_and(|person| !person.is_well_formed()) {
        return Err(Error::Malformed);
    }
    let name = Some(tidy_line(&request.name)).filter(|name| !name.is_empty());
    let fits = name.as_deref().map_or(request.person.is_some(), person::is_name);
    if !fits {
        return Err(Error::Invalid("Họ tên để trống hoặc quá dài. Hãy nhập họ tên như đồng nghiệp vẫn gọi."));
    }
    let hash = blake3::Hash::from_hex(&request.public_key).map_err(|_| Error::Malformed)?;
    let key = PublicKey::from_bytes(hash.as_bytes()).map_err(|_| Error::Malformed)?;
    Ok(Applicant {
        code: SecretHash::of(&protocol::normal_code(&request.code)),
        name,
        person: request.person,
        units: request.units,
        organisation: request.organisation,
        key: key.to_bytes(),
    })
}

fn give(tx: Tx<'_>, request: &Applicant, app: &App, now: UnixMillis) -> Result<EnrolReply, Error> {
    server_key::need_here(tx)?;
    let (district, plans) = (district::need(tx)?, app.plans(tx)?);
    let code = code::find(tx, request.code)?.ok_or(Error::Code)?;
    let open = code.used.is_none() && now < code.expires;
    if open && request.organisation.as_ref().is_some_and(|one| *one != district.organisation) {
        return Err(Error::OtherDistrict);
    }
    // The people of a unit that was split go on in the one for which the code is.
    let goes_on = |unit: &UnitId| *unit == code.unit || plans.with_predecessors(&code.unit).contains(unit);
    if open && !request.units.is_empty() && !request.units.iter().any(goes_on) {
        return Err(Error::CodeOfOtherUnit);
    }
    let token = secret::token()?;
    let hash = SecretHash::of(&token);
    let (id, person) = match (&code, code.used) {
        (CodeRow { unit, .. }, None) if open && plans.knows(unit) => {
            let person = named(tx, request, &code)?;
            let id = device::insert(
                tx,
                &NewDevice {
                    unit,
                    person: &person,
                    public_key: request.key,
                    token: hash,
                    epoch: district.epoch,
                    retells: request.person.is_some(),
                    now,
                },
            )?;
            code::use_up(tx, request.code, id, now)?;
            crate::admin::count_laptops(tx, unit)?;
            crate::admin::begin_stay(tx, &plans, (&person, unit), now)?;
            (id, person)
        }
        // The answer was lost on the way: the same laptop asks once more, and has not spoken since.
        (CodeRow { device: Some(id), .. }, Some(used))
            if now < code.expires || now.0 - used.0 < ASK_AGAIN =>
        {
            let again = device::get(tx, *id)?.filter(|device| {
                device.public_key == request.key && device.heard.is_none() && device.revoked.is_none()
            });
            let again = again.ok_or(Error::Code)?;
            device::set_token(tx, again.id, hash)?;
            (*id, again.person)
        }
        _ => return Err(Error::Code),
    };
    tracing::info!(device = id, "device enrolled");
    Ok(EnrolReply {
        device: DeviceId(id),
        token: Token::new(token),
        unit: code.unit,
        organisation: district.organisation,
        person,
        epoch: district.epoch,
        signing_key: server_key::signer(tx)?.public().to_hex(),
    })
}

/// Shows whoever asks that this is the district's server.
pub(crate) async fn prove(app: &App, request: ProveRequest) -> Result<ProveReply, Error> {
    let answer = app.store.read(move |tx| {
        server_key::need_here(tx)?;
        if !server_key::stands_at(tx, &request.address)? {
            return Err(Error::OtherAddress);
        }
        Ok(request.answer(&server_key::signer(tx)?)?)
    });
    answer.await
}

/// Whose laptop it is, and that this is the name. One that enrols anew stays with its person: after a restored backup
/// the server may know nothing of that person; but where it has told a name, nobody has typed another one since.
fn named(tx: Tx<'_>, request: &Applicant, code: &CodeRow) -> Result<PersonId, Error> {
    let worked_as = match &request.person {
        Some(person) if store::person::is_of(tx, person, &code.unit)? => Some(person),
        _ => None,
    };
    let person = worked_as.unwrap_or(&code.person);
    store::person::note(tx, person, &code.unit)?;
    let told = store::person::is_told(tx, person)?;
    let name = match (worked_as, &request.name) {
        (Some(_), _) | (None, None) if told => return Ok(person.clone()),
        // An erased one comes from a laptop that goes on as its person, and is that person's.
        (Some(_), name) | (None, name @ Some(_)) => name.clone(),
        (None, None) => tables::name(&tx, person)?.flatten(),
    };
    store::person::call(tx, person, name.as_deref())?;
    Ok(person.clone())
}
