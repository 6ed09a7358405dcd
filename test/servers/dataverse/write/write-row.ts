import { randomUUID } from 'node:crypto';
import { badQuery, type ColumnDef, isLookup, isNumber, type Row, ServiceError, type Value } from '../model.ts';
import type { Org, OrgUser } from '../org.ts';
import type { Table } from '../table.ts';
import { payload } from './payload.ts';
import { recordAt } from './record-address.ts';

export interface WriteRequest {
  readonly method: 'PATCH' | 'POST' | 'DELETE';
  /** What follows the base, decoded once. */
  readonly path: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

export interface WrittenRow {
  readonly table: Table;
  readonly id: string;
  readonly created: boolean;
}

type Privilege = 'Create' | 'Write' | 'Delete';

/** `PATCH` (upsert, or update with `If-Match: *`), `POST` and `DELETE` of one row. Throws ServiceError and leaves all as it was. */
export function writeRow(org: Org, user: OrgUser, { method, path, headers, body }: WriteRequest): WrittenRow {
  if (method === 'POST') return create(org, user, org.bySet(path), new Map(), headers, body);
  const { table, row, key, words } = recordAt(org, path);
  if (method === 'DELETE') return remove(org, user, table, row, words);
  const [match, noneMatch] = [headers.get('if-match'), headers.get('if-none-match')];
  if (row === null) {
    if (match !== undefined) throw new ServiceError(404, words.code, words.message);
    return create(org, user, table, key, headers, body);
  }
  if (noneMatch === '*') throw new ServiceError(412, '0x80060882', 'A record with matching key values already exists.');
  if (match !== undefined && match !== '*' && match !== `W/"${String(row.versionnumber)}"`)
    throw new ServiceError(
      412,
      '0x80060882',
      'The version of the existing record does not match the RowVersion property provided.',
    );
  return update(org, user, table, row, key, headers, body);
}

function create(
  org: Org,
  user: OrgUser,
  table: Table,
  key: ReadonlyMap<ColumnDef, string>,
  headers: ReadonlyMap<string, string>,
  body: string,
): WrittenRow {
  authorize(user, table, 'Create');
  const { values, columns } = payload(org, table.def, body);
  refuseColumns(table, columns, 'validForCreate');
  const fromKey = Object.fromEntries(
    [...key].map(([c, v]) => [c.name, isLookup(c.type) ? { table: c.targets?.[0] ?? '', id: v } : v]),
  );
  const empty = Object.fromEntries(table.def.columns.map((c) => [c.name, null]));
  const now = org.clock.second();
  const defaults: Row = {
    ...empty,
    [table.def.key]: randomUUID(),
    ...(table.column('createdon') === undefined ? {} : { createdon: now }),
    ...(table.column('statecode') === undefined ? {} : { statecode: '0', statuscode: '1' }),
    ...(table.column('ownerid') === undefined ? {} : { ownerid: { table: 'systemuser', id: user.systemUserId } }),
  };
  const after: Row = { ...defaults, ...fromKey, ...values };
  const saved = checked(org, table, null, after, headers);
  const { modifiedon: _, versionnumber: __, ...row } = saved;
  return { table, id: table.insert(row), created: true };
}

function update(
  org: Org,
  user: OrgUser,
  table: Table,
  before: Row,
  key: ReadonlyMap<ColumnDef, string>,
  headers: ReadonlyMap<string, string>,
  body: string,
): WrittenRow {
  authorize(user, table, 'Write');
  const { values, columns } = payload(org, table.def, body);
  const id = String(before[table.def.key]);
  for (const [column, inAddress] of key) {
    const inBody = values[column.name];
    if (inBody !== undefined && String(inBody) !== inAddress && column.name === table.def.key)
      throw badQuery('The key of the address and that of the payload differ.');
  }
  refuseColumns(table, columns, 'validForUpdate');
  const after = checked(org, table, before, { ...before, ...values }, headers);
  const changed = Object.fromEntries(Object.entries(after).filter(([name, v]) => v !== before[name] || name in values));
  const { modifiedon: _, versionnumber: __, ...rest } = changed;
  table.update(id, rest);
  return { table, id, created: false };
}

function remove(org: Org, user: OrgUser, table: Table, row: Row | null, words: { code: string; message: string }): WrittenRow {
  authorize(user, table, 'Delete');
  if (row === null) throw new ServiceError(404, words.code, words.message);
  const id = String(row[table.def.key]);
  org.rules.refuseHeld([id]);
  table.remove(id);
  return { table, id, created: false };
}

function authorize(user: OrgUser, table: Table, privilege: Privilege): void {
  const name = `prv${privilege}${table.def.name}`;
  if (user.mayWrite === true && !(user.deniedWrites ?? []).includes(name)) return;
  throw new ServiceError(
    403,
    '0x80040220',
    `Principal user (Id=${user.systemUserId}, type=8) is missing ${name} privilege (Id=7e57da7a-cccc-4000-8000-000000000002) on OTC=1 for entity '${table.def.name}'.`,
  );
}

function refuseColumns(table: Table, columns: readonly ColumnDef[], when: 'validForCreate' | 'validForUpdate'): void {
  const bad = columns.find((c) => !isWritable(c, when));
  if (bad !== undefined) throw badQuery(`The property '${bad.name}' of ${table.def.name} can not be set.`);
}

const SYSTEM: ReadonlySet<string> = new Set(['createdon', 'modifiedon', 'versionnumber', 'modifiedby', 'createdby']);

/** What the metadata say of a column. */
export function isWritable(column: ColumnDef, when: 'validForCreate' | 'validForUpdate'): boolean {
  if (SYSTEM.has(column.name) || column.calculationOf !== undefined || column.attributeOf !== undefined) return false;
  return column[when] ?? true;
}

/** The row as it is saved, after the rules of its columns, its keys, duplicates and plug-ins. */
function checked(org: Org, table: Table, before: Row | null, after: Row, headers: ReadonlyMap<string, string>): Row {
  const held: Record<string, Value> = {};
  for (const column of table.def.columns) held[column.name] = heldValue(table, column, after[column.name] ?? null);
  const references = table.def.columns.filter((c) => isLookup(c.type)).map((c) => held[c.name]);
  const own = String(before?.[table.def.key] ?? '');
  org.rules.refuseHeld([
    own,
    ...references.flatMap((r) => (r !== null && typeof r === 'object' && r !== undefined ? [r.id] : [])),
  ]);
  for (const { name, columns } of table.def.keys ?? []) {
    const values = columns.map((c): [string, string] => [c, String(held[c] ?? '')]);
    const other = values.some(([, v]) => v === '') ? null : table.findBy(values);
    if (other !== null && String(other[table.def.key]) !== own)
      throw new ServiceError(
        412,
        '0x80060892',
        `Entity Key ${name} violated. A record with the same value for ${columns.join()} already exists.`,
      );
  }
  const isSame = org.rules.duplicates.get(table.def.name);
  if (isSame !== undefined && headers.get('mscrm.suppressduplicatedetection')?.toLowerCase() === 'false')
    for (const other of table.all())
      if (String(other[table.def.key]) !== own && isSame(held, other))
        throw new ServiceError(
          412,
          '0x80040333',
          'A record was not created or updated because a duplicate of the current record already exists.',
        );
  return { ...held, ...org.rules.plugins.get(table.def.name)?.(before, held) };
}

function heldValue(table: Table, column: ColumnDef, value: Value): Value {
  if (value === null) return null;
  const invalid = (code: string, words: string): ServiceError =>
    new ServiceError(400, code, `A validation error occurred.  ${words}`);
  const most = column.maxLength ?? (column.type === 'String' ? 4000 : null);
  if (typeof value === 'string' && most !== null && (column.type === 'String' || column.type === 'Memo') && value.length > most)
    throw invalid(
      '0x80044331',
      `The length of the '${column.name}' attribute of the '${table.def.name}' entity exceeded the maximum allowed length of '${most}'.`,
    );
  if (isNumber(column.type) && typeof value === 'string') return number(table, column, value);
  if (column.type === 'MultiSelectPicklist') for (const one of String(value).split(',')) refuseOption(table, column, one);
  return value;
}

function number(table: Table, column: ColumnDef, text: string): string {
  const { name, type } = column;
  if (['Picklist', 'State', 'Status'].includes(type)) refuseOption(table, column, text);
  const [least, greatest] = rangeOf(column);
  if (Number(text) < least || Number(text) > greatest)
    throw new ServiceError(
      400,
      '0x80044330',
      `A validation error occurred.  The value of '${name}' on record of type '${table.def.name}' is outside the valid range.`,
    );
  const scale = column.precision ?? (type === 'Money' ? 4 : 10);
  const [whole = '', fraction = ''] = text.split('.');
  return ['Decimal', 'Money'].includes(type) && fraction.length > scale ? `${whole}.${fraction.slice(0, scale)}` : text;
}

/** https://learn.microsoft.com/power-apps/developer/data-platform/reference/entities */
export function rangeOf({ type, range }: ColumnDef): readonly [number, number] {
  if (range !== undefined) return range;
  if (type === 'Integer') return [-2_147_483_648, 2_147_483_647];
  if (type === 'Money') return [-922_337_203_685_477, 922_337_203_685_477];
  return type === 'Decimal' ? [-100_000_000_000, 100_000_000_000] : [-1e18, 1e18];
}

function refuseOption(table: Table, column: ColumnDef, text: string): void {
  const known = (column.options ?? []).map((o) => String(o.value));
  if (!known.includes(text))
    throw new ServiceError(
      400,
      '0x8004431a',
      `A validation error occurred.  The value ${text} of '${column.name}' on record of type '${table.def.name}' is outside the valid range. Accepted Values: ${known.join(',')}`,
    );
}
