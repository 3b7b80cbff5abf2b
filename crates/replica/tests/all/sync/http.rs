//! The line to the server, over real sockets.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use protocol::{DeviceId, EnrolReply, Epoch, Token};
use replica::sync::{HttpServer, Leaving, LinkError, Server, http_client};
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
    assert_eq!((error, sealed), (LinkError::Offline, false));
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
