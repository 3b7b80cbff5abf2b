import { describe, expect, test, vi } from 'vitest';
import { entryIn } from '../../src/backend/sample/store';
import { tellOfVersions } from '../../src/backend/sample/versions';
import { session } from '../../src/state/session.svelte';
import { goTo, openWindow, shown } from '../window';

// The bytes of a file come over a network, which these pages do not have.
vi.mock('../../src/pages/evidence/pieces', () => ({ readFile: async () => new Uint8Array(1) }));

const HASH = '#/viec/III.6a';
const kept = (backend: Awaited<ReturnType<typeof openWindow>>['backend']) =>
  entryIn(backend.store, 'ayun', 'III.6a', 'Q3');

describe('a field writes itself', () => {
  test('what is typed is stored when the field is left, and the line under it says so', async () => {
    const { backend, user } = await openWindow(HASH);
    const field = await shown<HTMLTextAreaElement>('#entry-difficulties');
    await user.clear(field);
    await user.type(field, 'Thiếu máy quét');
    await user.tab();
    await expect.poll(() => kept(backend).texts.difficulties).toBe('Thiếu máy quét');
    await expect
      .poll(() => document.getElementById('entry-difficulties-about')?.textContent)
      .toContain('Đã lưu trên máy 09:40');
  });

  test('a choice is stored at once', async () => {
    const { backend, user } = await openWindow(HASH);
    await user.selectOptions(await shown('#entry-state'), 'in-progress');
    expect(kept(backend).state).toBe('in-progress');
  });

  test('a number is shown as the office writes it once the field is left', async () => {
    const { user } = await openWindow(HASH);
    const field = await shown<HTMLInputElement>('#figure-ho-so-dung-han-0');
    await user.clear(field);
    await user.type(field, '1234,5');
    expect(field.value, 'the text is left alone while it is typed').toBe('1234,5');
    await user.tab();
    await expect.poll(() => field.value).toBe('1.234,5');
  });

  test('the rate follows the figures', async () => {
    const { user } = await openWindow(HASH);
    const field = await shown('#figure-ho-so-dung-han-0');
    await user.clear(field);
    await user.type(field, '231');
    await user.tab();
    await expect.poll(() => document.getElementById('result-ho-so-dung-han')?.textContent).toBe('100 %');
  });

  test('none arose is not a nought', async () => {
    const { backend, user } = await openWindow(HASH);
    await user.click(await shown('#none-ho-so-dung-han'));
    expect(kept(backend).none['ho-so-dung-han']).toBe(true);
    await expect.poll(() => document.getElementById('result-ho-so-dung-han')?.textContent).toBe('không phát sinh');
    await user.click(await shown('#none-ho-so-dung-han'));
    expect(kept(backend).none['ho-so-dung-han']).toBe(false);
  });

  test('a text that cannot be read stays, with the reason beside it', async () => {
    const { user } = await openWindow(HASH);
    const field = await shown<HTMLInputElement>('#figure-ho-so-dung-han-0');
    await user.clear(field);
    await user.type(field, 'ba trăm');
    await user.tab();
    await shown('#figure-ho-so-dung-han-0[aria-invalid="true"]');
    expect(field.value).toBe('ba trăm');
    expect(document.getElementById('figure-ho-so-dung-han-0-about')?.textContent).toContain('Chưa đọc được số này');
  });

  test('and is still there after a walk to another page', async () => {
    const { user } = await openWindow(HASH);
    await user.type(await shown('#entry-percent'), 'x');
    goTo('#/viec');
    await shown('[data-task="III.6a"]');
    goTo(HASH);
    expect((await shown<HTMLInputElement>('#entry-percent')).value).toBe('98x');
  });
});

