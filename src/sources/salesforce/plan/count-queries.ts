import type { FigureColumns, PartFigures, Period, TablePart } from '../../../model/counts.ts';
import type { TablePlan } from '../../../model/plan.ts';
import { earlier } from '../../../model/watermark.ts';
import { dependenceOf } from '../describe/dependence.ts';
import { iso } from './partition.ts';
import { literal, type RestQuery } from './soql.ts';
import { type ObjectFacts, shownRows } from './table-query.ts';

/*
 * `deletes_by: counts`: rows are counted by the time of their creation, which never changes, with the lowest and highest Id and the newest stamp of
 * each period. Date functions count in UTC, an answer has 2,000 groups at most, and there is no second page.
 * https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_date_functions.htm
 */

const CREATED = 'CreatedDate';
const STAMP = 'SystemModstamp';

/** How a table's rows are counted. */
export interface CountPlan {
  readonly object: string;
  readonly operation: 'query' | 'queryAll';
  /** The table's own: its filter, and no recycle bin. */
  readonly conditions: readonly string[];
  /** Rows created later are not counted: what comes while a run reads is the next run's. Null: the object has no CreatedDate. */
  readonly until: string | null;
  /** Whether the newest SystemModstamp is compared, too. */
  readonly stamped: boolean;
  /** A row whose stamp is newer than this, in milliseconds, may have been changed while the run was reading. */
  readonly settledUntil: number;
}

/** Null: this table's rows are not counted, or can't be. `start`: when its import began, milliseconds since 1970. */
export function countPlanOf(plan: TablePlan, start: number): CountPlan | null {
  const { options, schema, mode, ref } = plan;
  if (mode !== 'incremental' || options.deletesBy !== 'counts' || options.deletes === 'ignore') return null;
  if (dependenceOf(options) !== null || !columnNames(plan).has('Id') || schema.key.length !== 1 || schema.key[0] !== 'Id')
    return null;
  const facts = schema.detail as ObjectFacts;
  const names = columnNames(plan);
  return {
    object: ref.name,
    ...shownRows(plan),
    until: names.has(CREATED) && facts.dated === true ? iso(start) : null,
    stamped: names.has(STAMP) && facts.stamped,
    settledUntil: Date.parse(earlier(new Date(start).toISOString(), options.lookbackSeconds)),
  };
}

/** Columns whose values here are the source's own. */
function columnNames({ schema }: TablePlan): ReadonlySet<string> {
  return new Set(schema.columns.flatMap((c) => (c.load?.wire === c.name && c.mask === undefined ? [c.name] : [])));
}

/** What the warehouse is asked for, to be compared with the answers. */
export function figureColumns({ stamped }: CountPlan): FigureColumns {
  return { edges: 'Id', ...(stamped ? { stamp: STAMP } : {}) };
}

/** The whole table as far as it is counted. */
export function countedPart({ until }: CountPlan): TablePart {
  return until === null ? [] : [{ column: CREATED, from: null, to: until }];
}

/** From and to a time of creation; null: open. */
export type Span = readonly [from: string | null, to: string | null];

/** The rows of a window, as far as they are counted. */
export function windowPart({ until }: CountPlan, [from, to]: Span): TablePart {
  return [{ column: CREATED, from, to: to === null || (until !== null && to > until) ? until : to }];
}

