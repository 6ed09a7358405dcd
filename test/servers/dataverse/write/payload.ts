import {
  badQuery,
  type ColumnDef,
  isLookup,
  isNumber,
  type Reference,
  type Row,
  ServiceError,
  type TableDef,
  type Value,
} from '../model.ts';
import type { Org } from '../org.ts';
import { recordAt } from './record-address.ts';

/** A number of a JSON body, digit for digit. */
class Digits {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export interface Payload {
  readonly values: Row;
  /** Columns that the body names. */
  readonly columns: readonly ColumnDef[];
}

const undeclared = (name: string, set: string): ServiceError =>
  new ServiceError(
    400,
    '0x80048d19',
    `Error identified in Payload provided by the user for Entity :'${set}': an undeclared property '${name}' was found in the payload.`,
  );
const wrongType = (name: string, edm: string): ServiceError =>
  new ServiceError(
    400,
    '0x80048d19',
    `Error identified in Payload provided by the user: Cannot convert the literal of '${name}' to the expected type '${edm}'.`,
  );

/** The navigation property of a lookup: each target of a polymorphic one has its own. */
export function navigationOf(column: ColumnDef, target: string): string {
  return (column.targets?.length ?? 0) > 1 && column.type !== 'Owner'
    ? `${column.name}_${target}`
    : (column.navigation ?? column.name);
}

/** The body of a write, with every name and type checked as OData does it; nothing of the row's own rules. */
export function payload(org: Org, def: TableDef, body: string): Payload {
  let parsed: Record<string, unknown>;
  try {
    parsed = JSON.parse(body, (_, value: unknown, context?: { source?: string }) =>
      typeof value === 'number' ? new Digits(context?.source ?? String(value)) : value,
    ) as Record<string, unknown>;
  } catch {
    throw badQuery('The payload is no valid JSON.');
  }
  const values: Record<string, Value> = {};
  const columns: ColumnDef[] = [];
  const set = (column: ColumnDef, value: Value): void => {
    values[column.name] = value;
    columns.push(column);
  };
  for (const [name, raw] of Object.entries(parsed)) {
    if (name.startsWith('@odata.')) continue;
    const [bound, annotation] = name.split('@');
    if (annotation !== undefined) {
      if (annotation !== 'odata.bind') throw undeclared(name, def.set ?? def.name);
      const { column, target } = bindTarget(def, bound ?? '');
      set(column, raw === null ? null : reference(org, target, raw));
      continue;
    }
    const column = def.columns.find((c) => c.name === name && !isLookup(c.type) && c.attributeOf === undefined);
    if (column === undefined) throw undeclared(name, def.set ?? def.name);
    set(column, value(column, raw));
  }
  return { values, columns };
}

function bindTarget(def: TableDef, navigation: string): { column: ColumnDef; target: string | null } {
  for (const column of def.columns.filter((c) => isLookup(c.type))) {
    const target = column.targets?.find((t) => navigationOf(column, t) === navigation);
    if (target !== undefined) return { column, target: column.type === 'Owner' ? null : target };
  }
  throw badQuery(
    `An undeclared property '${navigation}' which only has property annotations in the payload but no property value was found in the payload.`,
  );
}

function reference(org: Org, target: string | null, raw: unknown): Reference {
  if (typeof raw !== 'string') throw badQuery('The value of odata.bind must be a text.');
  const path = raw
    .replace(/^https?:\/\/[^/]+/, '')
    .replace(/^\/api\/data\/v[\d.]+/, '')
    .replace(/^\//, '');
  const { table, row, words } = recordAt(org, path);
  if (target !== null && table.def.name !== target) throw badQuery(`The bound row is of type ${table.def.name}, not ${target}.`);
  if (row === null) throw new ServiceError(404, words.code, words.message);
  return { table: table.def.name, id: String(row[table.def.key]) };
}

function value(column: ColumnDef, raw: unknown): Value {
  const { name, type } = column;
  if (raw === null) return null;
  if (isNumber(type)) {
    if (!(raw instanceof Digits)) throw wrongType(name, 'Edm.Decimal');
    if (!['Decimal', 'Double', 'Money'].includes(type) && /[.eE]/.test(raw.text)) throw wrongType(name, 'Edm.Int32');
    return raw.text;
  }
  if (type === 'Boolean') {
    if (typeof raw !== 'boolean') throw wrongType(name, 'Edm.Boolean');
    return raw;
  }
  if (typeof raw !== 'string') throw wrongType(name, 'Edm.String');
  if (type === 'DateTime') return moment(column, raw);
  if (type === 'Uniqueidentifier' && !/^[0-9a-f-]{36}$/i.test(raw)) throw wrongType(name, 'Edm.Guid');
  return raw;
}

function moment(column: ColumnDef, raw: string): string {
  if (column.behavior === 'DateOnly') {
    if (!/^\d{4}-\d\d-\d\d$/.test(raw)) throw wrongType(column.name, 'Edm.Date');
    return raw;
  }
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(raw))
    throw wrongType(column.name, 'Edm.DateTimeOffset');
  return new Date(Math.floor(Date.parse(raw) / 1000) * 1000).toISOString().replace('.000Z', 'Z');
}
