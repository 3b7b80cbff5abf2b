//! What a unit has not heard yet: from the log, after its cursor, as much as the budget takes.

use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use ::document::ChangeHash;
use model::doc_id::DocId;
use model::ids::{FileHash, PersonId, UnitId};
use model::plan::Plan;
use model::plans::Plans;
use protocol::{
    Cursor, Delivered, Delivery, FileReceived, Heard, OtherLaptop, Person, REPLY_BUDGET, ShownElsewhere,
    SyncRequest, UnixMillis, Withdrawn,
};

use crate::error::Error;
use crate::files::{FileNews, news_of};
use crate::limits::Limits;
use crate::store::device::{self, DeviceRow};
use crate::store::log::LogRow;
use crate::store::{Tx, district, document, file_notice, log, person, redelivery};

const LARGEST_BUDGET: usize = 4 << 20;
const NOTICE_WEIGHT: i64 = 80;

/// The changes of a request itself, which nobody needs to be sent back.
pub(crate) type Own = HashSet<(DocId, ChangeHash)>;

#[derive(Debug, Default)]
pub(crate) struct Page {
    pub cursor: Cursor,
    pub delivered: Vec<Delivered>,
    pub files: Vec<FileReceived>,
    pub withdrawn: Vec<Withdrawn>,
    pub elsewhere: Vec<ShownElsewhere>,
    pub people: Vec<Person>,
    pub more: bool,
}

/// One thing to tell, at its position.
struct Item {
    position: i64,
    weight: i64,
    what: What,
}

enum What {
    /// A change, at its own position of the log.
    Change(i64),
    File(FileHash),
    Person(PersonId),
}

/// The page after `cursor`; all of one moment where `tx` is in a transaction.
pub(crate) fn page(
    tx: Tx<'_>,
    plans: &Plans,
    unit: &UnitId,
    cursor: Cursor,
    (budget, limits): (u32, &Limits),
    own: &Own,
) -> Result<Page, Error> {
    let newest = district::need(tx)?.position;
    let budget = match budget {
        0 => REPLY_BUDGET,
        asked => usize::try_from(asked).unwrap_or(usize::MAX).clamp(limits.least_page, LARGEST_BUDGET),
    };
    let budget = i64::try_from(budget).unwrap_or(i64::MAX);
    let after = cursor.0.cast_signed();
    let (items, horizon) = items(tx, (plans, unit), after, limits.page_items)?;
    let mut filled = Filled::default();
    let mut page = Page { cursor: newest, ..Page::default() };
    for item in items {
        if filled.weight > 0 && filled.weight + item.weight > budget {
            page.more = true;
            page.cursor = filled.upto;
            break;
        }
        filled.add(tx, plans, unit, &item, own)?;
    }
    if let (false, Some(horizon)) = (page.more, horizon) {
        page.more = true;
        page.cursor = Cursor(horizon.cast_unsigned());
    }
    page.delivered = filled.delivered;
    page.files = filled.files;
    page.withdrawn = filled.withdrawn;
    page.elsewhere = filled.elsewhere;
    page.people = filled.people;
    Ok(page)
}

/// In order of their positions. With a horizon where not everything was looked at: what lies beyond it is left
/// for the next page.
fn items(
    tx: Tx<'_>,
    (plans, unit): (&Plans, &UnitId),
    after: i64,
    most: usize,
) -> Result<(Vec<Item>, Option<i64>), Error> {
    let own = plans.with_predecessors(unit);
    let followed = followed(plans, unit, &own);
    let mut readable = match &followed {
        Some(followed) => document::changed_for(tx, &own, followed, after)?,
        None => document::changed_since(tx, after)?,
    };
    readable.retain(|doc| plans.may_read(unit, doc));
    let changes = log::positions(tx, &readable, after, most)?.into_iter().map(|(position, weight)| Item {
        position,
        weight,
        what: What::Change(position),
    });
    let repeated = redelivery::positions(tx, unit, after, most)?
        .into_iter()
        .map(|(position, log, weight)| Item { position, weight, what: What::Change(log) });
    let files = file_notice::after(tx, followed.as_deref(), after, most)?
        .into_iter()
        .map(|(position, hash)| Item { position, weight: NOTICE_WEIGHT, what: What::File(hash) });
    // Names change rarely: most of the time nothing of this is asked.
    let around = LazyCell::new(|| plans.hears_of(unit));
    // An office that led a task of the unit once has its word in the books still.
    let heard_of = |of: &UnitId| {
        let near = around.binary_search(&of).is_ok();
        Ok(near || !around.is_empty() && document::has_review(tx, of, unit)?)
    };
    let people = person::after(tx, after, most, heard_of)?.into_iter().map(|(position, id)| Item {
        position,
        weight: NOTICE_WEIGHT,
        what: What::Person(id),
    });
    let streams: [Vec<Item>; 4] = [changes.collect(), repeated.collect(), files.collect(), people.collect()];
    let horizon = streams
        .iter()
        .filter(|stream| stream.len() == most)
        .filter_map(|stream| stream.last().map(|item| item.position))
        .min();
    let mut items: Vec<Item> = streams.into_iter().flatten().collect();
    items.retain(|item| horizon.is_none_or(|horizon| item.position <= horizon));
    items.sort_by_key(|item| item.position);
    Ok((items, horizon))
}

