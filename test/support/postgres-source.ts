import type { SourceContext } from '../../src/model/contract.ts';
import { Secret } from '../../src/model/secret.ts';
import { createLogin } from '../../src/sources/postgres/connect/login.ts';
import type { PostgresOptions } from '../../src/sources/postgres/options.ts';
import { PostgresSource } from '../../src/sources/postgres/source.ts';
import type { TestPostgres } from './postgres.ts';

export interface SourceForTest {
  readonly source: PostgresSource;
  /** What it said by `notice`. */
  readonly notices: string[];
  readonly stop: AbortController;
}

export interface Reach {
  readonly user?: string;
  readonly password?: string;
  readonly host?: string;
  readonly port?: number;
  readonly parallel?: number;
  readonly partitionBytes?: number;
  readonly ssl?: Partial<PostgresOptions['ssl']>;
  readonly snapshot?: 'table' | 'run';
}

// Small tables shall be read side by side too.
const PARTITION_BYTES = 2 * 1024 * 1024;

export function postgresOptions(server: TestPostgres, database: string, reach: Reach = {}): PostgresOptions {
  return {
    type: 'postgres',
    host: reach.host ?? server.host,
    port: reach.port ?? server.port,
    database,
    auth: { flow: 'password', user: reach.user ?? server.user, password: new Secret(reach.password ?? server.password) },
    ssl: { mode: 'prefer', ...reach.ssl },
    ...(reach.snapshot === undefined ? {} : { snapshot: reach.snapshot }),
  };
}

export function testContext(parallel = 4): { context: SourceContext; notices: string[]; stop: AbortController } {
  const remembered = new Map<string, string>();
  const notices: string[] = [];
  const stop = new AbortController();
  const context: SourceContext = {
    name: 'db',
    parallel,
    apiBudget: 1,
    memory: { get: (key) => remembered.get(key), set: (key, value) => void remembered.set(key, value) },
    signal: stop.signal,
    mask: () => undefined,
    notice: (message) => void notices.push(message),
  };
  return { context, notices, stop };
}

export function postgresSource(server: TestPostgres, database: string, reach: Reach = {}): SourceForTest {
  const options = postgresOptions(server, database, reach);
  const { context, notices, stop } = testContext(reach.parallel);
  return {
    source: new PostgresSource(options, context, createLogin(options, context.mask), reach.partitionBytes ?? PARTITION_BYTES),
    notices,
    stop,
  };
}
