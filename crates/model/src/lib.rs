//! The domain of Nhà Rông, pure: the plan, its units and periods, due dates, documents, edits, who may do
//! what, and what a window shows. Laptop and server call the same functions. No clock, no randomness, no
//! file and no network: callers hand them in.

pub mod amount;
pub mod document;
pub mod due;
pub mod edit;
pub mod figures;
pub mod fold;
pub mod ids;
pub mod period;
pub mod permission;
pub mod plan;
pub mod shown;
pub mod state;
pub mod target;
pub mod typed;
pub mod value;
pub mod window;
pub mod words;
