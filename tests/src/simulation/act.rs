//! What people do, drawn: few fields and many people, so that they meet.

use anyhow::Result;
use model::doc_id::DocId;
use model::ids::{EvidenceId, UnitId};
use model::plan::Plan;
use model::target::{EntryKey, EvidencePart, Target};
use model::value::Value;
use model::window::{Act, Ask, ConflictView, InPlan};

use super::laptop::Laptop;
use super::mix::{Kind, Mix};
use crate::demo::Dice;

/// An act, and the field that it is about.
pub struct Drawn {
    pub act: Act,
    pub doc: DocId,
    pub target: Option<Target>,
}

/// Who acts, and what is drawn from.
pub struct Hand<'a> {
    pub plan: &'a Plan,
    pub laptop: &'a Laptop,
    pub dice: &'a mut Dice,
    pub mix: &'a Mix,
    /// Makes each value one of its own.
    pub number: usize,
    /// Where files to attach are put.
    pub shelf: &'a std::path::Path,
}

impl Hand<'_> {
    /// None where there is nothing to do of the kind that was drawn.
    pub fn draw(&mut self) -> Result<Option<Drawn>> {
        let drawn = self.draw_any()?;
        // An older program's windows have no such field.
        Ok(drawn.filter(|drawn| drawn.target.as_ref().is_none_or(|target| self.knows(target))))
    }

    fn draw_any(&mut self) -> Result<Option<Drawn>> {
        let office = !self.plan.led_by(&self.laptop.unit).is_empty() || self.coordinates();
        let coordinates = self.coordinates();
        let may = |kind| match kind {
            Kind::Accept | Kind::Return | Kind::Remind | Kind::Question => office,
            Kind::Days | Kind::Close => coordinates,
            _ => true,
        };
        let Some(kind) = self.mix.kind(self.dice, may) else { return Ok(None) };
        Ok(match kind {
            Kind::Accept => self.review(true),
            Kind::Return => self.review(false),
            Kind::Days => Some(self.days()),
            Kind::Close => Some(self.close()),
            Kind::Attach => self.attach()?,
            Kind::Evidence => self.evidence()?,
            Kind::Submit => Some(self.submit()),
            Kind::Settle => self.settle()?,
            Kind::Remind => self.remind()?,
            Kind::Question => self.question()?,
            Kind::Answer => self.answer()?,
            Kind::AddRecords => self.add_records()?,
            Kind::ChangeRecord => self.change_record()?,
            Kind::TakeBack => Some(Drawn { act: Act::TakeBackLast, doc: self.workbook(), target: None }),
            _ => self.entry(kind)?,
        })
    }

    fn coordinates(&self) -> bool {
        self.laptop.unit == *self.plan.coordinator()
    }

    pub(super) fn workbook(&self) -> DocId {
        DocId::workbook(self.plan.id(), self.laptop.unit.clone())
    }

    fn entry_of(&mut self, unit: &UnitId) -> EntryKey {
        let assignments = self.plan.assignments_of(unit);
        let task = self.dice.pick(assignments).task.clone();
        // Most work is about one period, so that people meet.
        let report = usize::from(self.dice.percent(80)).min(self.plan.reports().len() - 1);
        EntryKey { task, period: self.plan.reports()[report].id.clone() }
    }

    pub(super) fn write(&self, target: Target, text: String) -> Drawn {
        let doc = self.workbook();
        Drawn {
            act: Act::Write { target: target.clone(), text, base: None, beside: Vec::new() },
            doc,
            target: Some(target),
        }
    }

    fn entry(&mut self, kind: Kind) -> Result<Option<Drawn>> {
        let unit = self.laptop.unit.clone();
        let entry = self.entry_of(&unit);
        let states = ["not-started", "in-progress", "done", "not-applicable"];
        Ok(match kind {
            Kind::State => {
                let text = self.dice.word(&states).to_owned();
                Some(self.write(Target::State { entry }, text))
            }
            Kind::Percent => {
                let text = self.dice.below(101).to_string();
                Some(self.write(Target::Percent { entry }, text))
            }
            Kind::Narrative => self.text(Target::Narrative { entry })?,
            Kind::OtherText => {
                let others: Vec<Target> = Target::texts_of(&entry).skip(1).collect();
                let target = self.dice.pick(&others).clone();
                self.text(target)?
            }
            _ => self.figure(entry),
        })
    }

    /// People add before, after and in the middle of what their window shows, which is perhaps not what stands there by now.
    fn text(&mut self, target: Target) -> Result<Option<Drawn>> {
        let mut shown = self.laptop.shown.borrow_mut();
        let standing = match shown.get(&target) {
            Some(older) if self.dice.percent(40) => older.clone(),
            _ => self.holds(&target)?.as_str().unwrap_or_default().to_owned(),
        };
        shown.insert(target.clone(), standing.clone());
        drop(shown);
        let new = format!("Câu {}.", self.number);
        let letters: Vec<char> = standing.chars().collect();
        let at = self.dice.below(letters.len() + 1);
        let cut = if self.dice.percent(25) { (at + self.dice.below(20)).min(letters.len()) } else { at };
        let text: String =
            letters[..at].iter().chain(&new.chars().collect::<Vec<_>>()).chain(&letters[cut..]).collect();
        let mut drawn = self.write(target, text);
        if let Act::Write { base, .. } = &mut drawn.act {
            *base = Some(standing);
        }
        Ok(Some(drawn))
    }

    fn figure(&mut self, entry: EntryKey) -> Option<Drawn> {
        let indicators = self.plan.indicators_of(&entry.task, &self.laptop.unit);
        if indicators.is_empty() {
            return None;
        }
        let found = *self.dice.pick(&indicators);
        let (indicator, figures) = (found.id.clone(), found.kind.figures());
        if !found.checks.is_empty() {
            let check = self.dice.pick(&found.checks).id.clone();
            let flag = self.dice.word(&["true", "false"]).to_owned();
            return Some(self.write(Target::Check { entry, indicator, check }, flag));
        }
        if self.dice.percent(15) {
            let flag = self.dice.word(&["true", "false"]).to_owned();
            return Some(self.write(Target::NoneArose { entry, indicator }, flag));
        }
        if !found.counts.is_empty() && self.dice.percent(15) {
            let reason = format!("Sổ chưa đủ, lần {}", self.number);
            return Some(self.write(Target::FigureReason { entry, indicator }, reason));
        }
        let figure = self.dice.word(figures).into();
        Some(self.write(Target::Figure { entry, indicator, figure }, self.number.to_string()))
    }

    pub(super) fn holds(&self, target: &Target) -> Result<Value> {
        let fields = self.laptop.replica.fields(&self.workbook())?;
        let found = fields.into_iter().find(|(of, _)| of == target);
        Ok(found.map_or(Value::Absent, |(_, reading)| reading.value().clone()))
    }

    fn attach(&mut self) -> Result<Option<Drawn>> {
        let unit = self.laptop.unit.clone();
        let entry = self.entry_of(&unit);
        let path = self.shelf.join(format!("tep-{}.txt", self.number));
        std::fs::write(&path, format!("Văn bản số {}", self.number))?;
        let paths = vec![path.to_string_lossy().into_owned()];
        Ok(Some(Drawn {
            act: Act::Attach { entry, paths, again: false },
            doc: self.workbook(),
            target: None,
        }))
    }

    /// Pieces of evidence that the unit's book has.
    pub(super) fn pieces(&self) -> Result<Vec<EvidenceId>> {
        self.standing(&self.workbook(), |target| match target {
            Target::Evidence { evidence, part: EvidencePart::File } => Some(evidence),
            _ => None,
        })
    }

    /// Describes a piece that is there, uses it again, or takes it away from an entry.
    fn evidence(&mut self) -> Result<Option<Drawn>> {
        let pieces = self.pieces()?;
        if pieces.is_empty() {
            return Ok(None);
        }
        let evidence = self.dice.pick(&pieces).clone();
        let unit = self.laptop.unit.clone();
        let entry = self.entry_of(&unit);
        let doc = self.workbook();
        let link = Target::Link { entry: entry.clone(), evidence: evidence.clone() };
        let kind = self.dice.below(6);
        let describe =
            |part, text| Some(self.write(Target::Evidence { evidence: evidence.clone(), part }, text));
        Ok(match kind {
            0 => describe(EvidencePart::Number, self.number.to_string()),
            1 => describe(EvidencePart::Symbol, format!("{}/QĐ", self.number)),
            2 => describe(EvidencePart::Abstract, format!("Trích yếu {}", self.number)),
            3 => describe(EvidencePart::Issuer, format!("Cơ quan {}", self.number)),
            4 => {
                let place = format!("trang {}", self.number);
                Some(Drawn { act: Act::Reuse { entry, evidence, place }, doc, target: Some(link) })
            }
            _ => Some(Drawn { act: Act::Detach { entry, evidence }, doc, target: Some(link) }),
        })
    }

    /// Or asks for more time.
    fn submit(&mut self) -> Drawn {
        let period = self.dice.pick(self.plan.reports()).id.clone();
        if self.dice.percent(30) {
            let target = Some(Target::Extension { period: period.clone() });
            let (until, reason) =
                (format!("31/12/{}", self.plan.year() + 1), format!("Mất mạng {}", self.number));
            return Drawn { act: Act::AskExtension { period, until, reason }, doc: self.workbook(), target };
        }
        let target = Some(Target::Submission { period: period.clone() });
        Drawn { act: Act::Submit { period, confirmed_by: None }, doc: self.workbook(), target }
    }

    fn review(&mut self, accept: bool) -> Option<Drawn> {
        let (unit, entry) = self.reviewed()?;
        let doc = self.review_of(&unit);
        let target = Some(Target::Verdict { entry: entry.clone() });
        let act = if accept {
            Act::Accept { unit, entry, stamp: None, sure: true }
        } else {
            let reason = format!("Thiếu số liệu, lần {}", self.number);
            Act::Return { unit, entry, reason, until: "05/9/2019".into(), fields: Vec::new() }
        };
        Some(Drawn { act, doc, target })
    }

    /// Says how many days before the report's the units hand in, or closes the period, or opens it.
    fn days(&mut self) -> Drawn {
        let period = self.dice.pick(self.plan.reports()).id.clone();
        if self.dice.percent(30) {
            let target = Some(Target::PeriodClosing { period: period.clone() });
            let (closed, reason) = (self.dice.percent(50), format!("Lần {}", self.number));
            let doc = DocId::plan(self.plan.id());
            return Drawn { act: Act::ClosePeriod { period, closed, reason }, doc, target };
        }
        let target = Target::UnitDays { period };
        let text = self.dice.below(61).to_string();
        let doc = DocId::plan(self.plan.id());
        Drawn {
            act: Act::Write { target: target.clone(), text, base: None, beside: Vec::new() },
            doc,
            target: Some(target),
        }
    }

    /// Closes the plan, or opens it again.
    fn close(&mut self) -> Drawn {
        let plans = self.laptop.replica.plans();
        let closed = plans.get(self.plan.id()).is_some_and(|plan| plan.closed_on().is_some());
        let day = format!("{:02}/01/2021", self.dice.between(1, 28));
        let text = if closed { String::new() } else { day };
        let doc = DocId::plan(self.plan.id());
        Drawn {
            act: Act::Write { target: Target::Closed, text, base: None, beside: Vec::new() },
            doc,
            target: Some(Target::Closed),
        }
    }

    /// Decides one of the conflicts that stand in the unit's documents, for one of the values.
    fn settle(&mut self) -> Result<Option<Drawn>> {
        let ask = InPlan { plan: Some(self.plan.id().clone()), of: None, as_of: None, what: Ask::Conflicts };
        let conflicts: Vec<ConflictView> = serde_json::from_value(self.laptop.replica.ask(ask)?)?;
        if conflicts.is_empty() {
            return Ok(None);
        }
        let conflict = self.dice.pick(&conflicts);
        let seen = conflict.contenders.iter().map(|one| one.text.clone());
        let seen: Vec<String> = seen.chain(conflict.merged.clone()).collect();
        let text = self.dice.pick(&seen).clone();
        // With what the same side has beside it, or as a value that somebody typed there.
        let of_side = conflict.contenders.iter().find(|one| one.text == text);
        let side = of_side.and_then(|one| one.side.clone()).filter(|_| self.dice.percent(70));
        let (unit, target) = (conflict.unit.clone(), conflict.target.clone());
        let doc = match target {
            Target::UnitDays { .. } | Target::Closed | Target::PeriodClosing { .. } => {
                DocId::plan(self.plan.id())
            }
            Target::Verdict { .. } | Target::Question { .. } | Target::Reminder { .. } => {
                DocId::review(self.plan.id(), self.laptop.unit.clone(), unit.clone())
            }
            _ => self.workbook(),
        };
        let act = Act::Settle { unit, target: target.clone(), seen, text, side };
        Ok(Some(Drawn { act, doc, target: Some(target) }))
    }
}
