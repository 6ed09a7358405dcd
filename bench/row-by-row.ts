// The baseline that Highwater is compared with: rows as JavaScript objects, from pg-cursor into DuckDB's appender, then Parquet.
// Arguments: connection URL, how many rows, a directory.
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import pg from 'pg';
import Cursor from 'pg-cursor';

const [url = '', rows = '0', directory = '.'] = process.argv.slice(2);
const client = new pg.Client({ connectionString: url });
await client.connect();
const instance = await DuckDBInstance.create(join(directory, 'row-by-row.duckdb'), { threads: '2', memory_limit: '512MiB' });
const duckdb = await instance.connect();
const first = await client.query(`SELECT * FROM deals LIMIT 0`);
await duckdb.run(`CREATE TABLE deals (${first.fields.map((f) => `"${f.name}" VARCHAR`).join(', ')})`);
const appender = await duckdb.createAppender('deals');
const cursor = client.query(
  new Cursor(`SELECT * FROM deals LIMIT ${Number(rows)}`, [], { types: { getTypeParser: () => (text: string) => text } }),
);
for (let batch = await cursor.read(10_000); batch.length > 0; batch = await cursor.read(10_000)) {
  for (const row of batch as Record<string, string | null>[]) {
    for (const field of first.fields) {
      const value = row[field.name];
      if (value === null || value === undefined) appender.appendNull();
      else appender.appendVarchar(value);
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
