const LAST = 'mang-yang-2018';
/** The row of the picture on the wall. */
const PICTURE = '[data-row]:has-text("niêm yết")';

/** A list of a thousand: drawn as it is seen, and whole for a browser that looks for words in it. */
async function drawnAsSeen(page) {
  const drawn = () => page.locator('main [data-row]').count();
  const more = (than) => page.waitForFunction((n) => document.querySelectorAll('main [data-row]').length > n, than);
  const first = await drawn();
  if (first > 200) throw new Error(`${first} rows are drawn before anybody has seen them`);
  await page.locator('main').evaluate((main) => main.scrollTo(0, main.scrollHeight));
  await more(first);
  await page.keyboard.press('Control+f');
  await more(500);
}

/** Two communes become one, as far as the preview. */
async function mergerPreviewed(page) {
  await page.click('#units-merge');
  await page.click('input[name="merge-units"][value="ayun"]');
  await page.click('input[name="merge-units"][value="dak-jo-ta"]');
  await page.fill('#merge-name', 'Xã Ayun');
  await page.fill('#merge-code', '23798');
  await page.click('#merge-keep');
  await page.click('#units-preview');
  await page.waitForSelector('[data-becomes="ayun"]');
}

/** Every page, by who sees it. `ready` stands on the page once it has its answer; `after` brings it into a state; `phone`: as a
 * phone shows it. */
