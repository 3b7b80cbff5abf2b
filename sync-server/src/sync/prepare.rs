//! What of a batch is worked out before the one writer's turn, several batches side by side: putting back what it left
//! out, checking its signature, reading its documents and admitting its changes to them. Of the last two the writer
//! takes over what is still true.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use ::document::{Admission, Contents, Fields as _, Interpreted, RawChange, Rules};
use model::doc_id::DocId;
use model::ids::{PersonId, UnitId};
use model::plan::Plan;
use model::plans::Plans;
use model::refusal::Refusal;
use model::value::FILE_SIZE;
use model::vocabulary::Vocabulary;
use protocol::{ChangeBody, Checked, DeviceId, DocName, PublicKey, SyncRequest, UnixMillis};
use tables::Folded;

use super::view;
use crate::app::App;
use crate::cache::{Loaded, current};
use crate::error::Error;
use crate::limits::Limits;
use crate::store::device::DeviceRow;
use crate::store::{Tx, actor, district, document, file_reference, log, person};

/// Documents with the changes of a batch admitted to them, by the plans of that moment.
pub(crate) struct Prepared {
    plans: Arc<Plans>,
    documents: HashMap<DocId, Admitted>,
}

/// A document, whose `last` is still that of before, and what was found of each change.
pub(crate) struct Admitted {
    pub loaded: Loaded,
    pub found: Vec<Admission>,
    /// What the accepted come to.
    pub folded: Folded,
}

/// The request as its device signed it. What a laptop leaves out was committed before it was told so.
pub(crate) fn check(tx: Tx<'_>, device: &DeviceRow, request: SyncRequest) -> Result<Checked, Error> {
    let key = PublicKey::from_bytes(&device.public_key)?;
    let find = |doc: &DocName, prefix| match doc.id() {
        Some(doc) => log::beginning(tx, &doc, prefix),
        None => Ok(None),
    };
    Ok(request.check(DeviceId(device.id), &key, find)?)
}

/// Leaves out whatever needs more than a look: the writer judges that.
pub(crate) fn prepare(
    tx: Tx<'_>,
    app: &App,
    device: &DeviceRow,
    (request, now): (&SyncRequest, UnixMillis),
) -> Result<Prepared, Error> {
    let plans = app.plans(tx)?;
    let (unit, retells) = (&device.unit, device.retells(&district::need(tx)?, now));
    let mut prepared = Prepared { plans: Arc::clone(&plans), documents: HashMap::new() };
    for document in &request.documents {
        let Some(doc) = document.doc.id() else { continue };
        let Ok(plan) = plans.may_write(unit, &doc) else { continue };
        if let Entry::Vacant(place) = prepared.documents.entry(doc.clone())
            && !doc.is_of_rules()
            && !document.changes.is_empty()
        {
            let raws: Vec<RawChange> = document.changes.iter().cloned().map(ChangeBody::unpack).collect();
            let mut loaded = current(tx, &app.cache, &doc)?;
            let by = By { plan, unit, known: &app.known, limits: &app.limits, retells };
            let found = admit(tx, by, &mut loaded.contents, &raws)?;
            let accepted = found.iter().filter_map(|found| match found {
                Admission::Accepted(read) => Some(&**read),
                _ => None,
            });
            let folded = view::fold(&loaded.contents, accepted, &app.known);
            place.insert(Admitted { loaded, found, folded });
        }
    }
    Ok(prepared)
}

impl Prepared {
    /// What was worked out for the document, where it is still true: plans and document are those of then, and no
    /// actor or person became another unit's meanwhile.
    pub fn take(
        &mut self,
        tx: Tx<'_>,
        (plans, unit): (&Arc<Plans>, &UnitId),
        doc: &DocId,
    ) -> Result<Option<Admitted>, Error> {
        let Some(admitted) = self.documents.remove(doc) else { return Ok(None) };
        if !Arc::ptr_eq(&self.plans, plans) || document::last(tx, doc)? != admitted.loaded.last {
            return Ok(None);
        }
        for found in &admitted.found {
            if let Admission::Accepted(read) = found
                && foreign(tx, read, |of| plans.carries_on(unit, of))?.is_some()
            {
                return Ok(None);
            }
        }
        Ok(Some(admitted))
    }
}

/// By whose right changes are admitted, and by whose words.
#[derive(Clone, Copy)]
pub(crate) struct By<'a> {
    pub plan: &'a Plan,
    pub unit: &'a UnitId,
    pub known: &'a Vocabulary,
    pub limits: &'a Limits,
    /// See [`Intake::retells`](super::intake::Intake::retells).
    pub retells: bool,
}

/// So many times the room for a unit's files, while a restored server hears again what it had.
const AGAIN: u64 = 8;

/// Admits changes of a unit. On an error the contents are of no more use.
pub(crate) fn admit(
    tx: Tx<'_>,
    By { plan, unit, known, limits, retells }: By<'_>,
    contents: &mut Contents,
    raws: &[RawChange],
) -> Result<Vec<Admission>, Error> {
    let mut failed = None;
    // What it had, it takes again, though others may have come first this time.
    let most = limits.files_of_document.saturating_mul(if retells { AGAIN } else { 1 });
    let mut files = Files::of(contents.id().clone(), most);
    let barred = |_: usize, read: &Interpreted| {
        let organisation = plan.organisation();
        let own = |of: &UnitId| of == unit || organisation.carries_on(unit, of);
        // What this server's own program wrote, and lost with its disk, comes back from who may write there.
        let own_again = retells && read.author.as_ref() == Some(&PersonId::program());
        let asked = match foreign(tx, read, own) {
            Ok(Some(Refusal::ForeignAuthor)) if own_again => Ok(None),
            Ok(None) => files.add(tx, read),
            foreign => foreign,
        };
        asked.unwrap_or_else(|error| {
            failed = Some(error);
            Some(Refusal::DoesNotApply)
        })
    };
    let found = contents.admit(raws, Rules::Writer { plan, unit, known }, barred);
    failed.map_or(Ok(found), Err)
}

/// Whether another unit's laptop or person stands in a change. A skeleton is nobody's. Those of a unit that this one
/// carries on are its `own`.
fn foreign(tx: Tx<'_>, read: &Interpreted, own: impl Fn(&UnitId) -> bool) -> Result<Option<Refusal>, Error> {
    let Some(author) = &read.author else { return Ok(None) };
    Ok(if !actor::is_free_for(tx, &read.actor, &own)? {
        Some(Refusal::ActorReused)
    } else if !person::is_free_for(tx, author, &own)? {
        Some(Refusal::ForeignAuthor)
    } else {
        None
    })
}

/// Bytes of all files that a document names, as its changes are admitted.
struct Files {
    doc: DocId,
    /// Added up when the first is named.
    bytes: Option<u64>,
    most: u64,
}

impl Files {
    fn of(doc: DocId, most: u64) -> Self {
        Self { doc, bytes: None, most }
    }

    fn add(&mut self, tx: Tx<'_>, read: &Interpreted) -> Result<Option<Refusal>, Error> {
        let sizes = read.written().filter(|(touched, _)| &*touched.address.key == FILE_SIZE);
        let more: u64 = sizes.filter_map(|(_, size)| u64::try_from(size.as_int()?).ok()).sum();
        if more == 0 {
            return Ok(None);
        }
        let before = match self.bytes {
            Some(bytes) => bytes,
            None => file_reference::bytes_of(tx, &self.doc)?,
        };
        let after = before.saturating_add(more);
        let fits = after <= self.most;
        self.bytes = Some(if fits { after } else { before });
        Ok((!fits).then_some(Refusal::TooManyFiles))
    }
}
