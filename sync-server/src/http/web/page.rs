//! The files of the page itself, built from `ui/` and carried inside the program.

use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

use crate::error::Error;

#[derive(RustEmbed)]
#[folder = "../ui/dist"]
struct Built;

const INDEX: &str = "index.html";
/// Names under it hold a hash of their content.
const HASHED: &str = "assets/";
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' blob: data:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; \
    frame-src 'self' blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const NOT_BUILT: &str = "<!doctype html><html lang=\"vi\"><meta charset=\"utf-8\"><title>Nhà Rông</title>\
    <h1>Nhà Rông</h1><p>Máy chủ đang chạy và nhận đồng bộ bình thường, nhưng bản cài này không kèm trang web.</p>\
    <p>Cán bộ CNTT: hãy cài bản phát hành đầy đủ, hoặc dựng giao diện (<code>npm run build</code> trong thư mục \
    <code>ui</code>) rồi dựng lại máy chủ.</p></html>";

pub(super) async fn page(request: Request) -> Response {
    let path = request.uri().path().trim_start_matches('/');
    if path.starts_with("v1/") {
        return Error::NotFound.into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Error::Method.into_response();
    }
    let path = if path.is_empty() { INDEX } else { path };
    let response = match Built::get(path) {
        Some(file) => {
            let age =
                if path.starts_with(HASHED) { "public, max-age=31536000, immutable" } else { "no-cache" };
            let headers = [(header::CONTENT_TYPE, media_type(path)), (header::CACHE_CONTROL, age)];
            (headers, file.data).into_response()
        }
        None if path == INDEX => {
            ([(header::CONTENT_TYPE, media_type(INDEX)), (header::CACHE_CONTROL, "no-store")], NOT_BUILT)
                .into_response()
        }
        None => (StatusCode::NOT_FOUND, "Không có trang này.").into_response(),
    };
    guarded(response)
}

fn guarded(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert("cross-origin-opener-policy", HeaderValue::from_static("same-origin"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    let none = HeaderValue::from_static("camera=(), microphone=(), geolocation=()");
    headers.insert("permissions-policy", none);
    response
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json" | "map") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("ttf") => "font/ttf",
        Some("wasm") => "application/wasm",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
