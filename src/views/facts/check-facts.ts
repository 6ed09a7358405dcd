import type { TableRecord } from '../../model/record.ts';
import type { CheckOutcome } from '../../model/table-check.ts';
import { counted } from './format.ts';

export type CheckCounts = Readonly<Record<CheckOutcome['status'], number>>;

/** How many checks of all tables ended in which way. */
export function checkCounts(tables: readonly Pick<TableRecord, 'checks'>[]): CheckCounts {
  const counts = { pass: 0, warn: 0, fail: 0, error: 0 };
  for (const { status } of tables.flatMap((t) => t.checks ?? [])) counts[status] += 1;
  return counts;
}

/** `1 check failed, 2 warn, 14 passed.`; '' where there are none. */
export function checkCountWords({ pass, warn, fail, error }: CheckCounts): string {
  const parts = [
    fail > 0 ? `${counted(fail, 'check')} failed` : '',
    error > 0 ? `${counted(error, 'check')} could not be evaluated` : '',
    warn > 0 ? `${counted(warn, 'check')} gave a warning` : '',
    pass > 0 ? `${counted(pass, 'check')} passed` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : `${parts.join(', ')}.`;
}
