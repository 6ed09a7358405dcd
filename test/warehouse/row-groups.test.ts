import { expect, test } from 'vitest';
import { column } from '../support/memory-table.ts';
import { load, newEngine } from './setup.ts';

const COLUMNS = [column('id', 'BIGINT'), column('modified', 'TIMESTAMPTZ')];
const ROWS = 2_000_000;

test('deleted rows stay in the file until they are a third of it', async () => {
  const engine = await newEngine(2);
  // Each counts the table's rows anew.
  const sync = async (id: number) =>
    load(engine, 'incremental', { columns: COLUMNS, files: [{ data: [{ id, modified: `2026-01-02T00:00:0${id}Z` }] }] });
  const held = async () => {
    const [row] = await engine.query(
      `SELECT sum("count")::BIGINT AS n FROM pragma_storage_info('memory.things') WHERE column_name = 'id' AND segment_type <> 'VALIDITY'`,
    );
    return Number(row?.n);
  };
  await load(engine, 'full', { columns: COLUMNS, files: [{ data: [{ id: 1, modified: '2026-01-01T00:00:00Z' }] }] });
  await engine.query(
    `INSERT INTO memory.things SELECT 10 + hash(i) % 1_000_000_000_000, TIMESTAMPTZ '2026-01-01' + i * INTERVAL 1 second, NULL FROM range(${ROWS}) r(i)`,
  );
  await sync(2);
  expect(await engine.warehouse.compact()).toBe(false);

  await engine.query('DELETE FROM memory.things WHERE id % 10 > 6');
  await sync(3);
  expect(await engine.warehouse.compact()).toBe(false);
  expect(await held()).toBeGreaterThan(0.9 * ROWS);

  await engine.query('DELETE FROM memory.things WHERE id % 10 < 5');
  await sync(4);
  const [left] = await engine.query('SELECT count(*) AS n FROM memory.things');
  expect(await engine.warehouse.compact()).toBe(true);
  expect(await held()).toBe(Number(left?.n));
}, 120_000);
