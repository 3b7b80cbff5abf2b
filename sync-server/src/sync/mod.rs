//! One batch in, one transaction, one reply: whatever brings the bytes.

mod chain;
mod deliver;
mod intake;
mod new_reader;
mod prepare;
mod view;

use std::collections::HashMap;
use std::sync::{Arc, PoisonError};

use model::doc_id::DocId;
use model::plans::Plans;
use model::refusal::Refusal;
use protocol::{Checked, Cursor, Epoch, Fate, SyncReply, SyncRequest, UnixMillis, open_request, seal_reply};

pub(crate) use deliver::{Own, page};
pub(crate) use view::{Taken, learn, logged, rebuild, write_all};

use crate::app::{App, Concerned};
use crate::cache::Loaded;
use crate::clock::local;
use crate::error::Error;
use crate::store::device::{self, DeviceRow};
use crate::store::{Tx, Written, clock_jump, district};
use chain::Step;
use intake::Intake;
use prepare::{Prepared, check, prepare};

/// A unit that was heard from so lately needs no new row: a quiet sync then writes nothing.
const HEARD_AFRESH: i64 = 15_000;

/// What a device says, and what it is told.
pub(crate) async fn exchange(app: &Arc<App>, device: DeviceRow, bytes: Vec<u8>) -> Result<Vec<u8>, Error> {
    let app = Arc::clone(app);
    let request = open(&app, bytes).await?;
    let now = app.clock.now();
    let id = device.id;
    let (fates, own, request) = if writes(&app, &device, &request, now).await? {
        let _turn = app.working_ahead.acquire().await.map_err(Error::unavailable)?;
        let (working, writing, device) = (Arc::clone(&app), Arc::clone(&app), device.clone());
        let (checked, prepared) = app
            .store
            .read(move |tx| {
                let checked = check(tx, &device, request)?;
                let prepared = prepare(tx, &working, &device, (&checked.request, now))?;
                Ok((checked, prepared))
            })
            .await?;
        app.store.write_in_group(move |tx| take(&writing, tx, id, (checked, prepared), now)).await??
    } else {
        (Vec::new(), Own::new(), request)
    };
    let answering = Arc::clone(&app);
    app.store
        .read(move |tx| {
            let row = district::need(tx)?;
            let plans = answering.plans(tx)?;
            let cursor = valid_cursor(&request, row.epoch, row.position);
            let page = page(tx, &plans, &device.unit, cursor, (request.budget, &answering.limits), &own)?;
            Ok(seal_reply(&SyncReply {
                epoch: row.epoch,
                cursor: page.cursor,
                fates,
                delivered: page.delivered,
                files: page.files,
                withdrawn: page.withdrawn,
                elsewhere: page.elsewhere,
                people: page.people,
                merged: (device.unit != device.enrolled_for).then(|| device.unit.clone()),
                heard: deliver::heard_since(tx, &plans, &device.unit, &request)?,
                laptops: deliver::laptops_since(tx, &plans, &device, &request)?,
                more: page.more,
                now,
                backed_up: row.backed_up,
                files_backed_up: row.files_backed_up,
                vocabulary: answering.understood_unless(request.vocabulary),
            }))
        })
        .await
}

/// What a few bytes become is large, and nobody has vouched for it yet: so few are opened at a time.
async fn open(app: &App, bytes: Vec<u8>) -> Result<SyncRequest, Error> {
    let _turn = app.opening.acquire().await.map_err(Error::unavailable)?;
    Ok(tokio::task::spawn_blocking(move || open_request(&bytes)).await??)
}

/// A cursor of another life of the log, or beyond its end, says nothing: everything is told again, and the
/// laptop knows what it has by its hash.
fn valid_cursor(request: &SyncRequest, epoch: Epoch, newest: Cursor) -> Cursor {
    if request.epoch == epoch && request.cursor <= newest { request.cursor } else { Cursor(0) }
}

/// Whether the request leaves anything to store. Also finds the clone that sends nothing.
async fn writes(
    app: &App,
    device: &DeviceRow,
    request: &SyncRequest,
    now: UnixMillis,
) -> Result<bool, Error> {
    if request.has_changes() {
        return Ok(true);
    }
    let row = app.store.read(district::need).await?;
    Ok(match chain::step(device, request, None, (&row, now)) {
        Ok(Step::Idle) if device.retells(&row, now) => true,
        Ok(Step::Idle) => device.heard.is_none_or(|heard| now.0 - heard.0 > HEARD_AFRESH),
        _ => true,
    })
}

