import type { TableRecord } from '../model/record.ts';
import type { StoredTable } from '../warehouse/catalog/catalog.ts';

/** Which table a record is of, and what the state holds of it. */
export interface RecordedTable {
  readonly source: string;
  readonly table: string;
  readonly label: string;
  readonly stored: StoredTable | null;
}

/** What became of the table; all other fields keep what the state says. */
export type TableFacts = Pick<TableRecord, 'status' | 'why' | 'error' | 'fullSyncEverySeconds'> & Partial<TableRecord>;

/** Builds every record of a table: it starts as a table of which nothing was read, and `facts` replace what did change. */
export function tableRecord({ source, table, label, stored }: RecordedTable, facts: TableFacts): TableRecord {
  const deletes = deletesOf(stored);
  return {
    source,
    table,
    schema: stored?.schema ?? source,
    name: stored?.name ?? table,
    label,
    category: stored?.category ?? source,
    mode: 'incremental',
    counts: { source: 0, staged: 0, applied: 0 },
    read: 0,
    inserted: 0,
    updated: 0,
    deleted: 0,
    rows: stored?.rows ?? 0,
    watermark: { before: stored?.watermark ?? null, after: stored?.watermark ?? null },
    key: stored?.key ?? [],
    cursor: stored?.cursor ?? null,
    where: stored?.where ?? null,
    ...(deletes === undefined ? {} : { deletes }),
    columns: stored?.columns ?? [],
    parquet: null,
    startedAt: null,
    seconds: 0,
    requests: 0,
    partitions: [],
    notes: [],
    ...(stored?.derived === true
      ? { syncedAt: null, lastFullSyncAt: null, derived: true }
      : {
          syncedAt: stored?.syncedAt ?? null,
          lastFullSyncAt: stored?.fullSyncAt ?? null,
          countedAt: stored?.countedAt ?? null,
          provenAt: stored?.provenAt ?? null,
          calculatedAt: stored?.calculatedAt ?? null,
        }),
    ...facts,
  };
}

function deletesOf(stored: StoredTable | null): TableRecord['deletes'] {
  const deletes = stored?.fingerprint.deletes;
  return deletes === 'remove' || deletes === 'mark' || deletes === 'ignore' ? deletes : undefined;
}
