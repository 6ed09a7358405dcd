import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FaultProxy, startFaultProxy } from '../servers/fault-proxy.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { History } from './history/history.ts';
import type { Stage } from './history/troubles.ts';
import { Project } from './project.ts';
import { createReader } from './shop.ts';
import { smallPartitions } from './small-partitions.ts';

/*
 * Random lives of tables, through the packaged program: whatever happens to them, to their configuration, to the runs and to the state,
 * after each run every value of every row is what PostgreSQL holds, or what was there before.
 * HIGHWATER_HISTORIES=1-1000 plays these seeds instead, HIGHWATER_HISTORY_STEPS of so many steps. One that fails is played again by
 * its number alone.
 */
const [first = 1, last = first] = (process.env.HIGHWATER_HISTORIES ?? '1-4').split('-').map(Number);
const STEPS = Number(process.env.HIGHWATER_HISTORY_STEPS ?? 6);
const SEEDS = Array.from({ length: last - first + 1 }, (_, i) => first + i);

let server: TestPostgres;
let small: string;
let proxy: FaultProxy;
const address = { host: '127.0.0.1', port: 0 };
const tally: Stage['tally'] = new Map();

beforeAll(async () => {
  small = await smallPartitions();
  server = await startPostgres();
  address.port = server.port;
  proxy = await startFaultProxy(address);
  await createReader(server);
});
afterAll(async () => {
  await proxy?.stop();
  await server?.stop();
  await rm(small, { recursive: true, force: true });
  if (process.env.HIGHWATER_HISTORIES !== undefined) console.info(JSON.stringify(Object.fromEntries(tally)));
});

test.each(SEEDS)(
  'after each run every value of every row is as it should be: seed %i',
  async (seed) => {
    const project = await Project.create(seed % 3 === 0 ? undefined : small);
    const stage: Stage = {
      server,
      proxy,
      project,
      tally,
      restart: async () => {
        const { directory } = server;
        await server.stop({ keep: true });
        server = await startPostgres({ directory });
        address.port = server.port;
        stage.server = server;
      },
    };
    const history = await History.create(seed, stage);
    try {
      await history.play(STEPS);
    } finally {
      await history.close();
      await project.close();
    }
  },
  120_000 + STEPS * 10_000,
);

test.skipIf(SEEDS.length * STEPS < 200)('each kind of change was made, and each kind of run had its share of good ends', () => {
  for (const [name, { tried, done }] of tally) expect(done, `${name}: ${tried}`).toBeGreaterThan(tried / 20);
});
