//! What is between laptops and server: requests and replies that wait, overtake each other, come twice or never.

use super::server::Answer;

/// One message on its way.
pub struct Message {
    /// The laptop that it came from or goes to.
    pub laptop: usize,
    /// The number of the exchange that it belongs to.
    pub exchange: u64,
    /// How often the server had been restored when it was sent.
    pub restored: usize,
    pub what: What,
}

#[derive(Clone)]
pub enum What {
    Request { token: String, bytes: Vec<u8> },
    Reply(Box<Answer>),
}

impl Message {
    pub fn name(&self) -> &'static str {
        match self.what {
            What::Request { .. } => "request",
            What::Reply(_) => "reply",
        }
    }

    pub fn repeated(&self) -> Self {
        Self {
            laptop: self.laptop,
            exchange: self.exchange,
            restored: self.restored,
            what: self.what.clone(),
        }
    }
}
