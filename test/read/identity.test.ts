import { expect, test } from 'vitest';
import type { DescribedSource } from '../../src/engine/describe.ts';
import { exchangedSystems } from '../../src/engine/plan/run-plan.ts';
import type { OpenSource } from '../../src/engine/sources.ts';
import { column } from '../support/memory-table.ts';
import { type Script, scripted } from '../support/scripted-source.ts';
import { load, newEngine, rowsOf } from '../warehouse/setup.ts';

const COLUMNS = [column('id', 'BIGINT'), column('text', 'VARCHAR'), column('modified', 'TIMESTAMPTZ')];
const row = (id: number, text: string) => ({ id, text, modified: `2026-01-01T00:00:0${id}Z` });
const script = (system: string | undefined, ...rows: ReturnType<typeof row>[]): Script => ({
  columns: COLUMNS,
  files: [{ data: rows }],
  ...(system === undefined ? {} : { system }),
});

test('rows of another system behind the same address are never merged: its tables start afresh, and the record says why', async () => {
  const engine = await newEngine();
  await load(engine, 'full', script('org-1', row(1, 'one'), row(2, 'two')), { deletes: 'ignore' });
  const record = await load(engine, 'incremental', script('org-2', row(2, 'another two')), { deletes: 'ignore' });
  expect(record).toMatchObject({ mode: 'full', rows: 1, inserted: 1 });
  const why = 'the system behind the address (it was org-1, now it is org-2) changed, so the table is read from the start';
  expect(record.why).toBe(why);
  expect(record.notes).toContainEqual({ kind: 'plan', message: why });
  expect(await rowsOf(engine, 'id, text')).toEqual([['2', 'another two']]);
});

test('a state from before systems were kept adopts the one that answers, without a reset', async () => {
  const engine = await newEngine();
  await load(engine, 'full', script(undefined, row(1, 'one')));
  expect(await load(engine, 'incremental', script('org-1', row(2, 'two')))).toMatchObject({ mode: 'incremental', rows: 2 });
  expect(await load(engine, 'incremental', script(undefined, row(3, 'three')))).toMatchObject({ mode: 'incremental', rows: 3 });
  expect(await load(engine, 'incremental', script('org-2', row(4, 'four')))).toMatchObject({ mode: 'full', rows: 1 });
});

test('the run says once for a source that another system answers behind its address', async () => {
  const engine = await newEngine();
  await load(engine, 'full', script('org-1', row(1, 'one')));
  const stored = await engine.warehouse.tables();
  const open = async (system: string | undefined) => {
    const source = scripted(script(system));
    const session: DescribedSource = {
      source,
      type: 'memory',
      access: await source.connect(),
      error: null,
      notices: [],
      refs: [],
      tables: [],
      leftOut: [],
    };
    return session as OpenSource;
  };
  const [exchanged] = exchangedSystems([await open('org-2')], stored);
  expect(exchanged).toMatchObject({
    source: 'memory',
    message: expect.stringMatching(/it was org-1, now it is org-2.*read from the start/),
  });
  for (const same of ['org-1', undefined]) expect(exchangedSystems([await open(same)], stored)).toEqual([]);
});
