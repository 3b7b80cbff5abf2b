import type { Awaiting } from '../../bindings/Awaiting';
import type { RequestSetting } from '../../bindings/RequestSetting';

/** One letter from above. It may ask something of several tasks, each of which is a request of its own. */
export interface Letter {
  key: string;
  requester: string;
  requesterName: string;
  number: string;
  receivedOn: string;
  due: string;
  warning: string | null;
  parts: RequestSetting[];
}

/** Requests by the letter that they came with, in the order in which they are due. */
export function letters(requests: readonly RequestSetting[]): Letter[] {
  const found = new Map<string, Letter>();
  for (const request of requests) {
    const { requester, requesterName, number, receivedOn, due, warning } = request;
    const key = JSON.stringify([requester, number, receivedOn, due]);
    const letter = found.get(key);
    if (letter) letter.parts.push(request);
    else found.set(key, { key, requester, requesterName, number, receivedOn, due, warning, parts: [request] });
  }
  return [...found.values()];
}

/** Names a rule of a task among those that wait. */
export function ruleKey(of: Pick<Awaiting, 'task' | 'rule'>): string {
  return `${of.task}/${of.rule}`;
}

/** Chosen by chance, so that two laptops never give one name to two requests. */
export function newToken(): string {
  return [...crypto.getRandomValues(new Uint8Array(6))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
