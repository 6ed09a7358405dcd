import { access, constants, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OutputRecord } from '../model/record.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { writeDatabase } from './database.ts';
import { writeDirectories } from './directory.ts';
import type { Manifest } from './manifest-schema.ts';
import { type ParquetFile, type ParquetOptions, writeParquet } from './parquet.ts';
import { describeFiles, takeOver } from './unchanged.ts';

export const DATABASE_FILE = 'warehouse.duckdb';
export const MANIFEST_FILE = 'manifest.json';
export const REPORT_FILE = 'report.html';

export interface PublishOptions {
  readonly directory: string;
  readonly duckdb: boolean;
  /** Null: no Parquet. */
  readonly parquet: ParquetOptions | null;
  readonly runId: string;
  /** Who reads, for `directory.json`. */
  readonly identities: ReadonlyMap<string, string>;
}

export interface Published {
  readonly output: OutputRecord;
  /** By `source.table`. */
  readonly parquet: ReadonlyMap<string, ParquetFile>;
}

/**
 * Writes the artifact from what the warehouse holds now. Everything is built under a temporary name and put in place by
 * renaming, so that a reader never finds half a file.
 */
export async function publish(warehouse: Warehouse, options: PublishOptions): Promise<Published> {
  await mkdir(options.directory, { recursive: true });
  // Node's recursive mkdir says ENOENT on a read-only file system; this says EROFS.
  await access(options.directory, constants.W_OK);
  await warehouse.checkpoint();
  // Side by side: one keeps DuckDB's threads busy, the other the disk.
  const [parquet, bytes] = await both(publishParquet(warehouse, options), publishDatabase(warehouse, options));
  // Not before: the database's file is copied meanwhile.
  if (options.parquet !== null)
    await warehouse.rememberPublished(await describeFiles(await warehouse.tables(), parquet, options.directory, options.parquet));
  const files = [...parquet.values()];
  return {
    output: {
      directory: options.directory,
      database: options.duckdb ? { path: DATABASE_FILE, bytes } : null,
      parquet:
        options.parquet === null
          ? null
          : { path: 'parquet', bytes: files.reduce((sum, f) => sum + f.bytes, 0), files: files.length },
    },
    parquet,
  };
}

/** Waits for both even where one fails: neither may continue after the run has ended. */
async function both<A, B>(a: Promise<A>, b: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([a, b]);
  return [await a, await b];
}

/** Returns the size in bytes; 0 where no database is wanted. */
async function publishDatabase(warehouse: Warehouse, { directory, duckdb }: PublishOptions): Promise<number> {
  const file = join(directory, DATABASE_FILE);
  if (duckdb) return writeDatabase(warehouse, file);
  await rm(file, { force: true });
  return 0;
}

async function publishParquet(
  warehouse: Warehouse,
  { directory, parquet, runId, identities }: PublishOptions,
): Promise<Map<string, ParquetFile>> {
  if (parquet === null) {
    await removeOwnParquet(directory);
    return new Map();
  }
  const partial = join(directory, '.partial');
  const final = join(directory, 'parquet');
  await rm(partial, { recursive: true, force: true });
  await mkdir(join(partial, 'parquet'), { recursive: true });
  const files = new Map<string, ParquetFile>();
  const tables = await warehouse.tables();
  const earlier = await warehouse.published();
  for (const table of tables) {
    const kept = await takeOver(earlier, table, directory, partial, parquet);
    files.set(`${table.source}.${table.table}`, kept ?? (await writeParquet(warehouse, table, partial, parquet, runId)));
  }
  if (parquet.layout === 'directory') await writeDirectories(join(partial, 'parquet'), tables, identities);
  await replaceDirectory(join(partial, 'parquet'), final, join(partial, 'old'));
  await rm(partial, { recursive: true, force: true });
  return files;
}

/** Old files would pass for this run's. Removed only where the last manifest calls them Highwater's: `directory` may be anyone's. */
async function removeOwnParquet(directory: string): Promise<void> {
  const manifest = await readFile(join(directory, MANIFEST_FILE), 'utf8').catch(() => '');
  if (namesParquet(manifest)) await rm(join(directory, 'parquet'), { recursive: true, force: true });
}

function namesParquet(manifest: string): boolean {
  try {
    const { tables } = JSON.parse(manifest) as Pick<Manifest, 'tables'>;
    return tables.some((t) => t.parquet !== null);
  } catch {
    return false; // None, or no manifest of ours.
  }
}

/** Two renames rather than a removal: a run that is killed here leaves the old files or the new ones, never some of them. */
async function replaceDirectory(fresh: string, final: string, old: string): Promise<void> {
  await rename(final, old).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await rename(fresh, final);
}

/** Writes a small text file of the artifact whole or not at all. */
export async function writeText(directory: string, name: string, content: string): Promise<number> {
  await mkdir(directory, { recursive: true });
  const file = join(directory, name);
  await writeFile(`${file}.partial`, content);
  await rename(`${file}.partial`, file);
  return (await stat(file)).size;
}
