import type { TablePlan } from '../../model/plan.ts';
import { historyName, type StoredTable, storedTables, storeTable } from '../catalog/catalog.ts';
import type { Connection } from './database.ts';
import { id, qualified } from './sql.ts';

/**
 * Gives a table the name that the configuration wants now (`as`), with the rows that it has. A table that bears this name and wants
 * another one itself steps aside until its own turn.
 */
export async function adoptName(connection: Connection, { source, ref, target }: TablePlan): Promise<void> {
  const [own] = (await storedTables(connection, { source, table: ref.name })).filter((t) => t.derived !== true);
  if (own === undefined || own.name === target.name) return;
  const others = (await storedTables(connection)).filter((t) => t.source !== source || t.table !== ref.name);
  const other = others.find((t) => t.schema === own.schema && t.name.toLowerCase() === target.name.toLowerCase());
  if (other !== undefined) await rename(connection, other, `${other.name}__highwater_renamed`);
  await rename(connection, own, target.name);
}

async function rename(connection: Connection, table: StoredTable, name: string): Promise<void> {
  const versions = (await storedTables(connection)).find((t) => t.source === table.source && t.history?.of === table.table);
  await connection.transaction(async () => {
    await renameOne(connection, table, name);
    if (versions !== undefined) await renameOne(connection, versions, historyName(name));
  });
}

async function renameOne(connection: Connection, table: StoredTable, name: string): Promise<void> {
  await connection.run(`ALTER TABLE ${qualified(table.schema, table.name)} RENAME TO ${id(name)}`);
  await storeTable(connection, { ...table, name });
}
