import type { KeyObject } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { HeldBack } from '../../model/contract.ts';
import type { CountedWindow, HeldRows, TablePart } from '../../model/counts.ts';
import { HighwaterError } from '../../model/errors.ts';
import type { Partition, Receipt, TablePlan } from '../../model/plan.ts';
import type { Staging } from '../../model/staging.ts';
import type { Note } from '../../model/table.ts';
import type { Watermark } from '../../model/watermark.ts';
import type { StoredColumn, StoredTable } from '../catalog/catalog.ts';
import { keptVisibility, shownOf } from '../catalog/visibility.ts';
import type { Connection, Database } from '../duckdb/database.ts';
import type { TypeSpellings } from '../duckdb/types.ts';
import { Loader } from '../load/loader.ts';
import { rowMaskPlan } from '../load/mask/row-mask.ts';
import type { Layout } from './layout.ts';
import type { MergeCounts } from './merge.ts';
import type { MissingKeys } from './missing-keys.ts';
import type { SmallTables } from './small-tables.ts';

/** What a finished import knows about itself. */
export interface ImportEnd {
  readonly watermark: Watermark | null;
  readonly heldBack?: HeldBack | undefined;
  readonly snapshot: boolean;
  /** All keys that exist were read. */
  readonly swept: boolean;
  /** Or those of the rows of these parts. */
  readonly sweptParts: readonly TablePart[];
  /** When the source's rows were counted and compared, ISO 8601; null: they were not, in this run. */
  readonly countedAt: string | null;
  readonly countedWindows: readonly CountedWindow[];
  /** Rows of the whole table by the service's own count, where it has one. */
  readonly serviceCount?: number | undefined;
}

export interface MergeResult extends MergeCounts {
  /** Rows that were read, after removing duplicate keys. */
  readonly applied: number;
  readonly rows: number;
  /** What was stored with the rows. */
  readonly watermark: Watermark | null;
  readonly columns: readonly StoredColumn[];
  readonly notes: readonly Note[];
}

/** One table's way into the warehouse: partitions, then one merge; until then nothing of the live table changes. */
export interface TableLoad {
  /** `read` writes the partition's files and says what the source sent. The partition is committed when this resolves, or soon after, together with others. */
  receive(partition: Partition, read: (staging: Staging) => Promise<Receipt>): Promise<Receipt>;
  /** Waits until every received partition is committed, or waits for `merge`, where all of it is little. Before `merge`. */
  loaded(): Promise<void>;
  /** After `loaded`: which keys were shown without their rows; see missing-keys.ts. */
  missingKeys(most: number): Promise<MissingKeys>;
  /** After `loaded`: what the table will hold, to be compared with the source; null where all of it is replaced. */
  held(): HeldRows | null;
  /** After `loaded`: `merge` shares its transaction with other tables, and waits for them; it is not to be called while merges wait for it. */
  readonly sharesMerge: boolean;
  /** Changes rows and watermark in one transaction. */
  merge(end: ImportEnd): Promise<MergeResult>;
  /** Leaves the live table as it was. The next run resumes what can be resumed, unless it is `useless`. */
  abandon(useless?: boolean): Promise<void>;
}

export interface LoadContext {
  readonly database: Database;
  readonly plan: TablePlan;
  readonly layout: Layout;
  /** Null where there is no live table, or where its rows speak of something else (another filter, key, system). */
  readonly stored: StoredTable | null;
  readonly fingerprint: Readonly<Record<string, string>>;
  readonly stagingDirectory: string;
  /** For columns that are hashed; null where there is no `mask_key`. */
  readonly maskKey: KeyObject | null;
  /** This run's time on this machine's clock, ISO 8601: what `_synced_at` says. */
  readonly now: string;
  readonly runId: string;
  /** This machine's clock at this moment, ISO 8601. */
  clock(): string;
  /** The user said that this run may delete more than `max_delete_fraction`. */
  readonly allowDeletes: boolean;
  /** Stores the table's entry, whose rows and columns have not changed, with the others of this run. */
  keep(connection: Connection, table: StoredTable): Promise<void>;
  nextSequence(): number;
  /** Stops an import that waits for its merge. */
  readonly stop?: AbortSignal | undefined;
  /** For merges, and for changes of tables: one at a time. */
  exclusive<T>(work: () => Promise<T>): Promise<T>;
  readonly small: SmallTables;
  readonly spellings: TypeSpellings;
  /** Tables that may have a shadow, as `source.table`. */
  readonly shadows: Set<string>;
  /** So many rows were written to staging files. */
  onRead(rows: number): void;
  /** So many rows were loaded from them. */
  onLoaded(rows: number): void;
}

export function loaderOf(context: LoadContext): Loader {
  const { database, stagingDirectory: directory, plan, layout, maskKey, nextSequence, onRead, onLoaded } = context;
  const rowMask = rowMaskPlan(layout.columns, maskKey);
  return new Loader({ database, directory, title: titleOf(plan), rowMask, nextSequence, onRead, onLoaded });
}

