// What every peer here says and hears: one JSON object in a line, on standard input and output.
import { createInterface } from 'node:readline';

/** Told by the one who starts this program. */
export const options = JSON.parse(process.argv[2]);

// Standard output is for events alone.
for (const name of ['log', 'info', 'warn', 'debug']) console[name] = console.error;

export function say(event, more = {}) {
  process.stdout.write(`${JSON.stringify({ event, ...more })}\n`);
}

/** Does what it is told, one command after the other, until the other side closes its end. */
export async function obey(commands) {
  for await (const line of createInterface({ input: process.stdin })) {
    const { do: name, ...details } = JSON.parse(line);
    try {
      say('done', { of: name, ...(await commands[name](details)) });
    } catch (error) {
      say('failed', { why: `${name}: ${error.stack ?? error}` });
    }
  }
  process.exit();
}

/** Resolves with the first event that passes. */
export const first = (emitter, event, passes = () => true) =>
  new Promise((resolve) => {
    const hear = (heard) => {
      if (!passes(heard)) return;
      emitter.off(event, hear);
      resolve(heard);
    };
    emitter.on(event, hear);
  });
