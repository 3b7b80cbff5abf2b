import { describe, expect, test } from 'vitest';
import { openOver, openWindow, shown, violations } from '../window';
import { village } from '../village';

const { laptop } = village();

const rows = () => [...document.querySelectorAll('main tbody [data-row]')].map((row) => row.textContent ?? '');
const count = async (n: number) => expect.poll(() => rows().length).toBe(n);
const button = async (selector: string) => (await shown<HTMLButtonElement>(selector)).click();

describe('a document that a record names', () => {
  test('is chosen from the evidence, looked at, and let go', async () => {
    const hoan = await laptop('hoan');
    const register = 'nhiem-vu-duoc-giao';
    const row = {
      number: '15/UBND-NV',
      'given-on': '05/8/2019',
      giver: 'huyen',
      content: 'Rà soát thủ tục niêm yết',
      due: '30/8/2019',
    };
    await hoan.act({ act: 'add-records', rows: { register, rows: [row] } });
    const page = await hoan.ask<'register'>({ ask: 'register', register, unit: 'ayun' });
    const record = page.records[0]?.id ?? '';
    const { user } = await openOver(`#/so/${register}/ayun/${record}`, hoan);
    expect((await shown('#cell-file')).textContent).toContain('Chưa có tệp');
    await user.click(await shown('#file-add-file'));
    expect((await shown('#cell-file [role="alert"]')).textContent, 'the system’s dialog').toContain('hộp thoại');
    await user.click(await shown('#file-choose-file'));
    await user.click(await shown('dialog ul button'));
    await expect.poll(() => document.querySelector<HTMLElement>('#cell-file')?.dataset.file).toBeDefined();
    expect(document.querySelector('#cell-file a')?.getAttribute('href')).toContain('minh-chung');
    await user.click(await shown('#file-look-file'));
    await shown('#cell-file .preview');
    expect(await violations()).toEqual([]);
    const [named] = await hoan
      .ask<'record'>({ ask: 'record', register, unit: 'ayun', record })
      .then((one) => one.files);
    expect(named?.records).toEqual([{ register, name: 'Nhiệm vụ được cấp trên giao', record }]);
    await user.click(await shown('#file-drop-file'));
    await expect.poll(() => document.querySelector('#cell-file')?.textContent).toContain('Chưa có tệp');
  });
});

describe('the registers of a unit', () => {
  test('show what asks for a hand, and lead to what is recorded', async () => {
    await openWindow('#/so', 'unit');
    expect((await shown('[data-row="pakn"]')).textContent).toContain('Phản ánh, kiến nghị');
    expect(document.querySelector('[data-nav="so"] .count')?.textContent, 'what is late is always in sight').toBe('1');
    expect(await violations()).toEqual([]);
  });

  test('hold records that are written at once and corrected field by field', async () => {
    const { user } = await openOver('#/so/pakn', await laptop('hoan'));
    await count(3);
    expect(rows()[0], 'the late one stands first').toContain('quá hạn 7 ngày');
    await user.click(await shown('#register-add'));
    await user.type(await shown('#new-code'), '07/PAKN');
    await user.type(await shown('#new-received-on'), '31/9/2019');
    await user.click(await shown('#record-save'));
    expect((await shown('dialog [role="alert"]')).textContent).toContain('Ngày tiếp nhận: Không có ngày này');
    expect((await shown<HTMLInputElement>('#new-code')).value, 'nothing that was typed is lost').toBe('07/PAKN');
    await user.clear(await shown('#new-received-on'));
    await user.type(await shown('#new-received-on'), '20/8/2019');
    await user.type(await shown('#new-about'), 'Lệ phí chứng thực');
    await user.click(await shown('#record-save'));
    await count(4);
    const link = [...document.querySelectorAll<HTMLElement>('main tbody a')].find(
      (one) => one.textContent === '07/PAKN',
    );
    if (link) await user.click(link);
    await user.selectOptions(await shown('#cell-outcome'), 'handled');
    await expect.poll(() => document.querySelector('main .halves section')?.textContent).toContain('Chưa nhập:');
    await user.type(await shown('#cell-document'), '35/UBND{Enter}');
    await user.type(await shown('#cell-ended-on'), '22/8/2019{Enter}');
    await expect.poll(() => document.querySelector('main .halves section')?.textContent).toContain('xong 22/8/2019');
    await user.click(await shown('#record-remove'));
    await user.click(await shown('#record-remove-go'));
    await count(3);
    await user.click(await shown('#record-back'));
    await count(4);
  });

  test('take lines out of Excel, show what is wrong with which cell, and lose none', async () => {
    const { user } = await openOver('#/so/pakn', await laptop('hoan'));
    await count(3);
    await user.click(await shown('#register-paste'));
    await user.click(await shown('#paste-text'));
    await user.paste(
      '08/PAKN\t19/8/2019\tHộ tịch\n09/PAKN\t19/13/2019\tĐất đai\n06/PAKN\t05/8/2019\tMẫu tờ khai đăng ký khai sinh\tTư pháp - Hộ tịch\t15/8/2019\n',
    );
    await expect.poll(() => document.querySelector('dialog [role="status"]')?.textContent).toContain('1 dòng ghi được');
    const said = document.querySelector('dialog')?.textContent ?? '';
    expect(said).toContain('Ngày tiếp nhận: Không có ngày này');
    expect(said).toContain('1 dòng đã có trong sổ');
    await button('#paste-take');
    await count(4);
    const left = (await shown<HTMLTextAreaElement>('#paste-text')).value;
    expect(left, 'the line that was wrong stays, under its heads, to be mended').toContain(
      '09/PAKN\t19/13/2019\tĐất đai',
    );
    expect(left).not.toContain('08/PAKN');
    await user.click(await shown('#paste-text'));
    await user.clear(await shown('#paste-text'));
    await user.paste(left.replace('19/13/2019', '19/8/2019'));
    await expect.poll(() => document.querySelector<HTMLButtonElement>('#paste-take')?.disabled).toBe(false);
    await button('#paste-take');
    await count(5);
    expect(document.querySelector('dialog'), 'nothing is left').toBeNull();
  });
});

