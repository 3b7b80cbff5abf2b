//! The tables of the view: what windows, reports and other tools read, in the laptop's database and in the
//! server's alike. The same rows and the same questions at both ends, so both windows show the same.
//!
//! Rows are written from documents, field by field ([`take_in`], or [`record`] and [`write`]), in the caller's
//! transaction: one changed field rewrites one row. Questions (`view`) are asked of the facts that [`Rows`] finds, and never open a
//! document. Each table has a file with its definition, its row and its queries. The plan by which they are read follows from its
//! documents alike at both ends ([`plan_of`]).
//!
//! | table | holds |
//! |---|---|
//! | `entry`, `entry_text`, `figure`, `none_arose`, `done_check` | what a unit tells of one assignment in one period |
//! | `carried` | tasks on which a unit goes on from the year before |
//! | `figure_reason`, `record_cell` | why figures differ from the registers that they rest on; records of registers |
//! | `base`, `portal_figure` | what a change is held against, told once; what portals show of indicators |
//! | `evidence`, `evidence_link`, `file` | evidence, what it proves, and where its bytes are |
//! | `verdict`, `accepted_count` | the reviewing offices' words, and what an acceptance contained |
//! | `guidance` | how tasks are done, as their leads say it |
//! | `reminder`, `reminded` | what offices wait for, and what units said to it |
//! | `due_date`, `milestone`, `milestone_basis`, `unit_days`, `request`, `switched` | dates that people entered, and duties that they switched on |
//! | `said` | what is said of a period, or of when an entry was completed |
//! | `told` | proposals to change the plan, what was decided of them, decisions that changed it |
//! | `submission`, `look` | periods handed in, and what offices looked at of them |
//! | `question`, `answer`, `evidence_remark` | what offices ask of entries and say of evidence, and what units answer |
//! | `seen`, `other_laptop`, `file_look` | what one laptop knows by itself: what was looked at on it, others of its unit, how files were scanned |
//! | `contender` | values that stand against each other |
//! | `history`, `change`, `change_dep` | who set what, when, and on top of what |
//! | `unknown_field` | where a newer program wrote what this one does not know |
//! | `person` | what people are called |
//! | `heard` | when units were last heard from |
//! | `plan_unit`, `plan_task`, `plan_indicator`, `plan_assignment` | the plan's names, for other tools |
//! | `search`, `search_index` | folded texts for the search |

mod accepted_count;
mod ancestry;
mod base;
mod carried;
mod column;
mod contender;
mod doc;
mod done_check;
mod due_date;
mod entry;
mod entry_text;
mod evidence;
mod evidence_remark;
mod facts;
mod field_name;
mod field_set;
mod figure;
mod figure_reason;
mod file;
mod guidance;
mod heard;
mod held_plan;
mod history;
mod key;
mod laptop;
mod logged;
mod look;
mod lost;
mod marked;
mod migrate;
mod past;
mod person;
mod plan;
mod portal;
mod put;
mod question;
mod rebuild;
mod record;
mod reminder;
mod said;
mod scope;
mod scratch;
mod search;
mod seen;
mod setting;
mod standing;
mod stay;
mod submission;
mod switched;
mod take_in;
mod then;
mod told;
mod unknown;
mod verdict;
mod with_words;
mod word;

pub use ancestry::Ancestry;
pub use contender::count_of_writers;
pub use evidence::{
    WithdrawnRow, documents_that_show, documents_that_withdrew, file_name, file_of, uses_file, withdrawn,
    withdrawn_files,
};
pub use facts::Rows;
pub use file::{
    FileRow, file, incomplete, set_here, set_received, set_shown_elsewhere, set_withdrawn,
    withdrawn_by_district,
};
pub use heard::{heard_from, last_heard, set_laptops};
pub use held_plan::{ids_gone, ids_twice, items_of, plan_of, stands_under, units_of};
pub use history::{Record, changes_that_set, last_record, of_document as history};
pub use laptop::{set_dots, set_other_laptops};
pub use logged::Logged;
pub use lost::{Lost, lost};
pub use marked::any_marked;
pub use migrate::{MigrateError, PREPARED_STATEMENTS, migrate, migration, migrations};
pub use past::{Log, answer_as_of};
pub use person::{name, set_name, shown_name};
pub use plan::write_plan;
pub use rebuild::forget_rows;
pub use record::has_record;
pub use search::index_marked;
pub use seen::look_at;
pub use stay::stays;
pub use submission::submission;
pub use take_in::{Arrival, Folded, fold, forget, put, settle, take_in, wait};
pub use unknown::{count_unknown, documents_with_unknown, forget_unknown};
