import { type Filter, parseFilter } from './filter-parse.ts';
import { badQuery, type ColumnDef, isData, noProperty, ServiceError } from './model.ts';
import type { Order, Table } from './table.ts';

/** The system query options of one request, checked against the table. */
export interface Query {
  /** Columns asked for; null: all. */
  readonly select: readonly ColumnDef[] | null;
  readonly filter: Filter | null;
  readonly order: readonly Order[];
  readonly top: number | null;
  readonly count: boolean;
  readonly apply: string | null;
  readonly skiptoken: string | null;
  readonly deltatoken: string | null;
  /** The options as sent but for the tokens: what a next link repeats. */
  readonly repeated: string;
}

export interface Preferences {
  readonly pageSize: number;
  readonly annotations: readonly string[];
  readonly trackChanges: boolean;
  /** As the answer's Preference-Applied says it. */
  readonly applied: readonly string[];
}

const OPTIONS = new Set(['$select', '$filter', '$orderby', '$top', '$count', '$expand', '$apply', '$skiptoken', '$deltatoken']);

/** Splits a raw query string; values decoded once. */
export function rawOptions(search: string): Map<string, string> {
  const parts = search === '' ? [] : search.split('&');
  return new Map(
    parts.map((part) => {
      const cut = part.indexOf('=');
      return [part.slice(0, cut), decodeURIComponent(part.slice(cut + 1).replaceAll('+', ' '))];
    }),
  );
}

export function parseQuery(search: string, table: Table): Query {
  const raw = rawOptions(search);
  if (raw.has('$skip')) throw new ServiceError(400, '0x80060888', "The query parameter '$skip' is not supported.");
  const unknown = [...raw.keys()].find((name) => name.startsWith('$') && !OPTIONS.has(name));
  if (unknown !== undefined) throw badQuery(`The query parameter '${unknown}' is not supported.`);
  if (raw.has('$expand')) throw badQuery('This server expands nothing.');
  const filter = raw.get('$filter');
  const repeated = search.split('&').filter((p) => p !== '' && !p.startsWith('$skiptoken=') && !p.startsWith('$deltatoken='));
  return {
    select: select(raw.get('$select'), table),
    filter: filter === undefined ? null : parseFilter(filter),
    order: orderBy(raw.get('$orderby'), table),
    top: top(raw.get('$top')),
    count: raw.get('$count') === 'true',
    apply: raw.get('$apply') ?? null,
    skiptoken: raw.get('$skiptoken') ?? null,
    deltatoken: raw.get('$deltatoken') ?? null,
    repeated: repeated.join('&'),
  };
}

function select(text: string | undefined, table: Table): ColumnDef[] | null {
  if (text === undefined) return null;
  const names = text.split(',').map((n) => n.trim());
  return names.map((name) => property(name, table));
}

function property(name: string, table: Table): ColumnDef {
  const column = table.property(name);
  if (column === undefined) throw noProperty(name, table.def.name);
  return column;
}

function orderBy(text: string | undefined, table: Table): Order[] {
  if (text === undefined) return [];
  return text.split(',').flatMap((part) => {
    const [name = '', direction = 'asc', more] = part.trim().split(/\s+/);
    if (more !== undefined || !['asc', 'desc'].includes(direction)) throw badQuery(`Syntax error in '$orderby=${text}'.`);
    const column = property(name, table);
    if (['Image', 'File', 'MultiSelectPicklist'].includes(column.type)) throw badQuery(`${name} cannot be used in $orderby.`);
    // The key is the last order column anyhow.
    return column.name === table.def.key && direction === 'asc' ? [] : [{ column, descending: direction === 'desc' }];
  });
}

function top(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^[1-9]\d*$/.test(text)) throw badQuery(`Invalid value '${text}' for $top.`);
  return Math.min(Number(text), 5000);
}

/** `Prefer: odata.maxpagesize=5000,odata.include-annotations="a,b",odata.track-changes` */
export function preferences(header: string | undefined): Preferences {
  const parts = (header ?? '').match(/[\w.-]+(?:=(?:"[^"]*"|[^,\s]+))?/g) ?? [];
  const values = new Map(parts.map((p) => [p.split('=')[0] ?? '', (p.split('=')[1] ?? '').replaceAll('"', '')]));
  const size = values.get('odata.maxpagesize');
  if (size !== undefined && !/^[1-9]\d*$/.test(size)) throw badQuery(`Invalid odata.maxpagesize '${size}'.`);
  const known = parts.filter((p) => /^odata\.(maxpagesize|include-annotations|track-changes)/.test(p));
  return {
    pageSize: Math.min(Number(size ?? 5000), 5000),
    annotations: (values.get('odata.include-annotations') ?? '').split(',').filter((a) => a !== ''),
    trackChanges: values.has('odata.track-changes'),
    applied: known,
  };
}

/** The columns of an answer: the key always, and a Money column's currency unasked. */
export function answered(query: Pick<Query, 'select'>, table: Table): ColumnDef[] {
  const all = table.def.columns.filter(isData);
  if (query.select === null) return all;
  const asked = new Set(query.select.map((c) => c.name));
  const money = query.select.some((c) => c.type === 'Money');
  return all.filter((c) => asked.has(c.name) || c.name === table.def.key || (money && c.name === 'transactioncurrencyid'));
}
