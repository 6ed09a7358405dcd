import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Manifest } from '../../src/publish/manifest-schema.ts';
import { usePostgres } from '../support/use-postgres.ts';
import { artifactDifferences } from './mirror.ts';
import { Project } from './project.ts';
import { createReader } from './shop.ts';
import { smallPartitions } from './small-partitions.ts';
import { postgresRows, relation } from './truth.ts';

/** The built program, with partitions of a few pages, is cut off in the middle of a full sync, and run again after the tables have changed. */
const server = usePostgres();
let dist: string;
let database: string;
let project: Project;
let keeper: pg.Client;

beforeAll(async () => {
  dist = await smallPartitions();
  await createReader(server);
});
afterAll(async () => {
  await rm(dist, { recursive: true, force: true });
});

const ROWS = 4000;
const GATE = 7;
// While the gate is closed whoever reads this row waits.
const LAST = 2222;

beforeEach(async () => {
  database = await server.createDatabase();
  project = await Project.create(dist);
  await server.query(
    `CREATE FUNCTION gate(closed boolean) RETURNS boolean LANGUAGE plpgsql AS
       $$ BEGIN IF closed THEN PERFORM pg_advisory_xact_lock_shared(${GATE}); END IF; RETURN true; END $$;
     CREATE TABLE deals (id int PRIMARY KEY, title text, amount numeric(10,2), updated_at timestamptz, filler text DEFAULT repeat('x', 700)) WITH (fillfactor = 80);
     INSERT INTO deals SELECT n, 'Row ' || n || chr(10) || ',"', n / 7.0, now() - interval '1 day' FROM generate_series(1, ${ROWS}) n;
     GRANT SELECT ON deals TO reader`,
    database,
  );
  const table = `{ deals: { cursor: updated_at, where: gate(id = ${LAST}), max_delete_fraction: 1 } }`;
  await project.configure(server, database, table, { run: '{ parallel: 2 }' });
  keeper = await server.connect({ database });
});
afterEach(async () => {
  await keeper.end();
  await project.close();
});

/** Runs until all is read but the partition of one row, and what could be committed is; then it gets the signal. */
async function cutOff(signal: NodeJS.Signals): Promise<void> {
  await keeper.query(`SELECT pg_advisory_lock(${GATE})`);
  const running = project.start(['sync']);
  const idle = `SELECT FROM pg_stat_activity WHERE application_name = 'highwater' AND state = 'idle in transaction' AND query LIKE 'COPY%'`;
  // Between two parts a connection is idle, too, for a moment: it has to stay so.
  for (let quiet = 0; quiet < 20; await wait(30)) {
    const waits = (await server.query('SELECT FROM pg_locks WHERE NOT granted')).length > 0;
    quiet = waits && (await server.query(idle)).length > 0 ? quiet + 1 : 0;
  }
  running.process.kill(signal);
  const ended = await running.ended;
  expect(signal === 'SIGKILL' ? ended.signal : ended.exitCode, ended.stderr).toBe(signal === 'SIGKILL' ? 'SIGKILL' : 130);
  await keeper.query(`SELECT pg_advisory_unlock(${GATE})`);
}

interface Again {
  /** Parts that had been read, and all. */
  readonly parts: readonly [number, number] | null;
  /** Rows that were read beside the keys of all. */
  readonly read: number;
  readonly stderr: string;
}

async function again(): Promise<Again> {
  const { exitCode, stderr } = await project.run(['sync', '--verbose']);
  expect(exitCode, stderr).toBe(0);
  const shape = await relation(server, database, 'deals', ['id']);
  const expected = { target: 'deals', relation: shape, rows: await postgresRows(server, database, shape) };
  expect(await artifactDifferences(project.output, [expected])).toEqual([]);
  const found = /resumed the interrupted full sync \((\d+) of (\d+) parts were done\)/.exec(stderr);
  const parts = found === null ? null : ([Number(found[1]), Number(found[2])] as const);
  const manifest = JSON.parse(await readFile(join(project.output, 'manifest.json'), 'utf8')) as Manifest;
  return { parts, read: (manifest.tables[0]?.read ?? 0) - expected.rows.length, stderr };
}

const CHANGES = [
  'UPDATE deals SET title = id::text WHERE id % 50 = 0',
  'UPDATE deals SET title = id::text, updated_at = now() WHERE id % 30 = 1',
  "UPDATE deals SET filler = repeat('y', 2000), updated_at = NULL WHERE id % 100 = 7",
  'DELETE FROM deals WHERE id % 40 = 3',
  'VACUUM deals',
  "INSERT INTO deals SELECT n, 'new', 1, now() FROM generate_series(10001, 10200) n",
  'UPDATE deals SET id = id + 20000 WHERE id % 200 = 9',
];

describe.each(['SIGTERM', 'SIGKILL'] as const)('after %s', (signal) => {
  test('it goes on with the parts that are missing, and every value is as it is now', async () => {
    await cutOff(signal);
    for (const sql of CHANGES) await server.query(sql, database);
    const { parts, read } = await again();
    const [done, all] = parts ?? [0, 0];
    // What was not committed when it was killed is at most 63 parts.
    expect(done).toBeGreaterThanOrEqual(signal === 'SIGTERM' ? all - 1 : all - 64);
    expect(all).toBeGreaterThan(70);
    expect(read).toBeGreaterThan(0);
    expect(read).toBeLessThan(ROWS);
    await server.query(CHANGES[1] ?? '', database);
    await project.succeed();
  });

  test.each(['TRUNCATE deals', 'VACUUM FULL deals', 'ALTER TABLE deals ALTER amount TYPE numeric(12,3)'])(
    'and %s it begins afresh and says why, where that is not plain',
    async (sql) => {
      await cutOff(signal);
      await server.query(sql, database);
      await server.query(CHANGES[5] ?? '', database);
      const { parts, stderr } = await again();
      expect(parts).toBeNull();
      if (!sql.startsWith('ALTER'))
        expect(stderr).toMatch(
          /could not resume the interrupted full sync \(\d+ of \d+ parts were done\): the table was rewritten or truncated/,
        );
    },
  );
});
