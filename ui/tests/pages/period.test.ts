import { describe, expect, test } from 'vitest';
import { type Laptop, village } from '../village';
import { goTo, openOver, openWindow, shown, violations } from '../window';

const { laptop, network } = village();
const Q3 = 'Q3';
const main = () => document.querySelector('main')?.textContent ?? '';
const ofAyun = async (of: Laptop) =>
  (await of.ask<'period'>({ ask: 'period', period: Q3 })).reports.find((report) => report.unit === 'ayun');

/** Each says what it has, and hears the others. */
async function meet(...laptops: Laptop[]): Promise<void> {
  await network(true);
  for (const one of [...laptops, ...laptops]) {
    await one.act({ act: 'sync' });
    await expect.poll(async () => (await one.status()).edits).toBe(0);
  }
}

describe('a period at the unit', () => {
  test('tells of which days it is, step by step whom it goes to, and of what nobody has said anything', async () => {
    await openWindow('#/ky');
    await shown('[data-step="2"]');
    expect(document.querySelector('h1')?.textContent).toContain('Kỳ báo cáo · Quý III/2019 · đang mở');
    expect(main()).toContain('Số liệu từ 01/7/2019 đến 30/9/2019');
    expect(main()).toContain('mốc chốt số liệu chưa ấn định');
    const steps = [...document.querySelectorAll('[data-step]')].map((row) => row.textContent?.replace(/\s+/g, ' '));
    expect(steps[0]).toMatch(/Các đơn vị.*UBND huyện \(qua Phòng Nội vụ\).*31\/8/);
    expect(steps[1]).toMatch(/Phòng Nội vụ.*UBND tỉnh; Sở Nội vụ.*05\/9/);
    expect(steps[2]).toMatch(/UBND tỉnh.*Bộ Nội vụ.*20\/9.*15\/6\/2019 đến 14\/9\/2019.*581\/BNV-CCHC.*suy luận/);
    expect(await violations()).toEqual([]);
  });

  test('asks for more time without a network; what is amiss stays in the form with the reason', async () => {
    const { backend, user } = await openOver('#/ky', await laptop('hoan'));
    await user.click(await shown('#extension-ask'));
    await user.type(await shown('#extension-until'), '30/8/2019');
    await user.click(await shown('#extension-go'));
    expect((await shown('dialog [role="alert"]')).textContent).toContain('Hãy ghi lý do');
    await user.type(await shown('#extension-reason'), 'Mất mạng từ 20/8');
    await user.click(await shown('#extension-go'));
    await expect.poll(() => document.querySelector('dialog [role="alert"]')?.textContent).toContain('sau hạn nộp');
    const until = await shown<HTMLInputElement>('#extension-until');
    await user.clear(until);
    await user.type(until, '06/9/2019');
    await user.click(await shown('#extension-go'));
    await shown('[data-extension="waits"]');
    expect(main()).toContain('Xin gia hạn đến 06/9/2019: “Mất mạng từ 20/8”');
    expect(main()).toContain('Chờ cơ quan điều phối trả lời');
    expect((await ofAyun(backend as Laptop))?.due, 'asking changes no date').toBe('2019-08-31');
  });

  test('enters the paper that was signed, beside what the machines say', async () => {
    const { backend, user } = await openOver('#/ky', await laptop('hoan'));
    await user.type(await shown('#paper-number'), '31/BC-UBND');
    await user.type(await shown('#paper-signed'), '21/8/2019');
    await user.tab();
    await expect.poll(async () => (await ofAyun(backend as Laptop))?.signed).toBe('2019-08-21');
    await expect.poll(() => document.querySelector('[data-signed]')?.textContent).toBe('21/8/2019');
    expect(document.querySelector('[data-completed]')?.textContent).toBe('chưa nộp');
  });
});

