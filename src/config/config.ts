import type { DestinationDefinition, WriteOptions } from '../model/destination.ts';
import type { Location } from '../model/errors.ts';
import type { NotifyChannel } from '../model/notify-channel.ts';
import type { TableOptions } from '../model/plan.ts';
import type { Secret } from '../model/secret.ts';
import type { SourceDefinition } from '../model/source-definition.ts';
import type { Freshness } from '../model/table-check.ts';

/** A table's name or a glob with its options. As the file writes it, but that `public.deals` of PostgreSQL is `deals`. */
export interface TablePattern {
  readonly pattern: string;
  /** Where it stands in the file. */
  readonly location: Location;
  /** Only tables of this category (`TableRef.category`): from the lists `standard_objects` and `custom_objects`. */
  readonly category?: string;
  readonly options: TableOptions;
}

export interface SourceConfig {
  /** The source's name in the file; also the schema in DuckDB. */
  readonly name: string;
  readonly type: string;
  readonly definition: SourceDefinition;
  /** How to reach it: what the definition's `create` takes. */
  readonly options: unknown;
  /** In the order of the file. */
  readonly tables: readonly TablePattern[];
  /** Names and globs of tables that no glob takes, as the source calls them. */
  readonly exclude: readonly string[];
}

/** A system that exports write to. */
export interface DestinationConfig {
  readonly name: string;
  readonly type: string;
  readonly definition: DestinationDefinition;
  /** How to reach it: what the definition's `create` takes. Null in a run that does not write: its variables may be missing. */
  readonly options: unknown;
}

/** What is written back: one entry of `exports`. */
export interface ExportConfig {
  readonly name: string;
  /** The name of a destination. */
  readonly to: string;
  readonly object: string;
  readonly operation: 'upsert' | 'update';
  readonly key: string;
  /** DuckDB SQL over the synced tables. */
  readonly query: string;
  readonly queryLocation: Location;
  /** The synced table of the same object, as the source spells it. */
  readonly compareWith: { readonly source: string; readonly table: string } | null;
  readonly conflict: 'overwrite' | 'keep' | 'fail';
  readonly nulls: 'keep' | 'clear';
  readonly gone:
    | { readonly kind: 'ignore' }
    | { readonly kind: 'delete' }
    | { readonly kind: 'clear'; readonly fields: readonly string[] };
  readonly maxRows: number;
  /** 0 to 1. */
  readonly maxFraction: number;
  readonly maxAgeSeconds: number;
  readonly bulkAbove: number;
  readonly writeOptions: WriteOptions;
  readonly failAbove: number;
  readonly after: readonly string[];
  readonly location: Location;
}

export interface OutputConfig {
  readonly directory: string;
  readonly duckdb: boolean;
  /** Null: none are written. */
  readonly parquet: {
    readonly compression: 'zstd' | 'snappy' | 'gzip' | 'lz4_raw' | 'uncompressed';
    readonly layout: 'flat' | 'directory';
  } | null;
  /** Where tables are published as Delta tables, and how long a version stays readable. Null: nowhere. */
  readonly publish: { readonly to: string; readonly keepSeconds: number } | null;
}

export interface RunConfig {
  /** Partitions read at once, per source. */
  readonly parallel: number;
  /** Already part of every table's options. */
  readonly lookbackSeconds: number;
  /** Already part of every table's options. Null: `never`. */
  readonly fullSyncEverySeconds: number | null;
  /** As normalizeCron gives it; null where there is none. */
  readonly fullSyncSchedule: string | null;
  /** Above 0, up to 1. */
  readonly apiBudget: number;
  /** Already part of every table's options. */
  readonly freshness: Freshness | null;
  /** Share (above 0, up to 1) of each table that every sync compares with its source; null: none. */
  readonly verifyShare: number | null;
  readonly timeoutSeconds: number;
  /** The most that DuckDB may take, in MiB; null: a share of what the machine has. */
  readonly memoryMib: number | null;
}

export interface LoadedConfig {
  /** As it was given. */
  readonly file: string;
  readonly sources: readonly SourceConfig[];
  readonly destinations: readonly DestinationConfig[];
  readonly exports: readonly ExportConfig[];
  /** Where the state is kept; null: not written in the file. */
  readonly state: string | null;
  readonly output: OutputConfig;
  readonly run: RunConfig;
  /** Who is told. */
  readonly notify: readonly NotifyChannel[];
  /** Under which columns are hashed; null where the file has none. */
  readonly maskKey: Secret | null;
  /** Every secret of the file, to be masked before anything else happens. */
  readonly secrets: readonly Secret[];
  /** Names of the environment variables that were used, sorted; never their values. */
  readonly environment: readonly string[];
  /** Not wrong, but worth reading. */
  readonly warnings: readonly string[];
  /** Where a YAML path stands in the file; a path that is not there gives its nearest parent. */
  locate(path: readonly (string | number)[]): Location;
}
