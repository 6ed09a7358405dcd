import { createReadStream } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { createGunzip } from 'node:zlib';
import { HighwaterError } from '../../model/errors.ts';
import type { StagingFormat } from '../../model/staging.ts';
import type { Connection, Database } from '../duckdb/database.ts';
import { rowOfColumns } from '../duckdb/row-of-columns.ts';
import { id } from '../duckdb/sql.ts';
import { longestPossible, refusedQuery, type StagedColumn, stagingQuery, wires } from './staging-query.ts';

/** Where the rows of one kind of staging file go. */
export interface LoadTarget {
  /** Qualified and quoted. */
  readonly table: string;
  readonly columns: readonly StagedColumn[];
  /** Wraps the staging query into what is inserted (derived columns, sequence numbers). */
  select(query: string, sequence: number): string;
  /** Called before each load, while no transaction has written to the table that this load does not wait for. */
  prepare?(batch: Batch): Promise<void>;
  /** True where several files may go into one INSERT, which then has no use for their sequence. */
  readonly batched: boolean;
  /** How long rows come in pieces, each in a transaction of its own; absent: they come with all others. */
  readonly pieces?: Pieces;
}

/** Pieces of a partition that is not whole yet. Each has the sequence of its first file. */
export interface Pieces {
  /** As `select` of the target, for rows that do not count until they are settled. */
  select(query: string, sequence: number): string;
  /** After the transaction of each piece. */
  loaded?(connection: Connection): Promise<void>;
  /** Within the transaction that ends the partition: from now on the pieces' rows count. */
  settle(connection: Connection, sequences: readonly number[]): Promise<void>;
  /** The partition failed. */
  remove(connection: Connection, sequences: readonly number[]): Promise<void>;
}

export interface StagedFile {
  readonly target: LoadTarget;
  readonly format: StagingFormat;
  readonly path: string;
  readonly sequence: number;
  readonly rows: number;
  /** Bytes; null where the source does not know. */
  readonly longestLine: number | null;
}

export interface Batch {
  /** At least one; all of one target and format. */
  readonly files: readonly [StagedFile, ...StagedFile[]];
  readonly target: LoadTarget;
  /** `source.table`, for errors. */
  readonly title: string;
}

// DuckDB writes row groups (122,880 rows) directly to disk, once, while one INSERT fills them. Those that are half full at the
// end of each thread's share are compressed again by the next checkpoint, with their full neighbours, unless three or more full
// ones lie between. So an INSERT should bring each thread more than three row groups; the last one too, hence two batches
// are gathered before one is loaded, unless another is still to come. Figures: docs/decisions/batched-staging-files.md.
const BATCH_ROWS_PER_THREAD = 3.2 * 122_880;
// A database's guess of the number of its rows may be somewhat too high.
const SURE_OF_EXPECTED = 0.8;
// Wide rows fill the disk first: a file is about STAGING_FILE_BYTES.
const BATCH_FILES = 24;
const MOST_FILES = 32;
/** The disk that one partition may use: files that wait or are being loaded. */
export const FILES_WAITING = 2 * BATCH_FILES;

/**
 * How many of the first files to load now: a batch's worth as soon as another is there or still to come, or too many files; else 0.
 * `stillExpected`: rows that are expected after these; 0 where nobody knows.
 */
export function fullBatch(files: readonly StagedFile[], threads: number, stillExpected: number): number {
  const rows = claimedBy(files);
  const batch = BATCH_ROWS_PER_THREAD * threads;
  const least = stillExpected * SURE_OF_EXPECTED >= batch ? batch : 2 * batch;
  return rows >= least || files.length >= MOST_FILES ? firstBatch(files, batch) : 0;
}

function firstBatch(files: readonly StagedFile[], batch: number): number {
  let [count, rows] = [0, 0];
  for (const file of files) {
    if (rows >= batch || count >= BATCH_FILES) break;
    rows += file.rows;
    count++;
  }
  return count;
}

/** Whether one INSERT can take both. */
export function goTogether(a: StagedFile, b: StagedFile): boolean {
  return a.target === b.target && isDeepStrictEqual(a.format, b.format);
}

/** The files as batches that one INSERT each can take. */
export function batchesOf(files: readonly StagedFile[], title: string): Batch[] {
  const groups: [StagedFile, ...StagedFile[]][] = [];
  for (const file of files) {
    const group = groups.find(([first]) => goTogether(first, file));
    if (group === undefined) groups.push([file]);
    else group.push(file);
  }
  return groups.map((group) => ({ files: group, target: group[0].target, title }));
}

/**
 * Loads staging files with one INSERT; the number of rows is what the source claims, or it throws. After an error that names
 * columns the connection's transaction is over.
 */
export async function loadBatch(database: Database, connection: Connection, batch: Batch): Promise<number> {
  await database.trim();
  return insertBatch(database, connection, batch);
}

