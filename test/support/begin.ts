import type { CannotContinue, Resume, Source, TableImport } from '../../src/model/contract.ts';
import type { TablePlan } from '../../src/model/plan.ts';

/** Begins one table's import, as a run with this table alone does. Throws where it can't continue from `plan.since`. */
export async function begin(source: Source, plan: TablePlan, resume: Resume | null = null): Promise<TableImport> {
  return importOf(await (await source.open([plan])).begin(plan, resume));
}

/** The import, where one was begun. */
export function importOf(begun: TableImport | CannotContinue): TableImport {
  if ('cannotContinue' in begun) throw new Error(`the import can't continue: ${begun.cannotContinue}`);
  return begun;
}
