import type { TableOptions } from '../../../model/plan.ts';
import type { Column, TableRef, TableSchema } from '../../../model/table.ts';
import type { Meter } from '../connect/client.ts';
import { explain } from '../connect/error-advice.ts';
import { ServiceFailure } from '../connect/service-errors.ts';
import type { SourceParts } from '../plan/import-planner.ts';
import { hiddenFields } from './access.ts';
import { RELATED_FIELDS, relatedColumns, relatedNames, relationship } from './columns.ts';
import { type Dependence, dependenceOf } from './dependence.ts';
import { contentNames } from './documents.ts';
import type { ObjectInfo } from './object-info.ts';
import type { Describes } from './objects.ts';
import { cursorOf, schemaOf, unknownColumn, unknownNames } from './schema.ts';

interface Describing extends Pick<SourceParts, 'client' | 'memory' | 'context' | 'permissions'> {
  readonly describes: Describes;
  readonly meter: Meter;
  readonly instanceUrl: string;
  /** The cursor that the source's entry names for all its tables. */
  readonly preferred?: string | undefined;
}

/** One object under its options. Names that the options give and that are not there are errors which say what may be meant. */
export async function describeTable(describing: Describing, ref: TableRef, options: TableOptions): Promise<TableSchema> {
  const { describes, memory, instanceUrl, preferred } = describing;
  const entries = await describes.entries();
  if (entries.find((e) => e.name === ref.name)?.queryable === false)
    throw explain(new ServiceFailure(400, 'INVALID_TYPE_FOR_OPERATION', ''), ref.name);
  for (const parent of dependenceOf(options)?.parents ?? []) await refuseWithout(describes, parent);
  const object = asProven(memory, await describes.object(ref.name));
  const related = await relatedOf(describes, object, options);
  const schema = schemaOf({
    ref,
    object,
    options,
    entries,
    related,
    instanceUrl,
    preferred,
    width: (field) => memory.width(ref.name, field),
  });
  const [unknown] = [...unknownNames(schema, options), ...unknownContent(object, options)];
  if (unknown !== undefined) throw unknownColumn(object, unknown, await isHidden(describing, object, unknown));
  const visibility = await describing.permissions.of(ref.name);
  return visibility === undefined ? schema : { ...schema, visibility };
}

/** A describe may call a field filterable that no query may filter by; what queries have shown counts more. */
function asProven(memory: Describing['memory'], object: ObjectInfo): ObjectInfo {
  const fields = object.fields.map((f) =>
    memory.isUnfilterable(object.name, f.name) ? { ...f, notFilterable: true as const } : f,
  );
  return { ...object, fields };
}

/** A table that follows from a parent that can't be described fails with it: without the parent, rows that a changed parent brings would never come. */
async function refuseWithout(describes: Describes, { object, chosen }: Dependence['parents'][number]): Promise<void> {
  cursorOf(await describes.object(object), chosen === undefined ? {} : { cursor: chosen });
}

async function relatedOf(describes: Describes, object: ObjectInfo, options: TableOptions): Promise<Column[]> {
  const columns: Column[] = [];
  for (const name of relatedNames(options)) {
    const field = relationship(object, name);
    const [only, ...others] = field.referenceTo ?? [];
    const target = only === undefined || others.length > 0 ? null : await describes.object(only);
    columns.push(...relatedColumns(name, field, target));
  }
  return columns;
}

function unknownContent(object: ObjectInfo, options: TableOptions): string[] {
  const known = new Set(object.fields.map((f) => f.name));
  return (contentNames(options.extra) ?? []).filter((name) => !known.has(name));
}

/** Definitions are shown to who may view the setup; without that only the fields that the user reads anyway: then null. */
async function isHidden({ client, meter, context }: Describing, object: ObjectInfo, name: string): Promise<boolean | null> {
  const hidden = (await hiddenFields(client, [object], meter, context.signal)).get(object.name);
  if (hidden?.some((field) => field.toLowerCase() === name.toLowerCase())) return true;
  return hidden === undefined || hidden.length === 0 ? null : false;
}

/**
 * The options with every name as the object spells it: `ownerid` is OwnerId. Salesforce takes names in any case, and so do people.
 * A name that the object lacks stays as it is written.
 */
export function spellOptions(object: ObjectInfo, options: TableOptions): TableOptions {
  const relations = object.fields.flatMap((f) => f.relationshipName ?? []);
  const known = [
    ...object.fields.flatMap((f) => [f.name, `${f.name}_type`, `${f.name}_label`]),
    ...relations.flatMap((r) => RELATED_FIELDS.map((field) => `${r}_${field}`)),
  ];
  const name = speller(known);
  const relation = speller(relations);
  const { columns, key, cursor, types, mask, extra } = options;
  const all = (names: readonly string[] | undefined): readonly string[] | undefined => names?.map(name);
  const columnsSpelt = { ...present('include', all(columns?.include)), ...present('exclude', all(columns?.exclude)) };
  return {
    ...options,
    ...(columns === undefined ? {} : { columns: columnsSpelt }),
    types: Object.fromEntries(Object.entries(types).map(([column, type]) => [name(column), type])),
    ...(mask === undefined
      ? {}
      : { mask: { ...mask, anyCase: true as const, rules: mask.rules.map(([column, rule]) => [name(column), rule] as const) } }),
    ...(key === undefined ? {} : { key: key.map(name) }),
    ...(cursor === undefined ? {} : { cursor: name(cursor) }),
    ...(options.name === undefined ? {} : { name: name(options.name) }),
    extra: { ...extra, ...listed('content', extra.content, name), ...listed('related', extra.related, relation) },
  };
}

/** Exactly that name where there is one, else the one that differs in case only. */
function speller(names: readonly string[]): (written: string) => string {
  const exact = new Set(names);
  const byCase = new Map(names.map((n) => [n.toLowerCase(), n]));
  return (written) => (exact.has(written) ? written : (byCase.get(written.toLowerCase()) ?? written));
}

function present<K extends string>(key: K, value: readonly string[] | undefined): Partial<Record<K, readonly string[]>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, readonly string[]>);
}

function listed(key: string, value: unknown, spell: (name: string) => string): Record<string, unknown> {
  return Array.isArray(value) ? { [key]: value.map((v) => (typeof v === 'string' ? spell(v) : v)) } : {};
}