export const PAGES = [
  { name: 'lan-dau', query: '?cua=lan-dau', ready: '#first-run-go' },
  { name: 'khoa', query: '?cua=khoa', ready: '#unlock-go' },
  { name: 'dang-nhap', query: '?xem=lanh-dao&cua=dang-nhap', ready: '#login-go' },
  { name: 'hong', query: '?cua=hong', ready: '[role=alert]' },
  { name: 'viec', hash: '#/viec', ready: '[data-task]' },
  { name: 'viec-nop', hash: '#/viec', ready: '[data-task]', after: (page) => page.click('#submit') },
  { name: 'viec-III.6a', hash: '#/viec/III.6a', ready: 'canvas' },
  {
    name: 'viec-III.6a-anh',
    query: '?ghi=tu-choi',
    hash: '#/viec/III.6a',
    ready: 'canvas',
    after: async (page) => {
      await page.fill('#figure-ho-so-dung-han-0', 'ba trăm');
      await page.click(`${PICTURE} button`);
      await page.waitForFunction(() => document.querySelector('.preview img')?.naturalWidth > 0);
      await page.waitForSelector('#figure-ho-so-dung-han-0[aria-invalid]');
    },
  },
  { name: 'viec-VII.2', hash: '#/viec/VII.2', ready: '#entry-state' },
  { name: 'viec-II.1', hash: '#/viec/II.1', ready: '#entry-state' },
  { name: 'lich', hash: '#/lich', ready: '[data-row]' },
  { name: 'minh-chung', hash: '#/minh-chung', ready: '[data-row]' },
  {
    name: 'minh-chung-van-ban',
    hash: '#/minh-chung',
    ready: '[data-row]',
    after: async (page) => {
      await page.click('[data-row]:has-text("45/BC-UBND") :is(a, button)');
      await page.waitForSelector('canvas');
    },
  },
  { name: 'so', hash: '#/so', ready: '[data-row]' },
  { name: 'so-pakn', hash: '#/so/pakn', ready: '[data-row]' },
  {
    name: 'so-pakn-dong',
    hash: '#/so/pakn',
    ready: '[data-row]',
    after: async (page) => {
      await page.click('[data-row]:has-text("04/PAKN") a');
      await page.waitForSelector('#cell-outcome');
    },
  },
  {
    name: 'so-pakn-them',
    hash: '#/so/pakn',
    ready: '[data-row]',
    after: (page) => page.click('#register-add'),
  },
  { name: 'so-toan-huyen', query: '?xem=noi-vu', hash: '#/so-huyen', ready: '[data-row="pakn"]' },
  { name: 'so-toan-huyen-pakn', query: '?xem=lanh-dao', hash: '#/so-huyen/pakn', ready: '[data-row]' },
  {
    name: 'viec-III.7b',
    hash: '#/viec/III.7b',
    ready: '[data-register]',
    after: (page) => page.locator('[data-register]').scrollIntoViewIfNeeded(),
  },
  {
    name: 'thoi-han-ngoai-phu-luc',
    query: '?xem=noi-vu',
    hash: '#/thoi-han',
    ready: '[data-row="MII.9a"]',
    after: (page) => page.locator('#standby').scrollIntoViewIfNeeded(),
  },
  { name: 'hang-cho', hash: '#/hang-cho', ready: '[data-edit]' },
  { name: 'phien-ban-viec', query: '?phien-ban=khac', hash: '#/viec/III.6a', ready: '#entry-lessons' },
  { name: 'phien-ban-hang-cho', query: '?phien-ban=khac', hash: '#/hang-cho', ready: '[data-edit]' },
  { name: 'hang-cho-dang-do', query: '?bieu-mau=dang-do', hash: '#/hang-cho', ready: '[data-form]' },
  { name: 'xung-dot', hash: '#/xung-dot', ready: 'article' },
  { name: 'xung-dot-so', query: '?xung-dot=so', hash: '#/xung-dot', ready: 'article a[href*="/so/pakn"]' },
  {
    name: 'tim',
    hash: '#/viec',
    ready: '[data-task]',
    after: async (page) => {
      await page.keyboard.press('Control+k');
      await page.keyboard.insertText('thu tuc');
      await page.waitForSelector('[role=option]');
    },
  },
  { name: 'phim-tat', hash: '#/viec', ready: '[data-task]', after: (page) => page.keyboard.press('?') },
  { name: 'menu', hash: '#/viec', ready: '[data-task]', after: (page) => page.click('header .menu button') },
  {
    name: 'doi-cum-mat-khau',
    hash: '#/viec',
    ready: '[data-task]',
    after: async (page) => {
      await page.click('header .menu button');
      await page.click('#passphrase-change');
      await page.fill('#passphrase-new', 'boons tuwf');
      await page.waitForFunction(() => document.querySelector('dialog')?.textContent.includes('Telex'));
    },
  },
  { name: 'hom-nay', hash: '#/hom-nay', ready: '[data-kind]' },
  { name: 'hom-nay-van-phong', query: '?xem=noi-vu', hash: '#/hom-nay', ready: '[data-kind]' },
  { name: 'don-doc', hash: '#/don-doc', ready: '[data-reminder]' },
  { name: 'don-doc-van-phong', query: '?xem=noi-vu', hash: '#/don-doc', ready: '[data-reminder]' },
  {
    name: 'don-doc-moi',
    query: '?xem=noi-vu',
    hash: '#/don-doc',
    ready: '#remind',
    after: async (page) => {
      await page.click('#remind');
      await page.waitForSelector('dialog input[type=checkbox]');
    },
  },
  { name: 'tong-quan', query: '?xem=lanh-dao', hash: '#/tong-quan', ready: '[data-row="ayun"] [role=img]' },
  { name: 'toan-huyen', query: '?xem=lanh-dao', hash: '#/toan-huyen', ready: 'tbody tr:nth-child(22) [data-cell]' },
  { name: 'toan-huyen-III', query: '?xem=noi-vu', hash: '#/toan-huyen?linh-vuc=III', ready: '[data-cell]' },
  { name: 'qua-han', query: '?xem=noi-vu', hash: '#/qua-han', ready: '[data-task]' },
  { name: 'ky', hash: '#/ky', ready: '[data-step]' },
  { name: 'ky-xin-gia-han', hash: '#/ky', ready: '#extension-ask', after: (page) => page.click('#extension-ask') },
  { name: 'ky-phong-noi-vu', query: '?xem=noi-vu', hash: '#/ky', ready: '[data-row="ayun"]' },
  { name: 'ky-nua-nam', query: '?xem=noi-vu', hash: '#/ky?ky=H1', ready: '[data-row="ayun"]' },
  { name: 'dung-han-nua-nam', query: '?xem=noi-vu', hash: '#/dung-han?ky=H1', ready: '[data-rates="ayun"]' },
  { name: 'ky-lanh-dao', query: '?xem=lanh-dao', hash: '#/ky', ready: '[data-row="ayun"]' },
  { name: 'dung-han', query: '?xem=noi-vu', hash: '#/dung-han', ready: '[data-rates="ayun"]' },
  { name: 'im-lang', query: '?xem=noi-vu', hash: '#/im-lang', ready: '[data-unit]' },
  {
    name: 'so-lieu',
    query: '?xem=noi-vu',
    hash: '#/so-lieu',
    ready: '[data-row]',
    after: (page) => page.click('[data-row="ho-so-dung-han"] button'),
  },
  { name: 'de-xuat', hash: '#/de-xuat', ready: '[data-proposal]' },
  {
    name: 'de-xuat-moi',
    hash: '#/de-xuat',
    ready: '#propose',
    after: async (page) => {
      await page.click('#propose');
      await page.waitForSelector('#propose-go');
    },
  },
  { name: 'de-xuat-van-phong', query: '?xem=noi-vu', hash: '#/de-xuat', ready: '[data-proposal]' },
  {
    name: 'de-xuat-ket-qua',
    query: '?xem=noi-vu',
    hash: '#/de-xuat',
    ready: '[data-unit="ayun"] button',
    after: async (page) => {
      await page.click('[data-unit="ayun"] button');
      await page.waitForSelector('#proposal-take');
    },
  },
  { name: 'sua-ke-hoach', query: '?xem=noi-vu', hash: '#/sua-ke-hoach', ready: '[data-edit="III.6b"]' },
  {
    name: 'sua-ke-hoach-nhiem-vu',
    query: '?xem=noi-vu',
    hash: '#/sua-ke-hoach',
    ready: '[data-edit="III.6a"]',
    after: async (page) => {
      await page.click('[data-edit="III.6a"]');
      await page.waitForSelector('#task-keep');
    },
  },
  { name: 'don-vi-chi-xem', hash: '#/danh-sach-don-vi', ready: '[data-unit="ayun"]' },
  { name: 'danh-sach-don-vi', query: '?xem=noi-vu', hash: '#/danh-sach-don-vi', ready: '[data-edit="ayun"]' },
  {
    name: 'sap-nhap',
    query: '?xem=noi-vu',
    hash: '#/danh-sach-don-vi',
    ready: '#units-merge',
    after: async (page) => {
      await page.click('#units-merge');
      await page.click('input[name="merge-units"][value="ayun"]');
      await page.click('input[name="merge-units"][value="dak-jo-ta"]');
      await page.fill('#merge-name', 'Xã Ayun');
      await page.fill('#merge-code', '23798');
    },
  },
  {
    name: 'sap-nhap-xem-truoc',
    query: '?xem=noi-vu',
    hash: '#/danh-sach-don-vi',
    ready: '#units-merge',
    after: mergerPreviewed,
  },
  {
    name: 'dien-thoai-sap-nhap-xem-truoc',
    query: '?xem=noi-vu',
    hash: '#/danh-sach-don-vi',
    ready: '#units-merge',
    phone: true,
    after: mergerPreviewed,
  },
  { name: 'thoi-han', query: '?xem=noi-vu', hash: '#/thoi-han', ready: '#days-Q3' },
  {
    name: 'thoi-han-yeu-cau',
    query: '?xem=noi-vu&ghi=tu-choi',
    hash: '#/thoi-han',
    ready: '#days-Q3',
    after: async (page) => {
      await page.click('[data-request] button');
      await page.click('#request-all');
      await page.fill('#request-number', '');
      await page.click('#request-save');
      await page.waitForSelector('[role=alert]');
    },
  },
  { name: 'thoi-han-chi-xem', query: '?xem=lanh-dao', hash: '#/thoi-han', ready: '[data-period]' },
  {
    name: 'dong-ke-hoach',
    query: '?xem=noi-vu',
    hash: '#/thoi-han',
    ready: '#plan-close',
    after: (page) => page.click('#plan-close'),
  },
  {
    name: 'thoi-han-cuoi-trang',
    query: '?xem=noi-vu',
    hash: '#/thoi-han',
    ready: '#plan-close',
    after: (page) => page.locator('#plan-close').scrollIntoViewIfNeeded(),
  },
  { name: 'chuyen-nam', hash: '#/chuyen-nam', ready: '[data-row="III.6a"]' },
  { name: 'chuyen-nam-van-phong', query: '?xem=noi-vu', hash: '#/chuyen-nam', ready: '[data-row]' },
  {
    name: 'viec-hai-nam',
    query: '?ke-hoach=chi-tiet',
    hash: '#/viec/III.6a',
    ready: 'canvas',
    after: (page) => page.locator('[data-year-before]').first().scrollIntoViewIfNeeded(),
  },
  {
    name: 'ke-hoach-chi-tiet',
    query: '?ke-hoach=chi-tiet',
    hash: '#/viec/III.6a',
    ready: '[data-detail-plan]',
    after: async (page) => {
      await page.click('[data-carried] summary');
      await page.click('[data-detail-plan] summary');
    },
  },
  {
    name: 'so-lieu-hai-nam',
    query: '?xem=noi-vu&ke-hoach=chi-tiet',
    hash: '#/so-lieu',
    ready: '[data-row]',
    after: async (page) => {
      await page.click('[data-row="ho-so-dung-han"] button');
      await page.locator('[data-year-before]').first().scrollIntoViewIfNeeded();
    },
  },
  { name: 'cap-duoi', query: '?ke-hoach=cap-duoi', hash: '#/viec', ready: '[data-above]' },
  { name: 'mot-ke-hoach', query: '?ke-hoach=mot', hash: '#/viec', ready: '[data-task]' },
  { name: 'xem-lai-III.6a', hash: '#/viec/III.6a?luc=2019-08-15T17:00&theo=ghi', ready: 'canvas' },
  { name: 'da-dong-viec', hash: `#/viec?kh=${LAST}&ky=Q4`, ready: '[data-task]' },
  { name: 'da-dong-III.6a', hash: `#/viec/III.6a?kh=${LAST}&ky=Q4`, ready: '#entry-state' },
  { name: 'da-dong-toan-huyen', query: '?xem=lanh-dao', hash: `#/toan-huyen?kh=${LAST}&ky=Q4`, ready: '[data-cell]' },
  {
    name: 'da-dong-thoi-han',
    query: '?xem=noi-vu',
    hash: `#/thoi-han?kh=${LAST}&ky=Q4`,
    ready: '#plan-reopen',
    after: (page) => page.locator('#plan-reopen').scrollIntoViewIfNeeded(),
  },
  { name: 'don-vi', query: '?xem=noi-vu', hash: '#/don-vi/noi-vu', ready: '[data-task]' },
  { name: 'nhiem-vu', query: '?xem=noi-vu', hash: '#/nhiem-vu/III.6a', ready: '[data-unit]' },
  { name: 'don-vi-III.6a', query: '?xem=noi-vu', hash: '#/don-vi/ayun/III.6a', ready: '.preview p' },
  {
    name: 'viec-III.6a-luc-tra-lai',
    hash: '#/viec/III.6a',
    ready: '.then',
    after: async (page) => {
      await page.click('.then');
      await page.waitForSelector('#as-seen');
    },
  },
  {
    name: 'viec-III.6b-neu-cho',
    hash: '#/viec/III.6b',
    ready: '[data-named]',
    after: (page) => page.locator('[data-named]').first().scrollIntoViewIfNeeded(),
  },
  {
    name: 'don-vi-III.6a-tra-lai',
    query: '?xem=noi-vu',
    hash: '#/don-vi/ayun/III.6a',
    ready: '#return-go',
    after: (page) => page.locator('#return-go').scrollIntoViewIfNeeded(),
  },
  { name: 'lanh-dao-III.6a', query: '?xem=lanh-dao', hash: '#/don-vi/ayun/III.6a', ready: '#entry-state' },
  ...[
    { name: 'tong-quan', hash: '#/tong-quan', ready: '[data-row="ayun"] [role=img]' },
    { name: 'hom-nay', hash: '#/hom-nay', ready: '[data-kind]' },
    { name: 'toan-huyen', hash: '#/toan-huyen', ready: '[data-row="ayun"] [role=img]' },
    { name: 'qua-han', hash: '#/qua-han', ready: '[data-task]' },
    { name: 'so-lieu', hash: '#/so-lieu', ready: '[data-row]' },
    { name: 'im-lang', hash: '#/im-lang', ready: '[data-unit]' },
    { name: 'don-doc', hash: '#/don-doc', ready: '[data-reminder]' },
    { name: 'nhiem-vu', hash: '#/nhiem-vu/III.6a', ready: '[data-unit]' },
    { name: 'don-vi-III.6a', hash: '#/don-vi/ayun/III.6a', ready: '#entry-state' },
    { name: 'danh-muc', hash: '#/tong-quan', ready: 'header .list', after: (page) => page.click('header .list') },
    { name: 'thoi-han', hash: '#/thoi-han', ready: '[data-period]' },
    { name: 'lich', hash: '#/lich', ready: '[data-row]' },
    { name: 'danh-sach-don-vi', hash: '#/danh-sach-don-vi', ready: '[data-unit="ayun"]' },
    { name: 'ky', hash: '#/ky', ready: '[data-row="ayun"]' },
    { name: 'de-xuat', hash: '#/de-xuat', ready: '[data-proposal]' },
    { name: 'so-toan-huyen-pakn', hash: '#/so-huyen/pakn', ready: '[data-row]' },
  ].map((page) => ({ ...page, name: `dien-thoai-${page.name}`, query: '?xem=lanh-dao', phone: true })),
  { name: 'lich-toan-huyen', query: '?xem=lanh-dao', hash: '#/lich', ready: '[data-row]' },
  { name: 'lich-toan-huyen-tim', query: '?xem=lanh-dao', hash: '#/lich', ready: '[data-row]', after: drawnAsSeen },
];

/** Those that docs/guide.md shows. */
export const GUIDE = [
  'hom-nay',
  'viec',
  'viec-III.6a',
  'so-pakn-them',
  'viec-nop',
  'hang-cho',
  'hang-cho-dang-do',
  'xung-dot-so',
  'viec-III.6a-luc-tra-lai',
  'chuyen-nam',
  'hom-nay-van-phong',
  'don-vi-III.6a',
  'nhiem-vu',
  'don-doc-moi',
  'toan-huyen',
  'ky-phong-noi-vu',
  'dung-han',
  'so-lieu-hai-nam',
  'viec-hai-nam',
  'ke-hoach-chi-tiet',
  'thoi-han',
  'danh-sach-don-vi',
  'sap-nhap-xem-truoc',
  'tong-quan',
];
