import { distance } from 'fastest-levenshtein';
import { HighwaterError } from '../../../model/errors.ts';
import type { TableOptions } from '../../../model/plan.ts';
import type { Column, Cursor, Note, TableRef, TableSchema } from '../../../model/table.ts';
import type { ObjectFacts } from '../plan/table-query.ts';
import { columnOf, loadOf, NOT_READ, type Width } from './columns.ts';
import { dependenceOf } from './dependence.ts';
import { documentColumns } from './documents.ts';
import type { FieldInfo, ObjectEntry, ObjectInfo } from './object-info.ts';

/**
 * The first that the object has, may be filtered by and is a datetime, orders its changes. Imports may set all of them but SystemModstamp,
 * and that one is indexed: https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/system_fields.htm
 */
const CURSORS = ['SystemModstamp', 'LastModifiedDate', 'CreatedDate', 'LoginTime'] as const;
/** What was the first until 2026-12. */
const FORMER = 'LastModifiedDate';

export interface SchemaInput {
  readonly ref: TableRef;
  readonly object: ObjectInfo;
  readonly options: TableOptions;
  /** For the names of what an Id belongs to: its first three characters say it. */
  readonly entries: readonly ObjectEntry[];
  readonly related: readonly Column[];
  /** `https://…` of the organisation, for links to records. */
  readonly instanceUrl: string;
  /** The cursor that the source's entry names for all its tables. */
  readonly preferred?: string | undefined;
  width(field: string): Width;
}

/** Columns, key and cursor of one object as this user sees it. Pure. */
export function schemaOf({ ref, object, options, entries, related, instanceUrl, preferred, width }: SchemaInput): TableSchema {
  const dependence = dependenceOf(options);
  const prefix = dependence?.over === undefined ? '' : `${ref.name}.`;
  const read = object.fields.filter((f) => !NOT_READ.has(f.type));
  const columns = read.flatMap((f) => [columnOf(f, prefix + f.name, width(f.name)), ...typeColumn(f, entries)]);
  const links = ref.name === 'ContentDocument' ? [linkColumn(instanceUrl)] : [];
  const isDeleted = read.some((f) => f.name === 'IsDeleted');
  const nameColumn = options.name ?? read.find((f) => f.nameField)?.name ?? null;
  const cursor = cursorOf(object, options, dependence === null ? preferred : undefined);
  const all = [...columns, ...related, ...links];
  const asked = new Set(documentColumns(ref.name, options.extra, all, nameColumn));
  return {
    ref,
    columns: all.map((c) => (asked.has(c.name) ? { ...c, asked: true } : c)),
    key: options.key ?? keyOf(read),
    ...(options.key === undefined ? {} : { identity: keyOf(read) }),
    cursor,
    ...(options.cursor === undefined && preferred !== cursor?.column ? formerCursors(object, cursor) : {}),
    nameColumn,
    detail: {
      archives: read.some((f) => f.name === 'IsArchived'),
      stamped: usableCursors(object).includes('SystemModstamp'),
      dated: usableCursors(object).includes('CreatedDate'),
    } satisfies ObjectFacts,
    ...(isDeleted ? { deletedFlag: loadOf(`${prefix}IsDeleted`, 'CAST($ AS BOOLEAN)') } : {}),
    notes: [...notesOf(object), ...(dependence === null ? cursorNote(object, options, preferred, cursor) : [])],
  };
}

/** What describes itself by DurableId has the same Id on several rows, or none (AppDefinition). */
function keyOf(fields: readonly FieldInfo[]): string[] {
  const name = ['DurableId', 'Id'].find((n) => fields.some((f) => f.name === n));
  return name === undefined ? [] : [name];
}

function usableCursors(object: ObjectInfo): string[] {
  return object.fields.filter((f) => f.type === 'datetime' && !f.notFilterable).map((f) => f.name);
}

function cursorOver(object: ObjectInfo, column: string): Cursor {
  const mayBeNull = object.fields.some((f) => f.name === column && f.mayBeNull);
  return { column, kind: 'timestamp', ...(mayBeNull ? { mayBeNull } : {}) };
}

/** States of before the default changed are not thrown away for it. */
function formerCursors(object: ObjectInfo, cursor: Cursor | null): Pick<TableSchema, 'formerCursors'> {
  const former = cursor !== null && cursor.column !== FORMER && usableCursors(object).includes(FORMER);
  return former ? { formerCursors: [cursorOver(object, FORMER)] } : {};
}

/** It is not an error when an object lacks the source's cursor: a glob takes many objects. */
function cursorNote(object: ObjectInfo, options: TableOptions, preferred: string | undefined, cursor: Cursor | null): Note[] {
  if (preferred === undefined || options.cursor !== undefined || cursor?.column === preferred) return [];
  const instead = cursor === null ? 'so the table is read in full each run' : `so ${cursor.column} is the cursor`;
  return [{ kind: 'plan', message: `${object.name} has no ${preferred} that can be filtered, ${instead}` }];
}

/** `preferred`: taken where the object has it. Throws where the table's own option can't be the cursor. */
export function cursorOf(object: ObjectInfo, options: Pick<TableOptions, 'cursor'>, preferred?: string): Cursor | null {
  const usable = usableCursors(object);
  const { cursor } = options;
  if (cursor === undefined) {
    const column = [...(preferred === undefined ? [] : [preferred]), ...CURSORS].find((name) => usable.includes(name));
    return column === undefined ? null : cursorOver(object, column);
  }
  const meant = usable.find((name) => name.toLowerCase() === cursor.toLowerCase());
  if (meant !== undefined) return cursorOver(object, meant);
  const why = object.fields.some((f) => f.name === cursor)
    ? 'is not a date/time field that can be filtered'
    : 'does not exist or is hidden from this user';
  throw new HighwaterError(
    'CURSOR_NOT_POSSIBLE',
    `${object.name}: the field ${cursor} ${why}, so it can't be the cursor.`,
    usable.length === 0
      ? 'Leave `cursor` out: this object is read in full each run.'
      : `Leave \`cursor\` out, or choose one of: ${usable.join(', ')}.`,
  );
}

/** `<field>_type` beside a reference to several objects: the Id itself shows it, so it costs no query. */
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

/** `hidden`: whether it is one of the fields that this user may not read; null: the service does not say. */
export function unknownColumn(object: ObjectInfo, name: string, hidden: boolean | null): HighwaterError {
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
      `${object.name}: the field ${name} exists, but Highwater's user can't read it.`,
      'Grant it: Setup > Permission Sets > the set of that user > Object Settings > the object > Field Permissions > "Read Access".',
    );
  }
  const place = `Setup > Object Manager > ${object.label} > Fields & Relationships`;
  const nearest = [...object.fields].sort((a, b) => far(a.name, name) - far(b.name, name))[0]?.name;
  if (hidden === null) {
    const guess = nearest !== undefined && far(nearest, name) <= 2 ? `The nearest name is ${nearest}. ` : '';
    return new HighwaterError(
      'COLUMN_NOT_FOUND',
      `${object.name} has no field ${name} that this user may read: it is misspelt, or hidden from Highwater's user.`,
      `${guess}Look for it under ${place}. If it is there, grant it: Setup > Permission Sets > the set of that user > Object Settings > the object > Field Permissions > "Read Access".`,
    );
  }
  return new HighwaterError(
    'COLUMN_NOT_FOUND',
    `${object.name} has no field ${name}.`,
    nearest === undefined ? 'Leave it out.' : `The nearest name is ${nearest}. Compare with "Field Name" in ${place}.`,
  );
}

const far = (a: string, b: string): number => distance(a.toLowerCase(), b.toLowerCase());
