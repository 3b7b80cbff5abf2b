// Hocuspocus with its SQLite extension and its own pauses before it stores.
import { SQLite } from '@hocuspocus/extension-sqlite';
import { Server } from '@hocuspocus/server';
import * as Y from 'yjs';
import { obey, options, say } from '../lines.mjs';
import { complete } from '../work.mjs';

let watching = false;
const holds = (document) => complete((entry) => document.getMap('entries').get(entry)?.toJSON());
const sqlite = new SQLite({ database: `${options.data}/hocuspocus.db` });
const server = new Server({
  address: '127.0.0.1',
  port: options.port,
  quiet: true,
  extensions: [sqlite],
  async onChange({ document }) {
    if (watching && holds(document)) say('memory');
  },
  async afterStoreDocument({ documentName }) {
    if (!watching) return;
    const { data } = sqlite.db.prepare('SELECT data FROM documents WHERE name = ?').get(documentName);
    const stored = new Y.Doc();
    Y.applyUpdate(stored, data);
    if (holds(stored)) say('durable');
  },
});
await server.listen();
say('ready');
await obey({
  async watch({ document }) {
    watching = true;
    // As if a colleague had it open. Where nobody has, the server loads it anew for who comes back, and sends that
    // laptop all of it besides.
    await server.hocuspocus.openDirectConnection(document);
  },
});
