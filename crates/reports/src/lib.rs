//! What goes out of the program: tables, and later papers, made of the view's own answers. Pure: the answers in, bytes out, the
//! same on a laptop and on the server for the same moment.

mod spreadsheet;
mod words;

pub use spreadsheet::{Of, SpreadsheetError, spreadsheet};
