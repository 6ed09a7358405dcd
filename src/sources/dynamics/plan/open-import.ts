import type { Resume } from '../../../model/contract.ts';
import type { Partition, TablePlan } from '../../../model/plan.ts';
import { toMicros } from '../../../model/watermark.ts';
import { withFilterHint } from '../connect/dataverse-errors.ts';
import { ServiceFault } from '../connect/service-fault.ts';
import type { WebApiClient } from '../connect/web-api-client.ts';
import type { Meter } from '../connect/web-api-transport.ts';
import { type EntityInfo, isElastic, isVirtual } from '../describe/metadata.ts';
import { DynamicsImport } from '../read/dynamics-import.ts';
import { PageSize } from '../read/pages.ts';
import type { Tuning } from '../tuning.ts';
import { instant, pathOf, queriesOf, spanOf, type TableQueries } from './odata-query.ts';
import { fullPartitions, incrementalPartitions, type PlanningContext, totalPartitions } from './partitions.ts';
import { RangePool } from './time-ranges.ts';

export interface OpenInput {
  readonly plan: TablePlan;
  readonly resume: Resume | null;
  readonly entity: EntityInfo;
  readonly client: WebApiClient;
  readonly tuning: Tuning;
  readonly parallel: number;
  readonly signal: AbortSignal;
}

/**
 * An operation of Dataverse takes two minutes at most (https://learn.microsoft.com/power-apps/developer/data-platform/api-limits), and
 * its rows appear with the time of its beginning. A full sync would miss those for good that were old when their range was read and are
 * new, but from before the start, when it is over; so its tail begins that much earlier.
 */
const COMMIT_SECONDS = 120;

const TOKEN_ID = 'first change-tracking token';

/** Before every row: the watermark of a table in which there was none. Dataverse has no earlier times. */
const LONG_AGO = Date.UTC(1900, 0, 1) / 1000;

/**
 * `modifiedon` is stamped by the service itself; what a client sends for it is ignored. Any other time, `createdon` too, which
 * `overriddencreatedon` sets, may come from elsewhere and arrive late. https://learn.microsoft.com/power-apps/developer/data-platform/import-data
 */
const mayLag = (cursor: string): boolean => cursor !== 'modifiedon';

interface Bounds {
  readonly oldest: number | null;
  readonly newest: number | null;
  readonly rows: number | null;
}

/** Begins a table's import: finds out where it starts and cuts it into partitions. */
export async function openImport(input: OpenInput): Promise<DynamicsImport> {
  const { plan, client, tuning, entity } = input;
  const meter: Meter = { requests: 0, bytes: 0 };
  const cursor = plan.schema.cursor?.column ?? '';
  const queries = queriesOf(plan, cursor, { canOrder: !isVirtual(entity), single: isElastic(entity) });
  const context: PlanningContext = { set: entity.EntitySetName ?? '', queries, pageRows: tuning.pageRows };
  const base = { plan, client, tuning, context, meter, size: new PageSize(tuning), isVirtual: isVirtual(entity) };
  const ranges = (expectedRows: number | null) => new RangePool({ pageRows: tuning.pageRows, expectedRows });
  if (plan.schema.cursor === null) {
    const nothing = { ranges: ranges(null), start: null, newest: null, deltaLink: null, serviceCount: null, resumed: false };
    return new DynamicsImport({ ...base, ...nothing, partitions: totalPartitions(context, null) });
  }
  if (plan.mode === 'incremental' && plan.since !== null) {
    const start = client.clock;
    const partitions = incremental(plan, context, start);
    return new DynamicsImport({
      ...base,
      ranges: ranges(null),
      start,
      newest: mayLag(cursor) ? secondsOf(plan.since.value) : null,
      partitions,
      deltaLink: plan.since.token ?? null,
      serviceCount: null,
      resumed: false,
    });
  }
  const resume = resumable(input.resume);
  const bounds = await boundsOf(input, context.set, queries, meter);
  const start = resume === null ? client.clock : secondsOf(resume.watermark.value);
  const partitions = full(input, context, bounds, start, resume?.done ?? []);
  return new DynamicsImport({
    ...base,
    ranges: ranges(bounds.rows),
    start,
    newest: mayLag(cursor) ? (bounds.newest ?? LONG_AGO) : null,
    partitions,
    deltaLink: null,
    serviceCount: bounds.rows,
    resumed: resume !== null,
  });
}

