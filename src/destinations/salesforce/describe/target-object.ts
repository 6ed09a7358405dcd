import type { TargetField, TargetObject } from '../../../model/destination.ts';
import type { ValueKind } from '../../../model/value-kind.ts';

/** What a describe says of a field, as far as an export needs it. https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_describesobjects_describesobjectresult.htm */
export interface TargetFieldInfo {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly nillable: boolean;
  readonly defaultedOnCreate: boolean;
  readonly externalId: boolean;
  readonly idLookup: boolean;
  readonly unique: boolean;
  readonly caseSensitive: boolean;
  readonly restrictedPicklist: boolean;
  readonly htmlFormatted: boolean;
  readonly length: number;
  readonly precision: number;
  readonly scale: number;
  readonly picklistValues: readonly { readonly value: string; readonly label: string | null; readonly active: boolean }[];
  readonly referenceTo: readonly string[];
  readonly relationshipName: string | null;
}

export interface ObjectDescribe {
  readonly name: string;
  readonly label: string;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly deletable: boolean;
  readonly fields: readonly TargetFieldInfo[];
}

const KINDS: Readonly<Record<string, ValueKind>> = {
  id: 'id',
  reference: 'id',
  string: 'text',
  textarea: 'text',
  phone: 'text',
  email: 'text',
  url: 'text',
  combobox: 'text',
  encryptedstring: 'text',
  picklist: 'picklist',
  multipicklist: 'multipicklist',
  boolean: 'boolean',
  int: 'integer',
  long: 'integer',
  double: 'decimal',
  currency: 'decimal',
  percent: 'decimal',
  date: 'date',
  datetime: 'datetime',
  time: 'time',
};
const TEXTS: ReadonlySet<ValueKind> = new Set(['text', 'picklist', 'multipicklist']);
const RANGES: Readonly<Record<string, NonNullable<TargetField['range']>>> = {
  int: { least: '-2147483648', greatest: '2147483647' },
  long: { least: '-9223372036854775808', greatest: '9223372036854775807' },
};
const CLEARS = [{ pattern: '^#N/A$', why: 'Salesforce takes #N/A for "clear this field"' }];

export const same = (a: string | null, b: string): boolean => a?.toLowerCase() === b.toLowerCase();

/** The field's reference behind `Parent` of a column `Parent.Key`; null where there is none, or where it may point at several objects. */
export function referenceOf(describe: ObjectDescribe, relationship: string): TargetFieldInfo | null {
  const found = describe.fields.find((f) => f.type === 'reference' && same(f.relationshipName, relationship));
  return found?.referenceTo.length === 1 ? found : null;
}

/** `parents`: describes of the objects that columns `Parent.Key` lead to, by name. */
export function targetObject(
  describe: ObjectDescribe,
  columns: readonly string[],
  parents: ReadonlyMap<string, ObjectDescribe>,
): TargetObject {
  const fields = new Map<string, TargetField>();
  for (const column of columns) {
    const field = column.includes('.') ? parentField(describe, column, parents) : ownField(describe, column);
    if (field !== null) fields.set(column, field);
  }
  const { name, label, createable, updateable, deletable } = describe;
  const idField = describe.fields.find((f) => f.type === 'id')?.name ?? 'Id';
  const isWritable = (f: TargetFieldInfo): boolean => f.createable || f.updateable;
  return {
    name,
    label,
    createable,
    updateable,
    deletable,
    idField,
    fields,
    names: describe.fields.filter((f) => isWritable(f) || f.name === idField).map((f) => f.name),
    writable: { fields: describe.fields.filter(isWritable).length, of: describe.fields.length },
    required: describe.fields.filter((f) => f.createable && !f.nillable && !f.defaultedOnCreate).map((f) => f.name),
  };
}

function ownField(describe: ObjectDescribe, column: string): TargetField | null {
  const info = describe.fields.find((f) => same(f.name, column));
  return info === undefined ? null : targetField(info);
}

function parentField(describe: ObjectDescribe, column: string, parents: ReadonlyMap<string, ObjectDescribe>): TargetField | null {
  const [relationship = '', keyName = '', ...more] = column.split('.');
  const reference = referenceOf(describe, relationship);
  const parent = parents.get(reference?.referenceTo[0] ?? '');
  const key = parent?.fields.find((f) => same(f.name, keyName) && isKey(f));
  if (reference === null || parent === undefined || key === undefined || more.length > 0) return null;
  const { createable, updateable, nillable } = reference;
  return {
    ...targetField(key),
    name: `${reference.relationshipName}.${key.name}`,
    label: reference.label,
    createable,
    updateable,
    nillable,
    references: reference.referenceTo,
    parent: { object: parent.name, key: key.name, lookup: reference.name },
  };
}

const isKey = (info: TargetFieldInfo): boolean => info.externalId || info.idLookup;

function targetField(info: TargetFieldInfo): TargetField {
  const kind = KINDS[info.type] ?? 'other';
  const isDecimal = kind === 'decimal';
  const range = RANGES[info.type];
  return {
    name: info.name,
    label: info.label,
    nativeType: info.type,
    kind,
    createable: info.createable,
    updateable: info.updateable,
    nillable: info.nillable && kind !== 'boolean',
    externalId: isKey(info),
    unique: info.unique || info.type === 'id',
    // An Id is brought into its form of 18 characters, case and all; External IDs say it of themselves.
    caseSensitive: kind === 'id' || info.caseSensitive,
    ...(kind === 'id' ? { hasCaseSuffix: true } : {}),
    // https://github.com/forcedotcom/dataloader/pull/485: rich text alone keeps its blanks.
    ...(TEXTS.has(kind) && !info.htmlFormatted ? { trims: true } : {}),
    ...(info.type === 'encryptedstring' ? { readsMasked: true } : {}),
    length: TEXTS.has(kind) && info.length > 0 ? info.length : null,
    precision: isDecimal ? info.precision : null,
    scale: isDecimal ? info.scale : null,
    ...(range === undefined ? {} : { range }),
    ...(info.picklistValues.length === 0
      ? {}
      : { values: info.picklistValues.map((v) => ({ ...v, label: v.label ?? v.value })) }),
    ...(info.restrictedPicklist ? { restricted: true } : {}),
    ...(kind === 'multipicklist' ? { separator: ';' } : {}),
    ...(info.type === 'reference' ? { references: info.referenceTo } : {}),
    ...(TEXTS.has(kind) ? { unsendable: CLEARS } : {}),
  };
}
