// Actual's own server program, told where to listen and where to put its files.
import { obey, options, say } from '../lines.mjs';

Object.assign(process.env, {
  ACTUAL_DATA_DIR: options.data,
  ACTUAL_HOSTNAME: '127.0.0.1',
  ACTUAL_PORT: String(options.port),
  NODE_ENV: 'production',
});
process.chdir(options.data);
await import('@actual-app/sync-server/build/app.js');
for (;;) {
  const answer = await fetch(`http://127.0.0.1:${options.port}/health`).catch(() => null);
  if (answer?.ok) break;
  await new Promise((resolve) => setTimeout(resolve, 20));
}
say('ready');
await obey({});
