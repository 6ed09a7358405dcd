import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chown, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Engine } from '../../support/engine.ts';
import { startPostgres, type TestPostgres } from '../../support/postgres.ts';
import { binaries } from '../../support/postgres-binaries.ts';
import { postgresSource } from '../../support/postgres-source.ts';

/*
 * Billions of transactions in seconds: pg_resetwal moves a stopped server's counter. The package of the other tests has no such
 * program, so this one runs where the machine has a PostgreSQL of its own, as Debian and GitHub's runners have it.
 */
const INSTALLED = '/usr/lib/postgresql';
const programs = (existsSync(INSTALLED) ? readdirSync(INSTALLED) : [])
  .map((version) => join(INSTALLED, version, 'bin'))
  .filter((folder) => existsSync(join(folder, 'pg_resetwal')) && existsSync(join(folder, 'initdb')))
  .at(-1);

// No autovacuum of its own may come between: each jump is shorter than this.
const PATIENT = { autovacuum_freeze_max_age: '2000000000' };

// Of pg_xact, where the fate of 2^20 transactions is one file.
const SEGMENT_TRANSACTIONS = 1_048_576;
const SEGMENT_BYTES = 32 * 8192;

describe.skipIf(programs === undefined)('cursor: xmin', () => {
  let server: TestPostgres;
  let engine: Engine;

  beforeAll(async () => {
    vi.stubEnv('HIGHWATER_TEST_POSTGRES', programs);
    server = await startPostgres({ settings: PATIENT });
    engine = await Engine.create();
    // The server watches how old the oldest row of every database may be.
    await server.query('UPDATE pg_database SET datallowconn = true');
    await server.query("CREATE TABLE t (id int PRIMARY KEY, v text); INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, 'c')");
  });
  afterAll(async () => {
    await engine?.close();
    await server?.stop();
    vi.unstubAllEnvs();
  });

  /** Restarts the server as one that has seen that many transactions; `epoch` counts the times that 32 bits were full. */
  async function jump(next: number, epoch: number): Promise<void> {
    for (const database of ['postgres', 'template1', 'template0']) {
      const client = await server.connect({ database });
      await client.query('VACUUM FREEZE');
      await client.end();
    }
    await server.stop({ keep: true });
    const { directory } = server;
    const { account } = await binaries();
    await promisify(execFile)(join(programs ?? '', 'pg_resetwal'), ['-x', String(next), '-e', String(epoch), directory], {
      ...account,
    });
    const segment = Math.floor(next / SEGMENT_TRANSACTIONS);
    const file = join(directory, 'pg_xact', segment.toString(16).toUpperCase().padStart(4, '0'));
    await writeFile(file, Buffer.alloc(SEGMENT_BYTES), { mode: 0o600 });
    if (account !== null) await chown(file, account.uid, account.gid);
    server = await startPostgres({ directory, settings: PATIENT });
  }

  async function sync(mode: 'full' | 'incremental') {
    const { source } = postgresSource(server, 'postgres');
    // Each start has another port.
    const record = await engine.sync(Object.assign(source, { address: 'here' }), 't', mode, { cursor: 'xmin' });
    await source.close();
    expect(record.error).toBeNull();
    expect(await engine.query('SELECT id, v FROM db.t ORDER BY id')).toEqual(
      await server.query('SELECT id, v FROM t ORDER BY id'),
    );
    return record;
  }

  it('loses nothing where half of all ids passed, the ids begin anew, or so many passed that they repeat', async () => {
    await sync('full');
    const steps: readonly { by?: readonly [next: number, epoch: number]; next: number; epoch: number; mode: string }[] = [
      { next: 2_000_000_000, epoch: 0, mode: 'incremental' },
      { next: 4_000_000_000, epoch: 0, mode: 'incremental' },
      // 1,994,967,296 further, over the end of 32 bits.
      { next: 1_700_000_000, epoch: 1, mode: 'incremental' },
      { by: [3_500_000_000, 1], next: 1_200_000_000, epoch: 2, mode: 'full' },
      // 2^31 further, less 27 million.
      { by: [2_500_000_000, 2], next: 3_320_000_000, epoch: 2, mode: 'full' },
    ];
    for (const { by, next, epoch, mode } of steps) {
      if (by !== undefined) await jump(...by);
      await jump(next, epoch);
      await server.query(`UPDATE t SET v = v || '+' WHERE id = ${1 + (next % 3)}`);
      const record = await sync('incremental');
      expect([record.mode, record.updated]).toEqual([mode, 1]);
      if (mode === 'full') expect(record.why).toContain('ids repeat');
      expect(record.watermark.after?.value).toBe(String(BigInt(epoch) * 2n ** 32n + BigInt(next) + 1n));
    }
  });
});
