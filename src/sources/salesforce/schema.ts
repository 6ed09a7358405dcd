import { distance } from 'fastest-levenshtein';
import { HighwaterError } from '../../errors.ts';
import type { TableOptions } from '../../model/plan.ts';
import type { Column, Cursor, Note, TableRef, TableSchema } from '../../model/table.ts';
import type { FieldInfo, ObjectEntry, ObjectInfo } from './describe-data.ts';
import { documentColumns } from './documents.ts';
import { dependenceOf } from './implied.ts';
import type { ObjectFacts } from './reading.ts';
import { columnOf, loadOf, NOT_READ, type Width } from './types.ts';

/** The first that the object has, may be filtered by and is a datetime, orders its changes. */
const CURSORS = ['LastModifiedDate', 'SystemModstamp', 'CreatedDate', 'LoginTime'] as const;

export interface SchemaInput {
  readonly ref: TableRef;
  readonly object: ObjectInfo;
  readonly options: TableOptions;
  /** For the names of what an Id belongs to: its first three characters say it. */
  readonly entries: readonly ObjectEntry[];
  readonly related: readonly Column[];
  /** `https://…` of the organisation, for links to records. */
  readonly instanceUrl: string;
  width(field: string): Width;
}

/** Columns, key and cursor of one object as this user sees it. Pure. */
export function schemaOf({ ref, object, options, entries, related, instanceUrl, width }: SchemaInput): TableSchema {
  const dependence = dependenceOf(options);
  const prefix = dependence?.over === undefined ? '' : `${ref.name}.`;
  const read = object.fields.filter((f) => !NOT_READ.has(f.type));
  const columns = read.flatMap((f) => [columnOf(f, prefix + f.name, width(f.name)), ...typeColumn(f, entries)]);
  const links = ref.name === 'ContentDocument' ? [linkColumn(instanceUrl)] : [];
  const isDeleted = read.some((f) => f.name === 'IsDeleted');
  const nameColumn = options.name ?? read.find((f) => f.nameField)?.name ?? null;
  const all = [...columns, ...related, ...links];
  const asked = new Set(documentColumns(ref.name, options.extra, all, nameColumn));
  return {
    ref,
    columns: all.map((c) => (asked.has(c.name) ? { ...c, asked: true } : c)),
    key: options.key ?? keyOf(read),
    cursor: cursorOf(object, options),
    nameColumn,
    detail: { archives: read.some((f) => f.name === 'IsArchived') } satisfies ObjectFacts,
    ...(isDeleted ? { deletedFlag: loadOf(`${prefix}IsDeleted`, 'CAST($ AS BOOLEAN)') } : {}),
    notes: notesOf(object),
  };
}

/** What describes itself by DurableId has the same Id on several rows, or none (AppDefinition). */
function keyOf(fields: readonly FieldInfo[]): string[] {
  const name = ['DurableId', 'Id'].find((n) => fields.some((f) => f.name === n));
  return name === undefined ? [] : [name];
}

export function cursorOf(object: ObjectInfo, options: Pick<TableOptions, 'cursor'>): Cursor | null {
  const filterable = object.fields.filter((f) => f.type === 'datetime' && !f.notFilterable);
  const usable = filterable.map((f) => f.name);
  const { cursor } = options;
  const over = (column: string): Cursor => {
    const mayBeNull = filterable.some((f) => f.name === column && f.mayBeNull);
    return { column, kind: 'timestamp', ...(mayBeNull ? { mayBeNull } : {}) };
  };
  if (cursor === undefined) {
    const column = CURSORS.find((name) => usable.includes(name));
    return column === undefined ? null : over(column);
  }
  if (usable.includes(cursor)) return over(cursor);
  const why = object.fields.some((f) => f.name === cursor)
    ? 'is no date/time field that can be filtered'
    : 'does not exist or is hidden from this user';
  throw new HighwaterError(
    'CURSOR_NOT_POSSIBLE',
    `${object.name}: the field ${cursor} ${why}, so it can't be the cursor.`,
    usable.length === 0
      ? 'Leave `cursor` out: this object is read whole each run.'
      : `Leave \`cursor\` out, or choose one of: ${usable.join(', ')}.`,
  );
}

