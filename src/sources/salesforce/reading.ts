import type { TablePlan } from '../../model/plan.ts';
import { dependenceOf, enteredStreams, streamsOf } from './implied.ts';
import { literal, type Reading, wiresOf } from './soql.ts';

// Salesforce sets these itself on every row; where it does not, it says so.
const NEVER_NULL: ReadonlySet<string> = new Set(['LastModifiedDate', 'SystemModstamp', 'CreatedDate', 'LoginTime']);

/** What of an object decides which rows are asked for, whatever columns were chosen; `TableSchema.detail`. */
export interface ObjectFacts {
  /** Rows move to an archive, which only `queryAll` shows (activities). */
  readonly archives: boolean;
}

/** How a table's rows are asked for, by its plan alone. */
export function readingOf(plan: TablePlan): Reading {
  const { schema, options, ref } = plan;
  const dependence = dependenceOf(options);
  const prefix = dependence?.over === undefined ? '' : `${ref.name}.`;
  const cursor = schema.cursor === null ? null : prefix + schema.cursor.column;
  return {
    object: dependence?.over ?? ref.name,
    prefix,
    fields: wiresOf(plan),
    cursor,
    cursorMayBeNull: schema.cursor !== null && (schema.cursor.mayBeNull === true || !NEVER_NULL.has(schema.cursor.column)),
    showsDeleted: schema.deletedFlag !== undefined,
    liveOnly: plan.mode === 'full' && schema.deletedFlag !== undefined && (schema.detail as ObjectFacts).archives,
    streams: dependence === null ? [{ id: '', condition: options.where ?? null }] : streamsOf(dependence),
    entered: (low) => (dependence === null ? [] : enteredStreams(dependence, literal(low))),
  };
}
