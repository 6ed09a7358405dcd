import type { ColumnRecord, TableRecord } from '../model/record.ts';
import type { StoredTable } from '../warehouse/catalog/catalog.ts';

/** The records with what changed of the columns since the state was saved; a table that is new has nothing to compare with. */
export function withSchemaChanges(tables: readonly TableRecord[], before: readonly StoredTable[]): TableRecord[] {
  return tables.map((table) => {
    const known = before.find((t) => t.source === table.source && t.table === table.table);
    const changes = known === undefined || table.status !== 'succeeded' ? [] : columnChanges(known.columns, table.columns);
    return changes.length === 0 ? table : { ...table, schemaChanges: changes };
  });
}

function columnChanges(before: readonly ColumnRecord[], after: readonly ColumnRecord[]): string[] {
  const old = new Map(before.filter((c) => c.removed !== true).map((c) => [c.name, c]));
  const now = new Map(after.filter((c) => c.removed !== true).map((c) => [c.name, c]));
  const removed = [...old.keys()].filter((name) => !now.has(name)).map((name) => `removed ${name}`);
  const others = [...now.values()].flatMap(({ name, duckdbType }) => {
    const was = old.get(name);
    if (was === undefined) return [`added ${name} (${duckdbType})`];
    return was.duckdbType === duckdbType ? [] : [`${name} is ${duckdbType} now (was ${was.duckdbType})`];
  });
  return [...removed, ...others];
}
