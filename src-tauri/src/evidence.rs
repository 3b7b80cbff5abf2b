//! `evidence://localhost/HASH`: bytes of a file for the window's previews, with ranges, straight out of the
//! encrypted store. Nothing is written to disk in the clear.

use std::ops::Range;

use model::ids::FileHash;
use replica::Laptop;
use tauri::http::{Request, Response, StatusCode, header};

/// Most bytes of a part: who asks for a range asks again for what is missing.
const PIECE: u64 = 4 << 20;

pub async fn serve(laptop: &Laptop, request: &Request<Vec<u8>>) -> Response<Vec<u8>> {
    let hash = FileHash::new(request.uri().path().trim_start_matches('/'));
    if !hash.is_well_formed() {
        return plain(StatusCode::NOT_FOUND);
    }
    // The size is known only once the file is here, which reading none of it makes sure of.
    let Ok(file) = laptop.read_file(&hash, Some(0..0)).await else { return plain(StatusCode::NOT_FOUND) };
    let asked = request.headers().get(header::RANGE).and_then(|value| value.to_str().ok());
    let (status, range) = match wanted(asked, file.size) {
        Some(wanted) => wanted,
        None => return plain(StatusCode::RANGE_NOT_SATISFIABLE),
    };
    let Ok(slice) = laptop.read_file(&hash, Some(range.clone())).await else {
        return plain(StatusCode::NOT_FOUND);
    };
    let mut answer = Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, &slice.media_type)
        .header(header::ACCEPT_RANGES, "bytes")
        .header(header::CACHE_CONTROL, "no-store")
        .header(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")
        .header(header::ACCESS_CONTROL_EXPOSE_HEADERS, "Content-Range, Accept-Ranges, Content-Length");
    if status == StatusCode::PARTIAL_CONTENT {
        let told = format!("bytes {}-{}/{}", range.start, range.end.saturating_sub(1), file.size);
        answer = answer.header(header::CONTENT_RANGE, told);
    }
    answer.body(slice.bytes).unwrap_or_else(|_| plain(StatusCode::INTERNAL_SERVER_ERROR))
}

fn plain(status: StatusCode) -> Response<Vec<u8>> {
    let mut answer = Response::new(Vec::new());
    *answer.status_mut() = status;
    answer
}

/// The whole file for who asks for no range, as an `img` does: a part that nobody asked for would be taken for
/// all of it. None: no such range.
fn wanted(asked: Option<&str>, size: u64) -> Option<(StatusCode, Range<u64>)> {
    match asked {
        None => Some((StatusCode::OK, 0..size)),
        Some(text) => parse(text, size).map(|range| (StatusCode::PARTIAL_CONTENT, range)),
    }
}

/// One range, as RFC 9110 section 14.1.2 writes it: `bytes=0-99`, `bytes=100-`, `bytes=-100`.
fn parse(text: &str, size: u64) -> Option<Range<u64>> {
    let (first, last) = text.strip_prefix("bytes=")?.split_once('-')?;
    let range = match (first, last) {
        ("", "") => return None,
        ("", tail) => size.saturating_sub(tail.parse().ok()?)..size,
        (first, "") => first.parse().ok()?..size,
        (first, last) => first.parse().ok()?..size.min(last.parse::<u64>().ok()?.checked_add(1)?),
    };
    let range = range.start..range.end.min(range.start.saturating_add(PIECE));
    (range.start < range.end && range.end <= size).then_some(range)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_browsers_write_them() {
        assert_eq!(parse("bytes=0-99", 1000), Some(0..100));
        assert_eq!(parse("bytes=900-", 1000), Some(900..1000));
        assert_eq!(parse("bytes=-100", 1000), Some(900..1000));
        assert_eq!(parse("bytes=0-", PIECE * 3), Some(0..PIECE), "never more than a piece at once");
    }

    #[test]
    fn who_asks_for_no_range_gets_the_whole_file() {
        for size in [0, 1, PIECE, PIECE + 1, PIECE * 12] {
            assert_eq!(wanted(None, size), Some((StatusCode::OK, 0..size)));
        }
        let part = Some((StatusCode::PARTIAL_CONTENT, 0..PIECE));
        assert_eq!(wanted(Some("bytes=0-"), PIECE * 12), part, "a part of what was asked is told as one");
        assert_eq!(wanted(Some("bytes=9-"), 9), None);
    }

    #[test]
    fn ranges_that_make_no_sense_are_refused() {
        for text in [
            "",
            "bytes=",
            "bytes=-",
            "bytes=5-2",
            "bytes=1000-",
            "bytes=a-b",
            "0-99",
            "bytes=0-18446744073709551615",
        ] {
            let read = parse(text, 1000);
            assert!(read.is_none() || text.ends_with("615"), "{text:?} gave {read:?}");
        }
        assert_eq!(parse("bytes=-0", 1000), None);
    }
}
