// Opens every page of the recorded build in Chromium, light and dark, and has axe look at it.
//   node browser/run.mjs [--shots <folder>] [--only <name>] [--locale en]
// With --guide <folder> the pictures of docs/guide.md are made, and nothing else.
// CHROMIUM names the browser; without it Debian's is taken.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { GUIDE, PAGES } from './pages.mjs';
import { serve } from './serve.mjs';

const { values: wish } = parseArgs({
  options: {
    shots: { type: 'string' },
    guide: { type: 'string' },
    only: { type: 'string' },
    locale: { type: 'string', default: 'vi' },
  },
});
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'];
if (wish.shots) mkdirSync(wish.shots, { recursive: true });
if (wish.guide) mkdirSync(wish.guide, { recursive: true });

const site = await serve(join(import.meta.dirname, '../dist-recorded'));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-sync'],
});
const faults = [];

async function look(page, one, scheme) {
  const noted = [];
  page.on('console', (message) => message.type() === 'error' && noted.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => noted.push(`error: ${error.message}`));
  await page.addInitScript((locale) => localStorage.setItem('nha-rong-locale', locale), wish.locale);
  await page.goto(`${site.address}${one.query ?? ''}${one.hash ?? ''}`);
  await page.waitForSelector(one.ready);
  await one.after?.(page);
  await page.evaluate(() => document.fonts.ready);
  if (wish.guide) {
    await page.screenshot({ path: join(wish.guide, `${one.name}.png`) });
    return;
  }
  if (wish.shots) await page.screenshot({ path: join(wish.shots, `${one.name}-${scheme}.png`) });
  // As a debugger would, past the page's own rules.
  await page.evaluate(axe);
  const { violations } = await page.evaluate((tags) => globalThis.axe.run({ runOnly: tags }), TAGS);
  for (const { id, nodes } of violations) {
    noted.push(...nodes.slice(0, 3).map((node) => `${id}: ${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`));
  }
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  if (wide) noted.push('the page is wider than the window');
  faults.push(...noted.map((fault) => `${one.name} (${scheme}) ${fault}`));
}

/** Letters of the highlands' names are drawn in faces that come with the program, whatever the system has. */
async function lookAtLetters(page) {
  await page.goto(site.address);
  await page.evaluate(async () => {
    const names = 'H’Blŏ, Hrĭn, Čưk, Blơ̆m, Đăk Tơ Lêi';
    for (const weight of [400, 600]) {
      const line = document.createElement('p');
      line.className = 'letters';
      line.style.fontWeight = weight;
      line.textContent = names;
      document.body.append(line);
    }
    await document.fonts.ready;
  });
  const debug = await page.context().newCDPSession(page);
  await debug.send('DOM.enable');
  await debug.send('CSS.enable');
  const { root } = await debug.send('DOM.getDocument');
  const { nodeIds } = await debug.send('DOM.querySelectorAll', { nodeId: root.nodeId, selector: '.letters' });
  for (const nodeId of nodeIds) {
    const { fonts } = await debug.send('CSS.getPlatformFontsForNode', { nodeId });
    const foreign = fonts.filter((font) => !font.isCustomFont).map((font) => font.familyName);
    if (foreign.length > 0) faults.push(`letters of the highlands: drawn in ${foreign.join(', ')}`);
    if (fonts.length < 2) faults.push('letters of the highlands: the second face is not asked for');
  }
  if (wish.shots)
    await page
      .locator('.letters')
      .first()
      .screenshot({ path: join(wish.shots, 'letters.png') });
}

if (!wish.guide) {
  const letters = await browser.newPage();
  await lookAtLetters(letters).catch((error) => faults.push(`letters: ${error.message}`));
  await letters.close();
}

const wanted = wish.guide ? GUIDE : PAGES.map((page) => page.name).filter((name) => !wish.only || name === wish.only);
for (const name of wanted.filter((name) => PAGES.every((page) => page.name !== name)))
  faults.push(`${name} is no page`);

for (const scheme of wish.guide ? ['light'] : ['light', 'dark']) {
  for (const one of PAGES.filter((page) => wanted.includes(page.name))) {
    const context = await browser.newContext({
      viewport: one.phone ? { width: 390, height: 844 } : { width: 1366, height: 768 },
      colorScheme: scheme,
      bypassCSP: false,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    await look(page, one, scheme).catch((error) => faults.push(`${one.name} (${scheme}) ${error.message}`));
    await context.close();
  }
}
await browser.close();
site.close();
for (const fault of faults) console.error(fault);
console.log(`${wanted.length} pages, ${faults.length} faults`);
process.exit(faults.length > 0 ? 1 : 0);
