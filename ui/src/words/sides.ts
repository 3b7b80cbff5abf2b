import diff from 'fast-diff';

/** A piece of a text; `own`: what one side has there and the other reading has not. */
export interface Piece {
  words: string;
  own: boolean;
}

/** So many letters are shown around what differs. */
const AROUND = 60;

/** One side's words set beside how the text reads now: whole words that differ are marked, far from them the text is cut. */
export function piecesOf(side: string, now: string): Piece[] {
  const pieces: Piece[] = [];
  for (const [own, words] of runs(side, now)) {
    const last = pieces.at(-1);
    if (last?.own === own) last.words += words;
    else pieces.push({ words, own });
  }
  return pieces.map((piece, at) => (piece.own ? piece : cut(piece, at > 0, at < pieces.length - 1)));
}

/** Words and the blanks behind them; a word is own where any of its letters is. */
function runs(side: string, now: string): [boolean, string][] {
  const own: boolean[] = [];
  for (const [kind, letters] of diff(now, side)) {
    if (kind === diff.DELETE) {
      // Where something is missing the word around it is another one.
      if (own.length > 0) own[own.length - 1] = true;
    } else own.push(...Array<boolean>(letters.length).fill(kind === diff.INSERT));
  }
  let from = 0;
  return (side.match(/\s*\S+|\s+$/g) ?? []).map((word) => {
    const mine = own.slice(from, (from += word.length)).some(Boolean);
    return [mine, word];
  });
}

function cut({ words, own }: Piece, after: boolean, before: boolean): Piece {
  const [head, tail] = [after ? AROUND : 0, before ? AROUND : 0];
  if (words.length <= head + tail + AROUND) return { words, own };
  const begin = words.slice(0, head).replace(/\S*$/, '');
  const end = tail > 0 ? words.slice(-tail).replace(/^\S*/, '') : '';
  return { words: `${begin}…${end}`, own };
}
