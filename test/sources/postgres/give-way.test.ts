import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, expect, it } from 'vitest';
import { createLogin } from '../../../src/sources/postgres/connect/login.ts';
import { PostgresSource } from '../../../src/sources/postgres/source.ts';
import { Engine } from '../../support/engine.ts';
import { postgresOptions, testContext } from '../../support/postgres-source.ts';
import { usePostgres } from '../../support/use-postgres.ts';

const server = usePostgres();

beforeAll(async () => {
  await server.query("CREATE TABLE t (id int PRIMARY KEY, v text); INSERT INTO t SELECT g, 'v' FROM generate_series(1, 8) g");
});

async function readWhileAltered(giveWay: string) {
  const engine = await Engine.create();
  const { context } = testContext();
  const options = { ...postgresOptions(server, 'postgres'), give_way_after: giveWay };
  const source = new PostgresSource(options, context, createLogin(options, context.mask));
  const holder = await server.connect();
  // Five seconds long.
  const reading = engine.sync(source, 't', 'full', { where: 'pg_sleep(0.6) IS NOT NULL' });
  while (
    (
      await server.query(
        "SELECT 1 AS x FROM pg_locks l JOIN pg_class c ON c.oid = l.relation WHERE c.relname = 't' AND l.granted",
      )
    ).length === 0
  )
    await wait(5);
  const started = Date.now();
  await holder
    .query('ALTER TABLE t ALTER COLUMN v SET STATISTICS 5; LOCK TABLE t IN ACCESS EXCLUSIVE MODE NOWAIT')
    .catch(() => undefined);
  const waited = Date.now() - started;
  const record = await reading;
  await holder.end();
  await source.close();
  await engine.close();
  return { waited, record };
}

it('who waits for a table that is being read goes first after `give_way_after`, and the table is read behind them', async () => {
  const { waited, record } = await readWhileAltered('1s');
  expect(record.error).toBeNull();
  expect(record.rows).toBe(8);
  expect(waited).toBeLessThan(4000);
}, 60_000);
