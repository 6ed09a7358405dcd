import { expect } from 'vitest';
import type { TableRecord } from '../../src/model/record.ts';

/** The table's last full sync is not older than it may be (`every`, in seconds; null: any age), unless the run says that it has to wait. */
export function expectDue({ table, mode, notes, lastFullSyncAt }: TableRecord, began: number, every: number | null): void {
  if (mode === 'full' || every === null || lastFullSyncAt === null) return;
  const age = (began - Date.parse(lastFullSyncAt)) / 1000;
  const waits = notes.some((n) => n.message.startsWith('A full sync is due'));
  expect(age <= every || waits, `${table}: ${age} s since its last full sync, ${every} allowed`).toBe(true);
}
