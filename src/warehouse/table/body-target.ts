import type { Connection } from '../duckdb/database.ts';
import { deletedValue, flagged } from '../load/deleted-flag.ts';
import type { LoadTarget } from '../load/load-batch.ts';
import { stagedColumns } from '../load/staging-query.ts';
import { SYNCED_AT, withDerived } from './layout.ts';
import type { LoadContext } from './table-load.ts';

// What `_synced_at` says of a piece's rows until its partition is whole: long before any row was synced. The column is short, and is
// written by itself.
const FIRST_MARK = Date.UTC(1900, 0, 1) * 1000;
const AFTER_MARKS = "TIMESTAMPTZ '1950-01-01 00:00:00+00'";

/** Where the rows of a full sync's body go. `now`: SQL for this run's time. `onLongRows` is called where any come in pieces. */
export function bodyTarget({ plan, layout }: LoadContext, table: string, now: string, onLongRows: () => void): LoadTarget {
  const flag = plan.schema.deletedFlag;
  const select = (query: string, syncedAt: string) => {
    const constants = [...layout.removed.map(() => 'NULL'), syncedAt, ...(layout.marksDeletes ? ['NULL'] : [])];
    return withDerived(layout, query, flag === undefined ? constants : [...constants, deletedValue(flag)]);
  };
  return {
    table,
    columns: flagged(stagedColumns(layout.columns), flag),
    select: (query) => select(query, now),
    batched: true,
    pieces: {
      select: (query, sequence) => {
        onLongRows();
        return select(query, mark(sequence));
      },
      settle: async (c, sequences) => c.run(`UPDATE ${table} SET ${SYNCED_AT} = ${now} WHERE ${marked(sequences)}`),
      remove: async (c, sequences) => c.run(`DELETE FROM ${table} WHERE ${marked(sequences)}`),
    },
  };
}

const mark = (sequence: number): string => `CAST(make_timestamp(${FIRST_MARK + sequence}) AS TIMESTAMPTZ)`;

const marked = (sequences: readonly number[]): string => `${SYNCED_AT} IN (${sequences.map(mark).join(', ')})`;

/** Removes the pieces of partitions that a killed run did not end. */
export async function removeUnsettled(connection: Connection, table: string): Promise<void> {
  const pieces = `${table} WHERE ${SYNCED_AT} < ${AFTER_MARKS}`;
  if ((await connection.count(pieces)) > 0) await connection.run(`DELETE FROM ${pieces}`);
}
