// Loro's own small WebSocket server; what its hook is given to store goes into a file.
import { open, rename } from 'node:fs/promises';
import { LoroServerAdaptor } from 'loro-adaptors/loro';
import { LoroDoc } from 'loro-crdt';
import { SimpleServer } from 'loro-websocket/server';
import { obey, options, say } from '../lines.mjs';
import { complete } from '../work.mjs';

/** Its own pause is a minute. */
const PAUSE = 1_000;
let watching = false;

function holds(bytes) {
  if (!watching) return false;
  const entries = LoroDoc.fromSnapshot(bytes).toJSON().entries;
  return complete((entry) => entries[entry]);
}

// The server keeps a document as bytes and calls this for each message that changes it.
const apply = LoroServerAdaptor.prototype.applyUpdates;
LoroServerAdaptor.prototype.applyUpdates = function (before, updates) {
  const after = apply.call(this, before, updates);
  if (holds(after)) say('memory');
  return after;
};

/** Whole and synced, in the place of what was there before. */
async function save(name, _kind, bytes) {
  const path = `${options.data}/${name}.loro`;
  const file = await open(`${path}.new`, 'w');
  await file.writeFile(bytes);
  await file.sync();
  await file.close();
  await rename(`${path}.new`, path);
  const folder = await open(options.data);
  await folder.sync();
  await folder.close();
  if (holds(bytes)) say('durable');
}

const server = new SimpleServer({ host: '127.0.0.1', port: options.port, onSaveDocument: save, saveInterval: PAUSE });
await server.start();
say('ready');
await obey({
  watch() {
    watching = true;
  },
});
