// A laptop that keeps its mergeable store in memory while it is away: a row for each entry, one cell set for each edit.
import { createMergeableStore } from 'tinybase';
import { createWsSynchronizer } from 'tinybase/synchronizers/synchronizer-ws-client';
import { WebSocket } from 'ws';
import { obey, options } from '../lines.mjs';
import { blank, earlier, offline } from '../work.mjs';
import { PATIENCE } from './patience.mjs';

const [RESPONSE, TABLES, ROWS, CELLS] = [0, 4, 5, 6];
const store = createMergeableStore();
let synchronizer;

function write({ entry, field, value }) {
  if (!store.hasRow('entries', entry)) store.setRow('entries', entry, blank());
  store.setCell('entries', entry, field, value);
}

/**
 * Until the server was given the last thing that it asked for: tables, their rows, these rows' cells. What it did with
 * it, it does not say.
 */
function sync() {
  return new Promise((given, failed) => {
    const asked = new Map();
    const heard = (_, request, message) => asked.set(request, message);
    const said = (_, request, message, body) => {
      if (message !== RESPONSE) return;
      const of = asked.get(request);
      if (of === CELLS || ([TABLES, ROWS].includes(of) && Object.keys(body[1]).length === 0)) given();
    };
    const socket = new WebSocket(`ws://127.0.0.1:${options.port}/workbook`);
    createWsSynchronizer(store, socket, PATIENCE, said, heard, console.error)
      .then((made) => (synchronizer = made).startSync())
      .catch(failed);
  });
}

await obey({
  async warm() {
    earlier.forEach(write);
    await sync();
    return { document: 'workbook' };
  },
  async leave() {
    await synchronizer.destroy();
    offline.forEach(write);
  },
  return: sync,
});
