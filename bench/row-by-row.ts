// The baseline that Highwater is compared with, as one would write it by hand: rows as JavaScript objects from pg-cursor, each value
// converted and appended to DuckDB's appender with the same column types, then Parquet. It must end with the same values, so times keep
// their microseconds, which JavaScript's Date has not. Arguments: connection URL, a directory.
import { join } from 'node:path';
import {
  type DuckDBAppender,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBInstance,
  DuckDBTimestampTZValue,
} from '@duckdb/node-api';
import pg from 'pg';
import Cursor from 'pg-cursor';

type Append = (appender: DuckDBAppender, value: unknown) => void;

const text: Append = (a, v) => a.appendVarchar(String(v));
const instant: Append = (a, v) => a.appendTimestampTZ(new DuckDBTimestampTZValue(v as bigint));
const DAY = 86_400_000;

/** Of `2026-01-31 23:59:59.123456+00`. */
function microseconds(time: string): bigint {
  const fraction = /\.(\d+)/.exec(time)?.[1] ?? '';
  return BigInt(Date.parse(`${time.slice(0, 10)}T${time.slice(11, 19)}Z`)) * 1000n + BigInt(fraction.padEnd(6, '0'));
}

const PARSERS = new Map<number, (value: string) => unknown>([
  [1184, microseconds],
  [1082, (day) => Math.round(Date.parse(day) / DAY)],
]);

const COLUMNS: readonly (readonly [name: string, type: string, append: Append])[] = [
  ['id', 'BIGINT', (a, v) => a.appendBigInt(BigInt(v as string))],
  ['account_id', 'VARCHAR', text],
  ['title', 'VARCHAR', text],
  ['stage', 'VARCHAR', text],
  ['amount', 'DECIMAL(14,2)', (a, v) => a.appendDecimal(new DuckDBDecimalValue(BigInt((v as string).replace('.', '')), 14, 2))],
  ['probability', 'INTEGER', (a, v) => a.appendInteger(v as number)],
  ['close_date', 'DATE', (a, v) => a.appendDate(new DuckDBDateValue(v as number))],
  ['created_at', 'TIMESTAMPTZ', instant],
  ['updated_at', 'TIMESTAMPTZ', instant],
  ['owner_email', 'VARCHAR', text],
  ['note', 'VARCHAR', text],
  ['won', 'BOOLEAN', (a, v) => a.appendBoolean(v as boolean)],
  ['currency', 'VARCHAR', text],
  ['score', 'DOUBLE', (a, v) => a.appendDouble(v as number)],
];

const [url = '', directory = '.'] = process.argv.slice(2);
const client = new pg.Client({
  connectionString: url,
  options: '-c TimeZone=UTC',
  types: { getTypeParser: (oid: number) => PARSERS.get(oid) ?? pg.types.getTypeParser(oid) },
});
await client.connect();
const instance = await DuckDBInstance.create(join(directory, 'row-by-row.duckdb'), { threads: '2', memory_limit: '512MiB' });
const duckdb = await instance.connect();
await duckdb.run(`CREATE TABLE deals (${COLUMNS.map(([name, type]) => `${name} ${type}`).join(', ')})`);
const appender = await duckdb.createAppender('deals');
const cursor = client.query(new Cursor<Record<string, unknown>>(`SELECT ${COLUMNS.map(([name]) => name).join(', ')} FROM deals`));
for (let rows = await cursor.read(10_000); rows.length > 0; rows = await cursor.read(10_000)) {
  for (const row of rows) {
    for (const [name, , append] of COLUMNS) {
      const value = row[name];
      if (value === null) appender.appendNull();
      else append(appender, value);
    }
    appender.endRow();
  }
  appender.flushSync();
}
appender.closeSync();
await duckdb.run(`COPY deals TO '${join(directory, 'row-by-row.parquet')}' (FORMAT parquet, COMPRESSION zstd)`);
await client.end();
duckdb.closeSync();
instance.closeSync();
