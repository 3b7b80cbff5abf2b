//! What a decision changes of the list of units, change by change: each fault in words of whoever typed it.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;

use super::fault::PlanFaults;
use super::item::UNITS;
use super::organisation::Organisation;
use super::unit::{ELSEWHERE, Moved, Renamed, Unit};
use super::unit_change::{NextUnit, OutsideForm, UnitChange, UnitForm};
use crate::address::is_id;
use crate::fold::fold;
use crate::ids::UnitId;
use crate::letters::tidy_line;
use crate::time::vi_date;

const THERE: &str = "đơn vị có trong danh sách";
const WORDS: &str = "tên của đơn vị";
const KIND: &str = "loại đơn vị đã có trong danh sách";
const TWO: &str = "ít nhất hai đơn vị khác nhau; nếu chỉ một đơn vị thì đổi tên đơn vị đó";
const ONCE: &str = "mỗi đơn vị một lần";
const APART: &str = "ít nhất hai đơn vị, khác đơn vị bị chia";
const KEEPER: &str = "đơn vị khác: đơn vị này giữ danh sách đơn vị nên không tự kết thúc được";
const OTHER_PARENT: &str = "đơn vị cấp trên khác với hiện nay";
const NOT_BELOW: &str = "đơn vị cấp trên không nằm dưới chính đơn vị này";
const OTHER: &str = "tên hoặc mã số khác với hiện nay";
/// Letters of a name and of a code.
const MOST_NAME: usize = 200;
const MOST_CODE: usize = 20;

/// A list of units under change.
pub(super) struct ChangingUnits<'c> {
    keeper: &'c UnitId,
    units: Vec<Unit>,
    /// What units that are added are called by their forms.
    keys: HashMap<UnitId, UnitId>,
    touched: BTreeSet<UnitId>,
    days: (NaiveDate, NaiveDate),
    ids: &'c mut dyn FnMut() -> String,
    faults: &'c mut PlanFaults,
}

impl<'c> ChangingUnits<'c> {
    /// `days`: the last of what ends, and the first of what begins.
    pub fn new(
        organisation: &'c Organisation,
        days: (NaiveDate, NaiveDate),
        ids: &'c mut dyn FnMut() -> String,
        faults: &'c mut PlanFaults,
    ) -> Self {
        Self {
            keeper: organisation.keeper(),
            units: organisation.units().to_vec(),
            keys: HashMap::new(),
            touched: BTreeSet::new(),
            days,
            ids,
            faults,
        }
    }

    /// The units, and which of them end, begin or are called otherwise.
    pub fn done(self) -> (Vec<Unit>, BTreeSet<UnitId>) {
        (self.units, self.touched)
    }

    pub fn apply(&mut self, change: &UnitChange) {
        match change {
            UnitChange::Merge { units, outside, into } => self.merge(units, outside, into),
            UnitChange::Split { unit, into } => self.split(unit, into),
            UnitChange::Add { unit } => drop(self.add(unit)),
            UnitChange::Rename { unit, name, code } => self.rename(unit, (name, code), true),
            UnitChange::Move { unit, parent } => self.move_under(unit, parent.as_ref()),
            UnitChange::End { unit } => drop(self.end(unit)),
        }
    }

    fn fault(&mut self, field: &str, found: &str, expected: impl Into<String>) {
        self.faults.add(UNITS, 0, field, found, expected);
    }

    fn merge(&mut self, units: &[UnitId], outside: &[OutsideForm], into: &NextUnit) {
        let distinct: BTreeSet<&UnitId> = units.iter().collect();
        if distinct.len() < units.len() {
            return self.fault("đơn vị sáp nhập", "một đơn vị hai lần", ONCE);
        }
        let stays = match into {
            NextUnit::Stays { unit, .. } => Some(unit),
            NextUnit::New { .. } => None,
        };
        let ending: Vec<&UnitId> = units.iter().filter(|unit| Some(*unit) != stays).collect();
        let enough = match stays {
            Some(_) => !(ending.is_empty() && outside.is_empty()),
            None => ending.len() > 1 || !outside.is_empty(),
        };
        if !enough {
            let found: Vec<String> = units.iter().map(|unit| self.called(unit)).collect();
            return self.fault("đơn vị sáp nhập", &found.join(", "), TWO);
        }
        let mut before: Vec<UnitId> = ending.into_iter().filter_map(|unit| self.end(unit)).collect();
        before.extend(outside.iter().filter_map(|form| self.outside(form)));
        self.next(into, &before);
    }

    fn split(&mut self, unit: &UnitId, into: &[NextUnit]) {
        let distinct: BTreeSet<&UnitId> = into.iter().map(NextUnit::key).collect();
        if into.len() < 2 || distinct.len() < into.len() || distinct.contains(unit) {
            let found = self.called(unit);
            return self.fault("đơn vị được chia", &found, APART);
        }
        let Some(before) = self.end(unit) else { return };
        into.iter().for_each(|next| self.next(next, std::slice::from_ref(&before)));
    }

