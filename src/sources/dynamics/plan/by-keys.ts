import type { Column, TableSchema } from '../../../model/table.ts';

// A query may have 500 conditions, and a key several columns: https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/filter-rows
const CONDITIONS_PER_QUERY = 100;

/** OData conditions that hold for the rows with these keys, each for some of them; null where a key's type has no literal that is sure to be equal. */
export function keyConditions(
  schema: TableSchema,
  properties: readonly string[],
  keys: readonly (readonly string[])[],
): readonly string[] | null {
  const columns = schema.key.flatMap((name) => schema.columns.find((c) => c.name === name) ?? []);
  if (columns.length !== schema.key.length || !columns.every((c) => literal(c, '') !== null)) return null;
  const each = Math.max(1, Math.floor(CONDITIONS_PER_QUERY / columns.length));
  const chunks = Array.from({ length: Math.ceil(keys.length / each) }, (_, i) => keys.slice(i * each, (i + 1) * each));
  const one = (key: readonly string[]) => columns.map((c, i) => `${properties[i]} eq ${literal(c, key[i] ?? '')}`).join(' and ');
  return chunks.map((chunk) => `(${chunk.map((key) => (columns.length === 1 ? one(key) : `(${one(key)})`)).join(' or ')})`);
}

/** https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html#sec_PrimitiveLiterals */
function literal({ duckdbType }: Column, value: string): string | null {
  if (['UUID', 'INTEGER', 'BIGINT', 'BOOLEAN'].includes(duckdbType)) return value;
  return duckdbType === 'VARCHAR' ? `'${value.replaceAll("'", "''")}'` : null;
}