describe('the texts', () => {
  const names = () => [...document.querySelectorAll('textarea[id^="entry-"]')].map((one) => one.id);

  test('stand as they are told: the first above the figures, the others below', async () => {
    await openWindow(HASH);
    const first = await shown<HTMLTextAreaElement>('#entry-narrative');
    const second = await shown<HTMLTextAreaElement>('#entry-difficulties');
    const figures = await shown('#figure-ho-so-dung-han-0');
    const after = (one: Node, other: Node) => one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
    expect(after(first, figures), 'the first stands above the figures').toBeTruthy();
    expect(after(figures, second), 'the second stands below them').toBeTruthy();
    expect([first, second].map((one) => one.getAttribute('rows'))).toEqual(['5', '3']);
    expect(first.labels[0]?.textContent).toBe('Nội dung thực hiện');
    expect(second.labels[0]?.textContent).toBe('Khó khăn, vướng mắc');
  });

  test('a third one needs nothing but to be told', async () => {
    const { backend, user } = await openWindow(HASH);
    await shown('#entry-difficulties');
    backend.changeElsewhere(tellOfVersions);
    const field = await shown<HTMLTextAreaElement>('#entry-recommendations');
    expect(names()).toEqual(['entry-narrative', 'entry-difficulties', 'entry-recommendations']);
    expect(field.labels[0]?.textContent).toBe('Kiến nghị, đề xuất');
    expect(field.getAttribute('rows')).toBe('3');
    expect(field.value).toContain('một máy quét');
    await user.clear(field);
    await user.type(field, 'Cấp máy quét');
    await user.tab();
    await expect.poll(() => kept(backend).texts.recommendations).toBe('Cấp máy quét');
    await expect
      .poll(() => document.getElementById('entry-recommendations-about')?.textContent)
      .toContain('Đã lưu trên máy 09:40');
  });

  test('an empty one is shown to a reader too', async () => {
    const { backend } = await openWindow('#/don-vi/ayun/III.6a', 'reader');
    await shown('#entry-narrative');
    backend.changeElsewhere((store) => store.texts.push({ name: 'recommendations', label: 'Kiến nghị, đề xuất' }));
    expect((await shown('#entry-recommendations')).textContent?.trim()).toBe('chưa có');
  });

  test('none at all leaves the rest of the form', async () => {
    const { backend } = await openWindow(HASH);
    await shown('#entry-narrative');
    backend.changeElsewhere((store) => (store.texts = []));
    await expect.poll(names).toEqual([]);
    expect(document.getElementById('figure-ho-so-dung-han-0')).not.toBeNull();
  });
});

describe('a change from elsewhere', () => {
  test('shows in a field that nobody is typing in', async () => {
    const { backend } = await openWindow(HASH);
    const field = await shown<HTMLTextAreaElement>('#entry-difficulties');
    backend.changeElsewhere((store) => (entryIn(store, 'ayun', 'III.6a', 'Q3').texts.difficulties = 'Của đồng nghiệp'));
    await expect.poll(() => field.value).toBe('Của đồng nghiệp');
  });

  test('does not touch the field that is being typed in', async () => {
    const { backend, user } = await openWindow(HASH);
    const field = await shown<HTMLTextAreaElement>('#entry-narrative');
    await user.clear(field);
    await user.type(field, 'Đang gõ');
    backend.changeElsewhere((store) => (entryIn(store, 'ayun', 'III.6a', 'Q3').percent = 12));
    await expect.poll(() => document.querySelector<HTMLInputElement>('#entry-percent')?.value).toBe('12');
    expect(field.value).toBe('Đang gõ');
    expect(document.activeElement).toBe(field);
  });
});

describe('a colleague’s value for the very field', () => {
  test('waits until the field is left, however long ago the own text was saved', async () => {
    const { backend, user } = await openWindow(HASH);
    const field = await shown<HTMLTextAreaElement>('#entry-narrative');
    await user.clear(field);
    await user.type(field, 'Đang nghĩ');
    await session.drafts.flush();
    const later = performance.now() + 60_000;
    vi.spyOn(performance, 'now').mockReturnValue(later);
    backend.changeElsewhere((store) => {
      const other = entryIn(store, 'ayun', 'III.6a', 'Q3');
      other.texts.narrative = 'Của đồng nghiệp';
      other.percent = 12;
    });
    await expect.poll(() => document.querySelector<HTMLInputElement>('#entry-percent')?.value).toBe('12');
    expect(field.value).toBe('Đang nghĩ');
    await user.tab();
    await expect.poll(() => field.value).toBe('Của đồng nghiệp');
  });
});

