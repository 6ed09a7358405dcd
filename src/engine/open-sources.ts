import type { RunWithState } from './restore/with-state.ts';
import {
  closeSources,
  connectSources,
  createSources,
  describeSources,
  divisionsOf,
  type OpenSource,
  type wantedSources,
} from './sources.ts';

/** Signs in to the sources that a run is about, and describes their tables: the stages `connect` and `describe`. The end of the run closes them. */
export async function openSources(
  { run, state, stop, atEnd }: RunWithState,
  wanted: ReturnType<typeof wantedSources>,
): Promise<OpenSource[]> {
  const names = wanted.config.sources.map(({ name }) => name).join(', ');
  const connected = await run.stage('connect', names, async () => {
    const created = await createSources(wanted.config, run.deps, state.memories, stop.signal);
    atEnd(async () => closeSources(created));
    return connectSources(created, run.config);
  });
  return run.stage('describe', 'tables and columns', async () =>
    describeSources(connected, run.config, wanted.filter, divisionsOf(run.deps)),
  );
}
