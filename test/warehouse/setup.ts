import { afterEach, expect } from 'vitest';
import type { Source } from '../../src/model/contract.ts';
import type { TableOptions } from '../../src/model/plan.ts';
import type { TableRecord } from '../../src/model/record.ts';
import { listTables } from '../support/describe.ts';
import { Engine } from '../support/engine.ts';
import { type Script, scripted } from '../support/scripted-source.ts';

const engines: Engine[] = [];

afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.close();
});

/** A warehouse that is closed and deleted after the test. */
export async function newEngine(
  threads = 1,
  ...memory: Parameters<typeof Engine.create> extends [unknown?, ...infer M] ? M : never
): Promise<Engine> {
  const engine = await Engine.create(threads, ...memory);
  engines.push(engine);
  return engine;
}

type Mode = 'full' | 'incremental';

/** Imports what the script says; must succeed. */
export async function load(
  engine: Engine,
  mode: Mode,
  script: Script | Source,
  options: Partial<TableOptions> = {},
): Promise<TableRecord> {
  const record = await attempt(engine, mode, script, options);
  expect(record.error).toBeNull();
  return record;
}

/** Imports what the script says; the record tells how it went. */
export async function attempt(
  engine: Engine,
  mode: Mode,
  script: Script | Source,
  options: Partial<TableOptions> = {},
): Promise<TableRecord> {
  const source = 'connect' in script ? script : scripted(script);
  return engine.sync(source, (await listTables(source))[0]?.name ?? '', mode, options);
}

/** The rows of the table `things` as text, in the order of their text. */
export async function rowsOf(engine: Engine, columns = '* EXCLUDE (_synced_at)', table = 'memory.things'): Promise<unknown[][]> {
  const rows = await engine.query(`SELECT CAST(COLUMNS(*) AS VARCHAR) FROM (SELECT ${columns} FROM ${table}) ORDER BY ALL`);
  return rows.map((row) => Object.values(row));
}
