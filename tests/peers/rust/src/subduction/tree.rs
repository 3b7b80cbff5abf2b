//! What a document's changes are in a sedimentree: a commit each, and from time to time a fragment, which stands for
//! many of them. `automerge_sedimentree`, which does this, is made for older versions of both its sides.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::convert::Infallible;

use anyhow::{Result, anyhow};
use automerge::{Automerge, Change, ChangeHash};
use sedimentree_core::blob::{Blob, BlobMeta};
use sedimentree_core::collections::{Map, Set};
use sedimentree_core::commit::{CommitStore, FragmentState};
use sedimentree_core::depth::CountLeadingZeroBytes;
use sedimentree_core::fragment::Fragment;
use sedimentree_core::loose_commit::{LooseCommit, id::CommitId};

use super::DOCUMENT;

#[derive(Default)]
pub struct Parts {
    pub commits: Vec<(LooseCommit, Blob)>,
    pub fragments: Vec<(Fragment, Blob)>,
}

/// Parents of each change.
struct Graph(HashMap<CommitId, Set<CommitId>>);

impl CommitStore<'static> for Graph {
    type Node = Set<CommitId>;
    type LookupError = Infallible;

    fn lookup(&self, id: CommitId) -> Result<Option<Self::Node>, Infallible> {
        Ok(self.0.get(&id).cloned())
    }
}

fn id(hash: ChangeHash) -> CommitId {
    CommitId::new(hash.0)
}

/// All of the document but what is `known`, to which it is added.
pub fn new_parts(document: &Automerge, known: &mut HashSet<CommitId>) -> Result<Parts> {
    let changes = document.get_changes(&[]);
    let parents = |change: &Change| change.deps().iter().map(|hash| id(*hash)).collect();
    let graph = Graph(changes.iter().map(|change| (id(change.hash()), parents(change))).collect());
    let heads: Vec<CommitId> = document.get_heads().into_iter().map(id).collect();
    let mut states = Map::new();
    graph
        .build_fragment_store(&heads, &mut states, &CountLeadingZeroBytes)
        .map_err(|error| anyhow!("fragments: {error}"))?;
    let mut parts = Parts::default();
    for state in states.values() {
        if !known.insert(state.head_id()) {
            continue;
        }
        known.extend(state.members().iter().copied());
        parts.fragments.push(fragment(state, &changes));
    }
    for change in changes.iter().filter(|change| known.insert(id(change.hash()))) {
        let blob = Blob::new(change.raw_bytes().to_vec());
        let parents: BTreeSet<CommitId> = change.deps().iter().map(|hash| id(*hash)).collect();
        let commit = LooseCommit::new(DOCUMENT, id(change.hash()), parents, BlobMeta::new(&blob));
        parts.commits.push((commit, blob));
    }
    Ok(parts)
}

/// Its bytes are those of its changes, one after the other.
fn fragment(state: &FragmentState<Set<CommitId>>, changes: &[Change]) -> (Fragment, Blob) {
    let members = changes.iter().filter(|change| state.members().contains(&id(change.hash())));
    let blob = Blob::new(members.flat_map(|change| change.raw_bytes().to_vec()).collect());
    (state.clone().to_fragment(DOCUMENT, BlobMeta::new(&blob)), blob)
}
