/** The beginning of a file and how long it is in all. */
export interface Opened {
  head: Uint8Array<ArrayBuffer>;
  length: number;
}

interface Piece {
  bytes: Uint8Array<ArrayBuffer>;
  /** The length of the whole file, where the answer told it. */
  length: number | undefined;
  /** The whole file came, whatever was asked. */
  whole: boolean;
}

async function piece(url: string, first: number, end: number): Promise<Piece> {
  const reply = await fetch(url, { credentials: 'same-origin', headers: { Range: `bytes=${first}-${end - 1}` } });
  if (!reply.ok) throw new Error(`the file answered ${reply.status}`);
  const bytes = new Uint8Array(await reply.arrayBuffer());
  if (reply.status !== 206) return { bytes, length: bytes.length, whole: true };
  const told = /\/(\d+)$/.exec(reply.headers.get('content-range') ?? '');
  return { bytes, length: told ? Number(told[1]) : undefined, whole: false };
}

/** `size`: what the evidence says of itself, for an answer that does not tell. */
export async function openFile(url: string, size: number): Promise<Opened> {
  const { bytes, length } = await piece(url, 0, 1 << 16);
  return { head: bytes, length: length ?? size };
}

/** Bytes `first..end`. The shell gives at most a few megabytes at once, so it is asked until all came. */
export async function readPieces(url: string, first: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
  const all = new Uint8Array(end - first);
  let at = first;
  while (at < end) {
    const { bytes, whole } = await piece(url, at, end);
    const wanted = whole ? bytes.subarray(at, end) : bytes.subarray(0, end - at);
    if (wanted.length === 0) throw new Error('the file ended early');
    all.set(wanted, at - first);
    at += wanted.length;
  }
  return all;
}

export async function readFile(url: string, size: number): Promise<Uint8Array<ArrayBuffer>> {
  const { head, length } = await openFile(url, size);
  return head.length >= length ? head : readPieces(url, 0, length);
}