describe('the coordinating office', () => {
  async function asked(): Promise<[Laptop, Laptop]> {
    const [hoan, ha] = [await laptop('hoan'), await laptop('ha')];
    await hoan.act({ act: 'ask-extension', period: Q3, until: '06/9/2019', reason: 'Mất mạng từ 20/8' });
    await meet(hoan, ha);
    return [hoan, ha];
  }

  test('sees who asked first, grants another day, and the unit reads it over its work', async () => {
    const [hoan, ha] = await asked();
    const { user } = await openOver('#/ky', ha);
    await shown('section [data-row="ayun"]');
    const units = [...document.querySelectorAll<HTMLElement>('section tr[data-unit]')].map((row) => row.dataset.unit);
    expect(new Set(units.slice(0, 2)), 'what waits stands first').toEqual(new Set(['ayun', 'kon-dong']));
    expect(main()).toContain('2 đề nghị gia hạn chờ trả lời');
    await user.click(await shown('[data-answer="ayun"]'));
    const until = await shown<HTMLInputElement>('#grant-until');
    expect(until.value, 'the day that was asked for').toBe('06/9/2019');
    await user.clear(until);
    await user.type(until, '04/9/2019');
    await user.type(await shown('#grant-words'), 'Sớm hơn hai ngày');
    await user.click(await shown('#extension-grant'));
    await shown('[data-extension="granted"]');
    expect(main()).toContain('1 đề nghị gia hạn chờ trả lời');
    expect(main()).toContain('Đồng ý gia hạn đến 04/9/2019');
    await meet(ha, hoan);
    expect(await ofAyun(hoan)).toMatchObject({ due: '2019-09-04', granted: true });
    expect(await ofAyun(ha)).toMatchObject({ due: '2019-09-04', granted: true });
  });

  test('refuses with words and not without', async () => {
    const [, ha] = await asked();
    const { user } = await openOver('#/ky', ha);
    await user.click(await shown('[data-answer="ayun"]'));
    await user.click(await shown('#extension-refuse'));
    expect((await shown('dialog [role="alert"]')).textContent).toContain('lý do không đồng ý');
    await user.type(await shown('#grant-words'), 'Đã nhắc hai lần');
    await user.click(await shown('#extension-refuse'));
    await shown('[data-extension="refused"]');
    expect(main()).toContain('Không đồng ý gia hạn');
    expect(await ofAyun(ha)).toMatchObject({ due: '2019-08-31', granted: false });
  });

  test('closes the period and opens it again with a reason', async () => {
    const { user } = await openOver('#/ky', await laptop('ha'));
    await user.click(await shown('#period-close'));
    await user.click(await shown('#period-close-go'));
    await shown('[data-closing="true"]');
    expect(document.querySelector('h1')?.textContent).toContain('đã đóng');
    await user.click(await shown('#period-close'));
    await user.click(await shown('#period-close-go'));
    expect((await shown('dialog [role="alert"]')).textContent).toContain('Hãy ghi lý do mở lại');
    await user.type(await shown('#period-reason'), 'Bổ sung số liệu');
    await user.click(await shown('#period-close-go'));
    await shown('[data-closing="false"]');
    expect(main()).toContain('Bổ sung số liệu');
  });

  test('enters of which days a period is and is told where too little lies before its day', async () => {
    const { user } = await openOver('#/thoi-han', await laptop('ha'));
    await user.type(await shown('#cut-off-Q3'), '31/8/2019');
    await user.tab();
    await expect
      .poll(() => document.querySelector('[data-days="Q3"]')?.textContent)
      .toContain('chưa đủ 01 ngày làm việc');
    const cut = await shown<HTMLInputElement>('#cut-off-Q3');
    await user.clear(cut);
    await user.type(cut, '28/8/2019');
    await user.type(await shown('#data-from-Q3'), '15/6/2019');
    await user.tab();
    await expect
      .poll(() => document.querySelector('[data-days="Q3"]')?.textContent)
      .toContain('Số liệu từ 15/6/2019 đến 30/9/2019');
    expect(document.querySelector('[data-days="Q3"]')?.textContent).not.toContain('chưa đủ');
    goTo('#/ky');
    await expect.poll(main).toContain('chốt số liệu ngày 28/8/2019');
  });
});

