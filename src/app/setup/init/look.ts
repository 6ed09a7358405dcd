import type { Environment } from '../../../config/load/interpolate.ts';
import { loadConfigText } from '../../../config/load/load.ts';
import { listTables, schemaOf } from '../../../engine/describe.ts';
import type { Deps } from '../../../engine/run-context.ts';
import { closeSources, createSources } from '../../../engine/sources.ts';
import type { Access, Source, TableDescription } from '../../../model/contract.ts';
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
    const tables = await listTables(first.source);
    return { access, tables, notices: first.notices, describe: (refs) => describeAll(draft, first.source, refs), close };
  } catch (error) {
    await close();
    throw toHighwaterError(error);
  }
}

async function describeAll(draft: SourceDraft, source: Source, refs: readonly TableRef[]): Promise<TableDraft[]> {
  const chosen = refs.map((ref) => ({ ref, options: DEFAULTS }));
  // Elsewhere a count costs calls, and nothing depends on it.
  const access = draft.type === 'postgres' ? await source.access(chosen) : [];
  const rows = new Map(access.map((a) => [a.ref.name, a.rows]));
  const described = await source.describe(chosen);
  const tracked = draft.type === 'dynamics' ? await trackedTables(source, described) : new Set<string>();
  return described.map((d) => draftOf(draft, d, rows.get(d.chosen.ref.name) ?? null, tracked.has(d.chosen.ref.name)));
}

function draftOf(draft: SourceDraft, described: TableDescription, rows: number | null, tracked: boolean): TableDraft {
  const { ref } = described.chosen;
  if ('schema' in described) return suggest(draft.type, { ref, schema: schemaOf(described), rows, tracked });
  const { code, message, hint } = toHighwaterError(described.error);
  if (code === 'INTERRUPTED') throw described.error;
  return switchedOff(ref, `${message} ${hint}`);
}

/** The source itself refuses `deletes_by: change_tracking` where that is off. */
async function trackedTables(source: Source, described: readonly TableDescription[]): Promise<Set<string>> {
  const options = { ...DEFAULTS, deletesBy: 'change_tracking' } as const;
  const asked = described.filter((d) => 'schema' in d).map(({ chosen: { ref } }) => ({ ref, options }));
  const answers = await source.describe(asked);
  const tracked = answers.filter((answer) => {
    if ('schema' in answer) return true;
    if (answer.error instanceof HighwaterError && answer.error.code === 'CHANGE_TRACKING_OFF') return false;
    throw answer.error;
  });
  return new Set(tracked.map((answer) => answer.chosen.ref.name));
}
