import type { Column, Load, SemanticType } from '../../../model/table.ts';
import { type AttributeInfo, labelIn, labelSql, picklistOf, type TableInfo, typeOf } from './metadata.ts';

export const LOOKUP_ANNOTATION = 'Microsoft.Dynamics.CRM.lookuplogicalname';

interface Form {
  readonly duckdb: string;
  /** See Load.expression. */
  readonly expression: string;
  readonly semantic: SemanticType;
  readonly allowed: readonly SemanticType[];
}

const NUMBERS: readonly SemanticType[] = ['number', 'amount', 'percentage'];
const TEXTS: readonly SemanticType[] = ['string', 'picklist', 'user'];
const REFERENCES: readonly SemanticType[] = ['object', 'user', 'string'];

/** Text that does not match becomes one that no CAST takes: an error without the row's own content. */
const matching = (pattern: string): string =>
  `CASE WHEN $ IS NULL OR regexp_full_match($, '${pattern}') THEN $ ELSE 'inexact' END`;
const exactly = (type: string, pattern: string): string => `CAST(${matching(pattern)} AS ${type})`;

// DuckDB takes some 9 µs to make a DECIMAL of more than 18 digits of a text, a hundred times more than for one of 18; so
// the wide cast is only for what does not fit the narrow one.
function decimal(scale: number): string {
  const text = matching(`-?[0-9]+([.][0-9]{0,${scale}}0*)?`);
  return `coalesce(CAST(TRY_CAST(${text} AS DECIMAL(18,${scale})) AS DECIMAL(38,${scale})), CAST(${text} AS DECIMAL(38,${scale})))`;
}

const integer = (type: string): string => exactly(type, '-?[0-9]+');
// Microseconds are the most that DuckDB's timestamps hold.
const INSTANT = '[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,6}0*)?Z';

const form = (
  duckdb: string,
  semantic: SemanticType,
  expression: string,
  allowed: readonly SemanticType[] = [semantic],
): Form => ({
  duckdb,
  semantic,
  expression,
  allowed,
});
const TEXT = form('VARCHAR', 'string', '$', TEXTS);
const CODE = form('INTEGER', 'picklist', integer('INTEGER'), ['picklist', 'number']);
const REFERENCE = form('UUID', 'object', 'CAST($ AS UUID)', REFERENCES);

// A column keeps its values when its precision is lowered, so the type is the widest that the service itself has: money has
// four decimals, a decimal ten. https://learn.microsoft.com/power-apps/maker/data-platform/types-of-fields
const FORMS: Readonly<Record<string, Form>> = {
  String: TEXT,
  Memo: TEXT,
  EntityName: TEXT,
  Integer: form('INTEGER', 'number', integer('INTEGER'), NUMBERS),
  BigInt: form('BIGINT', 'number', integer('BIGINT'), NUMBERS),
  Decimal: form('DECIMAL(38,10)', 'number', decimal(10), NUMBERS),
  Double: form('DOUBLE', 'number', 'CAST($ AS DOUBLE)', NUMBERS),
  Money: form('DECIMAL(38,4)', 'amount', decimal(4), NUMBERS),
  Boolean: form('BOOLEAN', 'bool', exactly('BOOLEAN', 'true|false')),
  Picklist: CODE,
  State: CODE,
  Status: CODE,
  MultiSelectPicklist: form(
    'INTEGER[]',
    'multipicklist',
    `CAST(string_split(${matching('-?[0-9]+(,-?[0-9]+)*')}, ',') AS INTEGER[])`,
  ),
  Lookup: REFERENCE,
  Customer: REFERENCE,
  Owner: REFERENCE,
  Uniqueidentifier: REFERENCE,
  // The value of a file column is the id of the file; its bytes are not read.
  File: REFERENCE,
};

/** What a time means is its column's behavior, not its format: a column that forms show as a day may hold instants. */
const DATES: Readonly<Record<string, Form>> = {
  UserLocal: form('TIMESTAMPTZ', 'date', exactly('TIMESTAMPTZ', INSTANT)),
  DateOnly: form('DATE', 'date', exactly('DATE', '[0-9]{4}-[0-9]{2}-[0-9]{2}')),
  // Looks like UTC and is not: the same clock time everywhere.
  TimeZoneIndependent: form('TIMESTAMP', 'date', `CAST(rtrim(${matching(INSTANT)}, 'Z') AS TIMESTAMP)`),
};

const LOOKUPS = new Set(['Lookup', 'Customer', 'Owner']);
const LABELLED = new Set(['Picklist', 'State', 'Status', 'MultiSelectPicklist']);

/** How the service names a column's property: `_ownerid_value` for a lookup. */
export function propertyOf(attribute: AttributeInfo): string {
  return LOOKUPS.has(typeOf(attribute)) ? `_${attribute.LogicalName}_value` : attribute.LogicalName;
}

/** An attribute's column and those that come with it; empty where it holds no plain value (images, party lists). */
export function columnsOf(attribute: AttributeInfo, info: TableInfo, language: number): Column[] {
  const type = typeOf(attribute);
  const name = attribute.LogicalName;
  const how = type === 'DateTime' ? DATES[info.behaviors.get(name) ?? 'UserLocal'] : FORMS[type];
  if (how === undefined) return [];
  const targets = LOOKUPS.has(type) ? (info.targets.get(name) ?? []) : [];
  const picklist = info.options.has(name) ? picklistOf(info.options.get(name) ?? {}, language) : null;
  const label = labelIn(attribute.DisplayName, language) ?? name;
  const property = propertyOf(attribute);
  const column: Column = {
    name,
    label,
    nativeType: type,
    semanticType: targets.length === 1 && targets[0] === 'systemuser' ? 'user' : how.semantic,
    allowedTypes: how.allowed,
    duckdbType: how.duckdb,
    load: loadOf(property, how.expression),
    select: property,
    ...(picklist === null ? {} : { picklist }),
    ...(targets.length === 0 ? {} : { references: targets }),
    ...(type === 'Money' && name.endsWith('_base') ? { comesWith: [name.slice(0, -'_base'.length)] } : {}),
  };
  if (targets.length > 1) return [column, typeColumn(column, property)];
  return picklist !== null && LABELLED.has(type) ? [column, labelColumn(column)] : [column];
}

function loadOf(wire: string, expression: string): Load {
  return { wire, read: 'VARCHAR', expression };
}

/** Which of its tables a polymorphic lookup points at. */
function typeColumn(column: Column, property: string): Column {
  return {
    name: `${column.name}_type`,
    label: `${column.label} (table)`,
    nativeType: 'EntityName',
    semanticType: 'string',
    allowedTypes: ['string', 'picklist'],
    duckdbType: 'VARCHAR',
    load: loadOf(`${property}@${LOOKUP_ANNOTATION}`, '$'),
    select: property,
    comesWith: [column.name],
  };
}

function labelColumn(column: Column): Column {
  const isList = column.nativeType === 'MultiSelectPicklist';
  return {
    name: `${column.name}_label`,
    label: `${column.label} (label)`,
    nativeType: 'Label',
    semanticType: isList ? '' : 'string',
    allowedTypes: isList ? [] : ['string', 'picklist'],
    duckdbType: isList ? 'VARCHAR[]' : 'VARCHAR',
    load: null,
    derived: labelSql(column.name, column.picklist ?? [], isList),
    comesWith: [column.name],
  };
}
