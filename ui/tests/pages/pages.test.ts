import { describe, expect, test } from 'vitest';
import type { Look } from '../recorded';
import { openWindow, shown, violations } from '../window';

const PAGES: [name: string, hash: string, look: Look, ready: string, words: string][] = [
  ['my work', '#/viec', 'unit', '[data-task="III.6a"]', 'Nộp báo cáo trước 31/8 · còn 9 ngày'],
  ['one assignment', '#/viec/III.6a', 'unit', '#entry-narrative', 'Trao đổi với đơn vị thẩm định'],
  ['the calendar', '#/lich', 'unit', '[data-row]', 'Chưa xác định hạn'],
  ['the evidence', '#/minh-chung', 'unit', '[data-row]', '45/BC-UBND ngày 15/8/2019'],
  ['the queue', '#/hang-cho', 'unit', '[data-edit]', 'Máy chủ từ chối'],
  ['the conflicts', '#/xung-dot', 'unit', 'article', '85 %'],
  ['a unit’s day', '#/hom-nay', 'unit', '[data-kind="returned"]', 'Lê Thị Thu Hà, Phòng Nội vụ'],
  ['the office’s day', '#/hom-nay', 'coordinator', '[data-kind="answered"]', 'ngày 23/8 gửi đủ số liệu'],
  ['what a unit was reminded of', '#/don-doc', 'unit', '[data-reminder]', 'trước ngày 26/8'],
  ['what an office reminded of', '#/don-doc', 'coordinator', '[data-reminder]', 'đơn vị chưa xem'],
  ['the whole picture', '#/tong-quan', 'reader', '[data-row="III"]', 'Nộp báo cáo trong năm'],
  ['the district', '#/toan-huyen?linh-vuc=III', 'reader', '[data-cell="ayun/III.6a"]', '242 phân công'],
  ['who is late', '#/qua-han', 'coordinator', '[data-task="VII.1"]', 'Xã Ayun'],
  ['a period', '#/ky', 'unit', '[data-step]', 'UBND huyện (qua Phòng Nội vụ)'],
  ['a period over all units', '#/ky', 'coordinator', '[data-row="ayun"]', 'Xin gia hạn đến 04/9/2019'],
  ['what was in time', '#/dung-han', 'reader', '[data-rates="ayun"]', 'Nhận trong hạn'],
  ['what waits for review', '#/tham-dinh', 'coordinator', '[data-unit="ayun"]', 'Thẩm định · Quý III/2019'],
  ['handing in', '#/nop', 'unit', '#submit-go', 'Người đứng đầu đơn vị xác nhận'],
  ['who is silent', '#/im-lang', 'coordinator', '[data-unit="ngan-hang"]', 'chưa có tin lần nào'],
  ['the dates', '#/thoi-han', 'coordinator', '#days-Q3', 'Sở Nội vụ'],
  ['the units', '#/danh-sach-don-vi', 'unit', '[data-unit="ayun"]', 'Xã, thị trấn (12)'],
  ['the dates, to read', '#/thoi-han', 'reader', '[data-period="Q3"]', 'Ngày đơn vị nộp báo cáo'],
  ['the figures', '#/so-lieu', 'coordinator', '[data-row="ho-so-dung-han"]', 'Hồ sơ TTHC được giải quyết đúng hạn'],
  ['one unit', '#/don-vi/noi-vu', 'coordinator', '[data-task="III.6a"]', 'Phòng Nội vụ · Quý III/2019'],
  ['one task over all units', '#/nhiem-vu/III.6a', 'coordinator', '[data-unit="ayun"]', 'III.6a · Quý III/2019'],
  ['another unit’s assignment', '#/don-vi/ayun/III.6a', 'reader', '#entry-state', 'hoàn thành'],
];

describe('every page has its answer and nothing that axe objects to', () => {
  test.each(PAGES)('%s', async (_, hash, look, ready, words) => {
    await openWindow(hash, look);
    await shown(ready);
    expect(document.body.textContent).toContain(words);
    expect(await violations()).toEqual([]);
  });
});

