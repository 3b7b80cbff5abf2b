//! Evidence files: byte by byte, from the server.

use anyhow::{Context, Result};
use indicatif::ProgressBar;
use model::window::{Ask, EvidenceView};

use super::{End, Findings, Said, Scene};

pub(super) async fn check(
    scene: &Scene<'_>,
    said: &Said,
    bar: &ProgressBar,
    findings: &mut Findings,
) -> Result<()> {
    let mut wrong = Vec::new();
    let (mut count, mut bytes) = (0, 0);
    let shown: Vec<EvidenceView> = End::Page(scene.page).ask(&Ask::Evidence { unit: None }).await?;
    for (unit, id, path) in said.files() {
        bar.inc(1);
        let original = std::fs::read(path)?;
        let Some(piece) = shown.iter().find(|piece| piece.unit == *unit && piece.id == *id) else {
            wrong.push(format!("{unit}: trang huyện không có minh chứng {}", path.display()));
            continue;
        };
        match scene.page.file(&piece.file).await {
            Ok(there) if there == original => (count, bytes) = (count + 1, bytes + original.len()),
            Ok(there) => {
                wrong.push(format!("{unit}: {} có {} byte khác bản gốc", path.display(), there.len()))
            }
            Err(error) => wrong.push(format!("{unit}: {}: {error:#}", path.display())),
        }
    }
    if shown.len() != said.files().count() {
        wrong.push(format!("trang huyện có {} minh chứng, đã thêm {}", shown.len(), said.files().count()));
    }
    wrong.extend(fetched(scene, &shown, said).await?);
    let size = bytes / 1_000;
    findings.saw(format!("{count} tệp minh chứng ({size} kB) ở máy chủ giống bản gốc từng byte"), wrong);
    Ok(())
}

/// The office opens one, which its laptop fetches.
async fn fetched(scene: &Scene<'_>, shown: &[EvidenceView], said: &Said) -> Result<Option<String>> {
    let Some(End::Laptop(office)) = scene.ends().next() else { return Ok(None) };
    let Some(piece) = shown.iter().filter(|piece| piece.unit != office.unit).max_by_key(|piece| piece.size)
    else {
        return Ok(None);
    };
    let read = office.laptop.read_file(&piece.file, None).await;
    let read = read.map_err(|failure| anyhow::anyhow!(failure.message))?;
    let original = std::fs::read(said.path(&piece.unit, &piece.id).context("tệp này không ai thêm")?)?;
    Ok((read.bytes != original).then(|| format!("máy Phòng Nội vụ tải “{}” về không đúng", piece.file_name)))
}
