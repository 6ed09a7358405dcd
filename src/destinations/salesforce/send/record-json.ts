import type { RowBatch, RowToSend, TargetField, TargetObject } from '../../../model/destination.ts';
import type { ValueKind } from '../../../model/value-kind.ts';

const NUMERIC: ReadonlySet<ValueKind> = new Set(['integer', 'decimal', 'double']);
const NUMBER = /^(-?)0*(\d+)(\.\d+)?([eE][+-]?\d+)?$/;

/**
 * A record as sObject Collections take it. Written as text: a number of 18 digits must not pass through JavaScript's numbers, and a text
 * that looks like a number must stay a text.
 */
export function recordJson({ object, operation, key }: Pick<RowBatch, 'object' | 'operation' | 'key'>, row: RowToSend): string {
  const members = [`"attributes":{"type":${JSON.stringify(object.name)}}`];
  if (operation === 'update') members.push(`"id":${JSON.stringify(row.id)}`);
  if (operation === 'upsert' && key !== null) members.push(member(key, row.key));
  const fields = fieldsByName(object);
  for (const [name, value] of Object.entries(row.values)) {
    const field = fields.get(name);
    if (field === undefined) throw new Error(`${object.name} was not asked for its field ${name}`);
    if (operation !== 'upsert' || field.name !== key?.name) members.push(member(field, value));
  }
  return `{${members.join(',')}}`;
}

const known = new WeakMap<TargetObject, ReadonlyMap<string, TargetField>>();

/** By the name under which rows carry them. */
function fieldsByName(object: TargetObject): ReadonlyMap<string, TargetField> {
  const fields = known.get(object) ?? new Map([...object.fields.values()].map((f) => [f.name, f]));
  known.set(object, fields);
  return fields;
}

function member(field: TargetField, value: string | null): string {
  const { parent } = field;
  if (parent === undefined) return `${JSON.stringify(field.name)}:${json(field, value)}`;
  // A relationship can't be null: the lookup is cleared.
  if (value === null) return `${JSON.stringify(parent.lookup)}:null`;
  const [relationship = ''] = field.name.split('.');
  return `${JSON.stringify(relationship)}:{${JSON.stringify(parent.key)}:${json(field, value)}}`;
}

function json({ kind, name }: TargetField, value: string | null): string {
  if (value === null) return 'null';
  if (kind === 'boolean') return value === 'true' ? 'true' : 'false';
  if (!NUMERIC.has(kind)) return JSON.stringify(value);
  const [, sign = '', whole, fraction = '', exponent = ''] = NUMBER.exec(value) ?? [];
  if (whole === undefined) throw new Error(`a value of ${name} is no number`);
  return `${sign}${whole}${fraction}${exponent}`;
}
