import { afterAll, beforeAll } from 'vitest';
import { current } from './current.ts';
import { type PostgresOptions, startPostgres, type TestPostgres } from './postgres.ts';

/** A PostgreSQL for all tests of a file: started before them (and before the file's own `beforeAll`), stopped after them. */
export function usePostgres(options: PostgresOptions = {}): TestPostgres {
  let started: TestPostgres | undefined;
  beforeAll(async () => {
    started = await startPostgres(options);
  });
  afterAll(() => started?.stop());
  return current('PostgreSQL', () => started);
}