/// The workbooks that the unit may read, and of others what the coordinating office says to those that it follows; none where
/// these are all, or so many that looking at what changed is cheaper.
fn followed(plans: &Plans, unit: &UnitId, own: &[UnitId]) -> Option<Vec<DocId>> {
    const MOST: usize = 1_000;
    let followed = |plan: &Arc<Plan>| {
        let led: Vec<&UnitId> = own.iter().flat_map(|unit| plan.led_by(unit)).collect();
        let workbooks = led.iter().copied().chain(own).map(|of| DocId::workbook(plan.id(), of.clone()));
        let office = plan.coordinator();
        let reviews = led.iter().map(|of| DocId::review(plan.id(), office.clone(), (*of).clone()));
        workbooks.chain(reviews).collect::<Vec<_>>()
    };
    let all: Vec<DocId> = plans.of_unit(unit).into_iter().flat_map(followed).collect();
    let coordinates = own.iter().any(|one| plans.coordinates(one));
    (!coordinates && all.len() <= MOST).then_some(all)
}

#[derive(Default)]
struct Filled {
    weight: i64,
    upto: Cursor,
    delivered: Vec<Delivered>,
    places: HashMap<DocId, usize>,
    files: Vec<FileReceived>,
    withdrawn: Vec<Withdrawn>,
    elsewhere: Vec<ShownElsewhere>,
    people: Vec<Person>,
}

impl Filled {
    fn add(&mut self, tx: Tx<'_>, plans: &Plans, unit: &UnitId, item: &Item, own: &Own) -> Result<(), Error> {
        self.upto = Cursor(item.position.cast_unsigned());
        match &item.what {
            What::Change(position) => {
                let row = log::at(tx, *position)?;
                let doc: DocId = row.doc.parse().map_err(Error::unavailable)?;
                // Read again for what stands anew: the right may have gone since.
                if own.contains(&(doc.clone(), row.hash)) || !plans.may_read(unit, &doc) {
                    return Ok(());
                }
                let next = self.delivered.len();
                let place = *self.places.entry(doc.clone()).or_insert(next);
                if place == next {
                    self.delivered.push(Delivered { doc: doc.into(), changes: Vec::new() });
                }
                let LogRow { body, position, received, .. } = row;
                self.delivered[place].changes.push(Delivery { body, position, received });
            }
            What::File(hash) => {
                let FileNews { received, withdrawn, elsewhere } = news_of(tx, plans, unit, hash)?;
                if received.is_none() && withdrawn.is_none() && elsewhere.is_none() {
                    return Ok(());
                }
                self.files.extend(received);
                self.withdrawn.extend(withdrawn);
                self.elsewhere.extend(elsewhere);
            }
            What::Person(id) => match tables::name(&tx, id)? {
                Some(name) => self.people.push(Person { id: id.clone(), name }),
                None => return Ok(()),
            },
        }
        self.weight += item.weight;
        Ok(())
    }
}

/// Units heard from since the laptop's last sync, of those that this unit follows.
pub(crate) fn heard_since(
    tx: Tx<'_>,
    plans: &Plans,
    unit: &UnitId,
    request: &SyncRequest,
) -> Result<Vec<Heard>, Error> {
    let followed = plans.followed_by(unit);
    if followed.is_empty() {
        return Ok(Vec::new());
    }
    let since = request.heard_since.0;
    let heard = tables::last_heard(&tx, followed.into_iter().filter(|of| *of != unit))?;
    Ok(heard
        .into_iter()
        .filter_map(|one| Some(Heard { at: UnixMillis(one.at?.timestamp_millis()), unit: one.unit }))
        .filter(|one| one.at.0 >= since)
        .collect())
}

/// The unit's other laptops, where one of them spoke, was enrolled or revoked since this one's last sync.
pub(crate) fn laptops_since(
    tx: Tx<'_>,
    plans: &Plans,
    own: &DeviceRow,
    request: &SyncRequest,
) -> Result<Option<Vec<OtherLaptop>>, Error> {
    let units = plans.with_predecessors(&own.unit);
    let mut others = device::of_units(tx, &units)?;
    others.retain(|one| one.id != own.id);
    let since = request.heard_since.0;
    let last = |one: &DeviceRow| Some(one.enrolled).into_iter().chain(one.heard).chain(one.revoked).max();
    if !others.iter().any(|one| last(one).is_some_and(|at| at.0 >= since)) {
        return Ok(None);
    }
    let there = others.into_iter().filter(|one| one.revoked.is_none());
    let laptop = |one: DeviceRow| OtherLaptop { person: one.person, heard: one.heard.unwrap_or_default() };
    Ok(Some(there.map(laptop).collect()))
}
