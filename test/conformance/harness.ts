import type { Source } from '../../src/model/contract.ts';
import type { DeletesBy, TableOptions } from '../../src/model/plan.ts';

/** A row of the tested table, as every source can have one. */
export interface Row {
  readonly id: number;
  readonly text: string | null;
  /** The cursor, as watermarks are written: UTC with microseconds. Null: never stamped. */
  readonly stamp: string | null;
}

/** What not every source, or not every test server, can do. Clauses that need more than a harness has are skipped, by name. */
export const ABILITIES = [
  /** `put` may set a row's cursor to any instant: edges, late commits, dates in the future. */
  'stamps',
  /** A row's cursor may be NULL. */
  'null cursors',
  /** Keeps '' apart from NULL. */
  'empty text',
  /** Can read the table without a cursor: `total`. */
  'total',
  /** Takes conditions: `where`. */
  'where',
  /** Its key can be chosen: `sharedKey`. */
  'shared key',
  /** Finds deletes between full syncs: `deletesBy`. */
  'deletes',
  /** Can be hit in mid-read: `faults`. */
  'faults',
  /** Can be made to hang: `stall`. */
  'stall',
  /** Its columns can be changed: `columns`. */
  'columns',
] as const;
export type Ability = (typeof ABILITIES)[number];

/** What a source's own tests give to the conformance suite. */
export interface Harness {
  readonly can: ReadonlySet<Ability>;
  /**
   * A new, empty table at the source, with a source that reads it. Pages (or partitions) should be small: about ten rows,
   * so that a table of sixty has several.
   */
  create(): Promise<Subject>;
}

/** One table at one source, under test. */
export interface Subject {
  /** As the source lists it. */
  readonly table: string;
  /** What the table's entry in the configuration says (`cursor`, `key`). The lookback is the clauses' matter. */
  readonly options?: Partial<TableOptions>;
  /** DuckDB expressions over the synced table's columns that give a row back: BIGINT, VARCHAR, TIMESTAMPTZ. */
  readonly sql: { readonly id: string; readonly text: string; readonly stamp: string };
  /** False: all partitions see the table as it was when the import began. True: they see it as it is when they read. */
  readonly moves: boolean;
  /** The source itself tells rows apart, whatever `key` says. */
  readonly identifies?: boolean;
  /** A new source, as each run makes one. */
  source(): Source;
  /** The source's own clock. */
  now(): Promise<string>;
  /** Lets the clock move on, so that what is written next has a later cursor than what was written before. */
  pass(): Promise<void>;
  /** Inserts or replaces a row; gives it back as it is kept. Without `stamp` the source stamps it by its clock. */
  put(row: { readonly id: number; readonly text: string | null; readonly stamp?: string | null }): Promise<Row>;
  remove(id: number): Promise<void>;
  close(): Promise<void>;

  /** False for text that the source itself can't hold. */
  readonly keeps?: (text: string) => boolean;
  /** Options under which the table has no cursor and is read whole each run. */
  readonly total?: Partial<TableOptions>;
  /** A condition that holds for just these rows (at least two), with OR at its top level. */
  readonly where?: (ids: readonly number[]) => string;
  /** Options under which the text is the key. */
  readonly sharedKey?: Partial<TableOptions>;
  readonly deletesBy?: readonly DeletesBy[];
  /** Each makes the next read fail once in its middle: a cut connection, an expired session, a limit. */
  readonly faults?: readonly { readonly name: string; arm(): Promise<void> }[];
  /** Makes the next read hang; `reached` when it does. `release` lets it go on, should it still be there. */
  readonly stall?: () => Promise<{ readonly reached: Promise<void>; release(): Promise<void> }>;
  readonly columns?: {
    /** Adds a column of text with this value in every row; no row's cursor moves. Returns DuckDB SQL that gives it. */
    add(name: string, value: string): Promise<string>;
    drop(name: string): Promise<void>;
    /** Makes it a column of another type, with this value in every row; no row's cursor moves. */
    retype(name: string, value: number): Promise<void>;
  };
}
