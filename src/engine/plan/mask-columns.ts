import { columnMatcher } from '../../config/select/glob.ts';
import { HighwaterError } from '../../model/errors.ts';
import type { TableOptions } from '../../model/plan.ts';
import type { Column, ColumnMask, TableMask, TableSchema } from '../../model/table.ts';
import { basesOf } from './column-bases.ts';

// What a hash can be of: one value has one text, whichever way it is read.
const HASHED_TYPE = /^(VARCHAR|UUID|DATE|BOOLEAN|U?(TINYINT|SMALLINT|INTEGER|BIGINT))$/;
const DATE_TYPE = /^(DATE|TIMESTAMP|TIMESTAMPTZ)$/;

/** What `mask` says of a column: an exact name wins over a glob, the first glob over a later one. */
export function maskOf(mask: TableMask, column: string): ColumnMask | null {
  const spelt = (name: string): string => (mask.anyCase === true ? name.toLowerCase() : name);
  const name = spelt(column);
  const rule =
    mask.rules.find(([pattern]) => spelt(pattern) === name) ??
    mask.rules.find(([pattern]) => columnMatcher(spelt(pattern))(name));
  return rule === undefined || rule[1] === 'keep' ? null : rule[1];
}

/**
 * Applies `mask` to the columns of a table. Pure. A redacted column is not read at all; what is computed from a masked column is
 * redacted as well, unless it has a rule of its own. Throws for a column that can't be masked so.
 */
export function maskColumns(schema: TableSchema, { mask, path }: Pick<TableOptions, 'mask' | 'path'>): TableSchema {
  if (mask === undefined) return schema;
  const masks = new Map(schema.columns.flatMap((c) => withMask(c, maskOf(mask, c.name))));
  for (const column of schema.columns) {
    const isComputed = column.derived !== undefined && !mask.rules.some(([name]) => name === column.name);
    if (isComputed && basesOf(column, schema).some((base) => masks.has(base.name))) masks.set(column.name, 'redact');
  }
  const columns = schema.columns.map((column) => {
    const own = masks.get(column.name);
    if (own === undefined) return column;
    refuse(schema, column, own, [...path, 'mask']);
    return masked(column, own);
  });
  refuseShared(schema, columns, [...path, 'mask']);
  return { ...schema, columns };
}

function withMask({ name }: Column, mask: ColumnMask | null): [string, ColumnMask][] {
  return mask === null ? [] : [[name, mask]];
}

function masked(column: Column, mask: ColumnMask): Column {
  const { picklist: _, references: __, valueCheck: ___, ...rest } = column;
  if (mask === 'redact') {
    const { adaptive: _a, select: _s, ...plain } = rest;
    return { ...plain, mask, load: null, derived: `CAST(NULL AS ${column.duckdbType})` };
  }
  if (mask !== 'hash' || column.load === null) return { ...rest, mask };
  const { parquetType: _p, ...plain } = rest;
  const load = { wire: column.load.wire, read: 'VARCHAR', expression: '$' };
  return { ...plain, mask, semanticType: 'string', allowedTypes: ['string'], duckdbType: 'VARCHAR', load };
}

function refuse(schema: TableSchema, column: Column, mask: ColumnMask, path: TableOptions['path']): void {
  const { key, identity = [], cursor } = schema;
  const { name } = column;
  if (key.includes(name) || identity.includes(name)) throw notPossible(schema, column, 'it is part of the key', path);
  if (cursor?.column === name) throw notPossible(schema, column, 'it is the cursor', path);
  if (mask === 'redact') return;
  if (column.load === null) throw notPossible(schema, column, 'it is computed from other columns; it can only be redacted', path);
  if (mask === 'hash' && (column.adaptive === true || !HASHED_TYPE.test(column.duckdbType)))
    throw notPossible(schema, column, `a ${column.nativeType} can't be hashed; it can be redacted`, path);
  if (mask === 'hash') return;
  const ofDates = typeof mask.truncate !== 'number';
  if (ofDates ? !DATE_TYPE.test(column.duckdbType) : column.duckdbType !== 'VARCHAR' || column.adaptive === true)
    throw notPossible(schema, column, `a ${column.nativeType} can't be truncated to ${words(mask.truncate)}`, path);
}

function words(truncate: string | number): string {
  return typeof truncate === 'number' ? `${truncate} characters` : `the ${truncate}`;
}

/** Two columns that are made of one field of the source are masked alike, or one would give away the other. */
function refuseShared(schema: TableSchema, columns: readonly Column[], path: TableOptions['path']): void {
  const { deletedFlag } = schema;
  for (const column of columns.filter((c) => c.mask !== undefined)) {
    const wire = schema.columns.find((c) => c.name === column.name)?.load?.wire;
    if (wire === undefined) continue;
    if (deletedFlag?.wire === wire) throw notPossible(schema, column, 'it shows which rows are deleted', path);
    const other = columns.find((c) => c.load?.wire === wire && JSON.stringify(c.mask) !== JSON.stringify(column.mask));
    if (other !== undefined) throw notPossible(schema, column, `${other.name} has the same values; mask both alike`, path);
  }
}

function notPossible({ ref }: TableSchema, { name }: Column, reason: string, path: TableOptions['path']): HighwaterError {
  return new HighwaterError(
    'MASK_NOT_POSSIBLE',
    `${ref.name}: the column ${name} can't be masked: ${reason}.`,
    `Change its rule under \`mask:\` of the table. If a glob takes it, exempt it with \`${name}: keep\`, or leave the column out with columns: { exclude: [${name}] }.`,
    { path },
  );
}
