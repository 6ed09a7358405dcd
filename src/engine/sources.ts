import type { LoadedConfig, SourceConfig } from '../config/config.ts';
import { chooseTables } from '../config/select/choose.ts';
import { type TableFilter, tableFilterOf } from '../config/select/glob.ts';
import type { Memory, Source, SourceContext } from '../model/contract.ts';
import type { ErrorReport } from '../model/errors.ts';
import { inStage } from '../model/in-stage.ts';
import { type ConnectResult, type DescribedSource, describeSource, signIn } from './describe.ts';
import { type Divisions, withRanges } from './divide.ts';
import type { Deps } from './run-context.ts';

/** A source of the configuration, signed in to and described. */
export type OpenSource = DescribedSource & {
  readonly config: SourceConfig;
  readonly failed: readonly { readonly name: string; readonly error: ErrorReport }[];
};

/** What sources remember between runs, by source name; saved with the state. */
export type Memories = Map<string, Map<string, string>>;

export interface CreatedSource {
  readonly config: SourceConfig;
  readonly source: Source;
  readonly notices: string[];
  notice(message: string, warning?: boolean): void;
}

/** A source that was signed in to, or the reason why not. */
export interface ConnectedSource extends CreatedSource {
  readonly signedIn: ConnectResult;
}

/** Which tables a run is about, and the sources that it has to sign in to for them: the others are left alone. Throws ConfigError. */
export function wantedSources(config: LoadedConfig, globs: readonly string[]): { filter: TableFilter; config: LoadedConfig } {
  const names = config.sources.map((s) => s.name);
  const filter = tableFilterOf(globs, names);
  return { filter, config: { ...config, sources: config.sources.filter((s) => filter.reaches(s.name)) } };
}

/** Makes every source of the configuration; none of them has spoken to its service yet. */
export async function createSources(
  config: LoadedConfig,
  deps: Deps,
  memories: Memories,
  signal: AbortSignal,
): Promise<CreatedSource[]> {
  return Promise.all(
    config.sources.map(async (entry) => {
      const notices: string[] = [];
      const notice = (message: string, warning = false): void => {
        notices.push(message);
        deps.observe({ type: 'notice', source: entry.name, message, ...(warning ? { warning } : {}) });
      };
      const { parallel, apiBudget } = config.run;
      const context = sourceContext(entry.name, entry.name, { deps, parallel, apiBudget, memories, signal, notice });
      const source = await entry.definition.create(entry.options, context);
      return { config: entry, source, notices, notice };
    }),
  );
}

interface ContextParts {
  readonly deps: Deps;
  readonly parallel: number;
  readonly apiBudget: number;
  readonly memories: Memories;
  readonly signal: AbortSignal;
  notice(message: string): void;
}

/** What the engine lends a source or destination. `memory`: under which name it remembers things between runs. */
export function sourceContext(
  name: string,
  memory: string,
  { deps, parallel, apiBudget, memories, signal, notice }: ContextParts,
): SourceContext {
  return {
    name,
    parallel,
    apiBudget,
    memory: memoryOf(memories, memory),
    signal,
    mask: deps.mask,
    notice,
    ...(deps.vaults === null ? {} : { vault: deps.vaults.of(memory) }),
    ...(deps.idToken === undefined ? {} : { idToken: deps.idToken }),
  };
}

/** Where a run agrees with other jobs on the ranges of the tables that they share. */
export function divisionsOf({ divisions }: Pick<Deps, 'divisions'>): Divisions | null {
  return divisions === undefined ? null : { store: divisions, writes: true };
}

/** Signs in to all sources at once. */
export async function connectSources(created: readonly CreatedSource[], { locate }: LoadedConfig): Promise<ConnectedSource[]> {
  return Promise.all(created.map(async (one) => ({ ...one, signedIn: await signIn(one.source, locate) })));
}

/** Describes those of the configured tables that `filter` fits, all sources at once. */
export async function describeSources(
  connected: readonly ConnectedSource[],
  { locate }: LoadedConfig,
  filter?: TableFilter,
  divisions: Divisions | null = null,
): Promise<OpenSource[]> {
  return Promise.all(
    connected.map(async ({ config, source, notices, notice, signedIn }) => {
      const session = await describeSource({
        source,
        signedIn,
        type: config.type,
        notices,
        notice,
        locate,
        choose: (all) => chooseTables(config, all),
        ...(filter === undefined ? {} : { isWanted: (table: string) => filter.matches(config.name, table) }),
      });
      const tables =
        filter === undefined
          ? session.tables
          : await inStage('describe', async () => withRanges(source, session.tables, filter, divisions));
      return { ...session, tables, config };
    }),
  );
}

/** Signs in to all sources and describes their configured tables; closes them after the work, however it ends. */
export async function withSources<T>(
  config: LoadedConfig,
  deps: Deps,
  memories: Memories,
  work: (opened: OpenSource[]) => Promise<T>,
  filter?: TableFilter,
): Promise<T> {
  const divisions = deps.divisions === undefined ? null : { store: deps.divisions, writes: false };
  const created = await createSources(config, deps, memories, deps.signal);
  try {
    return await work(await describeSources(await connectSources(created, config), config, filter, divisions));
  } finally {
    await closeSources(created);
  }
}

function memoryOf(memories: Memories, source: string): Memory {
  const own = memories.get(source) ?? new Map<string, string>();
  memories.set(source, own);
  return { get: (key) => own.get(key), set: (key, value) => void own.set(key, value) };
}

export async function closeSources(created: readonly CreatedSource[]): Promise<void> {
  await Promise.allSettled(created.map(async ({ source }) => source.close()));
}
