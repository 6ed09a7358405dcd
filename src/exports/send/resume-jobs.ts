import { mkdir, rm } from 'node:fs/promises';
import type { BulkIngest, IngestResult } from '../../model/destination.ts';
import type { Connection } from '../../warehouse/duckdb/database.ts';
import type { PreparedExport } from '../export-column.ts';
import { knownJobIds, type Ledger, type LedgerHead } from '../ledger/ledger.ts';
import { dropPending } from '../ledger/pending.ts';
import { createOutcomes, settle } from '../ledger/settle.ts';
import { loadResult, type ResultValues } from './send-by-jobs.ts';

/**
 * Asks what became of the jobs that an earlier run left, and takes their outcomes over: before anything is sent, so that no second job works
 * on the same rows. Rows of which nobody knows stay pending and are sent again with the same keys. Returns the jobs' results.
 */
export async function resumeJobs(
  c: Connection,
  { prepared, ledger, head, bulk }: { prepared: PreparedExport; ledger: Ledger; head: LedgerHead; bulk: BulkIngest },
  watch: { directory: string; signal: AbortSignal; progress(rows: number): void },
): Promise<readonly IngestResult[]> {
  const known = await ledger.jobs(c);
  if (head.pending === null || known.length === 0) return [];
  const { object, key, config } = prepared;
  await mkdir(watch.directory, { recursive: true });
  await createOutcomes(c, ledger.name);
  const results: IngestResult[] = [];
  const { fields, nulls } = head.pending;
  const load = async (result: IngestResult, values?: ResultValues): Promise<void> => {
    await loadResult(c, ledger, result.job.key === null ? null : key.field, object.idField, result, values);
    results.push(result);
  };
  // Asked without the watch of a run: a job that is found at work is waited for, and none is made.
  const asked = { ...watch, replaced: async () => undefined };
  try {
    // Another repository with the same user may have made it: only a row with the very values that are pending is ours.
    const values = { fields, nullText: nulls === 'clear' ? bulk.nullText : '' };
    // By the service's clock: our own may be ahead of it.
    const since = [head.pending.since, ...known.flatMap(({ job }) => job.createdAt ?? [])].sort()[0] as string;
    for (const job of await bulk.unknownJobs(object, since, await knownJobIds(c)))
      await load(await bulk.resume(job, asked), values);
    for (const { piece, job } of known) {
      const result = await bulk.resume(job, asked);
      await load(result);
      await settle(c, ledger, head.pending);
      // Known not to have been processed: the diff finds them by itself.
      if (result.end !== 'unknown') await dropPending(c, ledger, `piece = ${piece}`);
      await ledger.settleJob(c, piece);
    }
  } finally {
    await rm(watch.directory, { recursive: true, force: true });
  }
  return results.filter(({ job }) => job.object === config.object || job.object === object.name);
}
