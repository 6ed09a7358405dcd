import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Manifest } from '../../src/publish/manifest-schema.ts';
import { BUCKET } from '../servers/s3/names.ts';
import { type S3Server, startS3 } from '../servers/s3/server.ts';
import { usePostgres } from '../support/use-postgres.ts';
import { Project } from './project.ts';
import { withDuckdb } from './truth.ts';

/** examples/workflows/matrix.yml on this machine: four jobs as four processes at once, one lake, and what `combine` makes of them. */
const server = usePostgres();
let s3: S3Server;
let project: Project;

interface Job {
  readonly name: string;
  readonly tables: string;
  readonly 'state-name': string;
}

const TABLES = { sales: ['deals', 'people'], shop: ['items', 'notes'] } as const;
const relations = Object.entries(TABLES).flatMap(([source, tables]) => tables.map((table) => ({ source, table })));

beforeAll(async () => {
  s3 = await startS3();
  for (const [database, tables] of Object.entries(TABLES)) {
    await server.createDatabase(database);
    for (const table of tables)
      await server.query(
        `CREATE TABLE ${table} (id int PRIMARY KEY, v text, amount numeric(12,2), at timestamptz NOT NULL DEFAULT now());
         INSERT INTO ${table} SELECT n, '${table} ' || n, n * 1.25 FROM generate_series(1, 3000) n`,
        database,
      );
  }
  project = await Project.create();
  project.env = { PGPASSWORD: server.password, ...s3.env };
  const source = (database: string) =>
    `{ type: postgres, host: ${server.host}, port: ${server.port}, database: ${database}, auth: { flow: password, user: ${server.user}, password: "\${PGPASSWORD}" },
    tables: { "*": { cursor: at, deletes_by: keys } } }`;
  await project.write(`version: 1
sources:
  sales: ${source('sales')}
  shop: ${source('shop')}
output: { publish: { to: "s3://${BUCKET}/lake" } }
`);
});

afterAll(async () => {
  await project?.close();
  await s3?.close();
});

async function plan(jobs: number): Promise<Job[]> {
  const ran = await project.run(['plan', '--matrix', '--jobs', String(jobs), '-t', 'sales.people,shop.*']);
  expect(ran).toMatchObject({ exitCode: 0 });
  return JSON.parse(ran.stdout) as Job[];
}

/** The plan's jobs, and two more that share a table: it is too small for `plan` to divide it. */
async function jobs(): Promise<Job[]> {
  const part = (n: number) => ({ name: `part ${n}`, tables: `sales.deals@${n}/2`, 'state-name': `part-${n}` });
  return [...(await plan(2)), part(1), part(2)];
}

async function run(all: readonly Job[]): Promise<void> {
  const ran = await Promise.all(
    all.map(async (job) =>
      project.run(['sync', '-q', '-t', job.tables, '--state-name', job['state-name'], '-o', `jobs/${job['state-name']}`]),
    ),
  );
  expect(ran.map((r) => [r.exitCode, r.stderr])).toEqual(all.map(() => [0, expect.any(String)]));
}

async function combine(): Promise<Manifest & { code: number | null }> {
  const directories = await readdir(project.path('jobs'));
  const ran = await project.run(['combine', ...directories.map((d) => `jobs/${d}`), '-o', 'combined', '--json']);
  const manifest = JSON.parse(ran.stdout) as Manifest;
  if (manifest.run === undefined) throw new Error(ran.stdout);
  return { ...manifest, code: ran.exitCode };
}

const COLUMNS = 'id, v, CAST(amount AS VARCHAR) AS amount, epoch_us("at")::VARCHAR AS stamp';

async function truth(database: string, table: string): Promise<string[]> {
  const rows = await server.query(
    `SELECT id, v, amount::text, (extract(epoch FROM at) * 1000000)::bigint::text AS stamp FROM ${table} ORDER BY id`,
    database,
  );
  return rows.map((row) => JSON.stringify(Object.values(row)));
}

async function expectCombined(): Promise<void> {
  await withDuckdb(project.path('combined', 'warehouse.duckdb'), async (db) => {
    for (const { source, table } of relations) {
      const rows = await db.rows(`SELECT ${COLUMNS} FROM ${source}.${table} ORDER BY id`);
      expect(rows.map((row) => JSON.stringify(row))).toEqual(await truth(source, table));
      const file = project.path('combined', 'parquet', source, `${table}.parquet`);
      expect(await db.rows(`SELECT count(*)::INTEGER FROM read_parquet('${file}')`)).toEqual([[rows.length]]);
    }
    expect(await db.rows('SELECT count(*)::INTEGER, sum(rows)::INTEGER FROM _highwater.tables')).toEqual([[4, 12000]]);
  });
}

interface LogLine {
  readonly add?: { readonly path: string };
  readonly remove?: { readonly path: string };
}

