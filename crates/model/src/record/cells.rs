//! Cells of a table that was copied or read from a file.

use crate::letters::tidy_line;

/// The cells as a table program writes them: one with a tab, a line feed or a quotation mark in it stands between quotation
/// marks, and these are doubled in it. `separator`: what stands between two, a tab or what a file has.
pub(super) fn cells_of(text: &str, separator: char) -> Vec<Vec<String>> {
    let (mut lines, mut line, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut quoted = false;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            // In the middle of a cell it is a letter like any other.
            '"' if cell.is_empty() && closes(letters.clone(), separator) => quoted = true,
            letter if letter == separator && !quoted => line.push(tidy_line(&std::mem::take(&mut cell))),
            '\r' if !quoted => {}
            '\n' if !quoted => {
                line.push(tidy_line(&std::mem::take(&mut cell)));
                lines.push(std::mem::take(&mut line));
            }
            '\n' | '\r' => cell.push(' '),
            letter => cell.push(letter),
        }
    }
    line.push(tidy_line(&cell));
    lines.push(line);
    lines
}

/// Whether a quotation mark that was opened is closed at the end of a cell; a lone one is a letter.
fn closes(mut rest: impl Iterator<Item = char>, separator: char) -> bool {
    let mut after = rest.next();
    while let Some(letter) = after {
        after = rest.next();
        if letter == '"' {
            match after {
                Some('"') => after = rest.next(),
                None | Some('\n' | '\r') => return true,
                Some(letter) if letter == separator => return true,
                Some(_) => return false,
            }
        }
    }
    false
}
