import { describe, expect, test, vi } from 'vitest';
import type { Matrix } from '../../src/bindings/Matrix';
import { tellOfVersions } from '../browser';
import { village } from '../village';
import { goTo, openOver, openWindow, shown } from '../window';

const { laptop } = village();

/** The unit has answered what was sent back to it. */
function answered({ fields, rows }: Matrix): void {
  const at = fields.flatMap(({ tasks }) => tasks).findIndex((task) => task.id === 'III.6a');
  const cell = rows.find(({ unit }) => unit === 'ayun')?.cells[at];
  if (cell) cell.shown = 'done';
}

describe('my work', () => {
  test('begins with what came back, and says why', async () => {
    await openWindow('#/viec');
    const first = await shown('tbody [data-row]');
    expect(first.dataset.task).toBe('III.6b');
    const why = first.nextElementSibling;
    expect(why?.textContent).toContain('Phòng Nội vụ: “Thiếu biểu tổng hợp kèm theo”, hẹn 04/9');
    expect(why?.textContent, 'and where').toContain('Nội dung thực hiện: Ghi rõ đã xin lỗi bằng văn bản nào');
    expect(why?.querySelector('a')?.getAttribute('href'), 'at the field').toMatch(/III\.6b.*o=entry-narrative/);
  });

  test('is narrowed by the filters, which stand in the address', async () => {
    const { user } = await openWindow('#/viec');
    await shown('[data-task]');
    await user.selectOptions(document.querySelectorAll<HTMLElement>('main select')[2] as HTMLElement, 'returned');
    await expect.poll(() => document.querySelectorAll('[data-task]').length).toBe(1);
    expect(location.hash).toContain('trang-thai=returned');
  });

  test('calls a task by the number that the plan gives it now, and goes by its id', async () => {
    const { backend } = await openWindow('#/viec/III.6a');
    await shown('h1');
    backend.alter('home', (home) => (home.codes = { 'III.6a': 'III.9' }));
    await expect.poll(() => document.querySelector('h1')?.textContent).toContain('III.9');
    goTo('#/viec');
    const row = await shown('[data-task="III.6a"]');
    expect(row.querySelector('.code')?.textContent).toBe('III.9');
    expect(row.querySelector('a')?.getAttribute('href')).toContain('/III.6a');
  });

  test('is handed in after a look at what is missing, by name', async () => {
    const hoan = await laptop('hoan');
    for (const { unit, target, contenders } of await hoan.ask<'conflicts'>({ ask: 'conflicts' })) {
      const seen = contenders.map((one) => one.text);
      await hoan.act({ act: 'settle', unit, target, seen, text: '85' });
    }
    const { user } = await openOver('#/viec', hoan);
    await user.click(await shown('#submit'));
    goTo('#/nop?ky=Q3');
    expect((await shown('[data-check="returned"]')).textContent).toContain(
      'yêu cầu sửa “Ghi rõ đã xin lỗi bằng văn bản nào”',
    );
    expect((await shown('[data-check="returned"]')).textContent).toContain('Thiếu biểu tổng hợp kèm theo');
    const go = await shown<HTMLButtonElement>('#submit-go');
    expect(go.disabled, 'nobody has confirmed it').toBe(true);
    const head = await shown<HTMLSelectElement>('#submit-head');
    await user.selectOptions(head, head.options[1] as HTMLOptionElement);
    await user.click(await shown('#submit-sure'));
    await user.click(go);
    expect((await shown('#handed')).textContent).toBe('đã nộp');
    const dates = await hoan.ask<'deadlines'>({ ask: 'deadlines', unit: 'ayun' });
    const report = dates.find((one) => one.task === null && one.period === 'Q3');
    expect(report?.due.lateness).toEqual({ is: 'met' });
    const percent = { field: 'percent', entry: { task: 'III.6a', period: 'Q3' } } as const;
    await hoan.act({ act: 'write', target: percent, text: '77' });
    await expect.poll(() => document.querySelector('#handed')?.textContent).toBe('đã nộp, có 1 mục sửa sau');
    await user.click(await shown('#report-withdraw-go'));
    await expect.poll(() => document.querySelector('#handed')?.textContent).toBe('đã rút lại');
  });

  test('is not handed in while colleagues disagree, and leads to where they do', async () => {
    await openOver('#/nop?ky=Q3', await laptop('hoan'));
    const undecided = await shown('[data-check="undecided"]');
    expect(undecided.textContent).toContain('phải xử lý trước khi nộp');
    expect(undecided.querySelector('a')?.getAttribute('href')).toContain('o=entry-percent');
    expect((await shown<HTMLButtonElement>('#submit-go')).disabled).toBe(true);
  });

  test('a finding of the check leads to the field in which it is mended', async () => {
    await openOver('#/viec/III.6a?ky=Q3&o=entry-percent', await laptop('hoan'));
    await shown('#entry-percent');
    await expect.poll(() => document.activeElement?.id).toBe('entry-percent');
  });
});

