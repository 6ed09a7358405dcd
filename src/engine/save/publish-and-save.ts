import { join } from 'node:path';
import { optionsOf } from '../../config/select/choose.ts';
import { publishLake } from '../../lake/publish-lake.ts';
import { type HighwaterError, toHighwaterError } from '../../model/errors.ts';
import type { ExportRecord } from '../../model/export-record.ts';
import { inStage } from '../../model/in-stage.ts';
import { partNamed } from '../../model/plan.ts';
import type { HistoryEntry, RunRecord, StateRecord, TableRecord } from '../../model/record.ts';
import { FRESHNESS_MEMORY, isRead } from '../../model/table-age.ts';
import type { Freshness } from '../../model/table-check.ts';
import type { ObjectStore } from '../../objects/object-store.ts';
import { renderManifest } from '../../publish/manifest.ts';
import { outputError } from '../../publish/output-error.ts';
import {
  MANIFEST_FILE,
  type Publication,
  type Published,
  preparePublication,
  REPORT_FILE,
  writeText,
} from '../../publish/publish.ts';
import type { Saved } from '../../state/store.ts';
import { renderReport } from '../../views/pages/report/report.ts';
import type { StoredTable } from '../../warehouse/catalog/catalog.ts';
import type { RestoredState } from '../restore/restore.ts';
import type { Run, Stop } from '../run-context.ts';
import { type RecordParts, recordOf, redactWords } from '../run-record.ts';
import type { OpenSource } from '../sources.ts';
import { type Baseline, isUnchanged } from './unchanged-state.ts';

export interface ImportedTables {
  readonly sources: readonly OpenSource[];
  readonly tables: readonly TableRecord[];
  /** What this sync read back of rows that were exported before. */
  readonly exports: readonly ExportRecord[];
  readonly stop: Stop;
  /** What the run began from; absent where it saves in any case. */
  readonly baseline?: Baseline;
}

/**
 * Saves the state, unless nothing of it has changed; then builds the artifact from the saved file and puts it in its place, publishes to the lake,
 * and writes manifest and report. Each of them is tried whatever became of the others; but where another run saved first, nothing is published.
 * A run that was stopped from outside has seconds left: it saves and publishes nothing.
 */
export async function finish(run: Run, state: RestoredState, outcome: ImportedTables): Promise<RunRecord> {
  const { warehouse } = state;
  const { sources, exports, stop } = outcome;
  const tables = settled(outcome.tables, await warehouse.tables()).map((t) => ({ ...t, freshness: freshnessOf(run, t) }));
  const interrupted = stop.signal.aborted;
  const finishedAt = run.deps.now().toISOString();
  const nothing = { output: null, parquet: new Map(), error: null };
  const parts: RecordParts = { sources, tables, exports, interrupted, finishedAt, state: state.record, ...nothing };
  state.memories.set(FRESHNESS_MEMORY, new Map([['limits', limitsOf(tables)]]));
  await warehouse.remember(state.memories);
  const unchanged = exports.length === 0 && (await isUnchanged(run, state, { ...outcome, finishedAt }));
  await warehouse.describe(recordOf(run, parts), written(await warehouse.tables(), tables));
  const history = await warehouse.history();
  run.deps.history?.(history);
  const lake = stop.byUser() ? null : lakeOf(run, tables);
  const compacted = unchanged || stop.byUser() ? NOTHING : await attempt(async () => warehouse.compact());
  const building: Building = { built: null };
  const build = async () => {
    if (!stop.byUser()) building.built = await buildArtifact(run, state, sources);
  };
  const saved = await attempt(async () => (unchanged ? requireNewest(state, lake) : saveState(run, state, build)));
  const silent = stop.byUser() || lost(saved);
  const published = silent ? await withdraw(building) : await publish(run, state, { sources, lake, unchanged, saved, building });
  if (unchanged) await state.discard();
  const record = recordOf(run, {
    ...parts,
    output: published.value?.output ?? null,
    parquet: published.value?.parquet ?? new Map(),
    state: { ...state.record, saved: saved.value, ...(unchanged ? { unchanged } : {}) } satisfies StateRecord,
    error: (saved.error ?? compacted.error ?? published.error)?.report() ?? null,
  });
  if (silent) return record;
  const { error } = await attemptOutput(run, () => writeRecord(run, record, history));
  if (error === null || record.error !== null) return record;
  const status = record.status === 'interrupted' ? record.status : 'failed';
  return redactWords({ ...record, status, error: error.report() }, run.deps.redact);
}

