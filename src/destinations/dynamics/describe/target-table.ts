import type { TargetField, TargetObject } from '../../../model/destination.ts';
import type { ValueKind } from '../../../model/value-kind.ts';
import { picklistOf } from '../../../sources/dynamics/describe/metadata.ts';
import { collationOf, type Languages } from './languages.ts';
import type { AlternateKey, Relationship, TargetAttribute, TargetMetadata } from './target-metadata.ts';

/** How a field is sent and read. */
export interface FieldWire {
  /** The property in an answer: `_parentid_value` of a lookup. */
  readonly property: string;
  /** A number in JSON rather than a text. */
  readonly isNumber: boolean;
  /** A lookup: its navigation property, and the set that it points at. */
  readonly bind?: {
    readonly navigation: string;
    readonly set: string;
    readonly attribute: string;
    readonly target: string;
    readonly targetId: string;
  };
  /** A time without a zone, which the service writes with a Z all the same. */
  readonly isWallClock: boolean;
}

export interface TableDetail {
  readonly set: string;
  readonly wires: ReadonlyMap<string, FieldWire>;
}

const KINDS: Readonly<Record<string, ValueKind>> = {
  String: 'text',
  Memo: 'text',
  Integer: 'integer',
  BigInt: 'integer',
  Decimal: 'decimal',
  Money: 'decimal',
  Double: 'double',
  Boolean: 'boolean',
  Picklist: 'picklist',
  State: 'picklist',
  Status: 'picklist',
  MultiSelectPicklist: 'multipicklist',
  Lookup: 'id',
  Customer: 'id',
  Owner: 'id',
  Uniqueidentifier: 'id',
};
const NUMBERS: ReadonlySet<string> = new Set(['Integer', 'BigInt', 'Decimal', 'Money', 'Double', 'Picklist', 'State', 'Status']);
const LOOKUPS: ReadonlySet<string> = new Set(['Lookup', 'Customer', 'Owner']);
/** A key stands in the request's address, and some characters break it whatever is done to escape them. */
const IN_ADDRESS = [{ pattern: '[/<>*%&:\\\\?+]', why: 'Dataverse takes none of / < > * % & : \\ ? + in a key' }];

/** What the metadata say of the parents that columns `Lookup.key` lead to, by table. */
export type Parents = ReadonlyMap<string, TargetMetadata>;

export const typeOfAttribute = (a: TargetAttribute): string => a.AttributeTypeName?.Value.replace(/Type$/, '') ?? a.AttributeType;

/** The relationship that a column names: by its navigation property, or by its lookup where that has one target only. */
export function relationshipOf({ relationships }: TargetMetadata, name: string): Relationship | null {
  const found = relationships.filter(
    (r) => r.ReferencingEntityNavigationPropertyName === name || r.ReferencingAttribute === name,
  );
  const owner = found.find((r) => r.ReferencedEntity === 'systemuser' && r.ReferencingAttribute === 'ownerid');
  return found.length === 1 ? (found[0] ?? null) : (owner ?? null);
}

export interface Rights {
  readonly create: boolean;
  readonly write: boolean;
  readonly delete: boolean;
}

export function targetTable(
  metadata: TargetMetadata,
  columns: readonly string[],
  parents: Parents,
  rights: Rights,
  language: Languages,
): TargetObject {
  const { entity, attributes } = metadata;
  const fields = new Map<string, TargetField>();
  const wires = new Map<string, FieldWire>();
  for (const column of columns) {
    const made = fieldOf(metadata, column, parents, language);
    if (made === null) continue;
    fields.set(column, made.field);
    for (const one of [made, ...(made.parts ?? [])]) wires.set(one.field.name, one.wire);
  }
  const own = attributes.filter((a) => a.AttributeOf === null);
  const writable = own.filter((a) => a.IsValidForCreate || a.IsValidForUpdate);
  const detail: TableDetail = { set: entity.EntitySetName ?? entity.LogicalName, wires };
  return {
    name: entity.LogicalName,
    label: entity.DisplayName?.UserLocalizedLabel?.Label ?? entity.LogicalName,
    createable: rights.create,
    updateable: rights.write,
    deletable: rights.delete,
    idField: entity.PrimaryIdAttribute ?? `${entity.LogicalName}id`,
    fields,
    names: [
      ...writable.map((a) => a.LogicalName),
      ...metadata.relationships.map((r) => r.ReferencingEntityNavigationPropertyName),
    ],
    writable: { fields: writable.length, of: own.length },
    // The Web API enforces no "business required" column, and fills in the system's own.
    required: [],
    detail,
  };
}

