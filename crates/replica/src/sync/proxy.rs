//! The proxy that an office puts before the network: the system's own, or one that a person entered.

use std::fmt;
use std::time::Duration;

use hyper_util::client::proxy::matcher::Matcher;
use model::window::Proxy;
use reqwest::Url;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::error::{Error, Result};
use crate::replica::Replica;
use crate::store::setting;

const NO_ADDRESS: &str = "Có tên hoặc mật khẩu mà chưa có địa chỉ proxy, nên chưa lưu. Hãy nhập thêm địa chỉ (tên máy và cổng), hoặc xóa tên và mật khẩu để dùng proxy của hệ thống.";
const SCRIPT: &str = "Đây là địa chỉ tệp cấu hình proxy tự động (PAC), là tệp mà chương trình không chạy, nên chưa lưu. Hãy mở tệp đó, hoặc hỏi cán bộ CNTT của cơ quan, rồi nhập tên máy và cổng ghi sau chữ PROXY, ví dụ proxy.coquan.vn:3128.";
const PATIENCE: Duration = Duration::from_secs(3);
/// Of what a proxy says before its page.
const MOST_HEAD: usize = 16 << 10;

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
            let named = !user.is_empty() || !entered.password.is_empty();
            return if named { Err(Error::BadValue(NO_ADDRESS.into())) } else { Ok(None) };
        }
        let wrong = || {
            Error::BadValue(
                "Địa chỉ proxy không đúng. Hãy nhập tên máy và cổng do cán bộ CNTT của cơ quan cấp, ví dụ proxy.coquan.vn:3128.".into(),
            )
        };
        let whole = if address.contains("://") { address.to_owned() } else { format!("http://{address}") };
        let address = Url::parse(&whole).map_err(|_| wrong())?;
        if is_script(&address) {
            return Err(Error::BadValue(SCRIPT.into()));
        }
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

/// Where a script that names proxies would be.
fn is_script(address: &Url) -> bool {
    let path = address.path().to_ascii_lowercase();
    path.ends_with(".pac") || path.ends_with("wpad.dat") || address.scheme() == "file"
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

/// The ways of logging in that a proxy offers to who asks it for the way to this address; none where it does not say.
pub(super) async fn schemes_of((host, port): (String, u16), to: (String, u16)) -> Vec<String> {
    let asked = async {
        let mut line = TcpStream::connect((host, port)).await.ok()?;
        let (name, port) = to;
        let name = if name.contains(':') { format!("[{name}]") } else { name };
        let request = format!("CONNECT {name}:{port} HTTP/1.1\r\nHost: {name}:{port}\r\n\r\n");
        line.write_all(request.as_bytes()).await.ok()?;
        let mut head = Vec::new();
        while head.len() < MOST_HEAD && !head.windows(4).any(|end| end == b"\r\n\r\n") {
            if line.read_buf(&mut head).await.ok()? == 0 {
                break;
            }
        }
        Some(schemes_of_head(&String::from_utf8_lossy(&head)))
    };
    tokio::time::timeout(PATIENCE, asked).await.ok().flatten().unwrap_or_default()
}

fn schemes_of_head(head: &str) -> Vec<String> {
    let fields = head.lines().filter_map(|line| line.split_once(':'));
    let challenges = fields.filter(|(name, _)| name.trim().eq_ignore_ascii_case("proxy-authenticate"));
    challenges.flat_map(|(_, said)| schemes_in(said)).collect()
}

/// The first word of each challenge: "Basic", "NTLM", "Negotiate". A parameter of the challenge before it has its name and "=" in
/// one word.
pub(super) fn schemes_in(challenges: &str) -> Vec<String> {
    let words = challenges.split(',').filter_map(|part| part.split_whitespace().next());
    words.filter(|word| !word.contains(['=', '"'])).map(str::to_owned).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_proxy_asks_for_is_read_from_all_its_challenges() {
        let head = "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Negotiate\r\n\
                    proxy-authenticate: NTLM\r\nContent-Length: 0\r\n\r\n";
        assert_eq!(schemes_of_head(head), ["Negotiate", "NTLM"]);
        let with_basic = head.replace("NTLM", "Basic realm=\"Co quan, phong 2\", NTLM");
        assert!(schemes_of_head(&with_basic).contains(&"Basic".to_owned()));
        for nothing in ["HTTP/1.1 407 x\r\n\r\n", "", "proxy-authenticate:"] {
            assert!(schemes_of_head(nothing).is_empty(), "{nothing:?}");
        }
    }
}
