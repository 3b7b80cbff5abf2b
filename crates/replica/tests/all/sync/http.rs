//! The line to the server, over real sockets.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use model::window::Proxy;
use protocol::{DeviceId, EnrolReply, Epoch, Token};
use replica::sync::{Barrier, HttpServer, Leaving, LinkError, Server, http_client};
use replica::{Device, Secret};

/// Bytes that note when they are asked for.
fn bytes() -> (Leaving, Arc<AtomicBool>) {
    let asked = Arc::new(AtomicBool::new(false));
    let noted = Arc::clone(&asked);
    let leaving = async move {
        noted.store(true, Ordering::SeqCst);
        Some(b"sealed".to_vec())
    };
    (Box::pin(leaving), asked)
}

fn device() -> Device {
    let reply = EnrolReply {
        device: DeviceId(1),
        token: Token::new("test"),
        unit: "ayun".into(),
        organisation: "mang-yang".into(),
        person: "y-bloi".into(),
        epoch: Epoch(1),
        signing_key: String::new(),
    };
    Device::new("https://district.test/".into(), Secret::random().unwrap(), reply)
}

async fn sync(address: &str) -> (LinkError, bool) {
    let server = HttpServer::new(http_client().unwrap(), address, false).unwrap();
    let (leaving, asked) = bytes();
    let error = server.sync(&device(), leaving).await.unwrap_err();
    (error, asked.load(Ordering::SeqCst))
}

/// Answers each caller's first bytes with these, and closes.
fn answering(answer: &'static [u8]) -> (u16, std::thread::JoinHandle<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = std::thread::spawn(move || {
        let (mut line, _): (TcpStream, _) = listener.accept().unwrap();
        let mut bytes = vec![0; 4096];
        let mut heard = Vec::new();
        while !heard.windows(6).any(|six| six == b"sealed") {
            match line.read(&mut bytes) {
                Ok(0) | Err(_) => break,
                Ok(read) => heard.extend(&bytes[..read]),
            }
            if !heard.starts_with(b"POST") {
                break;
            }
        }
        let _ = line.write_all(answer);
        heard
    });
    (port, heard)
}

#[tokio::test]
async fn where_nobody_listens_nothing_is_sealed() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let (error, sealed) = sync(&format!("http://127.0.0.1:{port}")).await;
    assert_eq!((error, sealed), (LinkError::Offline, false));
}

