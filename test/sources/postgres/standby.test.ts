import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { begin } from '../../support/begin.ts';
import { describeTable, listTables } from '../../support/describe.ts';
import { Engine } from '../../support/engine.ts';
import { startPostgres, type TestPostgres } from '../../support/postgres.ts';
import { postgresSource } from '../../support/postgres-source.ts';

let primary: TestPostgres;
let standby: TestPostgres;
let engine: Engine;

const WAL = { synchronous_commit: 'on', wal_level: 'replica', max_wal_senders: '5', hot_standby: 'on' };

beforeAll(async () => {
  const first = await startPostgres({ settings: WAL });
  await first.query(
    'CREATE TABLE t AS SELECT g AS id, repeat(md5(g::text), 20) AS v, now() AS updated_at FROM generate_series(1, 20000) g; ALTER TABLE t ADD PRIMARY KEY (id)',
  );
  await first.stop({ keep: true });
  const copy = `${first.directory}-standby`;
  await promisify(execFile)('cp', ['-a', first.directory, copy]);
  await promisify(execFile)('touch', [`${copy}/standby.signal`]);
  primary = await startPostgres({ settings: WAL, directory: first.directory });
  const upstream = `host=127.0.0.1 port=${primary.port} user=${primary.user} password=${primary.password}`;
  standby = await startPostgres({
    settings: { ...WAL, primary_conninfo: upstream, max_standby_streaming_delay: '0' },
    directory: copy,
  });
  engine = await Engine.create();
});

afterAll(async () => {
  await engine?.close();
  await standby?.stop();
  await primary?.stop();
});

async function caughtUp(): Promise<void> {
  const [row] = await primary.query<{ lsn: string }>('SELECT pg_current_wal_insert_lsn()::text AS lsn');
  for (let i = 0; i < 200; i++) {
    const [there] = await standby.query<{ done: boolean }>(`SELECT pg_last_wal_replay_lsn() >= '${row?.lsn}' AS done`);
    if (there?.done) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('the standby is behind');
}

describe('a standby', () => {
  it('is read side by side under one snapshot, and says what it is', async () => {
    await caughtUp();
    const { source } = postgresSource(standby, 'postgres');
    const access = await source.connect();
    expect(Object.fromEntries(access.facts)['server is']).toBe('a standby');
    const record = await engine.sync(source, 't', 'full', { cursor: 'updated_at' });
    await source.close();
    expect(record.error).toBeNull();
    expect(record.rows).toBe(20_000);
    expect(record.partitions.length).toBeGreaterThan(1);
    expect(record.notes.map((n) => n.message).join()).toContain('a standby does not show');
  });

  it('has no rows of an unlogged table: that is told, instead of taking it for empty', async () => {
    await primary.query('CREATE UNLOGGED TABLE u (id int PRIMARY KEY); INSERT INTO u VALUES (1)');
    await caughtUp();
    const { source } = postgresSource(standby, 'postgres');
    const record = await engine.sync(source, 'u', 'full');
    await source.close();
    expect(record.error).toMatchObject({
      code: 'QUERY_REFUSED',
      message: expect.stringContaining('u: an unlogged table is empty on a standby'),
    });
  });

  it.each(['updated_at', 'xmin'])('that is behind loses nothing later (%s)', async (cursor) => {
    const { source } = postgresSource(standby, 'postgres');
    await engine.sync(source, 't', 'full', { cursor });
    await standby.query('SELECT pg_wal_replay_pause()');
    await primary.query(`UPDATE t SET v = 'late ${cursor}', updated_at = now() WHERE id = 1`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const unseen = await engine.sync(source, 't', 'incremental', { cursor });
    expect(unseen.updated).toBe(0);
    await standby.query('SELECT pg_wal_replay_resume()');
    await caughtUp();
    const seen = await engine.sync(source, 't', 'incremental', { cursor });
    await source.close();
    expect(seen.error).toBeNull();
    expect(seen.updated).toBe(1);
  });

  it('that cancels a reader for the sake of replay makes the import restartable', async () => {
    const { source } = postgresSource(standby, 'postgres');
    const refs = await listTables(source);
    const ref = refs.find((r) => r.name === 't');
    if (ref === undefined) throw new Error('no table');
    const { DEFAULT_OPTIONS } = await import('../../support/engine.ts');
    const schema = await describeTable(source, ref, DEFAULT_OPTIONS);
    const plan = {
      source: 'db',
      ref,
      schema,
      options: DEFAULT_OPTIONS,
      target: { schema: 'db', name: 't' },
      mode: 'full' as const,
      why: '',
      since: null,
    };
    const o = await begin(source, plan);
    await primary.query('DELETE FROM t WHERE id > 10');
    await primary.query('VACUUM t');
    await caughtUp();
    const { KeptStaging } = await import('../../support/staging.ts');
    const staging = new KeptStaging();
    const partition = o.partitions[0];
    if (partition === undefined) throw new Error('no partition');
    await expect(o.read(partition, staging, new AbortController().signal)).rejects.toMatchObject({ family: 'restart' });
    await o.close();
    await staging.clear();
    const record = await engine.sync(source, 't', 'full', { maxDeleteFraction: 1 });
    await source.close();
    expect(record.error).toBeNull();
    expect(record.rows).toBe(10);
  });
});
