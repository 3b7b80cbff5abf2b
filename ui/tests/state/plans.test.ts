import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { type Asking, type Backend, type InPlan, type Question, Refusal } from '../../src/backend/backend';
import { session } from '../../src/state/session.svelte';
import { recorded, type Recorded } from '../recorded';
import { village } from '../village';
import { goTo } from '../window';

const [THIS, LAST] = ['mang-yang-2019', 'mang-yang-2018'];

async function opened(hash: string, change: (backend: Recorded) => Partial<Backend> = () => ({})): Promise<Recorded> {
  goTo(hash);
  const backend = await recorded('unit');
  await session.open({ ...backend, ...change(backend) });
  return backend;
}

/** A backend whose answers come when the test lets them. */
function slow(backend: Recorded) {
  const waiting: { plan: string | undefined; answer: () => void }[] = [];
  const ask = <Q extends Question>(question: InPlan<Asking<Q>>) =>
    new Promise<void>((resolve) => waiting.push({ plan: question.plan, answer: resolve })).then(() =>
      backend.ask<Q>(question),
    );
  return { ask, waiting };
}

describe('the plan that is looked at', () => {
  test('is the one of the address, or else the newest open one', async () => {
    await opened(`#/viec?kh=${LAST}`);
    expect([session.plan, session.home?.plan, session.home?.year]).toEqual([LAST, LAST, 2018]);
    expect(session.closed).toBe(true);
    await opened('#/viec');
    expect([session.plan, session.home?.plan]).toEqual([THIS, THIS]);
    expect(session.closed).toBe(false);
  });

  test('follows the address, also back to where it named none', async () => {
    await opened('#/viec');
    goTo(`#/viec?kh=${LAST}`);
    expect(session.framed, 'nothing of this plan is shown yet').toBe(false);
    await expect.poll(() => session.home?.plan).toBe(LAST);
    expect(session.framed).toBe(true);
    goTo('#/viec');
    await expect.poll(() => session.home?.plan).toBe(THIS);
  });

  test('stays that of the window when a newer one comes to be', async () => {
    const backend = await opened('#/viec');
    backend.alter('home', ({ plans }) => Object.assign(plans.reverse()[0] ?? {}, { year: 2020, closedOn: null }));
    await expect.poll(() => session.home?.plans[0]?.id).toBe(LAST);
    expect(session.home?.plan).toBe(THIS);
  });

  test('an answer for one that is wanted no more is dropped', async () => {
    const held = slow(await recorded('unit'));
    let holding = false;
    await opened('#/viec', (backend) => ({ ask: (question) => (holding ? held : backend).ask(question) }));
    holding = true;
    goTo(`#/viec?kh=${LAST}`);
    await expect.poll(() => held.waiting.length).toBe(1);
    goTo(`#/viec?kh=${THIS}`);
    expect(session.framed).toBe(true);
    held.waiting[0]?.answer();
    await new Promise((resolve) => setTimeout(resolve));
    expect(held.waiting[0]?.plan).toBe(LAST);
    expect(session.home?.plan).toBe(THIS);
  });

  test('a period that it does not have leads to its current one', async () => {
    await opened(`#/viec?kh=${LAST}&ky=Q9`);
    expect(session.period?.name).toBe('Năm 2018');
  });
});

describe('a plan that is refused', () => {
  const { laptop } = village();

  test('is told at the foot, and the first is looked at', async () => {
    goTo('#/viec?kh=mang-yang-1999&ky=H1');
    await session.open(await laptop('hoan'));
    expect(session.home?.plan).toBe(THIS);
    expect(session.period?.id).toBe('Q3');
    expect(session.notice).toContain('Hãy chọn kế hoạch khác');
    expect(location.hash).toBe('#/viec');
  });

  test('also within an open window', async () => {
    goTo(`#/viec?kh=${LAST}`);
    await session.open(await laptop('hoan'));
    goTo('#/viec?kh=mang-yang-1999');
    await expect.poll(() => session.notice).toContain('Hãy chọn kế hoạch khác');
    expect([session.plan, session.framed]).toEqual([LAST, true]);
  });

  test('while nothing answers, the address stays and says what is wrong until it does', async () => {
    let lost = false;
    const backend = await opened('#/viec', (backend) => ({
      ask: async (question) => {
        if (lost) throw new Refusal({ code: null, message: 'Không kết nối được.' });
        return backend.ask(question);
      },
    }));
    lost = true;
    goTo(`#/viec?kh=${LAST}`);
    await expect.poll(() => session.failure?.message).toBe('Không kết nối được.');
    expect([session.framed, session.plan]).toEqual([false, LAST]);
    lost = false;
    backend.announce();
    await expect.poll(() => session.home?.plan).toBe(LAST);
    expect(session.failure).toBeUndefined();
  });
});

describe('what leaves the window names its plan', () => {
  test('questions and acts alike, once the first answer is there', async () => {
    const ask = vi.fn();
    const act = vi.fn();
    await opened('#/viec', (backend) => ({
      ask: (question) => {
        ask(question);
        return backend.ask(question);
      },
      act: (one) => {
        act(one);
        return backend.act(one);
      },
    }));
    expect(ask.mock.calls).toEqual([[{ ask: 'home', plan: undefined }]]);
    await session.ask({ ask: 'silent' });
    expect(ask).toHaveBeenLastCalledWith({ ask: 'silent', plan: THIS });
    await session.act({ act: 'metered', on: true });
    expect(act).toHaveBeenLastCalledWith({ act: 'metered', on: true, plan: THIS });
    await session.act({ act: 'metered', on: false, plan: LAST });
    expect(act).toHaveBeenLastCalledWith({ act: 'metered', on: false, plan: LAST });
  });

  test('since nothing but the session asks or acts', () => {
    const folder = join(import.meta.dirname, '../../src');
    const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    const past = paths
      .filter((path) => /\.(svelte|ts)$/.test(path) && !path.startsWith('backend'))
      .filter((path) => /backend\s*\.(ask|act)\b/.test(readFileSync(join(folder, path), 'utf8')));
    expect(past).toEqual([join('state', 'session.svelte.ts')]);
  });
});
