import type { StagingFormat } from '../../model/staging.ts';
import type { Column, Load } from '../../model/table.ts';
import { id, text } from '../duckdb/sql.ts';

/** A column of a staging query: the name that the warehouse gives it and how its bytes become its value. */
export interface StagedColumn {
  readonly name: string;
  readonly load: Load;
}

export function stagedColumns(columns: readonly Column[]): StagedColumn[] {
  return columns.flatMap((c) => (c.load === null ? [] : [{ name: c.name, load: c.load }]));
}

// The reader's default is 2 MB a line; text columns can be longer. Small buffers let DuckDB's threads share one file.
const LEAST_LINE = 1024 * 1024;
const LONGEST_UNKNOWN_LINE = 16 * 1024 * 1024;

/** Bytes that no line of the file exceeds: the longest, where the source knows it; what it said none exceeds; else 16 MiB. */
export function longestPossible({ format, longestLine }: { format: StagingFormat; longestLine: number | null }): number {
  const limit = format.kind === 'csv' ? format.lineLimit : undefined;
  return longestLine ?? Math.min(limit ?? LONGEST_UNKNOWN_LINE, LONGEST_UNKNOWN_LINE);
}

/**
 * The SELECT that reads staging files of one format with exactly these columns, in this order, strictly: a value that its column's
 * expression can't carry fails the query. Options: https://duckdb.org/docs/stable/data/csv/overview
 */
export function stagingQuery(
  files: readonly string[],
  format: StagingFormat,
  columns: readonly StagedColumn[],
  longestLine: number,
): string {
  const positions = positionsOf(columns);
  const values = columns.map((c) => `${expression(c, format, positions)} AS ${id(c.name)}`).join(', ');
  return `SELECT ${values} FROM ${reader(files, format, columns, longestLine)}`;
}

/**
 * The staged column as the reader gives it, before its expression. CSV is read by position under names of our own: DuckDB does not
 * tell `Name` from `name`, PostgreSQL does.
 */
function reference(column: StagedColumn, format: StagingFormat, positions: ReadonlyMap<string, number>): string {
  if (format.kind === 'json') return id(column.load.wire);
  const position = `c${positions.get(column.load.wire)}`;
  return format.kind === 'tsv' && column.load.read === 'VARCHAR' && !column.load.plain ? unescaped(position) : position;
}

const ESCAPES = [
  ['\\n', 10],
  ['\\t', 9],
  ['\\r', 13],
  ['\\b', 8],
  ['\\f', 12],
  ['\\v', 11],
] as const;

/** Undoes the backslashes of a value, exactly: what stands between two escaped backslashes holds none of them. */
function unescaped(column: string): string {
  const part = ESCAPES.reduce((sql, [written, code]) => `replace(${sql}, ${text(written)}, chr(${code}))`, 'part');
  const parts = `list_transform(string_split(${column}, '\\\\'), lambda part: ${part})`;
  return `CASE WHEN contains(${column}, '\\') THEN array_to_string(${parts}, '\\') ELSE ${column} END`;
}

function expression(column: StagedColumn, format: StagingFormat, positions: ReadonlyMap<string, number>): string {
  return column.load.expression.replaceAll('$', () => reference(column, format, positions));
}

/** Where each staged column stands, by its name on the wire: looked up once, since a table may have 1,600 of them. */
function positionsOf(columns: readonly StagedColumn[]): Map<string, number> {
  return new Map(wires(columns).map((c, i) => [c.load.wire, i]));
}

export function reader(
  files: readonly string[],
  format: StagingFormat,
  columns: readonly StagedColumn[],
  longestLine: number,
): string {
  const line = Math.max(LEAST_LINE, longestLine + 1024);
  switch (format.kind) {
    case 'csv':
      return csvReader(files, format, columns, line);
    case 'tsv':
      return tsvReader(files, format, columns, line);
    case 'json':
      return jsonReader(files, format, columns, line);
  }
}

function csvReader(
  files: readonly string[],
  format: StagingFormat & { kind: 'csv' },
  columns: readonly StagedColumn[],
  line: number,
): string {
  const options = [
    paths(files),
    'auto_detect = false',
    `header = ${format.header}`,
    "delim = ','",
    `quote = '"'`,
    `escape = '"'`,
    "nullstr = ''",
    `allow_quoted_nulls = ${format.nullText === 'empty'}`,
    // A lone CR inside quotes is data; without this the reader takes it for a line's end.
    "new_line = '\\n'",
    'strict_mode = true',
    `max_line_size = ${line}`,
    `buffer_size = ${format.header ? line : 2 * line}`,
    `compression = '${compressionOf(format)}'`,
    byPosition(columns),
  ];
  return `read_csv(${options.join(', ')})`;
}

