import type { TablePlan } from '../../../model/plan.ts';
import { earlier } from '../../../model/watermark.ts';
import { removalQuery } from '../read/deletes.ts';
import type { RestQuery } from '../read/rest-pages.ts';
import type { RemovalCheck } from './partition-detail.ts';
import { EVERYTHING, isNested, literal, type TableQuery, type Stream, selectRows, type Window } from './soql.ts';
import { tableQueryOf } from './table-query.ts';

/** What an import asks for: from its low edge on; a full sync from the beginning. */
export function windowOf(plan: TablePlan, reading: TableQuery): Window {
  if (reading.cursor === null) return EVERYTHING;
  const low = plan.since === null ? null : literal(earlier(plan.since.value, plan.options.lookbackSeconds));
  return { low, high: null, nulls: true };
}

export function streamsOf(reading: TableQuery, { low }: Window): readonly Stream[] {
  return low === null ? reading.streams : [...reading.streams, ...reading.entered(low)];
}

/** The recycle bin shows what was deleted since; a full sync has no use for it, but for the archived activities beside it. */
export const operationOf = (plan: TablePlan, reading: TableQuery): 'query' | 'queryAll' =>
  (plan.mode === 'incremental' && reading.showsDeleted) || reading.liveOnly ? 'queryAll' : 'query';

/** Whether an incremental import has to look for rows that no longer meet the user's own condition. */
export function removalCheckOf(plan: TablePlan, stream: Stream): RemovalCheck {
  const filtered = plan.options.where !== undefined && stream.id === '' && stream.condition !== null;
  return plan.mode === 'incremental' && filtered && plan.options.deletes !== 'ignore' && plan.schema.key.length > 0
    ? 'unmatched'
    : 'none';
}

/** The queries that a table asks first, in this order for each stream: what may have left, then the rows. */
export function firstQueries(plan: TablePlan): RestQuery[] {
  const reading = tableQueryOf(plan);
  const window = windowOf(plan, reading);
  const operation = operationOf(plan, reading);
  const streams = streamsOf(reading, window);
  if (streams.some((s) => s.parent !== undefined && isNested(s.parent))) return [];
  return streams.flatMap((stream) => {
    const left = removalQuery(reading, plan, stream, window, removalCheckOf(plan, stream));
    return [...(left === null ? [] : [left]), { operation, soql: selectRows(reading, stream, window) }];
  });
}
