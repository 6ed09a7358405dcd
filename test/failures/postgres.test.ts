import { afterAll, beforeAll, test } from 'vitest';
import { Project } from '../e2e/project.ts';
import { createReader } from '../e2e/shop.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { POSTGRES_FAILURES } from './postgres-failures.ts';
import { expectTold } from './told.ts';

let server: TestPostgres;
let encrypted: TestPostgres;

beforeAll(async () => {
  [server, encrypted] = await Promise.all([startPostgres(), startPostgres({ tls: ['localhost', '127.0.0.1'] })]);
  await createReader(server);
  for (const { code } of POSTGRES_FAILURES) await server.query(`CREATE DATABASE ${databaseOf(code)}`);
});
afterAll(() => Promise.all([server, encrypted].map((s) => s?.stop())));

const databaseOf = (code: string): string => `about_${code.toLowerCase()}`;

// Side by side, because a table that is locked is waited for during half a minute.
test.concurrent.each(POSTGRES_FAILURES)('$code: $how', { timeout: 90_000 }, async (failure) => {
  const database = databaseOf(failure.code);
  const project = await Project.create();
  try {
    await expectTold(failure, { server, encrypted, database, project });
  } finally {
    await project.close();
  }
});
