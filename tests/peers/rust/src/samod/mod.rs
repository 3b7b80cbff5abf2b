//! samod: automerge-repo's protocol in Rust, over WebSocket.

mod client;
mod server;

pub use client::Laptop;
pub use server::Server;

use futures::{SinkExt, StreamExt, TryStreamExt};
use samod::Transport;
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;

/// samod's own WebSocket wants a TLS library of the machine; this is the same without one.
fn transport(socket: WebSocketStream<TcpStream>) -> Transport {
    let (sink, stream) = socket.split();
    let messages = stream.try_filter_map(async |message| match message {
        Message::Binary(bytes) => Ok(Some(bytes.to_vec())),
        _ => Ok(None),
    });
    let sink = sink
        .with(async |bytes: Vec<u8>| Ok::<_, tokio_tungstenite::tungstenite::Error>(Message::binary(bytes)));
    Transport::new(Box::pin(messages), Box::pin(sink))
}
