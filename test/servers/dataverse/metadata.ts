import { badQuery, type ColumnDef, isLookup, type Labels, type OptionDef, ServiceError, type TableDef } from './model.ts';
import { navigationOf } from './write/payload.ts';
import { isWritable, rangeOf } from './write/write-row.ts';

const BASE_LANGUAGE = 1033;

type Json = Record<string, unknown>;

/** Types whose AttributeType is `Virtual`: only AttributeTypeName tells them. */
const VIRTUAL = new Set(['MultiSelectPicklist', 'Image', 'File', 'Virtual']);
const BASE_PROPERTIES = [
  'AttributeOf',
  'AttributeType',
  'AttributeTypeName',
  'DisplayName',
  'EntityLogicalName',
  'IsPrimaryId',
  'IsPrimaryName',
  'IsSecured',
  'IsValidForCreate',
  'IsValidForRead',
  'IsValidForUpdate',
  'IsValidODataAttribute',
  'LogicalName',
  'MetadataId',
  'RequiredLevel',
  'SchemaName',
  'SourceType',
];
const CASTS: Readonly<Record<string, { of: readonly ColumnDef['type'][]; properties: readonly string[]; expand?: boolean }>> = {
  PicklistAttributeMetadata: { of: ['Picklist'], properties: [], expand: true },
  MultiSelectPicklistAttributeMetadata: { of: ['MultiSelectPicklist'], properties: [], expand: true },
  StateAttributeMetadata: { of: ['State'], properties: [], expand: true },
  StatusAttributeMetadata: { of: ['Status'], properties: [], expand: true },
  BooleanAttributeMetadata: { of: ['Boolean'], properties: ['DefaultValue'], expand: true },
  DateTimeAttributeMetadata: { of: ['DateTime'], properties: ['DateTimeBehavior', 'Format'] },
  LookupAttributeMetadata: { of: ['Lookup', 'Customer', 'Owner', 'PartyList'], properties: ['Targets'] },
  MoneyAttributeMetadata: {
    of: ['Money'],
    properties: ['Precision', 'PrecisionSource', 'CalculationOf', 'IsBaseCurrency', 'MinValue', 'MaxValue'],
  },
  DecimalAttributeMetadata: { of: ['Decimal'], properties: ['Precision', 'MinValue', 'MaxValue'] },
  DoubleAttributeMetadata: { of: ['Double'], properties: ['Precision', 'MinValue', 'MaxValue'] },
  IntegerAttributeMetadata: { of: ['Integer'], properties: ['MinValue', 'MaxValue'] },
  MemoAttributeMetadata: { of: ['Memo'], properties: ['MaxLength'] },
  StringAttributeMetadata: { of: ['String'], properties: ['MaxLength', 'Format'] },
};
const ENTITY_PROPERTIES = [
  'ChangeTrackingEnabled',
  'DataProviderId',
  'DisplayName',
  'EntitySetName',
  'IsActivity',
  'IsIntersect',
  'IsPrivate',
  'LogicalName',
  'MetadataId',
  'PrimaryIdAttribute',
  'PrimaryNameAttribute',
  'Privileges',
  'SchemaName',
  'TableType',
];

/** Answers `EntityDefinitions…`; `path` is what follows, decoded. */
export function metadata(
  path: string,
  options: ReadonlyMap<string, string>,
  tables: readonly TableDef[],
): Json | { value: Json[] } {
  if (path === '')
    return { value: tables.map((t) => pick(entity(t), selected(options.get('$select'), ENTITY_PROPERTIES, 'EntityMetadata'))) };
  const match =
    /^\(LogicalName='([^']*)'\)(?:\/(?:Keys|ManyToOneRelationships|Attributes(?:\/Microsoft\.Dynamics\.CRM\.(\w+))?))?$/.exec(
      path,
    );
  const table = tables.find((t) => t.name === match?.[1]);
  if (match === null) throw new ServiceError(404, '0x8006088a', `Resource not found for the segment 'EntityDefinitions${path}'.`);
  if (table === undefined)
    throw new ServiceError(
      404,
      '0x80041102',
      `The entity with a name = '${match[1]}' with namemapping = 'Logical' was not found in the MetadataCache.`,
    );
  if (path.endsWith('/Keys')) return { value: picked(keys(table), options, KEY_PROPERTIES, 'EntityKeyMetadata') };
  if (path.endsWith('/ManyToOneRelationships'))
    return { value: picked(relationships(table), options, RELATIONSHIP_PROPERTIES, 'OneToManyRelationshipMetadata') };
  if (!path.includes('/Attributes')) return definition(table, options);
  return { value: attributes(table, match[2], options) };
}

