import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { EntryPage } from '../../src/bindings/EntryPage';
import type { Backend } from '../../src/backend/backend';
import { session } from '../../src/state/session.svelte';
import { tellOfVersions } from '../browser';
import { village } from '../village';
import { evidenceCalled, goTo, openOver, openWindow, shown } from '../window';

// The bytes of a file come over a network, which these pages do not have.
vi.mock('../../src/pages/evidence/pieces', () => ({ readFile: async () => new Uint8Array(1) }));

const HASH = '#/viec/III.6a';
const { laptop, network } = village();
const live = async (hash = HASH) => openOver(hash, await laptop('hoan'));
/** The entry as the laptop has it now. */
const kept = (backend: Backend, task = 'III.6a') =>
  backend.ask<'entry'>({ ask: 'entry', unit: 'ayun', entry: { task, period: 'Q3' } });
const textOf = (page: EntryPage, name: string) => page.texts.find((one) => one.name === name)?.text;
/** A colleague writes; not where the test's own hand does. */
const elsewhere = (name: string, text: string) => (page: EntryPage) => {
  for (const one of page.texts) if (one.name === name) one.text = text;
};

describe('a field writes itself', () => {
  test('what is typed is stored when the field is left, and the line under it says so', async () => {
    const { backend, user } = await live();
    const field = await shown<HTMLTextAreaElement>('#entry-difficulties');
    await user.clear(field);
    await user.type(field, 'Thiếu máy quét');
    await user.tab();
    await expect.poll(async () => textOf(await kept(backend), 'difficulties')).toBe('Thiếu máy quét');
    await expect
      .poll(() => document.getElementById('entry-difficulties-about')?.textContent)
      .toContain('Đã lưu trên máy 09:40');
  });

  test('a choice is stored at once', async () => {
    const { backend, user } = await live();
    await user.selectOptions(await shown('#entry-state'), 'in-progress');
    await expect.poll(async () => (await kept(backend)).state).toBe('in-progress');
  });

  test('a number is shown as the office writes it once the field is left', async () => {
    const { user } = await live();
    const field = await shown<HTMLInputElement>('#figure-ho-so-dung-han-0');
    await user.clear(field);
    await user.type(field, '1234');
    expect(field.value, 'the text is left alone while it is typed').toBe('1234');
    await user.tab();
    await expect.poll(() => field.value).toBe('1.234');
  });

  test('a comma in what is counted is asked about, and what was typed stays', async () => {
    const { user } = await live();
    const field = await shown<HTMLInputElement>('#figure-ho-so-dung-han-0');
    await user.clear(field);
    await user.type(field, '1,234');
    await user.tab();
    const about = () => document.querySelector('#figure-ho-so-dung-han-0-about')?.textContent;
    await expect.poll(about).toContain('Nếu dấu phẩy ngăn hàng nghìn, hãy gõ 1.234');
    expect(field.value).toBe('1,234');
  });

  test('text of before Unicode is shown as what it says, and taken when the person says so', async () => {
    const { backend, user } = await live();
    const field = await shown<HTMLTextAreaElement>('#entry-difficulties');
    await user.click(field);
    await user.clear(field);
    await user.type(field, 'Nêu rõ: ');
    await user.paste('Ch\u00ada gi¶i quyÕt 2 hå s¬.');
    const under = field.closest('.field');
    await expect.poll(() => under?.textContent).toContain('TCVN3 cũ, đọc là: “Chưa giải quyết 2 hồ sơ.”');
    expect(field.value, 'nothing is taken unasked').toContain('gi¶i');
    const take = [...(under?.querySelectorAll('button') ?? [])].find((one) => one.textContent === 'Lấy bản đã chuyển');
    await user.click(take as HTMLButtonElement);
    const difficulties = async () => (await kept(backend)).texts.find((one) => one.name === 'difficulties')?.text;
    await expect.poll(difficulties).toBe('Nêu rõ: Chưa giải quyết 2 hồ sơ.');
    expect(under?.textContent).not.toContain('TCVN3');
  });

  test('text of before Unicode is taken with the lines of Windows, and what was typed since stays', async () => {
    const { backend, user } = await live();
    const field = await shown<HTMLTextAreaElement>('#entry-difficulties');
    await user.click(field);
    await user.clear(field);
    await user.type(field, 'Nêu rõ: ');
    await user.paste('bÐ g¸i, cã phÐp\r\nTån 2 hå s¬');
    await user.keyboard('!');
    const under = field.closest('.field');
    await expect.poll(() => under?.querySelectorAll('button').length).toBeGreaterThan(1);
    const take = [...(under?.querySelectorAll('button') ?? [])].find((one) => one.textContent === 'Lấy bản đã chuyển');
    await user.click(take as HTMLButtonElement);
    const difficulties = async () => (await kept(backend)).texts.find((one) => one.name === 'difficulties')?.text;
    await expect.poll(difficulties).toBe('Nêu rõ: bé gái, có phép\nTồn 2 hồ sơ!');
  });

  test('a block of a spreadsheet fills the figures beside', async () => {
    const { backend, user } = await live();
    await user.click(await shown('#figure-ho-so-dung-han-0'));
    await user.paste('1.228\t1.231\r\n');
    const values = async () => (await kept(backend)).figures[0]?.values.map((one) => one.text);
    await expect.poll(values).toEqual(['1.228', '1.231']);
    expect((await shown('.notice')).textContent).toContain('Đã dán 2 số liệu');
  });

  test('the rate follows the figures', async () => {
    const { user } = await live();
    const field = await shown('#figure-ho-so-dung-han-0');
    await user.clear(field);
    await user.type(field, '231');
    await user.tab();
    await expect.poll(() => document.getElementById('result-ho-so-dung-han')?.textContent).toBe('100 %');
  });

  test('none arose is not a nought', async () => {
    const { backend, user } = await live();
    await user.click(await shown('#none-ho-so-dung-han'));
    const none = async () => (await kept(backend)).figures[0]?.noneArose;
    await expect.poll(none).toBe(true);
    await expect.poll(() => document.getElementById('result-ho-so-dung-han')?.textContent).toBe('không phát sinh');
    await user.click(await shown('#none-ho-so-dung-han'));
    await expect.poll(none).toBe(false);
  });

  test('a text that cannot be read stays, with the reason beside it', async () => {
    const { user } = await live();
    const field = await shown<HTMLInputElement>('#figure-ho-so-dung-han-0');
    await user.clear(field);
    await user.type(field, 'ba trăm');
    await user.tab();
    await shown('#figure-ho-so-dung-han-0[aria-invalid="true"]');
    expect(field.value).toBe('ba trăm');
    expect(document.getElementById('figure-ho-so-dung-han-0-about')?.textContent).toContain('Không đọc được số này');
  });

  test('and is still there after a walk to another page', async () => {
    const { user } = await live();
    await user.type(await shown('#entry-percent'), 'x');
    goTo('#/viec');
    await shown('[data-task="III.6a"]');
    goTo(HASH);
    expect((await shown<HTMLInputElement>('#entry-percent')).value).toBe('98x');
  });
});

