/** What opens over the page. */
export type Dialog = 'search' | 'keys' | 'passphrase' | 'server' | 'proxy';
