import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Pooler, startPooler } from '../../servers/pooler.ts';
import { Engine } from '../../support/engine.ts';
import { postgresSource } from '../../support/postgres-source.ts';
import { usePostgres } from '../../support/use-postgres.ts';

const server = usePostgres({ hba: ['host all all 127.0.0.1/32 trust'] });
let pooler: Pooler;
let engine: Engine;

beforeAll(async () => {
  await server.query(
    'CREATE TABLE t AS SELECT g AS id, repeat(md5(g::text), 20) AS v, now() AS updated_at FROM generate_series(1, 20000) g; ALTER TABLE t ADD PRIMARY KEY (id)',
  );
  pooler = await startPooler({ host: server.host, port: server.port, user: server.user, database: 'postgres', size: 3 });
  engine = await Engine.create();
});

afterAll(async () => {
  await engine?.close();
  await pooler?.stop();
});

describe('behind a pooler in transaction mode', () => {
  it('a table is read whole over one connection, and this is said', async () => {
    const { source, notices } = postgresSource(server, 'postgres', { port: pooler.port });
    const record = await engine.sync(source, 't', 'full', { cursor: 'updated_at' });
    expect(record.error).toBeNull();
    expect(record.rows).toBe(20_000);
    expect(record.partitions).toHaveLength(1);
    expect(notices.join()).toContain('is a connection pooler, so each table is read over one connection');
    await server.query("UPDATE t SET v = 'changed', updated_at = now() WHERE id = 1");
    const next = await engine.sync(source, 't', 'incremental', { cursor: 'updated_at' });
    expect(next.error).toBeNull();
    expect(next.updated).toBe(1);
    await source.close();
    expect(pooler.switches()).toBeGreaterThan(3);
  });

  it('nothing that was set stays on the connections that others get', async () => {
    const changed = await throughEach(
      "SELECT name FROM pg_settings WHERE source = 'session' AND name NOT IN ('application_name', 'client_encoding') ORDER BY 1",
    );
    expect(changed).toEqual([]);
  });

  it('the direct way says nothing of a pooler', async () => {
    const { source, notices } = postgresSource(server, 'postgres');
    const access = await source.connect();
    await source.close();
    expect(notices).toEqual([]);
    expect(access.facts.map(([label]) => label)).not.toContain('pooler');
  });
});

describe('behind a pooler in statement mode', () => {
  it('the run says which mode it is and which one it needs', async () => {
    const strict = await startPooler({
      host: server.host,
      port: server.port,
      user: server.user,
      database: 'postgres',
      size: 1,
      mode: 'statement',
    });
    const { source } = postgresSource(server, 'postgres', { port: strict.port });
    await expect(source.connect()).rejects.toMatchObject({
      code: 'QUERY_REFUSED',
      message: expect.stringMatching(/127\.0\.0\.1:\d+ is a connection pooler in statement mode/),
      hint: expect.stringMatching(/session mode/),
    });
    await source.close();
    await strict.stop();
  });
});

/** Asks every server connection of the pool once. */
async function throughEach(sql: string): Promise<unknown[]> {
  const { default: pg } = await import('pg');
  const rows: unknown[] = [];
  for (let i = 0; i < 3; i++) {
    const client = new pg.Client({
      host: server.host,
      port: pooler.port,
      user: server.user,
      database: 'postgres',
      password: 'x',
    });
    await client.connect();
    rows.push(...(await client.query(sql)).rows);
    await client.end();
  }
  return rows;
}
