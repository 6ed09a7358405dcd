import { compileFilter, type Test } from './filter-eval.ts';
import { type Filter, parseFilter } from './filter-parse.ts';
import { badQuery, type Reference, ServiceError, type Value } from './model.ts';
import { answered, type Preferences, type Query } from './query.ts';
import { annotationsOf, Renderer } from './render.ts';
import { comparable, compareBy, type Handle, type Order, type Sorted, type Table } from './table.ts';

/** The service stops counting here. https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query/count-rows */
export const COUNT_LIMIT = 5000;
/** `$apply` refuses above so many rows. */
export const APPLY_LIMIT = 50_000;

export interface PageResult {
  readonly body: string | Buffer;
  readonly rows: number;
}

export interface PageContext {
  readonly table: Table;
  readonly query: Query;
  readonly preferences: Preferences;
  /** Which rows the user may see; null: all. */
  readonly visible: ((row: Handle) => boolean) | null;
  /** Base address of the Web API as the answer's links show it. */
  readonly base: string;
  /** Registers a link that was handed out. */
  issue(link: string): string;
  /** Answers longer than this are refused with 0x80040216. */
  readonly maxBytes: number;
}

/** One page of an entity set: filtered, ordered by the order columns and the key, after the cookie of the page before. */
export function page(context: PageContext): PageResult {
  const { table, query, preferences } = context;
  const size = Math.min(query.top ?? preferences.pageSize, preferences.pageSize);
  const sorted = table.sorted(query.order);
  const cookie = query.skiptoken === null ? null : parseCookie(query.skiptoken, query.order, table);
  const bounds = bound(query, table, sorted);
  const compiled = query.filter === null ? null : compileFilter(query.filter, table.def.name, (name) => table.typeOf(name));
  // Within its bounds every row meets a window's conditions.
  const test = bounds.isAll ? null : compiled;
  const from = cookie === null ? bounds.from : Math.max(bounds.from, firstAfter(sorted, cookie.last, query.order, table));
  const columns = answered(query, table);
  const renderer = new Renderer(table, columns, annotationsOf(preferences.annotations));
  const rows: (readonly (string | Buffer)[])[] = [];
  let first: Handle | null = null;
  let last: number | null = null;
  let more = false;
  for (let i = from; i < bounds.to; i++) {
    if (context.visible !== null && !context.visible(sorted.at(i))) continue;
    if (test !== null && !test(getter(sorted.at(i), table))) continue;
    if (rows.length === size) {
      more = query.top === null;
      break;
    }
    rows.push(renderer.row(() => sorted.at(i), sorted.generatedIndex(i)));
    first ??= sorted.at(i);
    last = i;
  }
  const head = [`"@odata.context":"${contextOf(context)}"`];
  if (query.count)
    head.push(`"@odata.count":${Math.min(countRows(table, compiled ?? (() => true), context.visible), COUNT_LIMIT)}`);
  let next = '';
  if (more && first !== null && last !== null) {
    const token = skiptoken(first, sorted.at(last), query.order, table, (cookie?.page ?? 1) + 1);
    next = `,"@odata.nextLink":${JSON.stringify(context.issue(link(context, token)))}`;
  }
  const body = assemble(`{${head.join(',')},"value":[`, rows, `]${next}}`);
  if (body.length > context.maxBytes) throw new ServiceError(400, '0x80040216', 'An unexpected error occurred.');
  return { body, rows: rows.length };
}

/** Half a million rows are sent as bytes that were made before; texts of several megabytes would cost more than they show. */
function assemble(head: string, rows: readonly (readonly (string | Buffer)[])[], tail: string): string | Buffer {
  if (rows.every((row) => row.length === 1)) return `${head}${rows.map(([row]) => row).join(',')}${tail}`;
  const pieces: Buffer[] = [Buffer.from(head)];
  for (const [i, row] of rows.entries()) {
    if (i > 0) pieces.push(COMMA);
    for (const piece of row) pieces.push(typeof piece === 'string' ? Buffer.from(piece) : piece);
  }
  return Buffer.concat([...pieces, Buffer.from(tail)]);
}

const COMMA = Buffer.from(',');

export function countRows(table: Table, test: Test, visible: PageContext['visible']): number {
  let count = 0;
  const sorted = table.sorted([]);
  const counts = (row: Handle): boolean => (visible?.(row) ?? true) && test(getter(row, table));
  for (let i = 0; i < sorted.length && count <= APPLY_LIMIT; i++) if (counts(sorted.at(i))) count++;
  return count;
}

export function getter(handle: Handle, table: Table): (property: string) => string | boolean | null {
  return (name) => {
    const column = table.property(name);
    return column === undefined ? null : comparable(handle.value(column.name));
  };
}

export function contextOf({ base, query, table }: Pick<PageContext, 'base' | 'query' | 'table'>): string {
  const chosen = query.select === null ? '' : `(${query.select.map((c) => c.name).join(',')})`;
  return `${base}$metadata#${table.def.set}${chosen}`;
}

function link({ base, query, table }: PageContext, token: string): string {
  return `${base}${table.def.set}?${query.repeated === '' ? '' : `${query.repeated}&`}$skiptoken=${encodeURIComponent(token)}`;
}

