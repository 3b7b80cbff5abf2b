//! Streams that say only that there is something new, and at which position.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::{Stream, stream};
use model::ids::UnitId;
use protocol::{Cursor, EVENTS_EVERY};
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use crate::app::App;
use crate::http::caller::Caller;

/// Shorter than the patience of most proxies on the way.
const KEEP_ALIVE: Duration = Duration::from_secs(20);
/// For a laptop, which tells by it whether its line is alive.
const ALIVE: u8 = 2;

/// `GET /v1/events`: `data: N`, at once and after commits that concern the unit.
pub(super) async fn events(State(app): State<Arc<App>>, Caller(device): Caller) -> impl IntoResponse {
    let news =
        log_events(&app, Some(&device.unit), true, |newest| Event::default().data(newest.0.to_string()));
    ([(EVENTS_EVERY, ALIVE.to_string())], said_every(Duration::from_secs(ALIVE.into()), news))
}

pub(crate) fn endless<S>(events: S) -> impl IntoResponse
where
    S: Stream<Item = Result<Event, Infallible>> + Send + 'static,
{
    said_every(KEEP_ALIVE, events)
}

/// A proxy that keeps answers back until they are whole is asked not to.
fn said_every<S>(interval: Duration, events: S) -> impl IntoResponse
where
    S: Stream<Item = Result<Event, Infallible>> + Send + 'static,
{
    ([("x-accel-buffering", "no")], Sse::new(events).keep_alive(KeepAlive::new().interval(interval)))
}

/// Between two events on one stream: when all hand in at once, those who follow them need not hear of each.
const REST: Duration = Duration::from_secs(1);

/// The position each time it grows, for one unit where that concerns it; and `at_once` as it is now. Ends when the
/// server closes.
pub(crate) fn log_events<F>(
    app: &App,
    unit: Option<&UnitId>,
    at_once: bool,
    event: F,
) -> impl Stream<Item = Result<Event, Infallible>> + Send + 'static + use<F>
where
    F: Fn(Cursor) -> Event + Send + 'static,
{
    let (log_end, closing) = app.listen(unit);
    let listening =
        Listening { log_end, closing, first: at_once.then(|| app.newest()), rest: Instant::now() };
    stream::unfold((listening, event), |(mut listening, event)| async move {
        let newest = listening.next().await?;
        Some((Ok(event(newest)), (listening, event)))
    })
}

struct Listening {
    log_end: watch::Receiver<Cursor>,
    closing: watch::Receiver<bool>,
    first: Option<Cursor>,
    /// Nothing is told before.
    rest: Instant,
}

impl Listening {
    async fn next(&mut self) -> Option<Cursor> {
        let Self { log_end, closing, first, rest } = self;
        let newest = match first.take() {
            Some(first) => first,
            None => tokio::select! {
                grown = async { sleep_until(*rest).await; log_end.changed().await } => {
                    grown.ok()?;
                    *log_end.borrow_and_update()
                }
                _ = closing.wait_for(|closing| *closing) => return None,
            },
        };
        *rest = Instant::now() + REST;
        Some(newest)
    }
}
