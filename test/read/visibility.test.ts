import { expect, test } from 'vitest';
import type { TableOptions } from '../../src/model/plan.ts';
import type { Visibility } from '../../src/model/table.ts';
import { column } from '../support/memory-table.ts';
import type { Script } from '../support/scripted-source.ts';
import { attempt, load, newEngine } from '../warehouse/setup.ts';

const COLUMNS = [column('id', 'BIGINT'), column('modified', 'TIMESTAMPTZ')];
const rows = (count: number) => Array.from({ length: count }, (_, i) => ({ id: i + 1, modified: '2026-01-01T00:00:00Z' }));
const ALL: Visibility = { rank: 4, words: 'Organization' };
const SOME: Visibility = { rank: 2, words: 'Business Unit' };

function script(count: number, visibility?: Visibility, more: Partial<Script> = {}): Script {
  return { columns: COLUMNS, files: [{ data: rows(count) }], ...(visibility === undefined ? {} : { visibility }), ...more };
}

function sweep(count: number, visibility: Visibility): Script {
  const data = rows(count).map(({ id }) => ({ id }));
  return script(0, visibility, { partitions: [{ pass: 'sweep', files: [{ content: 'present', data }] }] });
}

const LESS: readonly [what: string, mode: 'full' | 'incremental', script: Script, options?: Partial<TableOptions>][] = [
  ['a full sync', 'full', script(9, SOME)],
  ['a full sync that marks', 'full', script(9, SOME), { deletes: 'mark' }],
  ['a sweep of keys', 'incremental', sweep(9, SOME)],
];
test.each(LESS)(
  '%s that lacks rows under a lower depth than before is stopped, for they may be hidden and not deleted',
  async (_, mode, less, options = {}) => {
    const engine = await newEngine();
    await load(engine, 'full', script(10, ALL), options);
    const refused = await attempt(engine, mode, less, options);
    expect(refused).toMatchObject({ status: 'failed', rows: 10, deleted: 0, error: { code: 'ROWS_HIDDEN' } });
    expect(refused.error?.message).toMatch(/1 row is no longer shown.*Business Unit now, Organization before/);
    expect(refused.error?.hint).toMatch(/allow-deletes/);
    await engine.reopen(true);
    expect(await load(engine, mode, less, options)).toMatchObject({ deleted: 1 });
  },
);

test('an incremental run under a lower depth does not make the next full sync forget what the rows were read under', async () => {
  const engine = await newEngine();
  await load(engine, 'full', script(10, ALL));
  await load(engine, 'incremental', script(0, SOME));
  await load(engine, 'incremental', script(0));
  expect(await attempt(engine, 'full', script(9, SOME))).toMatchObject({ error: { code: 'ROWS_HIDDEN' } });
});

const FINE: readonly [what: string, before: Visibility | undefined, now: Visibility | undefined, count: number][] = [
  ['the depth is the same', ALL, ALL, 9],
  ['the depth has grown', SOME, ALL, 9],
  ['nothing is missing', ALL, SOME, 10],
  ['the service does not say', ALL, undefined, 9],
  ['the state does not know', undefined, SOME, 9],
];
test.each(FINE)('rows go as ever where %s', async (_, before, now, count) => {
  const engine = await newEngine();
  await load(engine, 'full', script(10, before));
  expect(await load(engine, 'full', script(count, now))).toMatchObject({ deleted: 10 - count });
});

const COUNTS: readonly [what: string, counted: number, shown: number, where: string | undefined, isNoted: boolean][] = [
  ['a tenth and a hundred rows are missing', 1000, 900, undefined, true],
  ['less than a hundred rows are missing', 500, 401, undefined, false],
  ['less than a tenth is missing', 1200, 1099, undefined, false],
  ['more was shown than counted', 100, 300, undefined, false],
  ['the table has a filter of its own', 1000, 10, 'id < 11', false],
];
test.each(COUNTS)('the service’s own count is compared with what was read: %s', async (_, counted, shown, where, isNoted) => {
  const engine = await newEngine();
  const options = where === undefined ? {} : { where };
  const more = { serviceCount: counted };
  const first = await load(engine, 'full', script(shown, SOME, more), options);
  // Until the next full sync every run says so.
  const next = await load(engine, 'incremental', script(0, SOME), options);
  for (const { notes } of [first, next]) {
    const found = notes.filter((n) => n.kind === 'access').map((n) => n.message);
    expect(found).toHaveLength(isNoted ? 1 : 0);
    if (isNoted) expect(found[0]).toMatch(/the service counts 1,000 rows, but the last full sync saw 900.*Business Unit/);
  }
  expect((await load(engine, 'full', script(shown, SOME, { serviceCount: shown }), options)).notes).toEqual([]);
});
