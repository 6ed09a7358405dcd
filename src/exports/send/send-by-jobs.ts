import { mkdir, open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BulkIngest, IngestJob, IngestRequest, IngestResult, TargetField } from '../../model/destination.ts';
import type { Connection } from '../../warehouse/duckdb/database.ts';
import { id, text } from '../../warehouse/duckdb/sql.ts';
import { parentsOf, planTable } from '../diff/plan-rows.ts';
import type { PreparedExport } from '../export-column.ts';
import { fieldColumn, type Ledger } from '../ledger/ledger.ts';
import { todoTable } from '../ledger/pending.ts';
import { outcomeTable } from '../ledger/settle.ts';
import { keySql } from '../prepare/field-values.ts';

/** Below the service's own limit: quotes are doubled in the file, and are counted only when it is written. */
const PIECE_SHARE = 0.85;

/** Gives rows to pieces, each for a job of its own; a row with a text that is too long for a job goes by calls. Returns the pieces. */
export async function cutPieces(
  c: Connection,
  { config, columns }: PreparedExport,
  bulk: BulkIngest,
  share = PIECE_SHARE,
): Promise<readonly number[]> {
  const [plan, todo] = [planTable(config.name), todoTable(config.name)];
  const size = ['key', ...columns.map(({ value }) => value)]
    .map((v) => `coalesce(strlen(${v}), ${bulk.nullText.length}) + 3`)
    .join(' + ');
  const fits = columns.map(({ value }) => `coalesce(length(${value}), 0) <= ${bulk.maxText}`).join(' AND ') || 'true';
  const fitting = `${todo} WHERE action = '${config.operation}' AND ${fits}`;
  const maxBytes = Math.floor(bulk.maxBytes * share);
  const { rows, bytes } = await c.row<{ rows: number; bytes: number }>(
    `SELECT count(*) AS rows, coalesce(sum(${size}), 0)::BIGINT AS bytes FROM ${fitting}`,
  );
  if (rows === 0) return [];
  const isOne = rows <= bulk.maxRows && bytes < maxBytes;
  const cut = `SELECT n, greatest(CAST(floor(sum(${size}) OVER w / ${maxBytes}) AS INTEGER), CAST(floor((count(*) OVER w - 1) / ${bulk.maxRows}) AS INTEGER)) AS piece
    FROM ${fitting} WINDOW w AS (ORDER BY n)`;
  if (isOne) await c.run(`UPDATE ${plan} SET piece = 0 WHERE n IN (SELECT n FROM ${fitting})`);
  else await c.run(`UPDATE ${plan} SET piece = cut.piece FROM (${cut}) cut WHERE ${plan}.n = cut.n`);
  const pieces = await c.rows<{ piece: number }>(`SELECT DISTINCT piece FROM ${todo} WHERE piece IS NOT NULL ORDER BY piece`);
  return pieces.map(({ piece }) => piece);
}

export function ingestRequest({ config, object, key, columns }: PreparedExport): IngestRequest {
  const names = columns.map(({ field }) => field.name);
  const upsert = config.operation === 'upsert';
  return {
    object,
    operation: config.operation,
    key: upsert ? key.field : null,
    options: config.writeOptions,
    columns: [upsert ? key.field.name : object.idField, ...names],
  };
}

/** Writes the rows of a piece as the service reads them. Returns the size in bytes. */
export async function writePiece(
  c: Connection,
  { config, columns, key, object }: PreparedExport,
  bulk: BulkIngest,
  piece: number,
  file: string,
): Promise<number> {
  const first = config.operation === 'upsert' ? `key AS ${id(key.field.name)}` : `id AS ${id(object.idField)}`;
  const rest = columns.map(({ value, field }) => `, ${value} AS ${id(field.name)}`).join('');
  const nullText = config.nulls === 'clear' ? bulk.nullText : '';
  const order = parentsOf(columns).length === 0 ? '' : 'ORDER BY n';
  await c.run(`COPY (SELECT ${first}${rest} FROM ${todoTable(config.name)} WHERE piece = ${piece} ${order}) TO ${text(file)}
    (FORMAT csv, HEADER, DELIMITER ',', QUOTE '"', ESCAPE '"', NULLSTR ${text(nullText)})`);
  return (await stat(file)).size;
}

export interface PieceWork {
  /** Lends a connection for a moment: none may be open while the ledger is saved. */
  use<T>(work: (c: Connection) => Promise<T>): Promise<T>;
  readonly piece: number;
  readonly directory: string;
  readonly signal: AbortSignal;
  /** Must save the ledger before it resolves. */
  replaced(job: IngestJob): Promise<void>;
  progress(rows: number): void;
}

