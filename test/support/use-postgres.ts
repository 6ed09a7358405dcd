import { afterAll, beforeAll } from 'vitest';
import { type PostgresOptions, startPostgres, type TestPostgres } from './postgres.ts';

/**
 * A PostgreSQL for all tests of a file: started before them (and before the file's own `beforeAll`), stopped after them. It can be used
 * from the first hook on.
 */
export function usePostgres(options: PostgresOptions = {}): TestPostgres {
  let started: TestPostgres | undefined;
  beforeAll(async () => {
    started = await startPostgres(options);
  });
  afterAll(() => started?.stop());
  return new Proxy({} as TestPostgres, {
    get(_, name) {
      if (started === undefined) throw new Error('PostgreSQL is not started yet: use it in a hook or a test.');
      return Reflect.get(started, name);
    },
  });
}