describe('evidence', () => {
  test('files let go over the window are added', async () => {
    const { backend } = await openWindow(HASH);
    await shown('#attach');
    backend.drop({ is: 'over' });
    await expect.poll(() => document.body.textContent).toContain('Thả để thêm minh chứng');
    backend.drop({ is: 'dropped', paths: ['D:\\bao cao\\bieu tong hop.pdf'] });
    await expect.poll(() => document.body.textContent).toContain('bieu tong hop.pdf');
  });

  test('a document that is there already serves another task', async () => {
    const { backend, user } = await openWindow('#/viec/VII.2');
    await user.click(await shown('#reuse'));
    await user.click(await shown('dialog li:first-child button'));
    await expect.poll(() => entryIn(backend.store, 'ayun', 'VII.2', 'Q3').links.length).toBe(2);
  });

  test('a picture is shown as one', async () => {
    const { user } = await openWindow(HASH);
    await user.click(await shown('[data-row="e3"] button'));
    expect((await shown('.preview img')).getAttribute('alt')).toContain('bảng niêm yết');
  });
});

describe('a picture', () => {
  test('stays in sight when the page asks again', async () => {
    const { backend, user } = await openWindow(HASH);
    await user.click(await shown('[data-row="e3"] button'));
    const source = (await shown<HTMLImageElement>('.preview img')).src;
    const revoke = vi.spyOn(URL, 'revokeObjectURL');
    backend.changeElsewhere((store) => (entryIn(store, 'ayun', 'III.6a', 'Q3').percent = 12));
    await expect.poll(() => document.querySelector<HTMLInputElement>('#entry-percent')?.value).toBe('12');
    expect(revoke).not.toHaveBeenCalled();
    expect(document.querySelector<HTMLImageElement>('.preview img')?.src).toBe(source);
  });
});

describe('a conflict', () => {
  test('stands under its field with both values and the way to settle it', async () => {
    await openWindow('#/viec/VII.2');
    const field = (await shown('#entry-percent')).closest('.field');
    expect(field?.textContent).toContain('70 %');
    expect(field?.textContent).toContain('85 %');
    expect(field?.querySelector('a')?.getAttribute('href')).toBe('#/xung-dot');
  });

  test('is settled by choosing one', async () => {
    const { backend, user } = await openWindow('#/xung-dot');
    await shown('article');
    await user.click(await shown('article li:nth-child(2) button'));
    await expect.poll(() => document.querySelectorAll('article').length).toBe(1);
    expect(entryIn(backend.store, 'ayun', 'VII.2', 'Q3').percent).toBe(85);
  });
});

describe('the reviewing office', () => {
  test('returns with a reason, and cannot without one', async () => {
    const { backend, user } = await openWindow('#/don-vi/ayun/III.6b', 'coordinator');
    await user.click(await shown('#return-go'));
    expect((await shown('[role="alert"]')).textContent).toContain('Cần ghi lý do');
    await user.type(await shown('#return-reason'), 'Thiếu biểu');
    await user.type(await shown('#return-until'), '04/9/2019');
    await user.click(await shown('#return-go'));
    const talk = entryIn(backend.store, 'ayun', 'III.6b', 'Q3').talk;
    await expect.poll(() => talk.at(-1)).toMatchObject({ accepted: false, text: 'Thiếu biểu', until: '2019-09-04' });
  });

  test('writes nothing into another unit’s entry', async () => {
    await openWindow('#/don-vi/ayun/III.6a', 'coordinator');
    expect((await shown('#entry-narrative')).tagName).toBe('P');
    expect(document.getElementById('attach')).toBeNull();
  });
});
