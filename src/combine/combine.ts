import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { inStage } from '../model/in-stage.ts';
import type { RunRecord } from '../model/record.ts';
import { renderManifest } from '../publish/manifest.ts';
import { outputError } from '../publish/output-error.ts';
import { DATABASE_FILE, MANIFEST_FILE, REPORT_FILE, writeText } from '../publish/publish.ts';
import { renderReport } from '../views/pages/report/report.ts';
import { type Connection, Database } from '../warehouse/duckdb/database.ts';
import { defaultMemoryMib, Room } from '../warehouse/duckdb/memory-limit.ts';
import { type CombinedTable, chooseBase, choosePieces } from './choose-pieces.ts';
import { type CombinedOutput, combinedRecord } from './combined-record.ts';
import { beginWith, copyCatalog, copyParquet, copyTable, unitedRows } from './combined-warehouse.ts';
import { type JobOutput, openOutput } from './job-output.ts';

export interface CombineRequest {
  /** The output directories of the jobs. */
  readonly directories: readonly string[];
  readonly output: string;
  readonly threads: number;
  now(): Date;
}

/**
 * Makes one warehouse, Parquet files, manifest and report of the jobs' outputs. What is missing keeps its last version, where `output` has one.
 * All of it is built beside what is there and then put in its place.
 */
export async function combine(request: CombineRequest): Promise<RunRecord> {
  return inStage('combine', async () => combineInto(request));
}

async function combineInto(request: CombineRequest): Promise<RunRecord> {
  const { output } = request;
  const partial = join(output, '.partial');
  try {
    await mkdir(output, { recursive: true });
    await rm(partial, { recursive: true, force: true });
    await mkdir(partial);
    const combined = await build(request, partial);
    await place(output, partial, combined);
    const record = combinedRecord(combined);
    await writeText(output, MANIFEST_FILE, renderManifest(record));
    await writeText(output, REPORT_FILE, renderReport(record, []));
    return record;
  } catch (error) {
    throw outputError(output, error);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

async function build({ directories, output, threads, now }: CombineRequest, partial: string): Promise<CombinedOutput> {
  const startedAt = now();
  const room = new Room(defaultMemoryMib(), threads);
  const database = await Database.open(':memory:', { room, tempDirectory: join(partial, 'spill') });
  try {
    return await database.use(async (connection) => {
      const found = await openAll(connection, directories);
      const outputs = found.flatMap(({ opened }) => opened ?? []);
      const last = await openOutput(connection, output, 'highwater_last');
      const tables = choosePieces(outputs, last);
      const file = join(partial, DATABASE_FILE);
      const base = chooseBase(outputs, tables);
      await beginWith(connection, base, tables, file);
      await database.makeRoom(Math.max(0, ...tables.map((t) => t.entries[0]?.columns.length ?? 0)));
      const copied = await copyAll(connection, tables, base, partial);
      const inDatabase = outputs.some((o) => o.database !== null);
      if (inDatabase) {
        const used = tables.some((t) => t.pieces.some((p) => p.output === last)) && last !== null ? [...outputs, last] : outputs;
        await copyCatalog(connection, used, tables);
      }
      await connection.checkpoint();
      const seconds = (now().getTime() - startedAt.getTime()) / 1000;
      return {
        outputs,
        missing: found.filter(({ opened }) => opened === null).map(({ directory }) => directory),
        tables: copied,
        directory: output,
        databaseBytes: inDatabase ? (await stat(file)).size : null,
        startedAt: startedAt.toISOString(),
        finishedAt: now().toISOString(),
        stages: [{ name: 'combine', startedAt: startedAt.toISOString(), seconds }],
      };
    });
  } finally {
    database.close();
  }
}

async function openAll(
  connection: Connection,
  directories: readonly string[],
): Promise<{ directory: string; opened: JobOutput | null }[]> {
  const found: { directory: string; opened: JobOutput | null }[] = [];
  for (const directory of directories)
    found.push({ directory, opened: await openOutput(connection, directory, `highwater_job${found.length + 1}`) });
  return found;
}

async function copyAll(
  connection: Connection,
  tables: readonly CombinedTable[],
  base: JobOutput | null,
  partial: string,
): Promise<CombinedOutput['tables']> {
  const copied: CombinedOutput['tables'][number][] = [];
  for (const table of tables) {
    const { pieces } = table;
    const rows = pieces.length === 0 ? 0 : await connection.count(`(${unitedRows(pieces)})`);
    if (pieces.some((p) => p.output.database !== null)) await copyTable(connection, table, base);
    copied.push({ ...table, rows, parquet: await copyParquet(connection, table, partial) });
  }
  return copied;
}

/** By renaming: a reader finds the old output or the new one. */
async function place(output: string, partial: string, { databaseBytes, tables }: CombinedOutput): Promise<void> {
  const old = join(partial, 'old');
  if (tables.some((t) => t.parquet !== null)) {
    await rename(join(output, 'parquet'), old).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
    await rename(join(partial, 'parquet'), join(output, 'parquet'));
  }
  if (databaseBytes !== null) await rename(join(partial, DATABASE_FILE), join(output, DATABASE_FILE));
}
