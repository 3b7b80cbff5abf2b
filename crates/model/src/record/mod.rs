//! Records that are new to a register: typed in a form, or pasted out of a table program. They are read whole, or told what is
//! wrong with them. Figures of a portal are read out of a table likewise.

mod cells;
mod marks;
mod portal;
mod row;
mod sheet;
mod tell;

pub use portal::{
    LineFault, MAX_PORTAL_LINES, PortalFigure, PortalLine, PortalOf, PortalSheet, SheetFault, read_portal,
};
pub use row::{BadCell, NewRow, NewRows, read_row};
pub use sheet::{Sheet, SheetRow, read_sheet};
pub use tell::{BadTelling, NewPortalFigure, tell_portal};
