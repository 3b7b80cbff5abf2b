//! What was written here and is not at the server, in words: for a person who wants to have it elsewhere too.

use std::fmt::Write as _;

use chrono::{DateTime, FixedOffset};
use model::due::vi_time;
use model::time::hanoi;
use model::window::{KeptForm, Queue, QueuedEdit, Refused, Typed};

use crate::error::Result;
use crate::replica::Replica;

impl Replica {
    /// Line by line: what, by whom, when, and the words, whole.
    pub(crate) fn unsent_in_words(&self) -> Result<String> {
        let Queue { edits, files, refused, typed, forms, .. } = self.queue()?;
        let (plans, unit) = (self.plans(), self.unit()?);
        let mut text = format!(
            "NỘI DUNG CHƯA GỬI\n{}\nLưu lúc {}\n",
            plans.unit_name(&unit).unwrap_or(unit.as_str()),
            vi_time(self.now().with_timezone(&hanoi())),
        );
        let mut part = |title: &str, rows: Vec<String>| {
            if !rows.is_empty() {
                let count = rows.len();
                write!(text, "\n{title} ({count})\n\n{}", rows.concat()).expect("a String takes all");
            }
        };
        // As it was written, oldest first.
        part("SỬA ĐỔI CHỜ GỬI", edits.iter().rev().map(waiting).collect());
        part("BỊ MÁY CHỦ TỪ CHỐI", refused.iter().rev().map(came_back).collect());
        part("CHƯA GHI VÀO SỔ", typed.iter().rev().map(not_written).collect());
        part("BIỂU ĐANG ĐIỀN DỞ", forms.iter().rev().map(half_filled).collect());
        let sizes =
            files.iter().map(|file| format!("{}: {} byte, đã gửi {}\n", file.name, file.size, file.sent));
        part("TỆP CHỜ GỬI (tệp không nằm trong bản này)", sizes.collect());
        Ok(text)
    }
}

fn waiting(edit: &QueuedEdit) -> String {
    let head = head((edit.plan.as_str(), &edit.what), (&edit.by, edit.at));
    format!("{head}{}\n\n", words(&edit.after))
}

fn came_back(edit: &Refused) -> String {
    let head = head((edit.plan.as_str(), &edit.what), (&edit.by, edit.at));
    format!("{head}{}\nLý do: {}\n\n", words(&edit.value), edit.reason)
}

fn not_written(text: &Typed) -> String {
    let at = vi_time(text.at.with_timezone(&hanoi()));
    let why = text.reason.as_ref().map(|reason| format!("Lý do: {reason}\n")).unwrap_or_default();
    format!("{} · {}\n{at}\n{}\n{why}\n", text.what, text.plan, words(&text.text))
}

fn half_filled(kept: &KeptForm) -> String {
    let at = vi_time(kept.at.with_timezone(&hanoi()));
    let told = kept.form.fields.iter().filter(|one| !one.label.is_empty() && !one.text.is_empty());
    let fields: String = told.map(|one| format!("{}: {}\n", one.label, one.text)).collect();
    format!("{} · {}\n{at}\n{fields}\n", kept.form.title, kept.plan)
}

fn head((plan, what): (&str, &str), (by, at): (&str, DateTime<FixedOffset>)) -> String {
    format!("{what} · {plan}\n{by}, {}\n", vi_time(at.with_timezone(&hanoi())))
}

fn words(text: &str) -> &str {
    if text.is_empty() { "(đã xóa)" } else { text }
}
