import type { Comparison, HeldRows, RowSpan } from './counts.ts';
import type { ChosenTable, Partition, Receipt, TablePlan } from './plan.ts';
import type { Vault } from './secret.ts';
import type { Staging } from './staging.ts';
import type { Column, Note, TableRef, TableSchema } from './table.ts';
import type { Watermark } from './watermark.ts';

/** Who we are at a source and what is left to use; what `check` prints. */
export interface Access {
  /** The user as whom we read, for people: `hw_reader`, `integration@acme.com`. */
  readonly identity: string;
  /** What was reached: server, version, organisation. */
  readonly server: string;
  /**
   * Which system this is, as the service itself says it (a Salesforce organisation's id, Dataverse's OrganizationId): kept with the rows,
   * and where it differs, all tables are read from the start. Absent: the service does not say, or has finer ways to tell (PostgreSQL's identifier
   * changes with every upgrade by pg_upgrade, which keeps the rows: see `begin` there).
   */
  readonly system?: string;
  /** Further facts, in the order in which to print them: ['scopes', 'api refresh_token']… */
  readonly facts: readonly (readonly [label: string, value: string])[];
  /** The service's own clock when we signed in, ISO 8601, UTC. Absent: it does not say. */
  readonly clock?: string;
}

/** What the configuration picks of a source's tables. */
export interface TableChoice {
  readonly chosen: readonly ChosenTable[];
  /** Names that the configuration writes and the list lacks. */
  readonly missing: readonly string[];
}

export interface SourceTables {
  /** All tables that this user could sync, for globs, `discover` and nearest names. */
  readonly refs: readonly TableRef[];
  /** Tables that follow from the options of chosen ones (feeds, files, currency rates); they are synced like any other. */
  readonly implied: readonly ChosenTable[];
  /** What the list can't show of a missing name: that the table exists, but is hidden from this user. No entry: nothing is known of it. */
  readonly hidden: ReadonlyMap<string, { readonly message: string; readonly hint: string }>;
}

/** One table under its options; or why the source could not describe it, which fails this table alone. */
export type TableDescription =
  | {
      /** With the names in its options spelt as the source spells them, where it takes them in any case. */
      readonly chosen: ChosenTable;
      readonly schema: TableSchema;
    }
  | { readonly chosen: ChosenTable; readonly error: unknown };

/** What may be read of one table; what `check` prints a line of. */
export interface TableAccess {
  readonly ref: TableRef;
  readonly readable: boolean;
  /** Approximate; null where the source can't say cheaply. */
  readonly rows: number | null;
  readonly cursor: string | null;
  readonly key: readonly string[];
  /** Columns that exist but may not be read by this user. */
  readonly hidden: readonly string[];
  /** What its owner should read of it: columns that are skipped, or whose values may be hidden. */
  readonly notes?: readonly Note[];
  /** What is wrong and what to do, where it is not readable. */
  readonly problem?: { readonly message: string; readonly hint: string };
}

/** Calls made so far in this run and what is left of the source's own limits. */
export interface Usage {
  readonly requests: number;
  readonly quotas: readonly { readonly name: string; readonly used: number; readonly limit: number }[];
  /** Its limits are full again within minutes: they slow a run down, and never stop it. */
  readonly refills?: true;
}

/** Small things that a source remembers between runs, saved with the state (describe results, what Bulk refuses). Never secrets, never anything that rows depend on. */
export interface Memory {
  get(key: string): string | undefined;
  set(key: string, value: string): void;
}

/** What the engine lends a source. */
export interface SourceContext {
  readonly name: string;
  /** Partitions read at once. */
  readonly parallel: number;
  /** Share (0 to 1) of the source's daily call limit that this run may use. */
  readonly apiBudget: number;
  readonly memory: Memory;
  /** Aborted when the run stops; every wait and request must listen to it. */
  readonly signal: AbortSignal;
  /** Masks a secret that came up during the run (an access token) in every output. Call before first use. */
  mask(secret: string): void;
  /** Something that the user should read in the log and the report: a fallback taken, a rotated token. Never a secret. */
  notice(message: string): void;
  /** For secrets that the next run needs; absent where there is no key to seal them with. */
  readonly vault?: Vault;
  /** GitHub's OIDC token for an audience; absent outside of Actions. */
  readonly idToken?: (audience: string) => Promise<string>;
}

/**
 * Holds the watermark back at the newest cursor value that the warehouse has once the import is merged: a cursor that another clock sets may
 * run behind the source's own, and rows that come later are then newer than all that is there, and older than the clock.
 */