describe('each sees what is theirs', () => {
  const places = () => [...document.querySelectorAll<HTMLElement>('[data-nav]')].map((link) => link.dataset.nav);

  test('a unit has its own windows and not the district’s', async () => {
    await openWindow('#/viec', 'unit');
    await shown('[data-nav="viec"]');
    expect(places()).toEqual([
      'hom-nay',
      'viec',
      'tra-lai',
      'don-doc',
      'de-xuat',
      'ky',
      'lich',
      'minh-chung',
      'so',
      'hang-cho',
      'xung-dot',
      'chuyen-nam',
      'danh-sach-don-vi',
      'van-ban',
    ]);
  });

  test('the coordinating office has both', async () => {
    await openWindow('#/viec', 'coordinator');
    await shown('[data-nav="viec"]');
    expect(places()).toEqual(
      expect.arrayContaining([
        'viec',
        'hang-cho',
        'toan-huyen',
        'qua-han',
        'dung-han',
        'im-lang',
        'so-lieu',
        'so-huyen',
        'thoi-han',
      ]),
    );
  });

  test('a reader begins with the whole picture and can write nothing', async () => {
    await openWindow('#/', 'reader');
    await shown('[data-row="ayun"] [role="img"]');
    expect(places()).not.toContain('viec');
    expect(document.getElementById('status')?.textContent).toContain('Số liệu tính đến 09:40 ngày 22/8/2019');
    expect(document.querySelector('#status button')).toBeNull();
  });
});

describe('the decision itself', () => {
  test.each(['unit', 'reader'] as const)('is read by everyone: %s', async (look) => {
    await openWindow('#/van-ban', look);
    const part = async (id: string) => (await shown(`[data-part="${id}"]`)).textContent;
    expect(await part('bases')).toContain('Quyết định số 83/QĐ-UBND ngày 14/02/2019');
    expect(await part('replaces')).toContain('914/QĐ-UBND ngày 27/6/2017');
    expect(await part('signed')).toContain('KT. CHỦ TỊCH');
    expect(await part('recipients')).toContain('Lưu: VT, NC, NV');
    expect(await part('definitions')).toContain('cơ quan, đơn vị');
    expect(await part('notes')).toContain('3501/QĐ-UBND');
    expect(document.querySelector('article')?.textContent).toContain('3571/QĐ-UBND ngày 11/11/2019');
    expect(document.querySelector('[data-nav="van-ban"]')?.getAttribute('aria-current')).toBe('page');
    expect(await violations()).toEqual([]);
  });
});

describe('the foot of the window', () => {
  test('tells what waits, in words and for machines', async () => {
    const { backend } = await openWindow('#/viec');
    const foot = await shown('#status');
    expect(foot.textContent).toContain('Mất mạng');
    expect(foot.textContent).toContain('6 sửa đổi, 1 tệp (78,1 KB) chờ gửi');
    expect(foot.dataset).toMatchObject({ link: 'offline', edits: '6', files: '1' });
    backend.alterStatus({ edits: 0 });
    await expect.poll(() => foot.dataset.edits).toBe('0');
  });

  test('tells what needs a newer version, once there is such a thing', async () => {
    const { backend } = await openWindow('#/viec');
    const foot = await shown('#status');
    const told = (needsNewer: number) => backend.alterStatus({ needsNewer });
    expect(foot.textContent).toContain('chờ gửi');
    expect(foot.textContent, 'nothing is said of nothing').not.toContain('phiên bản');
    told(1);
    await expect.poll(() => foot.textContent).toContain('1 nội dung cần phiên bản mới hơn');
    told(3);
    await expect.poll(() => foot.textContent).toContain('3 nội dung cần phiên bản mới hơn');
    const why = foot.querySelector('[title*="phiên bản"]');
    expect(why?.getAttribute('title')).toBe(
      'Đồng nghiệp đã ghi bằng phiên bản mới hơn. Nội dung được giữ nguyên trên máy; hãy cập nhật phần mềm để xem.',
    );
    told(0);
    await expect.poll(() => foot.textContent).not.toContain('phiên bản');
  });
});
