// How many seconds an end waits for an answer. TinyBase's own second is less than a slow line needs for one, and what
// is late is dropped without a word.
export const PATIENCE = 5;
