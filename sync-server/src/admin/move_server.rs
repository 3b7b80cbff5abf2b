//! A district whose server goes to another address.

use std::path::Path;

use super::AdminError;
use super::folder::{DataFolder, reading, writing};
use crate::store::server_key;

/// Longest address, in bytes: as long as a name may be in DNS, and what stands around it.
const MOST: usize = 300;

/// From the next request on this server takes nothing in, and tells laptops that the district's server is at `to`. With none
/// it works again. Gives how many laptops were told of another address until then: they write there.
pub fn move_server(data: &Path, to: Option<&str>) -> Result<usize, AdminError> {
    let to = to.map(str::trim);
    if let Some(to) = to {
        check(to)?;
    }
    // As well where it has gone: to be told otherwise, or to come back.
    DataFolder::open(data)?.database()?.write(|tx| {
        if let Some(to) = to
            && server_key::stands_at(tx, to)?
        {
            return Err(AdminError::OwnAddress(to.to_owned()));
        }
        Ok(server_key::set_moved(tx, to)?)
    })
}

/// The server proves from now on, to laptops that ask at this address, that it is the district's.
pub fn stands_at(data: &Path, address: &str) -> Result<(), AdminError> {
    let address = address.trim();
    check(address)?;
    writing(data, |tx| Ok(server_key::add_address(tx, address)?))
}

/// Where it has gone.
pub fn moved_to(data: &Path) -> Result<Option<String>, AdminError> {
    reading(data, |tx| Ok(server_key::moved(tx)?.map(|moved| moved.address)))
}

/// As a laptop takes one: encrypted, or on the same machine.
fn check(to: &str) -> Result<(), AdminError> {
    let bad = || AdminError::BadAddress(to.to_owned());
    let plain = to.len() <= MOST && to.chars().all(|c| c.is_ascii_graphic() && !"@?#".contains(c));
    let encrypted = to.strip_prefix("https://");
    let rest = encrypted.or_else(|| to.strip_prefix("http://")).filter(|_| plain).ok_or_else(bad)?;
    let (host, port) = host_and_port(rest.split('/').next().unwrap_or_default());
    if host.is_empty() || (encrypted.is_none() && !["127.0.0.1", "localhost", "[::1]"].contains(&host)) {
        return Err(bad());
    }
    match port {
        Some(port) if port.parse::<u16>().is_ok_and(|port| port > 0) => Ok(()),
        Some(port) => Err(AdminError::BadPort(port.to_owned())),
        None => Ok(()),
    }
}

fn host_and_port(place: &str) -> (&str, Option<&str>) {
    // The colons of an IPv6 address stand within brackets.
    let after = place.rfind(']').map_or(0, |end| end + 1);
    match place[after..].find(':') {
        Some(colon) => (&place[..after + colon], Some(&place[after + colon + 1..])),
        None => (place, None),
    }
}
