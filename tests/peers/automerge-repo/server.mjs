// A sync server as its authors' example has it: one repo, files beside it, WebSocket.
import { Repo } from '@automerge/automerge-repo';
import { WebSocketServerAdapter } from '@automerge/automerge-repo-network-websocket';
import { NodeFSStorageAdapter } from '@automerge/automerge-repo-storage-nodefs';
import { WebSocketServer } from 'ws';
import { obey, options, say } from '../lines.mjs';
import { complete } from '../work.mjs';

let watched;
const inMemory = () => watched && complete((entry) => watched.doc().entries[entry]);

/** The same storage, which also tells when the last of the edits was written. */
class Storage extends NodeFSStorageAdapter {
  async save(key, bytes) {
    const all = key[0] === watched?.documentId && key[1] !== 'sync-state' && inMemory();
    await super.save(key, bytes);
    if (all) say('written');
  }
}

const listening = new WebSocketServer({ host: '127.0.0.1', port: options.port });
const repo = new Repo({
  storage: new Storage(options.data),
  network: [new WebSocketServerAdapter(listening)],
  sharePolicy: async () => false,
});
listening.on('listening', () => say('ready'));
await obey({
  async watch({ document }) {
    watched = await repo.find(document);
    watched.on('change', () => inMemory() && say('memory'));
  },
});