#[tokio::test]
async fn where_another_than_the_district_answers_nothing_is_sealed() {
    // A page that wants a password for its Wi-Fi: it takes every connection, and has no certificate of the district's.
    let (port, _) = answering(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nLogin");
    let (error, sealed) = sync(&format!("https://127.0.0.1:{port}")).await;
    assert_eq!((error, sealed), (LinkError::Barred(Barrier::OtherPage), false));
}

#[tokio::test]
async fn on_a_line_that_stands_the_bytes_leave_with_the_first_request() {
    let (port, heard) = answering(b"HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n");
    let (error, sealed) = sync(&format!("http://127.0.0.1:{port}")).await;
    assert!(matches!(error, LinkError::Refused { .. }), "{error:?}");
    assert!(sealed);
    let heard = String::from_utf8_lossy(&heard.join().unwrap()).into_owned();
    assert!(heard.starts_with("POST /v1/sync") && heard.contains("sealed"), "{heard}");
}

/// Answers a laptop that has its bytes ready with this.
async fn answered(answer: &'static [u8]) -> LinkError {
    let (port, _) = answering(answer);
    sync(&format!("http://127.0.0.1:{port}")).await.0
}

#[tokio::test]
async fn what_answers_in_the_servers_place_is_told_as_what_it_is() {
    let page =
        answered(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 5\r\n\r\nLogin").await;
    assert_eq!(page, LinkError::Barred(Barrier::OtherPage));
    let moved =
        answered(b"HTTP/1.1 302 Found\r\nlocation: http://login.test/\r\ncontent-length: 0\r\n\r\n").await;
    assert_eq!(moved, LinkError::Barred(Barrier::OtherPage));
    let proxy = answered(b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n").await;
    assert_eq!(proxy, LinkError::Barred(Barrier::ProxyPassword));
    let domain = answered(
        b"HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Negotiate\r\nproxy-authenticate: NTLM\r\ncontent-length: 0\r\n\r\n",
    )
    .await;
    assert_eq!(domain, LinkError::Barred(Barrier::ProxyScheme("Negotiate, NTLM".into())));
    let firewall = answered(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 4\r\n\r\nstop").await;
    assert_eq!(firewall, LinkError::Barred(Barrier::Blocked(403)));
    let garbled = answered(b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nwhat").await;
    assert_eq!(garbled, LinkError::Garbled);
    for program in
        [&b"SSH-2.0-OpenSSH_9.9\r\n"[..], b"\x15\x03\x01\x00\x02\x02\x46", b"220 mail.test ESMTP\r\n"]
    {
        assert_eq!(answered(program).await, LinkError::Barred(Barrier::OtherProgram), "{program:?}");
    }
    let gateway = answered(b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n").await;
    assert!(matches!(gateway, LinkError::Refused { .. }), "the server behind it is away: {gateway:?}");
}

#[test]
fn a_proxy_that_cannot_be_one_is_refused_in_words() {
    let server = HttpServer::new(http_client().unwrap(), "https://district.test", false).unwrap();
    let proxy = |address: &str| Proxy { address: address.into(), ..Proxy::default() };
    for address in [
        "proxy",
        "proxy.coquan.vn",
        "ftp://a.vn:21",
        "http://a.vn:3128/pac",
        "u:p@a.vn:3128",
        ":3128",
        "a b:1",
    ] {
        let error = server.set_proxy(&proxy(address)).unwrap_err();
        assert!(error.to_string().contains("Địa chỉ proxy"), "{address}: {error}");
    }
    for script in ["http://coquan.vn/proxy.pac", "coquan.vn:8080/wpad.dat", "file:///C:/proxy.PAC"] {
        let error = server.set_proxy(&proxy(script)).unwrap_err();
        assert!(error.to_string().contains("PAC"), "it is no proxy's address: {error}");
    }
    for address in ["", "proxy.coquan.vn:3128", " http://10.0.0.1:8080/ ", "http://proxy.coquan.vn:80"] {
        server.set_proxy(&proxy(address)).unwrap_or_else(|error| panic!("{address}: {error}"));
    }
}

/// What a laptop finds behind this proxy.
async fn behind(port: u16) -> LinkError {
    let server = HttpServer::new(http_client().unwrap(), "https://district.test", false).unwrap();
    let address = format!("127.0.0.1:{port}");
    server.set_proxy(&Proxy { address, user: "ayun".into(), password: "mat khau".into() }).unwrap();
    server.sync(&device(), bytes().0).await.unwrap_err()
}

#[tokio::test]
async fn a_proxy_that_does_not_let_through_is_told_as_what_it_does() {
    let (port, heard) = answering(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
    assert_eq!(behind(port).await, LinkError::Barred(Barrier::ProxyPassword));
    let heard = String::from_utf8_lossy(&heard.join().unwrap()).to_lowercase();
    assert!(heard.starts_with("connect district.test:443"), "{heard}");
    assert!(heard.contains("proxy-authorization: basic yxl1bjptyxqga2hhdq=="), "{heard}");
    let (port, _) = answering(b"HTTP/1.1 403 Forbidden\r\n\r\n");
    assert_eq!(behind(port).await, LinkError::Barred(Barrier::ProxyRefuses));
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    assert_eq!(behind(port).await, LinkError::Barred(Barrier::ProxyAway));
}

#[test]
fn a_name_for_a_proxy_without_an_address_is_not_kept_in_silence() {
    let server = HttpServer::new(http_client().unwrap(), "https://district.test", false).unwrap();
    for (user, password) in [("ayun", ""), ("", "mat khau"), ("ayun", "mat khau")] {
        let proxy = Proxy { address: " ".into(), user: user.into(), password: password.into() };
        let error = server.set_proxy(&proxy).unwrap_err();
        assert!(error.to_string().contains("chưa có địa chỉ proxy"), "{error}");
    }
}

/// Answers the first with one thing and whoever comes then with another.
fn answering_both(answers: [&'static [u8]; 2]) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for answer in answers {
            let (mut line, _) = listener.accept().unwrap();
            let mut head = [0; 4096];
            let _ = line.read(&mut head);
            let _ = line.write_all(answer);
        }
    });
    port
}

#[tokio::test]
async fn a_proxy_that_wants_a_windows_account_is_not_said_to_want_a_password() {
    const DOMAIN: &[u8] = b"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: NTLM\r\nContent-Length: 0\r\n\r\n";
    let told = behind(answering_both([DOMAIN, DOMAIN])).await;
    assert_eq!(told, LinkError::Barred(Barrier::ProxyScheme("NTLM".into())));
    assert!(told.to_string().contains("NTLM"), "{told}");
    const BOTH: &[u8] = b"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: NTLM\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n";
    assert_eq!(behind(answering_both([BOTH, BOTH])).await, LinkError::Barred(Barrier::ProxyPassword));
}

#[tokio::test]
async fn a_proxy_that_is_away_is_named_also_where_the_server_is_not_encrypted() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let server = HttpServer::new(http_client().unwrap(), "http://127.0.0.1:9", false).unwrap();
    server.set_proxy(&Proxy { address: format!("127.0.0.1:{port}"), ..Proxy::default() }).unwrap();
    let told = server.sync(&device(), bytes().0).await.unwrap_err();
    assert_eq!(told, LinkError::Barred(Barrier::ProxyAway));
}

#[tokio::test]
async fn where_the_network_has_a_proxy_script_it_is_told_which_proxies_it_names() {
    let away = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let server = HttpServer::new(http_client().unwrap(), &format!("http://127.0.0.1:{away}"), false).unwrap();
    let script = "function FindProxyForURL(u, h) { return \"PROXY p.coquan.vn:3128; DIRECT\"; }";
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("proxy.pac"), script).unwrap();
    server.read_script_at(&format!("file://{}/proxy.pac", folder.path().display()));
    let told = server.sync(&device(), bytes().0).await.unwrap_err();
    assert_eq!(told, LinkError::Barred(Barrier::ProxyScript(vec!["p.coquan.vn:3128".into()])));
    assert!(told.to_string().contains("PAC") && told.to_string().contains("p.coquan.vn:3128"), "{told}");
    server.read_script_at("http://127.0.0.1:9/proxy.pac");
    let told = server.sync(&device(), bytes().0).await.unwrap_err();
    assert_eq!(told, LinkError::Offline, "where the script cannot be had there is no network");
}
