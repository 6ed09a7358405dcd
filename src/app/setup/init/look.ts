import pLimit from 'p-limit';
import type { Environment } from '../../../config/load/interpolate.ts';
import { loadConfigText } from '../../../config/load/load.ts';
import { listTables, schemaOf } from '../../../engine/describe.ts';
import type { Deps } from '../../../engine/run-context.ts';
import { closeSources, createSources } from '../../../engine/sources.ts';
import type { Access, Source, TableDescription } from '../../../model/contract.ts';
import { toHighwaterError } from '../../../model/errors.ts';
import type { TableOptions } from '../../../model/plan.ts';
import type { SourceDefinition } from '../../../model/source-definition.ts';
import type { TableDraft, TableSetup } from '../../../model/source-setup.ts';
import type { TableRef, TableSchema } from '../../../model/table.ts';
import type { SourceDraft } from './credentials.ts';
import { type ActionRef, renderConfig } from './render.ts';

/** A source that was signed in to, through the same code as a sync. */
export interface InitSource {
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
  calculatedEverySeconds: 86_400,
  maxDeleteFraction: 0.5,
  extra: {},
  path: [],
};

/** Signs in and lists all tables. Throws HighwaterError: wrong settings, refused, unreachable. */
export async function openSource(
  draft: SourceDraft,
  definition: SourceDefinition,
  action: ActionRef,
  { env, deps }: { env: Environment; deps: Deps },
): Promise<InitSource> {
  const everything = { ...draft, tables: [{ pattern: '*', options: {}, comment: '' }] };
  const config = await loadConfigText('highwater.yml', renderConfig([everything], action), env, [definition]);
  for (const secret of config.secrets) deps.mask(secret.reveal());
  const created = await createSources(config, deps, new Map(), deps.signal);
  const [first] = created;
  if (first === undefined) throw new Error('a configuration without a source was loaded');
  const close = (): Promise<void> => closeSources(created);
  try {
    const access = await first.source.connect();
    const tables = await listTables(first.source);
    return {
      access,
      tables,
      notices: first.notices,
      describe: (refs) => describeAll(definition.setup.tables, first.source, refs),
      close,
    };
  } catch (error) {
    await close();
    throw toHighwaterError(error);
  }
}

async function describeAll(setup: TableSetup, source: Source, refs: readonly TableRef[]): Promise<TableDraft[]> {
  const chosen = refs.map((ref) => ({ ref, options: DEFAULTS }));
  const access = setup.countsRows ? await source.access(chosen) : [];
  const rows = new Map(access.map((a) => [a.ref.name, a.rows]));
  const limit = pLimit(PARALLEL);
  const described = await source.describe(chosen);
  return Promise.all(described.map((one) => limit(() => draftOf(setup, source, one, rows.get(one.chosen.ref.name) ?? null))));
}

async function draftOf(setup: TableSetup, source: Source, described: TableDescription, rows: number | null): Promise<TableDraft> {
  const { ref } = described.chosen;
  if (!('schema' in described)) {
    const { family, message, hint } = toHighwaterError(described.error);
    if (family === 'interrupted') throw described.error;
    return switchedOff(ref, `${message} ${hint}`);
  }
  const describe = async (options: Partial<TableOptions>): Promise<TableSchema> => {
    const [again] = await source.describe([{ ref, options: { ...DEFAULTS, ...options } }]);
    if (again === undefined || !('schema' in again)) throw again?.error;
    return schemaOf(again);
  };
  const draft = await setup.suggest({ ref, schema: schemaOf(described), rows, describe });
  return { ...draft, comment: oneComment(draft.comment) };
}

/** An entry for a table that can't be read as things are. */
function switchedOff(ref: TableRef, reason: string): TableDraft {
  const words = reason.startsWith(`${ref.name}: `) ? reason.slice(ref.name.length + 2) : reason;
  return { pattern: ref.name, options: {}, comment: oneComment(words), off: true };
}

function oneComment(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length <= 160 ? line : `${line.slice(0, 159)}…`;
}