/** What the filter says of the first order column, so that a range need not be looked for from the table's start. */
function bound(query: Query, table: Table, sorted: Sorted): { from: number; to: number; isAll: boolean } {
  const [order] = query.order;
  if (order === undefined || order.descending || query.filter === null)
    return { from: 0, to: sorted.length, isAll: query.filter === null };
  let [from, to] = [0, sorted.length];
  let isAll = true;
  for (const condition of conjuncts(query.filter)) {
    isAll &&= condition.kind === 'compare' && ['ge', 'lt'].includes(condition.operator);
    const isPlain = condition.kind === 'compare' && condition.left.kind === 'property' && condition.right.kind === 'literal';
    if (!isPlain || table.property(condition.left.name)?.name !== order.column.name || condition.right.type === 'null') {
      isAll = false;
      continue;
    }
    const value = condition.right.text;
    // NULL stands first and meets no comparison.
    from = Math.max(
      from,
      search(sorted.length, (i) => sorted.at(i).value(order.column.name) !== null),
    );
    const place = (strict: boolean) =>
      search(sorted.length, (i) => {
        const result = compareBy(sorted.at(i).value(order.column.name), value, order.column);
        return strict ? result > 0 : result >= 0;
      });
    if (condition.operator === 'ge') from = Math.max(from, place(false));
    if (condition.operator === 'lt') to = Math.min(to, place(false));
    if (condition.operator === 'le') to = Math.min(to, place(true));
  }
  return { from, to, isAll };
}

function conjuncts(filter: Filter): Filter[] {
  return filter.kind === 'and' ? [...conjuncts(filter.left), ...conjuncts(filter.right)] : [filter];
}

/** The first index for which `isAfter` holds; it must hold for all that follow. */
function search(length: number, isAfter: (index: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isAfter(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

interface Cookie {
  readonly page: number;
  readonly last: ReadonlyMap<string, Value>;
}

function firstAfter(sorted: Sorted, last: ReadonlyMap<string, Value>, order: readonly Order[], table: Table): number {
  const key = table.column(table.def.key);
  const columns = [...order, ...(key === undefined ? [] : [{ column: key, descending: false }])];
  return search(sorted.length, (i) => {
    const handle = sorted.at(i);
    for (const { column, descending } of columns) {
      const result = compareBy(handle.value(column.name), last.get(column.name) ?? null, column);
      if (result !== 0) return descending ? result < 0 : result > 0;
    }
    return false;
  });
}

/** The service's paging cookie: XML, URL-encoded within XML that is URL-encoded again in the link. */
function skiptoken(first: Handle, last: Handle, order: readonly Order[], table: Table, pageNumber: number): string {
  const text = (value: Value) => (isReference(value) ? `{${value.id.toUpperCase()}}` : xml(String(value)));
  const field = (name: string, guid: boolean) => {
    const [a, b] = [first.value(name), last.value(name)];
    const show = (v: Value) => (guid && typeof v === 'string' ? `{${v.toUpperCase()}}` : v === null ? '' : text(v));
    return `<${name} last="${show(b)}"${b === null ? ' lastnull="1"' : ''} first="${show(a)}"${a === null ? ' firstnull="1"' : ''} />`;
  };
  const fields = [...order.map((o) => field(o.column.name, false)), field(table.def.key, true)];
  const inner = `<cookie page="${pageNumber - 1}">${fields.join('')}</cookie>`;
  const encoded = encodeURIComponent(inner).replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
  return `<cookie pagenumber="${pageNumber}" pagingcookie="${encoded}" istracking="False" />`;
}

function parseCookie(token: string, order: readonly Order[], table: Table): Cookie {
  const outer = /^<cookie pagenumber="(\d+)" pagingcookie="([^"]*)" istracking="False" \/>$/.exec(token);
  const inner = outer === null ? '' : decodeURIComponent(outer[2] ?? '');
  const names = [...order.map((o) => o.column.name), table.def.key];
  const last = new Map<string, Value>();
  for (const name of names) {
    const match = new RegExp(`<${name} last="([^"]*)"( lastnull="1")?`).exec(inner);
    if (match === null) throw malformed();
    const value = unxml(match[1] ?? '').replace(/^\{(.*)\}$/, (_, id: string) => id.toLowerCase());
    last.set(name, match[2] === undefined ? value : null);
  }
  return { page: Number(outer?.[1] ?? 1), last };
}

export const malformed = (): ServiceError => new ServiceError(400, '0x8006088a', 'Malformed XML in the Paging Cookie');
const isReference = (value: Value): value is Reference => value !== null && typeof value === 'object';
const xml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const unxml = (text: string): string =>
  text.replaceAll('&gt;', '>').replaceAll('&lt;', '<').replaceAll('&quot;', '"').replaceAll('&amp;', '&');

/** `$apply=aggregate($count as n)`: the one aggregation that this server knows; refused as the service refuses. */
export function apply(context: PageContext): PageResult {
  const { table } = context;
  // filter(…)/aggregate(…): as if it stood in $filter.
  const [, condition, rest = ''] = /^(?:filter\((.*)\)\/)?(aggregate\(.*\))$/s.exec(context.query.apply ?? '') ?? [];
  const query = condition === undefined ? context.query : { ...context.query, filter: parseFilter(condition), apply: rest };
  const total = countRows(
    table,
    query.filter === null ? () => true : compileFilter(query.filter, table.def.name, (n) => table.typeOf(n)),
    context.visible,
  );
  if (total > APPLY_LIMIT)
    throw new ServiceError(
      400,
      '0x8004e023',
      `AggregateQueryRecordLimit exceeded. Cannot perform this operation. The maximum record limit of ${APPLY_LIMIT} is exceeded.`,
    );
  const match = /^aggregate\(\$count as (\w+)\)$/.exec(query.apply ?? '');
  if (match === null) throw badQuery('This server aggregates nothing but $count.');
  return { body: `{"@odata.context":"${contextOf(context)}","value":[{"${match[1]}":${total}}]}`, rows: 1 };
}
