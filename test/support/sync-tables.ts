import { deriveAll } from '../../src/engine/derived-tables.ts';
import { describeSource, signIn } from '../../src/engine/describe.ts';
import { planTable } from '../../src/engine/plan/table-plan.ts';
import { extractAll } from '../../src/engine/read/extract-tables.ts';
import type { Source } from '../../src/model/contract.ts';
import type { TableOptions } from '../../src/model/plan.ts';
import type { TableRecord } from '../../src/model/record.ts';
import { widensExactly } from '../../src/warehouse/duckdb/types.ts';
import { DEFAULT_OPTIONS, type Engine } from './engine.ts';

export interface SyncedTables {
  readonly records: readonly TableRecord[];
  /** By table; throws for one that was not there. */
  of(table: string): TableRecord;
}

/** The stages from describe to merge for several tables of one source at once, as a run goes about them. */
export async function syncTables(
  engine: Engine,
  source: Source,
  tables: Readonly<Record<string, Partial<TableOptions>>>,
  mode: 'full' | 'incremental',
  signal = new AbortController().signal,
): Promise<SyncedTables> {
  const session = await describeSource({
    source,
    signedIn: await signIn(source),
    type: 'test',
    notices: [],
    notice: () => undefined,
    choose: (all) => ({
      chosen: Object.entries(tables).map(([name, options]) => {
        const ref = all.find((r) => r.name === name);
        if (ref === undefined) throw new Error(`no table ${name}`);
        return { ref, options: { ...DEFAULT_OPTIONS, ...options } };
      }),
      failed: [],
      notices: [],
    }),
  });
  if (session.error !== null) throw Object.assign(new Error(session.error.message), session.error);
  const stored = (await engine.warehouse.tables()).filter((t) => t.source === source.name && t.derived !== true);
  const planned = session.tables.map(({ chosen, schema, error }) => {
    if (schema === null) throw Object.assign(new Error(error?.message), error);
    const known = stored.find((t) => t.table === chosen.ref.name) ?? null;
    const { name, address } = source;
    const system = session.access?.system;
    const given = { source: name, address, system, chosen, schema, known, requested: mode, why: 'ordered' } as const;
    return planTable({ ...given, widens: widensExactly });
  });
  const { warehouse, parallel } = engine;
  const records = await extractAll({
    warehouse,
    sources: [{ source, planned }],
    parallel,
    signal,
    observe: () => undefined,
    notice: () => undefined,
  });
  const derived = await deriveAll(warehouse, source, planned, records);
  const all = [...records, ...derived];
  return {
    records: all,
    of: (table) => {
      const record = all.find((r) => r.table === table);
      if (record === undefined) throw new Error(`${table} was not synced: ${all.map((r) => r.table).join(', ')}`);
      return record;
    },
  };
}
