//! When the driver speaks with the server. Time stands still but where a test waits for it.

use std::sync::Arc;

use model::ids::{EvidenceId, FileHash};
use model::window::{Act, Fault, Link, Status};
use protocol::ProblemCode;
use replica::sync::{Driver, Pace, StatusBoard, Traffic};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{Duration, Instant, timeout};

use crate::support::{District, Fake, Laptop, entry, narrative, percent, write};

struct Running {
    laptop: Laptop,
    server: Fake,
    status: watch::Receiver<Status>,
    task: JoinHandle<()>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn start(prepare: impl FnOnce(&Laptop, &Fake)) -> Running {
    let mut district = District::new();
    let laptop = Laptop::new(&mut district, "ayun", "Y Blưm");
    let server = Fake::new(district);
    prepare(&laptop, &server);
    let board = Arc::new(StatusBoard::default());
    let status = board.watch();
    let driver = Arc::new(Driver::new(laptop.store.clone(), server.clone(), board, Pace::default()));
    Running { laptop, server, status, task: driver.spawn() }
}

impl Running {
    async fn until(&mut self, what: &str, reached: impl FnMut(&Status) -> bool) -> Status {
        let found = timeout(Duration::from_secs(3600), self.status.wait_for(reached)).await;
        found.unwrap_or_else(|_| panic!("never came: {what}")).unwrap().clone()
    }
}

#[test]
fn pauses_grow_and_stay_under_a_minute() {
    let pace = Pace::default();
    let bounds: Vec<u64> = (1..10).map(|failures| pace.backoff(failures, 1.0).as_secs()).collect();
    assert_eq!(bounds, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
    assert_eq!(pace.backoff(5, 0.0), Duration::ZERO, "jitter is full: anywhere from nothing on");
    assert!(pace.backoff(u32::MAX, 0.5) <= Duration::from_secs(30));
}

#[tokio::test(start_paused = true)]
async fn an_edit_is_sent_two_seconds_later_and_with_it_what_was_written_meanwhile() {
    let mut running = start(|_, _| {});
    running.until("the first sync", |status| status.link == Link::Online).await;
    let begun = Instant::now();
    running.laptop.act(write(percent("III.6a"), "40")).unwrap();
    running.laptop.act(write(narrative("III.6b"), "cùng một lần")).unwrap();
    running.until("the edits are counted", |status| status.edits == 2).await;
    running.until("the edits were sent", |status| status.edits == 0 && status.link == Link::Online).await;
    let state = running.server.state();
    let with_changes: Vec<_> = state.syncs.iter().filter(|(_, documents)| *documents > 0).collect();
    assert_eq!(with_changes.len(), 1, "one batch");
    let waited = with_changes[0].0 - begun;
    assert!((Duration::from_secs(2)..Duration::from_secs(3)).contains(&waited), "{waited:?}");
}

#[tokio::test(start_paused = true)]
async fn without_a_network_nothing_is_sealed_and_on_its_return_everything_goes() {
    let mut running = start(|_, server| server.state().online = false);
    running.until("the link is known to be down", |status| status.link == Link::Offline).await;
    running.laptop.act(write(percent("III.6a"), "40")).unwrap();
    tokio::time::sleep(Duration::from_secs(1200)).await;
    assert!(running.laptop.queue().edits[0].can_take_back, "what cannot be sent can be taken back");
    let probes = running.server.state().probes.clone();
    assert!(probes.windows(2).all(|pair| pair[1] - pair[0] <= Duration::from_secs(61)));
    assert!(probes.len() < 200, "{} tries in twenty minutes", probes.len());
    running.server.state().online = true;
    let status = running.until("sent", |status| status.edits == 0 && status.link == Link::Online).await;
    assert!(status.problem.is_none() && status.last_sync.is_some());
}

#[tokio::test(start_paused = true)]
async fn a_person_who_asks_does_not_wait_for_the_pause() {
    let mut running = start(|_, server| server.state().online = false);
    tokio::time::sleep(Duration::from_secs(600)).await;
    running.server.state().online = true;
    let begun = Instant::now();
    running.laptop.act(Act::Sync).unwrap();
    running.until("online", |status| status.link == Link::Online).await;
    assert!(begun.elapsed() < Duration::from_secs(1));
}

#[tokio::test(start_paused = true)]
async fn what_a_round_took_along_is_not_followed_by_an_empty_one() {
    let mut running = start(|_, server| server.state().online = false);
    running.until("the link is known to be down", |status| status.link == Link::Offline).await;
    running.laptop.act(write(percent("III.6a"), "40")).unwrap();
    running.laptop.act(write(narrative("III.6b"), "viết lúc mất mạng")).unwrap();
    running.server.state().online = true;
    running.laptop.act(Act::Sync).unwrap();
    running.until("sent", |status| status.edits == 0 && status.link == Link::Online).await;
    tokio::time::sleep(Duration::from_secs(60)).await;
    let state = running.server.state();
    assert_eq!(state.syncs.len(), 1, "one request said everything: {:?}", state.syncs);
}

#[tokio::test(start_paused = true)]
async fn the_stream_of_news_does_not_take_the_connection_that_edits_wait_for() {
    let mut running = start(|laptop, _| laptop.act(write(percent("III.6a"), "40")).map(drop).unwrap());
    running.until("sent", |status| status.edits == 0 && status.link == Link::Online).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    let state = running.server.state();
    assert_eq!(state.streams, [1], "opened once, after the sync was answered");
}

#[tokio::test(start_paused = true)]
async fn news_bring_a_sync_and_ones_own_changes_are_none() {
    let mut running = start(|_, _| {});
    running.until("the first sync", |status| status.link == Link::Online).await;
    running.laptop.act(write(percent("III.6a"), "40")).unwrap();
    running.until("sent", |status| status.edits == 0 && status.link == Link::Online).await;
    tokio::time::sleep(Duration::from_secs(20)).await;
    let quiet = running.server.state().syncs.len();
    running.server.with_district(|district| {
        let colleague = Laptop::new(district, "ayun", "H'Nhung");
        colleague.act(write(percent("III.6b"), "70")).unwrap();
        colleague.sync(district);
    });
    let mut changed = running.laptop.store.watch_changed();
    let begun = Instant::now();
    while running.laptop.page("III.6b")["percent"] != 70 {
        changed.changed().await.unwrap();
    }
    assert!(begun.elapsed() < Duration::from_secs(5));
    tokio::time::sleep(Duration::from_secs(20)).await;
    assert!(running.server.state().syncs.len() <= quiet + 2);
}

#[tokio::test(start_paused = true)]
async fn what_only_a_person_can_mend_is_said_and_not_hammered() {
    let mut running = start(|_, server| server.state().refuses = Some(ProblemCode::Clone));
    let status = running.until("the reason", |status| status.problem.is_some()).await;
    assert_eq!(status.problem.as_deref(), Some("hãy ghi danh lại"));
    assert_eq!(status.link, Link::Online, "the server answered");
    running.laptop.act(write(percent("III.6a"), "40")).unwrap();
    tokio::time::sleep(Duration::from_secs(600)).await;
    running.until("the edit is kept", |status| status.edits == 1).await;
}

fn with_file(laptop: &Laptop, size: usize) {
    let path = laptop.path().join("scan.bin");
    std::fs::write(&path, vec![7; size]).unwrap();
    laptop
        .act(Act::Attach { entry: entry("III.6a"), paths: vec![path.display().to_string()], again: false })
        .unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_change_overtakes_a_large_file() {
    let mut running = start(|laptop, server| {
        with_file(laptop, 5 << 20);
        server.state().piece_time = Duration::from_secs(4);
    });
    running
        .until("the file is on its way", |status| {
            status.edits == 0 && status.files == 1 && status.bytes < 5 << 20
        })
        .await;
    running.laptop.act(write(percent("III.6a"), "40")).unwrap();
    let status = running.until("the edit was sent", |status| status.edits == 0).await;
    assert!(status.files == 1, "before the file was");
    running.until("the file was sent", |status| status.files == 0).await;
    assert_eq!(running.server.state().file.len(), 5 << 20);
}

#[tokio::test(start_paused = true)]
async fn on_a_metered_line_files_wait_until_they_are_told() {
    let mut running = start(|laptop, _| {
        laptop.act(Act::Metered { on: true }).unwrap();
        with_file(laptop, 300 << 10);
    });
    running.until("the edits were sent", |status| status.edits == 0 && status.link == Link::Online).await;
    tokio::time::sleep(Duration::from_secs(1000)).await;
    assert!(running.server.state().pieces.is_empty());
    running.laptop.act(Act::Sync).unwrap();
    running.until("the file was sent", |status| status.files == 0).await;
}

#[tokio::test(start_paused = true)]
async fn an_upload_goes_on_where_it_stopped() {
    let mut running = start(|laptop, server| {
        with_file(laptop, 3 << 20);
        server.state().piece_time = Duration::from_secs(4);
    });
    running
        .until("a part is there", |status| status.edits == 0 && status.files == 1 && status.bytes < 3 << 20)
        .await;
    running.server.state().online = false;
    running.until("the cut", |status| status.link == Link::Offline).await;
    let stood = running.server.state().file.len();
    assert!(stood > 0);
    running.server.state().online = true;
    running.until("the file was sent", |status| status.files == 0).await;
    let state = running.server.state();
    assert_eq!(state.file.len(), 3 << 20);
    assert!(state.pieces.windows(2).all(|pair| pair[1].1 > pair[0].1), "no piece was sent twice");
}

#[tokio::test(start_paused = true)]
async fn a_line_that_breaks_under_large_pieces_carries_small_ones() {
    let mut running = start(|laptop, server| {
        with_file(laptop, 300 << 10);
        server.state().carries = 20 << 10;
        server.state().piece_time = Duration::from_secs(4);
    });
    running.until("the file waits", |status| status.edits == 0 && status.files == 1).await;
    running.until("the file was sent", |status| status.files == 0).await;
    assert_eq!(running.server.state().file.len(), 300 << 10);
}

#[tokio::test(start_paused = true)]
async fn one_request_that_is_refused_whole_stops_neither_the_rest_nor_the_news() {
    let mut running = start(|laptop, server| {
        server.state().poison = Some("độc");
        laptop.act(write(narrative("III.6a"), "trước")).unwrap();
        laptop.act(write(narrative("III.6b"), "một câu có chữ độc")).unwrap();
        laptop.act(write(narrative("III.7a"), "giữa")).unwrap();
        laptop.act(write(percent("III.7b"), "40")).unwrap();
    });
    running.until("it came back", |status| status.refused == 1 && status.edits == 0).await;
    let back = running.laptop.queue().refused;
    assert_eq!(back[0].value, "một câu có chữ độc");
    assert!(back[0].reason.contains("dù gửi riêng"), "{}", back[0].reason);
    running.until("all is well", |status| status.link == Link::Online && status.problem.is_none()).await;
    running.laptop.act(write(percent("III.6a"), "50")).unwrap();
    running.until("it is counted", |status| status.edits == 1).await;
    running.until("what comes after goes as ever", |status| status.edits == 0).await;
    running.server.with_district(|district| {
        let colleague = Laptop::new(district, "ayun", "H'Nhung");
        colleague.sync(district);
        assert_eq!(colleague.page("III.6a")["texts"][0]["text"], "trước");
        assert_eq!(colleague.page("III.6b")["texts"][0]["text"], "");
        assert_eq!(colleague.page("III.7a")["texts"][0]["text"], "giữa");
        assert_eq!(colleague.page("III.7b")["percent"], 40);
        assert_eq!(colleague.page("III.6a")["percent"], 50);
    });
}

#[tokio::test(start_paused = true)]
async fn where_nothing_at_all_gets_through_nothing_is_taken_apart() {
    let mut running = start(|laptop, server| {
        laptop.act(write(narrative("III.6a"), "một câu")).unwrap();
        server.state().refuses = Some(ProblemCode::TooLarge);
    });
    running.until("the reason", |status| status.problem.is_some()).await;
    tokio::time::sleep(Duration::from_secs(600)).await;
    assert!(running.laptop.queue().refused.is_empty(), "the words are not at fault");
    running.server.state().refuses = None;
    running.until("sent", |status| status.edits == 0 && status.link == Link::Online).await;
}

#[tokio::test(start_paused = true)]
async fn what_is_shown_of_the_link_follows_the_network_within_five_seconds() {
    let mut running = start(|_, server| server.state().online = false);
    running.until("the link is known to be down", |status| status.link == Link::Offline).await;
    tokio::time::sleep(Duration::from_secs(300)).await;
    running.server.state().reached = true;
    let begun = Instant::now();
    running.until("there is a network", |status| status.link != Link::Offline).await;
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    running.server.state().reached = false;
    let begun = Instant::now();
    running.until("it is gone", |status| status.link == Link::Offline).await;
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}

#[tokio::test(start_paused = true)]
async fn where_nothing_moves_while_an_answer_is_awaited_that_is_told_until_something_does() {
    let mut running = start(|_, _| {});
    running.until("the first sync", |status| status.link == Link::Online).await;
    let traffic = running.server.state().traffic.clone();
    let note = |awaited| {
        traffic.send_modify(|traffic| *traffic = Traffic { awaited, moved: traffic.moved + 1 });
    };
    note(true);
    for _ in 0..10 {
        tokio::time::sleep(Duration::from_secs(3)).await;
        note(true);
    }
    assert_eq!(running.status.borrow().fault, None, "slowly, but it moves");
    let begun = Instant::now();
    let told = running.until("silence", |status| status.fault == Some(Fault::NoAnswer)).await;
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    assert!(told.problem.unwrap_or_default().contains("Chưa thấy máy chủ trả lời"));
    note(true);
    running.until("an answer", |status| status.fault.is_none() && status.problem.is_none()).await;
    note(false);
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(running.status.borrow().fault, None, "nobody waits for the other side");

    running.server.state().online = false;
    running.laptop.act(Act::Sync).unwrap();
    running.until("the line is known to be away", |status| status.link == Link::Offline).await;
    note(true);
    tokio::time::sleep(Duration::from_secs(20)).await;
    assert_eq!(running.status.borrow().fault, None, "which says more than that nothing comes");
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_is_hours_off_is_told_and_stops_nothing() {
    let mut running = start(|laptop, _| laptop.clock.forward(-3 * 60));
    let told = running.until("the clock", |status| status.fault == Some(Fault::Clock)).await;
    assert_eq!(told.link, Link::Online);
    let problem = told.problem.unwrap_or_default();
    assert!(problem.contains("chậm 3 giờ so với máy chủ"), "{problem}");
    running.laptop.act(write(percent("III.6a"), "40")).unwrap();
    running.until("it is counted", |status| status.edits == 1).await;
    running.until("sent", |status| status.edits == 0).await;
    running.laptop.clock.forward(3 * 60);
    running.laptop.act(Act::Sync).unwrap();
    running.until("mended", |status| status.fault.is_none() && status.problem.is_none()).await;
}

fn hash_of(size: usize) -> FileHash {
    FileHash::new(blake3::hash(&vec![7; size]).to_hex().to_string())
}

#[tokio::test(start_paused = true)]
async fn a_file_that_a_person_stopped_waits_and_goes_on_from_where_it_stood() {
    const SIZE: usize = 3 << 20;
    let mut running = start(|laptop, server| {
        with_file(laptop, SIZE);
        server.state().piece_time = Duration::from_secs(4);
    });
    assert_eq!(running.laptop.queue().rate, None, "nothing was measured yet");
    running
        .until("a part is there", |status| {
            status.edits == 0 && status.files == 1 && status.bytes < SIZE as u64
        })
        .await;
    running.laptop.act(Act::PauseFile { hash: hash_of(SIZE), on: true }).unwrap();
    tokio::time::sleep(Duration::from_secs(60)).await;
    let stood = running.server.state().file.len();
    tokio::time::sleep(Duration::from_secs(2000)).await;
    assert!(stood < SIZE && running.server.state().file.len() == stood, "not one more piece");
    let queue = running.laptop.queue();
    assert!(queue.files[0].paused && queue.files[0].sent == stood as u64, "{queue:?}");
    let rate = queue.rate.expect("the pieces that went were measured");
    assert!((1..1 << 20).contains(&rate), "{rate} bytes a second");
    running.laptop.act(Act::PauseFile { hash: hash_of(SIZE), on: false }).unwrap();
    running.until("the file was sent", |status| status.files == 0).await;
    let state = running.server.state();
    assert_eq!(state.file.len(), SIZE);
    assert!(state.pieces.windows(2).all(|pair| pair[1].1 > pair[0].1), "no piece was sent twice");
}

#[tokio::test(start_paused = true)]
async fn a_file_that_no_entry_uses_any_more_is_not_sent() {
    const SIZE: usize = 3 << 20;
    let mut running = start(|laptop, server| {
        with_file(laptop, SIZE);
        server.state().piece_time = Duration::from_secs(4);
    });
    running
        .until("a part is there", |status| {
            status.edits == 0 && status.files == 1 && status.bytes < SIZE as u64
        })
        .await;
    let id = running.laptop.page("III.6a")["evidence"][0]["id"].as_str().unwrap().to_owned();
    let (entry, evidence) = (entry("III.6a"), EvidenceId::new(id));
    running.laptop.act(Act::Detach { entry: entry.clone(), evidence: evidence.clone() }).unwrap();
    running.until("it waits no more", |status| status.files == 0).await;
    tokio::time::sleep(Duration::from_secs(60)).await;
    let stood = running.server.state().file.len();
    tokio::time::sleep(Duration::from_secs(2000)).await;
    assert!(stood < SIZE && running.server.state().file.len() == stood, "nobody asked for the rest");
    running.laptop.act(Act::Reuse { entry, evidence, place: String::new() }).unwrap();
    running.until("it is used again", |status| status.files == 1).await;
    running.until("the file was sent", |status| status.files == 0).await;
    assert_eq!(running.server.state().file.len(), SIZE);
}

#[tokio::test(start_paused = true)]
async fn whoever_adds_a_large_file_is_told_how_long_it_takes_on_the_line_as_it_was() {
    let mut running = start(|laptop, server| {
        with_file(laptop, 1 << 20);
        server.state().piece_time = Duration::from_secs(40);
    });
    running.until("the first waits", |status| status.edits == 0 && status.files == 1).await;
    running.until("the first was sent", |status| status.edits == 0 && status.files == 0).await;
    let path = running.laptop.path().join("lớn.bin");
    std::fs::write(&path, vec![8; 20 << 20]).unwrap();
    let paths = vec![path.display().to_string()];
    let done = running.laptop.act(Act::Attach { entry: entry("III.6b"), paths, again: false }).unwrap();
    let note = done.note.expect("it takes longer than a minute");
    assert!(note.contains("phút") || note.contains("giờ"), "{note}");
}
