import type { Partition, TablePlan } from '../../../model/plan.ts';
import type { Staging } from '../../../model/staging.ts';
import { partitionOf } from '../plan/partition-detail.ts';
import { EVERYTHING, type TableQuery, type Stream, selectRows } from '../plan/soql.ts';
import { keyFields } from './deletes.ts';
import type { Read, Reader } from './rest-pages.ts';
import { SliceReader, type ReadContext } from './slice-reader.ts';

/*
 * Some objects are answered under a filter only (Knowledge__kav under PublishStatus). What changed and no longer meets the table's
 * condition can't be asked for there, so the keys of all rows that do meet it tell which rows have left.
 */

const KEYS_A_QUERY = 400;

/** Reads the keys of all rows that meet the condition, after everything else. */
export function sweepPartition(reading: TableQuery, plan: TablePlan, stream: Stream): Partition {
  const whole = { ...stream, outsideWindow: true } as const;
  const partition = partitionOf(reading, {
    pass: 'sweep',
    stream: whole,
    window: EVERYTHING,
    operation: 'query',
    how: 'rest',
    left: 'present',
    expectedRows: null,
    expectedRequests: null,
  });
  return { ...partition, id: 'all keys', query: selectRows(reading, whole, EVERYTHING, keyFields(plan)) };
}

export async function readSweep(
  context: ReadContext,
  reader: Reader,
  staging: Staging,
  stream: Stream,
  plan: TablePlan,
): Promise<Read> {
  const reading: TableQuery = { ...context.reading, fields: keyFields(plan), liveOnly: false };
  const present: Staging = { create: async (_, format) => staging.create('present', format) };
  const columns = plan.schema.columns.filter((c) => plan.schema.key.includes(c.name));
  const piece = { stream, window: EVERYTHING, operation: 'query', how: 'rest' } as const;
  return new SliceReader({ ...context, reading, columns }, reader, present).read(piece);
}

/** Rows that the sweep saw and the warehouse lacks, by their Ids; null where they have another key. */
export function partitionsByKey(
  reading: TableQuery,
  plan: TablePlan,
  stream: Stream,
  keys: readonly (readonly string[])[],
): Partition[] | null {
  if (plan.schema.key.length !== 1 || plan.schema.key[0] !== 'Id') return null;
  const partitions: Partition[] = [];
  for (let at = 0; at < keys.length; at += KEYS_A_QUERY) {
    const ids = keys.slice(at, at + KEYS_A_QUERY).map(([id]) => `'${id}'`);
    const own = stream.condition === null ? '' : `(${stream.condition}) AND `;
    const byKey: Stream = {
      id: `rows by key ${at + 1}`,
      condition: `${own}${reading.prefix}Id IN (${ids.join(',')})`,
      outsideWindow: true,
    };
    partitions.push(
      partitionOf(reading, {
        pass: 'sweep',
        stream: byKey,
        window: EVERYTHING,
        operation: 'query',
        how: 'rest',
        left: 'none',
        expectedRows: ids.length,
        expectedRequests: 1,
      }),
    );
  }
  return partitions;
}
