import type { Resume, Source, TableImport } from '../../src/model/contract.ts';
import type { TablePlan } from '../../src/model/plan.ts';

/** Begins one table's import, as a run with this table alone does. */
export async function begin(
  source: Source,
  plan: TablePlan,
  resume: Resume | null = null,
): Promise<TableImport & { readonly resumed: boolean }> {
  return (await source.open([plan])).begin(plan, resume);
}
