import type { TablePart } from '../../model/counts.ts';
import { id, text } from '../duckdb/sql.ts';
import type { Layout } from './layout.ts';

/** A condition that holds for rows of at least one of the parts. */
export function inParts(parts: readonly TablePart[], layout: Pick<Layout, 'columns'>, alias: string): string {
  const types = new Map(layout.columns.map((c) => [c.name, c.duckdbType]));
  const conditions = parts.map((part) => {
    const edges = part.flatMap(({ column, from, to }) => {
      const value = (edge: string) => `CAST(${text(edge)} AS ${types.get(column) ?? 'VARCHAR'})`;
      const name = `${alias}.${id(column)}`;
      return [...(from === null ? [] : [`${name} >= ${value(from)}`]), ...(to === null ? [] : [`${name} < ${value(to)}`])];
    });
    return edges.length === 0 ? 'true' : `(${edges.join(' AND ')})`;
  });
  return conditions.length === 0 ? 'false' : `(${conditions.join(' OR ')})`;
}

/** Of which rows all keys that exist were read: of all, or of those of some parts. */
export interface Swept {
  readonly swept: boolean;
  readonly sweptParts: readonly TablePart[];
}
