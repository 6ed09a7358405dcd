import type { TablePlan } from '../../../model/plan.ts';

/** A span of the cursor, half-open: from `low` on, before `high`. ISO text in whole seconds; null: unbounded. */
export interface Window {
  readonly low: string | null;
  readonly high: string | null;
  /** True where rows without a cursor belong to it: in one window of an import, the first. */
  readonly nulls: boolean;
}

export const EVERYTHING: Window = { low: null, high: null, nulls: true };

/** One query for rows of a table; most tables have one, files have one for each table that they belong to. */
export interface Stream {
  /** Unique within the table; '' where there is only one. */
  readonly id: string;
  /** SOQL; null: all rows. */
  readonly condition: string | null;
  /** Rows that came into reach without a change of their own: requested without the cursor's window. */
  readonly outsideWindow?: true;
  /** Whose children they are, where the condition is a semi-join: it can be written with the parents' Ids as well. */
  readonly parent?: ParentQuery;
}

export interface ParentQuery {
  readonly object: string;
  /** Joined by AND. */
  readonly conditions: readonly string[];
  /** The children's field that names the parent. */
  readonly path: string;
  /** A further condition on the children. */
  readonly more?: string;
}

/** `SELECT Id FROM Case WHERE …` */
export function selectParents({ object, conditions: all }: ParentQuery): string {
  return `SELECT Id FROM ${object}${all.length === 0 ? '' : ` WHERE ${all.join(' AND ')}`}`;
}

/** `ParentId IN (SELECT Id FROM Case WHERE …)` */
export function semiJoin(parent: ParentQuery): string {
  return childrenIn(parent, selectParents(parent));
}

/** The same with the Ids themselves. */
export function withIds(parent: ParentQuery, ids: readonly string[]): string {
  return childrenIn(parent, ids.map((id) => `'${id}'`).join(','));
}

function childrenIn({ path, more }: ParentQuery, parents: string): string {
  return `${path} IN (${parents})${more === undefined ? '' : ` AND ${more}`}`;
}

/** Salesforce takes no semi-join within a semi-join. */
export function isNested({ conditions: all }: ParentQuery): boolean {
  return all.some((c) => /\(\s*SELECT\b/i.test(c.replaceAll(/'(?:\\[\s\S]|[^'\\])*'/g, '')));
}

/** How to request the rows of a table. */
export interface TableQuery {
  /** What stands behind FROM. */
  readonly object: string;
  /** '' or, where the rows are reached over another object, its path to them: `ContentDocument.`. */
  readonly prefix: string;
  /** As the query writes them, in the order of the columns; Bulk's header has the same. */
  readonly fields: readonly string[];
  /** As the query writes it; null: the table is read whole. */
  readonly cursor: string | null;
  /** A cursor of the user's own may be empty; such rows are read each time. */
  readonly cursorMayBeNull: boolean;
  /** Rows may appear with a cursor that runs behind the clock: what an import sets, or the user's own field. */
  readonly settable: boolean;
  /** For such a cursor, where the object has a SystemModstamp: what is older in the window was read before. */
  readonly changedSince: string | null;
  /** True where deleted rows can be requested and are flagged. */
  readonly showsDeleted: boolean;
  /** True for activities in a full sync: archived ones are shown only together with deleted ones, which are then left out by a condition. */
  readonly liveOnly: boolean;
  readonly streams: readonly Stream[];
  /** Streams that an incremental import needs besides, given its low edge. */
  entered(low: string): readonly Stream[];
}

/** A SOQL datetime literal: unquoted, whole seconds. */
export function literal(iso: string): string {
  return `${iso.slice(0, 19)}Z`;
}

export function conditions(tableQuery: TableQuery, stream: Stream, window: Window): string[] {
  const { cursor, cursorMayBeNull } = tableQuery;
  const own = stream.condition === null ? [] : [`(${stream.condition})`];
  if (cursor === null || stream.outsideWindow) return own;
  const edges = [
    ...(window.low === null ? [] : [`${cursor} >= ${literal(window.low)}`]),
    ...(window.high === null ? [] : [`${cursor} < ${literal(window.high)}`]),
    ...(tableQuery.changedSince === null || window.low === null ? [] : [`SystemModstamp >= ${tableQuery.changedSince}`]),
  ];
  if (cursorMayBeNull && window.nulls && edges.length > 0)
    return [...own, `(${edges.length === 1 ? edges[0] : `(${edges.join(' AND ')})`} OR ${cursor} = null)`];
  return [...own, ...edges];
}

export function selectRows(
  tableQuery: TableQuery,
  stream: Stream,
  window: Window,
  fields = tableQuery.fields,
  more: readonly string[] = [],
): string {
  const live = tableQuery.liveOnly && fields === tableQuery.fields ? [`${tableQuery.prefix}IsDeleted = false`] : [];
  const all = [...conditions(tableQuery, stream, window), ...live, ...more];
  return `SELECT ${fields.join(', ')} FROM ${tableQuery.object}${all.length === 0 ? '' : ` WHERE ${all.join(' AND ')}`}`;
}

/** The fields that staging files hold, in the order in which the warehouse takes them from a CSV. The flag is one whatever columns are chosen. */
export function wiresOf(plan: TablePlan): string[] {
  const { columns, deletedFlag } = plan.schema;
  const flag = deletedFlag === undefined ? [] : [deletedFlag.wire];
  const loaded = columns.flatMap((c) => (c.load === null ? [] : [c.load.wire]));
  return [...new Set([...loaded, ...flag])];
}

export function queryPath(base: string, operation: 'query' | 'queryAll', soql: string): string {
  return `${base}/${operation}/?q=${encodeURIComponent(soql)}`;
}

/** What is asked by REST: a query, with or without the recycle bin. */
export interface RestQuery {
  readonly operation: 'query' | 'queryAll';
  readonly soql: string;
}
