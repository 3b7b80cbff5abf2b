import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { parse } from 'smol-toml';
import { type Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** The sample backend reads the plan's own data files. */
const toml: Plugin = {
  name: 'toml',
  transform(code, id) {
    return id.endsWith('.toml') ? { code: `export default ${JSON.stringify(parse(code))}`, map: null } : undefined;
  },
};

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

export default defineConfig(({ mode }) => ({
  // Relative, since the shell and the server serve the same files under different roots.
  base: './',
  plugins: [
    toml,
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
  ],
  define: {
    __SAMPLE__: JSON.stringify(mode !== 'production'),
    __PDF_DECODERS__: JSON.stringify(PDF_DECODERS),
  },
  // The last Chromium for Windows 7 and 8, which many of the laptops still run.
  build: { target: ['chrome109', 'firefox115', 'safari16.4'], assetsInlineLimit: 0, chunkSizeWarningLimit: 1300 },
  worker: { format: 'es' as const },
  server: { port: 5173, strictPort: true, fs: { allow: ['..'] } },
  test: {
    environment: 'happy-dom',
    include: ['tests/**/*.test.ts'],
    setupFiles: ['tests/setup.ts'],
    restoreMocks: true,
    // axe walks the district's table of a thousand cells without a browser's help; a busy machine takes its time.
    testTimeout: 60_000,
  },
}));
