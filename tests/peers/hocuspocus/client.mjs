// A laptop that keeps its Yjs document in memory while it is away.
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import * as Y from 'yjs';
import { first, obey, options } from '../lines.mjs';
import { earlier, offline, splice } from '../work.mjs';

const document = new Y.Doc();
const entries = document.getMap('entries');
let socket;
let provider;

function open() {
  socket = new HocuspocusProviderWebsocket({ url: `ws://127.0.0.1:${options.port}`, autoConnect: false });
  provider = new HocuspocusProvider({ websocketProvider: socket, name: 'workbook', document });
  provider.attach();
}

function write({ entry, field, value }) {
  document.transact(() => {
    let map = entries.get(entry);
    if (!map) {
      map = entries.set(entry, new Y.Map());
      map.set('percent', 0);
      map.set('narrative', new Y.Text());
    }
    if (field !== 'narrative') return map.set(field, value);
    const text = map.get(field);
    const { start, remove, insert } = splice(text.toString(), value);
    if (remove > 0) text.delete(start, remove);
    if (insert) text.insert(start, insert);
  });
}

/** Until the server has acknowledged every update: it has applied them, and stores them later. */
async function sync() {
  socket.connect();
  await first(provider, 'open');
  await first(provider, 'unsyncedChanges', ({ number }) => number === 0);
}

await obey({
  async warm() {
    earlier.forEach(write);
    open();
    await sync();
    return { document: 'workbook' };
  },
  async leave() {
    const closed = first(socket, 'close');
    socket.disconnect();
    await closed;
    // As after the program was started again. A provider that stays also queues what is written offline, edit by
    // edit, and sends that besides.
    provider.destroy();
    socket.destroy();
    offline.forEach(write);
    open();
  },
  return: sync,
});
