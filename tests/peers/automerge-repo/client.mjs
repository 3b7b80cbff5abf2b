// A laptop with a repo on its disk, so that it remembers what the server had.
import { Repo, updateText } from '@automerge/automerge-repo';
import { WebSocketClientAdapter } from '@automerge/automerge-repo-network-websocket';
import { NodeFSStorageAdapter } from '@automerge/automerge-repo-storage-nodefs';
import { first, obey, options } from '../lines.mjs';
import { blank, earlier, offline } from '../work.mjs';

const repo = new Repo({ storage: new NodeFSStorageAdapter(options.data), sharePolicy: async () => true });
const handle = repo.create({ entries: {} });
let line;

function connect() {
  line = new WebSocketClientAdapter(`ws://127.0.0.1:${options.port}`);
  repo.networkSubsystem.addNetworkAdapter(line);
}

function write({ entry, field, value }) {
  handle.change((doc) => {
    doc.entries[entry] ??= blank();
    if (field === 'narrative') updateText(doc, ['entries', entry, field], value);
    else doc.entries[entry][field] = value;
  });
}

/** Until the server has said that its heads are ours. It says nothing of its disk. */
const told = () =>
  first(handle, 'remote-heads', ({ heads }) => [...heads].sort().join() === [...handle.heads()].sort().join());

await obey({
  async warm() {
    earlier.forEach(write);
    const equal = told();
    connect();
    await equal;
    return { document: handle.url };
  },
  async leave() {
    repo.networkSubsystem.removeNetworkAdapter(line);
    offline.forEach(write);
    await repo.flush();
  },
  async return() {
    const equal = told();
    connect();
    await equal;
  },
});
