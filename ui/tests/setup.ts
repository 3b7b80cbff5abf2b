import '@testing-library/svelte/vitest';
import { afterEach, vi } from 'vitest';
import { session } from '../src/state/session.svelte';

// Drawing needs a browser with workers and a canvas; the browser run looks at it.
vi.mock('../src/pages/evidence/pdf', () => ({
  openPdf: () => ({ document: new Promise(() => undefined), close: () => undefined }),
}));

afterEach(() => {
  session.close();
  session.notice = '';
  localStorage.clear();
});