/** For `freshness`, which reads no configuration. */
function limitsOf(tables: readonly TableRecord[]): string {
  const limits = tables.filter(isRead).map((t) => [`${t.source}.${t.table}`, t.freshness] as const);
  return JSON.stringify(Object.fromEntries(limits.sort(([a], [b]) => (a < b ? -1 : 1))));
}

/** `build`: done meanwhile, where the state stays on this disk. */
async function saveState(run: Run, state: RestoredState, build: () => Promise<void>): Promise<Saved> {
  return run.stage('save', run.deps.store.describe(), async () => state.save(build));
}

/** The artifact, once it has been built under its temporary names. */
interface Building {
  built: Attempt<Publication> | null;
}

async function buildArtifact(run: Run, state: RestoredState, sources: readonly OpenSource[]): Promise<Attempt<Publication>> {
  return attemptOutput(run, () => run.stage('publish', run.outputDirectory, async () => prepare(run, state, sources)));
}

/** Nothing is published; what was built is removed. */
async function withdraw({ built }: Building): Promise<typeof NOTHING> {
  await built?.value?.discard();
  return NOTHING;
}

/** What a lake shows never goes back to an older state. */
async function requireNewest(state: RestoredState, lake: Lake | null): Promise<null> {
  if (lake !== null) await state.requireNewest();
  return null;
}

interface Attempt<T> {
  readonly value: T | null;
  readonly error: HighwaterError | null;
}

const NOTHING = { value: null, error: null };

/** Another run saved first. */
function lost({ error }: Attempt<unknown>): boolean {
  return error?.family === 'superseded';
}

interface Publishing {
  readonly sources: readonly OpenSource[];
  readonly lake: Lake | null;
  readonly unchanged: boolean;
  readonly saved: Attempt<Saved | null>;
  readonly building: Building;
}

/** Where the state could not be saved, the artifact is right all the same, and the state's file is left for the next run. */
async function publish(run: Run, state: RestoredState, publishing: Publishing): Promise<Attempt<Published>> {
  const { sources, lake, unchanged, saved, building } = publishing;
  const built = building.built ?? (await buildArtifact(run, state, sources));
  tellOfMemory(run, state.warehouse.memoryBeyondMib);
  const shown =
    lake === null || saved.error !== null
      ? NOTHING
      : await attempt(async () => inStage('publish', async () => publishToLake(run, state, lake)));
  const shows = (unchanged ? state.record.restored : saved.value)?.key ?? null;
  const whole = { file: state.file, take: saved.error === null, shows, unchanged };
  const { value: publication } = built;
  await state.close(unchanged && (await publication?.needsFile(whole)) === false);
  const placed = publication === null ? NOTHING : await attemptOutput(run, async () => publication.place(whole));
  return { value: placed.value, error: built.error ?? placed.error ?? shown.error };
}

function tellOfMemory(run: Run, mib: number): void {
  if (mib === 0) return;
  run.notice(
    `DuckDB took up to ${mib} MiB for some statements that it can't do within its share of the memory (run.memory): very long rows or very many columns need so much. Raise run.memory if the machine has it.`,
  );
}

function freshnessOf({ config }: Run, record: TableRecord): Freshness | null {
  const { source, table } = record;
  const own = config.sources.find((s) => s.name === source);
  return own === undefined || !isRead(record) ? null : (optionsOf(own, table).freshness ?? null);
}

interface Lake {
  readonly store: ObjectStore;
  readonly keepSeconds: number;
  isLeftOut(table: StoredTable): boolean;
}

function lakeOf({ deps, config }: Run, tables: readonly TableRecord[]): Lake | null {
  const { publish: options } = config.output;
  if (deps.lake === undefined || options === null) return null;
  return { store: deps.lake, keepSeconds: options.keepSeconds, isLeftOut: leftOut(tables) };
}

