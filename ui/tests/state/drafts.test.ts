import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Done } from '../../src/bindings/Done';
import type { Target } from '../../src/bindings/Target';
import { Refusal } from '../../src/backend/backend';
import { Drafts, PAUSE, type Place } from '../../src/state/drafts.svelte';

const HERE: Place = { plan: 'mang-yang-2019', of: undefined };
const LAST_YEAR: Place = { plan: 'mang-yang-2018', of: undefined };
const MERGED: Place = { plan: 'mang-yang-2019', of: 'ayun' };
const here = () => HERE;
const FIELD: Target = { field: 'narrative', entry: { task: 'III.6a', period: 'Q3' } };
const OTHER: Target = { field: 'percent', entry: { task: 'III.6a', period: 'Q3' } };
const DONE: Done = { savedAt: '2019-08-22T09:31:00+07:00', text: null, note: null };

/** A store whose answers come when the test lets them. */
function slowStore() {
  const answers: (() => void)[] = [];
  const texts: string[] = [];
  const write = (_: unknown, __: Target, text: string) => {
    texts.push(text);
    return new Promise<Done>((resolve) => answers.push(() => resolve(DONE)));
  };
  return { write, texts, answer: () => answers.shift()?.() };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('typing is written after a pause', () => {
  test('many keys make one write, of the last text', async () => {
    const write = vi.fn(async () => DONE);
    const drafts = new Drafts(write, here);
    for (const text of ['Đ', 'Đã', 'Đã xong']) drafts.type(FIELD, text);
    await vi.advanceTimersByTimeAsync(PAUSE - 1);
    expect(write).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(write.mock.calls).toEqual([[HERE, FIELD, 'Đã xong', undefined]]);
    expect(drafts.of(FIELD)?.phase).toBe('saved');
    expect(drafts.of(FIELD)?.savedAt).toBe(DONE.savedAt);
  });

  test('a choice is written at once', () => {
    const write = vi.fn(async () => DONE);
    new Drafts(write, here).type(FIELD, 'done', true);
    expect(write).toHaveBeenCalledOnce();
  });

  test('leaving writes without waiting, and writes once', async () => {
    const write = vi.fn(async () => DONE);
    const drafts = new Drafts(write, here);
    drafts.type(FIELD, 'Đã xong');
    await drafts.flush(FIELD);
    await vi.advanceTimersByTimeAsync(PAUSE * 2);
    expect(write).toHaveBeenCalledOnce();
  });

  test('leaving the page writes every field', async () => {
    const write = vi.fn(async () => DONE);
    const drafts = new Drafts(write, here);
    drafts.type(FIELD, 'Đã xong');
    drafts.type(OTHER, '98');
    await drafts.flush();
    expect(write).toHaveBeenCalledTimes(2);
    expect(drafts.unsaved).toBe(0);
  });
});

describe('writes of one field go one after the other', () => {
  test('what is typed while a write is under way is written after it, in order', async () => {
    const store = slowStore();
    const drafts = new Drafts(store.write, here);
    drafts.type(FIELD, 'một');
    const flushed = drafts.flush();
    drafts.type(FIELD, 'một hai');
    await vi.advanceTimersByTimeAsync(PAUSE);
    expect(store.texts).toEqual(['một']);
    store.answer();
    await vi.advanceTimersByTimeAsync(0);
    expect(store.texts).toEqual(['một', 'một hai']);
    store.answer();
    await flushed;
    expect(drafts.of(FIELD)?.phase).toBe('saved');
    expect(drafts.of(FIELD)?.text).toBe('một hai');
  });
});

describe('a text that the store will not take stays', () => {
  test('with the reason, until it is mended', async () => {
    const refusal = new Refusal({ code: 'bad-value', message: 'Chưa đọc được số này.' });
    const write = vi.fn(async (_: unknown, __: Target, text: string) => {
      if (text === 'ba trăm') throw refusal;
      return DONE;
    });
    const drafts = new Drafts(write, here);
    drafts.type(FIELD, 'ba trăm', true);
    await drafts.flush();
    expect(drafts.of(FIELD)).toMatchObject({ phase: 'failed', text: 'ba trăm', holds: true, failure: refusal.failure });
    await vi.advanceTimersByTimeAsync(5000);
    drafts.caughtUp(FIELD, '228');
    expect(drafts.of(FIELD)?.holds, 'a value from the store does not push the typed text away').toBe(true);
    drafts.type(FIELD, '300', true);
    await drafts.flush();
    expect(drafts.of(FIELD)).toMatchObject({ phase: 'saved', failure: undefined });
  });

  test('what failed because the store was shut is tried again, what cannot be read is not', async () => {
    let shut = true;
    const write = vi.fn(async (_: unknown, target: Target) => {
      if (target === OTHER) throw new Refusal({ code: 'bad-value', message: 'Chưa đọc được số này.' });
      if (shut) throw new Refusal({ code: 'locked', message: 'Máy đang khóa.' });
      return DONE;
    });
    const drafts = new Drafts(write, here);
    drafts.type(FIELD, 'Đã xong', true);
    drafts.type(OTHER, 'x', true);
    await drafts.flush();
    shut = false;
    drafts.retry();
    await drafts.flush();
    expect(drafts.of(FIELD)?.phase).toBe('saved');
    expect(write).toHaveBeenCalledTimes(3);
  });
});

describe('a draft belongs to the plan in which it was typed', () => {
  test('and is written to it, whichever is looked at since', async () => {
    const write = vi.fn(async () => DONE);
    let place = HERE;
    const drafts = new Drafts(write, () => place);
    drafts.type(FIELD, 'năm nay');
    place = LAST_YEAR;
    expect(drafts.of(FIELD), 'the same field of another plan does not show it').toBeUndefined();
    drafts.type(FIELD, 'năm ngoái');
    await drafts.flush();
    expect(write.mock.calls).toEqual([
      [HERE, FIELD, 'năm nay', undefined],
      [LAST_YEAR, FIELD, 'năm ngoái', undefined],
    ]);
    place = HERE;
    expect(drafts.of(FIELD)?.text).toBe('năm nay');
  });

  test('and to the workbook of the unit that was looked at', async () => {
    const write = vi.fn(async () => DONE);
    let place = MERGED;
    const drafts = new Drafts(write, () => place);
    drafts.type(FIELD, 'của xã cũ');
    place = HERE;
    expect(drafts.of(FIELD), 'the own entry of the same task does not show it').toBeUndefined();
    await drafts.flush();
    expect(write.mock.calls).toEqual([[MERGED, FIELD, 'của xã cũ', undefined]]);
  });

  test('also where it is tried again', async () => {
    let shut = true;
    const write = vi.fn(async () => {
      if (shut) throw new Refusal({ code: 'locked', message: 'Máy đang khóa.' });
      return DONE;
    });
    let place = HERE;
    const drafts = new Drafts(write, () => place);
    drafts.type(FIELD, 'năm nay', true);
    await drafts.flush();
    shut = false;
    place = LAST_YEAR;
    drafts.retry();
    await drafts.flush();
    expect(write).toHaveBeenLastCalledWith(HERE, FIELD, 'năm nay', undefined);
    expect(drafts.of(FIELD)).toBeUndefined();
  });

  test('what is typed while a write is under way follows it into the same plan', async () => {
    const plans: unknown[] = [];
    const store = slowStore();
    let place = HERE;
    const write = (of: unknown, target: Target, text: string) => {
      plans.push(of);
      return store.write(of, target, text);
    };
    const drafts = new Drafts(write, () => place);
    drafts.type(FIELD, 'một');
    const flushed = drafts.flush();
    drafts.type(FIELD, 'một hai');
    place = LAST_YEAR;
    store.answer();
    await vi.advanceTimersByTimeAsync(PAUSE);
    store.answer();
    await flushed;
    expect(plans).toEqual([HERE, HERE]);
    expect(store.texts).toEqual(['một', 'một hai']);
  });
});

describe('a saved text makes way for the store’s', () => {
  test('once the store shows it', async () => {
    const drafts = new Drafts(async () => ({ ...DONE, text: '1.234,5' }), here);
    drafts.type(FIELD, '1234,5', true);
    await drafts.flush();
    drafts.caughtUp(FIELD, '12');
    expect(drafts.of(FIELD)?.holds, 'an older answer does not bring the older value back').toBe(true);
    drafts.caughtUp(FIELD, '1.234,5');
    expect(drafts.of(FIELD)?.holds).toBe(false);
  });

  test('or later, once someone else wrote another', async () => {
    const drafts = new Drafts(async () => DONE, here);
    drafts.type(FIELD, 'của tôi', true);
    await drafts.flush();
    await vi.advanceTimersByTimeAsync(5000);
    drafts.caughtUp(FIELD, 'của đồng nghiệp');
    expect(drafts.of(FIELD)?.holds).toBe(false);
  });
});