    fn next(&mut self, next: &NextUnit, before: &[UnitId]) {
        let id = match next {
            NextUnit::New { unit } => self.add(unit),
            NextUnit::Stays { unit, name, code } => {
                let there = self.there(unit).map(|at| self.units[at].id.clone());
                if there.is_some() {
                    self.rename(unit, (name, code), false);
                }
                there
            }
        };
        if let Some(unit) = id.and_then(|id| self.units.iter_mut().find(|unit| unit.id == id)) {
            let new = before.iter().filter(|one| !unit.succeeds.contains(one)).cloned();
            unit.succeeds.extend(new.collect::<Vec<_>>());
            self.touched.insert(unit.id.clone());
        }
    }

    fn at(&self, unit: &UnitId) -> Option<usize> {
        let id = self.keys.get(unit).unwrap_or(unit);
        self.units.iter().position(|one| one.id == *id)
    }

    fn called(&self, unit: &UnitId) -> String {
        let found = self.at(unit).map(|at| self.units[at].called_on(self.days.0).0);
        found.unwrap_or(unit.as_str()).to_owned()
    }

    /// A unit that is there and goes on.
    fn there(&mut self, unit: &UnitId) -> Option<usize> {
        let Some(at) = self.at(unit) else {
            self.fault("đơn vị", unit.as_str(), THERE);
            return None;
        };
        let called = self.called(unit);
        if let Some(until) = self.units[at].until {
            let expected = format!("đơn vị còn hoạt động: đơn vị này có ngày cuối là {}", vi_date(until));
            self.fault("đơn vị", &called, expected);
            return None;
        }
        if let Some(first) = self.units[at].from.filter(|first| *first > self.days.1) {
            let expected = format!("ngày từ {} trở đi, là ngày đầu của {called}", vi_date(first));
            self.fault("ngày áp dụng", &vi_date(self.days.1), expected);
            return None;
        }
        Some(at)
    }

    fn end(&mut self, unit: &UnitId) -> Option<UnitId> {
        let at = self.there(unit)?;
        let (last, from) = self.days;
        let (id, called) = (self.units[at].id.clone(), self.called(unit));
        if id == *self.keeper {
            self.fault("đơn vị kết thúc", &called, KEEPER);
            return None;
        }
        if let Some(first) = self.units[at].from.filter(|first| *first > last) {
            let expected = format!("ngày sau {}, là ngày đầu của {called}", vi_date(first));
            self.fault("ngày áp dụng", &vi_date(from), expected);
            return None;
        }
        if let Some(later) = self.units[at].renamed.iter().map(|one| one.from).find(|day| *day >= from) {
            let expected = format!("ngày sau {}, ngày {called} đổi tên", vi_date(later));
            self.fault("ngày áp dụng", &vi_date(from), expected);
            return None;
        }
        self.units[at].until = Some(last);
        self.touched.insert(id.clone());
        Some(id)
    }

    fn add(&mut self, form: &UnitForm) -> Option<UnitId> {
        let (name, code) = (self.name(&form.name)?, self.code(&form.code)?);
        if !self.units.iter().any(|unit| unit.kind == form.kind && form.kind != ELSEWHERE) {
            self.fault("loại đơn vị", &form.kind, KIND);
            return None;
        }
        let parent = match &form.parent {
            Some(parent) => Some(self.there(parent).map(|at| self.units[at].id.clone())?),
            None => None,
        };
        let id = UnitId::new(format!("{}-{}", slug(&name), (self.ids)()));
        if self.at(&form.key).is_some() || !self.is_free(&id) {
            self.fault("đơn vị mới", &name, ONCE);
            return None;
        }
        self.keys.insert(form.key.clone(), id.clone());
        self.push(Unit {
            id,
            name,
            kind: form.kind.clone(),
            parent,
            code: Some(code).filter(|code| !code.is_empty()),
            from: Some(self.days.1),
            until: None,
            succeeds: Vec::new(),
            renamed: Vec::new(),
            moved: Vec::new(),
        })
    }

    /// A unit of another district, as one that ended.
    fn outside(&mut self, form: &OutsideForm) -> Option<UnitId> {
        let (name, code) = (self.name(&form.name)?, self.code(&form.code)?);
        let given = form.id.trim();
        let id = if given.is_empty() {
            UnitId::new(format!("{}-{}", slug(&name), (self.ids)()))
        } else {
            UnitId::new(given)
        };
        if !is_id(id.as_str()) || !self.is_free(&id) {
            let expected = "mã chưa dùng trong danh sách này, gồm chữ không dấu, chữ số và dấu gạch nối";
            self.fault("mã ở nơi cũ", id.as_str(), expected);
            return None;
        }
        self.push(Unit {
            id,
            name,
            kind: ELSEWHERE.to_owned(),
            parent: None,
            code: Some(code).filter(|code| !code.is_empty()),
            from: None,
            until: Some(self.days.0),
            succeeds: Vec::new(),
            renamed: Vec::new(),
            moved: Vec::new(),
        })
    }

