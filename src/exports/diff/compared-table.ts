import type { ExportConfig } from '../../config/config.ts';
import type { TargetField, TargetObject } from '../../model/destination.ts';
import { HighwaterError } from '../../model/errors.ts';
import type { StoredTable } from '../../warehouse/catalog/catalog.ts';
import type { Connection } from '../../warehouse/duckdb/database.ts';
import { id, qualified } from '../../warehouse/duckdb/sql.ts';
import { realTypes } from '../../warehouse/duckdb/types.ts';
import type { ExportColumn, PreparedExport } from '../export-column.ts';
import { inputStale } from '../export-errors.ts';
import { fieldSql, keySql, partsSql } from '../prepare/field-values.ts';
import { checkFresh, type Inputs, same } from '../prepare/read-query.ts';

/** The synced table of the object that an export writes: what the service held at its last sync. */
export interface ComparedTable {
  /** SELECT of `k`, `id` and, for each compared column, its value under the column's own name (`v1`…). */
  readonly sql: string;
  /** Of the export's columns, those whose values the table shows. */
  readonly columns: readonly ExportColumn[];
  /** Which sync these values are of: rows that were sent since do not show in it. */
  readonly seen: string;
}

type Compared = Pick<PreparedExport, 'key' | 'columns'> & { readonly object: Pick<TargetObject, 'name' | 'idField'> };

/** Null where the export compares with nothing. Throws where the table can't serve. */
export async function comparedTable(
  c: Connection,
  config: ExportConfig,
  { object, key, columns }: Compared,
  inputs: Pick<Inputs, 'tables' | 'history' | 'now'>,
): Promise<ComparedTable | null> {
  if (config.compareWith === null) return null;
  const stored = storedTable(config, inputs.tables);
  checkFresh(config, stored, inputs);
  if (!same(stored.table, object.name))
    throw notTheObject(config, `${stored.source}.${stored.table} is not the table of ${object.name}, which the export writes`);
  return comparison(c, config, stored, { object, key, columns });
}

export function storedTable({ compareWith, ...config }: ExportConfig, tables: readonly StoredTable[]): StoredTable {
  const { source, table } = compareWith ?? { source: '', table: '' };
  const stored = tables.find((t) => t.source === source && same(t.table, table));
  if (stored === undefined) throw inputStale({ ...config, compareWith }, `${source}.${table}`, 'has never been synced');
  return stored;
}

export async function comparison(
  c: Connection,
  config: ExportConfig,
  stored: StoredTable,
  { object, key, columns }: Compared,
): Promise<ComparedTable> {
  const types = await realTypes(c, stored.schema, stored.name);
  const live = stored.columns.filter((column) => column.removed !== true && types.has(column.name));
  const sqlOf = (field: TargetField): string | null => {
    const column = field.parent === undefined ? live.find(({ name }) => same(name, field.name)) : undefined;
    if (column === undefined || isMasked(column) || field.readsMasked === true) return null;
    // The same rules as for the query's values, so that equal values are equal texts.
    const type = spelledOut(types.get(column.name) ?? '');
    return fieldSql(field, type, id(column.name), 'v')?.value ?? null;
  };
  const keyValue = key.field.parts === undefined ? sqlOf(key.field) : wholeKey(key.field.parts.map(sqlOf));
  if (keyValue === null)
    throw notTheObject(
      config,
      `${stored.source}.${stored.table} is synced without the column ${key.field.name}, by which rows are compared`,
    );
  const shown = columns.map((column) => ({ column, sql: sqlOf(column.field) })).filter(({ sql }) => sql !== null);
  const idColumn = live.find(({ name }) => same(name, object.idField));
  const select = [
    `${keySql(key.field, keyValue)} AS k`,
    `${idColumn === undefined ? 'NULL' : `CAST(${id(idColumn.name)} AS VARCHAR)`} AS id`,
    ...shown.map(({ column, sql }) => `${sql} AS ${column.value}`),
  ];
  const there = stored.marksDeletes ? ' WHERE _deleted_at IS NULL' : '';
  return {
    sql: `SELECT ${select.join(', ')} FROM ${qualified(stored.schema, stored.name)}${there}`,
    columns: shown.map(({ column }) => column),
    seen: stored.syncedAt,
  };
}

function wholeKey(values: readonly (string | null)[]): string | null {
  const known = values.filter((value) => value !== null);
  return known.length < values.length ? null : partsSql(known);
}

/** What a mask has changed says nothing of the service's value. */
function isMasked(column: object): boolean {
  return 'mask' in column && column.mask !== undefined && column.mask !== null;
}

function spelledOut(type: string): string {
  return type.replace(/^TIMESTAMPTZ$/, 'TIMESTAMP WITH TIME ZONE');
}

function notTheObject(config: ExportConfig, why: string): HighwaterError {
  return new HighwaterError(
    'CONFIG_INVALID',
    `${config.name}: compare_with: ${why}.`,
    'Sync the table with that column, or set `compare_with: none`.',
    {
      location: config.location,
    },
  );
}
