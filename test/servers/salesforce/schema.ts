import type { Value } from './values.ts';

export type FieldType =
  | 'id'
  | 'string'
  | 'textarea'
  | 'picklist'
  | 'multipicklist'
  | 'combobox'
  | 'phone'
  | 'email'
  | 'url'
  | 'encryptedstring'
  | 'boolean'
  | 'int'
  | 'long'
  | 'double'
  | 'currency'
  | 'percent'
  | 'date'
  | 'datetime'
  | 'time'
  | 'reference'
  | 'address'
  | 'location'
  | 'base64'
  | 'anyType';

export type StoredRecord = Record<string, Value>;

/** What a test says of a field; describe fills in the rest. */
export interface Field {
  readonly name: string;
  readonly type: FieldType;
  readonly label?: string;
  readonly length?: number;
  readonly precision?: number;
  readonly scale?: number;
  readonly nillable?: boolean;
  readonly referenceTo?: readonly string[];
  readonly relationshipName?: string;
  readonly picklist?: readonly (string | { readonly value: string; readonly label: string; readonly active: boolean })[];
  readonly compoundFieldName?: string;
  readonly filterable?: boolean;
  /** Described as filterable; queries that filter by it are refused all the same. */
  readonly refusesFilters?: true;
  readonly nameField?: boolean;
  /** False: nobody may set it when a record is created; the default follows from the field's kind. */
  readonly createable?: boolean;
  /** False: nobody may change it in a record. */
  readonly updateable?: boolean;
  readonly externalId?: boolean;
  readonly unique?: boolean;
  /** For unique fields: `a` and `A` are two values. */
  readonly caseSensitive?: boolean;
  /** Rich text: the only texts that keep the blanks at their ends. */
  readonly htmlFormatted?: boolean;
  /** Only the values of `picklist` can be stored. */
  readonly restrictedPicklist?: boolean;
  /** A new record gets this where no value is sent. */
  readonly defaultValue?: Value;
  /** A formula: computed when it is read, never touches LastModifiedDate. */
  readonly formula?: (record: StoredRecord) => Value;
}

export interface ChildRelationship {
  readonly relationshipName: string;
  readonly childSObject: string;
  readonly field: string;
}

export interface SObject {
  readonly name: string;
  readonly label: string;
  readonly keyPrefix: string;
  readonly fields: readonly Field[];
  readonly queryable?: boolean;
  /** Why Bulk refuses it; it takes it where this is absent. */
  readonly bulkRefusal?: { readonly errorCode: string; readonly message: string };
  /** What a query must have in its condition, joined by AND at the top, to be answered at all; else these words. */
  readonly mustFilter?: { readonly field: string; readonly words: string };
  /** An external object whose source does not count rows: a query's size is -1. */
  readonly uncounted?: true;
  /** Nobody may query it, though the list of objects says that it can be. */
  readonly neverQueried?: { readonly errorCode: string; readonly message: string };
  /** Deletes leave no trace (CampaignMember). */
  readonly deletesHard?: boolean;
  readonly children?: readonly ChildRelationship[];
}

const text = (name: string, more: Partial<Field> = {}): Field => ({ name, type: 'string', length: 255, ...more });

export const ID: Field = { name: 'Id', type: 'id', length: 18, nillable: false };
const user = (name: string): Field => ({
  name: `${name}Id`,
  type: 'reference',
  length: 18,
  referenceTo: ['User'],
  relationshipName: name,
  nillable: false,
});

/** The audit fields that nearly every object has. */
export const SYSTEM_FIELDS: readonly Field[] = [
  { name: 'IsDeleted', type: 'boolean', nillable: false },
  { name: 'CreatedDate', type: 'datetime', nillable: false },
  user('CreatedBy'),
  { name: 'LastModifiedDate', type: 'datetime', nillable: false },
  user('LastModifiedBy'),
  { name: 'SystemModstamp', type: 'datetime', nillable: false },
];

export const NAME: Field = text('Name', { nameField: true });

/** Owner of most objects: a user or a queue. */
export const OWNER: Field = {
  name: 'OwnerId',
  type: 'reference',
  length: 18,
  referenceTo: ['Group', 'User'],
  relationshipName: 'Owner',
  nillable: false,
};

/** An object with Id, the given fields and the audit fields. */
export function sobject(name: string, keyPrefix: string, fields: readonly Field[], more: Partial<SObject> = {}): SObject {
  return {
    name,
    label: name.replace(/__c$/, '').replaceAll('_', ' '),
    keyPrefix,
    fields: [ID, ...fields, ...SYSTEM_FIELDS],
    ...more,
  };
}

const SOAP: Partial<Record<FieldType, string>> = {
  id: 'tns:ID',
  reference: 'tns:ID',
  boolean: 'xsd:boolean',
  int: 'xsd:int',
  long: 'xsd:long',
  double: 'xsd:double',
  currency: 'xsd:double',
  percent: 'xsd:double',
  date: 'xsd:date',
  datetime: 'xsd:dateTime',
  time: 'xsd:time',
  address: 'urn:address',
  location: 'urn:location',
  base64: 'xsd:base64Binary',
};
const NOT_FILTERABLE: ReadonlySet<FieldType> = new Set(['textarea', 'encryptedstring', 'address', 'location', 'base64']);
const NOT_GROUPABLE: ReadonlySet<FieldType> = new Set([
  'datetime',
  'double',
  'currency',
  'percent',
  'multipicklist',
  'textarea',
  'address',
  'location',
  'base64',
  'encryptedstring',
  'time',
]);

