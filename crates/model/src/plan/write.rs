//! From rows to the files that [`read`](super::read) reads: a plan that stands in documents, to look at and to change.

use std::fmt::Write as _;

use super::base::word_of;
use super::parts::{IndicatorKind, OPEN, Report};
use super::raw::{Raw, RawDue, RawGroup, RawHead, RawIndicator, RawRegister, RawTask};
use super::rule::YearDate;
use super::schedule::{DataDays, Level};
use super::source::At;

/// The texts of `plan.toml` and `indicators.toml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Files {
    pub plan: String,
    pub indicators: String,
}

/// Rows that have no fault. What stands first in the plan's file is told as a remark, line by line.
pub(super) fn files(raw: &Raw<'_>, remarks: &[String]) -> Option<Files> {
    let plan = raw.plan.as_ref()?;
    let mut text = Text::default();
    text.remarks(remarks);
    head(plan.head.as_ref()?, &mut text);
    plan.reports.iter().for_each(|row| report(&row.value, &mut text));
    plan.groups.iter().for_each(|row| group(row, &mut text));
    for At { value, .. } in &plan.fields {
        text.table("[[field]]");
        text.put("code", value.code.as_str());
        text.put("name", &value.name);
    }
    for row in &plan.tasks {
        task(row, &mut text);
    }
    for row in &plan.registers {
        register(row, &mut text);
    }
    let mut indicators = Text::default();
    for row in raw.indicators.as_deref()? {
        indicator(row, &mut indicators);
    }
    Some(Files { plan: text.0, indicators: indicators.0 })
}

/// A file that grows.
#[derive(Default)]
struct Text(String);

impl Text {
    fn remarks(&mut self, lines: &[String]) {
        for line in lines.iter().flat_map(|line| line.split('\n')) {
            self.0.push_str(if line.is_empty() { "#" } else { "# " });
            self.0.push_str(line);
            self.0.push('\n');
        }
    }

    fn table(&mut self, head: &str) {
        let gap = if self.0.is_empty() { "" } else { "\n" };
        let _ = writeln!(self.0, "{gap}{head}");
    }

    /// A value as TOML writes it.
    fn bare(&mut self, key: &str, value: impl std::fmt::Display) {
        let _ = writeln!(self.0, "{key} = {value}");
    }

    fn put(&mut self, key: &str, text: &str) {
        self.bare(key, quoted(text));
    }

    fn maybe(&mut self, key: &str, text: Option<&str>) {
        text.into_iter().for_each(|text| self.put(key, text));
    }

    fn flag(&mut self, key: &str, on: bool) {
        if on {
            self.bare(key, true);
        }
    }

    /// Nothing where there is none.
    fn list<'t>(&mut self, key: &str, texts: impl IntoIterator<Item = &'t str>) {
        let all: Vec<String> = texts.into_iter().map(quoted).collect();
        if !all.is_empty() {
            self.bare(key, rows_of(&all));
        }
    }

    fn at(&mut self, key: &str, texts: &[At<String>]) {
        self.list(key, texts.iter().map(|text| text.value.as_str()));
    }

    /// Inline tables, each on a line of its own.
    fn tables(&mut self, key: &str, tables: &[String]) {
        if !tables.is_empty() {
            self.bare(key, format_args!("[\n  {},\n]", tables.join(",\n  ")));
        }
    }
}

/// `{ id = "...", name = "..." }`
#[derive(Default)]
struct Inline(Vec<String>);

impl Inline {
    fn put(mut self, key: &str, text: &str) -> Self {
        self.0.push(format!("{key} = {}", quoted(text)));
        self
    }

    fn maybe(self, key: &str, text: Option<String>) -> Self {
        match text {
            Some(text) => self.put(key, &text),
            None => self,
        }
    }

    fn list(mut self, key: &str, texts: &[String]) -> Self {
        if !texts.is_empty() {
            let all: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
            self.0.push(format!("{key} = [{}]", all.join(", ")));
        }
        self
    }

    fn flag(mut self, key: &str, on: bool) -> Self {
        if on {
            self.0.push(format!("{key} = true"));
        }
        self
    }

    fn written(self) -> String {
        format!("{{ {} }}", self.0.join(", "))
    }
}

fn named(id: &str, name: &str) -> String {
    Inline::default().put("id", id).put("name", name).written()
}

