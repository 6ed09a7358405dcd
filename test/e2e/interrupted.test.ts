import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { Random } from '../support/random.ts';
import type { Expected } from './mirror.ts';
import type { Running } from './project.ts';
import { useShop } from './use-shop.ts';
import { waitingForLocks } from './waiting.ts';

/** Whatever a run dies of, and wherever: the next one is right, in every value. */
const { server, shop, project } = useShop();
/** Deriving the key takes long enough for a kill to meet the run while it restores or saves. */
const ENCRYPTED = { HIGHWATER_STATE_ENCRYPTION_KEY: 'a key of the test' };

afterEach(() => shop.openGate());

interface Moment {
  readonly stage: string;
  /** Resolves when the run is there. */
  readonly reached: (running: Running) => Promise<unknown>;
  /** Lets go of what held the run up. */
  readonly before?: () => Promise<() => Promise<unknown>>;
}

const saying = (line: RegExp) => (running: Running) => running.saw(line);

const MOMENTS: readonly Moment[] = [
  { stage: 'restore', reached: saying(/^restore: /m) },
  { stage: 'describe', before: () => lock('pg_description'), reached: () => waitingForLocks(server, 1) },
  { stage: 'read', before: () => lock('orders'), reached: () => waitingForLocks(server, 1) },
  {
    stage: 'read',
    before: gate,
    reached: async (running) => Promise.all([waitingForLocks(server, 1), running.saw(/✓ db\.deals/)]),
  },
  { stage: 'read', reached: saying(/db\.stock: load/) },
  { stage: 'publish', reached: saying(/^publish: /m) },
  { stage: 'save', reached: saying(/^save: /m) },
];

async function lock(table: string): Promise<() => Promise<unknown>> {
  const blocker = await server.connect({ database: shop.database });
  await blocker.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
  return () => blocker.end();
}

async function gate(): Promise<() => Promise<unknown>> {
  await shop.closeGate();
  return () => shop.openGate();
}

describe.each([
  ['the first run', false],
  ['a later run', true],
])('killed in %s', (_, later) => {
  test.each(MOMENTS.map((m, i) => ({ ...m, moment: `${m.stage}, ${i}` })))('at $moment', async ({ stage, before, reached }) => {
    let old: Expected[] | null = null;
    if (later) {
      await project.succeed([], ENCRYPTED);
      old = await shop.expected();
      await shop.edit();
    }
    const now = await shop.expected();
    const release = await before?.();
    const running = project.start(['sync', '--verbose'], ENCRYPTED);
    await reached(running);
    running.process.kill('SIGKILL');
    const { signal, stderr } = await running.ended;
    await release?.();
    expect(signal).toBe('SIGKILL');
    expect(stderr.match(/^(restore|connect|describe|plan|read|publish|save): /gm)?.at(-1)).toBe(`${stage}: `);
    if (old !== null) await artifactIsWhole(old, now);
    await shop.edit();
    await project.succeed([], ENCRYPTED);
    expect(await shop.differences(project)).toEqual([]);
  });
});

/** What a reader finds after the kill is one of the two states, table by table, never half of one. */
async function artifactIsWhole(old: readonly Expected[], now: readonly Expected[]): Promise<void> {
  const [before, after] = [await shop.differences(project, old), await shop.differences(project, now)];
  expect(before.length === 0 || after.length === 0, [...before, ...after].join('\n')).toBe(true);
}

test('killed again and again, at any moment', async () => {
  const random = new Random(20_261_121);
  await project.succeed();
  for (let i = 0; i < 8; i++) {
    await shop.edit();
    const running = project.start(['sync', ...(random.chance(0.3) ? ['--full'] : [])]);
    await wait(random.below(1200));
    running.process.kill('SIGKILL');
    await running.ended;
  }
  await project.succeed();
  expect(await shop.differences(project)).toEqual([]);
});

test('a server process that is killed in mid-table is asked again, and the run succeeds', async () => {
  await shop.closeGate();
  const run = project.sync();
  const [reader] = await waitingForLocks(server, 1);
  await server.query(`SELECT pg_terminate_backend(${reader?.pid})`);
  await shop.openGate();
  const { exitCode, record } = await run;
  expect(exitCode).toBe(0);
  expect(record.notices.join()).toMatch(/gated: .*Reading the table again \(attempt 2 of 3\)/);
  expect(await shop.differences(project)).toEqual([]);
});

describe('stopped', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)('by %s in mid-table: exit code 130, what is committed is kept', async (signal) => {
    await project.succeed();
    await shop.edit();
    await shop.closeGate();
    const running = project.start(['sync']);
    await Promise.all([
      waitingForLocks(server, 1),
      running.saw(/✓ db\.deals/),
      running.saw(/✓ db\.orders/),
      running.saw(/✓ db\.stock/),
    ]);
    const began = Date.now();
    running.process.kill(signal);
    const { exitCode, stderr } = await running.ended;
    // The runner sends SIGTERM 7.5 seconds after SIGINT.
    expect(Date.now() - began).toBeLessThan(7500);
    expect(exitCode, stderr).toBe(130);
    await shop.openGate();
    const { tables } = await project.succeed();
    const changes = tables.map((t) => [t.table, t.inserted + t.updated + t.deleted > 0]);
    expect(Object.fromEntries(changes)).toEqual({ deals: false, orders: false, stock: false, gated: true });
    expect(await shop.differences(project)).toEqual([]);
  });

  test.each(['restore', 'describe', 'publish', 'save'])(
    'by SIGINT at %s, and SIGTERM after it: the next run is right',
    async (stage) => {
      await project.succeed([], ENCRYPTED);
      await shop.edit();
      const running = project.start(['sync'], ENCRYPTED);
      await running.saw(new RegExp(`^${stage}: `, 'm'));
      running.process.kill('SIGINT');
      await wait(50);
      running.process.kill('SIGTERM');
      expect((await running.ended).exitCode).toBeOneOf([0, 130]);
      await shop.edit();
      await project.succeed([], ENCRYPTED);
      expect(await shop.differences(project)).toEqual([]);
    },
  );

  test('by run.timeout: exit code 1, the artifact is written, what is committed is kept', async () => {
    await shop.configure(project, { run: '{ timeout: 3s }' });
    await shop.closeGate();
    const { exitCode, record } = await project.sync();
    expect(exitCode).toBe(1);
    expect(record.run.status).toBe('interrupted');
    expect(record.tables.filter((t) => t.status !== 'succeeded').map((t) => [t.table, t.error?.code])).toEqual([
      ['gated', 'TIMEOUT_REACHED'],
    ]);
    expect(await shop.differences(project, await shop.expected(['deals', 'orders', 'stock']))).toEqual([]);
    await shop.openGate();
    await project.succeed();
    expect(await shop.differences(project)).toEqual([]);
  });
});