export interface HeldBack {
  /** The cursor's type in DuckDB; where the column is kept wider (as text), its values are read as this. */
  readonly type: string;
  /** Newer values are passed over: they are of the future. UTC with microseconds, as are all times here. */
  readonly until: string;
  /** A cursor without a time zone may show a time that much earlier than it is; the source reads that much more anyway. */
  readonly slackSeconds: number;
  /** What its owner should know of a newest value; null: there is none. */
  describe(newest: string | null): readonly Note[];
}

/** One table's import, from its start on the source's clock to its last row. */
export interface TableImport {
  /** True: it continues the interrupted import that `begin` was given. False: it starts from the beginning. */
  readonly resumed: boolean;
  /**
   * What the next incremental run starts from, once this import is committed; null without a cursor. A resumed import keeps the
   * watermark of the import that began it: the engine carries that, and takes only a change token from here.
   */
  readonly watermark: Watermark | null;
  /** Absent: the cursor is set by nothing but the source's clock, or `watermark` is held back already. */
  readonly heldBack?: HeldBack;
  /** In the order in which they should start; `body` first. */
  readonly partitions: readonly Partition[];
  /**
   * True where all partitions see one and the same state of the table: then a key met twice is an error, not a second reading. What a
   * resumed import has read before is of earlier states: then a `sweep` over the keys of all rows tells what of it is still there.
   */
  readonly snapshot: boolean;
  /**
   * Reads one partition into staging files. Retries what can be retried of itself, without ever handing over a row twice
   * within one partition. Throws on abort. Called for several partitions at once.
   */
  read(partition: Partition, staging: Staging, signal: AbortSignal): Promise<Receipt>;
  /**
   * Called when a worker is idle and no body partition is left to start: carves a new partition out of the unread part of
   * a running one, whose `read` then stops at the cut and says so in its receipt's `covered`. Null: nothing to gain now; asked again while
   * others read.
   */
  split?(): Partition | null;
  /**
   * Called where the keys that were read (`present`, `existing`) name rows that the warehouse lacks or holds as deleted: restored ones, say, whose
   * cursor did not move. Gives partitions that read these rows by key, in bounded queries, under the table's filter and (with
   * `snapshot`) the same snapshot. A key: one text per column of `schema.key`, in its order, as DuckDB writes the value in UTC. Null, or
   * no such method: the table is read whole instead.
   */
  fetch?(keys: readonly (readonly string[])[]): readonly Partition[] | null;
  /**
   * Called in an incremental run, when all else is read: compares the source's counts with what the warehouse holds, where `deletes_by: counts`
   * asks for it. The partitions of the answer are read next.
   */
  compare?(held: HeldRows, signal: AbortSignal): Promise<Comparison>;
  /**
   * For `run.verify`: a column that never changes and that both sides sort alike, and the partitions that read all rows of a span of it, under the
   * table's filter. Rows without a value belong to the spans that are open below. Absent: this table's rows can't be divided.
   */
  readonly ranges?: { readonly column: string; within(span: RowSpan): readonly Partition[] } | undefined;
  /** Calls made for this table outside of `read`. */
  readonly requests: number;
  /** Rows of the whole table by the service's own count, whatever this user may see; absent where it can't be had cheaply. */
  readonly serviceCount?: number;
  /** What came up while reading: users that are not e-mail addresses, a fallback that was taken. */
  readonly notes: readonly Note[];
  close(): Promise<void>;
}

/** The answer to an incremental plan whose `since` is no longer of use (a restored database, an expired token): the engine plans a full sync. */
export interface CannotContinue {
  /** For people: `the change-tracking token has expired`. */
  readonly cannotContinue: string;
}

/** What an interrupted full sync has already committed to its shadow table. */
export interface Resume {
  /** The watermark of the import that began the shadow. */
  readonly watermark: Watermark | null;
  /** Ids of the body partitions that are in the shadow, whole. */
  readonly done: readonly string[];
  /** The plan of the import that began it: decides whether it can be resumed. */
  readonly partitions: readonly Partition[];
}

/** How rows are to be divided and compared. */
export interface HashRequest {
  /** The warehouse's columns with their DuckDB types. */
  readonly types: ReadonlyMap<string, string>;
  /**
   * The lowest values of the key's first column in slices 1, 2, … in their order, as DuckDB writes them; what is below all of them is in
   * slice 0. Empty: all rows are in slice 0.
   */
  readonly bounds: readonly string[];
  /** Only these slices; null: all. */
  readonly only: readonly number[] | null;
}