describe('a checklist', () => {
  const LIST = 'hinh-thuc-tuyen-truyen';
  const open = async () => openOver('#/viec/I.1', await laptop('ha'));

  test('is ticked thing by thing, and met when all that it names was done', async () => {
    const { backend, user } = await open();
    const result = () => document.getElementById(`result-${LIST}`)?.textContent;
    for (const [check, reads] of [
      ['hoi-nghi', '1/3'],
      ['cong-ttdt', '2/3'],
      ['toa-dam', '2/3, thêm 1'],
      ['dai-chung', '3/3, thêm 1'],
    ] as const) {
      await user.click(await shown(`#check-${LIST}-${check}`));
      await expect.poll(result).toBe(reads);
    }
    const told = async () => {
      const page = await backend.ask<'entry'>({ ask: 'entry', unit: 'noi-vu', entry: { task: 'I.1', period: 'Q3' } });
      const list = page.figures.find((one) => one.indicator === LIST);
      return { met: list?.met, history: page.history[0]?.what };
    };
    expect(await told()).toEqual({
      met: true,
      history: 'Tuyên truyền CCHC trên phương tiện thông tin đại chúng của huyện',
    });
    await user.click(await shown(`#check-${LIST}-hoi-nghi`));
    // A tick is taken away again.
    await expect.poll(result).toBe('2/3, thêm 1');
  });

  test('has no figures, and “không phát sinh” does not stand for it', async () => {
    await open();
    await shown(`#check-${LIST}-hoi-nghi`);
    expect(document.getElementById(`none-${LIST}`)).toBeNull();
    expect(document.getElementById(`figure-${LIST}-0`)).toBeNull();
  });
});

