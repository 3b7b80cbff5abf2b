import type { EvidenceView } from '../bindings/EvidenceView';
import type { Whereabouts } from '../bindings/Whereabouts';
import { m } from '../paraglide/messages';
import { fullDate } from './dates';
import { size } from './numbers';

/** "12/QĐ-UBND ngày 05/9/2019", or the file's name while nothing is described. */
export function documentName(evidence: EvidenceView): string {
  const sign = [evidence.number, evidence.symbol].filter((part) => part !== '').join('/');
  const day = evidence.signed ? m.signed_on({ day: fullDate(evidence.signed) }) : '';
  return [sign, day].filter((part) => part !== '').join(' ') || evidence.fileName;
}

/** What the document is about; its file's name only where the other words are not that name already. */
export function documentAbout(evidence: EvidenceView): string {
  if (evidence.abstract !== '') return evidence.abstract;
  return documentName(evidence) === evidence.fileName ? m.no_abstract() : evidence.fileName;
}

/** Where the bytes are, in words. */
export function whereaboutsWord(where: Whereabouts, bytes: number): string {
  switch (where.is) {
    case 'everywhere':
      return m.file_everywhere();
    case 'only-here':
      return where.sent > 0
        ? m.file_only_here_partly({ sent: size(where.sent), all: size(bytes) })
        : m.file_only_here();
    case 'on-server':
      return m.file_on_server();
    case 'on-their-laptop':
      return m.file_on_their_laptop({ sent: size(where.sent), all: size(bytes) });
    case 'withdrawn':
      return where.elsewhere
        ? m.file_withdrawn_shown_elsewhere({ reason: where.reason })
        : m.file_withdrawn({ reason: where.reason });
  }
}

/** The same in a few words. */
export function whereaboutsShort(where: Whereabouts, bytes: number): string {
  if (where.is !== 'withdrawn') return whereaboutsWord(where, bytes);
  return where.elsewhere ? m.file_withdrawn_elsewhere_short() : m.file_withdrawn_short();
}

/** True when the bytes are to be fetched from the server first. */
export function isFar(where: Whereabouts, kind: 'desktop' | 'web'): boolean {
  return kind === 'desktop' && where.is === 'on-server';
}

/** True when the bytes can be opened from where the window stands. */
export function isReadable(where: Whereabouts, kind: 'desktop' | 'web'): boolean {
  if (where.is === 'everywhere') return true;
  return kind === 'desktop' ? where.is === 'only-here' : where.is === 'on-server';
}
