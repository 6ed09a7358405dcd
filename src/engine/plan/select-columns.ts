import { distance } from 'fastest-levenshtein';
import { isGlob } from '../../config/select/glob.ts';
import { HighwaterError } from '../../model/errors.ts';
import type { ChosenTable, TableOptions } from '../../model/plan.ts';
import { type Column, type Note, SEMANTIC_TYPES, type SemanticType, type TableSchema } from '../../model/table.ts';
import { basesOf } from './column-bases.ts';
import { maskColumns } from './mask-columns.ts';

// Names that Highwater adds itself.
const RESERVED = ['_synced_at', '_deleted_at'];
const RESERVED_BY_HISTORY = ['_valid_from', '_valid_to', '_change', '_run'];

/** Applies `columns`, `types` and `mask` of the configuration to what the source described. Pure. */
export function selectColumns(schema: TableSchema, chosen: ChosenTable): TableSchema {
  const { options } = chosen;
  const title = schema.ref.name;
  const names = schema.columns.map((c) => c.name);
  for (const name of [...(options.columns?.include ?? []), ...(options.columns?.exclude ?? [])]) {
    if (!names.includes(name)) throw columnNotFound(title, name, names, [...options.path, 'columns']);
  }
  for (const [name] of options.mask?.rules.filter(([pattern]) => !isGlob(pattern)) ?? []) {
    if (!names.includes(name)) throw columnNotFound(title, name, names, [...options.path, 'mask', name]);
  }
  for (const name of options.history?.columns ?? []) {
    if (!names.includes(name)) throw columnNotFound(title, name, names, [...options.path, 'history', 'columns']);
  }
  for (const name of Object.keys(options.types)) {
    if (!names.includes(name)) throw columnNotFound(title, name, names, [...options.path, 'types', name]);
  }
  const wanted = new Set(schema.columns.filter((c) => isWanted(c, schema, options)));
  const kept = withBases(schema, options, wanted).map((c) => retype(c, title, options));
  const { columns, renamed, notes } = distinct(
    maskColumns({ ...schema, columns: kept }, options).columns,
    options.history === undefined ? RESERVED : [...RESERVED, ...RESERVED_BY_HISTORY],
  );
  return {
    ...schema,
    columns,
    key: schema.key.map((k) => renamed.get(k) ?? k),
    ...(schema.identity === undefined ? {} : { identity: schema.identity.map((k) => renamed.get(k) ?? k) }),
    nameColumn: schema.nameColumn === null ? null : (renamed.get(schema.nameColumn) ?? schema.nameColumn),
    notes: [...schema.notes, ...notes],
  };
}

/** The key is always read: without it nothing can be merged, nor without the source's own be seen whether it tells rows apart. */
function isWanted(column: Column, schema: TableSchema, options: TableOptions): boolean {
  if (schema.key.includes(column.name) || schema.identity?.includes(column.name) || column.always) return true;
  const { include, exclude } = options.columns ?? {};
  if (exclude?.includes(column.name)) return false;
  if (include === undefined || column.asked || column.name === options.name) return true;
  return [column.name, ...(column.comesWith ?? [])].some((name) => include.includes(name));
}

/**
 * A derived column goes with the columns that it is computed from; one that `include` names brings them along, unless `exclude`
 * forbids it.
 */
function withBases(schema: TableSchema, { columns }: TableOptions, wanted: ReadonlySet<Column>): Column[] {
  const kept = new Set(wanted);
  for (const column of [...wanted].filter((c) => c.derived !== undefined)) {
    const missing = basesOf(column, schema).filter((base) => !wanted.has(base));
    const named = column.asked || columns?.include?.includes(column.name) === true;
    const may = named && !missing.some((base) => columns?.exclude?.includes(base.name));
    if (may) for (const base of missing) kept.add(base);
    else if (missing.length > 0) kept.delete(column);
  }
  return schema.columns.filter((c) => kept.has(c));
}

function retype(column: Column, table: string, options: TableOptions): Column {
  const wanted = options.types[column.name];
  if (wanted === undefined || wanted === column.semanticType) return column;
  if (!isSemanticType(wanted) || !column.allowedTypes.includes(wanted)) {
    const allowed = column.allowedTypes.length === 0 ? 'keeps its type' : `may be ${column.allowedTypes.join(', ')}`;
    throw new HighwaterError(
      'TYPE_NOT_POSSIBLE',
      `${table}: column ${column.name} can't have the type ${wanted}.`,
      `A ${column.nativeType} ${allowed}. Change it under \`types:\` of the table.`,
      { path: [...options.path, 'types', column.name] },
    );
  }
  return {
    ...column,
    semanticType: wanted,
    ...(wanted === 'user' && column.duckdbType === 'VARCHAR' ? { valueCheck: 'email' as const } : {}),
  };
}

function isSemanticType(name: string): name is SemanticType {
  return (SEMANTIC_TYPES as readonly string[]).includes(name);
}

/** DuckDB does not tell `Name` from `name`, and a few names are Highwater's own: such columns get a number behind their name. */
function distinct(
  columns: readonly Column[],
  reserved: readonly string[],
): { columns: Column[]; renamed: Map<string, string>; notes: Note[] } {
  const taken = new Set(reserved);
  const renamed = new Map<string, string>();
  const notes: Note[] = [];
  const result = columns.map((c) => {
    let name = c.name;
    for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${c.name}_${n}`;
    taken.add(name.toLowerCase());
    if (name === c.name) return c;
    renamed.set(c.name, name);
    notes.push({
      kind: 'schema',
      column: name,
      message: `column ${c.name} is called ${name} in DuckDB, which already has a column of that name`,
    });
    return { ...c, name };
  });
  return { columns: result, renamed, notes };
}

function columnNotFound(table: string, name: string, names: readonly string[], path: TableOptions['path']): HighwaterError {
  const nearest = [...names].sort(
    (a, b) => distance(a.toLowerCase(), name.toLowerCase()) - distance(b.toLowerCase(), name.toLowerCase()),
  )[0];
  return new HighwaterError(
    'COLUMN_NOT_FOUND',
    `${table}: the configuration names the column ${name}, which does not exist or which this user can't read.`,
    nearest === undefined
      ? 'Leave it out.'
      : `The nearest name is ${nearest}. \`highwater discover\` lists all columns that can be read.`,
    { path },
  );
}
