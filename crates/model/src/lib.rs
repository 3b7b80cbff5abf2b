//! The domain of Nhà Rông, pure: the plan, its units and periods, due dates, the fields of the documents, edits, who
//! may do what, and what a window shows. Laptop and server call the same functions. No clock, no randomness, no
//! file and no network: callers hand them in.

pub mod address;
pub mod amount;
pub mod differing;
pub mod doc_id;
pub mod due;
pub mod edit;
pub mod figures;
pub mod file_name;
pub mod fold;
pub mod ids;
pub mod input;
pub mod item;
pub mod letters;
pub mod numeral;
pub mod period;
pub mod permission;
pub mod person;
pub mod plan;
pub mod plans;
pub mod record;
pub mod refusal;
pub mod register;
pub mod shown;
pub mod state;
pub mod sum;
pub mod target;
pub mod time;
pub mod value;
pub mod vocabulary;
pub mod window;
pub mod words;
