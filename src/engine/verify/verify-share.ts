import pLimit from 'p-limit';
import type { TableRecord } from '../../model/record.ts';
import type { Note } from '../../model/table.ts';
import { differencesOf } from '../../model/verification.ts';
import type { Proving, StoredTable } from '../../warehouse/catalog/catalog.ts';
import type { Warehouse } from '../../warehouse/warehouse.ts';
import type { RunPlan } from '../plan/run-plan.ts';
import type { PlannedTable } from '../plan/table-plan.ts';
import type { ExtractContext } from '../read/import-table.ts';
import type { Run, Stop } from '../run-context.ts';
import { type VerifiedTable, verifyTable } from './verify-table.ts';

/**
 * `run.verify`: after a sync compares a share of each table's rows with the source, the next share in each run, so that all of them are proven in
 * turn; mends what differs. Returns the records with what it found. A table that was read in full just now waits for the next run.
 */
export async function verifyShare(
  run: Run,
  warehouse: Warehouse,
  plan: RunPlan,
  records: readonly TableRecord[],
  stop: Stop,
): Promise<TableRecord[]> {
  const share = run.config.run.verifyShare;
  const read = records.filter((r) => r.status === 'succeeded' && r.mode === 'incremental');
  if (share === null || read.length === 0 || stop.signal.aborted) return [...records];
  const found = await run.stage('verify', `${shareText(share)} of each table`, async () =>
    shareOfAll({ run, warehouse, share, stop }, plan, read),
  );
  return records.map((record) => found.get(record) ?? record);
}

interface ShareContext {
  readonly run: Run;
  readonly warehouse: Warehouse;
  readonly share: number;
  readonly stop: Stop;
}

async function shareOfAll(
  context: ShareContext,
  plan: RunPlan,
  records: readonly TableRecord[],
): Promise<Map<TableRecord, TableRecord>> {
  const { run, warehouse, stop } = context;
  const { parallel } = run.config.run;
  const found = new Map<TableRecord, TableRecord>();
  await Promise.all(
    plan.sources.map(async ({ open: { source }, planned }) => {
      const own = records.filter((r) => r.source === source.name);
      if (own.length === 0) return;
      const opener = await source.open([]);
      const extract: ExtractContext = {
        warehouse,
        source,
        opener,
        parallel,
        signal: stop.signal,
        observe: () => undefined,
        slots: pLimit(parallel),
        notice: (message) => run.notice(message, source.name),
      };
      // One after the other: each keeps both engines busy.
      for (const record of own) {
        const one = planned.find((p) => p.plan.ref.name === record.table);
        if (one === undefined || stop.signal.aborted) continue;
        found.set(record, await shareOfTable(context, extract, one, record));
      }
      opener.close?.();
    }),
  );
  return found;
}

/** What the state remembers of a pass over a table that begins now. */
function freshPass(now: string): Proving {
  return { from: null, waited: 0, since: now, sound: true };
}

async function shareOfTable(
  context: ShareContext,
  extract: ExtractContext,
  planned: PlannedTable<StoredTable>,
  record: TableRecord,
): Promise<TableRecord> {
  const { run, warehouse, share, stop } = context;
  const stored = (await warehouse.tables()).find((t) => t.source === record.source && t.table === record.table);
  if (stored === undefined) return record;
  const pass = stored.proving ?? freshPass(run.deps.now().toISOString());
  const verified = await verifyTable(extract, afterwards(planned, stored), {
    extent: { share, from: pass.from, waited: pass.waited + share },
    repair: true,
    apiBudget: run.config.run.apiBudget,
    output: run.outputDirectory,
    now: () => run.deps.now().toISOString(),
  });
  const { verification } = verified;
  if (verification.status === 'failed' || verification.status === 'drift') {
    const { error } = verification;
    const what = verification.status === 'failed' ? 'could not be compared' : 'rows differ and could not be mended';
    if (!stop.byUser())
      run.warn(`run.verify: ${record.source}.${record.table}: ${what}${error === null ? '' : `: ${error.message}`}`);
  }
  if (verification.status !== 'failed') await remember(context, stored, pass, verified);
  return merged(record, verified, share);
}

/** The table as the next run would plan it. */
function afterwards(planned: PlannedTable<StoredTable>, stored: StoredTable): PlannedTable<StoredTable> {
  const { revealing: _, ...rest } = planned;
  const plan = { ...planned.plan, mode: 'incremental' as const, since: stored.watermark, readsCalculated: false };
  return { ...rest, plan, known: stored, stored };
}

/** Where the next run goes on; at the end of a pass in which all was compared, the table is proven as of when the pass began. */
async function remember(
  { warehouse, share }: ShareContext,
  before: StoredTable,
  pass: Proving,
  verified: VerifiedTable,
): Promise<void> {
  const { verification, next } = verified;
  const waited = pass.waited + share;
  const now = (await warehouse.tables()).find((t) => t.source === before.source && t.table === before.table);
  if (now === undefined || next === undefined) return;
  const { proving: _, ...table } = now;
  if (next === 'waits') return warehouse.keep({ ...table, proving: { ...pass, waited } });
  const sound = pass.sound && verification.whole && verification.status !== 'drift';
  if (next.from !== null) return warehouse.keep({ ...table, proving: { ...pass, from: next.from, waited: 0, sound } });
  await warehouse.keep(sound ? { ...table, provenAt: pass.since } : table);
}

/** The sync's record with what was mended. */
function merged(record: TableRecord, { verification, record: mended }: VerifiedTable, share: number): TableRecord {
  const note = noteOf(verification, share);
  const requests = record.requests + verification.requests;
  const notes = [...record.notes, ...note];
  if (mended === null || mended.error !== null) return { ...record, requests, notes };
  return {
    ...record,
    requests,
    read: record.read + mended.read,
    inserted: record.inserted + mended.inserted,
    updated: record.updated + mended.updated,
    deleted: record.deleted + mended.deleted,
    rows: mended.rows,
    watermark: { ...record.watermark, after: mended.watermark.after },
    columns: mended.columns,
    partitions: [...record.partitions, ...mended.partitions],
    notes: [...notes, ...mended.notes.filter((n) => !notes.some((other) => other.message === n.message))],
  };
}

function noteOf(verification: VerifiedTable['verification'], share: number): Note[] {
  const { status, explained, file } = verification;
  if (status !== 'repaired' && status !== 'drift') return [];
  const what = differencesOf(verification)
    .map(([rows, how]) => `${rows} ${how}`)
    .join(', ');
  const of = explained > 0 ? ` (${explained} of them only newer)` : '';
  const keys = file === null ? '' : `; their keys are in ${file}`;
  const end = status === 'repaired' ? 'were mended' : 'could not be mended';
  return [
    {
      kind: 'data',
      message: `run.verify compared ${shareText(share)} of the rows: those that differed (${what === '' ? 'no key says which' : what})${of} ${end}${keys}`,
    },
  ];
}

function shareText(share: number): string {
  return `${Math.round(share * 1e4) / 100}%`;
}
