//! A district whose server goes to another address.

use std::path::Path;

use super::AdminError;
use super::folder::{DataFolder, reading, writing};
use crate::store::server_key;

/// Longest address, in bytes: as long as a name may be in DNS, and what stands around it.
const MOST: usize = 300;

/// From the next request on this server takes nothing in, and tells laptops that the district's server is at `to`. With none
/// it works again.
pub fn move_server(data: &Path, to: Option<&str>) -> Result<(), AdminError> {
    let to = to.map(str::trim);
    if let Some(bad) = to.filter(|to| !is_address(to)) {
        return Err(AdminError::BadAddress(bad.to_owned()));
    }
    // As well where it has gone: to be told otherwise, or to come back.
    DataFolder::open(data)?.database()?.write(|tx| Ok(server_key::set_moved(tx, to)?))
}

/// The server proves from now on, to laptops that ask at this address, that it is the district's.
pub fn stands_at(data: &Path, address: &str) -> Result<(), AdminError> {
    let address = address.trim();
    if !is_address(address) {
        return Err(AdminError::BadAddress(address.to_owned()));
    }
    writing(data, |tx| Ok(server_key::add_address(tx, address)?))
}

/// Where it has gone.
pub fn moved_to(data: &Path) -> Result<Option<String>, AdminError> {
    reading(data, |tx| Ok(server_key::moved(tx)?.map(|moved| moved.address)))
}

/// As a laptop takes one: encrypted, or on the same machine.
fn is_address(to: &str) -> bool {
    let host = |rest: &str| rest.split(['/', ':']).next().unwrap_or_default().to_owned();
    let fits = to.len() <= MOST && to.chars().all(|c| c.is_ascii_graphic() && !"@?#".contains(c));
    let encrypted = to.strip_prefix("https://").is_some_and(|rest| !host(rest).is_empty());
    let local =
        to.strip_prefix("http://").is_some_and(|rest| ["127.0.0.1", "localhost"].contains(&&*host(rest)));
    fits && (encrypted || local)
}
