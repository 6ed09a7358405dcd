import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buildChecks } from '../../src/config/load/build-checks.ts';
import type { CheckOutcome } from '../../src/model/table-check.ts';
import { checkName } from '../../src/model/table-check.ts';
import { storeChecks, storedChecks } from '../../src/warehouse/check/check-catalog.ts';
import { type CheckRequest, evaluateChecks } from '../../src/warehouse/check/evaluate-checks.ts';
import { Engine } from '../support/engine.ts';

const BEFORE = '2026-11-20T08:00:00.000Z';
const NOW = '2026-11-20T10:00:00.000Z';
const DEALS = { schema: 'crm', name: 'deals', key: ['id'], marksDeletes: true };
const ACCOUNTS = { schema: 'crm', name: 'accounts', key: ['id'], marksDeletes: false };
const CHECKS = buildChecks([
  { not_null: ['stage'] },
  { unique: ['number'] },
  { accepted_values: { stage: ['open', 'won', 'lost'], tags: ['a', 'b'] } },
  { relationships: { account: 'crm.accounts.id' } },
  { row_count: { min: 2, max: 1000, change: '50%' } },
  { freshness: { seen: '2d' } },
  { expression: 'amount >= 0' },
]);
const NAMES = CHECKS.map(checkName);
let engine: Engine;

beforeEach(async () => {
  engine = await Engine.create();
  await run(`CREATE SCHEMA crm;
    CREATE TABLE crm.accounts AS SELECT 'a' || range AS id FROM range(5);
    CREATE TABLE crm.deals AS SELECT range::INT AS id, range::INT AS number, ['open', 'won', 'lost', NULL][1 + range % 3] AS stage,
      ['a', 'b'] AS tags, 'a' || (range % 5) AS account, 10 * range AS amount, TIMESTAMPTZ '${NOW}' - INTERVAL 1 HOUR AS seen,
      TIMESTAMPTZ '${BEFORE}' AS _synced_at, NULL::TIMESTAMPTZ AS _deleted_at FROM range(100)`);
});
afterEach(async () => engine.close());

const run = async (sql: string) => engine.warehouse.database.use(async (c) => c.run(sql));
const file = () => join(engine.directory, 'checks', 'crm.deals.csv');

async function evaluate(more: Partial<CheckRequest> = {}): Promise<readonly CheckOutcome[]> {
  const request: CheckRequest = {
    table: DEALS,
    checks: CHECKS,
    change: { written: 'all', lost: true },
    rows: 100,
    rowsBefore: 100,
    previous: [],
    now: NOW,
    parentOf: () => ({ table: ACCOUNTS, change: { written: 'nothing', lost: false } }),
    file: file(),
    ...more,
  };
  return (await engine.warehouse.database.use(async (c) => evaluateChecks(c, request))).outcomes;
}

const failing = (outcomes: readonly CheckOutcome[]) =>
  outcomes.filter((o) => o.status !== 'pass').map((o) => [checkName(o), o.failures]);

