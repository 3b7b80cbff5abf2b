//! Records of registers, drawn: few of them, in few registers of a run, so that people meet in their cells.

use anyhow::Result;
use model::ids::{EvidenceId, RecordId, RegisterId};
use model::plan::Register;
use model::record::NewRows;
use model::register::{Column, ColumnOf, REMOVED};
use model::target::Target;
use model::value::ValueKind;
use model::window::{Act, Beside};
use model::words;

use super::act::{Drawn, Hand};

impl Hand<'_> {
    /// Adds a record: of two in one go that hold the same in a column nobody outside could say which edit is of which. An older
    /// program's forms have no column that it does not know.
    pub(super) fn add_records(&mut self) -> Result<Option<Drawn>> {
        let Some(register) = self.register() else { return Ok(None) };
        let new = |column| cell(&register.id, &RecordId::new("new"), column);
        let known: Vec<&Column> = register.kind.filled().filter(|column| self.knows(&new(column))).collect();
        if register.kind.filled().any(|column| column.needed && !self.knows(&new(column))) {
            return Ok(None);
        }
        let pieces = self.pieces()?;
        let filled = known.into_iter().filter(|column| column.needed || self.dice.percent(40));
        let filled: Vec<&Column> = filled.collect();
        let typed = filled.into_iter().map(|one| (one.name.to_owned(), self.typed(one, &pieces)));
        let rows = vec![typed.collect()];
        let act = Act::AddRecords { rows: NewRows { register: register.id.clone(), rows } };
        Ok(Some(Drawn { act, doc: self.workbook(), target: None }))
    }

    /// Types in a cell of a record, empties it, or takes the record out of its register or back into it.
    pub(super) fn change_record(&mut self) -> Result<Option<Drawn>> {
        let Some(register) = self.register() else { return Ok(None) };
        let mut records = self.standing(&self.workbook(), |target| match target {
            Target::Cell { register: of, record, .. } if of == register.id => Some(record),
            _ => None,
        })?;
        records.dedup();
        if records.is_empty() {
            return self.add_records();
        }
        let record = self.dice.pick(&records).clone();
        let removes = self.dice.percent(12);
        let columns: Vec<&'static Column> =
            register.kind.columns.iter().filter(|column| (column.name == REMOVED) == removes).collect();
        let column = *self.dice.pick(&columns);
        let target = cell(&register.id, &record, column);
        let text = match removes {
            true => self.dice.word(&["true", "true", "false"]).to_owned(),
            false if self.dice.percent(15) => String::new(),
            false => {
                let pieces = self.pieces()?;
                self.typed(column, &pieces)
            }
        };
        self.in_sight(target, text)
    }

    /// The window shows what stood in the cell and beside it when it was opened, which is perhaps not what stands there by now.
    fn in_sight(&mut self, target: Target, text: String) -> Result<Option<Drawn>> {
        let mut drawn = self.write(target.clone(), text);
        if self.dice.percent(30) {
            return Ok(Some(drawn));
        }
        let fields = self.laptop.replica.fields(&self.workbook())?;
        let (old, mut shown) = (self.dice.percent(40), self.laptop.shown.borrow_mut());
        let mut shows = |target: &Target| {
            let found = fields.iter().find(|(of, _)| of == target).map(|(_, reading)| reading.value());
            let holds = found.map_or_else(String::new, |value| words::as_input(value, target));
            let seen = shown.entry(target.clone()).or_insert_with(|| holds.clone());
            if !old {
                seen.clone_from(&holds);
            }
            seen.clone()
        };
        if let Act::Write { base, beside, .. } = &mut drawn.act {
            *base = Some(shows(&target));
            let others = target.together().into_iter();
            *beside = others.map(|other| Beside { text: shows(&other), target: other }).collect();
        }
        Ok(Some(drawn))
    }

    /// One of the unit's registers; in one run most work is in one or two of them.
    fn register(&mut self) -> Option<Register> {
        let kept: Vec<&Register> =
            self.plan.registers().iter().filter(|one| self.plan.keeps(&self.laptop.unit, one)).collect();
        let at = self.mix.register(self.dice);
        (!kept.is_empty()).then(|| kept[at % kept.len()].clone())
    }

    fn typed(&mut self, column: &Column, pieces: &[EvidenceId]) -> String {
        match column.value {
            ValueKind::Date => self.day(),
            ValueKind::Amount => self.number.to_string(),
            ValueKind::Word(codes) => self.dice.word(codes).to_owned(),
            ValueKind::Flag => self.dice.word(&["true", "false"]).to_owned(),
            ValueKind::Id => self.dice.pick(self.plan.fields()).code.to_string(),
            ValueKind::Evidence if pieces.is_empty() => String::new(),
            ValueKind::Evidence => self.dice.pick(pieces).to_string(),
            _ => format!("Nội dung {}", self.number),
        }
    }
}

fn cell(register: &RegisterId, record: &RecordId, column: &'static Column) -> Target {
    let column = ColumnOf::new(column);
    Target::Cell { register: register.clone(), record: record.clone(), column }
}
