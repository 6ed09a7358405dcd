import type { TableRecord } from '../model/record.ts';
import type { StoredTable } from '../warehouse/catalog/catalog.ts';
import { tableRecord } from './table-record.ts';

/** A record for each table that holds the versions of another one's rows: what became of it follows from what became of that one. */
export function historyRecords(
  tables: readonly TableRecord[],
  before: readonly StoredTable[],
  after: readonly StoredTable[],
): TableRecord[] {
  return after.flatMap((stored) => {
    const { history, source } = stored;
    const owner = tables.find((t) => t.source === source && t.table === history?.of);
    if (history === undefined || owner === undefined) return [];
    const known = before.find((t) => t.source === source && t.table === stored.table);
    const kept = after.find((t) => t.source === source && t.table === history.of)?.version === history.agreesWith;
    const off = owner.status === 'succeeded' && !kept;
    return [
      tableRecord(
        { source, table: stored.table, label: stored.label, stored },
        {
          status: off ? 'skipped' : owner.status === 'failed' ? 'skipped' : owner.status,
          why: whyOf(owner, off),
          mode: owner.mode,
          error: null,
          inserted: Math.max(0, stored.rows - (known?.rows ?? 0)),
          fullSyncEverySeconds: null,
          historyOf: history.of,
        },
      ),
    ];
  });
}

function whyOf(owner: TableRecord, off: boolean): string {
  if (off) return `${owner.table} is synced without history now: its old versions are kept as they were`;
  return owner.status === 'succeeded' ? `versions of the rows of ${owner.table}` : `${owner.table} was not synced`;
}
