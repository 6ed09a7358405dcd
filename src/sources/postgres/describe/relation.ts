import type { Memory } from '../../../model/contract.ts';
import type { TableOptions } from '../../../model/plan.ts';
import type { Column, Note, TableRef, TableSchema } from '../../../model/table.ts';
import type { DatabaseSession } from '../connect/session.ts';
import { type ColumnRow, columnsOf, KINDS, type RelationRow, typesOf, uniqueKeys } from './catalog.ts';
import { checkCursor, checkXmin, namedColumn, refuseWithoutKey } from './cursor.ts';
import { id, targetName, writtenName } from './names.ts';
import { checkViewRights, hiddenNote, readableRelation, securityNote } from './permission.ts';
import { resolveType, type TypeRow, typeForm, widerForm } from './types.ts';

/** Columns, key and cursor of one relation, under the configuration's options. */
export async function describeRelation(
  session: DatabaseSession,
  ref: TableRef,
  options: TableOptions,
  user: string,
  widened: WidenedColumns,
): Promise<TableSchema> {
  const relation = await readableRelation(session, ref.name, user);
  await checkViewRights(session, ref.name, relation);
  const [rows, types] = await session.together(async () =>
    Promise.all([columnsOf(session, relation.oid), typesOf(session, relation.oid)]),
  );
  const readable = rows.filter((c) => c.readable);
  const notes: Note[] = [...hiddenNote(relation, rows, user), ...securityNote(relation, user)];
  const key = chosenKey(ref.name, options, rows, notes);
  if (key.length === 0) refuseWithoutKey(ref.name, options, await uniqueKeys(session, relation.oid));
  const toWiden = widened.of(ref.name, new Map(readable.map((c) => [c.name, c.nativeType])));
  notes.push(...readable.filter((c) => toWiden.has(c.name)).map(widerNote));
  const checked = options.cursor === undefined ? null : checkCursor(ref.name, options, readable, types, notes);
  if (checked?.kind === 'xmin') await checkXmin(session, ref.name, relation, options, user);
  // Under `sync: full` no run continues from a watermark; a wrong name is reported all the same.
  const cursor = options.sync === 'full' ? null : checked;
  return {
    ref,
    columns: readable.map((row) => column(row, types, options, toWiden.has(row.name))),
    key,
    cursor,
    nameColumn: options.name === undefined ? null : namedColumn(ref.name, options, 'name', options.name, readable).name,
    notes,
  };
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

function column(row: ColumnRow, types: ReadonlyMap<string, TypeRow>, options: TableOptions, widen: boolean): Column {
  const type = resolveType(types, row.type, row.typmod, row.dimensions);
  const form = widen ? widerForm(type) : typeForm(type, options.types[row.name]);
  const quoted = id(row.name);
  const labels = type.kind === 'enum' ? type.labels : undefined;
  return {
    name: row.name,
    label: shortComment(row.comment) ?? row.name,
    nativeType: row.nativeType,
    semanticType: form.semanticType,
    allowedTypes: form.allowedTypes,
    duckdbType: form.duckdbType,
    load: {
      wire: wireName(row.number),
      read: form.read,
      expression: form.expression,
      ...(form.plain === undefined ? {} : { plain: form.plain }),
    },
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
    const message = `the key column ${c.name} can be NULL; a row in which it is NULL fails the table`;
    notes.push({ kind: 'schema', column: c.name, message });
  }
  return key.map((c) => c.name);
}

function widerNote(column: ColumnRow): Note {
  const message = `${column.name} (${column.nativeType}) has values that its usual type can't hold exactly, so it has a wider type`;
  return { kind: 'data', column: column.name, message };
}

/**
 * Columns whose values turned out not to fit the type that was described for them (NaN in numeric(10,2), an infinite
 * interval, an array of other dimensions than declared): from then on they are described wider. Kept between runs, so that
 * the next one does not fail first; forgotten when the column gets another native type.
 */
export class WidenedColumns {
  readonly #memory: Memory;
  /** Native types of the columns as last described, by table. */
  readonly #described = new Map<string, ReadonlyMap<string, string>>();

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  /** Names of the columns of a table that are to be described wider. */
  of(table: string, nativeTypes: ReadonlyMap<string, string>): ReadonlySet<string> {
    this.#described.set(table, nativeTypes);
    const kept = Object.entries(this.#kept(table)).filter(([name, native]) => nativeTypes.get(name) === native);
    return new Set(kept.map(([name]) => name));
  }

  /** True where at least one of the columns was not known yet. */
  add(table: string, columns: readonly string[]): boolean {
    const described = this.#described.get(table);
    const kept = this.#kept(table);
    const added = columns.filter((name) => described?.has(name) === true && kept[name] !== described.get(name));
    for (const name of added) kept[name] = described?.get(name) ?? '';
    if (added.length > 0) this.#memory.set(keyOf(table), JSON.stringify(kept));
    return added.length > 0;
  }

  #kept(table: string): Record<string, string> {
    return JSON.parse(this.#memory.get(keyOf(table)) ?? '{}') as Record<string, string>;
  }
}

function keyOf(table: string): string {
  return `wider ${table}`;
}
