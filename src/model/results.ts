import type { Access, TableAccess } from './contract.ts';
import type { ErrorReport } from './errors.ts';
import type { Partition, TablePlan } from './plan.ts';
import type { StateRecord } from './record.ts';
import type { Column, Note, TableRef } from './table.ts';
import type { TableAge } from './table-age.ts';

/**
 * What the commands that do not sync have found out: plain JSON, printed as it is by `--json` and made readable by
 * report/text.ts. A source or table that failed carries its error; the others are there all the same.
 */
export type CommandResult = ValidateResult | CheckResult | DiscoverResult | PlanResult | FreshnessResult;

/** `validate`: the configuration alone, no connection. Mistakes are thrown as ConfigError, so this is a valid file. */
export interface ValidateResult {
  readonly command: 'validate';
  readonly configFile: string;
  readonly sources: readonly {
    readonly name: string;
    readonly type: string;
    /** Host, organisation or URL, as `Source.address`. */
    readonly address: string;
    /** Tables and globs as the file writes them. */
    readonly tables: readonly string[];
  }[];
  /** Names of the environment variables that were filled in; never their values. */
  readonly variables: readonly string[];
  /** Not wrong, but worth reading. */
  readonly warnings: readonly string[];
  /** Bytes in the output directory as the last run left it; null where there is none. */
  readonly outputBytes: number | null;
}

/** `check`: signed in, looked at what may be read, changed nothing. */
export interface CheckResult {
  readonly command: 'check';
  readonly configFile: string;
  readonly sources: readonly {
    readonly name: string;
    readonly type: string;
    /** Null where signing in failed: then `error` says why. */
    readonly access: Access | null;
    readonly tables: readonly TableAccess[];
    readonly quotas: readonly { readonly name: string; readonly used: number; readonly limit: number }[];
    readonly requests: number;
    readonly seconds: number;
    readonly notices: readonly string[];
    readonly error: ErrorReport | null;
  }[];
  /** What may be written for each export; absent where the configuration has none. */
  readonly exports?: readonly ExportAccess[];
  /** The state and the lake, where they are in a cloud's store; absent where neither is. */
  readonly stores?: readonly CheckedStore[];
  /** True when every source and store let us in, every chosen table is readable and every export may write. */
  readonly ok: boolean;
}

/** An object store that was only read: whether this job may write there shows at the first sync. */
export interface CheckedStore {
  readonly use: 'state' | 'lake';
  readonly address: string;
  /** What is there, in words; null: nothing so far, or it can't be read. */
  readonly found: string | null;
  readonly error: ErrorReport | null;
}

/** What the user of a destination may do for one export. */
export interface ExportAccess {
  readonly name: string;
  readonly to: string;
  readonly object: string;
  readonly operation: 'upsert' | 'update';
  readonly key: string;
  /** `create`, `edit`, `delete`. */
  readonly may: readonly string[];
  /** Fields that may be written, of all. */
  readonly fields: { readonly fields: number; readonly of: number } | null;
  /** How many records have the key filled; null where the service does not say. */
  readonly keyFilled: { readonly records: number; readonly filled: number } | null;
  readonly notes: readonly string[];
  readonly error: ErrorReport | null;
}

/** `discover`: what could be synced. */
export interface DiscoverResult {
  readonly command: 'discover';
  readonly configFile: string;
  /** The `source.table` globs that were asked for; empty: all tables. */
  readonly tables: readonly string[];
  readonly sources: readonly {
    readonly name: string;
    readonly type: string;
    readonly identity: string | null;
    readonly tables: readonly DiscoveredTable[];
    readonly requests: number;
    readonly notices: readonly string[];
    readonly error: ErrorReport | null;
  }[];
}

export type DiscoveredColumn = Pick<Column, 'name' | 'label' | 'nativeType' | 'semanticType' | 'duckdbType' | 'references'>;

export interface DiscoveredTable {
  readonly ref: TableRef;
  /** True where the configuration already chooses it. */
  readonly chosen: boolean;
  /** Under the configuration's options, or under none where it does not choose the table. Null where it could not be described (then `error` says why). */
  readonly schema: {
    readonly columns: readonly DiscoveredColumn[];
    readonly key: readonly string[];
    readonly cursor: string | null;
    readonly notes: readonly Note[];
  } | null;
  readonly error: ErrorReport | null;
}

/** `plan`: what a sync would read now. */
export interface PlanResult {
  readonly command: 'plan';
  readonly configFile: string;
  readonly mode: 'full' | 'incremental' | 'mixed';
  readonly why: string;
  /** Null: no state, so every table would be read in full. */
  readonly state: StateRecord['restored'];
  readonly tables: readonly PreviewedTable[];
  /** For a workflow's matrix; absent where none was asked for. */
  readonly matrix?: readonly MatrixJob[];
  readonly sources: readonly {
    readonly name: string;
    readonly type: string;
    readonly quotas: readonly { readonly name: string; readonly used: number; readonly limit: number }[];
    readonly notices: readonly string[];
    readonly error: ErrorReport | null;
  }[];
  readonly notices: readonly string[];
}

/** One job of a workflow's matrix; the names are those of its inputs. */
export interface MatrixJob {
  readonly name: string;
  /** For `tables` and `--tables`. */
  readonly tables: string;
  readonly 'state-name': string;
}

/** `freshness`: how old each table's data are. */
export interface FreshnessResult {
  readonly command: 'freshness';
  /** What was read: the newer of the two. */
  readonly from: 'state' | 'manifest';
  /** When that was written, ISO 8601. */
  readonly at: string;
  readonly now: string;
  readonly tables: readonly TableAge[];
  /** No table is beyond its `error_after`. */
  readonly ok: boolean;
}

export interface PreviewedTable {
  readonly source: string;
  readonly table: string;
  /** Null where describing the table failed: then `error` says why. */
  readonly plan: TablePlan | null;
  /** Empty where the table could not be opened. */
  readonly partitions: readonly Partition[];
  readonly error: ErrorReport | null;
}

/** True if Highwater could sign in to every source and read every table. */
export function succeeded(outcome: CommandResult): boolean {
  switch (outcome.command) {
    case 'validate':
      return true;
    case 'check':
    case 'freshness':
      return outcome.ok;
    case 'discover':
      return outcome.sources.every((source) => source.error === null);
    case 'plan':
      return [...outcome.sources, ...outcome.tables].every((one) => one.error === null);
  }
}
