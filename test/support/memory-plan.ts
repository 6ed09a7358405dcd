import type { Resume } from '../../src/model/contract.ts';
import type { Partition, TablePlan } from '../../src/model/plan.ts';
import { earlier, fromMicros, toMicros, type Watermark } from '../../src/model/watermark.ts';
import type { MemoryOptions } from './memory-source.ts';

/** What one partition reads; plain data in its `detail`. */
export interface Slice {
  readonly from?: string;
  readonly to?: string;
  /** The rows without a cursor. */
  readonly nulls?: true;
  /** The low edge itself is left out: a flaw. */
  readonly above?: true;
  /** Keys alone: of all rows, or of those deleted since. */
  readonly keys?: 'present' | 'deleted' | 'existing';
  /** Just the rows with these ids. */
  readonly ids?: readonly number[];
}

export function watermarkOf({ table, flaw }: MemoryOptions, start: string): Watermark {
  const newest = [...table.rows.values()]
    .map((r) => r.modified ?? '')
    .sort()
    .at(-1);
  // One that trusts what happened to arrive misses what is committed late, and all that comes before a date in the future.
  const value = flaw === 'watermark is the newest cursor' && newest !== undefined && newest !== '' ? newest : start;
  return { kind: 'timestamp', value };
}

export function partitionsOf(options: MemoryOptions, plan: TablePlan, start: string, begun: Resume | null): Partition[] {
  const { flaw } = options;
  if (plan.schema.cursor === null) return [partition('all', 'body', {})];
  const lookback = flaw === 'ignores the lookback' ? 0 : plan.options.lookbackSeconds;
  const low = plan.since === null ? null : earlier(plan.since.value, lookback);
  // An interrupted full sync goes on with the partitions that it began with; its tail begins where they end, less the lookback: a row
  // that was committed late meanwhile would be in none of them.
  const body = begun === null ? bodies(options, low, start) : begun.partitions.filter((p) => p.pass === 'body');
  const end = begun?.watermark == null ? start : earlier(begun.watermark.value, lookback);
  const tail = [partition(`[${end}, )`, 'tail', { from: end })];
  if (flaw !== 'forgets null cursors') tail.push(partition('null', 'tail', { nulls: true }));
  const all = [...body, ...(flaw === 'forgets the tail' ? tail.filter((p) => p.id === 'null') : tail)];
  if (low === null) return all;
  if (plan.options.deletesBy === 'keys') all.push(partition('keys', 'sweep', sweepOf(options, low)));
  if (plan.options.deletesBy === 'change_tracking' && flaw !== 'forgets gone keys')
    all.push(partition('deleted', 'tail', { from: low, keys: 'deleted' }));
  if (plan.options.deletesBy === 'change_tracking' && flaw !== 'tracks deletes alone')
    all.push(partition('existing', 'tail', { from: low, keys: 'existing' }));
  return all;
}

/** Reads rows by their keys, a few at a time. */
export function partitionsByKey(ids: readonly number[]): Partition[] {
  const chunks = Array.from({ length: Math.ceil(ids.length / 2) }, (_, i) => ids.slice(i * 2, i * 2 + 2));
  return chunks.map((chunk) => partition(`ids ${chunk.join(', ')}`, 'sweep', { ids: chunk }));
}

function sweepOf({ flaw }: MemoryOptions, low: string): Slice {
  return flaw === 'sweeps only what changed' ? { from: low, keys: 'present' } : { keys: 'present' };
}

/** Half-open ranges of the cursor that cover `[low, start)`. */
function bodies(options: MemoryOptions, low: string | null, start: string): Partition[] {
  const { table, bodies: count = 2, flaw } = options;
  const stamps = [...table.rows.values()].flatMap((r) => (r.modified === null ? [] : [r.modified])).sort();
  const first = low ?? stamps[0] ?? start;
  const cuts = [first];
  const width = (toMicros(start) - toMicros(first)) / BigInt(count);
  for (let i = 1; i < count && width > 0n; i++) cuts.push(fromMicros(toMicros(first) + width * BigInt(i)));
  return cuts.map((from, i) => {
    const to = cuts[i + 1] ?? start;
    const isLow = i === 0 && low === null;
    const above = flaw === (i === 0 ? 'excludes the low edge' : 'leaves a gap between partitions');
    return partition(`[${isLow ? '' : from}, ${to})`, 'body', { ...(isLow ? {} : { from }), to, ...(above ? { above } : {}) });
  });
}

function partition(id: string, pass: Partition['pass'], detail: Slice): Partition {
  return { id, pass, query: id, expectedRows: null, expectedRequests: null, detail };
}
