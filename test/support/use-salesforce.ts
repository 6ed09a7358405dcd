import { afterEach, beforeEach } from 'vitest';
import { type SalesforceServer, startSalesforce } from '../servers/salesforce/index.ts';
import { current } from './current.ts';
import { Engine } from './engine.ts';
import { type SalesforceWorld, salesforceWorld, type WorldOptions } from './salesforce-source.ts';

export interface SalesforceFixture extends WorldOptions {
  /** Where the service's clock stands still at first; null: it runs with this machine's. */
  readonly at?: number | string | null;
  readonly service?: Parameters<typeof startSalesforce>[0];
}

export interface SalesforceForTest {
  readonly server: SalesforceServer;
  readonly world: SalesforceWorld;
  /** An empty warehouse. */
  readonly engine: Engine;
  /** Starts the service, `fill` puts records into it. For tests that need one of their own. */
  start(fill: () => void, fixture?: SalesforceFixture): Promise<void>;
  /** Lets the rest of this test read the same service with other options. */
  reopen(options: WorldOptions): void;
}

/** For each test an empty warehouse; with `fill` also a local Salesforce with these records, and sources that read it. */
export function useSalesforce(fill?: () => void, fixture: SalesforceFixture = {}): SalesforceForTest {
  let server: SalesforceServer | undefined;
  let world: SalesforceWorld | undefined;
  let engine: Engine | undefined;
  const start = async (own: () => void, options: SalesforceFixture = {}): Promise<void> => {
    const { at = '2026-11-20T12:00:00Z', service, ...worldOptions } = options;
    server = await startSalesforce(service);
    if (at !== null) server.clock.freeze(new Date(at).toISOString());
    own();
    world = salesforceWorld(server, worldOptions);
  };
  beforeEach(async () => {
    engine = await Engine.create();
    if (fill !== undefined) await start(fill, fixture);
  });
  afterEach(async () => {
    await engine?.close();
    await server?.close();
  });
  return {
    server: current('Salesforce', () => server),
    world: current('the world of Salesforce', () => world),
    engine: current('the warehouse', () => engine),
    start,
    reopen: (options) => {
      if (server === undefined) throw new Error('Salesforce is not started.');
      world = salesforceWorld(server, options);
    },
  };
}
