import { describe, expect, test } from 'vitest';
import type { Sample } from '../../src/backend/sample/sample';
import { openWindow, shown, violations } from '../window';

const RETURNED = '{"is":"returned","reason":"thiếu biểu","until":null}';

/** Two people of the coordinating office gave different words on one entry of a commune, each without a network. */
function disagree(backend: Sample): void {
  backend.changeElsewhere((store) =>
    store.conflicts.push({
      unit: 'ayun',
      unitName: 'Xã Ayun',
      target: { field: 'verdict', entry: { task: 'III.6a', period: 'Q3' } },
      what: 'III.6a · Ý kiến thẩm định',
      title: 'Hồ sơ giải quyết đúng hạn',
      contenders: [
        {
          text: '{"is":"accepted","heads":[]}',
          shown: 'chấp nhận',
          by: 'Lê Thị Thu Hà',
          at: '2019-08-21T09:12:00+07:00',
        },
        { text: RETURNED, shown: 'trả lại: thiếu biểu', by: 'Trần Văn Bình', at: '2019-08-21T09:40:00+07:00' },
      ],
    }),
  );
}

describe('a reviewer’s word in conflict', () => {
  test('tells whose entry it is about, and has no field for a third', async () => {
    const { backend } = await openWindow('#/xung-dot', 'coordinator');
    disagree(backend);
    const article = await shown('article');
    expect(article.textContent).toContain('Xã Ayun');
    expect(article.querySelector('a')?.getAttribute('href')).toContain('/don-vi/ayun/III.6a');
    expect(article.querySelector('form'), 'a word of review is written in its own form').toBeNull();
    expect(await violations()).toEqual([]);
  });

  test('is decided by choosing one', async () => {
    const { backend, user } = await openWindow('#/xung-dot', 'coordinator');
    disagree(backend);
    await user.click((await shown('article')).querySelectorAll('button')[1] as HTMLButtonElement);
    await expect.poll(() => backend.store.conflicts.some((one) => one.target.field === 'verdict')).toBe(false);
    expect(backend.store.queue.edits.some((edit) => edit.after === RETURNED)).toBe(true);
  });
});
