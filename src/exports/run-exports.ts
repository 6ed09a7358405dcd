import type { ExportConfig } from '../config/config.ts';
import type { Destination } from '../model/destination.ts';
import { type HighwaterError, toHighwaterError } from '../model/errors.ts';
import type { ExportRecord } from '../model/export-record.ts';
import { NO_COUNTS } from '../model/export-record.ts';
import type { ExportTools, Progressing } from './export-tools.ts';
import { type PlannedExport, planExport } from './plan-export.ts';
import { type EvaluatedExport, prepareExport } from './prepare-exports.ts';
import { faultsProblem, forgetIntent, intend, type PendingExport, sendExport } from './send-export.ts';
import { clearFiles, writeOutcomes } from './write-files.ts';

/** One export on its way through the run. */
export interface ExportEntry {
  readonly config: ExportConfig;
  readonly destination: Destination | null;
  readonly evaluated: EvaluatedExport | null;
  /** Why it stops here. */
  readonly error: HighwaterError | null;
}

export interface ExportsRun {
  readonly records: readonly ExportRecord[];
  /** The ledger holds something that the saved state does not. */
  readonly changed: boolean;
}

class Work {
  readonly entry: ExportEntry;
  readonly record: Progressing;
  planned: PlannedExport | null = null;
  pending: PendingExport | null = null;

  constructor(entry: ExportEntry) {
    const { name, object, operation } = entry.config;
    this.entry = entry;
    const empty = { jobs: [], requests: 0, seconds: 0, error: null, notes: [], differingFields: [] };
    this.record = { ...NO_COUNTS, name, object, operation, status: 'succeeded', ...empty };
    if (entry.error !== null) this.fail(entry.error);
  }

  fail(error: unknown): void {
    this.record.status = 'failed';
    this.record.error = toHighwaterError(error).report();
  }

  get isOpen(): boolean {
    return this.record.status === 'succeeded';
  }

  /** Runs one step of this export; what it throws fails this export alone. */
  async step(now: () => Date, work: () => Promise<void>): Promise<void> {
    const started = now().getTime();
    const before = this.entry.destination?.usage().requests ?? 0;
    try {
      await work();
    } catch (error) {
      this.fail(error);
    }
    this.record.seconds += (now().getTime() - started) / 1000;
    this.record.requests += (this.entry.destination?.usage().requests ?? 0) - before;
  }
}

/**
 * Plans all exports, writes down what they are about to send, saves that, sends, and takes every outcome over. `entries` are in the order in which
 * exports wait for each other. An export that fails does not stop the others, but those that come after it by its name.
 */
export async function runExports(entries: readonly ExportEntry[], tools: ExportTools): Promise<ExportsRun> {
  const works = entries.map((entry) => new Work(entry));
  for (const work of works) {
    await clearFiles(tools.output, work.entry.config.name);
    if (work.isOpen) await work.step(tools.now, async () => plan(work, tools));
  }
  const changed = works.some(({ planned }) => planned?.ledgerChanged === true);
  if (tools.options.dryRun) return { records: works.map(({ record }) => record), changed: false };
  for (const work of works) if (work.isOpen && work.planned !== null) await work.step(tools.now, async () => mark(work, tools));
  const sending = works.filter((work) => work.pending !== null);
  if (sending.length > 0) await tools.save();
  for (const work of works) await send(work, works, tools);
  return { records: works.map(({ record }) => record), changed: changed || sending.length > 0 };
}

async function plan(work: Work, tools: ExportTools): Promise<void> {
  const { evaluated } = work.entry;
  if (evaluated === null) return;
  const prepared = await tools.use(async (c) => prepareExport(c, evaluated));
  const planned = await planExport(prepared, tools);
  work.planned = planned;
  Object.assign(work.record, planned.counts, { notes: planned.notes, jobs: planned.jobs });
  if (planned.refusal !== null) work.fail(planned.refusal);
  else if (tools.options.dryRun && planned.failure !== null) work.fail(planned.failure);
}

async function mark(work: Work, tools: ExportTools): Promise<void> {
  const { planned } = work;
  if (planned === null || planned.todo.sent + planned.todo.gone === 0) return;
  work.pending = await intend(planned, tools);
}

async function send(work: Work, works: readonly Work[], tools: ExportTools): Promise<void> {
  const { pending, planned, record } = work;
  if (planned === null || !work.isOpen) return;
  const blocking = works.find(({ entry, isOpen }) => work.entry.config.after.includes(entry.config.name) && !isOpen);
  if (blocking !== undefined) {
    record.status = 'skipped';
    record.notes = [...record.notes, `Skipped, because ${blocking.entry.config.name} did not succeed (after).`];
    if (pending !== null) await forgetIntent(pending, tools);
    return;
  }
  await work.step(tools.now, async () => {
    const sent = pending === null ? await nothingToSend(planned, tools) : await sendExport(pending, tools);
    Object.assign(record, sent.counts, { jobs: [...record.jobs, ...sent.jobs] });
    if (sent.error !== null) work.fail(sent.error);
  });
}

/** A run without a row to send may still have found values that can't be sent, and records that it may not touch. */
async function nothingToSend(planned: PlannedExport, tools: ExportTools) {
  const faults = await tools.use(async (c) => {
    await writeOutcomes(c, planned.prepared, planned.ledger, tools.output);
    return faultsProblem(planned, c, 0);
  });
  if (planned.todo.leftOut === 0 && !planned.head.succeeded)
    await tools.use(async (c) =>
      planned.ledger.store(c, { ...((await planned.ledger.head(c)) ?? planned.head), succeeded: true }),
    );
  return { counts: { ...planned.counts, refused: planned.newFaults }, error: faults ?? planned.failure, jobs: [] };
}