const KEY_PROPERTIES = ['EntityKeyIndexStatus', 'KeyAttributes', 'LogicalName', 'MetadataId', 'SchemaName'];
const RELATIONSHIP_PROPERTIES = [
  'MetadataId',
  'ReferencedAttribute',
  'ReferencedEntity',
  'ReferencingAttribute',
  'ReferencingEntity',
  'ReferencingEntityNavigationPropertyName',
  'SchemaName',
];

function picked(all: readonly Json[], options: ReadonlyMap<string, string>, known: readonly string[], type: string): Json[] {
  const chosen = selected(options.get('$select'), known, type);
  return all.map((one) => pick(one, chosen));
}

function keys(table: TableDef): Json[] {
  return (table.keys ?? []).map(({ name, columns, status }) => ({
    EntityKeyIndexStatus: status,
    KeyAttributes: columns,
    LogicalName: name,
    MetadataId: id(name),
    SchemaName: name,
  }));
}

function relationships(table: TableDef): Json[] {
  return table.columns
    .filter((c) => isLookup(c.type))
    .flatMap((c) =>
      (c.targets ?? []).map((target) => ({
        MetadataId: id(`${table.name}.${c.name}.${target}`),
        ReferencedAttribute: `${target}id`,
        ReferencedEntity: target,
        ReferencingAttribute: c.name,
        ReferencingEntity: table.name,
        ReferencingEntityNavigationPropertyName: navigationOf(c, target),
        SchemaName: `${target}_${table.name}_${c.name}`,
      })),
    );
}

function definition(table: TableDef, options: ReadonlyMap<string, string>): Json {
  const own = pick(entity(table), selected(options.get('$select'), ENTITY_PROPERTIES, 'EntityMetadata'));
  const expand = options.get('$expand');
  if (expand === undefined) return own;
  const match = /^Attributes(?:\(\$select=([\w,]+)\))?$/.exec(expand);
  if (match === null) throw badQuery(`Term '${expand}' is not valid in a $select or $expand expression.`);
  const chosen = selected(match[1], BASE_PROPERTIES, 'AttributeMetadata');
  return { ...own, Attributes: table.columns.map((c) => pick(attribute(c, table), chosen, c)) };
}

function attributes(table: TableDef, cast: string | undefined, options: ReadonlyMap<string, string>): Json[] {
  const kind = cast === undefined ? undefined : CASTS[cast];
  if (cast !== undefined && kind === undefined)
    throw badQuery(`The type 'Microsoft.Dynamics.CRM.${cast}' is not defined in the model.`);
  const known = [...BASE_PROPERTIES, ...(kind?.properties ?? [])];
  const chosen = selected(options.get('$select'), known, cast ?? 'AttributeMetadata');
  const expand = options.get('$expand');
  if (expand !== undefined && !kind?.expand)
    throw badQuery(
      `Could not find a property named 'OptionSet' on type 'Microsoft.Dynamics.CRM.${cast ?? 'AttributeMetadata'}'.`,
    );
  return table.columns
    .filter((c) => kind === undefined || kind.of.includes(c.type))
    .map((c) => ({ ...pick(attribute(c, table), chosen, c), ...(expand === undefined ? {} : optionSets(c, expand)) }));
}

function selected(text: string | undefined, known: readonly string[], type: string): readonly string[] {
  const names = text?.split(',') ?? known;
  const wrong = names.find((n) => !known.includes(n));
  if (wrong !== undefined) throw badQuery(`Could not find a property named '${wrong}' on type 'Microsoft.Dynamics.CRM.${type}'.`);
  return names;
}

function pick(all: Json, names: readonly string[], column?: ColumnDef): Json {
  const chosen = Object.fromEntries(names.map((n) => [n, all[n]]));
  const type =
    column === undefined
      ? {}
      : {
          '@odata.type': `#Microsoft.Dynamics.CRM.${isLookup(column.type) || column.type === 'PartyList' ? 'Lookup' : column.type}AttributeMetadata`,
        };
  return { ...type, ...chosen, MetadataId: all.MetadataId };
}

/** All kinds of activities share one. */
export function readPrivilege({ kind, name }: TableDef): string {
  return `prvRead${kind === 'Activity' ? 'Activity' : name}`;
}