/** `<field>_type` beside a reference to several objects: told by the Id itself, so it costs no query. */
function typeColumn(field: FieldInfo, entries: readonly ObjectEntry[]): Column[] {
  const targets = field.referenceTo ?? [];
  if (field.type !== 'reference' || targets.length < 2) return [];
  const known = entries.filter((e) => e.keyPrefix !== null && targets.includes(e.name));
  if (known.length === 0) return [];
  const cases = known.map((e) => `WHEN '${e.keyPrefix}' THEN '${e.name}'`).join(' ');
  return [
    {
      name: `${field.name}_type`,
      label: `${field.label}: object`,
      nativeType: 'reference',
      semanticType: 'string',
      allowedTypes: ['string', 'picklist'],
      duckdbType: 'VARCHAR',
      load: null,
      comesWith: [field.name],
      derived: `CASE left("${field.name}", 3) ${cases} END`,
    },
  ];
}

function linkColumn(instanceUrl: string): Column {
  return {
    name: 'Url',
    label: 'URL',
    nativeType: 'url',
    semanticType: 'string',
    allowedTypes: ['string'],
    duckdbType: 'VARCHAR',
    load: null,
    derived: `'${instanceUrl}/lightning/r/ContentDocument/' || "Id" || '/view'`,
  };
}

function notesOf(object: ObjectInfo): Note[] {
  const binary = object.fields.filter((f) => f.type === 'base64').map((f) => f.name);
  if (binary.length === 0) return [];
  return [{ kind: 'schema', message: `${binary.join(', ')}: binary content is not synced` }];
}

/** The names that the configuration gives and the object does not have, with what may be meant. */
export function unknownNames(schema: TableSchema, options: TableOptions): string[] {
  const known = new Set(schema.columns.map((c) => c.name));
  const given = [
    ...(options.columns?.include ?? []),
    ...(options.columns?.exclude ?? []),
    ...Object.keys(options.types),
    ...(options.key ?? []),
    ...(options.name === undefined ? [] : [options.name]),
  ];
  return [...new Set(given)].filter((name) => !known.has(name));
}

export function unknownColumn(object: ObjectInfo, name: string, hidden: boolean): HighwaterError {
  const field = object.fields.find((f) => f.name === name);
  const parts = object.fields
    .filter((f) => f.name.startsWith(name.replace(/(Address|__c)$/, '')) && f.name !== name && !NOT_READ.has(f.type))
    .map((f) => f.name);
  if (field !== undefined) {
    return new HighwaterError(
      'COLUMN_NOT_FOUND',
      `${object.name}: ${name} is ${field.type === 'base64' ? 'binary content' : 'a compound field'}, which is no column.`,
      parts.length === 0 ? 'Leave it out.' : `Name its parts: ${parts.join(', ')}.`,
    );
  }
  if (hidden) {
    return new HighwaterError(
      'COLUMN_NOT_FOUND',
      `${object.name}: the field ${name} exists, but the user that Highwater signs in as may not read it.`,
      'Grant it: Setup > Permission Sets > the set of that user > Object Settings > the object > Field Permissions > "Read Access".',
    );
  }
  const nearest = [...object.fields].sort(
    (a, b) => distance(a.name.toLowerCase(), name.toLowerCase()) - distance(b.name.toLowerCase(), name.toLowerCase()),
  )[0]?.name;
  return new HighwaterError(
    'COLUMN_NOT_FOUND',
    `${object.name} has no field ${name}.`,
    nearest === undefined
      ? 'Leave it out.'
      : `The nearest name is ${nearest}. Compare with "Field Name" in Setup > Object Manager > ${object.label} > Fields & Relationships.`,
  );
}
