import type { RowBatch, RowToSend, TargetField, TargetObject } from '../../../model/destination.ts';
import type { BatchedRequest } from '../connect/web-api-batch.ts';
import type { FieldWire, TableDetail } from '../describe/target-table.ts';

const NUMBER = /^(-?)0*(\d+)(\.\d+)?([eE][+-]?\d+)?$/;

export const detailOf = ({ detail }: TargetObject): TableDetail => detail as TableDetail;

/** The request that writes one row. */
export function rowRequest({ object, operation, key, options }: RowBatch, row: RowToSend): BatchedRequest {
  const { set } = detailOf(object);
  if (operation === 'delete') return { method: 'DELETE', path: `${set}(${row.id})` };
  const address = operation === 'update' || key === null ? `${row.id}` : keyOf(object, key, row.key ?? '');
  return {
    method: 'PATCH',
    // With the row's representation the answer says whether it was created, and its id.
    path: `${set}(${address})?$select=${object.idField}`,
    headers: {
      Prefer: 'return=representation',
      'MSCRM.SuppressDuplicateDetection': options.duplicateRules === 'allow' ? 'true' : 'false',
      ...(operation === 'update' ? { 'If-Match': '*' } : {}),
    },
    body: bodyOf(object, row, operation === 'upsert' ? key : null),
  };
}

/** `new_key='it''s'`, encoded; an id stands alone. */
function keyOf(object: TargetObject, key: TargetField, value: string): string {
  if (key.name === object.idField) return value;
  if (key.parts === undefined) return `${key.name}=${literal(value, key.kind === 'text')}`;
  const { wires } = detailOf(object);
  const values = JSON.parse(value) as string[];
  // A lookup stands in a key by its value's own property.
  return key.parts
    .map(({ name, kind }, i) => `${wires.get(name)?.property ?? name}=${literal(values[i] ?? '', kind === 'text')}`)
    .join(',');
}

const literal = (value: string, isText: boolean): string =>
  isText ? `'${encodeURIComponent(value.replaceAll("'", "''"))}'` : value;

/** Without the key, which the address holds. */
function bodyOf(object: TargetObject, row: RowToSend, key: TargetField | null): string {
  const { wires } = detailOf(object);
  const fields = new Map([...object.fields.values()].map((f) => [f.name, f]));
  const sent = Object.entries(row.values).filter(([name]) => name !== key?.name);
  const members = sent.map(([name, value]) => {
    const [field, wire] = [fields.get(name), wires.get(name)];
    if (field === undefined || wire === undefined) throw new Error(`${object.name} was not asked for its field ${name}`);
    return wire.bind === undefined ? `${JSON.stringify(name)}:${json(field, wire, value)}` : bound(field, wire.bind, value);
  });
  return `{${members.join(',')}}`;
}

/** A lookup is set by the address of its row, and cleared by none. */
function bound({ parent, kind }: TargetField, { navigation, set }: NonNullable<FieldWire['bind']>, value: string | null): string {
  if (value === null) return `${JSON.stringify(`${navigation}@odata.bind`)}:null`;
  const address = parent === undefined ? value : `${parent.key}=${kind === 'text' ? `'${value.replaceAll("'", "''")}'` : value}`;
  return `${JSON.stringify(`${navigation}@odata.bind`)}:${JSON.stringify(`/${set}(${address})`)}`;
}

/** Written as text, for a number must not pass through JavaScript's. */
function json({ name, kind }: TargetField, { isNumber, isWallClock }: FieldWire, value: string | null): string {
  if (value === null) return 'null';
  if (kind === 'boolean') return value === 'true' ? 'true' : 'false';
  if (isWallClock) return JSON.stringify(`${value.replace(/Z$/, '')}Z`);
  if (!isNumber) return JSON.stringify(value);
  const [, sign = '', whole, fraction = '', exponent = ''] = NUMBER.exec(value) ?? [];
  if (whole === undefined) throw new Error(`a value of ${name} is no number`);
  return `${sign}${whole}${fraction}${exponent}`;
}
