import type { PicklistValue } from '../../model/table.ts';
import { PUBLIC_SCHEMA } from '../catalog/catalog.ts';
import { courseKey, NO_COURSE, readCourses, type TableCourse } from './course.ts';
import type { ArtifactReader, Cell } from './reader.ts';

export interface BrowsedColumn {
  readonly name: string;
  readonly label: string;
  readonly nativeType: string;
  readonly semanticType: string;
  readonly duckdbType: string;
  readonly picklist: readonly PicklistValue[];
  /** Names, as the source spells them, of the tables that it points at. */
  readonly references: readonly string[];
  /** The source no longer has it; its old values are kept. */
  readonly removed: boolean;
  /** The source computes it. */
  readonly calculated: boolean;
  /** How its values were masked, in words; null: they were not, or an older version wrote the file. */
  readonly mask: string | null;
}

export interface BrowsedTable {
  /** Empty where nobody knows (Parquet alone, Highwater's own tables). */
  readonly source: string;
  readonly table: string;
  readonly schema: string;
  readonly name: string;
  readonly label: string;
  readonly category: string;
  readonly key: readonly string[];
  readonly nameColumn: string | null;
  readonly cursor: string | null;
  readonly filter: string | null;
  readonly watermark: string | null;
  readonly syncedAt: string | null;
  /** Null where counting would mean reading. */
  readonly rows: number | null;
  readonly course: TableCourse;
  /** As they really stand, in order, with what `_highwater.columns` says of them. */
  readonly columns: readonly BrowsedColumn[];
}

const MOST = 1_000_000;

/** Everything that the artifact says about itself, read once. Types are the real ones: they go into queries. */
export async function readCatalog(reader: ArtifactReader): Promise<BrowsedTable[]> {
  const real = await realColumns(reader);
  const described = await has(reader, 'tables');
  const own = (name: string) => real.get(address(PUBLIC_SCHEMA, name));
  const namesIn = (name: string) => new Set(own(name)?.map((c) => c.name));
  const known = described ? await describedColumns(reader, namesIn('columns')) : new Map<string, Described>();
  const columnsOf = (schema: string, name: string) =>
    (real.get(address(schema, name)) ?? []).map((c) => ({
      ...c,
      ...known.get(address(schema, name, c.name)),
      duckdbType: c.duckdbType,
    }));
  const courses = described
    ? await readCourses(reader, (name) => own(name) !== undefined, namesIn('tables'))
    : new Map<string, TableCourse>();
  const courseOf = (source: string, table: string) => courses.get(courseKey(source, table)) ?? NO_COURSE;
  const tables = described ? (await describedTables(reader, columnsOf, courseOf)).map(withName) : [];
  const named = new Set(tables.map((t) => address(t.schema, t.name)));
  const others = [...real.keys()].filter((key) => !named.has(key)).map((key) => undescribed(reader, key, real.get(key) ?? []));
  return [...tables.filter((t) => t.columns.length > 0), ...others];
}

/** A check of `_highwater.checks`, as the last run found it. `detail` is what `TableCheck` says. */
export interface BrowsedCheck {
  readonly source: string;
  readonly table: string;
  readonly check: string;
  readonly column: string | null;
  readonly detail: string;
  readonly severity: string;
}

export async function readChecks(reader: ArtifactReader): Promise<BrowsedCheck[]> {
  if (!(await has(reader, 'checks'))) return [];
  const { rows } = await reader.select(
    `SELECT source, "table", "check", "column", detail, severity FROM ${PUBLIC_SCHEMA}.checks ORDER BY ALL`,
    MOST,
  );
  return rows.map(([source, table, check, column, detail, severity]) => ({
    source: source ?? '',
    table: table ?? '',
    check: check ?? '',
    column: column ?? null,
    detail: detail ?? '',
    severity: severity ?? '',
  }));
}

export function address(...names: readonly string[]): string {
  return JSON.stringify(names);
}

async function has(reader: ArtifactReader, name: string): Promise<boolean> {
  const sql = `SELECT 1 AS n FROM duckdb_tables() WHERE database_name = current_database() AND schema_name = '${PUBLIC_SCHEMA}' AND table_name = '${name}'`;
  return (await reader.select(sql, 1)).rows.length > 0;
}