type Took = (Vec<Vec<Fate>>, Own, SyncRequest);

/// Everything of one request that is to be stored. A clone is noted, and refused.
fn take(
    app: &Arc<App>,
    tx: Tx<'_>,
    id: i64,
    (checked, prepared): (Checked, Prepared),
    now: UnixMillis,
) -> Result<Written<Result<Took, Error>>, Error> {
    let device = device::get(tx, id)?.filter(|device| device.revoked.is_none()).ok_or(Error::Device)?;
    let before = district::need(tx)?;
    let Checked { mut request, hashes, batch } = checked;
    match chain::step(&device, &request, batch, (&before, now)) {
        Ok(Step::Next { counter, batch } | Step::Anchor { counter, batch }) => {
            device::set_chain(tx, id, counter, batch, before.epoch)?;
        }
        Ok(Step::Idle) if device.retells(&before, now) => {
            // One that was enrolled anew hears everything before it sends its first batch; any other sends at once what it
            // has. This one has nothing left of the last life.
            if request.epoch == before.epoch && device.counter.0 > 0 {
                device::set_told(tx, id, before.epoch)?;
            }
        }
        Ok(Step::Retry | Step::Idle) => {}
        Err(refused) => {
            device::set_forked(tx, id, now)?;
            tracing::warn!(device = id, "a batch does not follow the last one of its device");
            return Ok(Written { answer: Err(refused), then: Box::new(|| {}), last: false });
        }
    }
    if let Some(jump) = app.watch.look(&app.clock, || clock_jump::last_told(tx))? {
        tracing::warn!(expected = %local(jump.expected), stood = %local(jump.stood), "the clock of this server has jumped");
        clock_jump::note(tx, before.position.0.cast_signed() + 1, jump)?;
    }
    device::set_heard(tx, id, now)?;
    let plans = app.plans(tx)?;
    let device = device.acting(&plans, local(now).date_naive());
    tables::heard_from(&tx, &device.unit, local(now))?;
    let mut intake = Intake {
        tx,
        cache: &app.cache,
        plans: &plans,
        known: &app.known,
        limits: &app.limits,
        prepared,
        unit: &device.unit,
        device: id,
        retells: device.retells(&before, now),
        now,
        updated: HashMap::new(),
        plans_after: None,
        plan_faults: String::new(),
        waiting: None,
    };
    let mut fates = Vec::with_capacity(request.documents.len());
    let mut own = Own::new();
    for (document, hashes) in std::mem::take(&mut request.documents).into_iter().zip(hashes) {
        let Some(doc) = document.doc.id() else {
            fates.push(vec![Fate::refused(Refusal::UnknownDocument); hashes.len()]);
            continue;
        };
        own.extend(hashes.into_iter().map(|hash| (doc.clone(), hash)));
        fates.push(intake.document(&doc, document.changes)?);
    }
    let Intake { updated, plans_after, .. } = intake;
    if let Some(after) = &plans_after {
        put_in_force(tx, &plans, after)?;
    }
    let newest = district::need(tx)?.position;
    let last = plans_after.is_some();
    let app = Arc::clone(app);
    let then = move || committed(&app, newest, updated, last);
    Ok(Written { answer: Ok((fates, own, request)), then: Box::new(then), last })
}

/// What the plans say is another from here on: for those who may read more by them, and in the tables.
pub(crate) fn put_in_force(tx: Tx<'_>, before: &Plans, after: &Plans) -> Result<(), Error> {
    new_reader::redeliver(tx, before, after)?;
    after.all().into_iter().try_for_each(|plan| tables::write_plan(&tx, plan))?;
    district::rules_changed(tx)
}

/// What others may know of a batch: now that it is on disk.
fn committed(app: &App, newest: Cursor, updated: HashMap<DocId, Loaded>, plans_changed: bool) {
    let concerned = if plans_changed {
        Concerned::Everyone
    } else {
        Concerned::Documents(updated.keys().cloned().collect())
    };
    let mut cache = app.cache.lock().unwrap_or_else(PoisonError::into_inner);
    for (doc, loaded) in updated {
        cache.put(doc, loaded);
    }
    drop(cache);
    app.tell(newest, &concerned);
}
