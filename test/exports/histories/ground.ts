import type { ExportOptions } from '../../../src/exports/export-tools.ts';
import type { ExportRecord } from '../../../src/model/export-record.ts';

/** The moment at which a run ends without warning: before that statement of DuckDB's, or after that call that writes. */
export type Kill = { readonly statement: number } | { readonly write: number };

export interface RunRequest {
  /** The `exports:` of the configuration. */
  readonly text: string;
  readonly options: Partial<ExportOptions>;
  readonly kill: Kill | null;
  /** A killed run's work is lost, as on a runner that is thrown away; else the next run finds it. */
  readonly losesWork: boolean;
  /** The ledger can't be saved. */
  readonly failsToSave: boolean;
}

export interface Ran {
  /** Empty where the run could not begin, or was killed. */
  readonly records: readonly ExportRecord[];
  readonly wasKilled: boolean;
  /** Why the whole run failed. */
  readonly thrown: Error | null;
}

/** Where a history happens: the state with its ledgers, and the way that exports run over it. */
export interface Ground {
  /** Makes these tables of the state (`source.table`, with its SELECT) and reads exports back. */
  sync(tables: Readonly<Record<string, string>>, text: string): Promise<void>;
  run(request: RunRequest): Promise<Ran>;
  /** A file of the last run. */
  file(name: string, file: string): Promise<string>;
  /** Puts the ledger aside as it is now. */
  keepLedger(): Promise<void>;
  /** What was put aside is the ledger again; where nothing was: there is none any more. */
  returnToKept(): Promise<void>;
  loseLedger(): Promise<void>;
  close(): Promise<void>;
}
