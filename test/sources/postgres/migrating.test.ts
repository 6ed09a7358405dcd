import { describe, expect, it } from 'vitest';
import { useDatabase } from '../../support/use-database.ts';
import { usePostgres } from '../../support/use-postgres.ts';

const server = usePostgres();
const { engine, db } = useDatabase(server);

/** Until Highwater waits for the migration, or for as long as it does not. */
async function waits(): Promise<void> {
  for (let i = 0; i < 100; i++) {
    if ((await server.query('SELECT 1 FROM pg_locks WHERE NOT granted')).length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('nobody waits');
}

const COLUMNS = 'id int PRIMARY KEY, a text, b text, c int GENERATED ALWAYS AS (id * 2) VIRTUAL, m mood';

describe('a migration that is not over when an incremental run begins', () => {
  it.each([
    {
      what: 'exchanges columns',
      change: 'ALTER TABLE t RENAME a TO x; ALTER TABLE t RENAME b TO a; ALTER TABLE t RENAME x TO b',
    },
    { what: 'computes a column otherwise', change: 'ALTER TABLE t ALTER c SET EXPRESSION AS (id * 3)' },
    { what: 'renames a value', change: "ALTER TYPE mood RENAME VALUE 'sad' TO 'blue'; LOCK TABLE t" },
    {
      what: 'exchanges the table',
      change:
        'ALTER TABLE t RENAME TO old; CREATE TABLE t (LIKE old INCLUDING ALL); INSERT INTO t (id, a, b) SELECT id + 10, a, b FROM old',
    },
  ])('is waited for, and seen: it $what', async ({ change }) => {
    await server.query(
      `CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE t (${COLUMNS}); INSERT INTO t (id, a, b, m) VALUES (1, 'a', 'b', 'sad'), (2, 'a2', NULL, NULL)`,
    );
    const options = { cursor: 'xmin', maxDeleteFraction: 1 };
    expect((await engine.sync(db.source, 't', 'full', options)).error).toBeNull();
    const other = await server.connect();
    await other.query(`BEGIN; ${change}`);
    const running = engine.sync(db.source, 't', 'incremental', options);
    await waits();
    await other.query('COMMIT');
    await other.end();
    const record = await running;
    const rows = 'SELECT id, a, b, c, m::text AS m FROM t ORDER BY id';
    const here = async () => engine.query(rows.replace('FROM t', 'FROM db.t'));
    if (record.error !== null) {
      // Told, and the next run has it.
      expect(record.error.code).toMatch(/SCHEMA_CHANGED|TABLE_NOT_FOUND|COLUMN_NOT_FOUND/);
      expect((await engine.sync(db.source, 't', 'incremental', options)).error).toBeNull();
    }
    expect(await here()).toEqual(await server.query(rows));
    expect((await engine.sync(db.source, 't', 'incremental', options)).mode).toBe('incremental');
  });
});
