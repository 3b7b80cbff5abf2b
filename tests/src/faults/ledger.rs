//! What was said outside the processes that may be killed: which edit was tried, said to be saved, said to be sent.

use std::collections::BTreeMap;

use model::ids::TaskId;

use super::server_view::ServerView;
use super::told::{Seen, Word, number_of, numbered};

#[derive(Clone, Debug, Default)]
pub struct Ledger {
    edits: BTreeMap<u32, Edit>,
    /// What went wrong where only success was expected, in the words of the program.
    pub complaints: Vec<String>,
}

#[derive(Clone, Debug)]
struct Edit {
    /// None for a file, and for whatever else is no text of an entry.
    task: Option<TaskId>,
    text: String,
    saved: bool,
    sent: bool,
}

impl Ledger {
    /// A text that is about to be written: its number and how it stands then.
    pub fn try_text(&mut self, task: &TaskId, words: &str) -> (u32, String) {
        let number = self.next();
        let text = numbered(words, number);
        let edit = Edit { task: Some(task.clone()), text: text.clone(), saved: false, sent: false };
        self.edits.insert(number, edit);
        (number, text)
    }

    /// Something else that is about to be done.
    pub fn try_other(&mut self, what: &str) -> u32 {
        let number = self.next();
        self.edits.insert(number, Edit { task: None, text: what.to_owned(), saved: false, sent: false });
        number
    }

    fn next(&self) -> u32 {
        self.edits.last_key_value().map_or(1, |(last, _)| last + 1)
    }

    pub fn hear(&mut self, words: &[Word]) {
        for word in words {
            match word {
                Word::Saved(number) => self.change(*number, |edit| edit.saved = true),
                Word::Sent(number) => self.change(*number, |edit| edit.sent = true),
                Word::Failed(_, message) | Word::Refused(_, message) | Word::Closed(message) => {
                    self.complaints.push(message.clone());
                }
                Word::Problem(message) => self.complaints.push(message.clone()),
                Word::Ready | Word::Seen(_) | Word::Sound | Word::Enrolled => {}
            }
        }
    }

    fn change(&mut self, number: u32, how: impl FnOnce(&mut Edit)) {
        if let Some(edit) = self.edits.get_mut(&number) {
            how(edit);
        }
    }

    pub fn saved(&self) -> usize {
        self.edits.values().filter(|edit| edit.saved).count()
    }

    pub fn sent(&self) -> usize {
        self.edits.values().filter(|edit| edit.sent).count()
    }

    /// Whether this very thing was said to be saved.
    pub fn is_saved(&self, number: u32) -> bool {
        self.edits.get(&number).is_some_and(|edit| edit.saved)
    }

    pub fn all_sent(&self, numbers: &[u32]) -> bool {
        numbers.iter().all(|number| self.edits.get(number).is_some_and(|edit| edit.sent))
    }

    /// What a laptop does not hold and was said to be saved. `mine`: the tasks that were written on it.
    pub fn wrong_on_laptop(&self, seen: &Seen, mine: &[TaskId]) -> Vec<String> {
        self.wrong(mine, |task| seen.texts.get(task), |edit| edit.saved, "saved")
    }

    /// What the server does not hold, or holds twice, and was said to be sent.
    pub fn wrong_on_server(&self, view: &ServerView) -> Vec<String> {
        let mut tasks: Vec<TaskId> = self.edits.values().filter_map(|edit| edit.task.clone()).collect();
        tasks.sort_unstable();
        tasks.dedup();
        let mut wrong = self.wrong(&tasks, |task| view.texts.get(task), |edit| edit.sent, "sent");
        for (number, edit) in &self.edits {
            let Some(task) = &edit.task else { continue };
            let times = view.times.get(&(task.clone(), edit.text.clone())).copied().unwrap_or(0);
            if times > 1 || (edit.sent && times == 0) {
                wrong.push(format!("edit {number} of {task} is {times} times in the server's history"));
            }
        }
        wrong
    }

    /// A text counts as there where the field holds it or one that was tried after it, whole.
    fn wrong<'a>(
        &self,
        tasks: &[TaskId],
        held: impl Fn(&TaskId) -> Option<&'a String>,
        said: impl Fn(&Edit) -> bool,
        how: &str,
    ) -> Vec<String> {
        let mut wrong = Vec::new();
        for task in tasks {
            let of_task = || self.edits.iter().filter(|(_, edit)| edit.task.as_ref() == Some(task));
            let last_said = of_task().filter(|(_, edit)| said(edit)).map(|(number, _)| *number).next_back();
            let text = held(task).map(String::as_str).unwrap_or_default();
            let found = number_of(text)
                .filter(|number| of_task().any(|(at, edit)| at == number && edit.text == *text));
            if found.is_none() && !text.is_empty() {
                wrong.push(format!("{task} holds what nobody wrote: “{text}”"));
            } else if found < last_said {
                let number = last_said.unwrap_or_default();
                wrong.push(format!("{task}: edit {number} was said to be {how}, and “{text}” is there"));
            }
        }
        wrong
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(task: &TaskId, text: &str) -> Seen {
        let texts = BTreeMap::from([(task.clone(), text.to_owned())]);
        let link = model::window::Link::Offline;
        Seen {
            texts,
            files: Vec::new(),
            heads: Vec::new(),
            link,
            waiting_edits: 0,
            waiting_files: 0,
            refused: 0,
        }
    }

    #[test]
    fn what_is_lost_mangled_or_doubled_is_told() {
        let task = TaskId::new("III.3a");
        let mine = std::slice::from_ref(&task);
        let mut ledger = Ledger::default();
        let (first, one) = ledger.try_text(&task, "một");
        let (second, two) = ledger.try_text(&task, "hai");
        assert!(ledger.wrong_on_laptop(&seen(&task, ""), mine).is_empty(), "nothing was said yet");
        ledger.hear(&[Word::Saved(first)]);
        assert!(ledger.wrong_on_laptop(&seen(&task, &one), mine).is_empty());
        assert!(ledger.wrong_on_laptop(&seen(&task, &two), mine).is_empty(), "committed, and not yet said");
        assert_eq!(ledger.wrong_on_laptop(&seen(&task, ""), mine).len(), 1, "lost");
        assert_eq!(ledger.wrong_on_laptop(&seen(&task, "mộ #1"), mine).len(), 1, "mangled");
        ledger.hear(&[Word::Saved(second), Word::Sent(second)]);
        assert_eq!(ledger.wrong_on_laptop(&seen(&task, &one), mine).len(), 1, "gone back");
        let mut view = ServerView::default();
        assert_eq!(ledger.wrong_on_server(&view).len(), 2, "neither the text nor its history is there");
        view.texts.insert(task.clone(), two.clone());
        view.times.insert((task.clone(), two.clone()), 1);
        assert!(ledger.wrong_on_server(&view).is_empty());
        view.times.insert((task, two), 2);
        assert_eq!(ledger.wrong_on_server(&view).len(), 1, "twice");
    }
}
