import pLimit from 'p-limit';
import type { Environment } from '../../../config/load/interpolate.ts';
import { loadConfigText } from '../../../config/load/load.ts';
import type { Deps } from '../../../engine/run-context.ts';
import { closeSources, createSources } from '../../../engine/sources.ts';
import type { Access, Source } from '../../../model/contract.ts';
import { HighwaterError, toHighwaterError } from '../../../model/errors.ts';
import type { TableOptions } from '../../../model/plan.ts';
import type { TableRef } from '../../../model/table.ts';
import { SOURCES } from '../../../sources/registry.ts';
import type { SourceDraft, TableDraft } from './draft.ts';
import { type ActionRef, renderConfig } from './render.ts';
import { suggest, switchedOff } from './suggest.ts';

/** A source that was signed in to, through the same code as a sync. */
export interface OpenSource {
  readonly access: Access;
  readonly tables: readonly TableRef[];
  /** What the source itself had to say. */
  readonly notices: readonly string[];
  /** Entries for these tables, with what their columns and keys suggest. */
  describe(refs: readonly TableRef[]): Promise<TableDraft[]>;
  close(): Promise<void>;
}

const PARALLEL = 4;

/** As `where` and the like are not given: the defaults of the configuration. */
const DEFAULTS: TableOptions = {
  types: {},
  sync: 'incremental',
  deletes: 'remove',
  deletesBy: 'full',
  lookbackSeconds: 600,
  fullSyncEverySeconds: 604_800,
  maxDeleteFraction: 0.5,
  extra: {},
  path: [],
};

/** Signs in and lists all tables. Throws HighwaterError: wrong settings, refused, unreachable. */
export async function openSource(draft: SourceDraft, action: ActionRef, env: Environment, deps: Deps): Promise<OpenSource> {
  const everything = { ...draft, tables: [{ pattern: '*', options: {}, comment: '' }] };
  const config = await loadConfigText('highwater.yml', renderConfig([everything], action), env, SOURCES);
  for (const secret of config.secrets) deps.mask(secret.reveal());
  const created = await createSources(config, deps, new Map(), deps.signal);
  const [first] = created;
  if (first === undefined) throw new Error('a configuration without a source was loaded');
  const close = (): Promise<void> => closeSources(created);
  try {
    const access = await first.source.connect();
    const tables = await first.source.list();
    return { access, tables, notices: first.notices, describe: (refs) => describeAll(draft, first.source, refs), close };
  } catch (error) {
    await close();
    throw toHighwaterError(error);
  }
}

async function describeAll(draft: SourceDraft, source: Source, refs: readonly TableRef[]): Promise<TableDraft[]> {
  const limit = pLimit(PARALLEL);
  // Elsewhere a count costs calls, and nothing hangs on it.
  const access = draft.type === 'postgres' ? await source.access(refs.map((ref) => ({ ref, options: DEFAULTS }))) : [];
  const rows = new Map(access.map((a) => [a.ref.name, a.rows]));
  return Promise.all(refs.map((ref) => limit(() => describeOne(draft, source, ref, rows.get(ref.name) ?? null))));
}

async function describeOne(draft: SourceDraft, source: Source, ref: TableRef, rows: number | null): Promise<TableDraft> {
  try {
    const schema = await source.describe(ref, DEFAULTS);
    const tracked = draft.type === 'dynamics' && (await isTracked(source, ref));
    return suggest(draft.type, { ref, schema, rows, tracked });
  } catch (error) {
    const { code, message, hint } = toHighwaterError(error);
    if (code === 'INTERRUPTED') throw error;
    return switchedOff(ref, `${message} ${hint}`);
  }
}

/** The source itself refuses `deletes_by: change_tracking` where that is off. */
async function isTracked(source: Source, ref: TableRef): Promise<boolean> {
  try {
    await source.describe(ref, { ...DEFAULTS, deletesBy: 'change_tracking' });
    return true;
  } catch (error) {
    if (error instanceof HighwaterError && error.code === 'CHANGE_TRACKING_OFF') return false;
    throw error;
  }
}
