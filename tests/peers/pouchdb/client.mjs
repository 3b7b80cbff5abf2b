// A laptop with PouchDB over LevelDB: one document, every edit a revision of it.
import { Agent } from 'node:http';
import PouchDB from 'pouchdb';
import { obey, options } from '../lines.mjs';
import { blank, earlier, offline } from '../work.mjs';

const NAME = 'workbook';
const local = new PouchDB(`${options.data}/${NAME}`);
// On Node.js PouchDB opens a connection for each request; a browser keeps up to six.
const agent = options.kept ? new Agent({ keepAlive: true, maxSockets: 6 }) : undefined;
const remote = new PouchDB(`http://127.0.0.1:${options.port}/${NAME}`, {
  fetch: (url, request) => PouchDB.fetch(url, { ...request, agent }),
});

async function write({ entry, field, value }) {
  const document = await local.get(NAME);
  (document.entries[entry] ??= blank())[field] = value;
  await local.put(document);
}

async function each(edits) {
  for (const edit of edits) await write(edit);
}

/** Once in both directions; a server's answer does not wait for its disk. */
const sync = async () => {
  await local.sync(remote);
};

await obey({
  async warm() {
    await local.put({ _id: NAME, entries: {} });
    await each(earlier);
    await sync();
    return { document: NAME };
  },
  leave: () => each(offline),
  return: sync,
});
