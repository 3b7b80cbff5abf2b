import { beforeAll, beforeEach, inject } from 'vitest';
import type { FirstRun } from '../src/bindings/FirstRun';
import type { Backend, Drop } from '../src/backend/backend';
import { villageBackend } from '../src/backend/village';

/** Whose laptops there are; see tests/src/village/people.rs. */
export type Who = 'hoan' | 'hanh' | 'ha' | 'binh' | 'loi' | 'thuan' | 'newcomer';

/** A laptop, with files that can be let go over its window. */
export interface Laptop extends Backend {
  drop(drop: Drop): void;
}

export interface Village {
  laptop(who: Who): Promise<Laptop>;
  /** Lets the district's server be reached, or not. */
  network(up: boolean): Promise<void>;
  /** What the newcomer types at the first run. */
  firstRun(): Promise<FirstRun>;
}

function laptopOf(backend: Backend): Laptop {
  const droppers = new Set<(drop: Drop) => void>();
  return {
    ...backend,
    onDrop: (tell) => {
      droppers.add(tell);
      return () => void droppers.delete(tell);
    },
    drop: (drop) => droppers.forEach((tell) => tell(drop)),
  };
}

/** The small district, for one file of tests; each test begins with it as the story left it, without a network. */
export function village(): Village {
  let root = '';
  const send = async (path: string, init?: RequestInit) => {
    const reply = await fetch(path, init);
    if (!reply.ok) throw new Error(`${path}: ${await reply.text()}`);
    return reply;
  };
  const post = async (path: string, body: unknown) => {
    const headers = { 'content-type': 'application/json' };
    await send(`${root}/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  };
  beforeAll(async () => {
    root = await (await send(`${inject('villages')}/${process.env.VITEST_POOL_ID}`)).text();
  }, 60_000);
  beforeEach(() => post('again', null));
  return {
    laptop: async (who) => laptopOf(await villageBackend(root, who)),
    network: (up) => post('network', up),
    firstRun: async () => (await (await send(`${root}/first-run`)).json()) as FirstRun,
  };
}
