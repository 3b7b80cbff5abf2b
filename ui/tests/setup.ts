import '@testing-library/svelte/vitest';
import { configure } from '@testing-library/svelte';
import { afterEach, expect, vi } from 'vitest';
import { session } from '../src/state/session.svelte';
import { unanswered } from './recorded';

// As long as the polls of vite.config.ts: the village answers in its own time.
configure({ asyncUtilTimeout: 10_000 });

// Nothing is laid out here, so all that is drawn as it comes into sight is in sight.
class InSight {
  constructor(private tell: (seen: { isIntersecting: boolean }[]) => void) {}
  observe(): void {
    queueMicrotask(() => this.tell([{ isIntersecting: true }]));
  }
  unobserve(): void {}
  disconnect(): void {
    this.tell = () => undefined;
  }
}
vi.stubGlobal('IntersectionObserver', InSight);

// Drawing needs a browser with workers and a canvas; the browser run looks at it.
vi.mock('../src/pages/evidence/pdf', () => ({
  openPdf: () => ({ document: new Promise(() => undefined), close: () => undefined }),
}));

afterEach(() => {
  session.close();
  session.gate = undefined;
  session.notice = '';
  localStorage.clear();
  // A page shows it as any failure, which a test need not look at.
  expect(unanswered.splice(0)).toEqual([]);
});
