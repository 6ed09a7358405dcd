import { afterAll, afterEach, beforeAll, beforeEach, test } from 'vitest';
import { Project } from '../e2e/project.ts';
import { createReader } from '../e2e/shop.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { PROGRAM_FAILURES } from './program-failures.ts';
import { expectTold } from './told.ts';

let server: TestPostgres;
let project: Project;

beforeAll(async () => {
  server = await startPostgres();
  await createReader(server);
  await server.query(`CREATE TABLE deals (id int PRIMARY KEY, title text, updated_at timestamptz NOT NULL DEFAULT now());
    INSERT INTO deals SELECT n, 'Deal ' || n FROM generate_series(1, 10) n;
    CREATE VIEW slow AS SELECT 1 AS id, pg_sleep(60)::text AS v;
    GRANT SELECT ON deals, slow TO reader`);
});
afterAll(() => server?.stop());

beforeEach(async () => {
  project = await Project.create();
  await project.configure(server, 'postgres', '{ deals: { cursor: updated_at } }');
});
afterEach(() => project.close());

test.each(PROGRAM_FAILURES)('$code: $how', { timeout: 120_000 }, (failure) => expectTold(failure, { server, project }));
