import { to18 } from '../ids.ts';
import type { Org } from '../org.ts';
import { type Field, isDefaulted, isWritable, type SObject, type StoredRecord } from '../schema.ts';
import type { Value } from '../values.ts';
import { RowError } from './row-error.ts';
import { type OrgUser, rightsOf } from './users.ts';
import { held } from './values-in.ts';

/** One row as it was sent: values by field, and parents by a key of theirs. */
export interface SentRow {
  readonly values: ReadonlyMap<Field, Value>;
  readonly parents: readonly { readonly reference: Field; readonly key: Field; readonly value: string | null }[];
}

export interface WriteOrder {
  readonly org: Org;
  readonly user: OrgUser;
  readonly object: SObject;
  readonly operation: 'insert' | 'upsert' | 'update' | 'delete';
  /** What finds the record: the External ID of an upsert, `Id` otherwise. */
  readonly key: Field;
  /** The assignment rule that is to run; null: none. */
  readonly assignTo: string | null;
  readonly allowDuplicates: boolean;
}

export interface Written {
  readonly id: string;
  readonly created: boolean;
}

/** Writes one row, or throws RowError and leaves everything as it was. */
export function writeRow(order: WriteOrder, row: SentRow): Written {
  const { org, object, operation, key } = order;
  const found = operation === 'insert' ? null : findRecord(order, row);
  if (operation === 'delete') {
    const id = String(found?.Id);
    org.rules.refuseLocked([id]);
    org.delete(object.name, id, { by: order.user.id });
    return { id, created: false };
  }
  const values = heldValues(order, row, found);
  org.rules.refuseLocked([String(found?.Id ?? `new ${String(row.values.get(key))}`), ...parentIds(object, values)]);
  refuseMissing(object, values, found);
  refuseDoubled(order, values, found);
  const after: StoredRecord = { ...found, ...values };
  org.rules.validate(object.name, after);
  org.rules.refuseDuplicates(object.name, after, org.records(object.name), order.allowDuplicates);
  const changed = org.rules.flows.get(object.name)?.(found, after) ?? {};
  const stamping = { by: order.user.id };
  if (found === null)
    return { id: org.insert(object.name, { ...defaults(order), ...values, ...changed }, stamping), created: true };
  org.update(object.name, String(found.Id), { ...values, ...changed }, stamping);
  return { id: String(found.Id), created: false };
}

function findRecord({ org, object, operation, key }: WriteOrder, { values }: SentRow): StoredRecord | null {
  const value = values.get(key) ?? null;
  if (value === null)
    throw new RowError(
      'MISSING_ARGUMENT',
      key.type === 'id' ? 'Id not specified in an update call' : `${key.name} not specified`,
      [key.name],
    );
  const text = String(value);
  if (key.type === 'id' && !/^\w{15}(\w{3})?$/.test(text))
    throw new RowError('MALFORMED_ID', `${key.name}: id value of incorrect type: ${text}`, [key.name]);
  const found = org.keys.find(object.name, key, key.type === 'id' ? to18(text) : text);
  if (found.length > 1)
    throw new RowError(
      'DUPLICATE_EXTERNAL_ID',
      `More than one record found for external id field: [${found.map((r) => String(r.Id)).join(', ')}]`,
      [key.name],
    );
  const [record] = found;
  if (record !== undefined) return record;
  if (operation === 'upsert' && key.type !== 'id') return null;
  throw new RowError(operation === 'delete' ? 'ENTITY_IS_DELETED' : 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
}

/** The values that are stored: writable for this user, resolved and held. */
function heldValues(
  { org, user, object, key }: WriteOrder,
  { values, parents }: SentRow,
  found: StoredRecord | null,
): StoredRecord {
  const stored: StoredRecord = {};
  const when = found === null ? 'createable' : 'updateable';
  const refuse = (field: Field): void => {
    if (!rightsOf(user, object, field)[when])
      throw new RowError(
        'INVALID_FIELD_FOR_INSERT_UPDATE',
        `Unable to create/update fields: ${field.name}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`,
        [field.name],
      );
  };
  for (const [field, value] of values) {
    if (field.type === 'id' || (field === key && found !== null)) continue;
    refuse(field);
    stored[field.name] = field.type === 'reference' && value !== null ? reference(org, field, String(value)) : held(field, value);
  }
  for (const { reference: field, key: parentKey, value } of parents) {
    refuse(field);
    stored[field.name] = value === null ? null : parentId(org, field, parentKey, value);
  }
  return stored;
}

function reference(org: Org, field: Field, id: string): string {
  if (!/^\w{15}(\w{3})?$/.test(id))
    throw new RowError('MALFORMED_ID', `${field.name}: id value of incorrect type: ${id}`, [field.name]);
  const target = org.byPrefix(id);
  if (target === null || !(field.referenceTo ?? []).includes(target.name))
    throw new RowError('FIELD_INTEGRITY_EXCEPTION', `${field.name}: id value of incorrect type: ${id}`, [field.name]);
  const record = org.record(target.name, to18(id));
  if (record === undefined || record.IsDeleted === true)
    throw new RowError('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', [field.name]);
  return to18(id);
}

function parentId(org: Org, field: Field, key: Field, value: string): string {
  const [target = ''] = field.referenceTo ?? [];
  const [record, another] = org.keys.find(target, key, value);
  if (another !== undefined)
    throw new RowError('INVALID_FIELD', `More than one record found for external id field: ${key.name}`, [field.name]);
  if (record !== undefined) return String(record.Id);
  throw new RowError('INVALID_FIELD', `Foreign key external ID: ${value} not found for field ${key.name} in entity ${target}`, [
    field.name,
  ]);
}

function parentIds(object: SObject, values: StoredRecord): string[] {
  return object.fields.flatMap((f) =>
    f.type === 'reference' && typeof values[f.name] === 'string' ? [String(values[f.name])] : [],
  );
}

function refuseMissing(object: SObject, values: StoredRecord, found: StoredRecord | null): void {
  const missing = object.fields.filter(
    (f) =>
      f.nillable === false &&
      isWritable(f, 'createable') &&
      (found === null ? (values[f.name] ?? null) === null && !isDefaulted(f) : values[f.name] === null),
  );
  const boolean = object.fields.find((f) => f.type === 'boolean' && values[f.name] === null);
  if (boolean !== undefined)
    throw new RowError('INVALID_TYPE_ON_FIELD_IN_RECORD', `${boolean.name}: value not of required type`, [boolean.name]);
  if (missing.length > 0) {
    const names = missing.map((f) => f.name);
    throw new RowError('REQUIRED_FIELD_MISSING', `Required fields are missing: [${names.join(', ')}]`, names);
  }
}

function refuseDoubled({ org, object }: WriteOrder, values: StoredRecord, found: StoredRecord | null): void {
  for (const field of object.fields) {
    const value = values[field.name] ?? null;
    if (field.unique !== true || value === null) continue;
    const other = org.keys.find(object.name, field, String(value)).find((r) => r.Id !== found?.Id);
    if (other !== undefined)
      throw new RowError(
        'DUPLICATE_VALUE',
        `duplicate value found: ${field.name} duplicates value on record with id: ${String(other.Id)}`,
        [field.name],
      );
  }
}

function defaults({ object, user, assignTo }: WriteOrder): StoredRecord {
  const values: StoredRecord = {};
  for (const field of object.fields) {
    if (field.defaultValue !== undefined) values[field.name] = field.defaultValue;
    else if (field.type === 'boolean') values[field.name] = false;
    else if (field.name === 'OwnerId') values[field.name] = assignTo ?? user.id;
  }
  return values;
}
