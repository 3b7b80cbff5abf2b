import { m } from '../paraglide/messages';

/** Shorter passphrases fall to guessing once a laptop is stolen. */
const SHORTEST = 8;

/** What is wrong with a passphrase that is set, and with its repetition. */
export function faultsOf(chosen: string, again: string): { chosen?: string; again?: string } {
  const [one, other] = [chosen.normalize(), again.normalize()];
  return {
    ...([...one].length < SHORTEST ? { chosen: m.passphrase_short({ n: SHORTEST }) } : {}),
    ...(one === other ? {} : { again: m.passphrase_differs() }),
  };
}
