//! What is wrong in a plan's files, told so that the person who wrote them can mend it.

/// One fault at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanFault {
    /// Or what documents call it, where the plan stands in no file.
    pub file: String,
    /// From 1; 0 for what is in no file.
    pub line: usize,
    /// Table and key: `task.lead`; the table alone where the fault is of the whole table. May be empty.
    pub field: String,
    pub found: String,
    /// What should stand there, in Vietnamese.
    pub expected: String,
}

impl std::fmt::Display for PlanFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { file, line, field, found, expected } = self;
        f.write_str(file)?;
        if *line > 0 {
            write!(f, ", dòng {line}")?;
        }
        if !field.is_empty() {
            write!(f, ", mục {field}")?;
        }
        write!(f, ": thấy “{found}”; cần {expected}.")
    }
}

/// Every fault of a plan, by file and line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanFaults(Vec<PlanFault>);

/// Past this many the rest of a file is most likely the wrong file altogether.
const SHOWN_AT_MOST: usize = 200;
const FOUND_AT_MOST: usize = 120;

impl PlanFaults {
    pub fn as_slice(&self) -> &[PlanFault] {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn add(
        &mut self,
        file: &str,
        line: usize,
        field: &str,
        found: &str,
        expected: impl Into<String>,
    ) {
        let mut short: String = found.chars().take(FOUND_AT_MOST).collect();
        if short.len() < found.len() {
            short.push('…');
        }
        self.0.push(PlanFault {
            file: file.to_owned(),
            line,
            field: field.to_owned(),
            found: short,
            expected: expected.into(),
        });
    }

    /// The same, of a plan of this name: several are looked at together.
    pub(super) fn of(mut self, title: &str) -> Self {
        self.0.iter_mut().for_each(|fault| fault.file = format!("{}: {title}", fault.file));
        self
    }

    /// The faults of both.
    pub(crate) fn and(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// In words for whoever changed the list of units in a window.
    pub fn of_units(&self) -> String {
        let all: Vec<String> = self.0.iter().take(SHOWN_AT_MOST).map(ToString::to_string).collect();
        format!("Chưa thay đổi gì, danh sách đơn vị vẫn nguyên.\n{}", all.join("\n"))
    }

    pub(crate) fn add_to_units(&mut self, field: &str, found: &str, expected: impl Into<String>) {
        self.add("danh sách đơn vị", 0, field, found, expected);
    }

    pub(super) fn sorted(mut self) -> Self {
        self.0.sort_by(|a, b| (&a.file, a.line, &a.field).cmp(&(&b.file, b.line, &b.field)));
        self
    }
}

impl IntoIterator for PlanFaults {
    type Item = PlanFault;
    type IntoIter = std::vec::IntoIter<PlanFault>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl std::fmt::Display for PlanFaults {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "Kế hoạch có {} lỗi và chưa được nhận; dữ liệu đang có vẫn nguyên.", self.0.len())?;
        for fault in self.0.iter().take(SHOWN_AT_MOST) {
            writeln!(f, "- {fault}")?;
        }
        match self.0.len().saturating_sub(SHOWN_AT_MOST) {
            0 => Ok(()),
            more => writeln!(f, "- … và {more} lỗi nữa"),
        }
    }
}

impl std::error::Error for PlanFaults {}
