/** Text in one of the two encodings of before Unicode, as it reads when nobody converts it, and what it says. */
export interface Legacy {
  encoding: 'TCVN3' | 'VNI';
  words: string;
}

/** Runs of TCVN 5712:1993 (VN3) from a byte on; it is read as Windows-1252 where its fonts are not there. */
const TCVN3: [number, string][] = [
  [0xa1, 'ĂÂÊÔƠƯĐăâêôơưđ'],
  [0xb5, 'àảãáạ'],
  [0xbb, 'ằẳẵắ'],
  [0xc6, 'ặầẩẫấậè'],
  [0xce, 'ẻẽéẹềểễếệìỉ'],
  [0xdc, 'ĩíịò'],
  [0xe1, 'ỏõóọồổỗốộờởỡớợù'],
  [0xf1, 'ủũúụừửữứựỳỷỹýỵ'],
];
const OF_TCVN3 = new Map(
  TCVN3.flatMap(([from, letters]) =>
    [...letters].map((letter, at) => [String.fromCharCode(from + at), letter] as const),
  ),
);

/** What VNI writes behind a vowel, as marks that stand over it. */
const MARKS: Record<string, string> = {
  ù: '\u0301', ø: '\u0300', û: '\u0309', õ: '\u0303', ï: '\u0323',
  â: '\u0302', á: '\u0302\u0301', à: '\u0302\u0300', å: '\u0302\u0309', ã: '\u0302\u0303', ä: '\u0302\u0323',
  ê: '\u0306', é: '\u0306\u0301', è: '\u0306\u0300', ú: '\u0306\u0309', ü: '\u0306\u0303', ë: '\u0306\u0323',
}; // prettier-ignore
/** Letters that VNI writes as one. */
const SINGLE: Record<string, string> = { ô: 'ơ', ö: 'ư', ñ: 'đ', æ: 'ỉ', ó: 'ĩ', ò: 'ị', î: 'ỵ' };

function alike(letter: string, of: Record<string, string>): string | undefined {
  const found = of[letter.toLowerCase()];
  return letter === letter.toLowerCase() ? found : found?.toUpperCase();
}

function ofTcvn3(text: string): string {
  return [...text].map((letter) => OF_TCVN3.get(letter) ?? letter).join('');
}

function ofVni(text: string): string {
  return text
    .replace(/([aeouyôö])([ùøûõïâáàåãäêéèúüë])|[ôöñæóòî]/giu, (whole, vowel?: string, mark?: string) => {
      if (!vowel || !mark) return alike(whole, SINGLE) ?? whole;
      return (alike(vowel, { ô: 'ơ', ö: 'ư' }) ?? vowel) + (MARKS[mark.toLowerCase()] ?? mark);
    })
    .normalize('NFC');
}

const ONSET = '(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnpqrstvx])?';
const RHYME =
  '(?:a[iouy]?|ă|â[uy]?|eo?|êu?|i(?:a|êu?|u)?|oa[iouy]?|oă|oeo?|oi?|ôi?|ơi?|u(?:a[iouy]?|ă|ây?|eo?|êu?|i|ôi?|ơ|y[aêu]?)?|ư(?:a|i|u|ơ[iu]?)?|y(?:êu?)?)';
const SYLLABLE = new RegExp(`^${ONSET}${RHYME}(?:ng|nh|ch|[cmnpt])?$`, 'u');
const TONES = /[\u0300\u0301\u0303\u0309\u0323]/gu;

function isSyllable(word: string): boolean {
  // Its tone, and there is one at most, is no part of its letters.
  const apart = word.toLowerCase().normalize('NFD');
  return (apart.match(TONES)?.length ?? 0) < 2 && SYLLABLE.test(apart.replace(TONES, '').normalize('NFC'));
}

/** How much of a text is Vietnamese. */
function share(text: string): number {
  const words = text
    .split(/\s+/u)
    .map((word) => word.replace(/^[("“‘.,;:]+|[)"”’.,;:!?%]+$/gu, ''))
    .filter((word) => /\p{L}/u.test(word) || [...word].some((letter) => OF_TCVN3.has(letter)));
  return words.length === 0 ? 0 : words.filter(isSyllable).length / words.length;
}

/** Each clause by itself: one that reads better as it stands was written today. */
function converted(text: string, encoding: Legacy['encoding']): string {
  const read = encoding === 'TCVN3' ? ofTcvn3 : ofVni;
  const clauses = text.split(/(?<=[:.;!?\n])/u);
  return clauses.map((clause) => (share(clause) > share(read(clause)) ? clause : read(clause))).join('');
}

/** Recognises what was pasted from a document of before Unicode; undefined for what reads as it stands. */
export function legacyOf(text: string): Legacy | undefined {
  const before = share(text);
  const read = [
    { encoding: 'TCVN3', words: ofTcvn3(text) } as const,
    { encoding: 'VNI', words: ofVni(text) } as const,
  ].map((one) => ({ ...one, share: share(one.words) }));
  const best = read.reduce((one, other) => (other.share > one.share ? other : one));
  if (best.share < 0.6 || best.share < before + 0.25) return undefined;
  return { encoding: best.encoding, words: converted(text, best.encoding) };
}