fn head(head: &RawHead, text: &mut Text) {
    text.table("[plan]");
    text.maybe("id", head.id.as_ref().map(|id| id.value.as_str()));
    text.maybe("title", head.title.as_ref().map(|title| title.value.as_str()));
    text.maybe("issued_by", head.issued_by.as_ref().map(|unit| unit.value.as_str()));
    text.maybe("coordinated_by", head.coordinated_by.as_ref().map(|unit| unit.value.as_str()));
    text.maybe("within", head.within.as_ref().map(|unit| unit.value.as_str()));
    text.maybe("decision", head.decision.as_ref().map(|decision| decision.value.as_str()));
    head.issued_on.into_iter().for_each(|day| text.bare("issued_on", day));
    head.effective_from.iter().for_each(|day| text.bare("effective_from", day.value));
    head.year.into_iter().for_each(|year| text.bare("year", year));
    text.maybe("follows", head.follows.as_ref().map(|plan| plan.value.as_str()));
    if let Some((plan, task)) = &head.under {
        let under = Inline::default().put("plan", plan.value.as_str()).put("task", task.value.as_str());
        text.bare("under", under.written());
    }
    text.maybe("report_series", head.report_series.as_ref().map(|series| series.value.as_str()));
    let milestones = head.milestones.iter().map(|row| named(row.value.id.as_str(), &row.value.name));
    text.tables("milestones", &milestones.collect::<Vec<_>>());
    let series = head.series.iter().map(|row| named(row.value.id.as_str(), &row.value.name));
    text.tables("entered_series", &series.collect::<Vec<_>>());
    let requesters = head.requesters.iter().map(|row| named(row.value.id.as_str(), &row.value.name));
    text.tables("requesters", &requesters.collect::<Vec<_>>());
    if !head.holidays.is_empty() {
        let days: Vec<String> = head.holidays.iter().map(ToString::to_string).collect();
        text.bare("holidays", format_args!("[{}]", days.join(", ")));
    }
    document(head, text);
}

fn document(head: &RawHead, text: &mut Text) {
    let paper = &head.document;
    if *paper == Default::default() && head.definitions.is_empty() {
        return;
    }
    text.table("[plan.document]");
    text.list("bases", paper.bases.iter().map(String::as_str));
    text.maybe("replaces", paper.replaces.as_deref());
    text.list("signed_as", paper.signed_as.iter().map(String::as_str));
    text.maybe("signed_by", paper.signed_by.as_deref());
    text.list("recipients", paper.recipients.iter().map(String::as_str));
    let definition = |row: &At<super::parts::Definition>| {
        let inline = Inline::default().put("id", row.value.id.as_str()).put("word", &row.value.word);
        inline.put("meaning", &row.value.meaning).written()
    };
    text.tables("definitions", &head.definitions.iter().map(definition).collect::<Vec<_>>());
    text.list("notes", paper.notes.iter().map(String::as_str));
}

fn group(row: &RawGroup, text: &mut Text) {
    text.table("[[group]]");
    text.put("id", row.id.value.as_str());
    text.put("name", &row.name);
    text.at("kinds", &row.kinds);
    text.at("units", &row.units);
}

fn report(report: &Report, text: &mut Text) {
    text.table("[[report]]");
    text.put("id", report.id.as_str());
    text.put("name", &report.name);
    text.bare("months", format_args!("[{}, {}]", report.months.0, report.months.1));
    text.put("due", &report.due.to_string());
    text.flag("optional", report.optional);
    for (key, day) in days(&report.data) {
        text.maybe(key, day.as_deref());
    }
    text.list("handed_to", report.handed_to.iter().map(String::as_str));
    text.list("sent_to", report.sent_to.iter().map(String::as_str));
    text.tables("levels", &report.levels.iter().map(level).collect::<Vec<_>>());
    text.list("notes", report.notes.iter().map(String::as_str));
}

fn level(level: &Level) -> String {
    let inline = Inline::default().put("id", level.id.as_str()).put("by", &level.by).list("to", &level.to);
    let dated = days(&level.data).into_iter().fold(inline, |inline, (key, day)| inline.maybe(key, day));
    let dated = dated.maybe("due", written(level.due)).maybe("basis", level.basis.clone());
    dated.list("notes", &level.notes).written()
}

