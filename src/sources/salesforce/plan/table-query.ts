import type { TablePlan } from '../../../model/plan.ts';
import { earlier } from '../../../model/watermark.ts';
import { dependenceOf, enteredStreams, streamsOf } from '../describe/dependence.ts';
import { literal, type TableQuery, wiresOf } from './soql.ts';

// Salesforce sets these itself on every row; where it does not, it says so.
const NEVER_NULL: ReadonlySet<string> = new Set(['LastModifiedDate', 'SystemModstamp', 'CreatedDate', 'LoginTime']);

/** What of an object decides which rows are asked for, whatever columns were chosen; `TableSchema.detail`. */
export interface ObjectFacts {
  /** Rows move to an archive, which only `queryAll` shows (activities). */
  readonly archives: boolean;
  /** It has a SystemModstamp that can be filtered. */
  readonly stamped: boolean;
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

/** How a table's rows are asked for, by its plan alone. */
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
    streams: dependence === null ? [{ id: '', condition: options.where ?? null }] : streamsOf(dependence),
    entered: (low) => (dependence === null ? [] : enteredStreams(dependence, literal(low))),
  };
}
