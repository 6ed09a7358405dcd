import { parseQuery, type Query, type Subquery } from '@jetstreamapp/soql-parser-js';
import { Failure, malformed } from '../failure.ts';
import type { Org } from '../org.ts';
import type { SObject, StoredRecord } from '../schema.ts';
import { comparable, type Value } from '../values.ts';
import { type Condition, comparisons, conditionOf, required } from './condition.ts';
import { readField, resolve } from './path.ts';
import { type Scope, testOf } from './where.ts';

const MAX_CHARACTERS = 100_000;

/** A query that was understood, and the object that it asks. */
export interface Parsed {
  readonly query: Query;
  readonly object: SObject;
  readonly condition: Condition | null;
}

export function parse(org: Org, soql: string): Parsed {
  if (soql.length > MAX_CHARACTERS) throw malformed('SOQL statements cannot be longer than 100000 characters.');
  let query: Query;
  try {
    query = parseQuery(soql);
  } catch (error) {
    throw malformed(`unexpected token: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
  }
  return { query, ...target(org, query) };
}

function target(org: Org, query: Query): { object: SObject; condition: Condition | null } {
  const name = query.sObject ?? '';
  const object = org.find(name);
  if (object === null) {
    throw new Failure(
      400,
      'INVALID_TYPE',
      `\nERROR at Row:1:Column:16\nsObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`,
    );
  }
  if (object.queryable === false)
    throw new Failure(400, 'INVALID_TYPE_FOR_OPERATION', `entity type ${object.name} does not support query`);
  const condition = query.where === undefined ? null : conditionOf(query.where);
  if (object.name === 'ContentDocumentLink') refuseUnfilteredLinks(condition);
  if (object.neverQueried !== undefined) throw new Failure(400, object.neverQueried.errorCode, object.neverQueried.message);
  if (object.mustFilter !== undefined) refuseUnfiltered(object.mustFilter, condition);
  return { object, condition };
}

function refuseUnfiltered({ field, words }: NonNullable<SObject['mustFilter']>, condition: Condition | null): void {
  const filtered = required(condition).some((c) => c.field?.toLowerCase() === field.toLowerCase() && c.operator === '=');
  if (!filtered) throw malformed(words);
}

function refuseUnfilteredLinks(condition: Condition | null): void {
  const filtered = required(condition).some(
    (c) => /^(ContentDocumentId|LinkedEntityId)$/i.test(c.field ?? '') && (c.operator === '=' || c.operator === 'IN'),
  );
  if (filtered) return;
  throw malformed(
    "Implementation restriction: ContentDocumentLink requires a filter by a single Id on ContentDocumentId or LinkedEntityId using the equals operator or multiple Id's using the IN operator.",
  );
}

/** The records that a query means, in order, before they are written. `all`: those in the recycle bin too. */
export function select(
  org: Org,
  { query, object, condition }: Parsed,
  all: boolean,
  parent?: { readonly field: string; readonly id: Value },
): StoredRecord[] {
  const scope: Scope = { org, object, subquery: (inner) => semiJoin(org, inner, all) };
  const test = testOf(scope, condition);
  const rows: StoredRecord[] = [];
  for (const record of org.records(object.name)) {
    // Archived activities are shown like deleted records: only by queryAll.
    if (!all && (record.IsDeleted === true || record.IsArchived === true)) continue;
    if (!org.shows(object.name, record)) continue;
    if (parent !== undefined && record[parent.field] !== parent.id) continue;
    if (test(record)) rows.push(record);
  }
  order(org, object, query, rows);
  const from = query.offset ?? 0;
  return query.limit === undefined ? rows.slice(from) : rows.slice(from, from + query.limit);
}

/** The records of a child subquery of one parent. */
export function selectChildren(
  org: Org,
  child: { readonly childSObject: string; readonly field: string },
  query: Subquery,
  parentId: Value,
  all: boolean,
): { parsed: Parsed; rows: StoredRecord[] } {
  const object = org.find(child.childSObject);
  if (object === null) throw new Failure(400, 'INVALID_TYPE', `sObject type '${child.childSObject}' is not supported.`);
  const parsed: Parsed = {
    query: { ...query, sObject: object.name },
    object,
    condition: query.where === undefined ? null : conditionOf(query.where),
  };
  return { parsed, rows: select(org, parsed, all, { field: child.field, id: parentId }) };
}

function semiJoin(org: Org, query: Query, all: boolean): Set<Value> {
  const [item, ...others] = query.fields ?? [];
  if (item?.type !== 'Field' || others.length > 0) throw malformed('Nesting of semi join sub-selects is not supported');
  const { object, condition } = target(org, query);
  if (comparisons(condition).some((c) => c.valueQuery !== undefined))
    throw malformed('Nesting of semi join sub-selects is not supported');
  const { field } = resolve(org, object, item.field);
  if (field.type !== 'id' && field.type !== 'reference') throw malformed(`Invalid type in semi join: ${field.name}`);
  return new Set(select(org, { query, object, condition }, all).map((record) => readField(field, record)));
}

function order(org: Org, object: SObject, query: Query, rows: StoredRecord[]): void {
  if (query.groupBy !== undefined) return;
  const keys = [query.orderBy ?? []]
    .flat()
    .flatMap((o) =>
      'field' in o ? [{ path: resolve(org, object, o.field), down: o.order === 'DESC', last: o.nulls === 'LAST' }] : [],
    );
  if (keys.length === 0) return;
  rows.sort((a, b) => {
    for (const { path, down, last } of keys) {
      const [x, y] = [comparable(path.field, path.read(a)), comparable(path.field, path.read(b))];
      if (x === y) continue;
      if (x === null || y === null) return (x === null) === last ? 1 : -1;
      return (x < y ? -1 : 1) * (down ? -1 : 1);
    }
    return 0;
  });
}
