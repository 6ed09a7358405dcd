import type { GroupByClause, Query, FieldType as SelectItem } from '@jetstreamapp/soql-parser-js';
import { Failure, malformed, notModelled } from '../failure.ts';
import type { Org } from '../org.ts';
import { type Field, isGroupable, type SObject, type StoredRecord } from '../schema.ts';
import { jsonValue, type Value } from '../values.ts';
import { resolve } from './path.ts';
import { dateFunction } from './where.ts';

/** At most so many groups are answered; there is no queryMore for them. */
export const MAX_GROUPS = 2000;

interface Output {
  readonly alias: string;
  readonly field: Field;
  readonly compute: (rows: readonly StoredRecord[]) => Value;
}

const UNORDERED: ReadonlySet<string> = new Set([
  'boolean',
  'textarea',
  'multipicklist',
  'address',
  'location',
  'base64',
  'encryptedstring',
]);
const INT: Field = { name: 'expr', type: 'int' };

export function isAggregate(query: Query): boolean {
  return query.groupBy !== undefined || (query.fields ?? []).some((f) => f.type === 'FieldFunctionExpression');
}

export const isCount = (query: Query): boolean => {
  const [only, ...others] = query.fields ?? [];
  return (
    others.length === 0 &&
    only?.type === 'FieldFunctionExpression' &&
    only.functionName.toUpperCase() === 'COUNT' &&
    only.parameters.length === 0
  );
};

/** The records of an aggregate query as REST writes them. */
export function aggregate(org: Org, object: SObject, query: Query, rows: readonly StoredRecord[]): string[] {
  // External objects: https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_external_objects.htm
  if (object.uncounted) throw malformed('Implementation restriction: aggregate functions are not supported for external objects');
  const keys = [query.groupBy ?? []].flat().map((g) => groupKey(org, object, g));
  let unnamed = 0;
  const outputs = (query.fields ?? []).map((item) => output(org, object, item, () => `expr${unnamed++}`));
  const groups = new Map<string, StoredRecord[]>();
  for (const row of rows) {
    const key = JSON.stringify(keys.map((k) => k(row)));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  if (keys.length === 0 && groups.size === 0) groups.set('', []);
  if (groups.size > MAX_GROUPS) {
    throw new Failure(
      400,
      'EXCEEDED_ID_LIMIT',
      'Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch',
    );
  }
  const order = [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
  return order.map(([, group]) => {
    const values = outputs.map((o) => `"${o.alias}":${jsonValue(o.field, o.compute(group))}`);
    return `{"attributes":{"type":"AggregateResult"},${values.join(',')}}`;
  });
}

function groupKey(org: Org, object: SObject, clause: GroupByClause): (record: StoredRecord) => Value {
  if ('field' in clause) {
    const path = resolve(org, object, clause.field);
    if (!isGroupable(path.field)) throw malformed(`field '${path.field.name}' can not be grouped in a query call`);
    return path.read;
  }
  const path = resolve(org, object, String(clause.fn.parameters?.[0]));
  const part = dateFunction(clause.fn.functionName ?? '');
  return (record) => part(path.read(record));
}

function output(org: Org, object: SObject, item: SelectItem, unnamed: () => string): Output {
  if (item.type === 'Field') {
    const path = resolve(org, object, item.field);
    return {
      alias: item.alias ?? path.field.name,
      field: path.field,
      compute: ([first]) => (first === undefined ? null : path.read(first)),
    };
  }
  if (item.type !== 'FieldFunctionExpression') throw notModelled(`${item.type} in an aggregate query`);
  const name = item.functionName.toUpperCase();
  const alias = item.alias ?? unnamed();
  const path = resolve(org, object, String(item.parameters[0]));
  const values = (rows: readonly StoredRecord[]): Value[] => rows.map(path.read).filter((v) => v !== null);
  if (name === 'COUNT') return { alias, field: INT, compute: (rows) => values(rows).length };
  if (name === 'COUNT_DISTINCT') return { alias, field: INT, compute: (rows) => new Set(values(rows)).size };
  if (name === 'MIN' || name === 'MAX') {
    if (UNORDERED.has(path.field.type))
      throw malformed(`the aggregate operator ${name} does not support the type of field '${path.field.name}'`);
    const sign = name === 'MIN' ? -1 : 1;
    const best = (rows: readonly StoredRecord[]): Value =>
      values(rows).reduce<Value>((a, b) => (a === null || (b !== null && (b > a ? 1 : -1) === sign) ? b : a), null);
    return { alias, field: path.field, compute: best };
  }
  const part = dateFunction(name);
  const field: Field = name === 'DAY_ONLY' ? { name: alias, type: 'date' } : INT;
  return { alias, field, compute: ([first]) => (first === undefined ? null : part(path.read(first))) };
}
