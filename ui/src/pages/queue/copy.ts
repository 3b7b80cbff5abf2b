import { m } from '../../paraglide/messages';
import { session } from '../../state/session.svelte';

/** Puts words on the clipboard, and says at the foot whether they are there. */
export async function copy(text: string): Promise<void> {
  await navigator.clipboard.writeText(text).then(
    () => (session.notice = m.copied()),
    () => (session.notice = m.copy_failed()),
  );
}
