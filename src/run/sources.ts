import { chooseTables } from '../config/choose.ts';
import type { LoadedConfig, SourceConfig } from '../config/config.ts';
import { describeSource, type Session } from '../describe/describe.ts';
import type { ErrorReport } from '../errors.ts';
import { createSource } from '../sources/registry.ts';
import type { Memory, Source } from '../sources/source.ts';
import type { Deps } from './context.ts';

/** A source of the configuration, signed in to and described. */
export type OpenSource = Session & {
  readonly config: SourceConfig;
  readonly failed: readonly { readonly name: string; readonly error: ErrorReport }[];
};

/** What sources remember between runs, by source name; saved with the state. */
export type Memories = Map<string, Map<string, string>>;

export interface CreatedSource {
  readonly config: SourceConfig;
  readonly source: Source;
  readonly notices: string[];
  notice(message: string): void;
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
      const notice = (message: string): void => {
        notices.push(message);
        deps.observe({ type: 'notice', source: entry.name, message });
      };
      const source = await createSource(entry, {
        name: entry.name,
        parallel: config.run.parallel,
        apiBudget: config.run.apiBudget,
        memory: memoryOf(memories, entry.name),
        signal,
        mask: deps.mask,
        notice,
        ...(deps.idToken === undefined ? {} : { idToken: deps.idToken }),
      });
      return { config: entry, source, notices, notice };
    }),
  );
}

/** Signs in to all sources at once and describes their configured tables. */
export async function describeSources(created: readonly CreatedSource[], { run, locate }: LoadedConfig): Promise<OpenSource[]> {
  return Promise.all(
    created.map(async ({ config, source, notices, notice }) => {
      const session = await describeSource({
        source,
        type: config.type,
        notices,
        notice,
        parallel: run.parallel,
        locate,
        choose: (all) => chooseTables(config, all),
      });
      return { ...session, config };
    }),
  );
}

/** Signs in to all sources and describes their configured tables; closes them after the work, however it ends. */
export async function withSources<T>(
  config: LoadedConfig,
  deps: Deps,
  memories: Memories,
  work: (opened: OpenSource[]) => Promise<T>,
): Promise<T> {
  const created = await createSources(config, deps, memories, deps.signal);
  try {
    return await work(await describeSources(created, config));
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
