import { HighwaterError } from '../../../model/errors.ts';
import type { TableOptions } from '../../../model/plan.ts';
import type { Column, Note, TableRef, TableSchema } from '../../../model/table.ts';
import type { Session } from '../connect/session.ts';
import { type ColumnRow, columnsOf, findRelation, KINDS, type RelationRow, typesOf, uniqueKeys } from './catalog.ts';
import { namedColumn, refuseWithoutKey } from './column-errors.ts';
import { checkCursor } from './cursor.ts';
import { grantName, id, parseName, qualified, targetName, writtenName } from './names.ts';
import { resolveType, type TypeRow } from './native-type.ts';
import { checkBeneath } from './permission.ts';
import { typeForm, widerForm } from './types.ts';
import type { WiderColumns } from './wider-columns.ts';
import { checkXmin } from './xmin.ts';

/** Columns, key and cursor of one relation, under the configuration's options. */
export async function describeRelation(
  session: Session,
  ref: TableRef,
  options: TableOptions,
  user: string,
  wider: WiderColumns,
): Promise<TableSchema> {
  const relation = await readableRelation(session, ref.name, user);
  await checkBeneath(session, ref.name, relation);
  const [rows, types] = await session.together(async () =>
    Promise.all([columnsOf(session, relation.oid), typesOf(session, relation.oid)]),
  );
  const readable = rows.filter((c) => c.readable);
  const notes: Note[] = [...hiddenNote(relation, rows, user), ...securityNote(relation, user)];
  const key = chosenKey(ref.name, options, rows, notes);
  if (key.length === 0) refuseWithoutKey(ref.name, options, await uniqueKeys(session, relation.oid));
  const widened = wider.of(ref.name, new Map(readable.map((c) => [c.name, c.nativeType])));
  notes.push(...readable.filter((c) => widened.has(c.name)).map(widerNote));
  const checked = options.cursor === undefined ? null : checkCursor(ref.name, options, readable, types, notes);
  if (checked?.kind === 'xmin') await checkXmin(session, ref.name, relation, options, user);
  // Under `sync: full` no run goes on from a watermark; a wrong name is told all the same.
  const cursor = options.sync === 'full' ? null : checked;
  return {
    ref,
    columns: readable.map((row) => column(row, types, options, widened.has(row.name))),
    key,
    cursor,
    nameColumn: options.name === undefined ? null : namedColumn(ref.name, options, 'name', options.name, readable).name,
    notes,
  };
}

/** The relation, or the error that says what is missing: the table, the schema, or the privilege (with its GRANT). */
export async function readableRelation(session: Session, written: string, user: string): Promise<RelationRow> {
  const name = parseName(written);
  const relation = name === null ? null : await findRelation(session, name);
  if (relation === null) {
    throw new HighwaterError(
      'TABLE_NOT_FOUND',
      `${written}: there is no such table or view in the database.`,
      'Names are taken as PostgreSQL stores them, upper and lower case alike; outside of the schema public write schema.table. `highwater discover` lists all.',
    );
  }
  if (relation.usage && relation.readable) {
    if (!relation.populated) throw notPopulated(written, relation);
    if (!relation.hasColumns) throw withoutColumns(written, relation);
    return relation;
  }
  const grants = [
    ...(relation.usage ? [] : [`GRANT USAGE ON SCHEMA ${id(relation.schema)} TO ${id(user)};`]),
    ...(relation.readable ? [] : [`GRANT SELECT ON ${grantName(relation)} TO ${id(user)};`]),
  ];
  throw new HighwaterError(
    'TABLE_NOT_READABLE',
    `${written}: the user ${user} may not read this ${KINDS[relation.kind]}.`,
    `Its owner can allow it:\n${grants.join('\n')}`,
  );
}

function notPopulated(written: string, relation: RelationRow): HighwaterError {
  return new HighwaterError(
    'TABLE_NOT_READABLE',
    `${written}: the materialized view was never filled (WITH NO DATA).`,
    `Its owner can fill it:\nREFRESH MATERIALIZED VIEW ${qualified(relation)};`,
  );
}

function withoutColumns(written: string, relation: RelationRow): HighwaterError {
  return new HighwaterError(
    'TABLE_NOT_READABLE',
    `${written}: the ${KINDS[relation.kind]} has no columns.`,
    'There is nothing to read: leave it out until it has some.',
  );
}

