import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lakePart } from '../../src/lake/lake-part.ts';
import { ObjectStoreError } from '../../src/objects/object-store.ts';
import { openObjectStore } from '../../src/objects/open-store.ts';
import type { Connection } from '../../src/warehouse/duckdb/database.ts';
import { text } from '../../src/warehouse/duckdb/sql.ts';
import { LOCAL_STORES, type LocalStore, STORE_KINDS, type StoreKind } from '../servers/objects/local-store.ts';
import type { StoreFault } from '../servers/objects/store-server.ts';
import { Random } from '../support/random.ts';
import { LakeTable } from './lake-table.ts';

/*
 * Two jobs publish into one table of an object store at once, again and again, while the store fails at requests chosen by chance and jobs are
 * killed: HIGHWATER_LAKE_RACES=1-500 HIGHWATER_RACE_STORE=gs npm test -- test/lake/races.test.ts. With an even seed each has its part of the table; with
 * an odd one both publish all of it, as a killed run's post step and the next run might. What a change moves from one row to another
 * leaves the sum at 0, so a torn version shows; `gen` counts the changes, so a lost commit shows.
 */

const [FIRST = 1, LAST = FIRST] = (process.env.HIGHWATER_LAKE_RACES ?? '1-2').split('-').map(Number);
const KINDS = STORE_KINDS.filter((kind) => [kind, undefined].includes(process.env.HIGHWATER_RACE_STORE as StoreKind | undefined));
// Short in an ordinary run.
const ROUNDS = LAST - FIRST > 1 ? 10 : 5;
const ROWS = 300;
const KEEP_SECONDS = 1;
const FAULTS: readonly StoreFault[] = ['slow down', 'error', 'conflict', 'cut', 'lost', 'error after', 'late', 'half'];
const RETRIES = { attempts: 8, firstDelayMs: 1, longestDelayMs: 3, longestRetryAfterMs: 100 };

let local: LocalStore;
let directory: string;
let tables: readonly LakeTable[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lake-races-'));
  const ddl = (from: number) =>
    `CREATE TABLE deals AS SELECT i AS id, i // ${ROWS} AS part, 0 AS v, 0 AS gen FROM range(${from}, ${from + ROWS}) t(i)`;
  tables = [await LakeTable.create(ddl(0)), await LakeTable.create(ddl(ROWS))];
  for (const lake of tables) lake.largestBytes = 1500;
});

afterEach(async () => {
  for (const lake of tables) await lake.close();
  await local.server.close();
  await rm(directory, { recursive: true, force: true });
});

interface Job {
  readonly lake: LakeTable;
  readonly connection: Connection;
  readonly isPart: boolean;
}

interface Counts {
  published: number;
  waiting: number;
  killed: number;
  failed: number;
}

/** One job's publishing; true: it says that its table is in the lake. */
async function publish({ lake, connection, isPart }: Job, killAfterMs: number | null, counts: Counts): Promise<boolean> {
  const stop = new AbortController();
  const timer = killAfterMs === null ? undefined : setTimeout(() => stop.abort(new Error('killed')), killAfterMs);
  const options = { setting: 'output.publish.to', env: local.env, signal: stop.signal, retryPolicy: RETRIES };
  const store = await openObjectStore(`${local.address}/lake`, options);
  try {
    const part = isPart ? lakePart(lake.table) : null;
    const { waitsFor } = await lake.publish({ part, store, connection, keepSeconds: KEEP_SECONDS, now: () => new Date() });
    counts[waitsFor.length === 0 ? 'published' : 'waiting'] += 1;
    return waitsFor.length === 0;
  } catch (error) {
    if (!stop.signal.aborted && !(error instanceof ObjectStoreError)) throw error;
    counts[stop.signal.aborted ? 'killed' : 'failed'] += 1;
    return false;
  } finally {
    clearTimeout(timer);
    store.close();
  }
}

interface Change {
  from: number;
  to: number;
  gen: number;
}

async function change({ connection }: Job, { from, to, gen }: Change): Promise<void> {
  await connection.run(
    `UPDATE deals SET v = v + CASE WHEN id = ${from} THEN -1 ELSE 0 END + CASE WHEN id = ${to} THEN 1 ELSE 0 END, gen = ${gen} WHERE id IN (${from}, ${to})`,
  );
}

const FOLDER = 'lake/crm/deals';

/** Versions by the log alone, knowing nothing of the writers; a checkpoint is not needed as long as version 0 is known. */
class Watcher {
  readonly #log = new Map<number, string>();
  readonly #bodies = new Map<string, Buffer>();

