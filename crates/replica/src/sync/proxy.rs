//! The proxy that an office puts before the network: the system's own, or one that a person entered.

use std::fmt;

use hyper_util::client::proxy::matcher::Matcher;
use model::window::Proxy;
use reqwest::Url;

use crate::error::{Error, Result};
use crate::replica::Replica;
use crate::store::setting;

/// One that was entered and can be used. Its password is in no log.
#[derive(Clone)]
pub(super) struct ByHand {
    address: Url,
    user: String,
    password: String,
}

impl fmt::Debug for ByHand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ByHand(..)")
    }
}

impl ByHand {
    /// None where no address was entered: the system's own is used.
    pub fn read(entered: &Proxy) -> Result<Option<Self>> {
        let (address, user) = (entered.address.trim(), entered.user.trim());
        if address.is_empty() {
            return Ok(None);
        }
        let wrong = || {
            Error::BadValue(
                "Địa chỉ proxy không đúng. Hãy nhập tên máy và cổng do cán bộ CNTT của cơ quan cấp, ví dụ proxy.coquan.vn:3128.".into(),
            )
        };
        let whole = if address.contains("://") { address.to_owned() } else { format!("http://{address}") };
        let address = Url::parse(&whole).map_err(|_| wrong())?;
        let is_plain = matches!(address.scheme(), "http" | "https")
            && address.host_str().is_some_and(|host| !host.is_empty())
            && matches!(address.path(), "" | "/")
            && address.username().is_empty()
            && address.password().is_none();
        if !is_plain || !whole.trim_end_matches('/').ends_with(|last: char| last.is_ascii_digit()) {
            return Err(wrong());
        }
        Ok(Some(Self { address, user: user.to_owned(), password: entered.password.clone() }))
    }

    pub fn proxy(&self) -> Result<reqwest::Proxy> {
        let proxy = reqwest::Proxy::all(self.address.clone());
        let proxy = proxy.map_err(|_| Error::BadValue("Địa chỉ proxy không dùng được.".into()))?;
        Ok(if self.user.is_empty() { proxy } else { proxy.basic_auth(&self.user, &self.password) })
    }

    pub fn place(&self) -> (String, u16) {
        place(&self.address).expect("its host was read, and its scheme has a port")
    }
}

pub(super) fn place(url: &Url) -> Option<(String, u16)> {
    let host = url.host_str()?.trim_start_matches('[').trim_end_matches(']');
    Some((host.to_owned(), url.port_or_known_default()?))
}

/// Where the system's own proxy for this address is.
pub(super) fn system_proxy(to: &Url) -> Option<(String, u16)> {
    let uri = to.as_str().parse().ok()?;
    let intercept = Matcher::from_system().intercept(&uri)?;
    place(&Url::parse(&intercept.uri().to_string()).ok()?)
}

impl Replica {
    /// As a person entered it; kept in the encrypted store, with its password.
    pub(crate) fn proxy(&self) -> Result<Proxy> {
        Ok(self.read(|conn| setting::get(conn, setting::PROXY))?.unwrap_or_default())
    }

    pub(crate) fn keep_proxy(&self, proxy: &Proxy) -> Result<()> {
        self.write_quietly(|tx| setting::set(tx, setting::PROXY, proxy))
    }
}
