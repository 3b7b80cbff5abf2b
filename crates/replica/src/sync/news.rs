//! The stream by which the server says how far its log goes.

use std::time::Duration;

use futures_util::StreamExt as _;
use protocol::EVENTS_EVERY;
use reqwest::{Response, Url};
use tokio::sync::watch;
use tokio::time::timeout;

use super::transfer::LinkError;

/// The server says how often it says something, if only that it is there. Where one such word and most of a second are
/// missed, the line is dead: the screen tells so within five seconds.
const MISSED: f64 = 2.2;
/// Where it does not say so. And where nothing ever came, a proxy keeps the stream back.
const SILENCE: Duration = Duration::from_secs(60);
const LONGEST_LINE: usize = 256;

/// Tells what comes until the stream ends, or `gone_elsewhere` says that it is another server's.
pub(super) async fn news(
    response: Response,
    announced: &watch::Sender<u64>,
    mut gone_elsewhere: watch::Receiver<Url>,
) -> LinkError {
    let told = response.headers().get(EVENTS_EVERY).and_then(|value| value.to_str().ok()?.parse().ok());
    let silence = told.map_or(SILENCE, |seconds: u8| Duration::from_secs(seconds.into()).mul_f64(MISSED));
    let mut pieces = response.bytes_stream();
    let (mut line, mut heard) = (Vec::new(), false);
    loop {
        let patience = if heard { silence } else { SILENCE };
        let piece = tokio::select! {
            _ = gone_elsewhere.changed() => return LinkError::Offline,
            piece = timeout(patience, pieces.next()) => piece,
        };
        let piece = match piece {
            Ok(Some(Ok(piece))) => piece,
            Err(_) if !heard => return LinkError::Held,
            _ => return LinkError::Offline,
        };
        heard = true;
        for &byte in &piece {
            if byte == b'\n' {
                if let Some(position) = position(&line) {
                    announced.send_replace(position);
                }
                line.clear();
            } else if line.len() < LONGEST_LINE {
                line.push(byte);
            }
        }
    }
}

/// `data: 42`
fn position(line: &[u8]) -> Option<u64> {
    std::str::from_utf8(line).ok()?.strip_prefix("data:")?.trim().parse().ok()
}
