import pLimit from 'p-limit';
import type { LoadedConfig } from '../../src/config/config.ts';
import { loadConfigText } from '../../src/config/load/load.ts';
import { withFullSyncsDue } from '../../src/engine/plan/full-syncs-due.ts';
import { inTurn, planRun } from '../../src/engine/plan/run-plan.ts';
import { extractAll } from '../../src/engine/read/extract-tables.ts';
import { connectSources, describeSources, divisionsOf, wantedSources } from '../../src/engine/sources.ts';
import type { VerifyExtent } from '../../src/engine/verify/extent.ts';
import { type VerifiedTable, verifyTable } from '../../src/engine/verify/verify-table.ts';
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
  const { warehouse, parallel } = engine;
  const { signal = new AbortController().signal } = run;
  const { plan, history } = await planned(engine, run, true);
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

/** What `verify` does with the tables of such a configuration, or `run.verify` with a share of their rows. */
export async function verifyTables(
  engine: Engine,
  run: TablesRun,
  { extent, repair = false }: { extent: VerifyExtent; repair?: boolean },
): Promise<VerifiedTable[]> {
  const { plan } = await planned(engine, run, false);
  const [source] = plan.sources;
  if (source === undefined) return [];
  const opener = await run.source.open([]);
  const context = {
    warehouse: engine.warehouse,
    source: run.source,
    opener,
    parallel: engine.parallel,
    signal: run.signal ?? new AbortController().signal,
    observe: () => undefined,
    slots: pLimit(engine.parallel),
    notice: () => undefined,
  };
  const found: VerifiedTable[] = [];
  const options = { extent, repair, apiBudget: 1, output: engine.directory, now: () => engine.clock().toISOString() };
  for (const one of source.planned) found.push(await verifyTable(context, one, options));
  opener.close?.();
  return found;
}

async function planned(engine: Engine, run: TablesRun, auto: boolean) {
  const { config, source, mode, tables = [], divisions } = run;
  const { warehouse } = engine;
  const [entry] = config.sources;
  if (entry === undefined) throw new Error('the configuration has no source');
  const { filter } = wantedSources(config, tables);
  const notices: string[] = [];
  const notice = (message: string) => void notices.push(message);
  const opened = await describeSources(
    await connectSources([{ config: entry, source, notices, notice }], config),
    config,
    filter,
    divisionsOf(divisions === undefined ? {} : { divisions }),
  );
  const history = await warehouse.history();
  const ordered = planRun(opened, await warehouse.tables(), { mode, why: 'ordered', tables }, filter);
  return { plan: withFullSyncsDue(ordered, { auto, history, now: new Date(), config }), history };
}
