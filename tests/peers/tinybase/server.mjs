// TinyBase's WebSocket server as its authors' example has it, one store for each path, kept in SQLite.
import { DatabaseSync } from 'node:sqlite';
import { createMergeableStore } from 'tinybase';
import { createSqliteNodePersister } from 'tinybase/persisters/persister-sqlite-node';
import { createWsServer } from 'tinybase/synchronizers/synchronizer-ws-server';
import { WebSocket, WebSocketServer } from 'ws';
import { obey, options, say } from '../lines.mjs';
import { complete } from '../work.mjs';
import { PATIENCE } from './patience.mjs';

const IDLE = 0;
let watching = false;
const holds = (entries) => watching && complete((entry) => entries?.[entry]);

/** What lies in the database: each cell beside the stamp that it was written with. */
function stored(db) {
  const [[tables]] = JSON.parse(db.prepare('SELECT store FROM tinybase').get().store);
  const rows = Object.entries(tables.entries?.[0] ?? {});
  const plain = ([cells]) => Object.fromEntries(Object.entries(cells).map(([id, [cell]]) => [id, cell]));
  return Object.fromEntries(rows.map(([id, row]) => [id, plain(row)]));
}

function open(path) {
  const db = new DatabaseSync(`${options.data}/${path}.db`);
  const store = createMergeableStore();
  const persister = createSqliteNodePersister(store, db);
  store.addDidFinishTransactionListener(() => holds(store.getTable('entries')) && say('memory'));
  persister.addStatusListener((_, status) => watching && status === IDLE && holds(stored(db)) && say('durable'));
  return [persister, () => say('ready')];
}

const listening = new WebSocketServer({ host: '127.0.0.1', port: options.port });
createWsServer(listening, open, console.error, PATIENCE);
// As if a colleague had it open, who says nothing. A store that is opened for who comes is deaf for as long as an
// answer may take: it asks its laptops first, and keeps their answers back until it has stopped waiting.
listening.on('listening', () => new WebSocket(`ws://127.0.0.1:${options.port}/workbook`));
await obey({
  watch() {
    watching = true;
  },
});
