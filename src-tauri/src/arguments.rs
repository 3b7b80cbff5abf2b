//! The command line. Without a command the window opens.
#![allow(clippy::print_stdout, reason = "commands answer on the terminal")]

use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::{Parser, Subcommand};
use model::window::FirstRun;
use replica::{Laptop, Options};

/// Nhà Rông trên máy của đơn vị. Không có lệnh nào thì mở cửa sổ.
#[derive(Parser)]
#[command(name = "nha-rong", version)]
pub struct Arguments {
    /// Thư mục dữ liệu; nếu không ghi thì dùng thư mục riêng của người dùng.
    #[arg(long, env = "NHARONG_DATA", value_name = "THƯ MỤC")]
    pub data: Option<PathBuf>,
    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Subcommand)]
pub enum Command {
    /// Ghi danh máy này mà không mở cửa sổ; mật khẩu mở sổ đọc từ đầu vào chuẩn.
    Enrol {
        /// Địa chỉ máy chủ của huyện, ví dụ https://cchc.mangyang.vn
        #[arg(long)]
        server: String,
        /// Mã ghi danh dùng một lần do huyện cấp.
        #[arg(long)]
        code: String,
        /// Họ tên cán bộ, như đồng nghiệp vẫn thấy.
        #[arg(long)]
        name: String,
    },
}

impl Command {
    pub fn run(self, data: Option<&Path>) -> Result<()> {
        let Self::Enrol { server, code, name } = self;
        let Some(data) = data else { bail!("Hãy ghi thư mục dữ liệu: --data THƯ_MỤC") };
        let mut passphrase = String::new();
        std::io::stdin()
            .read_to_string(&mut passphrase)
            .context("Không đọc được mật khẩu từ đầu vào chuẩn")?;
        let passphrase = passphrase.trim_end_matches(['\r', '\n']).to_owned();
        let input = FirstRun { server, code, name, passphrase, proxy: None };
        let runtime = tokio::runtime::Runtime::new()?;
        let laptop = Laptop::new(Options::new(data.to_owned()));
        match runtime.block_on(laptop.first_run(input)) {
            Ok(_) => println!("Đã ghi danh."),
            Err(failure) => bail!(failure.message),
        }
        Ok(())
    }
}
