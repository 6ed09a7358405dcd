import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { withDuckdb } from './truth.ts';
import { useShop } from './use-shop.ts';

const { server, project } = useShop();
const queried = async (sql: string) => withDuckdb(project.database, async (db) => db.rows(sql));

test('a failed check fails the run and keeps the new rows', async () => {
  const database = await server.createDatabase();
  const sql = async (text: string) => server.query(text, database);
  await sql(`CREATE TABLE people (id int PRIMARY KEY, email text, age int, updated_at timestamptz NOT NULL DEFAULT now());
    INSERT INTO people SELECT g, 'p' || g || '@example.com', g FROM generate_series(1, 50) g; GRANT SELECT ON people TO reader`);
  const checks = '[{ not_null: email }, { expression: age < 50, severity: warn }]';
  await project.configure(
    server,
    database,
    `{ people: { cursor: updated_at, checks: ${checks}, freshness: { warn_after: 1s, error_after: 1d } } }`,
  );
  const warned = await project.succeed();
  expect(warned.tables[0]?.checks.map((c) => [c.check, c.status, c.failures])).toEqual([
    ['not_null', 'pass', 0],
    ['expression', 'warn', 1],
  ]);

  await sql('UPDATE people SET email = NULL, updated_at = now() WHERE id IN (3, 4)');
  const { exitCode, record, stderr } = await project.sync();
  expect(exitCode).toBe(1);
  expect([record.run.status, record.tables[0]?.status]).toEqual(['failed', 'succeeded']);
  expect(stderr).toContain('CHECK_FAILED');
  expect(stderr).toContain('2 rows fail not_null(email)');
  expect(stderr).not.toContain('p5@example.com');
  expect(readFileSync(project.path('highwater-output', 'checks', 'db.people.csv'), 'utf8')).toContain('not_null,email,3\n');
  const rows = await queried('SELECT "check", status, failures::INT AS failures FROM _highwater.checks ORDER BY ALL');
  expect(rows).toEqual([
    ['expression', 'warn', 1],
    ['not_null', 'fail', 2],
  ]);
  expect(await queried('SELECT count(*)::INT AS n FROM db.people WHERE email IS NULL')).toEqual([[2]]);

  await wait(1100);
  // How old the data are is known without the configuration and its secrets.
  const env = { PGPASSWORD: '' };
  expect(JSON.parse((await project.run(['freshness', '--json'], env)).stdout)).toMatchObject({
    ok: true,
    tables: [{ source: 'db', table: 'people', status: 'warn', freshness: { warnAfterSeconds: 1, errorAfterSeconds: 86_400 } }],
  });
  const late = await project.run(['freshness', '--max-age', '1s'], env);
  expect([late.exitCode, late.stdout]).toEqual([1, expect.stringContaining('1 table is too old')]);
  expect((await project.run(['freshness', '--max-age', 'soon'], env)).exitCode).toBe(2);
  const nowhere = await project.run(['freshness', '--state', 'elsewhere', '--output', 'elsewhere'], env);
  expect([nowhere.exitCode, nowhere.stderr]).toEqual([1, expect.stringContaining('TABLE_STALE')]);
});