/** A time as DuckDB writes it, as an edge of a window. */
export function spanOf(written: string): string {
  return iso(Date.parse(written.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')));
}

export function iso8601(ms: number): string {
  return new Date(ms).toISOString();
}

const GROUPS: Readonly<Record<Period, readonly (readonly [field: string, alias: string])[]>> = {
  month: [
    [`CALENDAR_YEAR(${CREATED})`, 'y'],
    [`CALENDAR_MONTH(${CREATED})`, 'm'],
  ],
  day: [[`DAY_ONLY(${CREATED})`, 'd']],
  hour: [
    [`DAY_ONLY(${CREATED})`, 'd'],
    [`HOUR_IN_DAY(${CREATED})`, 'h'],
  ],
};

/** Months of which all days, and days of which all hours, fit in one answer of 2,000 groups. */
export const PARENTS_A_QUERY: Readonly<Record<Period, number>> = { month: 1, day: 64, hour: 83 };

export function periodQuery(counts: CountPlan, period: Period, within: readonly TablePart[]): RestQuery {
  const groups = GROUPS[period];
  const select = groups.map(([field, alias]) => `${field} ${alias}`).join(', ');
  return aggregate(counts, within, `${select}, `, ` GROUP BY ${groups.map(([field]) => field).join(', ')}`);
}

export function partQuery(counts: CountPlan, part: TablePart): RestQuery {
  return aggregate(counts, [part], '', '');
}

/** The first question of a table: asked together with those of other tables. */
export function firstCountQuery(counts: CountPlan): RestQuery {
  return counts.until === null ? partQuery(counts, countedPart(counts)) : periodQuery(counts, 'month', [countedPart(counts)]);
}

function aggregate(counts: CountPlan, within: readonly TablePart[], select: string, groups: string): RestQuery {
  const stamp = counts.stamped ? `, MAX(${STAMP}) newest` : '';
  const all = conditionsOf(counts, within);
  const where = all.length === 0 ? '' : ` WHERE ${all.join(' AND ')}`;
  const soql = `SELECT ${select}COUNT(Id) n, MIN(Id) lowest, MAX(Id) highest${stamp} FROM ${counts.object}${where}${groups}`;
  return { operation: counts.operation, soql };
}

/** The conditions of the rows of some parts. */
export function conditionsOf({ conditions }: CountPlan, parts: readonly TablePart[]): string[] {
  const within = parts.map((part) =>
    part
      .flatMap(({ column, from, to }) => [
        ...(from === null ? [] : [`${column} >= ${soqlValue(column, from)}`]),
        ...(to === null ? [] : [`${column} < ${soqlValue(column, to)}`]),
      ])
      .join(' AND '),
  );
  if (within.length === 0 || within.includes('')) return [...conditions];
  return [...conditions, within.length === 1 ? (within[0] ?? '') : `(${within.map((w) => `(${w})`).join(' OR ')})`];
}

const soqlValue = (column: string, edge: string): string => (column === CREATED ? literal(edge) : `'${edge}'`);

/** One record of an aggregate's answer. */
export type CountRecord = Readonly<Record<string, unknown>>;

export function figuresOf(record: CountRecord): PartFigures {
  const [lowest, highest, newest] = [record.lowest, record.highest, Date.parse(String(record.newest ?? ''))];
  return {
    rows: Number(record.n),
    lowest: typeof lowest === 'string' ? lowest : null,
    highest: typeof highest === 'string' ? highest : null,
    newest: Number.isNaN(newest) ? null : newest,
    hash: null,
  };
}

/** Where a group's period starts, in milliseconds since 1970. */
export function startOf(period: Period, record: CountRecord): number {
  if (period === 'month') return Date.UTC(Number(record.y), Number(record.m) - 1);
  return Date.parse(String(record.d)) + (period === 'hour' ? Number(record.h) * 3_600_000 : 0);
}

export function periodPart(period: Period, start: number, until: string): TablePart {
  const at = new Date(start);
  const end =
    period === 'month'
      ? Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1)
      : start + (period === 'day' ? 86_400_000 : 3_600_000);
  const to = iso(end);
  return [{ column: CREATED, from: iso(start), to: to < until ? to : until }];
}

/** A part cut at some Ids. */
export function cutById(part: TablePart, cuts: readonly string[]): TablePart[] {
  const others = part.filter((span) => span.column !== 'Id');
  const { from = null, to = null } = part.find((span) => span.column === 'Id') ?? {};
  const edges = [from, ...cuts.filter((cut) => cut !== from), to];
  return edges.slice(1).map((end, i) => [...others, { column: 'Id', from: edges[i] ?? null, to: end }]);
}

export type FigureDifference = 'none' | 'keys' | 'values';

/** What the figures say of one part. `keys`: rows have come or gone. `values`: the rows are the same and one of them is not. */
export function compareFigures(counts: CountPlan, there: PartFigures, here: PartFigures): FigureDifference {
  if (there.rows !== here.rows || there.lowest !== here.lowest || there.highest !== here.highest) return 'keys';
  return staleStamp(counts, there, here) ? 'values' : 'none';
}

/** True where a change is missing here that no run would read any more. What was changed while the run read is the next run's. */
export function staleStamp({ settledUntil }: CountPlan, there: PartFigures, here: PartFigures): boolean {
  if (there.newest === here.newest) return false;
  return Math.max(there.newest ?? 0, here.newest ?? 0) < settledUntil;
}
