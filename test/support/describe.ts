import { listTables } from '../../src/engine/describe.ts';
import type { Source } from '../../src/model/contract.ts';
import type { ChosenTable, TableOptions } from '../../src/model/plan.ts';
import type { TableRef, TableSchema } from '../../src/model/table.ts';

export { listTables };

/** A table of a source by its name. */
export async function refOf(source: Source, name: string): Promise<TableRef> {
  const ref = (await listTables(source)).find((r) => r.name === name);
  if (ref === undefined) throw new Error(`no table ${name}`);
  return ref;
}

/** One table under its options, with the names in them as the source spells them. */
export async function describedTable(
  source: Source,
  ref: TableRef,
  options: TableOptions,
): Promise<{ readonly chosen: ChosenTable; readonly schema: TableSchema }> {
  const [described] = await source.describe([{ ref, options }]);
  if (described === undefined) throw new Error(`${source.name} did not describe ${ref.name}`);
  if ('error' in described) throw described.error;
  return described;
}

export async function describeTable(source: Source, ref: TableRef, options: TableOptions): Promise<TableSchema> {
  return (await describedTable(source, ref, options)).schema;
}
