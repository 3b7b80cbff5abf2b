//! What came back: the server's own word, or that of something on the way.

use std::time::Duration;

use futures_util::StreamExt as _;
use protocol::{Malformed, Problem, ProblemCode};
use reqwest::header::{self, HeaderMap};
use reqwest::{Response, StatusCode};

use super::fault::Barrier;
use super::proxy::schemes_in;
use super::transfer::{Exchange, LinkError};

/// Of an error's text.
pub(super) const MOST_PROBLEM: usize = 64 << 10;

/// What the server answered, where it is the server that did.
pub(super) async fn answered(response: Response) -> Exchange<Response> {
    let status = response.status();
    if status.is_success() {
        return if is_page(&response) { Err(LinkError::Barred(Barrier::OtherPage)) } else { Ok(response) };
    }
    let seconds =
        response.headers().get(header::RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
    let asked: Vec<String> = schemes_of_answer(response.headers());
    let body = body(response, MOST_PROBLEM).await.unwrap_or_default();
    match serde_json::from_slice(&body).ok().or_else(|| unsaid(status)) {
        Some(problem) => Err(LinkError::Refused { problem, wait: seconds.map(Duration::from_secs) }),
        None => {
            let barrier = Barrier::of_answer(status).map(|barrier| barrier.with_schemes(&asked));
            Err(barrier.map_or(LinkError::Garbled, LinkError::Barred))
        }
    }
}

fn schemes_of_answer(headers: &HeaderMap) -> Vec<String> {
    let said =
        headers.get_all(header::PROXY_AUTHENTICATE).into_iter().filter_map(|value| value.to_str().ok());
    said.flat_map(schemes_in).collect()
}

/// No answer of the server's own is one.
fn is_page(response: &Response) -> bool {
    let said = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    said.is_some_and(|said| said.starts_with("text/html"))
}

/// What a status alone says, of what stands before the server.
fn unsaid(status: StatusCode) -> Option<Problem> {
    let (code, message) = match status {
        StatusCode::TOO_MANY_REQUESTS => (ProblemCode::Slow, "Máy chủ đang bận. Máy sẽ tự thử lại sau."),
        StatusCode::NOT_IMPLEMENTED | StatusCode::NETWORK_AUTHENTICATION_REQUIRED => return None,
        status if status.is_server_error() => (
            ProblemCode::Unavailable,
            "Máy chủ tạm thời chưa làm việc được. Mọi sửa đổi vẫn còn trên máy và sẽ tự gửi lại.",
        ),
        _ => return None,
    };
    Some(Problem::new(code, message))
}

pub(super) async fn body(response: Response, limit: usize) -> Exchange<Vec<u8>> {
    body_seen(response, limit, || {}).await
}

/// `came`: told of each piece.
pub(super) async fn body_seen(response: Response, limit: usize, came: impl Fn()) -> Exchange<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut pieces = response.bytes_stream();
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(|_| LinkError::Offline)?;
        came();
        if bytes.len() + piece.len() > limit {
            return Err(LinkError::Garbled);
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}

/// An answer that came, and is none that this program reads.
pub(super) fn unread(found: Malformed) -> LinkError {
    if !found.is_newer() {
        return LinkError::Garbled;
    }
    let message = "Máy chủ đã có phiên bản mới hơn phần mềm trên máy này. Mọi sửa đổi vẫn còn trên máy; hãy cập nhật phần mềm để đồng bộ tiếp.";
    let problem = Problem::new(ProblemCode::Version, message);
    LinkError::Refused { problem, wait: None }
}
