import { beforeAll, describe, expect, it } from 'vitest';
import type { TableOptions } from '../../../src/model/plan.ts';
import { Connections } from '../../../src/sources/postgres/connect/connections.ts';
import { createLogin } from '../../../src/sources/postgres/connect/login.ts';
import type { DatabaseSession } from '../../../src/sources/postgres/connect/session.ts';
import { listTables } from '../../support/describe.ts';
import { Engine } from '../../support/engine.ts';
import { postgresOptions, postgresSource } from '../../support/postgres-source.ts';
import { usePostgres } from '../../support/use-postgres.ts';

/** What a run of many small tables over a long way takes is the number of questions, one after the other. */
const server = usePostgres();

beforeAll(async () => {
  await server.query(
    `CREATE TABLE t (id int PRIMARY KEY, v text, stamp timestamptz NOT NULL DEFAULT now()); INSERT INTO t SELECT g, 'x' FROM generate_series(1, 100) g;
     CREATE TABLE p (LIKE t INCLUDING ALL) PARTITION BY HASH (id); CREATE TABLE p1 PARTITION OF p FOR VALUES WITH (MODULUS 1, REMAINDER 0)`,
  );
});

const CASES: readonly { table: string; options: Partial<TableOptions>; most: number }[] = [
  { table: 't', options: { cursor: 'stamp' }, most: 11 },
  { table: 't', options: { cursor: 'xmin' }, most: 11 },
  { table: 't', options: { cursor: 'stamp', deletesBy: 'keys' }, most: 12 },
  { table: 'p', options: { cursor: 'stamp' }, most: 11 },
];

it.each(CASES)('a table without changes takes few: $table, $options', async ({ table, options, most }) => {
  const engine = await Engine.create();
  const run = async (mode: 'full' | 'incremental') => {
    const { source } = postgresSource(server, 'postgres');
    await source.connect();
    const before = source.usage().requests;
    await listTables(source);
    const list = source.usage().requests - before;
    const record = await engine.sync(source, table, mode, options);
    await source.close();
    expect(record).toMatchObject({ status: 'succeeded', mode });
    return source.usage().requests - before - 2 * list;
  };
  await run('full');
  expect(await run('incremental')).toBeLessThanOrEqual(most);
  await engine.close();
});

describe('questions that are asked together', () => {
  async function within(work: (session: DatabaseSession) => Promise<void>): Promise<void> {
    const login = createLogin(postgresOptions(server, 'postgres'), () => undefined);
    const connections = new Connections(login, new AbortController().signal);
    const session = await connections.acquire();
    await work(session);
    await connections.release(session);
    await connections.close();
  }

  it('are one round trip, and each has its own answer, whatever is in its values', async () => {
    await within(async (session) => {
      const hostile = `a'b\\c"d $1 ; -- $2`;
      const before = session.requests;
      const answers = await session.together(async () =>
        Promise.all([
          session.begin({ isolation: 'READ COMMITTED', statements: ['SELECT 1 AS a', 'SELECT 2 AS b'] }),
          session.query('SELECT $1 AS text, $2::int AS number', [hostile, 7]),
          session.query('SELECT 1 WHERE false'),
          session.query('SELECT unnest($1::oid[])::text AS oid', [['5', '6']]),
        ]),
      );
      expect(session.requests).toBe(before + 1);
      expect(answers).toEqual([[[{ a: 1 }], [{ b: 2 }]], [{ text: hostile, number: 7 }], [], [{ oid: '5' }, { oid: '6' }]]);
    });
  });

  it('fail together, and the next transaction begins as if nothing had been', async () => {
    await within(async (session) => {
      const both = session.together(async () =>
        Promise.all([session.begin({ isolation: 'READ COMMITTED' }), session.query('SELECT 1/0'), session.query('SELECT 1')]),
      );
      await expect(both).rejects.toMatchObject({ code: '22012' });
      expect(await session.transaction(async () => session.query('SELECT 1 AS one'))).toEqual([{ one: 1 }]);
    });
  });

  it('go on one by one, once an answer was waited for', async () => {
    await within(async (session) => {
      const before = session.requests;
      const rows = await session.transaction(async () => {
        const [row] = await session.query<{ n: number }>('SELECT 1 AS n');
        return session.query('SELECT $1::int + 1 AS n', [row?.n]);
      });
      expect(rows).toEqual([{ n: 2 }]);
      expect(session.requests).toBe(before + 3);
    });
  });
});
