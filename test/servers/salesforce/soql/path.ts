import { invalidField } from '../failure.ts';
import type { Org } from '../org.ts';
import type { Field, SObject, StoredRecord } from '../schema.ts';
import type { Value } from '../values.ts';

/** A field, perhaps over relationships: `Owner.Name`. */
export interface Path {
  readonly field: Field;
  /** As written, with the service's own spelling: ['Owner', 'Name']. */
  readonly names: readonly string[];
  read(record: StoredRecord): Value;
  /** The record that holds the field, null where a reference on the way is empty. */
  owner(record: StoredRecord): { readonly object: SObject; readonly record: StoredRecord } | null;
}

// What a polymorphic relationship (Owner, Who, What) offers: the fields of the Name object.
const NAME_FIELDS: readonly Field[] = [
  ...['Id', 'Alias', 'Email', 'FirstName', 'LastName', 'Name', 'Phone', 'Title', 'Type', 'Username'].map(
    (name): Field => ({ name, type: name === 'Id' ? 'id' : 'string' }),
  ),
  { name: 'IsActive', type: 'boolean' },
];

const same = (a: string | undefined, b: string): boolean => a?.toLowerCase() === b.toLowerCase();

export function noSuchColumn(name: string, entity: string): Error {
  return invalidField(
    `\nERROR at Row:1:Column:8\nNo such column '${name}' on entity '${entity}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`,
  );
}

export function resolve(org: Org, object: SObject, written: string): Path {
  const parts = written.split('.');
  if (
    parts.length > 1 &&
    same(object.name, parts[0] ?? '') &&
    !object.fields.some((f) => same(f.relationshipName, parts[0] ?? ''))
  )
    parts.shift();
  return parts.length === 1 ? plain(object, parts[0] ?? '') : related(org, object, parts);
}

export function readField(field: Field, record: StoredRecord): Value {
  return field.formula === undefined ? (record[field.name] ?? null) : field.formula(record);
}

function plain(object: SObject, name: string): Path {
  const field = object.fields.find((f) => same(f.name, name));
  if (field === undefined) throw noSuchColumn(name, object.name);
  return { field, names: [field.name], read: (record) => readField(field, record), owner: (record) => ({ object, record }) };
}

function related(org: Org, object: SObject, parts: readonly string[]): Path {
  const [first = '', ...rest] = parts;
  const reference = object.fields.find((f) => f.type === 'reference' && same(f.relationshipName, first));
  if (reference === undefined) {
    throw invalidField(
      `\nERROR at Row:1:Column:8\nDidn't understand relationship '${first}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`,
    );
  }
  const targets = reference.referenceTo ?? [];
  const step = (record: StoredRecord): { object: SObject; record: StoredRecord } | null => {
    const id = record[reference.name];
    if (typeof id !== 'string') return null;
    const target = org.byPrefix(id);
    const found = target === null ? undefined : org.record(target.name, id);
    return target === null || found === undefined ? null : { object: target, record: found };
  };
  if (targets.length > 1) return polymorphic(reference.relationshipName ?? first, rest, step);
  const only = org.find(targets[0] ?? '');
  if (only === null) throw noSuchColumn(parts.join('.'), object.name);
  const inner = resolve(org, only, rest.join('.'));
  return {
    field: inner.field,
    names: [reference.relationshipName ?? first, ...inner.names],
    read: (record) => {
      const next = step(record);
      return next === null ? null : inner.read(next.record);
    },
    owner: (record) => {
      const next = step(record);
      return next === null ? null : inner.owner(next.record);
    },
  };
}

function polymorphic(
  relationship: string,
  rest: readonly string[],
  step: (record: StoredRecord) => { object: SObject; record: StoredRecord } | null,
): Path {
  const field = NAME_FIELDS.find((f) => same(f.name, rest.join('.')));
  if (field === undefined) throw noSuchColumn(rest.join('.'), 'Name');
  return {
    field,
    names: [relationship, field.name],
    read: (record) => {
      const next = step(record);
      if (next === null) return null;
      return field.name === 'Type' ? next.object.name : (next.record[field.name] ?? null);
    },
    owner: step,
  };
}
