//! A server that does nothing: what an exchange costs before anybody thinks or stores.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};

use anyhow::Result;

/// Reads each request and answers with so many bytes.
pub struct Post {
    port: u16,
}

impl Post {
    /// Listens until this program ends.
    pub fn open(bytes: usize) -> Result<Self> {
        Self::open_at(0, bytes, || {})
    }

    /// The same at a port of one's choice; `heard` runs when a request is here whole.
    pub fn open_at(port: u16, bytes: usize, heard: fn()) -> Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", port))?;
        let port = listener.local_addr()?.port();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // A connection that breaks ends itself alone.
                std::thread::spawn(move || drop(answer(&stream, bytes, heard)));
            }
        });
        Ok(Self { port })
    }

    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }
}

fn answer(stream: &TcpStream, bytes: usize, heard: fn()) -> Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    loop {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line)? == 0 {
                return Ok(());
            }
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse()?;
            }
            if line == "\r\n" {
                break;
            }
        }
        std::io::copy(&mut reader.by_ref().take(length), &mut std::io::sink())?;
        heard();
        let mut reply = format!("HTTP/1.1 200 OK\r\ncontent-length: {bytes}\r\n\r\n").into_bytes();
        reply.resize(reply.len() + bytes, 7);
        let mut stream = stream;
        stream.write_all(&reply)?;
    }
}
