import type { BulkIngest, IngestJob } from '../model/destination.ts';
import { type HighwaterError, toHighwaterError } from '../model/errors.ts';
import type { ExportCounts } from '../model/export-record.ts';
import { text } from '../warehouse/duckdb/sql.ts';
import { planTable } from './diff/plan-rows.ts';
import { jobFailed, rowsLocked, rowsRefused, valuesNotPossible } from './export-errors.ts';
import type { ExportTools } from './export-tools.ts';
import type { Ledger, LedgerHead } from './ledger/ledger.ts';
import { dropPending, markPending, todoTable, unsettledTable } from './ledger/pending.ts';
import { outcomeTable, settle } from './ledger/settle.ts';
import type { PlannedExport } from './plan-export.ts';
import { retryLocked, type SendContext, sendByCalls, type TodoAction } from './send/send-by-calls.ts';
import { cutPieces, ingestRequest, runPiece } from './send/send-by-jobs.ts';
import { writeOutcomes, writePlan } from './write-files.ts';

/** An export whose intent is in the ledger: once that is saved, it may be sent. */
export interface PendingExport {
  readonly planned: PlannedExport;
  readonly head: LedgerHead;
  readonly bulk: BulkIngest | null;
  readonly jobs: readonly { readonly piece: number; readonly job: IngestJob }[];
}

/** Writes down what is about to be sent, and the jobs that will take it, which are empty so far. */
export async function intend(planned: PlannedExport, tools: ExportTools): Promise<PendingExport> {
  const { prepared, ledger, compared, todo } = planned;
  const { config } = prepared;
  const bulk = todo.sent > config.bulkAbove ? prepared.destination.bulk(config.writeOptions) : null;
  const pieces = bulk === null ? [] : await tools.use(async (c) => cutPieces(c, prepared, bulk));
  const jobs: { piece: number; job: IngestJob }[] = [];
  for (const piece of pieces) if (bulk !== null) jobs.push({ piece, job: await bulk.create(ingestRequest(prepared)) });
  const head = await tools.use(async (c) => {
    for (const entry of jobs) await ledger.storeJob(c, entry);
    return markPending(c, ledger, planned.head, prepared, compared?.seen ?? null, tools.now().toISOString());
  });
  return { planned, head, bulk, jobs };
}

export interface SentExport {
  readonly counts: ExportCounts;
  readonly error: HighwaterError | null;
  readonly jobs: readonly { readonly id: string; readonly end: string }[];
}

/** Sends what is pending, takes every outcome over into the ledger, and writes the files. Never throws for what a service does. */
export async function sendExport(pending: PendingExport, tools: ExportTools): Promise<SentExport> {
  const { planned, jobs } = pending;
  const { prepared } = planned;
  const unknown = new Set<string>();
  const finished = new Set<number>();
  const ends: { id: string; end: string; piece: number }[] = [];
  let thrown: HighwaterError | null = null;
  // While the service is at work.
  const planWritten = tools
    .use(async (c) => writePlan(c, prepared, tools.output))
    .then(
      () => null,
      (error: unknown) => toHighwaterError(error),
    );
  try {
    for (const entry of jobs) {
      const result = await onePiece(pending, entry, planWritten, tools);
      if (result.end !== 'unknown') finished.add(entry.piece);
      ends.push({
        id: result.job.id,
        end: result.end === 'failed' && result.reason !== null ? `failed: ${result.reason}` : result.end,
        piece: entry.piece,
      });
    }
    await tools.use(async (connection) => {
      const context: SendContext = {
        connection,
        prepared,
        signal: tools.signal,
        unknown,
        progress: (rows) => tools.progress(prepared.config.name, rows),
        sleep: tools.sleep,
      };
      if (jobs.length > 0) await retryLocked(context, prepared.config.operation);
      const actions: TodoAction[] = [prepared.config.operation, 'clear', 'delete'];
      for (const action of actions) await sendByCalls(context, action);
    });
  } catch (error) {
    thrown = toHighwaterError(error);
  }
  const unwritten = await planWritten;
  return conclude(pending, { unknown, finished, ends, thrown: thrown ?? unwritten }, tools);
}

async function onePiece(
  { planned, bulk }: PendingExport,
  { piece, job }: PendingExport['jobs'][number],
  planWritten: Promise<unknown>,
  tools: ExportTools,
) {
  const { prepared, ledger } = planned;
  if (bulk === null) throw new Error('there is a job and no way to run it');
  return runPiece(prepared, ledger, bulk, job, {
    use: tools.use,
    piece,
    directory: `${tools.directory}/${prepared.config.name}`,
    signal: tools.signal,
    progress: (rows) => tools.progress(prepared.config.name, rows),
    replaced: async (other) => {
      await tools.use(async (c) => ledger.storeJob(c, { piece, job: other }));
      // No connection may be open while the state is saved.
      await planWritten;
      await tools.save();
    },
  });
}

interface Sending {
  readonly unknown: ReadonlySet<string>;
  readonly finished: ReadonlySet<number>;
  readonly ends: readonly { readonly id: string; readonly end: string; readonly piece: number }[];
  readonly thrown: HighwaterError | null;
}