fn days(data: &DataDays) -> [(&'static str, Option<String>); 3] {
    [("data_from", written(data.from)), ("data_to", written(data.to)), ("cut_off", written(data.cut_off))]
}

fn written(day: Option<YearDate>) -> Option<String> {
    day.map(|day| day.to_string())
}

fn task(row: &RawTask, text: &mut Text) {
    text.table("[[task]]");
    let code = &row.code.value;
    if row.id.value.as_str() != code {
        text.put("id", row.id.value.as_str());
    }
    text.put("code", code);
    if code.split('.').next() != Some(row.field.value.as_str()) {
        text.put("field", row.field.value.as_str());
    }
    text.put("title", &row.title);
    text.at("lead", &row.lead);
    text.at("with", &row.with);
    text.list("outputs", row.outputs.iter().map(String::as_str));
    text.bare("due", rows_of(&row.due.iter().map(|due| rule(&due.value)).collect::<Vec<_>>()));
    text.list("inherited", row.inherited.iter().map(String::as_str));
    text.list("inferred", row.inferred.iter().map(String::as_str));
    text.list("notes", row.notes.iter().map(String::as_str));
    text.maybe("carried_from", row.carried_from.as_ref().map(|plan| plan.value.as_str()));
    text.maybe("standby", row.standby.as_deref());
}

/// `["trước 25/12", "by Y-12-25"]`
fn rule(due: &RawDue) -> String {
    let mut parts = vec![quoted(&due.text), quoted(&due.rule.to_string())];
    if due.id.as_str() != due.rule.own_id() {
        parts.push(quoted(due.id.as_str()));
    }
    let mut more = Vec::new();
    if !due.owed_by.is_empty() {
        let owed_by: Vec<String> = due.owed_by.iter().map(|party| quoted(&party.value)).collect();
        more.push(format!("owed_by = [{}]", owed_by.join(", ")));
    }
    if !due.outputs.is_empty() {
        let outputs: Vec<String> = due.outputs.iter().map(|at| at.value.to_string()).collect();
        more.push(format!("outputs = [{}]", outputs.join(", ")));
    }
    if !more.is_empty() {
        parts.push(format!("{{ {} }}", more.join(", ")));
    }
    format!("[{}]", parts.join(", "))
}

fn register(row: &RawRegister, text: &mut Text) {
    text.table("[[register]]");
    text.put("id", row.id.value.as_str());
    text.put("name", &row.name);
    text.maybe("kind", row.kind.map(|kind| kind.id));
    text.maybe("of", row.of.as_ref().map(|of| of.value.as_str()));
    text.at("by", &row.by);
    text.list("notes", row.notes.iter().map(String::as_str));
}

fn indicator(row: &RawIndicator, text: &mut Text) {
    let Some(kind) = row.kind else { return };
    text.table("[[indicator]]");
    text.put("id", row.id.value.as_str());
    text.maybe("from", row.from.as_ref().map(|from| from.value.as_str()));
    text.maybe("of", row.of.as_ref().map(|of| of.value.as_str()));
    text.at("by", &row.by);
    text.put("name", &row.name);
    text.put("kind", kind.code());
    if kind == IndicatorKind::Checklist {
        let checks = row.checks.iter().map(|At { value, .. }| {
            let inline = Inline::default().put("id", value.id.as_str()).put("name", &value.name);
            inline.flag("optional", value.optional).written()
        });
        text.tables("checks", &checks.collect::<Vec<_>>());
    } else {
        text.list("figures", row.figures.iter().map(String::as_str));
        text.flag("points", row.points);
        text.flag("decimals", row.decimals);
        text.put("target", &row.target.map_or_else(|| OPEN.to_owned(), |target| target.written_for(kind)));
        let targets = row.targets.iter().map(|(unit, target)| {
            let inline = Inline::default().put("unit", unit.value.as_str());
            inline.put("target", &target.written_for(kind)).written()
        });
        text.tables("targets", &targets.collect::<Vec<_>>());
    }
    text.at("totals", &row.totals);
    let counts: Vec<String> = row.counts.iter().map(|count| count.value.to_string()).collect();
    text.list("counts", counts.iter().map(String::as_str));
    let base = row.base.as_ref().map(|base| {
        Inline::default().put("value", &base.value.to_vi()).put("source", &base.source).written()
    });
    base.into_iter().for_each(|base| text.bare("base", base));
    text.flag("adds_up", row.adds_up);
    text.maybe("none_arose", row.met_by_none.map(word_of));
    text.maybe("portal", row.portal.as_deref());
    text.list("notes", row.notes.iter().map(String::as_str));
}

/// A list on one line, or of long ones on a line each.
fn rows_of(all: &[String]) -> String {
    const WIDTH: usize = 100;
    let line = all.join(", ");
    if line.chars().count() <= WIDTH {
        format!("[{line}]")
    } else {
        format!("[\n  {},\n]", all.join(",\n  "))
    }
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    let mut written = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => written.push_str("\\\""),
            '\\' => written.push_str("\\\\"),
            control if control.is_control() => {
                let _ = write!(written, "\\u{:04X}", u32::from(control));
            }
            other => written.push(other),
        }
    }
    written.push('"');
    written
}