/** Runs one job for a piece and loads what became of its rows. */
export async function runPiece(
  prepared: PreparedExport,
  ledger: Ledger,
  bulk: BulkIngest,
  job: IngestJob,
  { use, piece, directory, signal, replaced, progress }: PieceWork,
): Promise<IngestResult> {
  await mkdir(directory, { recursive: true });
  try {
    const file = join(directory, `piece-${piece}.csv`);
    await use(async (c) => writePiece(c, prepared, bulk, piece, file));
    const result = await bulk.run(job, file, { directory, replaced, progress, signal });
    const key = prepared.config.operation === 'upsert' ? prepared.key.field : null;
    await use(async (c) => loadResult(c, ledger, key, prepared.object.idField, result));
    return result;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** The values that a row of a result must have, besides its key. */
export interface ResultValues {
  readonly fields: readonly string[];
  /** How the file writes NULL. */
  readonly nullText: string;
}

/** Adds the outcomes that a job's result files hold, for rows that are pending and have none yet. */
export async function loadResult(
  c: Connection,
  ledger: Ledger,
  key: TargetField | null,
  idField: string,
  { files, columns }: IngestResult,
  values?: ResultValues,
): Promise<void> {
  const outcomes = outcomeTable(ledger.name);
  const needed = [key === null ? idField : key.name, ...(values?.fields ?? [])];
  const equal = (values?.fields ?? []).map(
    (field) => `coalesce(r.${id(field)}, '') = coalesce(p.${fieldColumn(field)}, ${text(values?.nullText ?? '')})`,
  );
  const match = [key === null ? `r.${id(idField)} = p.id` : `${keySql(key, `r.${id(key.name)}`)} = p.k`, ...equal].join(' AND ');
  const add = async (file: string, select: string): Promise<void> => {
    const rows = await csvRows(file, needed);
    if (rows === null) return;
    const others = (await c.count(outcomes)) === 0 ? '' : `WHERE p.k NOT IN (SELECT k FROM ${outcomes})`;
    await c.run(
      `INSERT INTO ${outcomes} SELECT p.k, ${select}, false FROM ${rows} r JOIN ${ledger.pending} p ON ${match} ${others}`,
    );
    // Hardly ever: one key twice in a file.
    if ((await c.count(`(SELECT k FROM ${outcomes} GROUP BY k HAVING count(*) > 1)`)) > 0)
      await c.run(`CREATE OR REPLACE TABLE ${outcomes} AS FROM ${outcomes} QUALIFY row_number() OVER (PARTITION BY k) = 1`);
  };
  const message = `r.${id(columns.error)}`;
  const code = `regexp_extract(${message}, ${text(columns.errorCode)}, 1)`;
  const among = (codes: readonly string[]): string =>
    codes.length === 0 ? 'false' : `${code} IN (${codes.map((one) => text(one)).join(', ')})`;
  const status = `CASE WHEN ${among(columns.locked)} THEN 'locked' WHEN ${among(columns.missing)} THEN 'missing' ELSE 'refused' END`;
  for (const file of files.successful)
    await add(file, `'accepted', r.${id(columns.id)}, r.${id(columns.created)} = 'true', NULL, NULL`);
  for (const file of files.failed) await add(file, `${status}, NULL, NULL, ${code}, ${message}`);
}

/** SQL that reads a result file, all of it as text; null where it has no header, or lacks a needed column. The columns are named, so that nothing is guessed. */
async function csvRows(file: string, needed: readonly string[]): Promise<string | null> {
  const names = parseHeader(await firstLine(file));
  if (needed.some((name) => !names.includes(name))) return null;
  const columns = names.map((name) => `${text(name)}: 'VARCHAR'`).join(', ');
  return `read_csv(${text(file)}, header = true, auto_detect = false, delim = ',', quote = '"', escape = '"', nullstr = '', columns = {${columns}}, max_line_size = 16777216)`;
}

const LONGEST_HEADER = 1024 * 1024;

async function firstLine(file: string): Promise<string> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(Math.min(LONGEST_HEADER, (await handle.stat()).size)), 0);
    return buffer.subarray(0, bytesRead).toString('utf8').split(/\r?\n/)[0] ?? '';
  } finally {
    await handle.close();
  }
}

/** Names of fields hold no comma, quote or line break. */
function parseHeader(line: string): string[] {
  return line === '' ? [] : line.split(',').map((name) => name.replace(/^"(.*)"$/, '$1'));
}