describe('the district', () => {
  test('a period is saved as a spreadsheet by an act on a laptop', async () => {
    const { backend, user } = await openWindow('#/toan-huyen', 'coordinator');
    const acts: unknown[] = [];
    backend.act = async (act) => {
      acts.push(act);
      return { savedAt: null, text: null, note: 'Đã lưu bảng tính.' };
    };
    await user.click(await shown('button#spreadsheet'));
    expect(acts).toMatchObject([{ act: 'save-spreadsheet', period: 'Q3' }]);
    await expect.poll(() => document.querySelector('#status')?.textContent).toContain('Đã lưu bảng tính.');
  });

  test('a period is downloaded as a spreadsheet from the page', async () => {
    await openWindow('#/toan-huyen', 'reader');
    const link = await shown<HTMLAnchorElement>('a#spreadsheet');
    const asked = new URL(link.href).searchParams.get('asked') ?? '';
    expect(JSON.parse(asked)).toEqual({ plan: 'mang-yang-2019', period: 'Q3', as_of: null });
    expect(link.download).toBe('CCHC Q3.xlsx');
  });

  test('a cell says in words what its sign means', async () => {
    await openWindow('#/toan-huyen', 'reader');
    const cell = await shown('[data-cell="ayun/III.6a"]');
    expect(cell.dataset.shown).toBe('returned');
    expect(cell.querySelector('a')?.getAttribute('aria-label')).toContain('Xã Ayun, III.6a: bị trả lại');
  });

  test('every cell belongs to a unit’s row and a task’s column', async () => {
    await openWindow('#/toan-huyen', 'reader');
    const cell = await shown<HTMLTableCellElement>('[data-cell="ayun/III.6a"]');
    expect(cell.closest('tr')?.querySelector('th[scope="row"]')?.textContent).toBe('Xã Ayun');
    const heads = [...document.querySelectorAll('.tasks th[scope="col"]')].map((head) => head.textContent?.trim());
    expect(heads[cell.cellIndex - 1]).toBe('III.6a');
  });

  test('the line of all units has a cell under each head, and its share under the one that is of shares', async () => {
    await openWindow('#/toan-huyen', 'reader');
    const cell = await shown<HTMLTableCellElement>('tfoot [data-total]');
    const row = document.querySelector<HTMLTableRowElement>('tbody tr[data-row]');
    expect(cell.closest('tr')?.cells.length, 'none is missing').toBe(row?.cells.length);
    const ends = [...document.querySelectorAll('thead .end')].map((head) => head.textContent?.trim());
    const first = (row?.cells.length ?? 0) - ends.length;
    expect(ends[cell.cellIndex - first]).toBe('Đủ');
  });

  test('a change moves the sign and leaves the focus where it was', async () => {
    const { backend } = await openWindow('#/toan-huyen', 'reader');
    const cell = await shown('[data-cell="ayun/III.6a"]');
    cell.querySelector('a')?.focus();
    backend.alter('matrix', answered);
    await expect.poll(() => cell.dataset.shown).toBe('done');
    expect(document.activeElement).toBe(cell.querySelector('a'));
  });

  test('one change asks each question once', async () => {
    const { backend } = await openWindow('#/toan-huyen', 'reader');
    const cell = await shown('[data-cell="ayun/III.6a"]');
    const ask = vi.spyOn(backend, 'ask');
    backend.alter('matrix', answered);
    await expect.poll(() => cell.dataset.shown).toBe('done');
    expect(ask.mock.calls.map(([question]) => question.ask).sort()).toEqual(['home', 'matrix']);
  });

  test('arrows go from cell to cell, and one cell alone is in the tab order', async () => {
    const { user } = await openWindow('#/toan-huyen', 'reader');
    const cell = await shown('[data-cell="ayun/III.6a"]');
    cell.querySelector('a')?.focus();
    await user.keyboard('{ArrowRight}');
    expect(document.activeElement?.closest('td')?.dataset.cell).toBe('ayun/III.6b');
    await user.keyboard('{ArrowDown}');
    expect(document.activeElement?.closest('td')?.dataset.cell).toBe('dak-jo-ta/III.6b');
    await expect.poll(() => document.querySelectorAll('[data-cell] a[tabindex="0"]').length).toBe(1);
  });
});

