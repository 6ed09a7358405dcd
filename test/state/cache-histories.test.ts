import { createHash, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as cache from '@actions/cache';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { HighwaterError } from '../../src/model/errors.ts';
import { cacheStore } from '../../src/state/cache/cache-store.ts';
import type { StateStore } from '../../src/state/store.ts';
import { type ActionsCache, type Fault, startActionsCache } from '../servers/actions-cache.ts';
import { Random } from '../support/random.ts';
import { enterRunner, hurryTimers, type Runner } from './runner.ts';

/* Runs follow one another over a cache that loses answers, breaks, damages and evicts. HIGHWATER_CACHE_HISTORIES=500 for a long run. */

const SEEDS = Array.from({ length: Number(process.env.HIGHWATER_CACHE_HISTORIES ?? 3) }, (_, i) => i + 1);
const RUNS = 12;

let server: ActionsCache;
let runner: Runner;
let undo: () => void;

beforeEach(async () => {
  server = await startActionsCache();
  runner = await enterRunner(server.env);
  undo = hurryTimers(1000);
  vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
});

afterEach(async () => {
  vi.restoreAllMocks();
  undo();
  await runner.leave();
  await server.close();
});

const store = (runId: number): StateStore =>
  cacheStore({
    cache,
    encryption: null,
    stateName: 'default',
    configScope: 'highwater.yml',
    runId: String(runId),
    attempt: '1',
    environment: process.env,
    streams: process,
    workingDirectory: runner.workspace,
    temporaryDirectory: runner.temp,
    node: process.execPath,
    clock: () => new Date(),
    retryPolicy: { attempts: 3, firstDelayMs: 1, longestDelayMs: 1, longestRetryAfterMs: 0 },
  });

const EFFECTS: readonly Fault[] = [
  { on: 'create', effect: 'lost answer' },
  { on: 'create', effect: 'reset' },
  { on: 'create', effect: 'status', status: 503 },
  { on: 'upload', effect: 'reset' },
  { on: 'upload', effect: 'lost answer' },
  { on: 'finalize', effect: 'lost answer' },
  { on: 'finalize', effect: 'reset' },
  { on: 'finalize', effect: 'reservation lost' },
  { on: 'lookup', effect: 'reset' },
  { on: 'lookup', effect: 'lost answer' },
  { on: 'lookup', effect: 'status', status: 500 },
  { on: 'download', effect: 'cut off' },
  { on: 'download', effect: 'truncated' },
  { on: 'download', effect: 'corrupted' },
];

const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** Strikes the next requests, once, a few times, or for the whole run. */
function misfortune(chance: Random): void {
  server.heal();
  for (let n = chance.int(0, 2); n > 0; n--) server.fail({ ...chance.pick(EFFECTS), times: chance.pick([1, 2, 99]) });
}

const code = (error: unknown): string => (error as HighwaterError).code;

it.each(SEEDS)(
  'a history of runs over a faulty cache loses no save that was confirmed: seed %i',
  { timeout: 300_000 },
  async (seed) => {
    const chance = new Random(seed);
    const into = join(runner.directory, 'restored.duckdb');
    const file = join(runner.directory, 'work.duckdb');
    // What the next run may find: the save confirmed last, or one that failed for its run after the service had taken it.
    let confirmed: string | null = null;
    let unconfirmed = new Set<string>();
    for (let run = 1; run <= RUNS; run++) {
      if (chance.chance(0.1)) {
        server.evict();
        [confirmed, unconfirmed] = [null, new Set()];
      }
      misfortune(chance);
      const restored = await store(run)
        .restore(into)
        .catch((error: unknown) => code(error));
      if (typeof restored === 'string') {
        expect(['STATE_UNREACHABLE', 'STATE_UNREADABLE'], `run ${run}`).toContain(restored);
        continue;
      }
      const found = restored === null ? null : digest(await readFile(into));
      if (found === null || !unconfirmed.has(found)) expect(found, `run ${run}`).toBe(confirmed);
      // What a run went on from is what the next one may not fall behind.
      [confirmed, unconfirmed] = [found, new Set()];
      const content = randomBytes(chance.int(1000, 60_000));
      await writeFile(file, content);
      const saved = await store(run)
        .save(file, (restored?.generation ?? 0) + 1, { newest: restored })
        .catch((error: unknown) => code(error));
      if (typeof saved === 'string') {
        expect(['STATE_SAVE_FAILED', 'STATE_UNREACHABLE'], `run ${run}`).toContain(saved);
        unconfirmed.add(digest(content));
      } else {
        [confirmed, unconfirmed] = [digest(content), new Set()];
      }
    }
    server.heal();
    const last = await store(RUNS + 1).restore(into);
    const found = last === null ? null : digest(await readFile(into));
    if (found === null || !unconfirmed.has(found)) expect(found).toBe(confirmed);
  },
);
