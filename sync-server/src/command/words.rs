//! What is wrong with a command line, in words of an IT officer: the library's are English.

use clap::Parser as _;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

use super::Cli;

/// The command, or what to say, and whether it is help that was asked for.
pub fn read() -> Result<Cli, (String, bool)> {
    Cli::try_parse().map_err(|error| {
        let help = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
        let asks = error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
        (if help || asks { translated(&error.render().to_string()) } else { told(&error) }, help)
    })
}

/// What the library writes into help by itself.
fn translated(help: &str) -> String {
    [
        ("[OPTIONS]", "[TÙY CHỌN]"),
        ("<COMMAND>", "<LỆNH>"),
        ("Options:", "Tùy chọn:"),
        ("[env: ", "[biến môi trường: "),
        ("[default: ", "[mặc định: "),
    ]
    .into_iter()
    .fold(help.to_owned(), |help, (english, words)| help.replace(english, words))
}

fn told(error: &Error) -> String {
    let named = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        _ => String::new(),
    };
    let (argument, value) = (named(ContextKind::InvalidArg), named(ContextKind::InvalidValue));
    let what = match error.kind() {
        ErrorKind::MissingRequiredArgument => format!("Thiếu {argument}."),
        ErrorKind::MissingSubcommand => "Thiếu tên lệnh.".to_owned(),
        ErrorKind::InvalidSubcommand => {
            format!("Không có lệnh “{}”.", named(ContextKind::InvalidSubcommand))
        }
        ErrorKind::UnknownArgument => format!("Không có tùy chọn “{argument}”."),
        ErrorKind::InvalidValue if value.is_empty() => format!("Thiếu giá trị của {argument}."),
        ErrorKind::InvalidValue => format!("“{value}” không dùng được cho {argument}."),
        ErrorKind::ValueValidation => {
            let why = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
            format!("“{value}” không dùng được cho {argument}: {why}.")
        }
        ErrorKind::ArgumentConflict => {
            format!("{argument} chỉ ghi một lần, và không đi cùng {}.", named(ContextKind::PriorArg))
        }
        ErrorKind::InvalidUtf8 => "Dòng lệnh có chữ không đọc được.".to_owned(),
        _ => "Dòng lệnh viết chưa đúng.".to_owned(),
    };
    format!("{what} Chưa làm gì; hãy xem cách dùng bằng --help.\n")
}
