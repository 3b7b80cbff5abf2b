//! The script by which an office tells its machines which proxy to take (PAC). It is a program, which this one does not run; that
//! there is one, and which proxies it names, is told to whoever cannot get through.

#[cfg(not(windows))]
use std::process::Command;
use std::time::Duration;

use futures_util::StreamExt as _;
use reqwest::{Client, Url};

/// Bytes of a script that are looked at.
const MOST: usize = 256 << 10;
const PATIENCE: Duration = Duration::from_secs(3);
/// More than so many nobody tries one after the other.
const NAMED: usize = 4;

/// What a script that is there names; none where there is no script, or it cannot be fetched: then there is no network.
pub(super) async fn proxies_of(address: Option<String>) -> Option<Vec<String>> {
    let address = match address {
        Some(address) => address,
        None => tokio::task::spawn_blocking(of_system).await.ok().flatten()?,
    };
    let url = Url::parse(&address).ok()?;
    let script = match url.scheme() {
        "file" => tokio::fs::read(url.to_file_path().ok()?).await.ok()?,
        "http" | "https" => tokio::time::timeout(PATIENCE, fetched(url)).await.ok().flatten()?,
        _ => return None,
    };
    Some(named_in(&String::from_utf8_lossy(&script)))
}

/// Straight from where it is: what a proxy is for is asked without one.
async fn fetched(url: Url) -> Option<Vec<u8>> {
    let response = Client::builder().no_proxy().build().ok()?.get(url).send().await.ok()?;
    let (mut script, mut pieces) = (Vec::new(), response.error_for_status().ok()?.bytes_stream());
    while let Some(piece) = pieces.next().await {
        script.extend_from_slice(&piece.ok()?);
        if script.len() > MOST {
            break;
        }
    }
    Some(script)
}

/// The proxies that the script may answer with, in its order: "PROXY proxy.coquan.vn:3128".
fn named_in(script: &str) -> Vec<String> {
    let apart = |letter: char| !(letter.is_ascii_alphanumeric() || ".:-_[]".contains(letter));
    let words: Vec<&str> = script.split(apart).filter(|word| !word.is_empty()).collect();
    let mut named: Vec<String> = Vec::new();
    for pair in words.windows(2) {
        let is_answer = ["PROXY", "HTTP", "HTTPS"].iter().any(|kind| pair[0].eq_ignore_ascii_case(kind));
        let port = pair[1].rsplit_once(':').and_then(|(_, port)| port.parse::<u16>().ok());
        if is_answer && port.is_some() && named.iter().all(|other| other != pair[1]) {
            named.push(pair[1].to_owned());
        }
    }
    named.truncate(NAMED);
    named
}

/// Where the system says that its script is.
#[cfg(windows)]
fn of_system() -> Option<String> {
    let settings = "Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings";
    windows_registry::CURRENT_USER.open(settings).ok()?.get_string("AutoConfigURL").ok()
}

#[cfg(not(windows))]
fn of_system() -> Option<String> {
    let asked = |key: &str| {
        let said = Command::new("gsettings").args(["get", "org.gnome.system.proxy", key]).output().ok()?;
        Some(said_by_gnome(&String::from_utf8_lossy(&said.stdout)))
    };
    if asked("mode").as_deref() == Some("auto") {
        return asked("autoconfig-url").filter(|url| !url.is_empty());
    }
    let settings = std::env::home_dir()?.join(".config/kioslaverc");
    said_by_kde(&std::fs::read_to_string(settings).ok()?)
}

/// "'auto'"
#[cfg(not(windows))]
fn said_by_gnome(printed: &str) -> String {
    printed.trim().trim_matches('\'').to_owned()
}

#[cfg(not(windows))]
fn said_by_kde(settings: &str) -> Option<String> {
    let value = |key: &str| {
        let mut lines = settings.lines().filter_map(|line| line.split_once('='));
        lines.find(|(name, _)| name.trim() == key).map(|(_, value)| value.trim().to_owned())
    };
    (value("ProxyType")? == "2").then(|| value("Proxy Config Script")).flatten()
}

#[cfg(all(test, not(windows)))]
mod tests {
    use super::*;

    #[test]
    fn the_proxies_of_a_script_are_told_once_each_and_nothing_else_of_it() {
        let script = r#"
            // proxy auto-config: see http://noi-bo.vn:8080/ngoai
            function FindProxyForURL(url, host) {
                if (isPlainHostName(host) || dnsDomainIs(host, ".coquan.vn")) return "DIRECT";
                if (url.substring(0, 5) == "http:") return 'PROXY p1.coquan.vn:3128; PROXY p2.coquan.vn:8080';
                return "proxy p1.coquan.vn:3128; HTTPS 10.0.0.1:8443; SOCKS s.coquan.vn:1080; PROXY x:99999";
            }"#;
        assert_eq!(named_in(script), ["p1.coquan.vn:3128", "p2.coquan.vn:8080", "10.0.0.1:8443"]);
        assert_eq!(named_in("<html>PROXY</html>"), Vec::<String>::new());
        assert_eq!(named_in(""), Vec::<String>::new());
    }

    #[test]
    fn desktops_say_where_their_script_is_or_that_there_is_none() {
        assert_eq!(said_by_gnome("'auto'\n"), "auto");
        let kde = "[Proxy Settings]\nProxyType=2\nProxy Config Script=http://coquan.vn/proxy.pac\n";
        assert_eq!(said_by_kde(kde).as_deref(), Some("http://coquan.vn/proxy.pac"));
        assert_eq!(said_by_kde(&kde.replace("=2", "=0")), None, "it is not used");
        assert_eq!(said_by_kde("nonsense"), None);
    }
}