    fn is_free(&self, id: &UnitId) -> bool {
        self.units.iter().all(|unit| unit.id != *id)
    }

    fn push(&mut self, unit: Unit) -> Option<UnitId> {
        let id = unit.id.clone();
        self.touched.insert(id.clone());
        self.units.push(unit);
        Some(id)
    }

    /// An empty name or code stays what it was; `asked`: something has to change.
    fn rename(&mut self, unit: &UnitId, (name, code): (&str, &str), asked: bool) {
        let Some(at) = self.there(unit) else { return };
        let (_, from) = self.days;
        let (held, held_code) = self.units[at].called_on(from);
        let (held, held_code) = (held.to_owned(), held_code.map(str::to_owned));
        let name = if name.trim().is_empty() { Some(held.clone()) } else { self.name(name) };
        let (Some(name), Some(code)) = (name, self.code(code)) else { return };
        let code = Some(code).filter(|code| !code.is_empty() && Some(code) != held_code.as_ref());
        if name == held && code.is_none() {
            if asked {
                self.fault("tên mới", &held, OTHER);
            }
            return;
        }
        let known = self.units[at].renamed.iter().map(|one| one.from).chain(self.units[at].from);
        if let Some(day) = known.max().filter(|day| *day >= from) {
            let expected = format!("ngày sau {}, từ đó đơn vị mang tên {held}", vi_date(day));
            return self.fault("ngày áp dụng", &vi_date(from), expected);
        }
        self.units[at].renamed.push(Renamed { from, name, code });
        self.touched.insert(self.units[at].id.clone());
    }

    fn move_under(&mut self, unit: &UnitId, parent: Option<&UnitId>) {
        let (Some(at), (_, from)) = (self.there(unit), self.days) else { return };
        let called = self.called(unit);
        let parent = match parent {
            Some(parent) => match self.there(parent) {
                Some(above) => Some(self.units[above].id.clone()),
                None => return,
            },
            None => None,
        };
        if parent.as_ref() == self.units[at].parent_on(from) {
            return self.fault("đơn vị cấp trên", &called, OTHER_PARENT);
        }
        if parent.as_ref().is_some_and(|parent| self.is_above(&self.units[at].id, parent)) {
            return self.fault("đơn vị cấp trên", &called, NOT_BELOW);
        }
        let known = self.units[at].moved.iter().map(|one| one.from).chain(self.units[at].from);
        if let Some(day) = known.max().filter(|day| *day >= from) {
            let expected = format!("ngày sau {}, từ đó {called} có đơn vị cấp trên hiện nay", vi_date(day));
            return self.fault("ngày áp dụng", &vi_date(from), expected);
        }
        self.units[at].moved.push(Moved { from, parent });
        self.touched.insert(self.units[at].id.clone());
    }

    /// Whether the unit is the other one, or stands above it from the day on.
    fn is_above(&self, unit: &UnitId, other: &UnitId) -> bool {
        let up = |id: &UnitId| {
            let found = self.units.iter().find(|one| one.id == *id)?;
            found.parent_on(self.days.1).cloned()
        };
        let way = std::iter::successors(Some(other.clone()), |id| up(id));
        way.take(self.units.len() + 1).any(|here| here == *unit)
    }

    fn name(&mut self, typed: &str) -> Option<String> {
        let name = tidy_line(&typed.replace(['\n', '\t'], " "));
        match name.chars().count() {
            0 => self.fault("tên đơn vị", "để trống", WORDS),
            long if long > MOST_NAME => {
                self.fault("tên đơn vị", &name, format!("tên không quá {MOST_NAME} chữ"));
            }
            _ => return Some(name),
        }
        None
    }

    fn code(&mut self, typed: &str) -> Option<String> {
        let code = tidy_line(typed);
        if code.chars().count() > MOST_CODE || code.contains(['\n', '\t']) {
            self.fault("mã số", &code, format!("mã không quá {MOST_CODE} chữ, trên một dòng"));
            return None;
        }
        Some(code)
    }
}

/// "Xã Lơ Pang" is `xa-lo-pang`: administrators read ids.
fn slug(name: &str) -> String {
    const MOST: usize = 40;
    let folded = fold(name);
    let words = folded.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut slug = words.collect::<Vec<_>>().join("-");
    slug.truncate(MOST);
    if slug.is_empty() { "don-vi".to_owned() } else { slug.trim_end_matches('-').to_owned() }
}