/**
 * References to all relations, as the configuration may write them. What can't be read, has no columns, is a partition of another
 * table or belongs to an extension, and the long form `public.deals` of `deals` are found by their exact names only, never by a glob.
 */
export function refsOf(relations: readonly RelationRow[]): TableRef[] {
  return relations.flatMap((relation) => {
    const kind = KINDS[relation.kind];
    const ref = { name: writtenName(relation), target: targetName(relation), label: relation.table, kind };
    const plain = relation.usage && relation.readable && relation.hasColumns && !relation.partition && !relation.ofExtension;
    const own: TableRef[] = [plain ? ref : { ...ref, exactOnly: true }];
    return relation.schema === 'public' ? [...own, { ...ref, name: `public.${ref.name}`, exactOnly: true }] : own;
  });
}

function column(row: ColumnRow, types: ReadonlyMap<string, TypeRow>, options: TableOptions, wider: boolean): Column {
  const type = resolveType(types, row.type, row.typmod, row.dimensions);
  const form = wider ? widerForm(type) : typeForm(type, options.types[row.name]);
  const quoted = id(row.name);
  const labels = type.kind === 'enum' ? type.labels : undefined;
  return {
    name: row.name,
    label: shortComment(row.comment) ?? row.name,
    nativeType: row.nativeType,
    semanticType: form.semanticType,
    allowedTypes: form.allowedTypes,
    duckdbType: form.duckdbType,
    load: { wire: wireName(row.number), read: form.read, expression: form.expression },
    select: form.select(quoted),
    ...(form.adaptive === undefined ? {} : { adaptive: form.adaptive }),
    ...(form.parquetType === undefined ? {} : { parquetType: form.parquetType }),
    ...(labels === undefined ? {} : { picklist: labels.map((value) => ({ value, label: value, active: true })) }),
    ...(row.references === null ? {} : { references: [writtenName(row.references)] }),
  };
}

/** A column's name on its way: its number, by which `refuseChanged` finds it again. */
export function wireName(number: number): string {
  return `c${number}`;
}

/** A comment is a label where it looks like one, not where it is documentation. */
function shortComment(comment: string | null): string | null {
  return comment !== null && comment.length > 0 && comment.length <= 80 && !comment.includes('\n') ? comment : null;
}

/** The configured key, else the primary key, where all of it may be read. */
function chosenKey(table: string, options: TableOptions, rows: readonly ColumnRow[], notes: Note[]): string[] {
  if (options.key === undefined) {
    const primary = rows.filter((c) => c.keyPosition !== null).sort((a, b) => (a.keyPosition ?? 0) - (b.keyPosition ?? 0));
    return primary.every((c) => c.readable) ? primary.map((c) => c.name) : [];
  }
  const readable = rows.filter((c) => c.readable);
  const key = options.key.map((name) => namedColumn(table, options, 'key', name, readable));
  for (const c of key.filter((k) => !k.notNull)) {
    const message = `the key column ${c.name} may be empty (it is not declared NOT NULL): a row without it fails the table`;
    notes.push({ kind: 'schema', column: c.name, message });
  }
  return key.map((c) => c.name);
}

function widerNote(column: ColumnRow): Note {
  const message = `${column.name} (${column.nativeType}) holds values that its usual type can't carry exactly, so it is kept wider`;
  return { kind: 'data', column: column.name, message };
}

function hiddenNote(relation: RelationRow, rows: readonly ColumnRow[], user: string): Note[] {
  const hidden = rows.filter((c) => !c.readable).map((c) => c.name);
  if (hidden.length === 0) return [];
  const grant = `GRANT SELECT (${hidden.map(id).join(', ')}) ON ${qualified(relation)} TO ${id(user)};`;
  return [{ kind: 'access', message: `left out, since ${user} may not read them: ${hidden.join(', ')} (${grant})` }];
}

function securityNote(relation: RelationRow, user: string): Note[] {
  if (!relation.rowSecurity) return [];
  return [
    {
      kind: 'access',
      message: `row-level security is on: only the rows that its policies show to ${user} are synced, and only these count as existing`,
    },
  ];
}
