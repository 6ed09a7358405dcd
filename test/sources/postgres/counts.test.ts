import { describe, expect, it } from 'vitest';
import { useDatabase } from '../../support/use-database.ts';
import { usePostgres } from '../../support/use-postgres.ts';

const server = usePostgres();
const { engine, db } = useDatabase(server);
const OPTIONS = { cursor: 'at', deletesBy: 'counts', maxDeleteFraction: 1 } as const;

/** The warehouse's rows are the database's. */
async function expectSame(alive = 'true'): Promise<void> {
  const here = await engine.query(`SELECT CAST(k AS VARCHAR) AS k, v FROM db.t WHERE ${alive} ORDER BY 1`);
  const there = await server.query('SELECT k::text AS k, v FROM t ORDER BY k::text COLLATE "C"');
  expect(here).toEqual(there);
}

describe('rows that left or came without their cursor are found by counts and hashes of their keys', () => {
  it.each([
    { type: 'bigint', key: (n: string) => `${n}` },
    { type: 'uuid', key: (n: string) => `md5((${n})::text)::uuid` },
    { type: 'varchar(40)', key: (n: string) => `'Ä ' || md5((${n})::text)` },
  ])('$type', async ({ type, key }) => {
    await server.query(`CREATE TABLE t (k ${type} PRIMARY KEY, v text, at timestamptz NOT NULL DEFAULT now());
      INSERT INTO t SELECT ${key('n')}, 'row ' || n FROM generate_series(1, 25000) n`);
    expect((await engine.sync(db.source, 't', 'full', OPTIONS)).error).toBeNull();
    await engine.reopen();
    const quiet = await engine.sync(db.source, 't', 'incremental', OPTIONS);
    expect(quiet).toMatchObject({ error: null, mode: 'incremental', inserted: 0, updated: 0, deleted: 0 });
    expect(quiet.partitions.filter((p) => p.pass === 'sweep')).toEqual([]);
    // As many come as go, in other ranges and in the same.
    await server.query(`DELETE FROM t WHERE k IN (${key('7')}, ${key('12345')}, ${key('24999')});
      INSERT INTO t VALUES (${key('-1')}, 'old', '2001-01-01'), (${key('99999')}, 'old', '2001-01-01')`);
    await engine.reopen();
    const record = await engine.sync(db.source, 't', 'incremental', OPTIONS);
    expect(record).toMatchObject({ error: null, mode: 'incremental', inserted: 2, deleted: 3 });
    await expectSame();
  });

  it('a key of two columns; a filter; marks that are set and taken again', async () => {
    const options = { ...OPTIONS, key: ['k', 'part'], deletes: 'mark', where: "v <> 'hidden'" } as const;
    await server.query(`CREATE TABLE t (k int, part int, v text, at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (k, part));
      INSERT INTO t SELECT n, 1, 'row ' || n FROM generate_series(1, 300) n`);
    await engine.sync(db.source, 't', 'full', options);
    await server.query("DELETE FROM t WHERE k = 5; UPDATE t SET v = 'hidden' WHERE k = 6");
    await engine.reopen();
    expect(await engine.sync(db.source, 't', 'incremental', options)).toMatchObject({ error: null, deleted: 2 });
    await server.query("INSERT INTO t VALUES (5, 1, 'back', '2001-01-01')");
    await engine.reopen();
    expect(await engine.sync(db.source, 't', 'incremental', options)).toMatchObject({ error: null, updated: 1, deleted: 0 });
    const [marked] = await engine.query<{ n: number }>('SELECT count(*) AS n FROM db.t WHERE _deleted_at IS NOT NULL');
    expect(marked?.n).toBe(1);
  });

  it('a key that can’t be hashed alike is compared whole', async () => {
    await server.query(`CREATE TABLE t (k numeric PRIMARY KEY, v text, at timestamptz NOT NULL DEFAULT now());
      INSERT INTO t SELECT n, 'row ' || n FROM generate_series(1, 30) n`);
    await engine.sync(db.source, 't', 'full', OPTIONS);
    await server.query('DELETE FROM t WHERE k = 5');
    await engine.reopen();
    expect(await engine.sync(db.source, 't', 'incremental', OPTIONS)).toMatchObject({ error: null, deleted: 1 });
  });
});
