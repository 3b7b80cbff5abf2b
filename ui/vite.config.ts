import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { type Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const pdfjs = createRequire(import.meta.url).resolve('pdfjs-dist/package.json');
const pdfVersion = (JSON.parse(readFileSync(pdfjs, 'utf8')) as { version: string }).version;
/** Carries the version, since what stands under `assets` is kept by browsers for good. */
const PDF_DECODERS = `assets/pdf-${pdfVersion}`;

/** Decoders that pdf.js fetches by name for scanned pages (JPEG 2000, JBIG2). */
const pdfDecoders: Plugin = {
  name: 'pdf-decoders',
  apply: 'build',
  generateBundle() {
    for (const name of ['jbig2.wasm', 'openjpeg.wasm', 'openjpeg_nowasm_fallback.js']) {
      const source = readFileSync(pdfjs.replace('package.json', `wasm/${name}`));
      this.emitFile({ type: 'asset', fileName: `${PDF_DECODERS}/${name}`, source });
    }
  },
};

/** What the browser run looks at: the windows over what was recorded, in place of the backend that a page looks for. */
const RECORDED = { './backend/open': fileURLToPath(new URL('tests/browser.ts', import.meta.url)) };

/** Where the laptops are that `cargo xtask dev` runs. */
const target = process.env.NHARONG_VILLAGE;
const village = { '/village': { target, rewrite: (path: string) => path.replace('/village', '') } };

/** Says what is missing, where the windows would stand on nothing. */
const onAVillage: Plugin = {
  name: 'on-a-village',
  apply: 'serve',
  configureServer() {
    if (!target && !process.env.VITEST) throw new Error('NHARONG_VILLAGE names no village: `cargo xtask dev` runs one');
  },
};

export default defineConfig(({ command, mode }) => ({
  // Relative, since the shell and the server serve the same files under different roots.
  base: './',
  plugins: [
    paraglideVitePlugin({
      project: './project.inlang',
      outdir: './src/paraglide',
      strategy: ['localStorage', 'baseLocale'],
      localStorageKey: 'nha-rong-locale',
      emitTsDeclarations: true,
    }),
    svelte(),
    svelteTesting(),
    pdfDecoders,
    onAVillage,
  ],
  define: {
    __VILLAGE__: JSON.stringify(command === 'serve'),
    __PDF_DECODERS__: JSON.stringify(PDF_DECODERS),
  },
  // The last Chromium for Windows 7 and 8, which many of the laptops still run.
  build: { target: ['chrome109', 'firefox115', 'safari16.4'], assetsInlineLimit: 0, chunkSizeWarningLimit: 1300 },
  resolve: { alias: mode === 'recorded' ? RECORDED : {} },
  worker: { format: 'es' as const },
  server: { port: 5173, strictPort: true, proxy: target ? village : {} },
  test: {
    environment: './tests/environment.ts',
    include: ['tests/**/*.test.ts'],
    globalSetup: 'tests/villages.ts',
    setupFiles: ['tests/setup.ts'],
    restoreMocks: true,
    expect: { poll: { timeout: 10_000 } },
    // axe walks the district's table of a thousand cells without a browser's help; a busy machine takes its time.
    testTimeout: 60_000,
  },
}));
