import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { HighwaterError } from '../../src/model/errors.ts';
import { openObjectStore } from '../../src/objects/open-store.ts';
import { segmentStore } from '../../src/state/segments/segment-store.ts';
import { LOCAL_STORES, type LocalStore, STORE_KINDS, type StoreKind } from '../servers/objects/local-store.ts';
import type { StoreFault } from '../servers/objects/store-server.ts';
import { random as seeded } from '../support/random.ts';

/*
 * Two runs race for one state, again and again, while the store fails at requests chosen by chance and runs are killed. A state's content is the
 * list of the runs that saved it, so a lost update shows: HIGHWATER_RACES=10000 HIGHWATER_RACE_STORE=gs npm test -- test/state/races.test.ts
 */
const ROUNDS = Number(process.env.HIGHWATER_RACES ?? 20);
const SEED = Number(process.env.HIGHWATER_RACE_SEED ?? 1);
const KINDS = STORE_KINDS.filter((kind) => [kind, undefined].includes(process.env.HIGHWATER_RACE_STORE as StoreKind | undefined));
const SEGMENT = 256;
const FAULTS: readonly StoreFault[] = ['slow down', 'error', 'conflict', 'cut', 'lost', 'error after', 'late', 'half'];

let local: LocalStore;
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'races-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));
afterEach(() => local.server.close());

type Outcome = 'saved' | 'moved' | 'killed' | 'failed';

interface RunResult {
  readonly outcome: Outcome;
  readonly began: string;
}

/** One run: restores, adds its name, saves. */
async function run(name: string, killAfterMs: number | null): Promise<RunResult> {
  const stop = new AbortController();
  const timer = killAfterMs === null ? undefined : setTimeout(() => stop.abort(new Error('killed')), killAfterMs);
  const retryPolicy = { attempts: 8, firstDelayMs: 1, longestDelayMs: 3, longestRetryAfterMs: 100 };
  const objects = await openObjectStore(`${local.address}/race/default`, {
    setting: 'state',
    env: local.env,
    signal: stop.signal,
    retryPolicy,
  });
  const store = segmentStore({ objects, encryption: null, clock, segmentBytes: SEGMENT });
  const file = join(directory, name);
  let began = '';
  try {
    const newest = await store.restore(file);
    began = newest === null ? '' : await readFile(file, 'utf8');
    // A change at the front moves every segment; one at the end only the last.
    await writeFile(file, `${began}${name.padEnd(40, '.')}\n`);
    await store.save(file, (newest?.generation ?? 0) + 1, { newest, restored: newest !== null });
    return { outcome: 'saved', began };
  } catch (error) {
    if (stop.signal.aborted) return { outcome: 'killed', began };
    const code = error instanceof HighwaterError ? error.code : '';
    if (code === 'STATE_MOVED') return { outcome: 'moved', began };
    if (code === 'STATE_SAVE_FAILED' || code === 'STATE_UNREACHABLE') return { outcome: 'failed', began };
    throw error;
  } finally {
    clearTimeout(timer);
    objects.close();
    await rm(file, { force: true });
  }
}

// An hour passes with every few saves, so that what is unreferenced is removed all the time.
let time = Date.parse('2026-12-01T00:00:00Z');
const clock = (): Date => {
  time += 1_000_000;
  return new Date(time);
};

async function content(): Promise<string> {
  local.server.fault = () => null;
  const objects = await openObjectStore(`${local.address}/race/default`, { setting: 'state', env: local.env });
  const file = join(directory, 'look');
  await mkdir(directory, { recursive: true });
  const found = await segmentStore({ objects, encryption: null, clock }).restore(file);
  objects.close();
  return found === null ? '' : readFile(file, 'utf8');
}

test.each(KINDS)(
  `${ROUNDS} races of two runs on %s: each ends saved or STATE_MOVED, and nothing is lost`,
  async (kind) => {
    local = await LOCAL_STORES[kind]();
    const random = seeded(SEED);
    const below = (n: number): number => Math.floor(random() * n);
    const counts: Record<Outcome, number> = { saved: 0, moved: 0, killed: 0, failed: 0 };
    let before = await content();
    for (let round = 1; round <= ROUNDS; round++) {
      // A third of the rounds without faults, a third with a few, a third with kills as well.
      const trouble = below(3);
      local.server.fault = () => (trouble > 0 && random() < 0.08 ? (FAULTS[below(FAULTS.length)] ?? null) : null);
      const kill = (): number | null => (trouble === 2 && random() < 0.5 ? below(60) : null);
      const names = [`${round}-one`, `${round}-two`];
      const results = await Promise.all(names.map(async (name) => run(name, kill())));
      // What is still on its way to the store arrives.
      if (trouble > 0) await new Promise((resolve) => setTimeout(resolve, 40));
      const after = await content();
      const where = `${kind}, seed ${SEED}, round ${round}`;
      expect(after.startsWith(before), `${where}: an earlier save is lost`).toBe(true);
      const added = after
        .slice(before.length)
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => line.replace(/\.+$/, ''));
      for (const [i, { outcome, began }] of results.entries()) {
        counts[outcome]++;
        expect(after.startsWith(began), `${where}: a run began from what was never the state`).toBe(true);
        const is = added.includes(names[i] ?? '');
        if (outcome === 'saved') expect(is, `${where}: ${names[i]} was saved, and is lost`).toBe(true);
        if (outcome === 'moved') expect(is, `${where}: ${names[i]} was told STATE_MOVED, and is saved`).toBe(false);
      }
      expect(
        added.every((name) => names.includes(name)),
        where,
      ).toBe(true);
      if (trouble === 0)
        expect(
          results.every(({ outcome }) => outcome === 'saved' || outcome === 'moved'),
          where,
        ).toBe(true);
      if (round % 500 === 0) tell(`${kind}, ${round} races: ${JSON.stringify(counts)}`);
      // Long lists make slow rounds.
      before = after;
      if (after.length > 4000) {
        local.stored.clear();
        before = '';
      }
    }
    expect(counts.saved).toBeGreaterThan(ROUNDS / 3);
    if (ROUNDS >= 60) expect(counts.moved).toBeGreaterThan(0);
    if (ROUNDS >= 60) expect(counts.killed).toBeGreaterThan(0);
    tell(`${kind}, ${ROUNDS} races: ${JSON.stringify(counts)}`);
  },
  24 * 3_600_000,
);

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}
