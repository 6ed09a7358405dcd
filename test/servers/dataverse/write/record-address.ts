import { badQuery, type ColumnDef, type Row, ServiceError } from '../model.ts';
import type { Org } from '../org.ts';
import type { Table } from '../table.ts';

/** What an address such as `accounts(<id>)` or `accounts(number='A1')` names. */
export interface Addressed {
  readonly table: Table;
  readonly row: Row | null;
  /** The values in the address: of the id, or of an alternate key's columns. */
  readonly key: ReadonlyMap<ColumnDef, string>;
  /** What the service says where there is no such row. */
  readonly words: { readonly code: string; readonly message: string };
}

// Characters that break a key in an address, whatever is done to escape them.
const NEVER = /[/<>*%&:\\?+]/;

/** `path` is decoded once. */
export function recordAt(org: Org, path: string): Addressed {
  const [, set = '', inner = ''] = /^(\w+)\((.*)\)$/s.exec(path) ?? [];
  if (set === '') throw new ServiceError(404, '0x8006088a', `Resource not found for the segment '${path}'.`);
  const table = org.bySet(set);
  if (/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(inner)) {
    const id = inner.toLowerCase();
    const column = table.column(table.def.key);
    if (column === undefined) throw new Error('a table has a key');
    return {
      table,
      row: table.find(id),
      key: new Map([[column, id]]),
      words: absent('0x80040217', `${table.def.name} With Id = ${id} Does Not Exist`),
    };
  }
  const key = keyOf(table, inner);
  const row = table.findBy([...key].map(([c, v]) => [c.name, v]));
  return {
    table,
    row,
    key,
    words: absent('0x80060891', `A record with the specified key values does not exist in ${table.def.name} entity`),
  };
}

const absent = (code: string, message: string) => ({ code, message });

function keyOf(table: Table, inner: string): Map<ColumnDef, string> {
  const parts = [...inner.matchAll(/(\w+)=('(?:[^']|'')*'|-?[\d.]+(?=,|$)|[0-9a-f]{8}-[0-9a-f-]{27}|\d{4}-\d\d-\d\d)(?:,|$)/gs)];
  if (parts.map((p) => p[0]).join('') !== inner || parts.length === 0) throw badQuery(`Syntax error in the key '${inner}'.`);
  const values = new Map<ColumnDef, string>();
  for (const [, name = '', raw = ''] of parts) {
    const column = table.column(/^_(\w+)_value$/.exec(name)?.[1] ?? name);
    if (column === undefined) throw badQuery(`The key in the request URI is not valid for resource ${table.def.set}: ${name}`);
    const text = raw.startsWith("'") ? raw.slice(1, -1).replaceAll("''", "'") : raw;
    if (NEVER.test(text)) throw badQuery('The key in the request URI holds a character that is not allowed.');
    values.set(column, text);
  }
  const names = [...values.keys()].map((c) => c.name).sort();
  const known = table.def.keys?.find((k) => [...k.columns].sort().join() === names.join());
  if (known === undefined || known.status !== 'Active')
    throw badQuery(`The specified key attributes are not a defined key for the ${table.def.name} entity`);
  return values;
}
