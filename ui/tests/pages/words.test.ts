import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import Words from '../../src/pages/queue/Words.svelte';

test('a long text that came back shows its beginning, and all of it when that is asked for', async () => {
  const user = userEvent.setup();
  const text = 'Đường vào làng bị ngập, hồ sơ chưa chuyển được. '.repeat(100).trim();
  const { container } = render(Words, { text });
  const quoted = () => container.querySelector('blockquote')?.textContent ?? '';
  expect(quoted().length).toBeLessThan(450);
  expect(quoted()).toMatch(/^Đường vào làng .* …$/);
  await user.click(screen.getByRole('button'));
  expect(quoted()).toBe(text);
  await user.click(screen.getByRole('button'));
  expect(quoted().length).toBeLessThan(450);
});

test('a short one stands there whole', () => {
  const { container } = render(Words, { text: 'Đã làm.' });
  expect(container.querySelector('blockquote')?.textContent).toBe('Đã làm.');
  expect(container.querySelector('button')).toBeNull();
});
