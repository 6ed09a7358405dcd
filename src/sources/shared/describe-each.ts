import pLimit from 'p-limit';
import type { TableDescription } from '../../model/contract.ts';
import type { ChosenTable } from '../../model/plan.ts';

type DescribedTable = Extract<TableDescription, { schema: unknown }>;

/** For services that describe one table at a time: up to `parallel` at once, in the order given. An error stays with its table. */
export async function describeEach(
  tables: readonly ChosenTable[],
  parallel: number,
  describeOne: (table: ChosenTable) => Promise<DescribedTable>,
): Promise<TableDescription[]> {
  return pLimit(parallel).map(tables, async (chosen) => {
    try {
      return await describeOne(chosen);
    } catch (error) {
      return { chosen, error };
    }
  });
}