/** One state of a table as numbers that the service computes, so that its rows need not be read. */
export interface RowHashes {
  /** Its partitions give `slices`: how many rows, and the sum of their hashes, by slice. A slice may come in several parts. */
  readonly import: TableImport;
  /** The columns of what its partitions give: `slice`, `rows` and `hash`. */
  readonly slices: readonly Column[];
  /** DuckDB SQL over the warehouse's columns: a row's hash (BIGINT), as the service computes it of the same values. */
  readonly expression: string;
  /** Columns whose values the hash leaves out. */
  readonly leftOut: readonly string[];
  /** The columns of what `rowsOf` gives: the key's, and `hash`. */
  readonly keyed: readonly Column[];
  /** Partitions that give the key and the hash of each row of these slices. */
  rowsOf(slices: readonly number[]): readonly Partition[];
}

/**
 * Begins the imports of one run's tables. What it has fetched ahead (first pages, counts, jobs) is reachable through the very plan
 * object that it was fetched for: a decision that changes makes a new plan, and a new plan has no answers.
 */
export interface Opener {
  /**
   * Begins a table's import; `plan` may be one that `open` never saw. May ignore `resume`: `resumed` says so. The partitions of a resumed
   * import include those that are done; they are not read again.
   */
  begin(plan: TablePlan, resume: Resume | null): Promise<TableImport | CannotContinue>;
  /**
   * For `verify`: has the service compute what tells whether the warehouse has the same rows. No such method: the keys of all rows are
   * read, by a full plan of the key's columns alone, and a sample of rows by their keys.
   */
  hashes?(plan: TablePlan, request: HashRequest): Promise<RowHashes>;
  /**
   * For `verify`, where the service computes no hashes: a full plan's import without partitions of its own, for `fetch` and `ranges`. No such method:
   * `begin` does.
   */
  select?(plan: TablePlan): Promise<TableImport>;
  /** Drops what was fetched ahead and never used. Imports that have begun continue. */
  close?(): void;
}

/** A table computed in the warehouse from other tables of the same source. */
export interface DerivedTable {
  readonly name: string;
  readonly columns: readonly Column[];
  /** DuckDB SQL, one SELECT with exactly `columns`, over tables written as "<schema>"."<table>". */
  readonly sql: string;
  /** Names in DuckDB of the tables that it reads; computed when one of them changed. */
  readonly from: readonly string[];
  readonly category?: string;
}

/**
 * A system that tables are read from. Everything here only reads. The engine knows no source by name; what a source lacks it
 * leaves undefined.
 */
export interface Source {
  readonly name: string;
  /** Which system this is, stable over runs (`db.example.com:5432/sales`, the organisation's URL): rows of another are never merged. Known before `connect`. */
  readonly address: string;
  /** Signs in; says who we are. Called once, before anything else. */
  connect(): Promise<Access>;
  /** What there is, what follows from what `choose` picks of it, and what is known of names that are not in the list. */
  tables(choose: (refs: readonly TableRef[]) => TableChoice): Promise<SourceTables>;
  /** Columns, key and cursor of each table under its options, in the order given. Errors name the table and say what to do. */
  describe(tables: readonly ChosenTable[]): Promise<readonly TableDescription[]>;
  /** Takes all plans of a run at once, so that one call can answer several small tables. */
  open(plans: readonly TablePlan[]): Promise<Opener>;
  /**
   * Called with the columns that hold values which their types can't carry exactly. True: the source will describe them wider, so that the
   * import is worth another attempt.
   */
  widen?(ref: TableRef, columns: readonly string[]): boolean;
  /**
   * Cuts a table into ranges of its key's first column that hold about as many rows each. Returns the lowest value of each range but the first, in
   * order, as `PartRange` carries them; fewer where there are too few rows. No such method: a table of this source is read by one job.
   */
  divide?(table: ChosenTable, schema: TableSchema, parts: number): Promise<readonly string[]>;
  /** What may be read of each table; for `check`. */
  access(tables: readonly ChosenTable[]): Promise<readonly TableAccess[]>;
  /** SQL for tables computed from the synced ones, e.g. Salesforce's `documents`. */
  derive?(plans: readonly TablePlan[]): readonly DerivedTable[];
  usage(): Usage;
  /** How many jobs the service's limits feed at once, each with `parallel` workers and the whole of `apiBudget`; known after `access`. Absent: it has no such limits. */
  jobsAtOnce?(): number;
  close(): Promise<void>;
}

/** Why a user's condition was refused, at a character offset (from 0) within it. */
export interface FilterProblem {
  readonly message: string;
  readonly hint: string;
  readonly offset: number;
}
