import { describe, expect, it } from 'vitest';
import { useDatabase } from '../../support/use-database.ts';
import { usePostgres } from '../../support/use-postgres.ts';

const server = usePostgres();
const { engine, db } = useDatabase(server);

describe('rows are told apart by keys of any type, when they change and when they are gone', () => {
  it.each([
    { type: 'numeric', values: ['1.5', '2', '12345678901234567890123456789012345678901234567890'] },
    { type: 'numeric', values: ["'NaN'", '2.50', "'Infinity'"] },
    { type: 'text', values: ["''", "'NULL'", `E'a"b\\n,'`] },
    { type: 'char(5)', values: ["'a'", "'b'", "'c d'"] },
    { type: 'timestamptz', values: ["'2020-01-01'", "'0044-03-15 12:00:00 BC'", "'infinity'"] },
    { type: 'date', values: ["'2020-01-01'", "'0044-03-15 BC'", "'-infinity'"] },
    { type: 'timetz', values: ["'24:00:00+01'", "'00:00:00-02'", "'12:00+00'"] },
    { type: 'interval', values: ["'1 day'", "'infinity'", "'1 mon'"] },
    { type: 'float8', values: ["'NaN'", "'-0'", "'Infinity'"] },
    { type: 'bytea', values: ["'\\x00'", "''", "'\\xff'"] },
    { type: 'uuid', values: [1, 2, 3].map((n) => `'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1${n}'`) },
    { type: 'inet', values: ["'10.0.0.1'", "'::1'", "'10.0.0.0/8'"] },
    { type: 'jsonb', values: ["'1'", `'{"a":1}'`, "'null'"] },
    { type: 'text[]', values: ["'{a}'", "'{}'", "'{NULL}'"] },
    { type: 'int4range', values: ["'[1,2)'", "'empty'", "'(,)'"] },
  ])('$type: $values', async ({ type, values }) => {
    const rows = values.map((value, i) => `(${value}, 'row ${i}')`);
    await server.query(
      `CREATE TABLE t (k ${type}, v text, at timestamptz NOT NULL DEFAULT now()); INSERT INTO t VALUES ${rows.join(', ')}`,
    );
    // The lookback brings back all that is there.
    const options = { cursor: 'at', key: ['k'], deletesBy: 'keys', lookbackSeconds: 600 } as const;
    expect((await engine.sync(db.source, 't', 'full', options)).error).toBeNull();
    await server.query("DELETE FROM t WHERE v = 'row 1'; UPDATE t SET v = 'changed' WHERE v = 'row 2'");
    const { error, mode, read, inserted, updated, deleted } = await engine.sync(db.source, 't', 'incremental', options);
    expect({ error, mode, inserted, updated, deleted }).toEqual({
      error: null,
      mode: 'incremental',
      inserted: 0,
      updated: 1,
      deleted: 1,
    });
    expect(read).toBeGreaterThanOrEqual(2);
    expect(await engine.query('SELECT v FROM db.t ORDER BY v')).toEqual([{ v: 'changed' }, { v: 'row 0' }]);
  });

  it('of thirty-two columns', async () => {
    const columns = Array.from({ length: 32 }, (_, i) => `c${i}`);
    await server.query(`CREATE TABLE t (${columns.map((c) => `${c} int`).join(', ')}, v text, PRIMARY KEY (${columns.join(', ')}));
      INSERT INTO t SELECT ${columns.map((_, i) => (i === 31 ? 'g' : '1')).join(', ')}, 'v' || g FROM generate_series(1, 5) g`);
    const options = { cursor: 'xmin', deletesBy: 'keys' } as const;
    await engine.sync(db.source, 't', 'full', options);
    await server.query(
      "UPDATE t SET v = 'changed' WHERE c31 = 2; DELETE FROM t WHERE c31 = 3; UPDATE t SET c0 = 9 WHERE c31 = 4",
    );
    const { error, inserted, updated, deleted } = await engine.sync(db.source, 't', 'incremental', options);
    expect({ error, inserted, updated, deleted }).toEqual({ error: null, inserted: 1, updated: 1, deleted: 2 });
    const all = 'SELECT c0, c31, v FROM t ORDER BY c31';
    expect(await engine.query(all.replace('t ORDER', 'db.t ORDER'))).toEqual(await server.query(all));
  });
});
