import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Done } from '../../src/bindings/Done';
import type { Target } from '../../src/bindings/Target';
import { Refusal } from '../../src/backend/backend';
import { Drafts, type Notebook, PAUSE, type Place, type Stood, type Write } from '../../src/state/drafts.svelte';

const HERE: Place = { plan: 'mang-yang-2019', of: undefined };
const LAST_YEAR: Place = { plan: 'mang-yang-2018', of: undefined };
const MERGED: Place = { plan: 'mang-yang-2019', of: 'ayun' };
const here = () => HERE;
const FIELD: Target = { field: 'narrative', entry: { task: 'III.6a', period: 'Q3' } };
const OTHER: Target = { field: 'percent', entry: { task: 'III.6a', period: 'Q3' } };
const DONE: Done = { savedAt: '2019-08-22T09:31:00+07:00', text: null, note: null };

/** Drafts over a store that writes so. */
const over = (write: Write, place = here, keep: Notebook['keep'] = async () => DONE) =>
  new Drafts({ write, keep }, place);

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
    const drafts = over(write);
    for (const text of ['Đ', 'Đã', 'Đã xong']) drafts.type(FIELD, text);
    await vi.advanceTimersByTimeAsync(PAUSE - 1);
    expect(write).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(write.mock.calls).toEqual([[HERE, FIELD, 'Đã xong', {}]]);
    expect(drafts.of(FIELD)?.phase).toBe('saved');
    expect(drafts.of(FIELD)?.savedAt).toBe(DONE.savedAt);
  });

  test('a choice is written at once', () => {
    const write = vi.fn(async () => DONE);
    over(write).type(FIELD, 'done', { now: true });
    expect(write).toHaveBeenCalledOnce();
  });

  test('leaving writes without waiting, and writes once', async () => {
    const write = vi.fn(async () => DONE);
    const drafts = over(write);
    drafts.type(FIELD, 'Đã xong');
    await drafts.flush(FIELD);
    await vi.advanceTimersByTimeAsync(PAUSE * 2);
    expect(write).toHaveBeenCalledOnce();
  });

  test('leaving the page writes every field', async () => {
    const write = vi.fn(async () => DONE);
    const drafts = over(write);
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
    const drafts = over(store.write);
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
    const drafts = over(write);
    drafts.type(FIELD, 'ba trăm', { now: true });
    await drafts.flush();
    expect(drafts.of(FIELD)).toMatchObject({ phase: 'failed', text: 'ba trăm', holds: true, failure: refusal.failure });
    expect(drafts.of(FIELD)?.isKept, 'and it outlives the window').toBe(true);
    await vi.advanceTimersByTimeAsync(5000);
    drafts.caughtUp(FIELD, '228');
    expect(drafts.of(FIELD)?.holds, 'a value from the store does not push the typed text away').toBe(true);
    drafts.type(FIELD, '300', { now: true });
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
    const drafts = over(write);
    drafts.type(FIELD, 'Đã xong', { now: true });
    drafts.type(OTHER, 'x', { now: true });
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
    const drafts = over(write, () => place);
    drafts.type(FIELD, 'năm nay');
    place = LAST_YEAR;
    expect(drafts.of(FIELD), 'the same field of another plan does not show it').toBeUndefined();
    drafts.type(FIELD, 'năm ngoái');
    await drafts.flush();
    expect(write.mock.calls).toEqual([
      [HERE, FIELD, 'năm nay', {}],
      [LAST_YEAR, FIELD, 'năm ngoái', {}],
    ]);
    place = HERE;
    expect(drafts.of(FIELD)?.text).toBe('năm nay');
  });

  test('and to the workbook of the unit that was looked at', async () => {
    const write = vi.fn(async () => DONE);
    let place = MERGED;
    const drafts = over(write, () => place);
    drafts.type(FIELD, 'của xã cũ');
    place = HERE;
    expect(drafts.of(FIELD), 'the own entry of the same task does not show it').toBeUndefined();
    await drafts.flush();
    expect(write.mock.calls).toEqual([[MERGED, FIELD, 'của xã cũ', {}]]);
  });

  test('also where it is tried again', async () => {
    let shut = true;
    const write = vi.fn(async () => {
      if (shut) throw new Refusal({ code: 'locked', message: 'Máy đang khóa.' });
      return DONE;
    });
    let place = HERE;
    const drafts = over(write, () => place);
    drafts.type(FIELD, 'năm nay', { now: true });
    await drafts.flush();
    shut = false;
    place = LAST_YEAR;
    drafts.retry();
    await drafts.flush();
    expect(write).toHaveBeenLastCalledWith(HERE, FIELD, 'năm nay', {});
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
    const drafts = over(write, () => place);
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

describe('what says nothing by half', () => {
  test('is kept while it is typed, and written when its field is left', async () => {
    const write = vi.fn(async () => DONE);
    const keep = vi.fn(async () => DONE);
    const drafts = over(write, here, keep);
    drafts.type(OTHER, '9', { whole: true, base: '' });
    await vi.advanceTimersByTimeAsync(PAUSE);
    expect(keep.mock.calls).toEqual([[HERE, OTHER, '9', { base: '' }, undefined]]);
    expect(drafts.of(OTHER)).toMatchObject({ phase: 'kept', isKept: true });
    await drafts.pauseAll();
    expect(write, 'looking at another window is not leaving the field').not.toHaveBeenCalled();
    drafts.type(OTHER, '98', { whole: true, base: '9' });
    await drafts.flush(OTHER);
    expect(write.mock.calls).toEqual([[HERE, OTHER, '98', { base: '' }]]);
    expect(drafts.of(OTHER)).toMatchObject({ phase: 'saved', isKept: false });
  });

  test('is written after it was kept, where the field is left meanwhile', async () => {
    const write = vi.fn(async () => DONE);
    let kept = (): void => undefined;
    const drafts = over(write, here, () => new Promise<void>((resolve) => (kept = resolve)));
    drafts.type(OTHER, '98', { whole: true });
    await vi.advanceTimersByTimeAsync(PAUSE);
    const left = drafts.flush(OTHER);
    expect(write).not.toHaveBeenCalled();
    kept();
    await left;
    expect(write).toHaveBeenCalledOnce();
  });

  test('and cannot be kept says why', async () => {
    const full = new Refusal({ code: null, message: 'Ổ đĩa đã đầy.' });
    const drafts = over(
      async () => DONE,
      here,
      async () => {
        throw full;
      },
    );
    drafts.type(OTHER, '9', { whole: true });
    await vi.advanceTimersByTimeAsync(PAUSE);
    expect(drafts.of(OTHER)).toMatchObject({ phase: 'failed', failure: full.failure, isKept: false });
    expect(drafts.unwritten).toHaveLength(1);
  });
});

describe('a value that came in while one typed', () => {
  test('is not replaced before the person was asked, and is when that is confirmed', async () => {
    let stands = '48';
    const unseen = () =>
      new Refusal({ code: 'unseen', message: `Trong lúc gõ, ô này đã được ghi “${stands}”.`, stands });
    const write = vi.fn(async (_: unknown, __: Target, ___: string, { beside }: Stood) => {
      if (beside?.[0]?.text !== stands) throw unseen();
      return DONE;
    });
    const drafts = over(write);
    drafts.type(OTHER, '45', { whole: true, base: '47' });
    await drafts.flush(OTHER);
    expect(drafts.of(OTHER)).toMatchObject({ phase: 'failed', text: '45', failure: unseen().failure });
    stands = '50';
    await drafts.confirm(OTHER);
    expect(drafts.of(OTHER), 'of 48 the person was told, and not of 50').toMatchObject({ failure: unseen().failure });
    await drafts.confirm(OTHER);
    expect(write).toHaveBeenLastCalledWith(HERE, OTHER, '45', { base: '47', beside: [{ target: OTHER, text: '50' }] });
    expect(drafts.of(OTHER)?.phase).toBe('saved');
  });
  test('in a text is replaced by no key, but only when that is confirmed', async () => {
    const stands = 'Đạt 98 %.';
    const write = vi.fn(async (_: unknown, __: Target, ___: string, { beside }: Stood) => {
      if (beside?.[0]?.text !== stands) throw new Refusal({ code: 'unseen', message: 'Trong lúc bạn ghi…', stands });
      return DONE;
    });
    const drafts = over(write);
    for (const text of ['Đạt 95 %.', 'Đạt 95 %. Hết.']) {
      drafts.type(FIELD, text, { base: 'Đạt 90 %.' });
      await vi.advanceTimersByTimeAsync(5000);
      expect(drafts.of(FIELD), 'who types on may not have looked').toMatchObject({ phase: 'failed', text });
    }
    await drafts.confirm(FIELD);
    expect(drafts.of(FIELD)?.phase).toBe('saved');
    const beside = [{ target: FIELD, text: stands }];
    expect(write).toHaveBeenLastCalledWith(HERE, FIELD, 'Đạt 95 %. Hết.', { base: 'Đạt 90 %.', beside });
  });
});

describe('what is kept is there again after a restart', () => {
  const typed = { target: OTHER, plan: 'mang-yang-2019', of: null, entry: null, what: '', base: '', at: '' };

  test('half typed in its field, and written once that is left', async () => {
    const write = vi.fn(async () => DONE);
    const drafts = over(write);
    drafts.restore([{ ...typed, text: '9', reason: null }]);
    expect(drafts.of(OTHER)).toMatchObject({ phase: 'kept', text: '9', holds: true });
    expect(drafts.unwritten).toHaveLength(1);
    await drafts.flush();
    expect(write, 'nobody has looked at it yet').not.toHaveBeenCalled();
    await drafts.flush(OTHER);
    expect(write).toHaveBeenCalledWith(HERE, OTHER, '9', { base: '' });
    expect(drafts.unwritten).toHaveLength(0);
  });

  test('refused, and is written once more', async () => {
    const write = vi.fn(async () => DONE);
    const drafts = over(write);
    drafts.restore([{ ...typed, text: '98', reason: 'Ổ đĩa đã đầy.' }]);
    await drafts.flush();
    expect(write).toHaveBeenCalledWith(HERE, OTHER, '98', { base: '' });
    expect(drafts.unwritten).toHaveLength(0);
  });

  test('and what is being typed is not put aside for it', () => {
    const drafts = over(async () => DONE);
    drafts.type(OTHER, '75');
    drafts.restore([{ ...typed, text: '9', reason: null }]);
    expect(drafts.of(OTHER)?.text).toBe('75');
  });
});

describe('a saved text makes way for the store’s', () => {
  test('once the store shows it', async () => {
    const drafts = over(async () => ({ ...DONE, text: '1.234,5' }));
    drafts.type(FIELD, '1234,5', { now: true });
    await drafts.flush();
    drafts.caughtUp(FIELD, '12');
    expect(drafts.of(FIELD)?.holds, 'an older answer does not bring the older value back').toBe(true);
    drafts.caughtUp(FIELD, '1.234,5');
    expect(drafts.of(FIELD)?.holds).toBe(false);
  });

  test('or later, once someone else wrote another', async () => {
    const drafts = over(async () => DONE);
    drafts.type(FIELD, 'của tôi', { now: true });
    await drafts.flush();
    await vi.advanceTimersByTimeAsync(5000);
    drafts.caughtUp(FIELD, 'của đồng nghiệp');
    expect(drafts.of(FIELD)?.holds).toBe(false);
  });
});

describe('what stood in the other fields of the page', () => {
  const PART: Target = { field: 'figure', entry: { task: 'III.6a', period: 'Q3' }, indicator: 'i', figure: 'part' };
  const WHOLE: Target = { ...PART, figure: 'whole' };

  test('goes along as it was when the typing began', async () => {
    const write = vi.fn(async () => DONE);
    const drafts = over(write);
    const stop = drafts.shows(WHOLE, '50');
    drafts.shows(PART, '45');
    drafts.type(PART, '4', { whole: true, base: '45' });
    stop();
    drafts.shows(WHOLE, '70');
    drafts.type(PART, '46', { whole: true, base: '45' });
    await drafts.flush(PART);
    expect(write).toHaveBeenCalledWith(HERE, PART, '46', { base: '45', beside: [{ target: WHOLE, text: '50' }] });
  });

  test('is what is there now, once the person was asked', async () => {
    const unseen = new Refusal({ code: 'unseen', message: '“Tổng số” đã được ghi “70”.' });
    const write = vi.fn(async (_: unknown, __: Target, ___: string, { beside }: Stood) => {
      if (beside?.[0]?.text !== '70') throw unseen;
      return DONE;
    });
    const drafts = over(write);
    drafts.shows(WHOLE, '50');
    drafts.type(PART, '46', { whole: true, base: '45' });
    await drafts.flush(PART);
    drafts.shows(WHOLE, '70');
    await drafts.confirm(PART);
    expect(write).toHaveBeenLastCalledWith(HERE, PART, '46', { base: '45', beside: [{ target: WHOLE, text: '70' }] });
  });

  test('is what was pasted into them a moment before, which is written first', async () => {
    const store = slowStore();
    const all: unknown[] = [];
    const drafts = over((place, target, text, stood) => {
      all.push(stood.beside);
      return store.write(place, target, text);
    });
    drafts.shows(PART, '45');
    drafts.shows(WHOLE, '50');
    drafts.type(PART, '46', { now: true, base: '45' });
    drafts.type(WHOLE, '70', { now: true, base: '50' });
    await vi.advanceTimersByTimeAsync(0);
    expect(store.texts, 'the second waits for the first').toEqual(['46']);
    store.answer();
    await vi.advanceTimersByTimeAsync(0);
    store.answer();
    await drafts.flush();
    expect(store.texts).toEqual(['46', '70']);
    expect(all[1]).toEqual([{ target: PART, text: '46' }]);
  });

  test('is the store’s where a field holds what was refused', async () => {
    const bad = new Refusal({ code: 'bad-value', message: 'Không đọc được.' });
    const write = vi.fn(async (_: unknown, __: Target, text: string) => {
      if (text === 'x') throw bad;
      return DONE;
    });
    const drafts = over(write);
    drafts.shows(WHOLE, 'x');
    drafts.type(WHOLE, 'x', { whole: true, base: '50' });
    await drafts.flush(WHOLE);
    drafts.type(PART, '46', { whole: true, base: '45' });
    await drafts.flush(PART);
    expect(write).toHaveBeenLastCalledWith(HERE, PART, '46', { base: '45', beside: [{ target: WHOLE, text: '50' }] });
  });
});
