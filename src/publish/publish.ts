import { access, constants, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OutputRecord } from '../model/record.ts';
import { makeDirectory } from '../runtime/make-directory.ts';
import type { StoredTable } from '../warehouse/catalog/catalog.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { writeDatabase } from './database.ts';
import { writeDirectories } from './directory.ts';
import type { Manifest } from './manifest-schema.ts';
import { type ParquetFile, type ParquetOptions, writeParquet } from './parquet.ts';
import {
  describeDatabase,
  describeFiles,
  isPublished,
  type PublishedFile,
  recallPublished,
  rememberPublished,
  takeOver,
} from './unchanged.ts';

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
  /** The file that says what the last run published; only this user may write it. */
  readonly note: string;
}

export interface Published {
  readonly output: OutputRecord;
  /** By `source.table`. */
  readonly parquet: ReadonlyMap<string, ParquetFile>;
}

/** An artifact that is built, but not in its place yet. */
export interface Publication {
  /** Whether `place` takes the DuckDB file from the state. */
  needsFile(state: PublishedState): Promise<boolean>;
  /** Puts it in place. The warehouse must be closed. */
  place(state: PublishedState): Promise<Published>;
  /** Removes it. */
  discard(): Promise<void>;
}

/** The state whose rows are published. */
export interface PublishedState {
  readonly file: string;
  /** The file may be taken where nothing else needs it. */
  readonly take: boolean;
  /** The saved state that the file is; null: it could not be saved. */
  readonly shows: string | null;
  /** It holds what that state held before this run: then a file that was published of it still holds. */
  readonly unchanged: boolean;
}

/**
 * Builds the artifact from what the warehouse holds now. Everything is built under a temporary name and put in place by
 * renaming, so that a reader never finds half a file; and not before the state is saved, so that nothing is published of a run that lost.
 */
export async function preparePublication(warehouse: Warehouse, options: PublishOptions): Promise<Publication> {
  const { directory, duckdb, parquet, note } = options;
  await makeDirectory(directory);
  await access(directory, constants.W_OK);
  const partial = join(directory, '.partial');
  await rm(partial, { recursive: true, force: true });
  const [tables, room, earlier] = [await warehouse.tables(), warehouse.smallRoom(), await recallPublished(note)];
  const build = { tables, earlier: earlier.files, partial };
  const built = parquet === null ? new Map<string, ParquetFile>() : await buildParquet(warehouse, options, parquet, build);
  const file = join(directory, DATABASE_FILE);
  const needsFile = async (state: PublishedState) => duckdb && !(await isPublished(earlier.database, file, state));
  return {
    needsFile,
    discard: async () => rm(partial, { recursive: true, force: true }),
    async place(state) {
      if (parquet === null) await removeOwnParquet(directory);
      else await replaceDirectory(join(partial, 'parquet'), join(directory, 'parquet'), join(partial, 'old'));
      await rm(partial, { recursive: true, force: true });
      if (!duckdb) await rm(file, { force: true });
      else if (await needsFile(state)) await writeDatabase(state, file, room);
      // Not before: moving a file changes what the system says of it.
      const files = parquet === null ? [] : await describeFiles(tables, built, directory, parquet);
      const database = duckdb && state.shows !== null ? await describeDatabase(file, state.shows) : null;
      await rememberPublished(note, { files, database });
      const bytes = duckdb ? (await stat(file)).size : null;
      return { output: outputOf(directory, built, parquet !== null, bytes), parquet: built };
    },
  };
}

function outputOf(
  directory: string,
  built: ReadonlyMap<string, ParquetFile>,
  parquet: boolean,
  databaseBytes: number | null,
): OutputRecord {
  const files = [...built.values()];
  return {
    directory,
    database: databaseBytes === null ? null : { path: DATABASE_FILE, bytes: databaseBytes },
    parquet: parquet ? { path: 'parquet', bytes: files.reduce((sum, f) => sum + f.bytes, 0), files: files.length } : null,
  };
}

interface Build {
  readonly tables: readonly StoredTable[];
  readonly earlier: readonly PublishedFile[];
  readonly partial: string;
}

async function buildParquet(
  warehouse: Warehouse,
  { directory, runId, identities }: PublishOptions,
  parquet: ParquetOptions,
  { tables, earlier, partial }: Build,
): Promise<ReadonlyMap<string, ParquetFile>> {
  await mkdir(join(partial, 'parquet'), { recursive: true });
  const files = new Map<string, ParquetFile>();
  for (const table of tables) {
    const kept = await takeOver(earlier, table, directory, partial, parquet);
    files.set(`${table.source}.${table.table}`, kept ?? (await writeParquet(warehouse, table, partial, parquet, runId)));
  }
  if (parquet.layout === 'directory') await writeDirectories(join(partial, 'parquet'), tables, identities);
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