/** As `loadBatch`; what DuckDB has freed is not given back before. */
export async function insertBatch(database: Database, connection: Connection, batch: Batch): Promise<number> {
  const { files, target, title } = batch;
  const claimed = claimedBy(files);
  await checkHeaders(batch);
  await database.makeRoom(target.columns.length, Math.max(...files.map((f) => f.longestLine ?? 0)));
  const insert = `INSERT INTO ${target.table} ${target.select(rowsOf(batch), files[0].sequence)}`;
  const rows = await connection.changed(insert).catch(async (error: unknown) => {
    const reading = unreadable(title, error);
    throw reading === null ? error : ((await refusedColumns(connection, batch)) ?? reading);
  });
  if (rows === claimed) return rows;
  throw new HighwaterError(
    'COUNT_MISMATCH',
    `${title}: the source reports that it sent ${claimed} rows in one batch, but DuckDB read ${rows}.`,
    'The table keeps its previous rows and watermark. Run again. If it happens again, report it with this line.',
  );
}

/** CSV is read by position: columns in another order would be taken for one another without an error. */
async function checkHeaders({ files, target, title }: Batch): Promise<void> {
  const wanted = wires(target.columns).map((c) => c.load.wire.toLowerCase());
  for (const { path, format } of files) {
    if (format.kind !== 'csv' || !format.header) continue;
    const names = (await headerOf(path, format.compression)).map((name) => name.toLowerCase());
    if (names.length > 0 && !isDeepStrictEqual(names, wanted))
      throw dataUnreadable(title, `its columns are ${names.join(', ')}, not ${wanted.join(', ')}`);
  }
}

/** Names the columns whose values were refused, never the values; null where no column explains the error. */
async function refusedColumns(connection: Connection, batch: Batch): Promise<HighwaterError | null> {
  await connection.run('ROLLBACK').catch(() => undefined);
  const refused = await rowOfColumns(connection, batch.target.columns, (group) =>
    queryOf(batch, (...given) => refusedQuery(...given, group)),
  ).catch(() => ({}));
  const names = Object.entries(refused).filter(([, count]) => Number(count) > 0);
  if (names.length === 0) return null;
  return new HighwaterError(
    'VALUE_NOT_EXACT',
    `${batch.title}: ${names.map(([name, count]) => `column ${id(name)} has ${count} value(s)`).join(', ')} that the column's DuckDB type can't hold exactly.`,
    'The table keeps its previous rows. Leave the column out (columns: { exclude: […] }), correct the values in the source, or report this: every value of a supported type should fit.',
    { columns: names.map(([name]) => name) },
  );
}

/** Rows of the files, as the source counts them. */
export function claimedBy(files: readonly StagedFile[]): number {
  return files.reduce((sum, f) => sum + f.rows, 0);
}

/** The SELECT that gives the batch's rows as the target's columns. */
export function rowsOf(batch: Batch): string {
  return queryOf(batch, stagingQuery);
}

function queryOf({ files, target }: Batch, query: typeof stagingQuery): string {
  const paths = files.map((f) => f.path);
  return query(paths, files[0].format, target.columns, Math.max(...files.map(longestPossible)));
}

// What DuckDB's readers say, and what of it may be repeated: its own messages quote the row.
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/Expected Number of Columns: (\d+) Found: (\d+)/, 'a row has $2 columns instead of $1'],
  [/unterminated quote/i, 'a quote is never closed'],
  [/not utf-8|invalid unicode|Invalid UTF/i, 'the text is not UTF-8'],
  [/Maximum line size|not support a full read/i, 'a row is longer than the source said'],
  [/maximum_object_size/i, 'a page is longer than the source said'],
  [/Malformed JSON|unexpected end of data/i, 'the JSON is malformed or cut short'],
  [/GZIP|gzip|Failed to decode/, 'the compressed data is damaged'],
  [
    /JSON transform error|Conversion Error|Could not convert|Failed to cast/i,
    'a value is not of the type that the source declared',
  ],
  [/CSV Error|Invalid Input Error/, 'it is not in the declared format'],
];

/**
 * An error of a load in words that hold nothing of the row, where DuckDB could not read the staged bytes; null where the error
 * is of another kind (memory, disk, SQL) and can be shown as it is.
 */
function unreadable(title: string, error: unknown): HighwaterError | null {
  if (!(error instanceof HighwaterError) || error.family !== 'database') return null;
  const found = WORDS.find(([pattern]) => pattern.test(error.message));
  if (found === undefined) return null;
  const match = found[0].exec(error.message);
  const words = found[1].replaceAll(/\$(\d)/g, (_, n: string) => match?.[Number(n)] ?? '?');
  const line = /CSV Error on Line: (\d+)/.exec(error.message)?.[1];
  return dataUnreadable(title, line === undefined ? words : `${words} (line ${line} of one batch)`);
}

export function dataUnreadable(title: string, what: string): HighwaterError {
  return new HighwaterError(
    'DATA_UNREADABLE',
    `${title}: the data from the source can't be read: ${what}.`,
    'The table keeps its previous rows and watermark. Run again, because the connection may have been cut. If it happens again, report it with this line.',
  );
}

/** The names in the first line of a CSV file; empty for an empty file. */
async function headerOf(path: string, compression: 'none' | 'gzip'): Promise<string[]> {
  const file = createReadStream(path, { highWaterMark: 64 * 1024 });
  const stream = compression === 'gzip' ? file.pipe(createGunzip()) : file;
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      if (chunk.includes('\n')) break;
    }
  } finally {
    file.destroy();
    stream.destroy();
  }
  const [line = ''] = Buffer.concat(chunks).toString('utf8').replace('\uFEFF', '').split(/\r?\n/);
  return line === '' ? [] : line.split(',').map((name) => name.replace(/^"(.*)"$/, '$1'));
}