describe('what was in time', () => {
  test('is told by unit, field and period, with the parts of each share', async () => {
    await openWindow('#/dung-han', 'coordinator');
    await shown('[data-rates="ayun"]');
    expect(main()).toContain('Đúng hạn là máy chủ nhận trong hạn');
    for (const id of ['rates-units', 'rates-fields', 'rates-periods'])
      expect(document.getElementById(id)).not.toBeNull();
    const cells = [...document.querySelectorAll('[data-in-time], [data-complete]')];
    const over = cells.filter((cell) => Number.parseInt(cell.textContent ?? '', 10) > 100);
    expect(over, 'no share exceeds the whole').toEqual([]);
    expect(await violations()).toEqual([]);
  });

  test('a leader reads it and has nothing to write', async () => {
    await openWindow('#/dung-han', 'reader');
    await shown('[data-rates="ayun"]');
    goTo('#/ky');
    await shown('[data-row="ayun"]');
    expect(document.querySelectorAll('main input, main button')).toHaveLength(0);
  });

  test('a commune has its own period and no list of others', async () => {
    await openWindow('#/ky', 'unit');
    await shown('[data-step="0"]');
    expect(document.querySelector('#reports-of-units')).toBeNull();
  });
});

describe('a date that is counted from a document', () => {
  test('is entered as the document’s, and says what is counted', async () => {
    const { backend } = await openWindow('#/viec/III.6a', 'unit');
    await shown('#entry-state');
    const due = (from: string | null, date: string | null) => ({
      rule: 'after-document',
      text: 'Trong 7 ngày làm việc sau khi tỉnh ban hành',
      date,
      lateness: date ? ({ is: 'later', days: 18 } as const) : ({ is: 'undetermined' } as const),
      basis: null,
      counted: { from, days: 7 },
      settable: true,
      warning: null,
      owedBy: [],
      outputs: [],
    });
    backend.alter('entry', (page) => (page.dues = [due(null, null)]));
    const field = await shown<HTMLInputElement>('#due-date-after-document');
    expect(field.value).toBe('');
    expect(field.closest('div')?.parentElement?.textContent).toContain('Ngày của văn bản');
    expect(main()).toContain('Tính 7 ngày làm việc sau ngày văn bản');
    backend.alter('entry', (page) => (page.dues = [due('2019-08-28', '2019-09-09')]));
    await expect
      .poll(() => document.querySelector<HTMLInputElement>('#due-date-after-document')?.value)
      .toBe('28/8/2019');
    expect(main(), 'the day that follows').toContain('09/9');
  });

  test('silence of continuous work shows in the list, and is no lateness', async () => {
    const { backend } = await openWindow('#/viec', 'unit');
    await shown('[data-task="III.6a"]');
    backend.alter('work', ({ rows }) => rows.forEach((row) => (row.silentDays = row.task === 'III.6a' ? 45 : 3)));
    await expect
      .poll(() => document.querySelector('[data-task="III.6a"]')?.textContent)
      .toContain('Kỳ này 45 ngày chưa có tin mới');
    expect(document.querySelectorAll('[title^="Kỳ này"]')).toHaveLength(1);
  });
});

describe('an entry', () => {
  test('tells its three dates apart and on which of them it is in time', async () => {
    const { backend } = await openWindow('#/don-vi/ayun/III.6a', 'coordinator');
    await shown('#dues');
    backend.alter('entry', (page) => {
      page.times = {
        due: '2019-08-15',
        signed: '2019-08-14',
        completed: '2019-08-14T16:00:00+07:00',
        received: '2019-08-19T08:00:00+07:00',
        timing: { is: 'unverified' },
        rests: 'claimed',
        confirmation: null,
      };
    });
    const told = await shown('[data-times]');
    expect(told.textContent?.replace(/\s+/g, ' ')).toMatch(
      /Ngày ký: 14\/8\/2019 · Hoàn thành \(theo máy đơn vị\): 16:00 ngày 14\/8\/2019 · Máy chủ nhận: 08:00 ngày 19\/8\/2019/,
    );
    expect(told.textContent).toContain('theo máy của đơn vị, chưa xác minh');
    expect(told.textContent).toContain('căn cứ đồng hồ máy đơn vị');
  });
});
