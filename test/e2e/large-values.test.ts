import { afterAll, beforeAll, expect, test } from 'vitest';
import { Database } from '../../src/warehouse/duckdb/database.ts';
import { Room } from '../../src/warehouse/duckdb/memory-limit.ts';
import { usePostgres } from '../support/use-postgres.ts';
import { Project } from './project.ts';
import { createReader } from './shop.ts';

/** Values that are a good part of DuckDB's share of memory: it gets more, as long as the machine has it. */
const postgres = usePostgres();
let project: Project;

beforeAll(async () => {
  await createReader(postgres);
  project = await Project.create();
  await project.configure(postgres, 'postgres', '{ papers: { cursor: updated_at } }');
  await postgres.query(
    `CREATE TABLE papers (id int PRIMARY KEY, body text, updated_at timestamptz DEFAULT now()); GRANT SELECT ON papers TO reader`,
  );
});
afterAll(async () => {
  await project?.close();
});

async function lengths(): Promise<unknown> {
  const database = await Database.open(project.database, {
    room: new Room(4096, 1),
    tempDirectory: project.path('tmp'),
    readOnly: true,
  });
  try {
    return await database.use(async (c) => c.rows('SELECT id, length(body) AS n, md5(body) AS m FROM db.papers ORDER BY id'));
  } finally {
    database.close();
  }
}

test.each([25, 45])(
  'a text of %i MB arrives in a full and in an incremental sync',
  async (megabytes) => {
    const truth = () => postgres.query('SELECT id, length(body) AS n, md5(body) AS m FROM papers ORDER BY id');
    await postgres.query(
      `TRUNCATE papers; INSERT INTO papers SELECT i, repeat('x' || i, ${megabytes * 500_000}) FROM generate_series(1, 3) i`,
    );
    await project.succeed(['--full']);
    expect(await lengths()).toEqual(await truth());
    await postgres.query(`UPDATE papers SET body = body || 'y', updated_at = now() WHERE id = 2`);
    await project.succeed();
    expect(await lengths()).toEqual(await truth());
    await project.succeed();
  },
  60_000,
);

test('rows beside long texts are merged, and the file compacted, though the run itself reads no long text', async () => {
  const truth = () => postgres.query('SELECT id, length(body) AS n, md5(body) AS m FROM papers ORDER BY id');
  await postgres.query(`TRUNCATE papers; INSERT INTO papers SELECT i, repeat('x' || i, 23000000) FROM generate_series(1, 4) i`);
  await postgres.query(`INSERT INTO papers SELECT i, 'short' FROM generate_series(10, 6000) i`);
  await project.succeed(['--full']);
  await postgres.query(`UPDATE papers SET body = 'shorter', updated_at = now() WHERE id >= 10`);
  await project.succeed();
  expect(await lengths()).toEqual(await truth());
  // Half of the file becomes free, and the next run gives it back.
  await postgres.query(`UPDATE papers SET body = 'gone', updated_at = now() WHERE id <= 2`);
  await project.succeed();
  await project.succeed();
  expect(await lengths()).toEqual(await truth());
}, 90_000);
