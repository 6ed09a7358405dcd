import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Engine } from '../../support/engine.ts';
import { startPostgres, type TestPostgres } from '../../support/postgres.ts';
import { postgresSource } from '../../support/postgres-source.ts';

/* A disk that is put back to an earlier state leaves no other trace: the same server, in the same life, that has forgotten what it did. */
const CURSORS = ['at', 'xmin'];

let server: TestPostgres;
let directory: string;
const engines = new Map<string, Engine>();

beforeAll(async () => {
  server = await startPostgres();
  ({ directory } = server);
  await server.query(
    "CREATE TABLE t (id int PRIMARY KEY, v text, at timestamptz NOT NULL DEFAULT now()); INSERT INTO t VALUES (1, 'a'), (2, 'b')",
  );
  await server.stop({ keep: true });
  await promisify(execFile)('cp', ['-a', directory, `${directory}-backup`]);
  server = await startPostgres({ directory });
});
afterAll(async () => {
  await server?.stop();
  for (const engine of engines.values()) await engine.close();
  await rm(`${directory}-backup`, { recursive: true, force: true });
  await rm(directory, { recursive: true, force: true });
});

async function sync(cursor: string) {
  const engine = engines.get(cursor) ?? (await Engine.create());
  engines.set(cursor, engine);
  const { source } = postgresSource(server, 'postgres');
  // Each start has another port.
  const record = await engine.sync(Object.assign(source, { address: 'here' }), 't', 'incremental', { cursor });
  await source.close();
  expect(record.error).toBeNull();
  expect(await engine.query('SELECT id, v FROM db.t ORDER BY id')).toEqual(await server.query('SELECT id, v FROM t ORDER BY id'));
  return record;
}

describe('a server whose disk was put back', () => {
  it('is read whole, since rows went back in time', async () => {
    for (const cursor of CURSORS) await sync(cursor);
    await server.query("UPDATE t SET v = 'lost', at = now() WHERE id = 1");
    for (const cursor of CURSORS) expect((await sync(cursor)).mode).toBe('incremental');
    await server.stop({ keep: true });
    server = await startPostgres({ directory: `${directory}-backup` });
    for (const cursor of CURSORS) {
      const record = await sync(cursor);
      expect([record.mode, record.updated]).toEqual(['full', 1]);
      expect(record.why).toContain('behind the last import');
      expect((await sync(cursor)).mode).toBe('incremental');
    }
  });
});