/** An import without partitions of its own: for rows by their keys, or of ranges. */
export function selectImport({ plan, client, tuning, entity }: OpenInput): DynamicsImport {
  const order = { canOrder: !isVirtual(entity), single: isElastic(entity) };
  const queries = queriesOf(plan, plan.schema.cursor?.column ?? '', order);
  const context: PlanningContext = { set: entity.EntitySetName ?? '', queries, pageRows: tuning.pageRows };
  return new DynamicsImport({
    plan,
    client,
    tuning,
    context,
    meter: { requests: 0, bytes: 0 },
    size: new PageSize(tuning),
    isVirtual: isVirtual(entity),
    ranges: new RangePool({ pageRows: tuning.pageRows, expectedRows: null }),
    start: null,
    newest: null,
    partitions: [],
    deltaLink: null,
    serviceCount: null,
    resumed: false,
  });
}

function incremental(plan: TablePlan, context: PlanningContext, start: number): Partition[] {
  const before = plan.since === null ? start : secondsOf(plan.since.value);
  const { deletesBy, lookbackSeconds } = plan.options;
  const deletes = deletesBy === 'change_tracking' ? 'changes' : deletesBy === 'keys' ? 'keys' : null;
  // The sweep of keys has the condition too, so it finds such rows by itself.
  const findsUnmatched = context.queries.where.length > 0 && deletes !== 'keys' && plan.options.deletes !== 'ignore';
  const low = Math.max(LONG_AGO, Math.floor(before - lookbackSeconds));
  return incrementalPartitions(context, { low, start, deletes, findsUnmatched, readsCalculated: plan.readsCalculated === true });
}

function full(
  { plan, parallel }: OpenInput,
  context: PlanningContext,
  bounds: Bounds,
  start: number,
  done: readonly string[],
): Partition[] {
  return fullPartitions(context, {
    ...bounds,
    expectedRows: bounds.rows,
    start,
    tail: start - Math.min(COMMIT_SECONDS, Math.ceil(plan.options.lookbackSeconds)),
    parallel,
    done: done.flatMap((id) => spanOf(id) ?? []),
    tokenId: plan.schema.cursor?.kind === 'token' ? tokenId(done) : null,
  });
}

/**
 * The id of the partition that requests the first token: never one that an interrupted import has done, because the token is requested again. That of the
 * rest is younger than the rows that were read before; whatever was deleted between the two, the sweep of keys at the end finds.
 */
function tokenId(done: readonly string[]): string {
  const before = done.filter((id) => id.startsWith(TOKEN_ID)).length;
  return before === 0 ? TOKEN_ID : `${TOKEN_ID} (${before + 1})`;
}

function resumable(resume: Resume | null): { watermark: { value: string }; done: readonly string[] } | null {
  if (resume === null || resume.watermark === null) return null;
  return { watermark: resume.watermark, done: resume.done };
}

const secondsOf = (timestamp: string): number => Number(toMicros(timestamp) / 1_000_000n);

/** Where the oldest and the newest row stand and how many there may be, at the cost of one request. */
async function boundsOf(
  { plan, client, signal, entity }: OpenInput,
  set: string,
  queries: TableQueries,
  meter: Meter,
): Promise<Bounds> {
  const { cursor, where } = queries;
  // A time in the future says nothing of how far the cursor has come.
  const past = mayLag(cursor) ? [`${cursor} lt ${instant(client.clock)}`] : [];
  const edge = (direction: string) => {
    const conditions = [...where, `${cursor} ne null`, ...past];
    return `${pathOf(set, { select: [cursor], conditions, order: [`${cursor} ${direction}`] })}&$top=1`;
  };
  const count = `RetrieveTotalRecordCount(EntityNames=['${entity.LogicalName}'])`;
  const paths = [edge('asc'), edge('desc'), ...(where.length === 0 ? [count] : [])];
  const [oldest, newest, total] = await client.batch(paths, plan.ref.name, signal, { lenient: true, meter });
  return { oldest: edgeOf(oldest, cursor, plan, client), newest: edgeOf(newest, cursor, plan, client), rows: countOf(total) };
}

function edgeOf(answer: unknown, cursor: string, plan: TablePlan, client: WebApiClient): number | null {
  if (answer instanceof ServiceFault) throw withFilterHint(client.explain(answer, plan.ref.name), plan, [cursor]);
  const [row] = (answer as { value: Record<string, string>[] }).value;
  const millis = Date.parse(row?.[cursor] ?? '');
  return Number.isNaN(millis) ? null : Math.floor(millis / 1000);
}

/** Up to a day old, and not known for every table. */
export function countOf(answer: unknown): number | null {
  const counts = (answer as { EntityRecordCountCollection?: { Values?: number[] } } | undefined)?.EntityRecordCountCollection;
  const value = answer instanceof ServiceFault ? undefined : counts?.Values?.[0];
  return value === undefined || value < 0 ? null : value;
}
