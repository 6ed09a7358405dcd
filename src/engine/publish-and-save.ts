import { join } from 'node:path';
import { optionsOf } from '../config/select/choose.ts';
import { publishLake } from '../lake/publish-lake.ts';
import { type HighwaterError, toHighwaterError } from '../model/errors.ts';
import type { ExportRecord } from '../model/export-record.ts';
import type { HistoryEntry, RunRecord, StateRecord, TableRecord } from '../model/record.ts';
import { FRESHNESS_MEMORY, isRead } from '../model/table-age.ts';
import type { Freshness } from '../model/table-check.ts';
import type { ObjectStore } from '../objects/object-store.ts';
import { renderManifest } from '../publish/manifest.ts';
import { outputError } from '../publish/output-error.ts';
import {
  MANIFEST_FILE,
  type Publication,
  type Published,
  preparePublication,
  REPORT_FILE,
  writeText,
} from '../publish/publish.ts';
import { renderReport } from '../views/pages/report/report.ts';
import type { StoredTable } from '../warehouse/catalog/catalog.ts';
import type { RestoredState } from './restore.ts';
import type { Run, Stop } from './run-context.ts';
import { type RecordParts, recordOf, redactWords } from './run-record.ts';
import type { OpenSource } from './sources.ts';

export interface ImportedTables {
  readonly sources: readonly OpenSource[];
  readonly tables: readonly TableRecord[];
  /** What this sync read back of rows that were exported before. */
  readonly exports: readonly ExportRecord[];
  readonly stop: Stop;
}

/**
 * Builds the artifact, saves the state, puts the artifact in its place, writes manifest and report. Each of them is tried whatever became of the
 * others; but where another run saved first, nothing is published. A run that was stopped from outside has seconds left: it saves and
 * publishes nothing.
 */
export async function finish(run: Run, state: RestoredState, outcome: ImportedTables): Promise<RunRecord> {
  const { warehouse } = state;
  const { sources, exports, stop } = outcome;
  const tables = settled(outcome.tables, await warehouse.tables()).map((t) => ({ ...t, freshness: freshnessOf(run, t) }));
  const interrupted = stop.signal.aborted;
  const finishedAt = run.deps.now().toISOString();
  const nothing = { output: null, parquet: new Map(), error: null };
  const parts: RecordParts = { sources, tables, exports, interrupted, finishedAt, state: state.record, ...nothing };
  // For `freshness`, which reads no configuration.
  const limits = Object.fromEntries(tables.filter(isRead).map((t) => [`${t.source}.${t.table}`, t.freshness]));
  state.memories.set(FRESHNESS_MEMORY, new Map([['limits', JSON.stringify(limits)]]));
  await warehouse.remember(state.memories);
  await warehouse.describe(recordOf(run, parts), written(await warehouse.tables(), tables));
  const history = await warehouse.history();
  run.deps.history?.(history);
  const built = stop.byUser()
    ? NOTHING
    : await attemptOutput(run, () => run.stage('publish', run.outputDirectory, async () => prepare(run, state, outcome)));
  tellOfMemory(run, warehouse.memoryBeyondMib);
  const lake = stop.byUser() ? null : lakeOf(run);
  const saved = await attempt(async () =>
    run.stage('save', run.deps.store.describe(), async () => (lake === null ? state.save() : state.saveAndContinue())),
  );
  const published = await placed(run, state, built.value, { ...saved, take: lake === null });
  const shown = lake === null || saved.error !== null ? null : await attempt(async () => publishToLake(run, state, lake));
  const record = recordOf(run, {
    ...parts,
    output: published.value?.output ?? null,
    parquet: published.value?.parquet ?? new Map(),
    state: { ...state.record, saved: saved.value } satisfies StateRecord,
    error: saved.error?.report() ?? built.error?.report() ?? published.error?.report() ?? shown?.error?.report() ?? null,
  });
  if (stop.byUser() || lost(saved)) return record;
  const { error } = await attemptOutput(run, () => writeRecord(run, record, history));
  if (error === null || record.error !== null) return record;
  const status = record.status === 'interrupted' ? record.status : 'failed';
  return redactWords({ ...record, status, error: error.report() }, run.deps.redact);
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

/** Where the state was not saved for another reason, the artifact is right all the same, and the state's file is left for the next run. */
async function placed(
  run: Run,
  state: RestoredState,
  publication: Publication | null,
  saved: Attempt<unknown> & { readonly take: boolean },
): Promise<Attempt<Published | null>> {
  if (publication === null) return NOTHING;
  return attemptOutput<Published | null>(run, async () => {
    if (!lost(saved)) return publication.place({ file: state.file, take: saved.take && saved.error === null });
    await publication.drop();
    return null;
  });
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
}

function lakeOf({ deps, config }: Run): Lake | null {
  const { publish: options } = config.output;
  return deps.lake === undefined || options === null ? null : { store: deps.lake, keepSeconds: options.keepSeconds };
}

/** After the state is saved: what a lake shows must be what the next run starts from. */
async function publishToLake(run: Run, state: RestoredState, { store, keepSeconds }: Lake): Promise<void> {
  const { workDirectory, now, stateName = 'default' } = run.deps;
  try {
    const done = await run.stage('publish', store.address, async () =>
      publishLake({ warehouse: state.warehouse, store, workDirectory, runId: run.id, stateName, keepSeconds, now: () => now() }),
    );
    for (const message of done.waiting) run.notice(`${message}.`);
    if (done.tables === 0) return;
    const what = done.tables === 1 ? '1 table' : `${done.tables} tables`;
    run.notice(
      `Published ${what} to ${store.address}: ${done.files === 1 ? '1 new file' : `${done.files} new files`}, ${(done.bytes / 1e6).toFixed(1)} MB.`,
    );
  } finally {
    await state.discard();
  }
}

async function writeRecord(run: Run, record: RunRecord, history: readonly HistoryEntry[]): Promise<void> {
  await writeText(run.outputDirectory, MANIFEST_FILE, renderManifest(record));
  const { troubleshootingUrl } = run.deps;
  const links = troubleshootingUrl === undefined ? {} : { troubleshootingUrl };
  await writeText(run.outputDirectory, REPORT_FILE, renderReport(record, history, links));
}

async function prepare(run: Run, state: RestoredState, { sources }: ImportedTables): Promise<Publication> {
  const { duckdb, parquet } = run.config.output;
  await state.warehouse.compact();
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
    'source' | 'table' | 'schema' | 'name' | 'fullSyncAt' | 'countedAt' | 'calculatedAt' | 'provenAt' | 'derived'
  >[],
): TableRecord[] {
  return tables.map((t) => {
    const found = stored.find((s) => s.source === t.source && s.table === t.table);
    if (found === undefined) return t;
    const { schema, name } = t.status === 'succeeded' ? t : found;
    return {
      ...t,
      schema,
      name,
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
    work().catch((error: unknown) => {
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
