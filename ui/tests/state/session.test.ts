import { afterEach, expect, test } from 'vitest';
import type { Status } from '../../src/bindings/Status';
import { sample } from '../../src/backend/sample/sample';
import { session } from '../../src/state/session.svelte';

afterEach(() => session.close());

test('a status told while the door opens is not undone by an older one that was asked for', async () => {
  const backend = sample('unit');
  const asked = await backend.status();
  let tell: (status: Status) => void = () => undefined;
  let home: () => void = () => undefined;
  const slow = new Promise<void>((resolve) => (home = resolve));
  const opening = session.open({
    ...backend,
    onStatus: (told) => {
      tell = told;
      return () => undefined;
    },
    status: async () => ({ ...asked, link: 'syncing' }),
    ask: (ask) => slow.then(() => backend.ask(ask)),
  });
  // The status that was asked for is here; the first page of a big plan is not.
  await new Promise((resolve) => setTimeout(resolve));
  tell({ ...asked, link: 'online' });
  home();
  await opening;
  expect(session.home, 'the door is open').toBeDefined();
  expect(session.status?.link, 'the newest status stays').toBe('online');
});
