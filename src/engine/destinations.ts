import type { DestinationConfig, ExportConfig, LoadedConfig } from '../config/config.ts';
import { checkExport } from '../exports/check-export.ts';
import type { Access } from '../model/contract.ts';
import type { Destination } from '../model/destination.ts';
import { type HighwaterError, toHighwaterError } from '../model/errors.ts';
import { inStage } from '../model/in-stage.ts';
import type { ExportAccess } from '../model/results.ts';
import type { Deps, Run } from './run-context.ts';
import { type Memories, sourceContext } from './sources.ts';

/** A destination of the configuration, signed in to. */
export interface OpenDestination {
  readonly config: DestinationConfig;
  readonly destination: Destination;
  readonly access: Access | null;
  readonly notices: readonly string[];
  /** Why signing in failed: then all exports to it fail. */
  readonly error: HighwaterError | null;
}

/** Signs in to the destinations that these exports write to. */
export async function openDestinations(
  run: Run,
  exports: readonly ExportConfig[],
  memories: Memories,
  signal: AbortSignal,
): Promise<readonly OpenDestination[]> {
  const wanted = run.config.destinations.filter(({ name }) => exports.some(({ to }) => to === name));
  return Promise.all(
    wanted.map(async (config) => openDestination(config, { deps: run.deps, ...run.config.run }, memories, signal)),
  );
}

/** Makes one destination and signs in; what fails is in `error`. */
export async function openDestination(
  config: DestinationConfig,
  { deps, parallel, apiBudget }: { readonly deps: Deps; readonly parallel: number; readonly apiBudget: number },
  memories: Memories,
  signal: AbortSignal,
): Promise<OpenDestination> {
  const notices: string[] = [];
  const notice = (message: string): void => {
    notices.push(message);
    deps.observe({ type: 'notice', source: config.name, message });
  };
  // Apart from a source of the same name: what the two remember is of two users.
  const context = sourceContext(config.name, `destination ${config.name}`, {
    deps,
    parallel,
    apiBudget,
    memories,
    signal,
    notice,
  });
  const destination = await config.definition.create(config.options, context);
  try {
    return { config, destination, access: await inStage('connect', async () => destination.connect()), notices, error: null };
  } catch (error) {
    return { config, destination, access: null, notices, error: toHighwaterError(error) };
  }
}

/** What may be written for each export of the configuration. Writes nothing. */
export async function checkExports(config: LoadedConfig, deps: Deps): Promise<readonly ExportAccess[]> {
  const wanted = config.destinations.filter(({ name }) => config.exports.some(({ to }) => to === name));
  const parts = { deps, parallel: config.run.parallel, apiBudget: config.run.apiBudget };
  const opened = await Promise.all(wanted.map(async (entry) => openDestination(entry, parts, new Map(), deps.signal)));
  try {
    return await Promise.all(
      config.exports.map(async (one): Promise<ExportAccess> => {
        const found = opened.find((o) => o.config.name === one.to);
        if (found !== undefined && found.error === null)
          return inStage('describe', async () => checkExport(found.destination, one));
        const { name, to, object, operation, key } = one;
        const error = found?.error?.report() ?? null;
        return { name, to, object, operation, key, may: [], fields: null, keyFilled: null, notes: [], error };
      }),
    );
  } finally {
    await closeDestinations(opened);
  }
}

export async function closeDestinations(opened: readonly OpenDestination[]): Promise<void> {
  await Promise.allSettled(opened.map(async ({ destination }) => destination.close()));
}