describe('a deadline', () => {
  test('says who owes it and what is due by it, and does not press on others', async () => {
    const { backend } = await openWindow('#/viec/VII.1');
    await shown('#dues');
    backend.alter('entry', (page) => {
      for (const due of page.dues) {
        due.lateness = { is: 'of-others' };
        due.owedBy = ['Phòng Văn hóa và Thông tin'];
        due.outputs = ['Báo cáo kết quả ứng dụng CNTT của tỉnh'];
      }
    });
    const dues = document.getElementById('dues')?.parentElement;
    await expect.poll(() => dues?.textContent).toContain('Trách nhiệm: Phòng Văn hóa và Thông tin');
    expect(dues?.textContent).toContain('Sản phẩm: Báo cáo kết quả ứng dụng CNTT của tỉnh');
    expect(dues?.textContent).toContain('việc của đơn vị khác');
    expect(dues?.querySelector('.late')).toBeNull();
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

  test('another one needs nothing but to be told', async () => {
    const { backend, user } = await openWindow(HASH);
    await shown('#entry-difficulties');
    tellOfVersions(backend);
    const field = await shown<HTMLTextAreaElement>('#entry-lessons');
    expect(names()).toEqual(['entry-narrative', 'entry-difficulties', 'entry-recommendations', 'entry-lessons']);
    expect(field.labels[0]?.textContent).toBe('Bài học kinh nghiệm');
    expect(field.getAttribute('rows')).toBe('3');
    expect(field.value).toContain('một máy quét');
    const act = vi.spyOn(backend, 'act');
    await user.clear(field);
    await user.type(field, 'Cấp máy quét');
    await user.tab();
    await expect
      .poll(() => act.mock.lastCall?.[0])
      .toMatchObject({ act: 'write', target: { field: 'lessons' }, text: 'Cấp máy quét' });
    await expect
      .poll(() => document.getElementById('entry-lessons-about')?.textContent)
      .toContain('Đã lưu trên máy 09:40');
  });

  test('an empty one is shown to a reader too', async () => {
    await openWindow('#/don-vi/ayun/III.6a', 'reader');
    expect((await shown('#entry-recommendations')).textContent?.trim()).toBe('chưa có');
  });

  test('none at all leaves the rest of the form', async () => {
    const { backend } = await openWindow(HASH);
    await shown('#entry-narrative');
    backend.alter('entry', (page) => (page.texts = []));
    await expect.poll(names).toEqual([]);
    expect(document.getElementById('figure-ho-so-dung-han-0')).not.toBeNull();
  });
});

describe('a change from elsewhere', () => {
  test('shows in a field that nobody is typing in', async () => {
    const { backend } = await openWindow(HASH);
    const field = await shown<HTMLTextAreaElement>('#entry-difficulties');
    backend.alter('entry', elsewhere('difficulties', 'Của đồng nghiệp'));
    await expect.poll(() => field.value).toBe('Của đồng nghiệp');
  });

  test('does not touch the field that is being typed in', async () => {
    const { backend, user } = await openWindow(HASH);
    const field = await shown<HTMLTextAreaElement>('#entry-narrative');
    await user.clear(field);
    await user.type(field, 'Đang gõ');
    backend.alter('entry', (page) => (page.percent = 12));
    await expect.poll(() => document.querySelector<HTMLInputElement>('#entry-percent')?.value).toBe('12');
    expect(field.value).toBe('Đang gõ');
    expect(document.activeElement).toBe(field);
  });

  test('comes with the network, from a colleague’s laptop', async () => {
    const hanh = await laptop('hanh');
    const entry = { task: 'III.6a', period: 'Q3' };
    await hanh.act({ act: 'write', target: { field: 'difficulties', entry }, text: 'Của đồng nghiệp' });
    const { backend } = await live();
    const field = await shown<HTMLTextAreaElement>('#entry-difficulties');
    expect(field.value).not.toBe('Của đồng nghiệp');
    await network(true);
    for (const one of [hanh, backend]) {
      await one.act({ act: 'sync' });
      await expect.poll(async () => (await one.status()).edits).toBe(0);
    }
    await expect.poll(() => field.value).toBe('Của đồng nghiệp');
    await expect.poll(() => document.getElementById('status')?.dataset).toMatchObject({ link: 'online', edits: '0' });
  });
});

describe('a colleague’s value for the very field', () => {
  test('waits in a line until it is left, however long ago the own one was saved', async () => {
    const { backend, user } = await openWindow(HASH);
    const field = await shown<HTMLInputElement>('#entry-percent');
    await user.clear(field);
    await user.type(field, '40');
    await session.drafts.flush();
    const later = performance.now() + 60_000;
    vi.spyOn(performance, 'now').mockReturnValue(later);
    backend.alter('entry', (page) => {
      elsewhere('difficulties', 'Mới')(page);
      page.percent = 12;
    });
    const other = await shown<HTMLTextAreaElement>('#entry-difficulties');
    await expect.poll(() => other.value).toBe('Mới');
    expect(field.value).toBe('40');
    await user.tab();
    await expect.poll(() => field.value).toBe('12');
  });
});

describe('a colleague’s value that comes with the answer to one’s own', () => {
  test.each(['#entry-percent', '#entry-narrative'])('is shown though it followed at once: %s', async (css) => {
    const { backend, user } = await openWindow(HASH);
    const field = await shown<HTMLInputElement>(css);
    await user.clear(field);
    await user.type(field, '40');
    await user.tab();
    await expect.poll(() => session.drafts.unsaved).toBe(0);
    backend.alter('entry', (page) => {
      elsewhere('narrative', '12')(page);
      page.percent = 12;
    });
    await expect.poll(() => field.value, { timeout: 5000 }).toBe('12');
  });
});

describe('a colleague’s words in the very text', () => {
  /** The caret behind these words. */
  function behind(field: HTMLTextAreaElement, words: string): void {
    const at = field.value.indexOf(words) + words.length;
    field.focus();
    field.setSelectionRange(at, at);
  }
  const before = (field: HTMLTextAreaElement) => field.value.slice(0, field.selectionStart);

  test('come as they arrive, around the caret', async () => {
    const { backend } = await openWindow(HASH);
    const field = await shown<HTMLTextAreaElement>('#entry-narrative');
    const was = field.value;
    const [word = ''] = was.split(' ');
    behind(field, word);
    backend.alter('entry', elsewhere('narrative', `Quý III. ${was} Hết.`));
    await expect.poll(() => field.value).toBe(`Quý III. ${was} Hết.`);
    expect(before(field), 'the caret stands behind the same word').toBe(`Quý III. ${word}`);
    expect(document.activeElement).toBe(field);
  });

  test('do not come between letters of which a keyboard makes one', async () => {
    const { backend } = await openWindow(HASH);
    const field = await shown<HTMLTextAreaElement>('#entry-narrative');
    const was = field.value;
    behind(field, was);
    field.dispatchEvent(new CompositionEvent('compositionstart'));
    field.setRangeText('a', was.length, was.length, 'end');
    const other = await shown<HTMLTextAreaElement>('#entry-difficulties');
    backend.alter('entry', (page) => {
      elsewhere('narrative', `Quý III. ${was}`)(page);
      elsewhere('difficulties', 'Mới')(page);
    });
    await expect.poll(() => other.value).toBe('Mới');
    expect(field.value).toBe(`${was}a`);
    const act = vi.spyOn(backend, 'act');
    field.setRangeText('â', was.length, was.length + 1, 'end');
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    field.dispatchEvent(new CompositionEvent('compositionend'));
    await session.drafts.flush();
    expect(act.mock.lastCall?.[0], 'it is told what stood there, so that theirs stays').toMatchObject({
      text: `${was}â`,
      base: was,
    });
  });

  test('stay where somebody types on, and are there when the network is', async () => {
    const hanh = await laptop('hanh');
    const { backend, user } = await live();
    const field = await shown<HTMLTextAreaElement>('#entry-narrative');
    const was = field.value;
    const words = async () => (await kept(backend)).texts[0]?.text;
    const entry = { task: 'III.6a', period: 'Q3' };
    const text = `${was} Hạnh đã rà soát.`;
    await hanh.act({ act: 'write', target: { field: 'narrative', entry }, text, base: was });
    field.focus();
    field.setSelectionRange(0, 0);
    await user.keyboard('Đến nay: ');
    await network(true);
    for (const one of [hanh, backend]) {
      await one.act({ act: 'sync' });
      await expect.poll(async () => (await one.status()).edits).toBe(0);
    }
    await expect.poll(words).toBe(text);
    await session.drafts.flush();
    const both = `Đến nay: ${text}`;
    await expect.poll(words, { message: 'what was typed is put into what had come in' }).toBe(both);
    await expect.poll(() => field.value).toBe(both);
    expect(before(field), 'and the next letter stands where it is typed').toBe('Đến nay: ');
  });
});

describe('evidence', () => {
  test('files let go over the window are added', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'nharong-'));
    const path = join(folder, 'bieu tong hop.pdf');
    writeFileSync(path, '%PDF-1.4');
    const { backend } = await live();
    await shown('#attach');
    backend.drop({ is: 'over' });
    await expect.poll(() => document.body.textContent).toContain('Thả để thêm minh chứng');
    backend.drop({ is: 'dropped', paths: [path] });
    await expect.poll(() => document.body.textContent).toContain('bieu tong hop.pdf');
    rmSync(folder, { recursive: true });
    const added = (await kept(backend)).evidence.find((one) => one.fileName === 'bieu tong hop.pdf');
    expect(added?.whereabouts, 'the laptop keeps its own copy').toEqual({ is: 'only-here', sent: 0 });
  });

  test('a file is withdrawn with a reason, which stands where the document was', async () => {
    const { backend, user } = await live();
    const id = await evidenceCalled(backend, 'niem yet.bmp');
    await user.click(await shown(`[data-row="${id}"] button`));
    await user.click(await shown('#withdraw'));
    await user.click(await shown('#withdraw-go'));
    const where = async () => (await kept(backend)).evidence.find((one) => one.id === id)?.whereabouts;
    expect((await where())?.is, 'not without a reason').not.toBe('withdrawn');
    await user.type(await shown('#withdraw-reason'), 'Chụp nhầm giấy tờ của công dân');
    await user.click(await shown('#withdraw-go'));
    await expect.poll(where).toEqual({ is: 'withdrawn', reason: 'Chụp nhầm giấy tờ của công dân', elsewhere: false });
    await expect.poll(() => document.querySelector('.preview')?.textContent).toContain('đã thu hồi: Chụp nhầm');
    expect(document.querySelector('.preview img')).toBeNull();
    expect(document.getElementById('withdraw'), 'once').toBeNull();
    await expect.poll(() => document.querySelector('dialog')).toBeNull();
  });

  test('a document that is there already serves another task', async () => {
    const { backend, user } = await live('#/viec/VII.2');
    await user.click(await shown('#reuse'));
    await user.click(await shown('dialog li:first-child button'));
    await expect.poll(async () => (await kept(backend, 'VII.2')).evidence.length).toBe(2);
  });

  test('a picture is shown as one', async () => {
    const { backend, user } = await openWindow(HASH);
    await user.click(await shown(`[data-row="${await evidenceCalled(backend, 'niem yet.bmp')}"] button`));
    expect((await shown('.preview img')).getAttribute('alt')).toContain('bảng niêm yết');
  });
});