export function titleOf(plan: TablePlan): string {
  return `${plan.source}.${plan.ref.name}`;
}

/**
 * Guards against a source that has emptied (a lost permission, a restored backup): see `max_delete_fraction`. Asked before every change of a
 * table, in any run and whatever showed the deletes: rows that are absent, keys that are reported as gone, rows flagged as deleted.
 */
export function refuseTooManyDeletes(context: LoadContext, deleted: number, before: number): void {
  const limit = context.plan.options.maxDeleteFraction;
  if (context.allowDeletes || before === 0 || deleted / before <= limit) return;
  const percent = Math.round((deleted / before) * 1000) / 10;
  throw new HighwaterError(
    'TOO_MANY_DELETES',
    `${titleOf(context.plan)}: ${deleted} of ${before} rows (${percent}%) are no longer in the source; max_delete_fraction allows ${limit * 100}%.`,
    "If the rows were really deleted, run once with allow-deletes (--allow-deletes on the command line) or raise max_delete_fraction. If not, check that Highwater's user can still see all rows. The table keeps its previous rows.",
  );
}

export function storedTable(
  context: LoadContext,
  columns: readonly StoredColumn[],
  counts: { readonly rows: number; readonly applied: number; readonly changed: boolean; readonly longRows?: boolean },
  end: ImportEnd,
  fullSyncAt = lastFullSync(context),
): StoredTable {
  const { plan, layout, now } = context;
  const { watermark, serviceCount } = end;
  const visibility = keptVisibility(context);
  const shown = shownOf(context, serviceCount, counts.applied);
  return {
    source: plan.source,
    table: plan.ref.name,
    schema: plan.target.schema,
    name: plan.target.name,
    label: plan.ref.label,
    category: plan.ref.category ?? plan.source,
    fingerprint: context.fingerprint,
    watermark,
    columns,
    key: plan.schema.key,
    cursor: plan.schema.cursor?.column ?? null,
    where: plan.options.where ?? null,
    nameColumn: plan.schema.nameColumn,
    marksDeletes: layout.marksDeletes,
    ...(visibility === undefined ? {} : { visibility }),
    ...(shown === undefined ? {} : { shown }),
    rows: counts.rows,
    version: versionOf(context, columns, counts.changed),
    syncedAt: now,
    fullSyncAt,
    ...countedAt(context, end, fullSyncAt),
    ...calculatedAt(context, fullSyncAt),
    ...((counts.longRows ?? context.stored?.longRows) ? { longRows: true } : {}),
    ...(context.stored?.provenAt === undefined ? {} : { provenAt: context.stored.provenAt }),
    ...(context.stored?.proving === undefined ? {} : { proving: context.stored.proving }),
  };
}

/** Kept only where it is certain that neither rows nor columns have changed. */
function versionOf({ stored, plan, now, nextSequence }: LoadContext, columns: readonly StoredColumn[], changed: boolean): string {
  const same =
    !changed && stored?.name === plan.target.name && isDeepStrictEqual(JSON.parse(JSON.stringify(columns)), stored.columns);
  return (same ? stored.version : undefined) ?? `${now} ${nextSequence()}`;
}

/** By the service's clock, where it tells the time. */
export function plannedAt({ plan, now }: Pick<LoadContext, 'plan' | 'now'>): string {
  return plan.clock ?? now;
}

/** Of what time the values of calculated columns are at least, whatever the cursor says. */
function calculatedAt(context: LoadContext, fullSyncAt: string): Pick<StoredTable, 'calculatedAt'> {
  const { plan, stored } = context;
  if (!plan.schema.columns.some((c) => c.calculated)) return {};
  if (plan.mode === 'full') return { calculatedAt: fullSyncAt };
  if (plan.readsCalculated) return { calculatedAt: plannedAt(context) };
  return { calculatedAt: stored?.calculatedAt ?? fullSyncAt };
}

/** Since when no row can have come or gone unseen: the last comparison of counts, or the last full sync. */
function countedAt(
  { plan, stored }: LoadContext,
  end: ImportEnd,
  fullSyncAt: string,
): Pick<StoredTable, 'countedAt' | 'countedWindows'> {
  if (plan.options.deletesBy !== 'counts') return {};
  if (plan.mode === 'full') return { countedAt: fullSyncAt };
  const known = end.countedAt ?? stored?.countedAt;
  // In a run that counted nothing (a refusal, an error that passes) the windows stay as they are.
  const windows = end.countedAt === null ? (stored?.countedWindows ?? []) : end.countedWindows;
  return {
    ...(known === undefined ? {} : { countedAt: known }),
    ...(windows.length === 0 ? {} : { countedWindows: windows }),
  };
}

function lastFullSync(context: LoadContext): string {
  return context.plan.mode === 'full' ? plannedAt(context) : (context.stored?.fullSyncAt ?? plannedAt(context));
}
