import { STATE_SCHEMA, type StoredTable } from './catalog/catalog.ts';
import { type Connection, Database } from './duckdb/database.ts';
import type { DatabaseOptions } from './duckdb/memory-limit.ts';
import { id, qualified, text } from './duckdb/sql.ts';
import { realTypes } from './duckdb/types.ts';
import { shadowTables } from './table/shadow.ts';

// What Parquet would bend: 128 bits as a double, an interval's microseconds, a time's offset.
const LOSSY = ['HUGEINT', 'UHUGEINT', 'INTERVAL', 'TIMETZ'];

// Each thread keeps one row group in memory: that of a wide table must be shorter.
const ROW_GROUP_ROWS = 122_880;
const ROW_GROUP_VALUES = 1_000_000;
// And that of long rows: 10,000 bytes each would make a gigabyte of it.
const ROW_GROUP_BYTES = 32 * 2 ** 20;

// DuckDB plans a statement of 2,000 of them in a second or two.
const MOST_PIECES = 2000;

/** Copies one table into a Parquet file; its source, watermark and run go into the file's key-value metadata. */
export async function exportParquet(
  connection: Connection,
  table: StoredTable,
  file: string,
  compression: string,
  runId: string,
): Promise<void> {
  const declared = new Map(table.columns.map((c) => [c.name, c.parquetType]));
  const replaced = [...(await realTypes(connection, table.schema, table.name))].flatMap(([name, type]) => {
    const to = declared.get(name) ?? (LOSSY.includes(type) ? 'VARCHAR' : undefined);
    return to === undefined ? [] : [`CAST(${id(name)} AS ${to}) AS ${id(name)}`];
  });
  const select = replaced.length === 0 ? '*' : `* REPLACE (${replaced.join(', ')})`;
  const metadata = {
    'highwater.source': table.source,
    'highwater.table': table.table,
    'highwater.watermark': table.watermark?.value ?? '',
    'highwater.synced_at': table.syncedAt,
    'highwater.run': runId,
  };
  const pairs = Object.entries(metadata).map(([key, value]) => `${text(key)}: ${text(value)}`);
  const rows = Math.max(2048, Math.min(ROW_GROUP_ROWS, Math.floor(ROW_GROUP_VALUES / table.columns.length)));
  const from = `SELECT ${select} FROM ${qualified(table.schema, table.name)}`;
  const options = `FORMAT parquet, COMPRESSION ${text(compression)}, ROW_GROUP_SIZE ${rows}, ROW_GROUP_SIZE_BYTES ${ROW_GROUP_BYTES}, KV_METADATA {${pairs.join(', ')}}`;
  await connection.inPieces(async (piece) =>
    connection.run(
      `COPY (${piece === null ? from : await piecewise(connection, table, from, piece)}) TO ${text(file)} (${options})`,
    ),
  );
}

/** The same rows, of which DuckDB reads so many at once. */
async function piecewise(connection: Connection, table: StoredTable, from: string, rows: number): Promise<string> {
  const { last } = await connection.row<{ last: number }>(
    `SELECT coalesce(max(rowid), 0) AS last FROM ${qualified(table.schema, table.name)}`,
  );
  const step = Math.max(rows, Math.ceil((last + 1) / MOST_PIECES));
  const pieces = Math.ceil((last + 1) / step);
  return Array.from({ length: pieces }, (_, i) => `${from} WHERE rowid BETWEEN ${i * step} AND ${(i + 1) * step - 1}`).join(
    ' UNION ALL ',
  );
}

/** Takes out of a copy of the state what people have no use for; what remains is the artifact. */
export async function stripInternals(file: string, options: DatabaseOptions): Promise<void> {
  const database = await Database.open(file, options);
  try {
    await database.keepRowGroups();
    await database.use(async (c) => {
      for (const shadow of await shadowTables(c)) await c.run(`DROP TABLE ${shadow}`);
      await c.run(`DROP SCHEMA ${STATE_SCHEMA} CASCADE`);
      await c.checkpoint();
    });
  } finally {
    database.close();
  }
}
