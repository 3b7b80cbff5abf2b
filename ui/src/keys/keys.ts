import { m } from '../paraglide/messages';
import { attempt } from '../state/acts';
import { go, href, route } from '../state/route.svelte';
import { session } from '../state/session.svelte';
import { clock } from '../words/dates';
import { nextRow } from './rows';

export interface Openers {
  search: () => void;
  keys: () => void;
}

/** The keys that work on every page. Letters are left alone while someone types. */
export function onKey(event: KeyboardEvent, open: Openers): void {
  if (event.defaultPrevented || document.querySelector('dialog[open]')) return;
  const control = event.ctrlKey || event.metaKey;
  const typing = isTextField(event.target);
  const key = event.key.toLowerCase();
  if (control && key === 'k') handled(event, open.search);
  else if (control && key === 's') handled(event, () => void sayItIsSaved());
  else if (control && key === 'z' && !typing && !event.shiftKey) handled(event, () => void takeBackLast());
  else if (key === 'escape') handled(event, back);
  else if (control || event.altKey || typing || event.target instanceof HTMLSelectElement) return;
  else if (key === 'j') handled(event, () => nextRow(1));
  else if (key === 'k') handled(event, () => nextRow(-1));
  else if (key === 'd') handled(event, between);
  else if (event.key === '?') handled(event, open.keys);
}

function handled(event: KeyboardEvent, action: () => void): void {
  event.preventDefault();
  action();
}

/** A field with an undo of its own. */
function isTextField(target: EventTarget | null): boolean {
  if (target instanceof HTMLTextAreaElement) return true;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(target.type);
}

async function sayItIsSaved(): Promise<void> {
  await session.drafts.flush();
  const at = clock(new Date(session.backend.now()).toISOString());
  session.notice = session.drafts.unsaved > 0 ? m.not_all_saved() : m.all_saved({ clock: at });
}

async function takeBackLast(): Promise<void> {
  if (session.isWeb) return;
  const newest = (await session.backend.queue()).edits.find((edit) => edit.canTakeBack);
  const [done, failure] = await attempt({ act: 'take-back-last' });
  session.notice = failure?.message ?? done?.note ?? m.taken_back({ what: newest?.what ?? '' });
}

/** Down to the plan that is the detail of the task in sight, or up to the task of which the plan is the detail. */
function between(): void {
  const find = (name: string) => document.querySelector<HTMLAnchorElement>(`a[${name}]`);
  (find('data-detail') ?? find('data-above'))?.click();
}

/** Out of a field first, then from one thing to the list it stands in. */
function back(): void {
  const active = document.activeElement;
  if (active instanceof HTMLElement && isTextField(active)) {
    active.blur();
    return;
  }
  if (route.path.length > 1) go(href(route.page === 'nhiem-vu' ? ['toan-huyen'] : parent()));
}

function parent(): string[] {
  const up = route.path.slice(0, -1);
  return up.length === 1 && up[0] === 'don-vi' ? ['toan-huyen'] : up;
}
