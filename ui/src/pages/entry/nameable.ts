import type { EntryPage } from '../../bindings/EntryPage';
import type { Target } from '../../bindings/Target';
import { m } from '../../paraglide/messages';
import { documentName } from '../../words/documents';

/** A field of an entry that an office may mean when it sends the entry back. */
export interface Nameable {
  target: Target;
  what: string;
}

/** Those that stand on the page, in its order. */
export function nameable(page: EntryPage): Nameable[] {
  const { entry } = page;
  const texts = page.texts.map(({ target, label }) => ({ target, what: label }));
  const figures = page.figures.flatMap(({ indicator, name, values, checks }): Nameable[] => [
    ...values.map(({ figure, label }): Nameable => ({
      target: { field: 'figure', entry, indicator, figure },
      what: label === name || label === '' ? name : `${name} · ${label}`,
    })),
    ...checks.map((check): Nameable => ({
      target: { field: 'check', entry, indicator, check: check.check },
      what: `${name} · ${check.name}`,
    })),
  ]);
  const documents = page.evidence.map((one): Nameable => ({
    target: { field: 'link', entry, evidence: one.id },
    what: m.named_evidence({ name: documentName(one) }),
  }));
  return [
    { target: { field: 'state', entry }, what: m.state() },
    { target: { field: 'percent', entry }, what: m.percent_done() },
    ...texts,
    ...figures,
    ...documents,
  ];
}
