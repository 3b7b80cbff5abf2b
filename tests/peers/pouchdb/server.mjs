// express-pouchdb, the heart of pouchdb-server, over LevelDB.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import PouchDB from 'pouchdb';
import { obey, options, say } from '../lines.mjs';
import { complete } from '../work.mjs';

const expressPouchdb = createRequire(import.meta.url)('express-pouchdb');
const Stored = PouchDB.defaults({ prefix: `${options.data}/` });
const app = expressPouchdb(Stored, {
  mode: 'minimumForPouchDB',
  inMemoryConfig: true,
  logPath: `${options.data}/log.txt`,
});
createServer(app).listen(options.port, '127.0.0.1', () => say('ready'));
await obey({
  watch({ document }) {
    // A change is told after LevelDB has written it; LevelDB is not asked to wait for the disk.
    new Stored(document)
      .changes({ since: 'now', live: true, include_docs: true })
      .on('change', ({ doc }) => complete((entry) => doc.entries[entry]) && say('written'));
  },
});
