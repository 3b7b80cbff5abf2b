// A laptop that sends as Actual's program does: one field set is one message with its clock.
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import {
  MessageEnvelopeSchema,
  MessageSchema,
  SyncRequestSchema,
  SyncResponseSchema,
  Timestamp,
  create,
  fromBinary,
  getClock,
  makeClientId,
  makeClock,
  merkle,
  setClock,
  toBinary,
} from '@actual-app/crdt';
import { obey, options } from '../lines.mjs';
import { earlier, offline } from '../work.mjs';

const agent = new Agent({ keepAlive: true });
const fileId = randomUUID();
let token = '';
let groupId = '';
let since = Timestamp.zero.toString();
let waiting = [];
setClock(makeClock(new Timestamp(0, 0, makeClientId())));

function write({ entry, field, value }) {
  const timestamp = Timestamp.send();
  const told = typeof value === 'number' ? `N:${value}` : `S:${value}`;
  const content = create(MessageSchema, { dataset: 'entries', row: entry, column: field, value: told });
  const clock = getClock();
  setClock({ ...clock, merkle: merkle.prune(merkle.insert(clock.merkle, timestamp)) });
  waiting.push({ timestamp: timestamp.toString(), content: toBinary(MessageSchema, content) });
}

const post = (path, type, body, headers = {}) =>
  new Promise((resolve, reject) => {
    headers = { ...headers, 'content-type': type, 'content-length': body.length };
    const to = { host: '127.0.0.1', port: options.port, path, method: 'POST', agent, headers };
    const sent = request(to, async (answer) => {
      const bytes = Buffer.concat(await answer.toArray());
      if (answer.statusCode === 200) resolve(bytes);
      else reject(new Error(`${path}: ${answer.statusCode} ${bytes}`));
    });
    sent.on('error', reject).end(body);
  });

const ask = async (path, body) =>
  JSON.parse(await post(path, 'application/json', Buffer.from(JSON.stringify(body)))).data;

/** One exchange; the two sides' hashes of all messages must be equal then. */
async function sync() {
  const messages = waiting.map((message) => create(MessageEnvelopeSchema, { ...message, isEncrypted: false }));
  const body = toBinary(SyncRequestSchema, create(SyncRequestSchema, { messages, fileId, groupId, since }));
  const headers = { 'x-actual-token': token };
  const bytes = await post('/sync/sync', 'application/actual-sync', Buffer.from(body), headers);
  const answer = fromBinary(SyncResponseSchema, bytes);
  if (merkle.diff(JSON.parse(answer.merkle), getClock().merkle) !== null) throw new Error('the sides differ');
  since = waiting.at(-1)?.timestamp ?? since;
  waiting = [];
}

await obey({
  async warm() {
    const password = 'mot mat khau that dai';
    await ask('/account/bootstrap', { password });
    ({ token } = await ask('/account/login', { loginMethod: 'password', password }));
    const named = {
      'x-actual-token': token,
      'x-actual-name': 'workbook',
      'x-actual-file-id': fileId,
      'x-actual-format': '2',
    };
    const made = await post('/sync/upload-user-file', 'application/encrypted-file', Buffer.from('-'), named);
    ({ groupId } = JSON.parse(made));
    earlier.forEach(write);
    await sync();
    return { document: groupId };
  },
  leave() {
    offline.forEach(write);
    if (!options.kept) agent.destroy();
  },
  return: sync,
});
