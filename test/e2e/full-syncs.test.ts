import { setTimeout as wait } from 'node:timers/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DEMO_USER } from '../servers/dataverse/org.ts';
import { CLIENT_SECRET, startDynamics, TENANT } from '../servers/dataverse/start.ts';
import { usePostgres } from '../support/use-postgres.ts';
import { PASSWORD, type Printed, Project } from './project.ts';

/** When tables are read in full, by the packaged program: `full_sync_every`. */
const postgres = usePostgres();
let project: Project;

beforeAll(async () => {
  await postgres.query(`CREATE USER reader PASSWORD '${PASSWORD.replaceAll("'", "''")}'`);
});
beforeEach(async () => {
  project = await Project.create();
  await postgres.query(`DROP TABLE IF EXISTS a, b, c, d;
    ${['a', 'b', 'c', 'd'].map((t) => `CREATE TABLE ${t} (id int PRIMARY KEY, updated_at timestamptz NOT NULL DEFAULT now()); INSERT INTO ${t} SELECT generate_series(1, 20);`).join('\n')}
    GRANT SELECT ON a, b, c, d TO reader`);
});
afterEach(() => project.close());

const tablesAre = async (tables: string, run = '{}') => project.configure(postgres, 'postgres', tables, { run });
const modes = ({ tables }: Printed) => Object.fromEntries(tables.map((t) => [t.table, t.mode]));
const entry = (record: Printed, table: string) => record.tables.find((t) => t.table === table);

interface Planned {
  readonly tables: readonly {
    readonly table: string;
    readonly plan: { readonly mode: string; readonly schema: { readonly notes: readonly { readonly message: string }[] } };
  }[];
}

