import { compareValues } from './compare.ts';
import { badQuery, ServiceError } from './model.ts';
import { contextOf, malformed, type PageContext, type PageResult } from './page.ts';
import { answered } from './query.ts';
import { annotationsOf, renderRow } from './render.ts';
import type { Handle, Table } from './table.ts';

/** Tokens live so many seconds by default (ExpireChangeTrackingInDays). */
export const TOKEN_SECONDS = 7 * 24 * 3600;

export const expiredToken = (): ServiceError =>
  new ServiceError(
    410,
    '0x80044352',
    'The data token has expired or the metadata of the table has changed: please perform a full sync.',
  );

interface Token {
  readonly version: number;
  readonly issued: number;
  readonly schema: number;
}

export interface TrackingContext extends PageContext {
  readonly now: number;
  /** The newest version number of the organisation. */
  readonly version: number;
}

/** The first read under `odata.track-changes` (all rows) and every read of a delta link (changes since it was given). */
export function tracked(context: TrackingContext): PageResult {
  const { table, query } = context;
  if (!table.def.changeTracking)
    throw new ServiceError(400, '0x80044351', `Change tracking is not enabled for the entity ${table.def.name}.`);
  if (query.filter !== null || query.order.length > 0 || query.top !== null || query.apply !== null)
    throw badQuery('The $filter, $orderby, $expand and $top query options are not supported with change tracking.');
  const resumed = query.skiptoken === null ? null : parseSkip(query.skiptoken);
  const since = query.deltatoken === null ? null : checked(parseToken(query.deltatoken), context);
  const upTo: Token = resumed?.upTo ?? { version: context.version, issued: context.now, schema: table.schemaVersion };
  const from = resumed?.since ?? since?.version ?? null;
  return from === null
    ? initial(context, upTo, resumed?.offset ?? '')
    : changes(context, from, upTo, Number(resumed?.offset ?? 0));
}

/** All rows in the order of keys; the last page has the delta link. */
function initial(context: TrackingContext, upTo: Token, after: string): PageResult {
  const { table, preferences } = context;
  const sorted = table.sorted([]);
  const rows: string[] = [];
  let index = 0;
  if (after !== '') while (index < sorted.length && compareValues(sorted.at(index).id, after, 'guid') <= 0) index++;
  let last: Handle | null = null;
  for (; index < sorted.length && rows.length < preferences.pageSize; index++) {
    last = sorted.at(index);
    rows.push(rowOf(context, last));
  }
  const more = index < sorted.length && last !== null;
  return answer(context, rows, more ? { offset: last?.id ?? '', since: null, upTo } : null, upTo, false);
}

/** Rows that were written since, as they are now, and then the keys of deleted ones, whether they were ever seen or not. */
function changes(context: TrackingContext, since: number, upTo: Token, offset: number): PageResult {
  const { table, preferences } = context;
  const touched = new Map<string, boolean>();
  for (const change of table.changes) {
    if (change.version <= since || change.version > upTo.version) continue;
    touched.set(change.id, change.deleted || (touched.get(change.id) ?? false));
  }
  const handles = byId(table);
  const written = [...touched.keys()].flatMap((id) => handles.get(id) ?? []);
  const deleted = [...touched].filter(([, wasDeleted]) => wasDeleted).map(([id]) => id);
  const all: (() => string)[] = [
    ...written.map((handle) => () => rowOf(context, handle)),
    ...deleted.map(
      (id) => () =>
        `{"@odata.context":"${context.base}$metadata#${table.def.set}/$deletedEntity","id":"${id}","reason":"deleted"}`,
    ),
  ];
  const rows = all.slice(offset, offset + preferences.pageSize).map((render) => render());
  const next = offset + rows.length;
  return answer(context, rows, next < all.length ? { offset: String(next), since, upTo } : null, upTo, true);
}

function byId(table: Table): Map<string, Handle> {
  const sorted = table.sorted([]);
  return new Map(Array.from({ length: sorted.length }, (_, i) => [sorted.at(i).id, sorted.at(i)]));
}

function rowOf(context: TrackingContext, handle: Handle): string {
  return renderRow(handle, answered(context.query, context.table), annotationsOf(context.preferences.annotations));
}

function answer(
  context: TrackingContext,
  rows: readonly string[],
  skip: { offset: string; since: number | null; upTo: Token } | null,
  upTo: Token,
  isDelta: boolean,
): PageResult {
  const { base, query, table } = context;
  const prefix = `${base}${table.def.set}?${query.repeated === '' ? '' : `${query.repeated}&`}`;
  const link =
    skip === null
      ? `"@odata.deltaLink":${JSON.stringify(`${prefix}$deltatoken=${encodeURIComponent(tokenText(upTo))}`)}`
      : `"@odata.nextLink":${JSON.stringify(context.issue(`${prefix}$skiptoken=${encodeURIComponent(skipText(skip))}`))}`;
  return {
    body: `{"@odata.context":"${contextOf(context)}${isDelta ? '/$delta' : ''}","value":[${rows.join(',')}],${link}}`,
    rows: rows.length,
  };
}

/** `919042!08/22/2017 08:10:44`, with the schema's version so that a metadata change voids it. */
function tokenText(token: Token): string {
  return `${token.version}!${new Date(token.issued).toISOString()}!${token.schema}`;
}

function parseToken(text: string): Token {
  const [version, issued, schema] = text.split('!');
  const token = { version: Number(version), issued: Date.parse(issued ?? ''), schema: Number(schema) };
  if (!Object.values(token).every(Number.isFinite)) throw badQuery('The delta token is not valid.');
  return token;
}

function checked(token: Token, context: TrackingContext): Token {
  if (context.now - token.issued > TOKEN_SECONDS * 1000 || token.schema !== context.table.schemaVersion) throw expiredToken();
  return token;
}

function skipText(skip: { offset: string; since: number | null; upTo: Token }): string {
  const cookie = encodeURIComponent(JSON.stringify(skip)).replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
  return `<cookie pagenumber="2" pagingcookie="${cookie}" istracking="True" />`;
}

function parseSkip(text: string): { offset: string; since: number | null; upTo: Token } {
  const match = /pagingcookie="([^"]*)" istracking="True"/.exec(text);
  if (match === null) throw malformed();
  return JSON.parse(decodeURIComponent(match[1] ?? '')) as { offset: string; since: number | null; upTo: Token };
}
