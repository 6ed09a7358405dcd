import type { Note } from '../../model/table.ts';
import { fromMicros, heldBackTo, type Watermark } from '../../model/watermark.ts';
import type { Connection } from '../duckdb/database.ts';
import { id, text } from '../duckdb/sql.ts';
import type { Layout } from './layout.ts';
import type { ImportEnd } from './table-load.ts';

/** The watermark to store with the rows of `table`, once all of the import is in it; see HeldBack. */
export async function heldBack(
  connection: Connection,
  table: string,
  { order }: Layout,
  end: ImportEnd,
): Promise<{ watermark: Watermark | null; notes: readonly Note[] }> {
  const { watermark, heldBack: held } = end;
  if (watermark === null || held === undefined || order === null) return { watermark, notes: [] };
  const value = `TRY_CAST(${id(order)} AS ${held.type})`;
  const until = `CAST(TIMESTAMP ${text(held.until.replace('Z', ''))} AS ${held.type})`;
  const newest = `TRY_CAST(max(${value}) FILTER (isfinite(${value}) AND ${value} <= ${until}) AS TIMESTAMP)`;
  const { micros } = await connection.row<{ micros: number | null }>(
    `SELECT CASE WHEN newest IS NOT NULL THEN greatest(epoch_us(newest), 0) END AS micros FROM (SELECT ${newest} AS newest FROM ${table})`,
  );
  const found = micros === null ? null : fromMicros(BigInt(micros));
  return { watermark: heldBackTo(watermark, found, held.slackSeconds), notes: held.describe(found) };
}
