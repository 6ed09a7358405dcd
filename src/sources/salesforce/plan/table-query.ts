import type { TablePlan } from '../../../model/plan.ts';
import { earlier } from '../../../model/watermark.ts';
import { childStreams, dependenceOf, enteredStreams } from '../describe/dependence.ts';
import type { RemovalCheck } from './partition.ts';
import {
  EVERYTHING,
  isNested,
  literal,
  type RestQuery,
  type Stream,
  selectRows,
  type TableQuery,
  type Window,
  wiresOf,
} from './soql.ts';

// Salesforce sets these itself on every row; where it does not, it says so.
const NEVER_NULL: ReadonlySet<string> = new Set(['LastModifiedDate', 'SystemModstamp', 'CreatedDate', 'LoginTime']);

/** Facts of an object that decide which rows to request, whatever columns were chosen; `TableSchema.detail`. */
export interface ObjectFacts {
  /** Rows move to an archive, which only `queryAll` shows (activities). */
  readonly archives: boolean;
  /** It has a SystemModstamp that can be filtered. */
  readonly stamped: boolean;
  /** It has a CreatedDate that can be filtered; absent in descriptions of older versions. */
  readonly dated?: boolean;
}

/** Salesforce alone sets these, by its own clock. */
const BY_THE_SERVICE: ReadonlySet<string> = new Set(['SystemModstamp', 'LoginTime']);
const SYSTEM_DATES: ReadonlySet<string> = new Set(['LastModifiedDate', 'CreatedDate']);
/** Standard objects whose dates an import may set; so it may those of custom objects. https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/system_fields.htm */
const IMPORTED: ReadonlySet<string> = new Set(
  'Account Attachment CampaignMember Case CaseComment Contact ContentVersion Contract EmailMessage Event FeedComment FeedItem Holiday Idea IdeaComment Lead Opportunity Question Task Vote'.split(
    ' ',
  ),
);

/** Whether rows may appear with a cursor that runs behind the clock. */
function isSettable(object: string, cursor: string): boolean {
  if (BY_THE_SERVICE.has(cursor)) return false;
  return !SYSTEM_DATES.has(cursor) || IMPORTED.has(object) || /__(c|kav)$/.test(object);
}

/** How to request a table's rows, by its plan alone. */
export function tableQueryOf(plan: TablePlan): TableQuery {
  const { schema, options, ref } = plan;
  const dependence = dependenceOf(options);
  const prefix = dependence?.over === undefined ? '' : `${ref.name}.`;
  const cursor = schema.cursor === null ? null : prefix + schema.cursor.column;
  const facts = schema.detail as ObjectFacts;
  const settable = dependence === null && schema.cursor !== null && isSettable(ref.name, schema.cursor.column);
  const clock = settable && facts.stamped ? plan.since?.token : undefined;
  return {
    object: dependence?.over ?? ref.name,
    prefix,
    fields: wiresOf(plan),
    cursor,
    cursorMayBeNull: schema.cursor !== null && (schema.cursor.mayBeNull === true || !NEVER_NULL.has(schema.cursor.column)),
    settable,
    changedSince: clock === undefined ? null : literal(earlier(clock, options.lookbackSeconds)),
    showsDeleted: schema.deletedFlag !== undefined,
    liveOnly: plan.mode === 'full' && schema.deletedFlag !== undefined && facts.archives,
    streams: dependence === null ? [{ id: '', condition: options.where ?? null }] : childStreams(dependence),
    entered: (low) => (dependence === null ? [] : enteredStreams(dependence, literal(low))),
  };
}

/** What an import asks for: from its low edge on; a full sync from the beginning. */
export function windowOf(plan: TablePlan, tableQuery: TableQuery): Window {
  if (tableQuery.cursor === null) return EVERYTHING;
  const low = plan.since === null ? null : literal(earlier(plan.since.value, plan.options.lookbackSeconds));
  return { low, high: null, nulls: true };
}

export function streamsOf(tableQuery: TableQuery, { low }: Window): readonly Stream[] {
  return low === null ? tableQuery.streams : [...tableQuery.streams, ...tableQuery.entered(low)];
}

/** The recycle bin shows what was deleted since; a full sync has no use for it, but for the archived activities beside it. */
export const operationOf = (plan: TablePlan, tableQuery: TableQuery): 'query' | 'queryAll' =>
  (plan.mode === 'incremental' && tableQuery.showsDeleted) || tableQuery.liveOnly ? 'queryAll' : 'query';

/** Whether an incremental import has to look for rows that no longer meet the user's own condition. */
export function removalCheckOf(plan: TablePlan, stream: Stream): RemovalCheck {
  const filtered = plan.options.where !== undefined && stream.id === '' && stream.condition !== null;
  return plan.mode === 'incremental' && filtered && plan.options.deletes !== 'ignore' && plan.schema.key.length > 0
    ? 'unmatched'
    : 'none';
}

/** The queries that a table asks first, in this order for each stream: removed rows, then the rows. */
export function firstQueries(plan: TablePlan): RestQuery[] {
  const tableQuery = tableQueryOf(plan);
  const window = windowOf(plan, tableQuery);
  const operation = operationOf(plan, tableQuery);
  const streams = streamsOf(tableQuery, window);
  if (streams.some((s) => s.parent !== undefined && isNested(s.parent))) return [];
  return streams.flatMap((stream) => {
    const removals = removalQuery(tableQuery, plan, stream, window, removalCheckOf(plan, stream));
    return [...(removals === null ? [] : [removals]), { operation, soql: selectRows(tableQuery, stream, window) }];
  });
}

/** The rows that a table shows: no recycle bin, and archived ones where the object has any. */
export function shownRows({
  options,
  schema,
}: TablePlan): Pick<RestQuery, 'operation'> & { readonly conditions: readonly string[] } {
  const archived = (schema.detail as ObjectFacts).archives && schema.deletedFlag !== undefined;
  const conditions = [...(options.where === undefined ? [] : [`(${options.where})`]), ...(archived ? ['IsDeleted = false'] : [])];
  return { operation: archived ? 'queryAll' : 'query', conditions };
}

/** The key and the fields that Salesforce computes, as queries write them, in the columns' order. */
export function calculatedFields(plan: TablePlan): string[] {
  const read = plan.schema.columns.filter((c) => plan.schema.key.includes(c.name) || c.calculated);
  return [...new Set(read.flatMap((c) => (c.load === null ? [] : [c.load.wire])))];
}

/** The fields that make up a row's key, as queries write them. */
export function keyFields(plan: TablePlan): string[] {
  return plan.schema.columns.flatMap((c) => (plan.schema.key.includes(c.name) && c.load !== null ? [c.load.wire] : []));
}

/**
 * Asks for the keys of rows that may have been removed: `deleted` ones (a full sync's tail reads rows without the recycle bin), or all that were
 * changed (`unmatched`: those of them that the filtered query does not give no longer meet the condition).
 */
export function removalQuery(
  tableQuery: TableQuery,
  plan: TablePlan,
  stream: Stream,
  window: Window,
  check: RemovalCheck,
): RestQuery | null {
  if (check === 'none' || check === 'present' || check === 'calculated') return null;
  const all: Stream = check === 'unmatched' ? { id: stream.id, condition: null } : stream;
  const deleted = check === 'deleted' ? [`${tableQuery.prefix}IsDeleted = true`] : [];
  return {
    operation: tableQuery.showsDeleted ? 'queryAll' : 'query',
    soql: selectRows(tableQuery, all, window, keyFields(plan), deleted),
  };
}