/** Without quotes a newline is always a row's end, which is why the reader, like the server before it, has less to do than with CSV. */
function tsvReader(
  files: readonly string[],
  format: StagingFormat & { kind: 'tsv' },
  columns: readonly StagedColumn[],
  line: number,
): string {
  const options = [
    paths(files),
    'auto_detect = false',
    'header = false',
    "delim = '\t'",
    "quote = ''",
    "escape = ''",
    "nullstr = '\\N'",
    "new_line = '\\n'",
    'strict_mode = true',
    `max_line_size = ${line}`,
    `buffer_size = ${2 * line}`,
    `compression = '${compressionOf(format)}'`,
    byPosition(columns),
  ];
  return `read_csv(${options.join(', ')})`;
}

function byPosition(columns: readonly StagedColumn[]): string {
  return `columns = {${wires(columns)
    .map((c, i) => `c${i}: ${text(c.load.read)}`)
    .join(', ')}}`;
}

function jsonReader(
  files: readonly string[],
  format: StagingFormat & { kind: 'json' },
  columns: readonly StagedColumn[],
  line: number,
): string {
  // The reader allocates several times the maximum for each thread.
  const common = `${paths(files)}, compression = '${compressionOf(format)}', maximum_object_size = ${line}`;
  if (format.records === '') {
    const types = wires(columns).map((c) => `${text(c.load.wire)}: ${text(c.load.read)}`);
    return `read_json(${common}, format = 'newline_delimited', columns = {${types.join(', ')}})`;
  }
  const struct = wires(columns).map((c) => `${id(c.load.wire)} ${c.load.read}`);
  const columnsText = `{${text(format.records)}: ${text(`STRUCT(${struct.join(', ')})[]`)}}`;
  const pages = `SELECT unnest(${id(format.records)}) AS r FROM read_json(${common}, format = 'unstructured', columns = ${columnsText})`;
  // Taken out of the record before any expression: DuckDB's TRY lets through an error of a cast of `r.field`.
  return `(SELECT ${wires(columns)
    .map((c) => `r.${id(c.load.wire)} AS ${id(c.load.wire)}`)
    .join(', ')} FROM (${pages}))`;
}

function paths(files: readonly string[]): string {
  return `[${files.map(text).join(', ')}]`;
}

function compressionOf(format: StagingFormat): string {
  return format.compression === 'gzip' ? 'gzip' : 'uncompressed';
}

/** Several columns may come from one staged column, such as Salesforce's IsDeleted and the flag made of it. */
export function wires(columns: readonly StagedColumn[]): StagedColumn[] {
  return [...new Map(columns.map((c) => [c.load.wire, c])).values()];
}

/**
 * A query that counts, for each of the columns `asked`, the values that its expression refuses; the result's columns have their names.
 * Asked only after a load has failed, so that the error names the column and no row's content.
 */
export function refusedQuery(
  files: readonly string[],
  format: StagingFormat,
  columns: readonly StagedColumn[],
  longestLine: number,
  asked: readonly StagedColumn[] = columns,
): string {
  const raw = columns.map((c) => ({
    ...c,
    load: { ...c.load, read: c.load.read.startsWith('STRUCT') ? c.load.read : 'VARCHAR' },
  }));
  const names = new Set(asked.map((c) => c.name));
  const declared = new Map(columns.map((c) => [c.name, c.load.read]));
  const positions = positionsOf(raw);
  const counts = raw
    .filter((c) => names.has(c.name))
    .map((c) => {
      const value = reference(c, format, positions);
      const typed = declared.get(c.name) ?? 'VARCHAR';
      const source = typed === 'VARCHAR' || typed.startsWith('STRUCT') ? value : `CAST(${value} AS ${typed})`;
      const converted = c.load.expression.replaceAll('$', () => source);
      return `count(*) FILTER (WHERE ${value} IS NOT NULL AND TRY(${converted}) IS NULL) AS ${id(c.name)}`;
    });
  return `SELECT ${counts.join(', ')} FROM ${reader(files, format, raw, longestLine)}`;
}