async function ask(sql: string): Promise<unknown[]> {
  const instance = await DuckDBInstance.create(project.database, { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  try {
    return (await connection.runAndReadAll(sql)).getRowObjectsJson();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

describe('full_sync_every', () => {
  test('reads a table in full once its last full sync is older, and so finds hard deletes without any schedule', async () => {
    await tablesAre('{ a: { cursor: updated_at } }', '{ full_sync_every: 1h }');
    const first = await project.succeed();
    await postgres.query('DELETE FROM a WHERE id <= 5');
    expect(modes(await project.succeed())).toEqual({ a: 'incremental' });
    await tablesAre('{ a: { cursor: updated_at } }', '{ full_sync_every: 1s }');
    await wait(1100);
    const third = await project.succeed();
    expect(entry(third, 'a')).toMatchObject({ mode: 'full', deleted: 5, rows: 15 });
    expect(third.run.mode).toBe('full');
    expect(Date.parse(entry(third, 'a')?.lastFullSyncAt ?? '')).toBeGreaterThan(
      Date.parse(entry(first, 'a')?.lastFullSyncAt ?? '') + 1000,
    );
  });

  test('is an interval of each table, where that says so, and `never` is kept and reported', async () => {
    await tablesAre(
      '{ a: { cursor: updated_at }, b: { cursor: updated_at, full_sync_every: 1s }, c: { cursor: updated_at, full_sync_every: never } }',
    );
    await project.succeed();
    await wait(1100);
    const people = await project.run(['sync']);
    expect(people.stderr).toMatch(/full_sync_every: never, and so not read in full by themselves: db\.c\s+\(last on \d{4}/);
    await wait(1100);
    expect(modes(await project.succeed())).toEqual({ a: 'incremental', b: 'full', c: 'incremental' });
  });

  test('lets `plan` say what the next sync would read in full, and why', async () => {
    await tablesAre('{ a: { cursor: updated_at } }', '{ full_sync_every: 1s }');
    await project.succeed();
    await wait(1100);
    expect((await project.run(['plan'])).stdout).toMatch(/db\.a\s+full.*its last full sync was \d/);
  });

  test('spreads what is due at once over runs: those that waited longest go first, the others say that they wait', async () => {
    const four = `{ ${['a', 'b', 'c', 'd'].map((t) => `${t}: { cursor: updated_at }`).join(', ')} }`;
    for (const t of ['a', 'b', 'c', 'd']) await postgres.query(`INSERT INTO ${t} SELECT generate_series(100, 300000)`);
    await tablesAre(four, '{ full_sync_every: never }');
    await project.succeed();
    await project.succeed(['--full', '--tables', 'db.a,db.b']);
    await wait(1100);
    // Half a second is what full syncs may take of such a run; four of these take more.
    await tablesAre(four, '{ full_sync_every: 1s, timeout: 1s }');
    const plan = JSON.parse((await project.run(['plan', '--json'])).stdout) as Planned;
    const full = plan.tables.filter((t) => t.plan.mode === 'full').map((t) => t.table);
    expect(full.length).toBeGreaterThan(0);
    expect(full.length).toBeLessThan(4);
    expect(['c', 'd']).toContain(full[0]);
    for (const { plan: waiting } of plan.tables.filter((t) => t.plan.mode !== 'full'))
      expect(waiting.schema.notes.map((n) => n.message).join()).toMatch(/^A full sync is due .*A later run/);
  });

  test('counts the tables of a source that a run leaves out, read or not', async () => {
    await project.configure(postgres, 'postgres', '{ a: { cursor: updated_at } }', {
      source: '',
    });
    await project.write(
      project.text.replace(
        'run:',
        `  other:
    type: postgres
    host: ${postgres.host}
    port: ${postgres.port}
    database: postgres
    auth: { flow: password, user: reader, password: "\${PGPASSWORD}" }
    tables: { b: {}, c: { full_sync_every: never } }
run:`,
      ),
    );
    const first = await project.succeed(['--tables', 'db.*']);
    const facts = (record: Printed) => record.tables.map((t) => [t.source, t.table, t.status, t.lastFullSyncAt !== null]);
    expect(facts(first)).toEqual([
      ['db', 'a', 'succeeded', true],
      ['other', 'b', 'skipped', false],
      ['other', 'c', 'skipped', false],
    ]);
    await project.succeed();
    const last = await project.run(['sync', '--tables', 'db.*']);
    expect(last.stderr).toMatch(/The oldest full sync is that of db\.a.*by themselves:\s+other\.c/s);
  });

  test('says in every artifact when each table was last read in full', async () => {
    await tablesAre('{ a: { cursor: updated_at } }');
    const first = await project.succeed();
    const at = entry(first, 'a')?.lastFullSyncAt;
    expect(at).toMatch(/^2\d{3}-\d\d-\d\dT/);
    const second = await project.succeed();
    expect(entry(second, 'a')).toMatchObject({ mode: 'incremental', lastFullSyncAt: at });
    expect(
      await ask("SELECT strftime(last_full_sync_at AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S') AS at FROM _highwater.tables"),
    ).toEqual([{ at: at?.slice(0, 19) }]);
    const people = await project.run(['sync', '--verbose']);
    expect(people.stderr).toContain(`The oldest full sync is that of db.a: ${at?.slice(0, 19).replace('T', ' ')} UTC, `);
  });
});

test("the service's own clock decides: one that has moved on by a month has its tables read in full", async () => {
  const dynamics = await startDynamics();
  try {
    await project.write(`version: 1
sources:
  erp:
    type: dynamics
    url: ${dynamics.dataverse.url}
    auth:
      flow: client_secret
      tenant_id: ${TENANT}
      client_id: ${DEMO_USER.clientId}
      client_secret: "\${AZURE_CLIENT_SECRET}"
      authority: ${dynamics.entra.url}
    tables: { account: }
`);
    project.env = { ...project.env, AZURE_CLIENT_SECRET: CLIENT_SECRET };
    const first = await project.succeed();
    expect(entry(await project.succeed(), 'account')?.mode).toBe('incremental');
    dynamics.org.clock.advance(30 * 86_400);
    const month = await project.succeed();
    expect(entry(month, 'account')?.mode).toBe('full');
    const [before, after] = [first, month].map(
      (record) => Date.parse(entry(record, 'account')?.lastFullSyncAt ?? '') / 86_400_000,
    );
    expect(Math.round((after ?? 0) - (before ?? 0))).toBe(30);
  } finally {
    await dynamics.close();
  }
});
