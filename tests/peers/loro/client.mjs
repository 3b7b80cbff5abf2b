// A laptop that keeps its Loro document in memory while it is away: one commit for each edit.
import { LoroAdaptor } from 'loro-adaptors/loro';
import { LoroDoc, LoroMap, LoroText } from 'loro-crdt';
import { MessageType, UpdateStatusCode, decode } from 'loro-protocol';
import { LoroWebsocketClient } from 'loro-websocket';
import { WebSocket } from 'ws';
import { obey, options } from '../lines.mjs';
import { earlier, offline } from '../work.mjs';

globalThis.WebSocket = WebSocket;
const document = new LoroDoc();
const entries = document.getMap('entries');
let client;

function write({ entry, field, value }) {
  let map = entries.get(entry);
  if (!map) {
    map = entries.setContainer(entry, new LoroMap());
    map.set('percent', 0);
    map.setContainer('narrative', new LoroText());
  }
  if (field === 'narrative') map.get(field).update(value);
  else map.set(field, value);
  document.commit();
}

/** Until the server has acknowledged what was sent: it has applied it, and stores it later. */
async function sync() {
  client = new LoroWebsocketClient({ url: `ws://127.0.0.1:${options.port}` });
  await client.waitConnected();
  const acknowledged = new Promise((resolve, reject) => {
    client.socket.addEventListener('message', ({ data }) => {
      if (typeof data === 'string') return;
      const { type, status } = decode(new Uint8Array(data));
      if (type !== MessageType.Ack) return;
      if (status === UpdateStatusCode.Ok) resolve();
      else reject(new Error(`the server refused: ${status}`));
    });
  });
  await client.join({ roomId: 'workbook', crdtAdaptor: new LoroAdaptor(document) });
  await acknowledged;
}

await obey({
  async warm() {
    earlier.forEach(write);
    await sync();
    return { document: 'workbook' };
  },
  leave() {
    client.destroy();
    offline.forEach(write);
  },
  return: sync,
});