interface Made {
  readonly field: TargetField;
  readonly wire: FieldWire;
  /** Of an alternate key that is named as a whole. */
  readonly parts?: readonly Made[];
}

function fieldOf(metadata: TargetMetadata, column: string, parents: Parents, language: Languages): Made | null {
  const [name = '', key, more] = column.split('.');
  if (more !== undefined) return null;
  const attribute = metadata.attributes.find((a) => a.LogicalName === name.toLowerCase() && a.AttributeOf === null);
  const isPlain = attribute !== undefined && !LOOKUPS.has(typeOfAttribute(attribute));
  if (isPlain && key === undefined) return plainField(metadata, attribute, language);
  const alternate = key === undefined ? metadata.keys.find((k) => k.LogicalName === name.toLowerCase()) : undefined;
  if (alternate !== undefined) return alternateKey(metadata, alternate, parents, language);
  const relationship = relationshipOf(metadata, name) ?? relationshipOf(metadata, name.toLowerCase());
  const lookup = metadata.attributes.find((a) => a.LogicalName === relationship?.ReferencingAttribute);
  if (relationship === null || lookup === undefined) return null;
  return key === undefined
    ? lookupField(relationship, lookup, parents)
    : parentField(relationship, lookup, key, parents, language);
}

function plainField(metadata: TargetMetadata, attribute: TargetAttribute, language: Languages): Made {
  const name = attribute.LogicalName;
  const type = typeOfAttribute(attribute);
  const limits = metadata.limits.get(name);
  const behavior = limits?.DateTimeBehavior?.Value;
  const kind = type === 'DateTime' ? momentKind(behavior) : (KINDS[type] ?? 'other');
  const options = limits?.OptionSet ?? limits?.GlobalOptionSet ?? null;
  const isChoice = kind === 'picklist' || kind === 'multipicklist';
  const field: TargetField = {
    name,
    label: attribute.DisplayName?.UserLocalizedLabel?.Label ?? name,
    nativeType: type,
    kind,
    createable: attribute.IsValidForCreate,
    updateable: attribute.IsValidForUpdate,
    nillable: kind !== 'boolean' && type !== 'State' && type !== 'Status',
    ...keyFacts(metadata, name),
    caseSensitive: false,
    ...(kind === 'text' ? { collation: collationOf(language.base) } : {}),
    length: kind === 'text' ? (limits?.MaxLength ?? null) : null,
    precision: null,
    scale: kind === 'decimal' ? (limits?.Precision ?? null) : null,
    ...(limits?.MinValue === undefined || limits.MaxValue === undefined
      ? {}
      : { range: { least: String(limits.MinValue), greatest: String(limits.MaxValue) } }),
    ...(isChoice && options !== null
      ? { values: picklistOf(options, language.labels), restricted: true, acceptsLabels: true }
      : {}),
    ...(kind === 'multipicklist' ? { separator: ',' } : {}),
    ...(kind === 'text' && isKeyColumn(metadata, name) ? { unsendable: IN_ADDRESS } : {}),
  };
  return { field, wire: { property: name, isNumber: NUMBERS.has(type), isWallClock: kind === 'local datetime' } };
}

const momentKind = (behavior: string | undefined): ValueKind =>
  behavior === 'DateOnly' ? 'date' : behavior === 'TimeZoneIndependent' ? 'local datetime' : 'datetime';

const keysOf = ({ keys }: TargetMetadata, name: string): readonly AlternateKey[] =>
  keys.filter((k) => k.KeyAttributes.length === 1 && k.KeyAttributes[0] === name);
const isKeyColumn = (metadata: TargetMetadata, name: string): boolean => keysOf(metadata, name).length > 0;

/** An alternate key of this one column, once its index is active; or the id. */
function keyFacts(metadata: TargetMetadata, name: string): Pick<TargetField, 'externalId' | 'unique' | 'keyProblem'> {
  const isId = name === metadata.entity.PrimaryIdAttribute;
  const keys = keysOf(metadata, name);
  const isActive = keys.some((k) => k.EntityKeyIndexStatus === 'Active');
  if (isId || isActive) return { externalId: true, unique: true };
  const [pending] = keys;
  if (pending !== undefined)
    return {
      externalId: false,
      unique: false,
      keyProblem: `its alternate key is not active yet (${pending.EntityKeyIndexStatus})`,
    };
  const isPart = metadata.keys.some((k) => k.KeyAttributes.includes(name));
  return {
    externalId: false,
    unique: false,
    ...(isPart ? { keyProblem: 'its alternate key has other columns as well: write the name of that key under `key`' } : {}),
  };
}

