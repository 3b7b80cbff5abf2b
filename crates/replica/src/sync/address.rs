//! Where a district's server may be.

use std::net::IpAddr;

use reqwest::Url;

use crate::error::{Error, Result};

/// `plain`: unencrypted HTTP is taken from any address, not only from this machine's own.
pub(super) fn base_of(address: &str, plain: bool) -> Result<Url> {
    let wrong = || {
        Error::Refused(
            "Địa chỉ máy chủ không đúng. Hãy nhập địa chỉ bắt đầu bằng https:// do huyện cấp.".into(),
        )
    };
    let mut base = Url::parse(address.trim()).map_err(|_| wrong())?;
    let local = base.host_str().is_some_and(is_loopback);
    let allowed = match base.scheme() {
        "https" => base.host_str().is_some(),
        "http" => plain || local,
        _ => false,
    };
    if !allowed || !base.username().is_empty() || base.password().is_some() {
        return Err(wrong());
    }
    if !base.path().ends_with('/') {
        base.set_path(&format!("{}/", base.path()));
    }
    base.set_query(None);
    base.set_fragment(None);
    Ok(base)
}

fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}
