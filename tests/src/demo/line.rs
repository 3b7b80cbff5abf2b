//! A line that comes and goes: the server is killed while laptops speak with it, and started again.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};
use document::ChangeHash;
use indicatif::ProgressBar;
use model::doc_id::DocId;
use model::permission::may_read;
use model::plan::Plan;
use model::window::{Ask, Link, Matrix, Status};
use rusqlite::{Connection, OpenFlags};
use tokio::task::JoinSet;

use super::{Desk, q3};
use crate::programs::until;
use crate::server::District;

/// Everybody enrols at once, and has the plan.
pub async fn enrol(district: &District, desks: &Arc<Vec<Desk>>, bar: &ProgressBar) -> Result<()> {
    let mut enrolments = JoinSet::new();
    for at in 0..desks.len() {
        let desk = &desks[at];
        let code = tokio::task::block_in_place(|| district.enrol(desk.unit.as_str(), &desk.person))?;
        let (desks, address, bar) = (Arc::clone(desks), district.address(), bar.clone());
        enrolments.spawn(async move {
            desks[at].enrol(address, code).await?;
            bar.inc(1);
            Ok(())
        });
    }
    all_of(enrolments).await
}

/// Waits for all of them, or for the first that fails.
pub async fn all_of(mut works: JoinSet<Result<()>>) -> Result<()> {
    while let Some(done) = works.join_next().await {
        done.context("một máy dừng giữa chừng")??;
    }
    Ok(())
}

/// The server listens, until so many laptops have sent all their edits and so many per cent of the files have
/// gone; then it is killed. Returns when a laptop has noticed.
pub async fn cut_and_mend(
    district: &mut District,
    desks: &[Desk],
    sent: usize,
    bar: &ProgressBar,
) -> Result<()> {
    district.start()?;
    until("vài máy gửi xong", || async {
        let done = desks.iter().filter(|desk| nothing_waits(&told(desk, bar))).count();
        Ok((done >= sent).then_some(()))
    })
    .await
    .with_context(|| desks.iter().filter_map(waits).collect::<Vec<_>>().join("; "))?;
    district.stop();
    until("một máy thấy mất mạng", || async {
        Ok(desks.iter().any(|desk| desk.laptop.status().link == Link::Offline).then_some(()))
    })
    .await
}

fn told(desk: &Desk, bar: &ProgressBar) -> Status {
    bar.tick();
    desk.laptop.status()
}

fn nothing_waits(status: &Status) -> bool {
    status.edits == 0 && status.files == 0
}

/// Waits until nothing waits anywhere and every laptop holds what the server holds. Where that does not come, what
/// is missing; an empty list means quiet.
pub async fn outcome_of_quiet(
    plan: &Plan,
    district: &District,
    desks: &[Desk],
    bar: &ProgressBar,
) -> Result<Vec<String>> {
    let quiet = until("yên lặng", || async {
        let open: Vec<&Desk> = desks.iter().filter(|desk| !nothing_waits(&told(desk, bar))).collect();
        bar.set_position((desks.len() - open.len()) as u64);
        if open.is_empty() && missing(plan, district, desks)?.is_empty() { Ok(Some(())) } else { Ok(None) }
    });
    match quiet.await {
        Ok(()) => Ok(Vec::new()),
        Err(_) => missing(plan, district, desks),
    }
}

/// What still stands between here and quiet.
fn missing(plan: &Plan, district: &District, desks: &[Desk]) -> Result<Vec<String>> {
    let mut missing: Vec<String> = desks.iter().filter_map(waits).collect();
    missing.extend(unequal_heads(plan, &server_heads(district.data())?, desks)?);
    for desk in desks.iter().filter(|desk| desk.unit == *plan.coordinator()) {
        let matrix: Matrix = desk.ask(&Ask::Matrix { period: q3(), field: None })?;
        for row in matrix.rows.iter().filter(|row| row.waiting_files > 0) {
            missing.push(format!("{}: chưa nghe tin {} tệp của {}", desk.name, row.waiting_files, row.unit));
        }
    }
    Ok(missing)
}

/// What a desk has not sent, if anything.
fn waits(desk: &Desk) -> Option<String> {
    let Status { link, edits, files, problem, .. } = desk.laptop.status();
    let problem = problem.map(|words| format!(" ({words})")).unwrap_or_default();
    let name = &desk.name;
    (edits > 0 || files > 0)
        .then(|| format!("{name} ({link:?}): còn {edits} sửa đổi, {files} tệp chưa gửi{problem}"))
}

/// Documents that a laptop may read and does not hold as the server does.
pub fn unequal_heads(
    plan: &Plan,
    server: &BTreeMap<DocId, Vec<ChangeHash>>,
    desks: &[Desk],
) -> Result<Vec<String>> {
    let mut unequal = Vec::new();
    for desk in desks {
        let replica = desk.laptop.replica()?;
        for (doc, heads) in server.iter().filter(|(doc, _)| may_read(plan, &desk.unit, doc)) {
            let here = replica.heads(doc)?;
            if here != *heads {
                let (here, there) = (names(&here), names(heads));
                unequal.push(format!("{}: sổ {doc} có đầu {here}, máy chủ có {there}", desk.name));
            }
        }
    }
    Ok(unequal)
}

fn names(heads: &[ChangeHash]) -> String {
    let short: Vec<String> = heads.iter().map(|head| head.to_string()[..8].to_owned()).collect();
    if short.is_empty() { "rỗng".into() } else { short.join("+") }
}

/// The heads of every document, from the server's own database, opened beside it for reading.
pub fn server_heads(data: &Path) -> Result<BTreeMap<DocId, Vec<ChangeHash>>> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn =
        Connection::open_with_flags(data.join("nharong.db"), flags).context("cơ sở dữ liệu của máy chủ")?;
    let mut select = conn.prepare("SELECT doc, heads FROM document")?;
    let rows = select.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, Vec<u8>>(1)?)))?;
    let mut all = BTreeMap::new();
    for row in rows {
        let (doc, heads) = row?;
        let heads = heads.chunks_exact(32).map(|head| head.try_into().map(ChangeHash));
        all.insert(doc.parse().context(doc)?, heads.collect::<Result<_, _>>()?);
    }
    Ok(all)
}
