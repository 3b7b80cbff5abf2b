//! Records that are new to a register: typed in a form, or pasted out of a table program. They are read whole, or told what is
//! wrong with them.

mod row;
mod sheet;

pub use row::{BadCell, NewRow, NewRows, read_row};
pub use sheet::{Sheet, SheetRow, read_sheet};
