import { Failure } from '../failure.ts';
import type { Org } from '../org.ts';
import { type Field, isIdLookup, type SObject } from '../schema.ts';

/** A field that a column or member names: one of the object's own, or a parent found by a key of the parent's. */
export type SentField = { readonly own: Field } | { readonly reference: Field; readonly key: Field };

const same = (a: string | undefined, b: string): boolean => a?.toLowerCase() === b.toLowerCase();

/** Null: the object has no such field, or hides it from the user. */
export function sentField(org: Org, object: SObject, name: string): SentField | null {
  const [first = '', second, more] = name.split('.');
  if (more !== undefined) return null;
  if (second === undefined) {
    const own = object.fields.find((f) => same(f.name, first));
    return own === undefined ? null : { own };
  }
  const reference = object.fields.find((f) => f.type === 'reference' && same(f.relationshipName, first));
  // Which of several targets is meant must be said in another form.
  if (reference === undefined || reference.referenceTo?.length !== 1) return null;
  const key = org.find(reference.referenceTo[0] ?? '')?.fields.find((f) => same(f.name, second));
  return key === undefined || !isIdLookup(key) ? null : { reference, key };
}

/** The field by which an upsert finds its records. */
export function upsertKey(object: SObject, name: string): Field {
  const field = object.fields.find((f) => same(f.name, name));
  if (field !== undefined && isIdLookup(field)) return field;
  throw new Failure(
    400,
    'INVALID_FIELD',
    `Field name provided, ${name} does not match an External ID, Salesforce Id, or indexed field for ${object.name}`,
  );
}

export function idField(object: SObject): Field {
  const field = object.fields.find((f) => f.type === 'id');
  if (field === undefined) throw new Failure(400, 'INVALID_TYPE_FOR_OPERATION', `${object.name} can not be written`);
  return field;
}
