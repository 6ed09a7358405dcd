import type { Destination } from '../../../src/model/destination.ts';

/** A record as the service keeps it, with every field of its own by name. Numbers are their exact digits. */
export type StoredValues = Readonly<Record<string, string | null>>;

export interface StoredRow {
  readonly id: string;
  readonly values: StoredValues;
}

/** A moment at which a call goes wrong. */
export interface SendFault {
  readonly name: string;
  arm(): void;
}

export interface Connected {
  readonly destination: Destination;
  /** Stops the run that the destination belongs to. */
  readonly stop: AbortController;
}

/** What a destination's own tests give to the suite: one object at one service, empty. */
export interface TargetSubject {
  readonly object: string;
  /** A unique key of text, told apart by nothing but its characters without regard to case. */
  readonly key: string;
  /** Columns as a query writes them. `exact`: a number with two decimals. `parent`: a lookup by a key of the parent. */
  readonly columns: { readonly text: string; readonly exact: string; readonly flag: string; readonly parent: string };
  /** A value of `exact` with more digits than a JavaScript number holds. */
  readonly exactValue: string;
  /** Where a lookup by parent stands in a stored record. */
  readonly lookup: string;
  /** A field that the user may see and not write. */
  readonly readOnly: string;
  /** A new destination, signed in, as each run makes one. */
  connect(): Promise<Connected>;
  stored(): readonly StoredRow[];
  /** A person's record, with the key and whatever else is given. Returns its id. */
  put(values: StoredValues): string;
  /** Rows with this text are refused by a rule of the organisation. */
  refuse(text: string): { readonly code: string };
  /** Somebody else holds the record while this is true. */
  lock(id: string, isHeld: boolean): void;
  /** What can go wrong with a call that sends rows and is worth another attempt. */
  readonly faults: readonly SendFault[];
  /** Holds back the answer to the next call that sends rows for longer than a clause waits; `reached` when the call has come. */
  hold(): { readonly reached: Promise<void> };
  /** Calls that the service counted, and those that write. */
  calls(): number;
  writes(): number;
  /** For jobs; absent where the service has none. */
  readonly bulk?: BulkSubject;
  close(): Promise<void>;
}

export interface BulkSubject {
  /** What can go wrong at each request of a job, and is worth another attempt. */
  readonly faults: readonly SendFault[];
  /** Rows of the service's own batches. */
  readonly batch: number;
  /** The next job fails after so many batches, or leaves rows of each batch. */
  endNextJob(outcome: { failsAfter?: number; leaves?: number }): void;
  /** An administrator aborts whatever is at work once the next job has done its first batch. */
  abortNextJob(): void;
  /** How often two jobs were at work on one object. */
  overlaps(): number;
  openJobs(): number;
  jobs(): number;
}

export interface TargetHarness {
  create(): Promise<TargetSubject>;
}

export function having<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('the harness lacks what this clause needs');
  return part;
}
