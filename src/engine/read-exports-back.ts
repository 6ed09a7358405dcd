import { readBack } from '../exports/read-back.ts';
import { recordExports } from '../exports/record-exports.ts';
import type { ErrorCode } from '../model/errors.ts';
import type { ExportRecord } from '../model/export-record.ts';
import type { TableRecord } from '../model/record.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import type { Run } from './run-context.ts';

const MISMATCH: ErrorCode = 'EXPORT_RESULT_MISMATCH';

/**
 * Compares rows that were exported since the last sync with what this one read. A difference is a warning: a flow or trigger of the service has
 * changed what was written, and the export will not send it again until the query gives another value.
 */
export async function readExportsBack(
  run: Run,
  warehouse: Warehouse,
  tables: readonly TableRecord[],
): Promise<readonly ExportRecord[]> {
  const { exports } = run.config;
  if (exports.every(({ compareWith }) => compareWith === null)) return [];
  const synced = (await warehouse.tables()).filter((stored) =>
    tables.some((t) => t.source === stored.source && t.table === stored.table && t.status === 'succeeded'),
  );
  return warehouse.database.use(async (c) => {
    const records = await readBack(c, exports, synced);
    if (records.length > 0) await recordExports(c, run.id, run.deps.now().toISOString(), records);
    // The run's result names those that are as they were sent; only a difference is worth a notice.
    for (const { name, verified, differing, differingFields } of records)
      if (differing > 0)
        run.warn(
          `${MISMATCH}: export ${name}: ${differing} of ${verified + differing} rows differ from what was sent, in ${differingFields.join(', ')}.`,
        );
    return records;
  });
}
