import { tick, untrack } from 'svelte';
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { Form } from '../bindings/Form';
import type { FormField } from '../bindings/FormField';
import type { KeptForm } from '../bindings/KeptForm';
import { m } from '../paraglide/messages';
import type { Place } from './drafts.svelte';

/** How long typing must pause before a form is kept, in milliseconds. */
const PAUSE = 400;
/** What was chosen in a form may show other fields of it, so many times over. */
const ROUNDS = 3;
const CONTROLS =
  'input:not([type=password], [type=file], [data-writes]), select:not([data-writes]), textarea:not([data-writes])';

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** A form that stands on the page. */
interface Open {
  keep: () => void;
  settled: () => void;
}

/**
 * What stands in forms that are written as a whole, by a button: kept in the store while they are filled in, there again when the
 * form is opened the next time, until it is written or given up. A field that writes itself is no part of its form
 * (`data-writes`).
 */
export class Forms {
  #kept = new SvelteMap<string, KeptForm>();
  #open = new SvelteMap<string, Open>();
  #unsafe = new SvelteSet<string>();
  #keepers = new Map<string, (element: HTMLElement) => () => void>();
  #waiting = new Map<string, { keep: () => void; timer: ReturnType<typeof setTimeout> }>();
  #last: Promise<void> = Promise.resolve();

  constructor(
    /** Where a form is kept; see the act `keep-form`. */
    readonly write: (place: Place, form: Form) => Promise<unknown>,
    /** Where one looks. */
    readonly place: () => Place,
    readonly now: () => number,
  ) {}