describe('the queue', () => {
  test('an edit that was not sent is taken back', async () => {
    const { backend, user } = await openOver('#/hang-cho', await laptop('hoan'));
    const [newest] = (await backend.queue()).edits;
    await user.click(await shown(`[data-edit="${newest?.id}"] button`));
    await expect.poll(() => document.querySelector(`[data-edit="${newest?.id}"]`)).toBeNull();
    expect((await backend.queue()).edits).toHaveLength(5);
    const entry = { task: 'III.6a', period: 'Q3' };
    const { texts } = await backend.ask<'entry'>({ ask: 'entry', unit: 'ayun', entry });
    expect(texts[0]?.text, 'the text before it stands again').toBe(newest?.before);
  });

  test('an edit that is under way is not', async () => {
    const { backend } = await openWindow('#/hang-cho');
    const [first, second] = (await backend.queue()).edits;
    backend.alterQueue(({ edits }) => Object.assign(edits[0] ?? {}, { canTakeBack: false }));
    await expect.poll(() => document.querySelector(`[data-edit="${first?.id}"] button`)).toBeNull();
    expect(document.querySelector(`[data-edit="${second?.id}"] button`)).not.toBeNull();
  });

  test('an edit that an older server would not understand says what it waits for, and can be taken back', async () => {
    const { backend, user } = await openWindow('#/hang-cho');
    const newest = (await backend.queue()).edits[0]?.id ?? 0;
    await shown(`[data-edit="${newest}"]`);
    expect(document.body.textContent).not.toContain('Máy chủ chưa hiểu');
    tellOfVersions(backend);
    const row = await shown(`[data-edit="${newest + 1}"]`);
    expect(row.textContent).toContain('Máy chủ chưa hiểu mục này; máy sẽ gửi khi máy chủ được cập nhật.');
    const other = document.querySelector(`[data-edit="${newest}"]`);
    expect(other?.textContent, 'the others just wait').not.toContain('Máy chủ');
    const act = vi.spyOn(backend, 'act');
    await user.click(row.querySelector('button') as HTMLElement);
    await expect.poll(() => act.mock.lastCall?.[0]).toMatchObject({ act: 'take-back', edit: newest + 1 });
  });

  test('a file tells its size and its time before it begins, and is stopped and sent on', async () => {
    const { backend, user } = await openOver('#/hang-cho', await laptop('hoan'));
    const [file] = (await backend.queue()).files;
    const row = await shown(`[data-row="${file?.hash}"]`);
    expect(row.textContent).toContain(file?.name);
    expect(row.textContent, 'by the line as it was when something was last sent').toContain('khoảng 1 phút');
    await user.click(row.querySelector('button') as HTMLElement);
    await expect
      .poll(async () => (await backend.queue()).files.find((one) => one.hash === file?.hash)?.paused)
      .toBe(true);
    const paused = await shown(`[data-row="${file?.hash}"]`);
    await expect.poll(() => paused.textContent).toContain('đang tạm dừng');
    await user.click(document.querySelector(`[data-row="${file?.hash}"] button`) as HTMLElement);
    await expect.poll(async () => (await backend.queue()).files.every((one) => !one.paused)).toBe(true);
  });

  test('room that can be given back is offered with how much it is', async () => {
    const { backend, user } = await openWindow('#/hang-cho');
    await shown('[data-edit]');
    expect(document.querySelector('#free-room'), 'nothing is in a backup').toBeNull();
    backend.alterQueue((queue) => (queue.spare = { files: 14, bytes: 120_000_000 }));
    const button = await shown('#free-room');
    expect(button.textContent).toContain('Lấy lại 120 MB');
    const act = vi.spyOn(backend, 'act');
    await user.click(button);
    await expect.poll(() => act.mock.lastCall?.[0]).toMatchObject({ act: 'free-room' });
  });

  test('a refused edit keeps its words until it is dismissed', async () => {
    const { backend, user } = await openOver('#/hang-cho', await laptop('hoan'));
    const refused = await shown('[data-refused]');
    expect(refused.textContent).toContain('Cả năm tiếp nhận 912 hồ sơ');
    await user.click(refused.querySelectorAll('button')[1] as HTMLElement);
    await expect.poll(() => document.querySelector('[data-refused]')).toBeNull();
    expect((await backend.queue()).refused).toEqual([]);
  });
});

describe('figures against targets', () => {
  test('of the whole district stand apart from those of its units, and are not counted among them', async () => {
    const { backend, user } = await openWindow('#/so-lieu', 'coordinator');
    const head = await shown('tr.head[data-row="giai-ngan"]');
    const lines = () => [...(head.closest('tbody')?.querySelectorAll<HTMLElement>('tr[data-unit]') ?? [])];
    expect(head.textContent).toContain('21 chưa nhập');
    backend.alter('figures', ({ rows }) => {
      const total = rows.find((row) => row.indicator === 'giai-ngan' && row.unit === 'tai-chinh');
      if (total) Object.assign(total, { result: '97 %', met: true, values: ['97', '100'] });
    });
    await expect.poll(() => head.textContent).toContain('toàn huyện: 97 %');
    expect(head.textContent, 'it is no unit’s').not.toContain('1 đạt');
    await user.click(head.querySelector('button') as HTMLButtonElement);
    await expect.poll(() => lines()[0]?.dataset.unit).toBe('tai-chinh');
    expect(lines()[0]?.textContent).toContain('số liệu toàn huyện');
    expect(lines()[1]?.textContent).not.toContain('toàn huyện');
  });

  test('are against each unit’s own target where they have one', async () => {
    const { backend } = await openWindow('#/so-lieu', 'coordinator');
    const head = await shown('tr.head[data-row="doanh-nghiep-moi"]');
    expect(head.textContent).toContain('chưa giao');
    backend.alter('figures', ({ rows }) => {
      for (const row of rows) if (row.indicator === 'doanh-nghiep-moi' && row.unit === 'ayun') row.target = '≥ 5';
    });
    await expect.poll(() => head.textContent).toContain('theo đơn vị');
  });
});
