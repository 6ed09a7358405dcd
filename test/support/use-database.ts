import { afterEach, beforeEach } from 'vitest';
import { current } from './current.ts';
import { Engine } from './engine.ts';
import type { TestPostgres } from './postgres.ts';
import { postgresSource, type SourceForTest } from './postgres-source.ts';

/** The database that `useDatabase` empties. */
export const DATABASE = 'postgres';

export interface DatabaseForTest {
  readonly engine: Engine;
  readonly db: SourceForTest;
  /** Runs statements as the server's owner. */
  sql<Row extends object = Record<string, unknown>>(text: string): Promise<Row[]>;
}

/** For each test: the server's database, emptied, with a source that reads it and an empty warehouse. */
export function useDatabase(server: TestPostgres): DatabaseForTest {
  let engine: Engine | undefined;
  let db: SourceForTest | undefined;
  beforeEach(async () => {
    await server.reset(DATABASE);
    engine = await Engine.create();
    db = postgresSource(server, DATABASE);
  });
  afterEach(async () => {
    await db?.source.close();
    await engine?.close();
  });
  return {
    engine: current('the warehouse', () => engine),
    db: current('the source', () => db),
    sql: async (text) => server.query(text, DATABASE),
  };
}
