//! What comes over the wire.

use document::{ChangeHash, interpret};
use protocol::{
    ChangeBody, DeviceId, DocName, EnrolReply, EnrolRequest, Prefix, Problem, Signer, open_reply,
    open_request, seal_reply, write_request,
};

const SECRET: [u8; 32] = [7; 32];
const DEVICE: DeviceId = DeviceId(3);

/// The bytes as they are, and the same behind the magic, as they are and compressed.
fn messages(data: &[u8]) -> [Vec<u8>; 3] {
    [data.to_vec(), framed(data), framed(&compressed(data))]
}

pub fn request(data: &[u8]) {
    let signer = Signer::from_secret(&SECRET);
    // Abridged changes are put together from what was named, whether or not it exists.
    let found = |_: &DocName, prefix: Prefix| Ok::<_, ()>(Some(ChangeHash([prefix[0]; 32])));
    for bytes in messages(data) {
        let Ok(request) = open_request(&bytes) else { continue };
        let again = write_request(&request);
        assert_eq!(open_request(&again).as_ref(), Ok(&request), "what was opened can be sent");
        written_as_read(&bytes, &again);
        let counts: Vec<usize> = request.documents.iter().map(|one| one.changes.len()).collect();
        let other = request.clone().check(DeviceId(4), &signer.public(), found).map(|checked| checked.batch);
        assert!(matches!(other, Err(_) | Ok(None)), "nobody but the device signs for it");
        let whole = |body: &ChangeBody| matches!(body, ChangeBody::Raw(_) | ChangeBody::Skeleton(_));
        if request.documents.iter().flat_map(|one| &one.changes).all(whole) {
            let mut signed = request.clone();
            let batch = signed.sign(DEVICE, &signer);
            signed.abridge(|_, hash| hash.0 == [hash.0[0]; 32]);
            let arrived = open_request(&write_request(&signed)).expect("what was abridged can be sent");
            let checked = arrived.check(DEVICE, &signer.public(), found).expect("what was signed is taken");
            assert_eq!(checked.request.documents, request.documents, "what was left out comes back the same");
            assert_eq!(checked.batch, request.has_changes().then_some(batch));
            assert!(checked.hashes.iter().map(Vec::len).eq(counts), "a hash for each change");
        }
        request.documents.into_iter().flat_map(|one| one.changes).for_each(unpack);
    }
}

pub fn reply(data: &[u8]) {
    for bytes in messages(data) {
        let Ok(reply) = open_reply(&bytes) else { continue };
        let again = seal_reply(&reply);
        assert_eq!(open_reply(&again).as_ref(), Ok(&reply), "what was opened can be sent");
        written_as_read(&bytes, &again);
        reply.delivered.into_iter().flat_map(|one| one.changes).for_each(|one| unpack(one.body));
    }
}

/// There is one way to write a message: what is shorter was passed over.
fn written_as_read(read: &[u8], written: &[u8]) {
    let plain = |message: &[u8]| protocol::unframe(message).expect("it was opened");
    let (read, written) = (plain(read), plain(written));
    assert!(written == read || written.len() < read.len(), "read from {read:x?}, written as {written:x?}");
}

fn unpack(body: ChangeBody) {
    drop(interpret(&body.unpack()));
}

/// The file of a unit's history from another district.
pub fn history(data: &[u8]) {
    drop(sync_server::outside::history_parts(data));
}

/// Requests and answers in JSON.
pub fn enrolment(data: &[u8]) {
    drop(sync_server::outside::enrolment(data));
    drop(serde_json::from_slice::<EnrolReply>(data));
    drop(serde_json::from_slice::<Problem>(data));
    if let Ok(request) = serde_json::from_slice::<EnrolRequest>(data) {
        let again = serde_json::to_vec(&request).expect("string keys only");
        let again: EnrolRequest = serde_json::from_slice(&again).expect("what was written is read");
        assert_eq!((again.code, again.name), (request.code, request.name));
    }
}

fn compressed(data: &[u8]) -> Vec<u8> {
    zstd::bulk::compress(data, 1).expect("compressing into memory cannot fail")
}

fn framed(packed: &[u8]) -> Vec<u8> {
    [b"NR", &[protocol::VERSION][..], packed].concat()
}
