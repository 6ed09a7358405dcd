import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { HighwaterError } from '../model/errors.ts';
import { safeName } from '../model/path-name.ts';
import type { HistoryEntry } from '../model/record.ts';
import { type ObjectStore, ObjectStoreError } from '../objects/object-store.ts';
import type { StoredTable } from '../warehouse/catalog/catalog.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { type LakeEntry, LakeManifest } from './lake-manifest.ts';
import { lakePart } from './lake-part.ts';
import { publishTable } from './publish-table.ts';

export interface LakePublish {
  readonly warehouse: Warehouse;
  /** Tables of the state that this run was not about. */
  isLeftOut(table: StoredTable): boolean;
  readonly store: ObjectStore;
  /** For files on their way to the store. */
  readonly workDirectory: string;
  readonly runId: string;
  /** The job's state, for `plan --matrix`. */
  readonly stateName: string;
  readonly keepSeconds: number;
  now(): Date;
}

/** What a run published. */
export interface LakePublished {
  readonly tables: number;
  readonly files: number;
  readonly bytes: number;
  /** Parts that are uploaded and not shown, since other parts of their tables are missing; in words for people. */
  readonly waiting: readonly string[];
}

/**
 * Publishes every table whose rows or columns have changed since the lake last got it, each in one commit of its own; so it also completes what
 * an earlier run could not. The state must be saved before: the lake never holds rows that the next run does not know of.
 * Throws PUBLISH_FAILED once all tables have been tried.
 */
export async function publishLake(publish: LakePublish): Promise<LakePublished> {
  const { store, warehouse, workDirectory } = publish;
  await mkdir(workDirectory, { recursive: true, mode: 0o700 });
  const directory = await mkdtemp(join(workDirectory, 'lake-'));
  try {
    const manifest = await LakeManifest.read(store);
    const due = withPartsOfHistories(await warehouse.tables()).filter(
      (table) => !publish.isLeftOut(table) && !manifest.holds(table),
    );
    const durations = fullSyncSeconds(await warehouse.history());
    const failures: (readonly [StoredTable, unknown])[] = [];
    const waiting: string[] = [];
    let [files, bytes] = [0, 0];
    for (const table of due) {
      try {
        const published = await publishOne(publish, table, directory, durations);
        files += published.files;
        bytes += published.bytes;
        if (published.waitsFor.length === 0) manifest.put(published.entry, lakePart(table));
        else waiting.push(waitingWords(table, published.waitsFor));
      } catch (error) {
        failures.push([table, error]);
      }
    }
    await manifest.save();
    if (failures.length > 0) throw publishFailed(store, failures);
    return { tables: due.length - waiting.length, files, bytes, waiting };
  } catch (error) {
    throw error instanceof ObjectStoreError ? failed(store, error.message, error.hint, error) : error;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function publishOne(
  { store, warehouse, runId, stateName, now, keepSeconds }: LakePublish,
  table: StoredTable,
  workDirectory: string,
  durations: ReadonlyMap<string, number>,
): Promise<{ entry: LakeEntry; files: number; bytes: number; waitsFor: readonly number[] }> {
  const folder = folderOf(table);
  return warehouse.database.use(async (connection) => {
    const { version, files, bytes, waitsFor } = await publishTable({
      store,
      folder,
      table,
      part: lakePart(table),
      connection,
      workDirectory,
      runId,
      now,
      keepSeconds,
    });
    const { source, table: name, rows, watermark, version: content = null } = table;
    const seconds = durations.get(JSON.stringify([source, name]));
    const entry = {
      source,
      table: name,
      path: folder,
      version,
      rows,
      watermark: watermark?.value ?? null,
      run: runId,
      publishedAt: now().toISOString(),
      content,
      stateName,
      ...(seconds === undefined ? {} : { seconds }),
    };
    return { entry, files, bytes, waitsFor };
  });
}

/** A history is divided as its table is. */
function withPartsOfHistories(tables: readonly StoredTable[]): StoredTable[] {
  return tables.map((table) => {
    const of = tables.find((t) => t.source === table.source && t.table === table.history?.of);
    return of === undefined ? table : { ...table, fingerprint: of.fingerprint };
  });
}

/** How long each table's last full sync took. */
function fullSyncSeconds(history: readonly HistoryEntry[]): ReadonlyMap<string, number> {
  const full = history.filter((entry) => entry.mode === 'full' && entry.status === 'succeeded');
  return new Map(full.map(({ source, table, seconds }) => [JSON.stringify([source, table]), seconds]));
}

function waitingWords(table: StoredTable, parts: readonly number[]): string {
  const { index, of } = lakePart(table) ?? { index: 0, of: 0 };
  const missing = parts.map((part) => `${part}/${of}`).join(', ');
  return `${table.source}.${table.table}: part ${index}/${of} is in the lake, but shown only when ${missing} ${parts.length === 1 ? 'is' : 'are'} there too, with the same columns`;
}

/** `<source>/<table>`: what is not a letter, a digit, `_`, `-` or `.` is written as %XX. */
export function folderOf({ source, table }: Pick<StoredTable, 'source' | 'table'>): string {
  return `${safeName(source)}/${safeName(table)}`;
}

function publishFailed(store: ObjectStore, failures: readonly (readonly [StoredTable, unknown])[]): HighwaterError {
  const [[first, error] = [undefined, undefined]] = failures;
  const names = failures.map(([t]) => `${t.source}.${t.table}`);
  const which =
    names.length === 1
      ? `${names[0]} was`
      : `${names.length} tables were (${names.slice(0, 5).join(', ')}${names.length > 5 ? ', …' : ''})`;
  const [why, hint] =
    error instanceof ObjectStoreError
      ? [error.message, error.hint]
      : [
          error instanceof Error ? error.message : String(error),
          `Look at the log of ${first === undefined ? 'the table' : folderOf(first)} in the lake.`,
        ];
  return failed(store, `${which} not published: ${why}`, hint, error);
}

function failed(store: ObjectStore, why: string, hint: string, cause: unknown): HighwaterError {
  return new HighwaterError(
    'PUBLISH_FAILED',
    `The lake at ${store.address}: ${why}`,
    `${hint} The state is saved, and readers keep the last published versions: the next run publishes what is missing.`,
    { cause },
  );
}
