import { copyFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { usePostgres } from '../support/use-postgres.ts';
import { HostileDatabase } from './hostile-database.ts';
import { HOSTILE_TABLES, type HostileTable, tableOf } from './hostile-tables.ts';
import { artifactDifferences } from './mirror.ts';
import { type Printed, Project } from './project.ts';
import { createReader } from './shop.ts';
import {
  differences,
  duckdbRows,
  expectedCounts,
  postgresRows,
  quoted,
  type Relation,
  type Rows,
  relation,
  withDuckdb,
} from './truth.ts';
import { waitingForLocks } from './waiting.ts';

/*
 * Every value of every row, of all types and kinds of tables, in the DuckDB file and in Parquet, against PostgreSQL's own words. What the
 * tests do builds up: each begins where the one before it ended. HIGHWATER_TEST_SEED repeats or varies a run.
 */
const SEED = Number(process.env.HIGHWATER_TEST_SEED ?? 20_261_121);
const ROWS = 90;

const server = usePostgres();
let database: HostileDatabase;
let project: Project;
const relations = new Map<HostileTable, Relation>();
/** What each table held after the sync before. */
let before = new Map<HostileTable, Rows>();

beforeAll(async () => {
  await createReader(server);
  database = await HostileDatabase.create(server, SEED, ROWS);
  project = await Project.create();
  await project.configure(server, database.name, database.tables);
  for (const table of HOSTILE_TABLES) relations.set(table, await relation(server, database.name, table.sql, table.key));
});
afterAll(async () => {
  await project?.close();
});

test('a full sync', async () => {
  await sync(
    [],
    HOSTILE_TABLES.map(() => 'full'),
  );
});

test.each([1, 2, 3])('an incremental sync after edits, inserts, deletes and changed keys: %i', async () => {
  await database.edit();
  await sync();
});

test('a table whose privilege is revoked in mid-run keeps its rows; one whose connection is killed is read again', async () => {
  await database.edit();
  const blocker = await server.connect({ database: database.name });
  await blocker.query('BEGIN; LOCK TABLE by_xmin, whole IN ACCESS EXCLUSIVE MODE');
  const run = project.sync();
  const waiting = await waitingForLocks(server, 2);
  await server.query(`SELECT pg_terminate_backend(${waiting.find((w) => w.query.includes('"whole"'))?.pid})`);
  await blocker.query('REVOKE SELECT ON by_xmin FROM reader; GRANT SELECT (region, n, c0) ON by_xmin TO reader; COMMIT');
  await blocker.end();
  const { exitCode, record } = await run;
  expect(exitCode).toBe(1);
  const failed = record.tables.filter((t) => t.status !== 'succeeded');
  expect(failed).toEqual([
    expect.objectContaining({ name: 'by_xmin', error: expect.objectContaining({ code: 'TABLE_NOT_READABLE' }) }),
  ]);
  expect(failed[0]?.watermark.after).toBe(failed[0]?.watermark.before);
  expect(record.notices.join()).toMatch(/whole: .*connection.*Reading the table again/s);
  const after = await truth();
  after.set(tableOf('by_xmin'), before.get(tableOf('by_xmin')) ?? []);
  expect(await allDifferences(after)).toEqual([]);
  before = after;
  await database.query('GRANT SELECT ON by_xmin TO reader');
});

test('the run after it brings what was missed', async () => {
  await sync();
});

test('a run that finds nothing new changes nothing, not even when a row was last written', async () => {
  const [first, second] = [await syncedAt(), (await sync()) && (await syncedAt())];
  expect(second).toEqual(first);
});

test('a full sync over all that has happened', async () => {
  await database.edit();
  await sync(
    ['--full'],
    HOSTILE_TABLES.map(() => 'full'),
  );
});

const MODES = HOSTILE_TABLES.map((t) => (t.options.includes('cursor') ? 'incremental' : 'full'));

describe('the comparison itself', () => {
  const shape = () => shapeOf(tableOf('by_cursor'));

  /** What the comparison says after each of these changes to the warehouse: the columns, and what is not about a column. */
  async function noticed(changes: readonly string[]): Promise<string[][]> {
    const file = project.path('tampered.duckdb');
    await copyFile(project.database, file);
    const there = await postgresRows(server, database.name, shape());
    const tell = (d: string) => /^(\w+) of /.exec(d)?.[1] ?? d.slice(0, d.indexOf(':'));
    return withDuckdb(
      file,
      async (db) => {
        const found: string[][] = [];
        for (const change of changes) {
          await db.rows(`BEGIN; ${change}`);
          found.push(differences(there, await duckdbRows(db, { from: 'db.by_cursor' }, shape()), shape()).map(tell));
          await db.rows('ROLLBACK');
        }
        return found;
      },
      'READ_WRITE',
    );
  }

  test('notices a value that is missing, in a column of any type', async () => {
    const columns = shape()
      .columns.filter((c) => !c.key)
      .map((c) => c.name);
    const changes = columns.map(
      (c) => `UPDATE db.by_cursor SET ${c} = NULL WHERE id = (SELECT max(id) FROM db.by_cursor WHERE ${c} IS NOT NULL)`,
    );
    const [found = []] = await noticed([changes.join('; ')]);
    expect(found.sort()).toEqual([...columns].sort());
  });

  const BENT = [
    ['text', "c || ' '"],
    ['text', "replace(c, chr(13), '')"],
    ['character(5)', 'rtrim(c)'],
    ['bigint', 'CASE WHEN c < 0 THEN c + 1 ELSE c - 1 END'],
    ['numeric(38,38)', "c - CAST('0.00000000000000000000000000000000000001' AS DECIMAL(38,38))"],
    ['double precision', 'c * (1 + 2.3e-16)'],
    ['double precision', 'CASE WHEN c = 0 THEN 0.0 ELSE -c END'],
    ['money', 'c + 0.01'],
    ['date', 'CASE WHEN isfinite(c) THEN c - 1 ELSE c END'],
    ['timestamp without time zone', 'c - INTERVAL 1 microsecond'],
    ['timestamp with time zone', 'c - INTERVAL 1 microsecond'],
    ['time with time zone', "replace(c, '+', '-')"],
    ['interval', 'c + INTERVAL 1 day - INTERVAL 24 hours'],
    ['interval', "CASE WHEN datepart('year', c) BETWEEN 1 AND 9 THEN c - INTERVAL 1 month + INTERVAL 30 days ELSE c END"],
    ['bytea', "c || '\\x00'::BLOB"],
    ['json', "CAST(c::VARCHAR || ' ' AS JSON)"],
    ['text[]', "list_transform(c, lambda x: coalesce(x, 'NULL'))"],
    ['integer[]', 'list_reverse(c)'],
  ] as const;

  test('notices values that are bent by a hair', async () => {
    const cases = BENT.map(([type, bent]) => ({ bent, column: shape().columns.find((c) => c.type === type)?.name ?? '' }));
    const changes = cases.map(({ column, bent }) => `UPDATE db.by_cursor SET ${column} = ${bent.replaceAll(/\bc\b/g, column)}`);
    const found = await noticed(changes);
    expect(found.map((d) => [...new Set(d)])).toEqual(cases.map(({ column }) => [column]));
  });

  test('notices a row that is missing, doubled or not there at the source', async () => {
    const last = 'FROM db.by_cursor WHERE id = (SELECT max(id) FROM db.by_cursor)';
    const changes = [
      `DELETE ${last}`,
      `INSERT INTO db.by_cursor SELECT * ${last}`,
      `INSERT INTO db.by_cursor SELECT * REPLACE (id + 1 AS id) ${last}`,
    ];
    expect(await noticed(changes)).toEqual([['missing'], ['extra'], ['extra']]);
  });
});

/** Runs a sync that must succeed, say what it did, and leave exactly what PostgreSQL holds. */
async function sync(args: readonly string[] = [], modes: readonly string[] = MODES): Promise<Printed> {
  const record = await project.succeed(args);
  const after = await truth();
  expect(await allDifferences(after)).toEqual([]);
  expect(Object.fromEntries(record.tables.map((t) => [t.name, reported(t)]))).toEqual(
    Object.fromEntries(HOSTILE_TABLES.map((t, i) => [t.target ?? t.sql, expectedReport(t, modes[i] ?? '', after)])),
  );
  before = after;
  return record;
}

async function truth(): Promise<Map<HostileTable, Rows>> {
  const found = new Map<HostileTable, Rows>();
  for (const [table, shape] of relations) found.set(table, await postgresRows(server, database.name, shape, table.where));
  return found;
}

async function allDifferences(expected: ReadonlyMap<HostileTable, Rows>): Promise<string[]> {
  const tables = [...expected].map(([table, rows]) => ({
    target: table.target ?? table.sql,
    relation: shapeOf(table),
    rows,
    where: table.marks ? '_deleted_at IS NULL' : 'true',
    renamed: table.renamed,
  }));
  return artifactDifferences(project.output, tables);
}

function shapeOf(table: HostileTable): Relation {
  const shape = relations.get(table);
  if (shape === undefined) throw new Error(`${table.sql} is not known`);
  return shape;
}

/** When the rows of each table were last written. */
async function syncedAt(): Promise<unknown[]> {
  const sql = HOSTILE_TABLES.map((t) => {
    const target = t.target ?? t.sql;
    return `SELECT '${target.replaceAll("'", "''")}' AS name, count(*), min(_synced_at), max(_synced_at), sum(epoch_us(_synced_at)) FROM db.${quoted(target)}`;
  });
  return withDuckdb(project.database, async (db) => db.rows(sql.join(' UNION ALL ')));
}

function reported({ status, mode, inserted, updated, deleted, rows }: Printed['tables'][number]) {
  return { status, mode, inserted, updated, deleted, rows };
}

function expectedReport(table: HostileTable, mode: string, after: ReadonlyMap<HostileTable, Rows>) {
  const rows = after.get(table) ?? [];
  const counts = expectedCounts(before.get(table) ?? [], rows, shapeOf(table));
  return { status: 'succeeded', mode, ...counts, rows: table.marks ? expect.any(Number) : rows.length };
}