describe('a figure that a register knows', () => {
  test('is not typed, says where it comes from, and may be another number with a reason', async () => {
    const { user } = await openOver('#/viec/III.7b', await laptop('hoan'));
    expect((await shown('#result-xu-ly-pakn')).textContent).toBe('33,3 %');
    expect(document.querySelector('input#figure-xu-ly-pakn-0'), 'there is nothing to type in').toBeNull();
    expect((await shown('[data-register="pakn"]')).textContent).toContain('3 đã tiếp nhận');
    await user.click(await shown('#differ-xu-ly-pakn'));
    await user.type(await shown('#figure-xu-ly-pakn-0'), '3{Enter}');
    await user.type(await shown('#figure-xu-ly-pakn-1'), '3{Enter}');
    await expect.poll(() => document.querySelector('main .warning')?.textContent).toContain('khác số tính từ sổ');
    await user.type(await shown('#reason-xu-ly-pakn'), 'Hai PAKN trả lời trực tiếp{Enter}');
    await expect.poll(() => document.querySelector('#result-xu-ly-pakn')?.textContent).toBe('100 %');
    await user.click(await shown('#same-xu-ly-pakn'));
    await expect.poll(() => document.querySelector('#result-xu-ly-pakn')?.textContent).toBe('33,3 %');
  });
});

describe('all registers of the district', () => {
  test('are read with whose each record is, and written by nobody else', async () => {
    await openWindow('#/so-huyen/pakn', 'reader');
    expect((await shown('main tbody [data-row]')).textContent).toContain('Xã Ayun');
    expect(document.querySelector('#register-add')).toBeNull();
    expect(await violations()).toEqual([]);
  });

  test('are found by the words of a record', async () => {
    const { user } = await openOver('#/viec', await laptop('ha'));
    await shown('[data-task]');
    await user.keyboard('{Control>}k{/Control}');
    await user.type(await shown('[role="combobox"]'), 'khai dang ky khai sinh');
    await expect.poll(() => document.querySelector('[role="option"]')?.textContent).toContain('Sổ theo dõi');
    await user.keyboard('{Enter}');
    expect(location.hash).toContain('#/so-huyen/pakn/ayun/');
    expect((await shown('#cell-code')).textContent).toContain('06/PAKN');
  });
});

describe('duties outside the annex', () => {
  test('are switched on by the coordinating office, one by one', async () => {
    const { user } = await openOver('#/thoi-han', await laptop('ha'));
    const box = await shown<HTMLInputElement>('#standby-MII\\.9a');
    expect(box.checked).toBe(false);
    await user.click(box);
    await expect.poll(() => document.querySelector('[data-row="MII.9a"]')?.textContent).toContain('sẽ giao khi gửi');
  });
});
