import { render, waitFor } from '@testing-library/svelte';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import axe from 'axe-core';
import { expect } from 'vitest';
import App from '../src/App.svelte';
import type { Backend } from '../src/backend/backend';
import type { Gate } from '../src/bindings/Gate';
import { Drafts } from '../src/state/drafts.svelte';
import { session } from '../src/state/session.svelte';
import { type Look, recorded, type Recorded } from './recorded';

export interface Window<B extends Backend> {
  backend: B;
  user: UserEvent;
}

/** Goes to an address as a link would, and tells whoever listens. */
export function goTo(hash: string): void {
  location.hash = hash;
  window.dispatchEvent(new Event('hashchange'));
}

/** The whole window over what was recorded, at an address, as one kind of person sees it. */
export async function openWindow(hash: string, look: Look = 'unit', gate?: Gate): Promise<Window<Recorded>> {
  return openOver(hash, await recorded(look, gate));
}

/** The whole window over any backend. */
export async function openOver<B extends Backend>(hash: string, backend: B): Promise<Window<B>> {
  goTo(hash);
  // An hour's pause: what is written in these tests is written by a choice or by leaving the field, never by waiting.
  session.drafts = new Drafts(session.notebook, () => session.place, 3_600_000);
  render(App);
  await session.open(backend);
  return { backend, user: userEvent.setup() };
}

/** The one element that a selector names, once it is there. */
export async function shown<E extends HTMLElement = HTMLElement>(selector: string): Promise<E> {
  return waitFor(() => {
    const found = document.querySelector<E>(selector);
    expect(found, `${selector} is on the page`).not.toBeNull();
    return found as E;
  });
}

/** The evidence of the viewer's unit that a file of this name is. */
export async function evidenceCalled(backend: Backend, name: string): Promise<string> {
  const { plan, unit } = await backend.ask<'home'>({ ask: 'home' });
  const all = await backend.ask<'evidence'>({ ask: 'evidence', plan, unit });
  return all.find((one) => one.fileName === name)?.id ?? `no evidence is called ${name}`;
}

/** What axe has against the page. Colours need a real browser, and are looked at there. */
export async function violations(): Promise<string[]> {
  const { violations: found } = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
}
