import { expect, test } from 'vitest';
import type { Found } from '../../src/bindings/Found';
import { around } from '../../src/shell/found';

const found = (title: string, excerpt: string): Found => ({
  kind: 'task',
  title,
  excerpt,
  unit: null,
  unitName: null,
  entry: null,
  evidence: null,
  record: null,
});

test('what was found is not said twice', () => {
  const title = 'III.1 Ban hành Kế hoạch rà soát thủ tục hành chính';
  expect(around(found(title, `${title} · Quyết định ban hành`))).toBe('Quyết định ban hành');
  expect(around(found(title, title))).toBe('');
  expect(around(found(title, 'III.1 Ban hành Kế hoạch…'))).toBe('');
  expect(around(found(title, '…rà soát thủ tục hành chính · Quyết định'))).toBe(
    '…rà soát thủ tục hành chính · Quyết định',
  );
  expect(around(found(title, ''))).toBe('');
});