  /** Takes in what is there now: no version may change or be skipped. */
  look(where: string): void {
    for (const [key, { body }] of local.stored) {
      if (key.startsWith(`${FOLDER}/part-`)) this.#bodies.set(key, body);
      const version = /_delta_log\/(\d{20})\.json$/.exec(key)?.[1];
      if (version === undefined) continue;
      const known = this.#log.get(Number(version));
      if (known === undefined) this.#log.set(Number(version), body.toString());
      else expect(body.toString(), `${where}: version ${version} was overwritten`).toBe(known);
    }
    expect([...this.#log.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: this.#log.size }, (_, i) => i));
    const newest = this.#log.size - 1;
    for (const version of [newest, newest - 1]) {
      // The one before stays for a second after the commit that replaced it, by the time in its log.
      if (version < 0 || (version < newest && Date.now() - this.#droppedAt(version + 1) > KEEP_SECONDS * 500)) continue;
      const what = `${where}: ${version === newest ? 'the newest version' : 'the version before the newest'}, ${version},`;
      for (const path of this.#files(version))
        expect(local.stored.has(`${FOLDER}/${path}`), `${what} names ${path}, which was removed`).toBe(true);
    }
  }

  /** Milliseconds since 1970: what a version drops is kept from then on. */
  #droppedAt(version: number): number {
    const lines = (this.#log.get(version) ?? '').trim().split('\n');
    const times = lines.map((line) => (JSON.parse(line) as { remove?: { deletionTimestamp: number } }).remove?.deletionTimestamp);
    return Math.min(...times.map((time) => time ?? Number.POSITIVE_INFINITY));
  }

  #files(version: number): string[] {
    const files = new Set<string>();
    for (let v = 0; v <= version; v++)
      for (const line of (this.#log.get(v) ?? '').trim().split('\n')) {
        const { add, remove } = JSON.parse(line) as { add?: { path: string }; remove?: { path: string } };
        if (add !== undefined) files.add(add.path);
        if (remove !== undefined) files.delete(remove.path);
      }
    return [...files];
  }

  /** Of the newest version; null: there is none yet. */
  async rows(connection: Connection): Promise<readonly { n: number; s: number; g: number }[] | null> {
    const files = this.#files(this.#log.size - 1);
    if (files.length === 0) return null;
    const paths = files.map((path) => join(directory, path));
    for (const [i, path] of files.entries())
      await writeFile(paths[i] ?? '', this.#bodies.get(`${FOLDER}/${path}`) ?? Buffer.alloc(0));
    return connection.rows(
      `SELECT count(*) AS n, sum(v)::INTEGER AS s, max(gen) AS g FROM read_parquet([${paths.map(text).join()}]) GROUP BY part ORDER BY part`,
    );
  }
}

async function race(seed: number, counts: Counts): Promise<void> {
  const random = new Random(seed);
  const [low, high] = tables as readonly [LakeTable, LakeTable];
  const isPart = seed % 2 === 0;
  const second = isPart ? high : low;
  for (const [i, lake] of [low, high].entries()) {
    lake.table = { ...lake.table, fingerprint: isPart ? { range: `${i + 1}/2 d${seed}` } : {} };
    await lake.connection.run('UPDATE deals SET v = 0, gen = 0');
  }
  const other = await second.secondConnection();
  const jobs: readonly Job[] = [
    { lake: low, connection: low.connection, isPart },
    { lake: second, connection: other, isPart },
  ];
  const owners = isPart ? jobs : jobs.slice(0, 1);
  const watcher = new Watcher();
  const shown = owners.map(() => 0);
  for (let gen = 1; gen <= ROUNDS; gen++) {
    const where = `seed ${seed}, round ${gen}`;
    // The last round is without faults, so that it completes what others left.
    const trouble = gen === ROUNDS ? 0 : random.below(3);
    local.server.fault = () => (trouble > 0 && random.chance(0.06) ? random.pick(FAULTS) : null);
    for (const [i, job] of owners.entries())
      await change(job, { from: i * ROWS + random.below(ROWS), to: i * ROWS + random.below(ROWS), gen });
    const kill = () => (trouble === 2 && random.chance(0.5) ? random.below(80) : null);
    const problems: unknown[] = [];
    const watching = setInterval(() => {
      try {
        watcher.look(where);
      } catch (error) {
        problems.push(error);
      }
    }, 5);
    const done = await Promise.all(jobs.map(async (job) => publish(job, kill(), counts))).finally(() => clearInterval(watching));
    if (problems.length > 0) throw problems[0];
    // What is still on its way to the store arrives.
    if (trouble > 0) await new Promise((resolve) => setTimeout(resolve, 40));
    watcher.look(where);
    // Of parts each tells of its own; where both publish all, either's word counts.
    for (const i of owners.keys()) if (isPart ? done[i] : done.some(Boolean)) shown[i] = gen;
    const rows = await watcher.rows(low.connection);
    if (rows === null) continue;
    expect(rows, where).toHaveLength(owners.length);
    for (const [i, { n, s, g }] of rows.entries()) {
      expect([n, s], `${where}: a torn version`).toEqual([ROWS, 0]);
      expect(g, `${where}: a commit is lost`).toBeGreaterThanOrEqual(shown[i] ?? 0);
    }
    if (gen === ROUNDS) expect(rows.map(({ g }) => g)).toEqual(owners.map(() => ROUNDS));
  }
  other.close();
  local.stored.clear();
}

test.each(KINDS)(
  `two jobs race for one table on %s, seeds ${FIRST} to ${LAST}: no torn version, no lost commit, nothing removed that is needed`,
  async (kind) => {
    local = await LOCAL_STORES[kind]();
    const counts: Counts = { published: 0, waiting: 0, killed: 0, failed: 0 };
    for (let seed = FIRST; seed <= LAST; seed++) {
      await race(seed, counts);
      if (seed % 50 === 0) process.stderr.write(`${kind}, seed ${seed}: ${JSON.stringify(counts)}\n`);
    }
    expect(counts.published).toBeGreaterThan((LAST - FIRST + 1) * 2);
    if (LAST - FIRST >= 20) expect(Math.min(counts.waiting, counts.killed)).toBeGreaterThan(0);
    process.stderr.write(`${kind}, seeds ${FIRST} to ${LAST}: ${JSON.stringify(counts)}\n`);
  },
  24 * 3_600_000,
);
