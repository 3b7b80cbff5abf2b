import type { Act } from '../bindings/Act';
import type { AsOf } from '../bindings/AsOf';
import type { Ask } from '../bindings/Ask';
import type { CarryOverPage } from '../bindings/CarryOverPage';
import type { ConflictView } from '../bindings/ConflictView';
import type { Day } from '../bindings/Day';
import type { Deadline } from '../bindings/Deadline';
import type { DocumentView } from '../bindings/DocumentView';
import type { Done } from '../bindings/Done';
import type { EntryPage } from '../bindings/EntryPage';
import type { EvidenceView } from '../bindings/EvidenceView';
import type { Failure } from '../bindings/Failure';
import type { FieldThen } from '../bindings/FieldThen';
import type { FiguresPage } from '../bindings/FiguresPage';
import type { FirstRun } from '../bindings/FirstRun';
import type { Found } from '../bindings/Found';
import type { Gate } from '../bindings/Gate';
import type { GuidanceView } from '../bindings/GuidanceView';
import type { HandInPage } from '../bindings/HandInPage';
import type { Home } from '../bindings/Home';
import type { Late } from '../bindings/Late';
import type { Matrix } from '../bindings/Matrix';
import type { Overview } from '../bindings/Overview';
import type { PortalSheetView } from '../bindings/PortalSheetView';
import type { PeriodPage } from '../bindings/PeriodPage';
import type { PlanForms } from '../bindings/PlanForms';
import type { PlanId } from '../bindings/PlanId';
import type { PlanPreview } from '../bindings/PlanPreview';
import type { NewPassphrase } from '../bindings/NewPassphrase';
import type { NewServer } from '../bindings/NewServer';
import type { ProposalsPage } from '../bindings/ProposalsPage';
import type { Proxy } from '../bindings/Proxy';
import type { Queue } from '../bindings/Queue';
import type { ReminderView } from '../bindings/ReminderView';
import type { PastedView } from '../bindings/PastedView';
import type { RecordPage } from '../bindings/RecordPage';
import type { RegisterPage } from '../bindings/RegisterPage';
import type { RegisterShort } from '../bindings/RegisterShort';
import type { ReviewRow } from '../bindings/ReviewRow';
import type { Silent } from '../bindings/Silent';
import type { StandbyTask } from '../bindings/StandbyTask';
import type { Status } from '../bindings/Status';
import type { Timeliness } from '../bindings/Timeliness';
import type { UnitId } from '../bindings/UnitId';
import type { UnitsPage } from '../bindings/UnitsPage';
import type { UnitsPreview } from '../bindings/UnitsPreview';
import type { Unlock } from '../bindings/Unlock';
import type { WaitsElsewhere } from '../bindings/WaitsElsewhere';
import type { WorkList } from '../bindings/WorkList';
import type { YearSettings } from '../bindings/YearSettings';

/** The type of the answer to each question. */
export interface Answers {
  home: Home;
  work: WorkList;
  entry: EntryPage;
  deadlines: Deadline[];
  evidence: EvidenceView[];
  conflicts: ConflictView[];
  matrix: Matrix;
  figures: FiguresPage;
  late: Late[];
  silent: Silent[];
  day: Day;
  elsewhere: WaitsElsewhere[];
  overview: Overview;
  reminders: ReminderView[];
  proposals: ProposalsPage;
  'plan-forms': PlanForms;
  'plan-preview': PlanPreview;
  units: UnitsPage;
  'units-preview': UnitsPreview;
  guidance: GuidanceView[];
  document: DocumentView;
  period: PeriodPage;
  timeliness: Timeliness;
  settings: YearSettings;
  registers: RegisterShort[];
  register: RegisterPage;
  record: RecordPage;
  pasted: PastedView;
  'pasted-portal': PortalSheetView;
  'carry-over': CarryOverPage;
  standby: StandbyTask[];
  find: Found[];
  'hand-in': HandInPage;
  reviews: ReviewRow[];
  'as-seen': FieldThen[];
}

export type Question = Ask['ask'];
export type Asking<Q extends Question> = Extract<Ask, { ask: Q }>;

/**
 * What is asked or done, and in which plan; where none is named, in the newest open one of the unit. `of`: an act in the
 * workbook of a unit that is no more, whose work the viewer's carries on. `as_of`: a question of a past moment.
 */
export type InPlan<T> = T & { plan?: PlanId | undefined; of?: UnitId | undefined; as_of?: AsOf | undefined };

/** Files held over the window: `over` while they hover, their paths once they are let go. */
export type Drop = { is: 'over' } | { is: 'gone' } | { is: 'dropped'; paths: string[] };

/** Ends a subscription. */
export type Stop = () => void;

/** What the window knows of the world. Every promise rejects with a [`Refusal`] and nothing else. */
export interface Backend {
  readonly kind: 'desktop' | 'web';
  gate(): Promise<Gate>;
  firstRun(input: FirstRun): Promise<Gate>;
  unlock(input: Unlock): Promise<Gate>;
  changePassphrase(input: NewPassphrase): Promise<Done>;
  /** Speaks with the district's server at another address from now on. */
  changeServer(input: NewServer): Promise<Done>;
  /** Goes on as a new device with a one-time code; nothing that is here is lost. */
  enrolAgain(code: string): Promise<Done>;
  /** The proxy that was entered, without its password. */
  proxy(): Promise<Proxy>;
  setProxy(input: Proxy): Promise<Done>;
  logIn(name: string, password: string): Promise<Gate>;
  logOut(): Promise<Gate>;
  ask<Q extends Question>(question: InPlan<Asking<Q>>): Promise<Answers[Q]>;
  act(act: InPlan<Act>): Promise<Done>;
  status(): Promise<Status>;
  /** What waits in every plan. */
  queue(): Promise<Queue>;
  /** Rows changed: whatever is shown must be asked again. */
  onChanged(tell: () => void): Stop;
  onStatus(tell: (status: Status) => void): Stop;
  onDrop(tell: (drop: Drop) => void): Stop;
  /** The window is about to close, stays until `finish` is through, and then goes if it says so. */
  onClosing(finish: () => Promise<boolean>): Stop;
  /** Closes the window, whatever is half written. */
  close(): void;
  /** Where the bytes of a file can be read, with ranges. */
  fileUrl(hash: string): string;
  /** Where a spreadsheet can be downloaded; none where it is saved by an act. `asked`: a period in a plan, as JSON. */
  spreadsheetUrl?(asked: string): string;
  /** The clock by which "hôm qua" and "2 giờ trước" are said, in milliseconds. */
  now(): number;
}

/** Why something did not work, in words for the person. */
export class Refusal extends Error {
  constructor(readonly failure: Failure) {
    super(failure.message);
  }

  static from(reason: unknown): Refusal {
    if (reason instanceof Refusal) return reason;
    if (isFailure(reason)) return new Refusal(reason);
    const message = reason instanceof Error ? reason.message : String(reason);
    return new Refusal({ code: null, message });
  }
}

export function isFailure(value: unknown): value is Failure {
  return typeof value === 'object' && value !== null && typeof (value as Failure).message === 'string';
}
