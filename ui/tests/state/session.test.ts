import { afterEach, expect, test, vi } from 'vitest';
import type { Home } from '../../src/bindings/Home';
import type { Status } from '../../src/bindings/Status';
import { session } from '../../src/state/session.svelte';
import { recorded } from '../recorded';

afterEach(() => session.close());

test('a status told while the door opens is not undone by an older one that was asked for', async () => {
  const backend = await recorded('unit');
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

test('a frame that was asked for earlier and comes later does not stand in place of the newer one', async () => {
  const backend = await recorded('unit');
  const first = (await backend.ask<'home'>({ ask: 'home' })) as Home;
  let changed: () => void = () => undefined;
  const waiting: ((home: Home) => void)[] = [];
  let open = false;
  await session.open({
    ...backend,
    onChanged: (tell) => {
      changed = tell;
      return () => undefined;
    },
    ask: async () => (open ? new Promise((resolve) => waiting.push(resolve)) : first) as never,
  });
  open = true;
  changed();
  changed();
  await vi.waitFor(() => expect(waiting).toHaveLength(2));
  waiting[1]?.({ ...first, person: 'mới' });
  await vi.waitFor(() => expect(session.home?.person).toBe('mới'));
  waiting[0]?.({ ...first, person: 'cũ' });
  await new Promise((resolve) => setTimeout(resolve));
  expect(session.home?.person, 'the newest frame stays').toBe('mới');
});

test('what changed while the door opened is asked for once it is open', async () => {
  const backend = await recorded('unit');
  const first = (await backend.ask<'home'>({ ask: 'home' })) as Home;
  let changed: () => void = () => undefined;
  let person = 'cũ';
  await session.open({
    ...backend,
    onChanged: (tell) => {
      changed = tell;
      return () => undefined;
    },
    ask: async () => {
      const seen = { ...first, person };
      if (person === 'cũ') {
        person = 'mới';
        changed();
      }
      return seen as never;
    },
  });
  await vi.waitFor(() => expect(session.home?.person, 'the frame is the newest').toBe('mới'));
});
