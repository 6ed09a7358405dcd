import { beforeAll, describe, expect, it } from 'vitest';
import { describeTable, listTables } from '../../support/describe.ts';
import { DEFAULT_OPTIONS } from '../../support/engine.ts';
import { postgresSource } from '../../support/postgres-source.ts';
import { DATABASE, useDatabase } from '../../support/use-database.ts';
import { usePostgres } from '../../support/use-postgres.ts';

const server = usePostgres();
const { engine, sql } = useDatabase(server);

describe('privileges', () => {
  const reader = { user: 'reader', password: 'x' };

  beforeAll(async () => {
    await server.query("CREATE ROLE reader LOGIN PASSWORD 'x'");
  });

  async function asReader(table: string, options = {}) {
    const own = postgresSource(server, DATABASE, reader);
    try {
      return await engine.sync(own.source, table, 'full', options);
    } finally {
      await own.source.close();
    }
  }

  async function refusal(table: string) {
    const own = postgresSource(server, DATABASE, reader);
    try {
      const ref = (await listTables(own.source)).find((r) => r.name === table);
      if (ref === undefined) throw new Error('not listed');
      return await describeTable(own.source, ref, DEFAULT_OPTIONS).then(
        () => null,
        (error) => error,
      );
    } finally {
      await own.source.close();
    }
  }

  it('that are missing are told as the GRANTs to run', async () => {
    await sql('CREATE SCHEMA hidden; CREATE TABLE hidden."My Table" (id int)');
    const error = await refusal('hidden.My Table');
    expect(error.code).toBe('TABLE_NOT_READABLE');
    expect(error.hint).toContain('GRANT USAGE ON SCHEMA "hidden" TO "reader";\nGRANT SELECT ON "hidden"."My Table" TO "reader";');
    await sql(error.hint.slice(error.hint.indexOf('GRANT')));
    expect(await refusal('hidden.My Table')).toBeNull();
  });

  it('are not what a table without columns lacks', async () => {
    await sql('CREATE TABLE void (); INSERT INTO void DEFAULT VALUES; GRANT SELECT ON void TO reader');
    expect((await refusal('void')).message).toBe('void: the table has no columns.');
  });

  it('on some columns alone read those, and say which are left out', async () => {
    await sql(
      `CREATE TABLE t (id int PRIMARY KEY, secret text, v text); INSERT INTO t VALUES (1, 's', 'v'); GRANT SELECT (id, v) ON t TO reader`,
    );
    const record = await asReader('t');
    expect(record.error).toBeNull();
    expect(record.columns.map((c) => c.name)).toEqual(['id', 'v']);
    expect(record.notes.map((n) => n.message).join()).toContain('GRANT SELECT ("secret") ON "public"."t" TO "reader";');
  });

  it('on a partitioned table are enough without any on its partitions', async () => {
    await sql(`CREATE TABLE p (id int, t text) PARTITION BY LIST (id); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2);
      INSERT INTO p SELECT 1 + g % 2, repeat('x', 1000) FROM generate_series(1, 10000) g; GRANT SELECT ON p TO reader`);
    const record = await asReader('p');
    expect(record.error).toBeNull();
    expect(record.rows).toBe(10_000);
  });

  it('and policies of a partitioned table hold, though the partitions have none', async () => {
    await sql(`CREATE TABLE p (id int, owner text) PARTITION BY LIST (id); CREATE TABLE p1 PARTITION OF p DEFAULT; INSERT INTO p VALUES (1, 'reader'), (2, 'other');
      ALTER TABLE p ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON p USING (owner = current_user); GRANT SELECT ON p, p1 TO reader`);
    const record = await asReader('p');
    expect(record.error).toBeNull();
    expect(record.rows).toBe(1);
    expect(record.notes.map((n) => n.message).join()).toContain('row-level security');
  });

  it('are all that check needs: hidden columns, filters and keys are told without reading', async () => {
    await sql(
      `CREATE TABLE t (id int PRIMARY KEY, secret text, v text); GRANT SELECT (id, v) ON t TO reader; CREATE TABLE u (id int)`,
    );
    const own = postgresSource(server, DATABASE, reader);
    const access = await own.source.connect();
    expect(access.identity).toBe('reader');
    const refs = await listTables(own.source);
    const chosen = (name: string, options = {}) => ({
      ref: refs.find((r) => r.name === name) ?? { name, target: name, label: name, kind: 'table' },
      options: { ...DEFAULT_OPTIONS, ...options },
    });
    const found = await own.source.access([chosen('t', { where: 'v = 1' }), chosen('t'), chosen('u'), chosen('none')]);
    await own.source.close();
    expect(found.map((f) => [f.readable, f.hidden, f.problem?.message ?? ''])).toEqual([
      [false, [], 't: PostgreSQL refused the query: operator does not exist: text = integer.'],
      [true, ['secret'], ''],
      [false, [], 'u: the user reader is not allowed to read this table.'],
      [false, [], 'none: the database has no such table or view.'],
    ]);
  });
});