describe('a picture', () => {
  test('stays in sight when the page asks again', async () => {
    const { backend, user } = await openWindow(HASH);
    await user.click(await shown(`[data-row="${await evidenceCalled(backend, 'niem yet.bmp')}"] button`));
    const source = (await shown<HTMLImageElement>('.preview img')).src;
    const revoke = vi.spyOn(URL, 'revokeObjectURL');
    backend.alter('entry', (page) => (page.percent = 12));
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
    const { backend, user } = await live('#/xung-dot');
    await shown('article');
    const article = [...document.querySelectorAll('article')].find((one) => one.textContent?.includes('VII.2'));
    const choice = [...(article?.querySelectorAll('li') ?? [])].find((one) => one.textContent?.includes('85 %'));
    await user.click(choice?.querySelector('button') as HTMLButtonElement);
    await expect.poll(() => document.querySelectorAll('article').length).toBe(1);
    const page = await kept(backend, 'VII.2');
    expect([page.percent, page.conflicts]).toEqual([85, []]);
  });
});

describe('the reviewing office', () => {
  test('returns with a reason, and cannot without one', async () => {
    const { backend, user } = await openOver('#/don-vi/ayun/III.6b', await laptop('ha'));
    await user.click(await shown('#return-go'));
    expect((await shown('[role="alert"]')).textContent).toContain('Cần ghi lý do');
    await user.type(await shown('#return-reason'), 'Thiếu biểu');
    await user.type(await shown('#return-until'), '05/9/2019');
    await user.click(await shown('#return-go'));
    await expect
      .poll(async () => (await kept(backend, 'III.6b')).talk.at(-1))
      .toMatchObject({ accepted: false, text: 'Thiếu biểu', until: '2019-09-05' });
  });

  test('names the fields that it means, and what became of each is told at both ends', async () => {
    const [ha, hoan] = [await laptop('ha'), await laptop('hoan')];
    await network(true);
    const { user } = await openOver('#/don-vi/ayun/III.6b', ha);
    const add = await shown<HTMLSelectElement>('#named-add');
    const option = (words: string) => [...add.options].find((one) => one.textContent === words)?.value ?? '';
    await user.selectOptions(add, option('Nội dung thực hiện'));
    await user.type(await shown('#named-0'), 'Ghi rõ từng hồ sơ');
    await user.selectOptions(add, option('Tỷ lệ hoàn thành'));
    await user.click(await shown('#return-go'));
    expect((await shown('.verdict [role="alert"]')).textContent, 'each has a word').toContain(
      '“Tỷ lệ hoàn thành” cần sửa gì',
    );
    await user.type(await shown('#named-1'), 'Tính lại');
    await user.click(await shown('#return-go'));
    await expect.poll(async () => (await kept(ha, 'III.6b')).talk.at(-1)?.fields.length).toBe(2);
    expect(document.querySelector('#named-0'), 'said, and no longer being typed').toBeNull();
    await ha.act({ act: 'sync' });
    await hoan.act({ act: 'sync' });
    await hoan.act({ act: 'write', target: { field: 'percent', entry: { task: 'III.6b', period: 'Q3' } }, text: '75' });
    await openOver('#/viec/III.6b', hoan);
    await shown('[data-named="changed"]');
    const block = document.querySelector('section.named')?.textContent ?? '';
    expect(block).toMatch(/Nội dung thực hiện.*“Ghi rõ từng hồ sơ”.*chưa sửa/);
    expect(block).toMatch(/Tỷ lệ hoàn thành.*“Tính lại”.*75 %/);
    expect((await shown('[data-named-here="narrative"]')).textContent).toContain('chưa sửa');
    expect((await shown('[data-named-here="percent"]')).textContent).toContain('đã sửa');
    expect(document.body.textContent).toContain('Còn 1/2 chỗ được yêu cầu chưa sửa.');
    await network(false);
  });

  test('accepts what it has seen, and after a change sees first what was changed', async () => {
    const [ha, hoan] = [await laptop('ha'), await laptop('hoan')];
    await network(true);
    const { user } = await openOver('#/don-vi/ayun/III.6b', ha);
    await shown('#accept-go');
    await hoan.act({ act: 'write', target: { field: 'percent', entry: { task: 'III.6b', period: 'Q3' } }, text: '75' });
    await hoan.act({ act: 'sync' });
    await expect.poll(async () => (await kept(ha, 'III.6b')).percent, { timeout: 10_000 }).toBe(75);
    const accept = () => document.querySelector<HTMLButtonElement>('#accept-go');
    await expect.poll(() => accept()?.disabled).toBe(true);
    expect((await shown('section.difference ins')).textContent).toContain('75 %');
    await user.click(await shown('#looked-go'));
    await expect.poll(() => accept()?.disabled).toBe(false);
    await user.click(accept() as HTMLButtonElement);
    expect(document.querySelector('.verdict .stops')?.textContent, 'what was named was not mended').toContain(
      'Chưa sửa chỗ đã nêu khi trả lại: Nội dung thực hiện.',
    );
    await user.click(accept() as HTMLButtonElement);
    await expect.poll(async () => (await kept(ha, 'III.6b')).shown).toBe('accepted');
    await network(false);
  });

  test('asks, says of a document that it is lacking, and is asked twice before it accepts all the same', async () => {
    const ha = await laptop('ha');
    const { user } = await openOver('#/don-vi/ayun/III.6a', ha);
    await user.type(await shown('#question'), 'Hai hồ sơ còn lại ở đâu?');
    await user.click(await shown('#question-go'));
    expect((await shown('[data-question]')).textContent).toContain('Hai hồ sơ còn lại ở đâu?');
    await user.type(await shown('#remark-words'), 'mờ dấu');
    await user.click(await shown('#remark-lacking'));
    expect((await shown('[data-remark="lacking"]')).textContent).toContain('mờ dấu');
    await expect.poll(() => document.querySelectorAll('.stops li').length).toBeGreaterThan(1);
    await user.click(await shown('#accept-go'));
    expect((await kept(ha, 'III.6a')).shown, 'asked twice').not.toBe('accepted');
    await user.click(await shown('#accept-go'));
    await expect.poll(async () => (await kept(ha, 'III.6a')).shown).toBe('accepted');
    const see = () => [...document.querySelectorAll('button')].find((one) => one.textContent?.includes('đã chấp nhận'));
    await expect.poll(see, { message: 'the window has heard of it, too' }).toBeDefined();
    await user.click(see() as HTMLButtonElement);
    expect((await shown('#as-seen')).textContent).toContain('Nội dung thực hiện');
  });

  test('writes nothing into another unit’s entry', async () => {
    await openWindow('#/don-vi/ayun/III.6a', 'coordinator');
    expect((await shown('#entry-narrative')).tagName).toBe('P');
    expect(document.getElementById('attach')).toBeNull();
  });
});
