import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ErrorReport, HighwaterError } from '../model/errors.ts';
import { OLDEST_UNCHANGED_MS } from '../model/later-sync.ts';
import type { FreshnessResult } from '../model/results.ts';
import { agesOf, FRESHNESS_MEMORY, type SyncedTable, type TableAge } from '../model/table-age.ts';
import type { Freshness } from '../model/table-check.ts';
import { prepareNative } from '../runtime/native.ts';
import { duration } from '../views/facts/format.ts';
import { limitWords, staleHint } from '../views/facts/table-freshness.ts';
import type { AppSession } from './session.ts';
import type { StatePlace } from './state-place.ts';

export interface FreshnessRequest {
  readonly place: StatePlace;
  /** Where a manifest may be. */
  readonly output: string;
  /** A limit for all tables, in place of their own; null: their own. */
  readonly maxAgeSeconds: number | null;
  readonly now: Date;
}

interface Synced {
  readonly from: FreshnessResult['from'];
  /** When it was written, ISO 8601. */
  readonly at: string;
  readonly tables: readonly SyncedTable[];
  /** True if syncs that change nothing leave their time nowhere. */
  readonly isSilent: boolean;
}

/** `freshness`: how old each table's data are, by the newer of the saved state and the manifest. Connects to no source. */
export async function freshness(session: AppSession, request: FreshnessRequest): Promise<FreshnessResult> {
  const found = [await ofState(session, request), await ofManifest(request.output)].filter((one) => one !== null);
  const newest = found.sort((a, b) => Date.parse(b.at) - Date.parse(a.at))[0];
  if (newest === undefined) throw nothingFound(request);
  const ages = agesOf(newest.tables, request.now, request.maxAgeSeconds);
  const tables = newest.isSilent ? ages.map((age) => withUnseenSyncs(age, newest.at, request.now)) : ages;
  const ok = tables.every((t) => t.status !== 'error');
  return { command: 'freshness', from: newest.from, at: newest.at, now: request.now.toISOString(), tables, ok };
}

/** As long as the state is not a day older than the limit allows, a sync that saved nothing may have read the table in time. */
function withUnseenSyncs(age: TableAge, savedAt: string, now: Date): TableAge {
  const limit = age.freshness?.errorAfterSeconds ?? null;
  const youngest = (now.getTime() - Date.parse(savedAt) - OLDEST_UNCHANGED_MS) / 1000;
  return age.status === 'error' && age.syncedAt !== null && limit !== null && youngest <= limit
    ? { ...age, mayBeFresher: true }
    : age;
}

/** Of what was never synced nothing can be fresh. */
function nothingFound({ place, output }: FreshnessRequest): HighwaterError {
  return new HighwaterError(
    'TABLE_STALE',
    `There is no saved state in ${place.store.describe()} and no manifest.json in ${output}, so nothing has been synced.`,
    'Run a sync, or name where its state is (`state` of the action, --state on the command line).',
  );
}

async function ofState(session: AppSession, { place, now }: FreshnessRequest): Promise<Synced | null> {
  await prepareNative({ env: session.env, log: session.log });
  const { readPlanState } = await import('./plan-state.ts');
  const { restored, tables, memories, later } = await readPlanState({ ...place, now: () => now });
  if (restored === null) return null;
  const kept = memories.get(FRESHNESS_MEMORY)?.get('limits') ?? '{}';
  const limits = JSON.parse(kept) as Record<string, Freshness | null>;
  const read = tables.filter((t) => t.derived !== true && t.history === undefined);
  const hasLimits = Object.values(limits).some((limit) => limit !== null);
  return {
    from: 'state',
    isSilent: later === null && !hasLimits && tables.every((t) => t.history === undefined),
    at:
      later?.tables
        .map((t) => t.finishedAt)
        .sort()
        .at(-1) ?? restored.savedAt,
    tables: read.map(({ source, table, syncedAt }) => ({
      source,
      table,
      syncedAt,
      freshness: limits[`${source}.${table}`] ?? null,
    })),
  };
}

/** The part of a manifest that is looked at; older ones lack `syncedAt`. */
interface WrittenManifest {
  readonly run: { readonly finishedAt: string };
  readonly tables: readonly (Partial<SyncedTable> & {
    readonly source: string;
    readonly table: string;
    readonly lastFullSyncAt: string | null;
    readonly status: string;
  })[];
}

async function ofManifest(directory: string): Promise<Synced | null> {
  const text = await readFile(join(directory, 'manifest.json'), 'utf8').catch(() => null);
  if (text === null) return null;
  const { run, tables } = JSON.parse(text) as WrittenManifest;
  // A table that is computed from others has neither.
  const read = tables.filter((t) => t.syncedAt != null || t.lastFullSyncAt !== null || t.status === 'failed');
  return {
    from: 'manifest',
    isSilent: false,
    at: run.finishedAt,
    tables: read.map(({ source, table, syncedAt = null, freshness: own = null }) => ({
      source,
      table,
      syncedAt,
      freshness: own,
    })),
  };
}

/** What to say of each table that is late or too old; the oldest first, and no more than GitHub shows. */
export function lateTables({ tables }: FreshnessResult): (ErrorReport & { readonly title: string; readonly isError: boolean })[] {
  const late = tables.filter((t) => t.status !== 'fresh');
  return late.slice(0, 10).map((t) => {
    const name = `${t.source}.${t.table}`;
    const age = t.ageSeconds === null ? 'has never been synced' : `was last synced ${duration(t.ageSeconds)} ago`;
    return {
      code: 'TABLE_STALE',
      title: `${name}: TABLE_STALE`,
      isError: t.status === 'error',
      message: `${name} ${age} (${limitWords(t)}).`,
      hint: staleHint(t),
    };
  });
}
