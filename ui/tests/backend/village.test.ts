import { expect, test, vi } from 'vitest';
import type { Status } from '../../src/bindings/Status';
import { Refusal } from '../../src/backend/backend';
import { village } from '../village';

const { laptop, network } = village();
const PERCENT = { field: 'percent', entry: { task: 'III.6b', period: 'Q3' } } as const;

test('a change is told to whoever listens, and to nobody who stopped', async () => {
  const hoan = await laptop('hoan');
  const [listening, stopped] = [vi.fn(), vi.fn()];
  const stops = [hoan.onChanged(listening), hoan.onChanged(stopped)];
  // What may have happened before.
  await expect.poll(() => stopped.mock.calls.length).toBeGreaterThan(0);
  stops[1]?.();
  const [before, then] = [listening.mock.calls.length, stopped.mock.calls.length];
  await hoan.act({ act: 'write', target: PERCENT, text: '61' });
  await expect.poll(() => listening.mock.calls.length).toBeGreaterThan(before);
  expect(stopped).toHaveBeenCalledTimes(then);
  stops[0]?.();
});

test('how it stands is told as it changes', async () => {
  const hoan = await laptop('hoan');
  let status: Status | undefined;
  const stop = hoan.onStatus((told) => (status = told));
  await expect.poll(() => status).toMatchObject({ link: 'offline', edits: 6 });
  await network(true);
  await hoan.act({ act: 'sync' });
  await expect.poll(() => status).toMatchObject({ link: 'online', edits: 0, files: 0 });
  stop();
});

test('a refusal comes in the laptop’s own words', async () => {
  const hoan = await laptop('hoan');
  const refused = await hoan.act({ act: 'write', target: PERCENT, text: 'x' }).catch((reason: unknown) => reason);
  expect(refused).toBeInstanceOf(Refusal);
  expect((refused as Refusal).failure).toMatchObject({ code: 'bad-value' });
});