/** Another job may publish them: what this state has of them may be out of date. A history goes as its table does. */
function leftOut(tables: readonly TableRecord[]): (table: StoredTable) => boolean {
  const names = new Set(tables.filter((t) => t.leftOut).map((t) => `${t.source}.${t.table}`));
  const recorded = new Set(tables.map((t) => `${t.source}.${t.table}`));
  return ({ source, table, history, derived }) => {
    if (derived === true && history === undefined) return !recorded.has(`${source}.${table}`);
    return names.has(`${source}.${history?.of ?? table}`);
  };
}

/** After the state is saved: what a lake shows must be what the next run starts from. */
async function publishToLake(run: Run, state: RestoredState, lake: Lake): Promise<void> {
  const { store } = lake;
  const { workDirectory, now, stateName = 'default' } = run.deps;
  await state.reopenToRead();
  const done = await run.stage('publish', store.address, async () =>
    publishLake({ ...lake, warehouse: state.warehouse, workDirectory, runId: run.id, stateName, now: () => now() }),
  );
  for (const message of done.waiting) run.notice(`${message}.`);
  if (done.tables === 0) return;
  const what = done.tables === 1 ? '1 table' : `${done.tables} tables`;
  run.notice(
    `Published ${what} to ${store.address}: ${done.files === 1 ? '1 new file' : `${done.files} new files`}, ${(done.bytes / 1e6).toFixed(1)} MB.`,
  );
}

async function writeRecord(run: Run, record: RunRecord, history: readonly HistoryEntry[]): Promise<void> {
  await writeText(run.outputDirectory, MANIFEST_FILE, renderManifest(record));
  const { troubleshootingUrl } = run.deps;
  const links = troubleshootingUrl === undefined ? {} : { troubleshootingUrl };
  await writeText(run.outputDirectory, REPORT_FILE, renderReport(record, history, links));
}

async function prepare(run: Run, state: RestoredState, sources: readonly OpenSource[]): Promise<Publication> {
  const { duckdb, parquet } = run.config.output;
  await state.reopenToRead();
  return preparePublication(state.warehouse, {
    directory: run.outputDirectory,
    duckdb,
    parquet,
    runId: run.id,
    identities: new Map(sources.flatMap((s) => (s.access === null ? [] : [[s.source.name, s.access.identity] as const]))),
    note: join(run.deps.workDirectory, 'published.json'),
  });
}

/**
 * What only the state knows after the run: when each table was last read in full; and the name of one that was left out or failed, which may not
 * have taken the name that the configuration gives it now, or had to give its own to another.
 */
function settled(
  tables: readonly TableRecord[],
  stored: readonly Pick<
    StoredTable,
    | 'source'
    | 'table'
    | 'schema'
    | 'name'
    | 'fingerprint'
    | 'history'
    | 'fullSyncAt'
    | 'countedAt'
    | 'calculatedAt'
    | 'provenAt'
    | 'derived'
  >[],
): TableRecord[] {
  return tables.map((t) => {
    const found = stored.find((s) => s.source === t.source && s.table === t.table);
    if (found === undefined) return t;
    const { schema, name } = t.status === 'succeeded' ? t : found;
    const base = stored.find((s) => s.source === t.source && s.table === found.history?.of) ?? found;
    const part = partNamed(base.fingerprint.range);
    return {
      ...t,
      schema,
      name,
      ...(part === null ? {} : { part }),
      lastFullSyncAt: found.derived === true ? null : found.fullSyncAt,
      countedAt: found.countedAt ?? null,
      provenAt: found.provenAt ?? null,
      calculatedAt: found.calculatedAt ?? null,
    };
  });
}

function written<T extends { source: string; table: string }>(stored: readonly T[], tables: readonly TableRecord[]): T[] {
  const names = new Set(tables.filter((t) => t.status === 'succeeded').map((t) => `${t.source}.${t.table}`));
  return stored.filter((t) => names.has(`${t.source}.${t.table}`));
}

async function attemptOutput<T>(run: Run, work: () => Promise<T>): Promise<Attempt<T>> {
  return attempt(async () =>
    inStage('publish', work).catch((error: unknown) => {
      throw outputError(run.outputDirectory, error);
    }),
  );
}

async function attempt<T>(work: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await work(), error: null };
  } catch (error) {
    return { value: null, error: toHighwaterError(error) };
  }
}
