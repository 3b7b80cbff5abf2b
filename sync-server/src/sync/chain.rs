//! The chain of a device's batches: a clone, or a laptop restored from a backup, breaks it at first contact.

use protocol::{BatchHash, Counter, SyncRequest, UnixMillis};

use crate::error::Error;
use crate::store::device::DeviceRow;
use crate::store::district::DistrictRow;

/// How a request continues the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// The batch after the last one.
    Next { counter: Counter, batch: BatchHash },
    /// The last one again: its answer was lost.
    Retry,
    /// Nothing is sent.
    Idle,
    /// The server was restored and does not know the end of the chain: the device says where it is.
    Anchor { counter: Counter, batch: BatchHash },
}

/// `batch`: none where nothing is sent.
pub(crate) fn step(
    device: &DeviceRow,
    request: &SyncRequest,
    batch: Option<BatchHash>,
    (district, now): (&DistrictRow, UnixMillis),
) -> Result<Step, Error> {
    if batch == Some(device.last_batch) {
        return Ok(Step::Retry);
    }
    // Once in each life of the log: were the request's word enough, a clone could always ask for it. And again where
    // what was sent long ago came first, by which the device is not as far as it is.
    let of_before = request.epoch != district.epoch;
    let farther = device.retells(district, now) && request.counter > device.counter;
    if of_before && (device.chain_epoch != district.epoch || farther) {
        let last = batch.unwrap_or(request.previous);
        return Ok(Step::Anchor { counter: request.counter, batch: last });
    }
    let follows = request.previous == device.last_batch;
    let expected = if batch.is_some() { device.counter.0.checked_add(1) } else { Some(device.counter.0) };
    match (follows && expected == Some(request.counter.0), batch) {
        (false, _) => Err(Error::Clone),
        (true, Some(batch)) => Ok(Step::Next { counter: request.counter, batch }),
        (true, None) => Ok(Step::Idle),
    }
}
