import type { Column, TableSchema } from '../../model/table.ts';

/** The columns whose quoted names the expression holds, outside of text literals (a picklist's labels may hold anything). */
export function basesOf({ derived = '' }: Column, schema: TableSchema): Column[] {
  const code = derived.replaceAll(/'(?:[^']|'')*'/g, '');
  return schema.columns.filter((c) => code.includes(`"${c.name.replaceAll('"', '""')}"`));
}
