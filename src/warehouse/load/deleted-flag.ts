import type { Load } from '../../model/table.ts';
import { id } from '../duckdb/sql.ts';
import type { LoadTarget } from './load-batch.ts';

/** The column of a loading table that says whether the source flags the row as deleted. */
export const DELETED_FLAG = '_highwater_deleted';

export function flagged(columns: LoadTarget['columns'], flag: Load | undefined): LoadTarget['columns'] {
  return flag === undefined ? columns : [...columns, { name: DELETED_FLAG, load: flag }];
}

export function deletedValue(flag: Load | undefined): string {
  return flag === undefined ? 'false' : `coalesce(${id(DELETED_FLAG)}, false)`;
}