async function realColumns(reader: ArtifactReader): Promise<Map<string, BrowsedColumn[]>> {
  const { rows } = await reader.select(
    `SELECT schema_name, table_name, column_name, data_type FROM duckdb_columns()
     WHERE database_name = current_database() AND NOT internal ORDER BY schema_name, table_name, column_index`,
    MOST,
  );
  const found = new Map<string, BrowsedColumn[]>();
  for (const [schema = '', table = '', name, type] of rows) {
    const key = address(schema ?? '', table ?? '');
    found.set(key, [...(found.get(key) ?? []), bare(name ?? '', type ?? '')]);
  }
  return found;
}

function bare(name: string, duckdbType: string): BrowsedColumn {
  const unknown = { nativeType: '', semanticType: '', picklist: [], references: [] };
  return { name, label: name, duckdbType, ...unknown, removed: false, calculated: false, mask: null };
}

type Described = Omit<BrowsedColumn, 'duckdbType'>;

/** `own`: the columns of `_highwater.columns` itself; files of older versions have fewer. */
async function describedColumns(reader: ArtifactReader, own: ReadonlySet<string>): Promise<Map<string, Described>> {
  const newer = ['calculated', 'mask'].map((name) => (own.has(name) ? name : `NULL AS ${name}`)).join(', ');
  const { rows } = await reader.select(
    `SELECT schema, name, "column", label, native_type, semantic_type, picklist, to_json("references"), removed, ${newer} FROM ${PUBLIC_SCHEMA}.columns`,
    MOST,
  );
  return new Map(
    rows.map(([schema, table, name, label, nativeType, semanticType, picklist, references, removed, calculated, mask]) => [
      address(schema ?? '', table ?? '', name ?? ''),
      {
        name: name ?? '',
        label: label || (name ?? ''),
        nativeType: nativeType ?? '',
        semanticType: semanticType ?? '',
        picklist: parsed<PicklistValue[]>(picklist, []),
        references: parsed<string[]>(references, []),
        removed: removed === 'true',
        calculated: calculated === 'true',
        mask: mask ?? null,
      },
    ]),
  );
}

async function describedTables(
  reader: ArtifactReader,
  columnsOf: (schema: string, name: string) => BrowsedColumn[],
  courseOf: (source: string, table: string) => TableCourse,
): Promise<BrowsedTable[]> {
  const { rows } = await reader.select(
    `SELECT source, "table", schema, name, label, category, to_json(key), name_column, cursor, filter, watermark, strftime(last_synced_at, '%Y-%m-%dT%H:%M:%SZ'), rows
     FROM ${PUBLIC_SCHEMA}.tables ORDER BY source, category, name`,
    MOST,
  );
  return rows.map(
    ([source, table, schema, name, label, category, key, nameColumn, cursor, filter, watermark, syncedAt, count]) => ({
      source: source ?? '',
      table: table ?? '',
      schema: schema ?? '',
      name: name ?? '',
      label: label || (name ?? ''),
      category: category || (source ?? ''),
      key: parsed<string[]>(key, []),
      nameColumn: nameColumn ?? null,
      cursor: cursor ?? null,
      filter: filter ?? null,
      watermark: watermark ?? null,
      syncedAt: syncedAt ?? null,
      rows: count === null || count === undefined ? null : Number(count),
      course: courseOf(source ?? '', table ?? ''),
      columns: columnsOf(schema ?? '', name ?? ''),
    }),
  );
}

/** The usual names of what names a record, for tables whose source and configuration say none. */
const NAMES = ['name', 'title', 'label', 'subject'];

function withName(table: BrowsedTable): BrowsedTable {
  if (table.nameColumn !== null) return table;
  const texts = table.columns.filter((c) => c.duckdbType === 'VARCHAR' && !c.removed && !table.key.includes(c.name));
  const found = NAMES.map((name) => texts.find((c) => c.name.toLowerCase() === name)).find((c) => c !== undefined);
  return { ...table, nameColumn: found?.name ?? null };
}

function undescribed({ artifact }: ArtifactReader, key: string, columns: readonly BrowsedColumn[]): BrowsedTable {
  const [schema = '', name = ''] = JSON.parse(key) as string[];
  const file = artifact.kind === 'parquet' ? artifact.files.find((f) => f.schema === schema && f.name === name) : undefined;
  const none = {
    key: [],
    nameColumn: null,
    cursor: null,
    filter: null,
    watermark: null,
    syncedAt: null,
    rows: null,
    course: NO_COURSE,
  };
  return { source: '', table: name, schema, name, label: name, category: file?.category ?? schema, ...none, columns };
}

function parsed<T>(json: Cell | undefined, otherwise: T): T {
  if (json === null || json === undefined || json === '' || json === 'null') return otherwise;
  try {
    return JSON.parse(json) as T;
  } catch {
    return otherwise;
  }
}
