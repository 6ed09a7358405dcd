import type { ExportConfig } from '../config/config.ts';
import type { Destination } from '../model/destination.ts';
import { HighwaterError, toHighwaterError } from '../model/errors.ts';
import type { ExportRecord } from '../model/export-record.ts';
import { NO_COUNTS } from '../model/export-record.ts';
import { inStage } from '../model/in-stage.ts';
import type { ExportTools, Progressing } from './export-tools.ts';
import { type PlannedExport, planExport } from './plan-export.ts';
import { type EvaluatedExport, prepareExport } from './prepare-exports.ts';
import { faultsProblem, intend, type PendingExport, sendExport } from './send-export.ts';
import { clearFiles, writeOutcomes } from './write-files.ts';

/** One export on its way through the run. */
export interface ExportEntry {
  readonly config: ExportConfig;
  readonly destination: Destination | null;
  /** Why it can't begin: nobody could sign in. */
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
 * Runs exports in waves: those that wait for none (`after`), then those that wait for these alone, and so on. An export that fails does not stop the
 * others, but those that wait for it. `entries` are in the order in which exports wait for each other.
 */
export async function runExports(entries: readonly ExportEntry[], tools: ExportTools): Promise<ExportsRun> {
  const works = entries.map((entry) => new Work(entry));
  for (const { entry } of works) await clearFiles(tools.output, entry.config.name);
  for (const wave of wavesOf(works)) {
    for (const work of wave) skipIfBlocked(work, works);
    await runWave(
      wave.filter(({ isOpen }) => isOpen),
      works,
      tools,
    );
  }
  const changed = works.some(({ planned, pending }) => planned?.ledgerChanged === true || pending !== null);
  return { records: works.map(({ record }) => record), changed: changed && !tools.options.dryRun };
}

function wavesOf(works: readonly Work[]): Work[][] {
  const waves: Work[][] = [];
  const placed = new Map<string, number>();
  for (const work of works) {
    const { name, after } = work.entry.config;
    const place = Math.max(-1, ...after.map((other) => placed.get(other) ?? -1)) + 1;
    placed.set(name, place);
    waves[place] = [...(waves[place] ?? []), work];
  }
  return waves;
}

function predecessors({ entry }: Work, works: readonly Work[]): Work[] {
  return works.filter((other) => entry.config.after.includes(other.entry.config.name));
}

function skipIfBlocked(work: Work, works: readonly Work[]): void {
  const blocking = predecessors(work, works).find(({ isOpen }) => !isOpen);
  if (blocking === undefined || !work.isOpen) return;
  work.record.status = 'skipped';
  work.record.notes = [`Skipped, because ${blocking.entry.config.name} did not succeed (after).`];
}

/** Evaluates and plans the exports of one wave, writes down what they are about to send, saves that, sends, and takes every outcome over. */
async function runWave(wave: readonly Work[], works: readonly Work[], tools: ExportTools): Promise<void> {
  const { dryRun } = tools.options;
  const names = wave.map(({ entry }) => entry.config.name).join(', ');
  if (wave.length === 0) return;
  await tools.stage('plan', names, async () => {
    const evaluated = await tools.evaluate(
      wave.flatMap(({ entry: { config, destination } }) => (destination === null ? [] : [{ config, destination }])),
    );
    for (const work of wave) {
      const found = evaluated.get(work.entry.config.name);
      if (found instanceof HighwaterError) work.fail(found);
      else if (found !== undefined) await work.step(tools.now, async () => plan(work, found, tools));
    }
  });
  if (dryRun) {
    for (const work of wave) noteAssumptions(work, predecessors(work, works));
    return;
  }
  for (const work of wave)
    if (work.isOpen) await work.step(tools.now, async () => inStage('send', async () => mark(work, tools)));
  if (wave.some(({ pending }) => pending !== null)) await tools.save();
  await tools.stage('send', names, async () => {
    for (const work of wave) await send(work, tools);
  });
}

/** A dry run sends nothing, so that what a later export finds is not what it would find then. */
function noteAssumptions({ record }: Work, before: readonly Work[]): void {
  const writing = before.filter(({ planned }) => planned !== null && planned.todo.sent + planned.todo.gone > 0);
  if (writing.length === 0) return;
  const names = writing.map(({ entry }) => entry.config.name).join(', ');
  const missing = record.missing > 0 ? ' Records that would be created first count as missing here.' : '';
  record.notes = [...record.notes, `Planned as if ${names} (after) had not been sent.${missing}`];
}

async function plan(work: Work, evaluated: EvaluatedExport, tools: ExportTools): Promise<void> {
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

async function send(work: Work, tools: ExportTools): Promise<void> {
  const { pending, planned, record } = work;
  if (planned === null || !work.isOpen) return;
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
