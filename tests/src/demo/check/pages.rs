//! Every entry as its page shows it: texts, figures, evidence.

use std::collections::BTreeMap;

use anyhow::Result;
use indicatif::ProgressBar;
use model::plan::Assignment;
use model::target::{EvidencePart, Target};
use model::window::{Ask, EntryPage, EvidenceView, FigureView, Whereabouts};

use super::{End, Findings, Said, Scene};
use crate::demo::entry;

/// Of all entries, at both ends.
pub(super) async fn check(
    scene: &Scene<'_>,
    said: &Said,
    bar: &ProgressBar,
    findings: &mut Findings,
) -> Result<()> {
    for end in scene.ends() {
        let mut wrong = Vec::new();
        for assignment in scene.plan.assignments() {
            let of = one(end, assignment, said).await?;
            wrong
                .extend(of.iter().map(|what| {
                    format!("{}: {} · {}: {what}", end.name(), assignment.unit, assignment.task)
                }));
            bar.inc(1);
        }
        let count = scene.plan.assignments().len();
        let words = format!(
            "{count} mục có đủ nội dung, khó khăn, kiến nghị, số liệu và minh chứng, theo {}",
            end.name()
        );
        findings.saw(words, wrong);
    }
    Ok(())
}

async fn one(end: End<'_>, assignment: &Assignment, said: &Said) -> Result<Vec<String>> {
    let Assignment { unit, task, .. } = assignment;
    let key = entry(task);
    let page: EntryPage = end.ask(&Ask::Entry { unit: unit.clone(), entry: key.clone() }).await?;
    let mut wrong = Vec::new();
    let state = said.standing(unit, task).work_state();
    if page.state != state {
        wrong.push(format!("đơn vị nói “{}”, trang ghi “{}”", state.vietnamese(), page.state.vietnamese()));
    }
    for text in &page.texts {
        let said = said.texts(unit, &text.target);
        if !same_text(said, &text.text) {
            wrong.push(format!("{} là {:?}, đã nhập {said:?}", text.label, text.text));
        }
    }
    for figure in &page.figures {
        wrong.extend(compare_figure(figure, assignment, said));
    }
    wrong.extend(compare_evidence(&page.evidence, end, assignment, said));
    Ok(wrong)
}

/// One person's text as it is; of two people's, each in what came of both.
fn same_text(texts: &[String], shown: &str) -> bool {
    match texts {
        [] => shown.is_empty(),
        [text] => text == shown,
        several => several.iter().all(|text| shown.contains(text.as_str())),
    }
}

fn compare_figure(figure: &FigureView, assignment: &Assignment, said: &Said) -> Vec<String> {
    let Assignment { unit, task, .. } = assignment;
    let mut wrong = Vec::new();
    let indicator = figure.indicator.clone();
    let none_arose = Target::NoneArose { entry: entry(task), indicator: indicator.clone() };
    let expected = said.texts(unit, &none_arose).iter().any(|text| text == "true");
    if figure.none_arose != expected {
        wrong.push(format!("{indicator}: không phát sinh là {}, phải là {expected}", figure.none_arose));
    }
    for shown in &figure.checks {
        let (indicator, check) = (indicator.clone(), shown.check.clone());
        let target = Target::Check { entry: entry(task), indicator, check };
        if shown.done != said.texts(unit, &target).iter().any(|text| text == "true") {
            wrong.push(format!(
                "{}: mục “{}” là {}, không như đã nhập",
                figure.indicator, shown.name, shown.done
            ));
        }
    }
    for value in &figure.values {
        let figure = value.figure.clone();
        let target = Target::Figure { entry: entry(task), indicator: indicator.clone(), figure };
        let expected = said.texts(unit, &target).first().cloned().unwrap_or_default();
        if value.text != expected {
            wrong.push(format!("{indicator} {}: “{}”, đã nhập “{expected}”", value.label, value.text));
        }
    }
    wrong
}

fn compare_evidence(
    shown: &[EvidenceView],
    end: End<'_>,
    assignment: &Assignment,
    said: &Said,
) -> Vec<String> {
    let Assignment { unit, task, .. } = assignment;
    let expected = said.evidence(unit, task);
    let places: BTreeMap<_, _> = shown.iter().map(|piece| (piece.id.clone(), piece.place.clone())).collect();
    let mut wrong = Vec::new();
    if places != expected {
        wrong.push(format!("minh chứng {places:?}, phải là {expected:?}"));
    }
    for piece in shown {
        let arrived = match end {
            End::Laptop(_) => matches!(piece.whereabouts, Whereabouts::OnServer | Whereabouts::Everywhere),
            End::Page(_) => piece.whereabouts == Whereabouts::OnServer,
        };
        let name = said.path(unit, &piece.id).and_then(|path| path.file_name());
        if !arrived || name.is_none_or(|name| name.to_string_lossy() != piece.file_name) {
            wrong.push(format!("tệp “{}” ở {:?}", piece.file_name, piece.whereabouts));
        }
        let part = |part| {
            let target = Target::Evidence { evidence: piece.id.clone(), part };
            said.texts(unit, &target).first().cloned().unwrap_or_default()
        };
        if (piece.number.as_str(), piece.symbol.as_str(), piece.summary.as_str())
            != (&*part(EvidencePart::Number), &*part(EvidencePart::Symbol), &*part(EvidencePart::Abstract))
        {
            wrong.push(format!("số, ký hiệu hoặc trích yếu của “{}” không như đã nhập", piece.file_name));
        }
    }
    wrong
}
