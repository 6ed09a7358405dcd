import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { HighwaterError } from '../model/errors.ts';
import { safeName } from '../model/path-name.ts';
import { type ObjectStore, ObjectStoreError } from '../objects/object-store.ts';
import type { StoredTable } from '../warehouse/catalog/catalog.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { type LakeEntry, LakeManifest } from './lake-manifest.ts';
import { publishTable } from './publish-table.ts';

export interface LakePublish {
  readonly warehouse: Warehouse;
  readonly store: ObjectStore;
  /** For files on their way to the store. */
  readonly workDirectory: string;
  readonly runId: string;
  readonly keepSeconds: number;
  now(): Date;
}

/** What a run published. */
export interface LakePublished {
  readonly tables: number;
  readonly files: number;
  readonly bytes: number;
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
    const due = (await warehouse.tables()).filter((table) => !manifest.holds(table));
    const failures: (readonly [StoredTable, unknown])[] = [];
    let [files, bytes] = [0, 0];
    for (const table of due) {
      try {
        const published = await publishOne(publish, table, directory);
        files += published.files;
        bytes += published.bytes;
        manifest.put(published.entry);
      } catch (error) {
        failures.push([table, error]);
      }
    }
    await manifest.save();
    if (failures.length > 0) throw publishFailed(store, failures);
    return { tables: due.length, files, bytes };
  } catch (error) {
    throw error instanceof ObjectStoreError ? failed(store, error.message, error.hint, error) : error;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function publishOne(
  { store, warehouse, runId, now, keepSeconds }: LakePublish,
  table: StoredTable,
  workDirectory: string,
): Promise<{ entry: LakeEntry; files: number; bytes: number }> {
  const folder = folderOf(table);
  return warehouse.database.use(async (connection) => {
    const { version, files, bytes } = await publishTable({
      store,
      folder,
      table,
      connection,
      workDirectory,
      runId,
      now,
      keepSeconds,
    });
    const { source, table: name, rows, watermark, version: content = null } = table;
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
    };
    return { entry, files, bytes };
  });
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
