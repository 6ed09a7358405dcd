import { writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import type { StagingFile, StagingFormat } from '../../src/model/staging.ts';
import type { StagedColumn } from '../../src/warehouse/load/staging-query.ts';
import type { MemoryRow, Value } from './memory-table.ts';

export const NDJSON: StagingFormat = { kind: 'json', records: '', compression: 'none' };
export const PAGES: StagingFormat = { kind: 'json', records: 'value', compression: 'gzip' };
export const CSV: StagingFormat = { kind: 'csv', header: false, nullText: 'unquoted-empty', compression: 'none' };
export const TSV: StagingFormat = { kind: 'tsv', compression: 'none' };
export const CSV_WITH_HEADER: StagingFormat = { kind: 'csv', header: true, nullText: 'empty', compression: 'gzip' };

/** Writes rows into a staging file and hands it over. Returns its size in bytes. */
export async function stage(
  file: StagingFile,
  format: StagingFormat,
  columns: readonly StagedColumn[],
  rows: readonly MemoryRow[],
): Promise<number> {
  const text = render(format, columns, rows);
  const bytes = format.compression === 'gzip' ? gzipSync(text) : Buffer.from(text);
  await writeFile(file.path, bytes);
  await file.done(rows.length);
  return bytes.length;
}

export function render(format: StagingFormat, columns: readonly StagedColumn[], rows: readonly MemoryRow[]): string {
  const wires = [...new Set(columns.map((c) => c.load.wire))];
  if (format.kind === 'csv') {
    const lines = rows.map((row) => wires.map((wire) => field(row[wire] ?? null)).join(','));
    return [...(format.header ? [wires.join(',')] : []), ...lines].map((line) => `${line}\n`).join('');
  }
  if (format.kind === 'tsv') {
    return rows.map((row) => `${wires.map((wire) => escaped(row[wire] ?? null)).join('\t')}\n`).join('');
  }
  const records = rows.map((row) => Object.fromEntries(wires.map((wire) => [wire, row[wire] ?? null])));
  if (format.records !== '') return JSON.stringify({ '@context': 'page', [format.records]: records });
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}

const ESCAPES: Readonly<Record<string, string>> = { '\n': 'n', '\t': 't', '\r': 'r', '\b': 'b', '\f': 'f', '\v': 'v' };

function escaped(value: Value): string {
  return value === null ? '\\N' : String(value).replace(/[\\\n\t\r\b\f\v]/g, (c) => `\\${ESCAPES[c] ?? c}`);
}

function field(value: Value): string {
  return value === null ? '' : `"${String(value).replaceAll('"', '""')}"`;
}