export const isFilterable = (field: Field): boolean => field.filterable ?? !NOT_FILTERABLE.has(field.type);
export const isGroupable = (field: Field): boolean => !NOT_GROUPABLE.has(field.type) && field.formula === undefined;

/**
 * What a describe declares of a field that was made without a length: https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/field_types.htm
 */
const LENGTHS: Readonly<Partial<Record<FieldType, number>>> = {
  id: 18,
  reference: 18,
  string: 255,
  textarea: 255,
  picklist: 255,
  multipicklist: 4099,
  combobox: 255,
  email: 80,
  phone: 40,
  url: 255,
  encryptedstring: 175,
};

/** Characters that a value may have; 0 where a field has no such limit. */
export const lengthOf = (field: Field): number => field.length ?? LENGTHS[field.type] ?? 0;

/** Whether a record can be found by this field in an upsert. */
export const isIdLookup = (field: Field): boolean => field.type === 'id' || field.externalId === true;

const NEVER_WRITTEN: ReadonlySet<FieldType> = new Set(['id', 'address', 'location', 'base64']);

/** What the kind of field allows; a user's permissions come on top. */
export function isWritable(field: Field, when: 'createable' | 'updateable'): boolean {
  if (NEVER_WRITTEN.has(field.type) || field.formula !== undefined) return false;
  return field[when] ?? !SYSTEM_FIELDS.some((f) => f.name === field.name);
}

/** What the connected user may write of a field. */
export interface FieldRights {
  readonly createable: boolean;
  readonly updateable: boolean;
}

/** One field of a describe result, with the keys of the real one. */
export function describeField(field: Field, rights: FieldRights): Record<string, unknown> {
  const length = lengthOf(field);
  return {
    aggregatable: true,
    aiPredictionField: false,
    autoNumber: false,
    byteLength: length * 3,
    calculated: field.formula !== undefined,
    calculatedFormula: null,
    cascadeDelete: false,
    caseSensitive: field.caseSensitive ?? false,
    compoundFieldName: field.compoundFieldName ?? null,
    controllerName: null,
    createable: rights.createable,
    custom: field.name.endsWith('__c'),
    defaultValue: field.defaultValue ?? null,
    defaultedOnCreate: isDefaulted(field),
    dependentPicklist: false,
    deprecatedAndHidden: false,
    digits: field.type === 'int' ? 9 : 0,
    displayLocationInDecimal: false,
    encrypted: field.type === 'encryptedstring',
    externalId: field.externalId ?? false,
    extraTypeInfo: null,
    filterable: isFilterable(field),
    filteredLookupInfo: null,
    formulaTreatNullNumberAsZero: false,
    groupable: isGroupable(field),
    highScaleNumber: false,
    htmlFormatted: field.htmlFormatted ?? false,
    idLookup: isIdLookup(field),
    inlineHelpText: null,
    label: field.label ?? field.name.replace(/__c$/, '').replaceAll('_', ' '),
    length,
    mask: null,
    maskType: null,
    name: field.name,
    nameField: field.nameField ?? false,
    namePointing: (field.referenceTo?.length ?? 0) > 1,
    nillable: field.nillable ?? true,
    permissionable: true,
    picklistValues: picklistOf(field),
    polymorphicForeignKey: (field.referenceTo?.length ?? 0) > 1,
    precision: field.precision ?? 0,
    queryByDistance: false,
    referenceTargetField: null,
    referenceTo: field.referenceTo ?? [],
    relationshipName: field.relationshipName ?? null,
    relationshipOrder: null,
    restrictedDelete: false,
    restrictedPicklist: field.restrictedPicklist ?? false,
    scale: field.scale ?? 0,
    searchPrefilterable: false,
    soapType: SOAP[field.type] ?? 'xsd:string',
    sortable: isFilterable(field),
    type: field.type,
    unique: field.unique ?? false,
    updateable: rights.updateable,
    writeRequiresMasterRead: false,
  };
}

/** Salesforce fills these in itself. */
export const isDefaulted = (field: Field): boolean =>
  field.defaultValue !== undefined ||
  field.type === 'boolean' ||
  field.name === 'OwnerId' ||
  SYSTEM_FIELDS.some((f) => f.name === field.name);

function picklistOf(field: Field): unknown[] {
  return (field.picklist ?? []).map((p) => {
    const entry = typeof p === 'string' ? { value: p, label: p, active: true } : p;
    return { active: entry.active, defaultValue: false, label: entry.label, validFor: null, value: entry.value };
  });
}

export function describeGlobalEntry(object: SObject, base: string, isWritableObject = false): Record<string, unknown> {
  const custom = /__(c|mdt|e|x|b)$/.test(object.name);
  return {
    activateable: false,
    associateEntityType: null,
    createable: isWritableObject,
    custom,
    customSetting: false,
    deletable: isWritableObject,
    deprecatedAndHidden: false,
    feedEnabled: false,
    hasSubtypes: false,
    isInterface: false,
    isSubtype: false,
    keyPrefix: object.keyPrefix,
    label: object.label,
    labelPlural: `${object.label}s`,
    layoutable: true,
    mergeable: false,
    mruEnabled: true,
    name: object.name,
    queryable: object.queryable ?? true,
    replicateable: true,
    retrieveable: true,
    searchable: true,
    triggerable: true,
    undeletable: true,
    updateable: isWritableObject,
    urls: { sobject: `${base}/sobjects/${object.name}`, describe: `${base}/sobjects/${object.name}/describe` },
  };
}
