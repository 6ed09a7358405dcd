import type { TableOptions } from '../../../model/plan.ts';
import type { ObjectInfo } from './object-info.ts';
import { RELATED_FIELDS } from './related.ts';

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
  const { columns, key, cursor, types, extra } = options;
  const all = (names: readonly string[] | undefined): readonly string[] | undefined => names?.map(name);
  const columnsSpelt = { ...present('include', all(columns?.include)), ...present('exclude', all(columns?.exclude)) };
  return {
    ...options,
    ...(columns === undefined ? {} : { columns: columnsSpelt }),
    types: Object.fromEntries(Object.entries(types).map(([column, type]) => [name(column), type])),
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
