import { afterEach, beforeAll, beforeEach, test } from 'vitest';
import { Project } from '../e2e/project.ts';
import { createReader } from '../e2e/shop.ts';
import { usePostgres } from '../support/use-postgres.ts';
import { PROGRAM_FAILURES } from './program-failures.ts';
import { expectTold } from './told.ts';

const server = usePostgres();
let project: Project;

beforeAll(async () => {
  await createReader(server);
  await server.query(`CREATE TABLE deals (id int PRIMARY KEY, title text, updated_at timestamptz NOT NULL DEFAULT now());
    INSERT INTO deals SELECT n, 'Deal ' || n FROM generate_series(1, 10) n;
    CREATE VIEW slow AS SELECT 1 AS id, pg_sleep(60)::text AS v;
    GRANT SELECT ON deals, slow TO reader`);
});

beforeEach(async () => {
  project = await Project.create();
  await project.configure(server, 'postgres', '{ deals: { cursor: updated_at } }');
});
afterEach(() => project.close());

test.each(PROGRAM_FAILURES)('$code: $how', { timeout: 120_000 }, (failure) => expectTold(failure, { server, project }));
