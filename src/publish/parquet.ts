import { createHash } from 'node:crypto';
import { mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileName } from '../model/path-name.ts';
import { readThrough } from '../runtime/read-through.ts';
import type { StoredTable } from '../warehouse/catalog/catalog.ts';
import { exportParquet } from '../warehouse/export.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';

export interface ParquetFile {
  /** Relative to the output directory, with `/`. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface ParquetOptions {
  readonly compression: string;
  readonly layout: 'flat' | 'directory';
}

/** Writes one table's Parquet file below `directory` and measures it. */
export async function writeParquet(
  warehouse: Warehouse,
  table: StoredTable,
  directory: string,
  options: ParquetOptions,
  runId: string,
): Promise<ParquetFile> {
  const path = parquetPath(table, options.layout);
  const file = join(directory, path);
  await mkdir(dirname(file), { recursive: true });
  await warehouse.database.use(async (c) => exportParquet(c, table, file, options.compression, runId));
  return { path, bytes: (await stat(file)).size, sha256: await sha256(file) };
}

export function parquetPath(table: StoredTable, layout: 'flat' | 'directory'): string {
  const folders = layout === 'flat' || table.category === table.source ? [table.schema] : [table.schema, table.category];
  return ['parquet', ...folders.map(fileName), `${fileName(table.name)}.parquet`].join('/');
}

export async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  await readThrough(file, (bytes) => hash.update(bytes));
  return hash.digest('hex');
}
