//! Streams that say only that there is something new, and at which position.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::{Stream, stream};
use protocol::Cursor;

use super::caller::Caller;
use crate::app::App;

/// Shorter than the patience of most proxies on the way.
const KEEP_ALIVE: Duration = Duration::from_secs(20);

/// `GET /v1/events`: `data: N`, at once and at each commit.
pub(super) async fn events(State(app): State<Arc<App>>, _: Caller) -> impl IntoResponse {
    endless(news(&app, true, |newest| Event::default().data(newest.0.to_string())))
}

pub(crate) fn endless<S>(events: S) -> impl IntoResponse
where
    S: Stream<Item = Result<Event, Infallible>> + Send + 'static,
{
    Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE))
}

/// The position each time it grows, and `at_once` as it is now. Ends when the server closes.
pub(crate) fn news<F>(
    app: &App,
    at_once: bool,
    event: F,
) -> impl Stream<Item = Result<Event, Infallible>> + Send + 'static + use<F>
where
    F: Fn(Cursor) -> Event + Send + 'static,
{
    let (news, closing) = app.listen();
    stream::unfold((news, closing, at_once, event), |(mut news, mut closing, at_once, event)| async move {
        if !at_once {
            tokio::select! {
                grown = news.changed() => grown.ok()?,
                _ = closing.wait_for(|closing| *closing) => return None,
            }
        }
        let newest = *news.borrow_and_update();
        let told = event(newest);
        Some((Ok(told), (news, closing, false, event)))
    })
}
