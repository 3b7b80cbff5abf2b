//! Enrolment and refusals, as JSON: they are rare, and an IT officer may have to read them.

use std::fmt;

use model::ids::{OrganisationId, PersonId, UnitId};
use serde::{Deserialize, Serialize};

use crate::number::Epoch;
use crate::server_key::Moved;

/// A device as the server names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DeviceId(pub i64);

/// An opaque secret: `Authorization: Bearer ...`. Never printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Token(String);

impl Token {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    pub fn secret(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(..)")
    }
}

/// `POST /v1/enrol`. Keys that are not known are passed over, here and in the reply.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct EnrolRequest {
    pub version: u8,
    /// One-time code, as typed: case, spaces and dashes do not matter.
    pub code: String,
    /// The officer's name, as colleagues see it. Empty from a laptop that enrols anew, where it was
    /// erased.
    pub name: String,
    /// Under whom this laptop has worked: it enrols anew. What that person wrote stays that person's, whatever the
    /// server knows of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// Whose server it worked with: at another one it would write into other people's books.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<OrganisationId>,
    /// For which units its work goes on, where it enrols anew: a code of another one is left unspent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub units: Vec<UnitId>,
    /// ed25519, 64 hexadecimal digits. The secret half stays on the laptop.
    pub public_key: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct EnrolReply {
    pub device: DeviceId,
    pub token: Token,
    pub unit: UnitId,
    /// Whose units the server keeps, and under whose plans the unit writes.
    pub organisation: OrganisationId,
    /// Under whom it works from now on.
    pub person: PersonId,
    pub epoch: Epoch,
    /// By which the laptop knows the district's server wherever it stands: ed25519, 64 hexadecimal digits.
    pub signing_key: String,
}

/// The body of every answer that is not a success.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    pub code: ProblemCode,
    /// For people, in Vietnamese: what happened, what is safe, what to do.
    pub message: String,
    /// With [`ProblemCode::Moved`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved: Option<Moved>,
}

impl Problem {
    pub fn new(code: ProblemCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), moved: None }
    }
}

/// What a laptop acts on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProblemCode {
    /// 426: update the program.
    Version,
    /// 401: this device is not known, or was revoked.
    Device,
    /// 403: the one-time code is wrong, used or past its day.
    Code,
    /// 409: another device speaks with this one's key (a clone or a restored backup): enrol anew.
    Clone,
    /// 409: a change leaves out an ancestor that the server does not know: send the batch anew, in full.
    Unabridged,
    /// 400: the bytes are not a message.
    Malformed,
    /// 404
    NotFound,
    /// 409: the piece does not start where the file stands; ask where with HEAD.
    Offset,
    /// 460: the piece arrived damaged; send it again.
    Checksum,
    /// 413
    TooLarge,
    /// 429: too often; `Retry-After` says when.
    Slow,
    /// 410: the district's server is somewhere else from now on.
    Moved,
    /// 503: the server cannot store just now; try again later.
    Unavailable,
    #[serde(other)]
    Other,
}

/// A code as it is compared, however it was typed: letters that look alike are the same.
pub fn normal_code(typed: &str) -> String {
    typed
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect()
}