/** Reads the lake as any reader of Delta tables does: the log, then the files that it names. */
async function expectLake(): Promise<void> {
  await withDuckdb(
    ':memory:',
    async (db) => {
      for (const { source, table } of relations) {
        const folder = `lake/${source}/${table}/`;
        const log = [...s3.bucket.objects.keys()].filter((key) => key.startsWith(`${folder}_delta_log/`)).sort();
        const files = new Set<string>();
        for (const key of log)
          for (const line of body(key).toString().trim().split('\n')) {
            const { add, remove } = JSON.parse(line) as LogLine;
            if (add !== undefined) files.add(add.path);
            if (remove !== undefined) files.delete(remove.path);
          }
        const local = [...files].map((path) => project.path('lake', source, table, path));
        for (const file of local) {
          await mkdir(dirname(file), { recursive: true });
          await writeFile(file, body(folder + file.slice(project.path('lake', source, table).length + 1)));
        }
        const rows = await db.rows(`SELECT ${COLUMNS} FROM read_parquet([${local.map((f) => `'${f}'`).join()}]) ORDER BY id`);
        expect(rows.map((row) => JSON.stringify(row))).toEqual(await truth(source, table));
      }
    },
    'READ_WRITE',
  );
}

const body = (key: string): Buffer => s3.bucket.objects.get(key)?.body ?? Buffer.alloc(0);

const uploaded = (from: number): string[] =>
  s3.requests.slice(from).flatMap((r) => (r.method === 'PUT' && /part-.*parquet$/.test(r.key) ? [r.key] : []));

test('four jobs at once: the lake and the combined output are what the sources have; one changed row uploads one file', async () => {
  const all = await jobs();
  expect(all).toHaveLength(4);
  await run(all);
  await expectLake();
  expect(await combine()).toMatchObject({ code: 0, run: { status: 'succeeded' } });
  await expectCombined();
  const before = s3.requests.length;
  await server.query("UPDATE deals SET v = 'changed', at = now() WHERE id = 2990", 'sales');
  await run(await jobs());
  expect(uploaded(before)).toEqual([expect.stringContaining('lake/sales/deals/part-')]);
  await expectLake();
  expect((await combine()).tables.reduce((sum, t) => sum + t.updated, 0)).toBe(1);
  await expectCombined();
  const manifest = JSON.parse(body('lake/manifest.json').toString()) as { tables: { path: string; rows: number }[] };
  expect(manifest.tables.map((t) => [t.path, t.rows])).toEqual(
    relations.map(({ source, table }) => [`${source}/${table}`, 3000]).sort(),
  );
  if (process.env.HIGHWATER_KEEP_LAKE !== undefined) await keepLake(process.env.HIGHWATER_KEEP_LAKE);
  await withoutOneJob();
}, 240_000);

/** For `npm run test:readers -- --matrix`: the lake as it lies in the bucket, beside the rows that readers must find. */
async function keepLake(directory: string): Promise<void> {
  for (const { source, table } of relations) {
    const folder = `lake/${source}/${table}/`;
    for (const key of [...s3.bucket.objects.keys()].filter((k) => k.startsWith(folder))) {
      const file = join(directory, `${source}-${table}`, 'table', key.slice(folder.length));
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, body(key));
    }
    const expected = join(directory, `${source}-${table}`, 'expected.parquet');
    await copyFile(project.path('combined', 'parquet', source, `${table}.parquet`), expected);
  }
}

/** A job whose output is missing: its tables keep their last version, and it is said. */
async function withoutOneJob(): Promise<void> {
  await server.query("UPDATE people SET v = 'later', at = now() WHERE id = 1", 'sales');
  const ran = await project.run(['combine', 'jobs/part-1', 'jobs/nowhere', '-o', 'combined', '--json']);
  expect(ran.exitCode).toBe(1);
  const manifest = JSON.parse(ran.stdout) as Manifest & { error: { code: string; message: string } };
  expect(manifest.error).toMatchObject({ code: 'COMBINE_INCOMPLETE', message: expect.stringContaining('jobs/nowhere') });
  expect(manifest.tables.map((t) => [t.table, t.rows, t.error?.code])).toEqual(
    expect.arrayContaining([
      ['deals', 3000, 'COMBINE_INCOMPLETE'],
      ['items', 3000, 'COMBINE_INCOMPLETE'],
    ]),
  );
  await server.query("UPDATE people SET v = 'people 1', at = (SELECT min(at) FROM people) WHERE id = 1", 'sales');
  await withDuckdb(join(project.path('combined'), 'warehouse.duckdb'), async (db) => {
    for (const { source, table } of relations)
      expect(await db.rows(`SELECT count(*)::INTEGER FROM ${source}.${table}`)).toEqual([[3000]]);
  });
}