function entity(table: TableDef): Json {
  return {
    ChangeTrackingEnabled: table.changeTracking ?? false,
    DataProviderId: table.kind === 'Virtual' ? '7e57da7a-0000-4000-9000-000000000001' : null,
    DisplayName: label(table.label),
    EntitySetName: table.set,
    IsActivity: table.kind === 'Activity',
    IsIntersect: table.intersect ?? false,
    IsPrivate: false,
    LogicalName: table.name,
    MetadataId: id(table.name),
    PrimaryIdAttribute: table.key,
    PrimaryNameAttribute: table.nameColumn,
    Privileges: [
      { Name: readPrivilege(table), PrivilegeType: 'Read', PrivilegeId: id(readPrivilege(table)) },
      ...['Create', 'Write', 'Delete'].map((type) => ({
        Name: `prv${type}${table.name}`,
        PrivilegeType: type,
        PrivilegeId: id(`prv${type}${table.name}`),
      })),
    ],
    SchemaName: table.name,
    TableType: table.kind ?? 'Standard',
  };
}

function attribute(column: ColumnDef, table: TableDef): Json {
  return {
    AttributeOf: column.attributeOf ?? null,
    AttributeType: VIRTUAL.has(column.type) ? 'Virtual' : column.type,
    AttributeTypeName: { Value: `${column.type}Type` },
    CalculationOf: column.calculationOf ?? null,
    DateTimeBehavior: column.type === 'DateTime' ? { Value: column.behavior ?? 'UserLocal' } : undefined,
    DefaultValue: false,
    DisplayName: label(column.label ?? column.name),
    EntityLogicalName: table.name,
    // The format a form shows it in: DateOnly here says nothing of the data.
    Format:
      column.type === 'DateTime' ? (column.format ?? (column.behavior === 'DateOnly' ? 'DateOnly' : 'DateAndTime')) : 'Text',
    IsBaseCurrency: column.calculationOf !== undefined,
    IsPrimaryId: column.name === table.key,
    IsPrimaryName: column.name === table.nameColumn,
    IsSecured: column.secured ?? false,
    IsValidForCreate: isWritable(column, 'validForCreate'),
    IsValidForRead: column.validForRead ?? true,
    IsValidForUpdate: isWritable(column, 'validForUpdate'),
    IsValidODataAttribute: !(column.notInApi ?? false),
    LogicalName: column.name,
    MaxLength: column.maxLength ?? (column.type === 'Memo' ? 1_048_576 : 4000),
    MaxValue: rangeOf(column)[1],
    MinValue: rangeOf(column)[0],
    MetadataId: id(`${table.name}.${column.name}`),
    Precision: column.precision ?? (column.type === 'Money' ? 4 : 10),
    PrecisionSource: 2,
    RequiredLevel: { Value: column.required ?? 'None', CanBeChanged: true },
    SchemaName: column.name,
    SourceType: column.sourceType ?? 0,
    Targets: column.targets ?? [],
  };
}

function optionSets(column: ColumnDef, expand: string): Json {
  const local = column.global ? null : options(column);
  const global = column.global ? options(column) : null;
  const asked: readonly string[] = expand.match(/\w+(?=\(|,|$)/g) ?? [];
  return {
    ...(asked.includes('OptionSet') ? { OptionSet: local } : {}),
    ...(asked.includes('GlobalOptionSet') ? { GlobalOptionSet: global } : {}),
  };
}

function options(column: ColumnDef): Json {
  const all = (column.options ?? []).map(option);
  if (column.type === 'Boolean')
    return {
      MetadataId: id(column.name),
      TrueOption: all.find((o) => o.Value === 1) ?? null,
      FalseOption: all.find((o) => o.Value === 0) ?? null,
    };
  return { MetadataId: id(column.name), Options: all };
}

function option({ value, label: text }: OptionDef): Json {
  return { Value: value, Label: label(text), Color: null, IsManaged: true };
}

function label(labels: Labels): Json {
  const texts = typeof labels === 'string' ? { [BASE_LANGUAGE]: labels } : labels;
  const localized = Object.entries(texts).map(([code, text]) => ({
    Label: text,
    LanguageCode: Number(code),
    IsManaged: true,
    MetadataId: id(text),
  }));
  return { LocalizedLabels: localized, UserLocalizedLabel: localized[0] ?? null };
}

/** Any fixed identifier will do. */
function id(name: string): string {
  let hash = 0;
  for (const c of name) hash = (hash * 31 + (c.codePointAt(0) ?? 0)) % 0xffffffff;
  return `7e57da7a-0000-4000-9000-${hash.toString(16).padStart(12, '0')}`;
}