  #key(id: string, { plan, of }: Place = this.place()): string {
    return `${plan ?? ''} ${of ?? ''} ${id}`;
  }

  /** What was left in forms before the program was started. */
  restore(forms: KeptForm[]): void {
    for (const kept of forms) {
      const key = this.#key(kept.form.id, { plan: kept.plan, of: kept.of ?? undefined });
      if (!this.#open.has(key)) this.#kept.set(key, kept);
    }
  }

  /** Half filled, and not open. */
  get left(): KeptForm[] {
    return [...this.#kept].filter(([key]) => !this.#open.has(key)).map(([, kept]) => kept);
  }

  /** How many could not be kept. */
  get unsafe(): number {
    return this.#unsafe.size;
  }

  kept(id: string): KeptForm | undefined {
    return this.#kept.get(this.#key(id));
  }

  /** It is kept like this from now on; without fields it is kept no more. Ends when the store has it. */
  keep(form: Form, place: Place = this.place()): Promise<void> {
    const key = this.#key(form.id, place);
    if (form.fields.length > 0) {
      const at = new Date(this.now()).toISOString();
      this.#kept.set(key, { plan: place.plan ?? '', of: place.of ?? null, form, at });
    } else if (!this.#kept.delete(key)) return this.#last;
    this.#last = this.#last.then(async () => {
      try {
        await this.write(place, form);
        this.#unsafe.delete(key);
      } catch {
        this.#unsafe.add(key);
      }
    });
    return this.#last;
  }

  /** The same a moment later, in the place of what was said of it before. */
  later(form: Form): void {
    const [place, key] = [this.place(), this.#key(form.id)];
    clearTimeout(this.#waiting.get(key)?.timer);
    const keep = () => {
      this.#waiting.delete(key);
      void this.keep(form, place);
    };
    this.#waiting.set(key, { keep, timer: setTimeout(keep, PAUSE) });
  }

  /** A draft that is no form of controls is kept as one field, which is not for people; of it, see `whole`. */
  laterWhole(id: string, title: string, what: unknown): void {
    const fields = what === undefined ? [] : [{ id: 'whole', label: '', text: JSON.stringify(what) }];
    this.later({ id, title, address: location.hash, fields });
  }

  /** What was left of such a draft. */
  whole<T>(id: string): T | undefined {
    const text = this.kept(id)?.form.fields[0]?.text;
    return text ? (JSON.parse(text) as T) : undefined;
  }

  /** It was written, or is not wanted any more. */
  done(id: string, place: Place = this.place()): void {
    clearTimeout(this.#waiting.get(this.#key(id, place))?.timer);
    this.#waiting.delete(this.#key(id, place));
    void this.keep({ id, title: '', address: '', fields: [] }, place);
    this.#open.get(this.#key(id, place))?.settled();
  }

  /** What was typed a moment ago is safe when this ends. */
  async flush(): Promise<void> {
    for (const one of this.#open.values()) one.keep();
    for (const { timer, keep } of [...this.#waiting.values()]) {
      clearTimeout(timer);
      keep();
    }
    await this.#last;
  }

  /** For the element around the fields of a form. The same each time, so that a page that asks again leaves the form alone. */
  keeping(id: string, title: string): (element: HTMLElement) => () => void {
    const key = `${this.#key(id)} ${title}`;
    const known = this.#keepers.get(key);
    if (known) return known;
    const keeper = (element: HTMLElement) => untrack(() => this.#attach(element, { id, title }));
    this.#keepers.set(key, keeper);
    return keeper;
  }

  #attach(element: HTMLElement, { id, title }: { id: string; title: string }): () => void {
    const [place, key] = [this.place(), this.#key(id)];
    const address = location.hash;
    let first = JSON.stringify(read(element));
    let last = first;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const keep = () => {
      clearTimeout(timer);
      timer = undefined;
      const fields = read(element);
      const now = JSON.stringify(fields);
      if (now === last) return;
      last = now;
      void this.keep({ id, title, address, fields: now === first ? [] : fields }, place);
    };
    const later = () => {
      clearTimeout(timer);
      for (const control of controls(element)) labelOf(control);
      timer = setTimeout(keep, PAUSE);
    };
    const settled = () => {
      clearTimeout(timer);
      timer = undefined;
      void tick().then(() => (first = last = JSON.stringify(read(element))));
    };
    const kept = this.#kept.get(key);
    let said: HTMLElement | undefined;
    if (kept) {
      const begun = read(element);
      said = restored(kept, () => {
        void fill(element, begun).then(() => this.done(id, place));
        said?.remove();
      });
      // Last, for a dialog gives the focus to what stands first.
      element.append(said);
      void fill(element, kept.form.fields).then(() => (last = JSON.stringify(read(element))));
    }
    const events = ['input', 'change', 'click'];
    for (const event of events) element.addEventListener(event, later);
    this.#open.set(key, { keep: () => timer && keep(), settled });
    return () => {
      for (const event of events) element.removeEventListener(event, later);
      if (timer) keep();
      said?.remove();
      this.#open.delete(key);
    };
  }
}

/** Says that what was typed before is there again, and how to begin anew. */
function restored(kept: KeptForm, drop: () => void): HTMLElement {
  const said = document.createElement('p');
  said.className = 'soon';
  said.dataset.restored = kept.form.id;
  said.setAttribute('role', 'status');
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'plain';
  button.textContent = m.form_begin_anew();
  button.addEventListener('click', drop);
  said.append(m.form_restored(), ' ', button);
  return said;
}

const isTick = (control: Control): control is HTMLInputElement =>
  control instanceof HTMLInputElement && ['checkbox', 'radio'].includes(control.type);

const idOf = (control: Control): string =>
  control.id || `${control.type} ${control.name} ${isTick(control) ? control.value : ''}`;

function controls(element: HTMLElement): Control[] {
  return [...element.querySelectorAll<Control>(CONTROLS)];
}

/** Some browsers tell none of a control that has left the page. */
const labels = new WeakMap<Control, string>();

function labelOf(control: Control): string {
  const known = labels.get(control);
  if (known !== undefined) return known;
  const label = wordsOf(control);
  if (control.isConnected) labels.set(control, label);
  return label;
}

function wordsOf(control: Control): string {
  const label = control.labels?.[0];
  if (!label) return control.getAttribute('aria-label') ?? '';
  const words = [...label.childNodes].filter((node) => node !== control).map((node) => node.textContent ?? '');
  // Behind the dot stands what is asked of it.
  return (words.join(' ').split('·')[0] ?? '').replace(/\s+/g, ' ').trim();
}

/** Each control with what it is called; of those that are called alike the second has a number. */
function named(element: HTMLElement): [string, Control][] {
  const seen = new Map<string, number>();
  return controls(element).map((control) => {
    const id = idOf(control);
    const before = seen.get(id) ?? 0;
    seen.set(id, before + 1);
    return [before === 0 ? id : `${id} ${before + 1}`, control];
  });
}

function read(element: HTMLElement): FormField[] {
  return named(element).map(([id, control]) => ({
    id,
    label: labelOf(control),
    text: isTick(control) ? (control.checked ? '×' : '') : control.value,
  }));
}

/** Puts words into the fields as a person would, so that whatever follows from them follows. */
async function fill(element: HTMLElement, fields: FormField[]): Promise<void> {
  const texts = new Map(fields.map(({ id, text }) => [id, text]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [id, control] of named(element)) {
      const text = texts.get(id);
      if (text === undefined) continue;
      if (isTick(control)) {
        if (control.checked === (text !== '')) continue;
        // Of radio buttons the one that was chosen puts the others out.
        if (control.type === 'checkbox' || text !== '') control.click();
      } else if (control.value !== text) {
        control.value = text;
        for (const event of ['input', 'change']) control.dispatchEvent(new Event(event, { bubbles: true }));
      }
    }
    await tick();
  }
}
