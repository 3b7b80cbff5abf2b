/** Shorter passphrases fall to guessing once a laptop is stolen. */
export const SHORTEST = 8;
