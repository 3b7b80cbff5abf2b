//! Accounts of the web page.

use std::io;

use anyhow::Context as _;
use clap::Subcommand;
use model::ids::UnitId;
use sync_server::{Clock, admin};

use super::{Data, TEMPLATE, say};

#[derive(Subcommand)]
pub enum AccountCommand {
    /// Thêm tài khoản; không nêu đơn vị thì xem được toàn huyện
    #[command(help_template = TEMPLATE)]
    Add {
        #[command(flatten)]
        data: Data,
        /// Tên đăng nhập
        #[arg(long, value_name = "TÊN")]
        name: String,
        /// Mã đơn vị: tài khoản chỉ xem những gì đơn vị này được xem
        #[arg(long, value_name = "MÃ")]
        unit: Option<String>,
        /// Đọc mật khẩu từ đầu vào (ít nhất 10 ký tự); không có thì máy tạo và in ra một lần
        #[arg(long)]
        password_stdin: bool,
    },
    /// Đổi mật khẩu và kết thúc các phiên đang mở
    #[command(help_template = TEMPLATE)]
    Passwd {
        #[command(flatten)]
        data: Data,
        /// Tên đăng nhập
        #[arg(long, value_name = "TÊN")]
        name: String,
        /// Đọc mật khẩu từ đầu vào (ít nhất 10 ký tự); không có thì máy tạo và in ra một lần
        #[arg(long)]
        password_stdin: bool,
    },
    /// Xóa tài khoản
    #[command(help_template = TEMPLATE)]
    Remove {
        #[command(flatten)]
        data: Data,
        /// Tên đăng nhập
        #[arg(long, value_name = "TÊN")]
        name: String,
    },
    /// Liệt kê tài khoản
    #[command(help_template = TEMPLATE)]
    List {
        #[command(flatten)]
        data: Data,
    },
}

pub fn run(command: AccountCommand, clock: &Clock) -> anyhow::Result<()> {
    match command {
        AccountCommand::Add { data, name, unit, password_stdin } => {
            let unit = unit.map(UnitId::new);
            let password = given_password(password_stdin)?;
            let made = admin::add_account(&data.data, &name, unit.as_ref(), password, clock)?;
            say(&with_password(&format!("Đã thêm tài khoản “{}”.", name.trim()), made))
        }
        AccountCommand::Passwd { data, name, password_stdin } => {
            let made = admin::change_password(&data.data, &name, given_password(password_stdin)?)?;
            say(&with_password(
                &format!("Đã đổi mật khẩu của “{}”; các phiên đang mở đã kết thúc.", name.trim()),
                made,
            ))
        }
        AccountCommand::Remove { data, name } => {
            admin::remove_account(&data.data, &name)?;
            say(&format!("Đã xóa tài khoản “{}”; các phiên đang mở đã kết thúc.", name.trim()))
        }
        AccountCommand::List { data } => {
            for line in admin::list_accounts(&data.data)? {
                let sees = line.unit.map_or_else(|| "toàn huyện".to_owned(), |unit| unit.to_string());
                say(&format!("{}\t{sees}", line.name))?;
            }
            Ok(())
        }
    }
}

fn given_password(from_stdin: bool) -> anyhow::Result<Option<String>> {
    if !from_stdin {
        return Ok(None);
    }
    let mut line = String::new();
    io::stdin().read_line(&mut line).context("Không đọc được mật khẩu từ đầu vào")?;
    Ok(Some(line.trim_end_matches(['\r', '\n']).to_owned()))
}

fn with_password(what: &str, made: Option<String>) -> String {
    match made {
        Some(password) => format!("{what}\nMật khẩu: {password}\nMật khẩu chỉ hiện một lần này."),
        None => what.to_owned(),
    }
}
