//! The plan's data against the annex of the decision, word by word.

use model::plan::Task;

use crate::support::mang_yang;

/// The annex as the decision has it, scanner's errors and all.
const ANNEX: &str = include_str!("../../fixtures/annex.txt");

/// The annex says "VBQPPPL"; the task's note says so.
const MENDED: [&str; 1] = [
    "Báo cáo năm về kiểm tra, rà soát VBQPPL, gửi về Sở Tư pháp trước ngày 15/02 của năm sau liền kề năm đánh giá",
];

/// Words alone, in small letters.
fn words(text: &str) -> String {
    let plain = text.replace("<p>", " ").replace("</p>", " ").to_lowercase();
    let mark = |letter: char| letter.is_whitespace() || ";.,:()-+\"“”".contains(letter);
    plain.split(mark).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// All that stands in one column of the annex's table, from top to bottom, over page breaks.
fn column(at: usize) -> String {
    let rows = ANNEX.lines().filter(|line| line.starts_with('|'));
    let cells = rows.filter_map(|row| {
        let cells: Vec<&str> = row.trim().trim_matches('|').split('|').map(str::trim).collect();
        let ruled = cells.iter().all(|cell| cell.chars().all(|letter| letter == '-')) && row.contains('-');
        let head = cells.first() == Some(&"TT");
        (!ruled && !head).then(|| cells.get(at).copied().unwrap_or_default().to_owned())
    });
    words(&cells.collect::<Vec<_>>().join(" "))
}

#[test]
fn titles_outputs_and_deadlines_are_in_the_annexs_words() {
    let (titles, outputs, dues) = (column(1), column(4), column(5));
    let plan = mang_yang();
    let says = |task: &Task, text: &str, column: &str| {
        let there = column.contains(&words(text)) || MENDED.contains(&text);
        assert!(there, "{}: the annex does not say {text:?}", task.code);
    };
    for task in plan.tasks() {
        says(task, &task.title, &titles);
        task.outputs.iter().for_each(|output| says(task, output, &outputs));
        task.due.iter().for_each(|due| says(task, &due.text, &dues));
    }
    for mended in MENDED {
        let task = plan.tasks().iter().find(|task| task.due.iter().any(|due| due.text == mended)).unwrap();
        assert!(!task.notes.is_empty(), "what was mended has a note");
    }
}
