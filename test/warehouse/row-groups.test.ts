import { expect, test } from 'vitest';
import { column } from '../support/memory-table.ts';
import { load, newEngine } from './setup.ts';

const COLUMNS = [column('id', 'BIGINT'), column('modified', 'TIMESTAMPTZ')];
const ROWS = 3_000_000;

test('deleted rows stay in the file while they are few, and small row groups are joined', async () => {
  const engine = await newEngine(2);
  // Each counts the table's rows anew.
  const sync = async (id: number) =>
    load(engine, 'incremental', { columns: COLUMNS, files: [{ data: [{ id, modified: `2026-01-02T00:00:0${id}Z` }] }] });
  const groups = async () => {
    const found = await engine.query(
      `SELECT sum("count")::BIGINT AS n FROM pragma_storage_info('memory.things') WHERE column_name = 'id' AND segment_type <> 'VALIDITY' GROUP BY row_group_id`,
    );
    return { groups: found.length, held: found.reduce((sum, { n }) => sum + Number(n), 0) };
  };
  await load(engine, 'full', { columns: COLUMNS, files: [{ data: [{ id: 1, modified: '2026-01-01T00:00:00Z' }] }] });
  await engine.query(
    `INSERT INTO memory.things SELECT 10 + hash(i) % 1_000_000_000_000, TIMESTAMPTZ '2026-01-01' + i * INTERVAL 1 second, NULL FROM range(${ROWS}) r(i)`,
  );
  await sync(2);
  expect(await engine.warehouse.compact()).toBe(false);

  await engine.query('DELETE FROM memory.things WHERE id % 10 = 3');
  await sync(3);
  expect(await engine.warehouse.compact()).toBe(false);
  expect((await groups()).held).toBeGreaterThan(0.97 * ROWS);

  await engine.query('SET GLOBAL max_vacuum_tasks = 0');
  for (let i = 0; i < 170; i++)
    await engine.query(`INSERT INTO memory.things VALUES (${i} - 1_000, TIMESTAMPTZ '2026-01-01', NULL); CHECKPOINT`);
  await engine.query('RESET GLOBAL max_vacuum_tasks; SET GLOBAL max_vacuum_tasks = 2');
  const before = await groups();
  expect(before.groups).toBeGreaterThan(170);
  await sync(4);
  expect(await engine.warehouse.compact()).toBe(false);
  expect((await groups()).groups).toBeLessThan(30);

  await engine.query('DELETE FROM memory.things WHERE id % 10 < 5');
  await sync(5);
  const [left] = await engine.query('SELECT count(*) AS n FROM memory.things');
  expect(await engine.warehouse.compact()).toBe(true);
  expect((await groups()).held).toBe(Number(left?.n));
}, 60_000);
