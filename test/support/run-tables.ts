import type { LoadedConfig } from '../../src/config/config.ts';
import { loadConfigText } from '../../src/config/load/load.ts';
import { extractAll } from '../../src/engine/extract/extract-tables.ts';
import { withFullSyncsDue } from '../../src/engine/plan/full-syncs-due.ts';
import { inTurn, planRun } from '../../src/engine/plan/run-plan.ts';
import { describeSources, divisionsOf, wantedSources } from '../../src/engine/sources.ts';
import type { Source } from '../../src/model/contract.ts';
import type { TableRecord } from '../../src/model/record.ts';
import type { ObjectStore } from '../../src/objects/object-store.ts';
import { SOURCES } from '../../src/sources/registry.ts';
import type { Engine } from './engine.ts';

export interface TablesRun {
  readonly config: LoadedConfig;
  /** Made by the test, whose waits are short. */
  readonly source: Source;
  readonly mode: 'full' | 'incremental';
  /** `source.table` globs; empty: all. */
  readonly tables?: readonly string[];
  readonly signal?: AbortSignal;
  /** Where jobs agree on the ranges of a table. */
  readonly divisions?: ObjectStore;
}

/** A configuration of one source as its users write it; `source` and `tables` in the words of highwater.yml. */
export async function configOf(name: string, source: object, tables: object): Promise<LoadedConfig> {
  const text = JSON.stringify({ version: 1, sources: { [name]: { ...source, tables } } });
  return loadConfigText('highwater.yml', text, { SECRET: 'a secret' }, SOURCES);
}

/**
 * What `sync` does between restore and publish for a configuration of one source: choose, describe, plan (full syncs that are due
 * too), read and merge. Returns what became of every table.
 */
export async function runTables(engine: Engine, run: TablesRun): Promise<TableRecord[]> {
  const { config, source, mode, tables = [], signal = new AbortController().signal, divisions } = run;
  const { warehouse, parallel } = engine;
  const [entry] = config.sources;
  if (entry === undefined) throw new Error('the configuration has no source');
  const { filter } = wantedSources(config, tables);
  const notices: string[] = [];
  const notice = (message: string) => void notices.push(message);
  const opened = await describeSources(
    [{ config: entry, source, notices, notice }],
    config,
    filter,
    divisionsOf(divisions === undefined ? {} : { divisions }),
  );
  const history = await warehouse.history();
  const ordered = planRun(opened, await warehouse.tables(), { mode, why: 'ordered', tables }, filter);
  const plan = withFullSyncsDue(ordered, { auto: true, history, now: new Date(), config });
  for (const table of plan.dropped) await warehouse.drop(table);
  const records = await extractAll({
    warehouse,
    sources: plan.sources.map(({ open, planned }) => ({ source: open.source, planned: inTurn(planned, history) })),
    parallel,
    signal,
    observe: () => undefined,
    notice: () => undefined,
  });
  return [...plan.settled, ...records];
}