describe('checks of a table', () => {
  test('all pass on sound rows, and leave no file', async () => {
    expect(failing(await evaluate())).toEqual([]);
    expect(existsSync(file())).toBe(false);
  });

  test.each([
    ['not_null(stage)', 'UPDATE crm.deals SET stage = NULL WHERE id = 3', 1, {}],
    ['unique(number)', 'UPDATE crm.deals SET number = 7 WHERE id IN (8, 9)', 1, {}],
    ['accepted_values(stage)', "UPDATE crm.deals SET stage = 'Won' WHERE id IN (4, 5)", 2, {}],
    ['accepted_values(tags)', "UPDATE crm.deals SET tags = ['a', 'c'] WHERE id = 6", 1, {}],
    ['relationships(account)', "UPDATE crm.deals SET account = 'a9' WHERE id = 1", 1, {}],
    ['row_count', '', 1, { rows: 1, rowsBefore: 1 }],
    ['row_count', '', 1, { rows: 1001, rowsBefore: 1001 }],
    ['row_count', '', 1, { rows: 49, rowsBefore: 100 }],
    ['row_count', '', 1, { rows: 151, rowsBefore: 100 }],
    ['freshness(seen)', `UPDATE crm.deals SET seen = TIMESTAMPTZ '${NOW}' - INTERVAL 3 DAY`, 1, {}],
    ['expression(amount >= 0)', 'UPDATE crm.deals SET amount = -1 WHERE id < 3', 3, {}],
  ] as const)('%s finds its own fault, and no other check does', async (name, fault, failures, more) => {
    if (fault !== '') await run(fault);
    expect(failing(await evaluate(more))).toEqual([[name, failures]]);
    expect(NAMES).toContain(name);
  });

  test('NULL passes every check but not_null, as in dbt; deleted rows are not looked at', async () => {
    await run(`UPDATE crm.deals SET number = NULL, tags = NULL, account = NULL, amount = NULL WHERE id < 5`);
    await run(`UPDATE crm.deals SET stage = NULL, amount = -1, account = 'a9', number = 50, _deleted_at = now() WHERE id = 60`);
    expect(failing(await evaluate())).toEqual([]);
  });

  test('the keys of failing rows are in a file, which goes when the rows are sound again', async () => {
    await run("UPDATE crm.deals SET stage = 'Won' WHERE id IN (4, 5); UPDATE crm.deals SET number = 7 WHERE id = 8");
    await evaluate();
    expect(readFileSync(file(), 'utf8').trim().split('\n').sort()).toEqual(
      ['check,column,id', 'accepted_values,stage,4', 'accepted_values,stage,5', 'unique,number,7', 'unique,number,8'].sort(),
    );
    await run("UPDATE crm.deals SET stage = 'won', number = id");
    await evaluate();
    expect(existsSync(file())).toBe(false);
  });

  test('after an incremental merge only the rows that it wrote are looked at, where that is enough', async () => {
    const previous = await evaluate();
    // Rows of earlier runs that were sound and are not any more show that nobody looked.
    await run("UPDATE crm.deals SET stage = 'Won', account = 'a9' WHERE id = 4");
    await run(`UPDATE crm.deals SET stage = NULL, number = 20, _synced_at = TIMESTAMPTZ '${NOW}' WHERE id = 30`);
    const change = { written: 'rows', lost: false } as const;
    const found = await evaluate({ previous, change });
    expect(failing(found)).toEqual([
      ['not_null(stage)', 1],
      ['unique(number)', 1],
    ]);
    // Whatever failed is looked at as a whole until it passes.
    await run(`UPDATE crm.deals SET stage = NULL WHERE id = 31`);
    expect(failing(await evaluate({ previous: found, change: { written: 'nothing', lost: false } }))).toEqual([
      ['not_null(stage)', 2],
      ['unique(number)', 1],
    ]);
    // A parent that lost rows means every child again.
    const lost = await evaluate({
      previous,
      change,
      parentOf: () => ({ table: ACCOUNTS, change: { written: 'rows', lost: true } }),
    });
    expect(failing(lost)).toContainEqual(['relationships(account)', 1]);
  });

  test('a check that can’t be evaluated is an error of its own, and the others go on', async () => {
    const checks = [...buildChecks([{ not_null: ['nowhere'] }, { expression: 'amount >=' }]), ...CHECKS];
    const outcomes = await evaluate({ checks });
    expect(outcomes.slice(0, 2).map((o) => o.status)).toEqual(['error', 'error']);
    expect(failing(outcomes.slice(2))).toEqual([]);
  });

  test('since when a check fails is kept over runs, in _highwater.checks', async () => {
    await run("UPDATE crm.deals SET stage = 'Won' WHERE id = 4");
    const first = await evaluate({ now: BEFORE });
    await engine.warehouse.database.use(async (c) => storeChecks(c, [{ source: 'crm', table: 'deals', outcomes: first }]));
    const previous = (await engine.warehouse.database.use(storedChecks)).get('crm.deals') ?? [];
    expect(previous).toEqual(first);
    expect((await evaluate({ previous })).find((o) => o.status === 'fail')?.since).toBe(BEFORE);
  });
});