async function conclude(
  { planned, head }: PendingExport,
  { unknown, finished, ends, thrown }: Sending,
  tools: ExportTools,
): Promise<SentExport> {
  const { prepared, ledger } = planned;
  const { config } = prepared;
  const [todo, outcomes] = [todoTable(config.name), outcomeTable(config.name)];
  return tools.use(async (c) => {
    if (head.pending !== null) await settle(c, ledger, head.pending);
    await writeOutcomes(c, prepared, ledger, tools.output);
    await dropUnsent(c, ledger, { unknown, finished });
    for (const piece of finished) await ledger.settleJob(c, piece);
    const found = await c.row<Record<string, number>>(
      `SELECT count(*) FILTER (WHERE o.status = 'accepted') AS sent, count(*) FILTER (WHERE o.status = 'accepted' AND o.created) AS created,
        count(*) FILTER (WHERE o.status = 'accepted' AND NOT o.created AND t.action IN ('upsert', 'update')) AS updated,
        count(*) FILTER (WHERE o.status = 'accepted' AND t.action = 'clear') AS cleared, count(*) FILTER (WHERE o.status = 'accepted' AND t.action = 'delete') AS deleted,
        count(*) FILTER (WHERE o.status = 'refused') AS refused, count(*) FILTER (WHERE o.status = 'missing' AND t.action = 'update') AS missing,
        count(*) FILTER (WHERE o.k IS NULL OR o.status = 'locked') AS pending, count(*) FILTER (WHERE o.status = 'locked') AS locked
       FROM ${todo} t LEFT JOIN ${outcomes} o ON t.k = o.k`,
    );
    const codes = await c.rows<{ code: string }>(`SELECT DISTINCT code FROM ${outcomes} WHERE status = 'refused' ORDER BY code`);
    const {
      sent = 0,
      created = 0,
      updated = 0,
      cleared = 0,
      deleted = 0,
      refused = 0,
      missing = 0,
      pending = 0,
      locked = 0,
    } = found;
    const complete = thrown === null && pending === 0 && planned.todo.leftOut === 0;
    if (complete && !head.succeeded) await ledger.store(c, { ...head, succeeded: true });
    const counts = planned.counts;
    // Found to be without a record only when they were sent.
    const fromChanged = Math.min(missing, counts.changed);
    const failed = ends.find(({ end }) => end !== 'completed');
    const error =
      thrown ??
      (failed === undefined
        ? null
        : jobFailed(config, failed.id, failed.end === 'aborted' ? 'was aborted' : `ended as ${failed.end}`, pending)) ??
      (locked > 0 ? rowsLocked(config, locked) : null) ??
      (pending > 0 && ends[0] !== undefined ? jobFailed(config, ends[0].id, 'left rows unprocessed', pending) : null) ??
      (refused + planned.newFaults > config.failAbove && refused > 0
        ? rowsRefused(
            config,
            refused,
            codes.map(({ code }) => code),
          )
        : null) ??
      (await faultsProblem(planned, c, refused));
    return {
      counts: {
        ...counts,
        sent,
        created,
        updated,
        cleared,
        deleted,
        refused: refused + planned.newFaults,
        changed: counts.changed - fromChanged,
        new: counts.new - (missing - fromChanged),
        missing: counts.missing + missing,
        pending,
      },
      error: error ?? planned.failure,
      jobs: ends.map(({ id, end }) => ({ id, end })),
    };
  });
}

type Connecting = Parameters<Parameters<ExportTools['use']>[0]>[0];

/** What this run marked as pending and then did not send is not pending, unless an earlier run left it so. */
async function dropUnsent(
  c: Connecting,
  ledger: Ledger,
  { unknown, finished }: Pick<Sending, 'unknown' | 'finished'>,
): Promise<void> {
  const keys = [...unknown].map((k) => text(k)).join(', ');
  const conditions = [
    `k IN (SELECT k FROM ${todoTable(ledger.name)})`,
    `k NOT IN (SELECT k FROM ${unsettledTable(ledger.name)})`,
    `(piece IS NULL${finished.size === 0 ? '' : ` OR piece IN (${[...finished].join(', ')})`})`,
    ...(keys === '' ? [] : [`k NOT IN (${keys})`]),
  ];
  await dropPending(c, ledger, conditions.join(' AND '));
}

/** The refusal of rows whose values their fields can't hold, where there are more than the export allows. */
export async function faultsProblem(
  { prepared, newFaults }: PlannedExport,
  c: Connecting,
  refused: number,
): Promise<HighwaterError | null> {
  const { config, faults } = prepared;
  if (newFaults === 0 || newFaults + refused <= config.failAbove) return null;
  const rows = await c.rows<{ fault: number }>(
    `SELECT DISTINCT fault FROM ${planTable(config.name)} WHERE action = 'fault' AND NOT again ORDER BY fault LIMIT 5`,
  );
  const words = rows
    .map(({ fault }) => faults[fault - 1])
    .map((fault) => (fault === undefined ? '' : `${fault.field} ${fault.why}`));
  return valuesNotPossible(config, newFaults, words);
}