/** What can stand in a key's address and comes back as it was written. */
const KEY_KINDS: ReadonlySet<ValueKind> = new Set(['text', 'integer', 'picklist', 'id', 'date']);

/** An alternate key by its own name: one field made of those of its columns. */
function alternateKey(metadata: TargetMetadata, key: AlternateKey, parents: Parents, language: Languages): Made | null {
  const made = key.KeyAttributes.map((name) => fieldOf(metadata, name, parents, language));
  const parts = made.filter((part) => part !== null);
  if (parts.length < made.length || parts.length === 0) return null;
  const fields = parts.map(({ field }) => (field.kind === 'text' ? { ...field, unsendable: IN_ADDRESS } : field));
  const other = fields.find(({ kind }) => !KEY_KINDS.has(kind));
  const isActive = key.EntityKeyIndexStatus === 'Active';
  const keyProblem =
    other !== undefined
      ? `its column ${other.name} (${other.nativeType}) can't stand in a key's address`
      : isActive
        ? undefined
        : `it is not active yet (${key.EntityKeyIndexStatus})`;
  const field: TargetField = {
    name: key.LogicalName,
    label: key.LogicalName,
    nativeType: 'alternate key',
    kind: 'text',
    createable: true,
    updateable: false,
    nillable: false,
    externalId: keyProblem === undefined,
    unique: keyProblem === undefined,
    ...(keyProblem === undefined ? {} : { keyProblem }),
    caseSensitive: false,
    collation: collationOf(language.base),
    length: null,
    precision: null,
    scale: null,
    parts: fields,
  };
  return { field, wire: { property: key.LogicalName, isNumber: false, isWallClock: false }, parts };
}

function lookupField(relationship: Relationship, lookup: TargetAttribute, parents: Parents): Made | null {
  const {
    ReferencingAttribute: attribute,
    ReferencedEntity: target,
    ReferencingEntityNavigationPropertyName: navigation,
  } = relationship;
  const bind = bindOf(relationship, parents);
  if (bind === null) return null;
  const isOnly = typeOfAttribute(lookup) === 'Lookup';
  const field: TargetField = {
    name: isOnly ? attribute : navigation,
    label: lookup.DisplayName?.UserLocalizedLabel?.Label ?? attribute,
    nativeType: typeOfAttribute(lookup),
    kind: 'id',
    createable: lookup.IsValidForCreate,
    updateable: lookup.IsValidForUpdate,
    nillable: typeOfAttribute(lookup) !== 'Owner',
    externalId: false,
    unique: false,
    caseSensitive: false,
    length: null,
    precision: null,
    scale: null,
    references: [target],
  };
  return { field, wire: { property: `_${attribute}_value`, isNumber: false, isWallClock: false, bind } };
}

function bindOf(
  {
    ReferencedEntity: target,
    ReferencingAttribute: attribute,
    ReferencingEntityNavigationPropertyName: navigation,
  }: Relationship,
  parents: Parents,
) {
  const parent = parents.get(target)?.entity;
  if (parent?.EntitySetName == null || parent.PrimaryIdAttribute === null) return null;
  return { navigation, set: parent.EntitySetName, attribute, target, targetId: parent.PrimaryIdAttribute };
}

function parentField(
  relationship: Relationship,
  lookup: TargetAttribute,
  keyName: string,
  parents: Parents,
  language: Languages,
): Made | null {
  const parent = parents.get(relationship.ReferencedEntity);
  const made = lookupField(relationship, lookup, parents);
  const attribute = parent?.attributes.find((a) => a.LogicalName === keyName.toLowerCase() && a.AttributeOf === null);
  if (parent === undefined || made === null || attribute === undefined) return null;
  const key = plainField(parent, attribute, language);
  if (!key.field.externalId) return null;
  const { createable, updateable, nillable, label, references = [] } = made.field;
  const field: TargetField = {
    ...key.field,
    name: `${made.field.name}.${attribute.LogicalName}`,
    label,
    createable,
    updateable,
    nillable,
    references,
    parent: { object: relationship.ReferencedEntity, key: attribute.LogicalName, lookup: made.field.name },
  };
  return { field, wire: { ...made.wire, isNumber: key.wire.isNumber } };
}
