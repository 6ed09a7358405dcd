import { HighwaterError } from '../../../model/errors.ts';
import type { TablePlan } from '../../../model/plan.ts';
import { refusesFilter } from '../connect/service-errors.ts';
import type { MetadataCache } from '../describe/metadata-cache.ts';
import { tableQueryOf } from '../plan/table-query.ts';

/**
 * Some objects describe a field as filterable and refuse every query that filters by it. That is remembered, and the table is planned
 * again with the next cursor that it has, or without any. Null: the error is another.
 */
export function refusedCursor(error: unknown, plan: TablePlan, memory: MetadataCache): HighwaterError | null {
  const { cursor } = tableQueryOf(plan);
  const column = plan.schema.cursor?.column;
  if (cursor === null || column === undefined || !refusesFilter(error, cursor)) return null;
  memory.setUnfilterable(plan.ref.name, column);
  return new HighwaterError(
    'SCHEMA_CHANGED',
    `${plan.ref.name}: Salesforce describes ${column} as a field to filter by, and refuses to do so.`,
    'Highwater remembers this and takes another cursor. If the configuration names this one as `cursor`, leave that out.',
    { cause: error },
  );
}
