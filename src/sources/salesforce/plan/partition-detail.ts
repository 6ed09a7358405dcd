import type { Partition } from '../../../model/plan.ts';
import type { Slice } from '../read/slice-reader.ts';
import { type TableQuery, type Stream, selectRows, type Window } from './soql.ts';

/** Which rows besides those of the query may have left the table; see left.ts. */
export type RemovalCheck = 'none' | 'deleted' | 'unmatched' | 'present';

/** What a partition knows of itself: plain JSON. */
export interface PartitionDetail {
  readonly stream: Stream;
  readonly window: Window;
  readonly operation: 'query' | 'queryAll';
  readonly how: 'rest' | 'bulk';
  readonly left: RemovalCheck;
}

export const sliceOf = ({ stream, window, operation, how }: PartitionDetail): Slice => ({ stream, window, operation, how });

export interface PartitionInput extends PartitionDetail {
  readonly pass: Partition['pass'];
  readonly expectedRows: number | null;
  readonly expectedRequests: number | null;
}

/** A partition's id is its stream and window: the same in a later run that goes on with an interrupted full sync. */
export function partitionOf(reading: TableQuery, { pass, expectedRows, expectedRequests, ...detail }: PartitionInput): Partition {
  const { stream, window } = detail;
  const edges = stream.outsideWindow || reading.cursor === null ? 'all' : `${window.low ?? ''}..${window.high ?? ''}`;
  return {
    id: `${stream.id === '' ? '' : `${stream.id}: `}${edges}`,
    pass,
    query: selectRows(reading, stream, window),
    expectedRows,
    expectedRequests,
    detail,
  };
}
