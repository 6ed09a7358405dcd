import type { ExportConfig } from '../config/config.ts';
import type { Destination } from '../model/destination.ts';
import type { HighwaterError } from '../model/errors.ts';
import type { ExportRecord } from '../model/export-record.ts';
import type { Connection } from '../warehouse/duckdb/database.ts';
import type { Inputs } from './prepare/read-query.ts';
import type { EvaluatedExport } from './prepare-exports.ts';

/** What the user asked of this run. */
export interface ExportOptions {
  /** Shows what would be done: nothing is sent, and the ledger stays as it is. */
  readonly dryRun: boolean;
  readonly limit: number | null;
  readonly first: boolean;
  readonly retryParked: boolean;
  readonly allowDeletes: boolean;
}

/** An export whose destination is open. */
export interface WantedExport {
  readonly config: ExportConfig;
  readonly destination: Destination;
}

/** What the run lends its exports. */
export interface ExportTools {
  /** Names a part of the run, which shows how long it took. */
  stage<T>(stage: 'plan' | 'send', detail: string, work: () => Promise<T>): Promise<T>;
  /** Evaluates queries over the state, which no connection may have open. By name of the export; what fails is in place of its rows. */
  evaluate(wanted: readonly WantedExport[]): Promise<ReadonlyMap<string, EvaluatedExport | HighwaterError>>;
  /** Lends a connection to the state, with the evaluated rows attached. None may be open while `save` works. */
  use<T>(work: (c: Connection) => Promise<T>): Promise<T>;
  /** Saves the state, ledgers included; resolves when it can't be lost any more. */
  save(): Promise<void>;
  readonly options: ExportOptions;
  readonly inputs: Inputs;
  /** The output directory. */
  readonly output: string;
  /** For files of rows, on a local disk. */
  readonly directory: string;
  readonly signal: AbortSignal;
  now(): Date;
  notice(message: string): void;
  /** Rows that the service has answered so far. */
  progress(name: string, rows: number): void;
  sleep(ms: number): Promise<void>;
}

/** The parts of a record that grow while an export works. */
export type Progressing = { -readonly [K in keyof ExportRecord]: ExportRecord[K] };
