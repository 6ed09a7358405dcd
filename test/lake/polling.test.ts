import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ROOT } from '../../scripts/bundle.ts';
import { lakePart } from '../../src/lake/lake-part.ts';
import type { ObjectStore } from '../../src/objects/object-store.ts';
import type { Connection } from '../../src/warehouse/duckdb/database.ts';
import { text } from '../../src/warehouse/duckdb/sql.ts';
import { Random } from '../support/random.ts';
import { LakeTable } from './lake-table.ts';

/*
 * Two jobs that publish their halves of one table, cut off at random requests, while a reader polls. Each change moves an amount from one row to
 * another within a half, so a reader that finds another sum than 0 has seen half of a commit; `gen` counts a job's changes.
 * HIGHWATER_LAKE_COMMITS=1000 for the long run; HIGHWATER_POLL_PYTHON names a Python whose delta-rs polls as well.
 */

const COMMITS = Number(process.env.HIGHWATER_LAKE_COMMITS ?? 30);
const PYTHON = process.env.HIGHWATER_POLL_PYTHON;
const SEED = Number(process.env.HIGHWATER_SEED ?? 1);
const ROWS = 600;
// Commits that a reader may still want, by the number of seconds for which they are kept.
const KEEP_SECONDS = COMMITS > 100 ? 20 : 2;

let low: LakeTable;
let high: LakeTable;

beforeEach(async () => {
  const ddl = (from: number) =>
    `CREATE TABLE deals AS SELECT i AS id, i // ${ROWS} AS part, 0 AS v, 0 AS gen FROM range(${from}, ${from + ROWS}) t(i)`;
  low = await LakeTable.create(ddl(0));
  high = await LakeTable.create(ddl(ROWS));
  high.store.close();
  high.store = low.store;
  [low, high].forEach((lake, i) => {
    lake.table = { ...lake.table, fingerprint: { range: `${i + 1}/2 d` } };
    lake.largestBytes = 2000;
  });
});

afterEach(async () => {
  await low.close();
  await high.close();
});

/** Some requests fail: half of them before anything is done, half after it, as when the process is killed there. */
function faulty(store: ObjectStore, random: Random, share: number): ObjectStore {
  const maybe = async <T>(request: () => Promise<T>): Promise<T> => {
    if (random.below(1000) >= share * 1000) return request();
    if (random.below(2) === 0) await request();
    throw new Error('killed here');
  };
  return {
    address: store.address,
    get: async (key) => maybe(async () => store.get(key)),
    head: async (key) => store.head(key),
    list: (prefix) => store.list(prefix),
    create: async (key, body) => maybe(async () => store.create(key, body)),
    replace: async (key, body, tag) => maybe(async () => store.replace(key, body, tag)),
    createFromFile: async (key, file) => maybe(async () => store.createFromFile(key, file)),
    remove: async (key) => maybe(async () => store.remove(key)),
    close: () => undefined,
  };
}

/** What a job has published for certain. */
interface Writer {
  readonly lake: LakeTable;
  gen: number;
  shown: number;
  commits: number;
}

async function work(writer: Writer, random: Random, isOver: () => boolean): Promise<void> {
  const { lake } = writer;
  const whole = lake.store;
  const [offset] = [lake === low ? 0 : ROWS];
  while (!isOver()) {
    writer.gen += 1;
    const [from, to] = [offset + random.below(ROWS), offset + random.below(ROWS)];
    await lake.connection.run(
      `UPDATE deals SET v = v + CASE WHEN id = ${from} THEN -1 ELSE 0 END + CASE WHEN id = ${to} THEN 1 ELSE 0 END, gen = ${writer.gen} WHERE id IN (${from}, ${to})`,
    );
    const published = await lake
      .publish({
        part: lakePart(lake.table),
        store: faulty(whole, random, 0.04),
        keepSeconds: KEEP_SECONDS,
        now: () => new Date(),
      })
      .catch((error: Error) => {
        if (error.message !== 'killed here') throw error;
        return null;
      });
    if (published === null || published.waitsFor.length > 0) continue;
    writer.shown = writer.gen;
    writer.commits += 1;
  }
}

interface Seen {
  readonly version: number;
  readonly rows: number;
  readonly sums: readonly number[];
  readonly gens: readonly number[];
}

/** Reads a version by the log alone, knowing nothing of the writer: the newest, or an older one. */
async function read(connection: Connection, root: string, wanted?: number): Promise<Seen | null> {
  const log = join(root, '_delta_log');
  if (!existsSync(log)) return null;
  const names = readdirSync(log).filter((name) => /^\d{20}\./.test(name));
  const versions = names.filter((n) => n.endsWith('.json')).map((n) => Number(n.slice(0, 20)));
  const version = wanted ?? Math.max(...versions);
  const checkpoints = names.filter((n) => n.endsWith('.checkpoint.parquet')).map((n) => Number(n.slice(0, 20)));
  const start = Math.max(-1, ...checkpoints.filter((c) => c <= version));
  const files = new Set<string>();
  const at = (n: number, end: string) => join(log, `${String(n).padStart(20, '0')}.${end}`);
  if (start >= 0)
    for (const { path } of await connection.rows<{ path: string }>(
      `SELECT add.path AS path FROM read_parquet(${text(at(start, 'checkpoint.parquet'))}) WHERE add IS NOT NULL`,
    ))
      files.add(path);
  for (let v = start + 1; v <= version; v++)
    for (const line of readFileSync(at(v, 'json'), 'utf8').trim().split('\n')) {
      const { add, remove } = JSON.parse(line) as { add?: { path: string }; remove?: { path: string } };
      if (add !== undefined) files.add(add.path);
      if (remove !== undefined) files.delete(remove.path);
    }
  if (files.size === 0) return null;
  const from = `read_parquet([${[...files].map((path) => text(join(root, path))).join()}])`;
  const rows = await connection.rows<{ n: number; s: number; g: number }>(
    `SELECT count(*) AS n, sum(v)::INTEGER AS s, max(gen) AS g FROM ${from} GROUP BY part ORDER BY part`,
  );
  return { version, rows: rows.reduce((sum, r) => sum + r.n, 0), sums: rows.map((r) => r.s), gens: rows.map((r) => r.g) };
}

test(`a reader that polls through ${COMMITS} commits of two jobs that are cut off again and again sees whole versions only`, async () => {
  const writers: readonly Writer[] = [low, high].map((lake) => ({ lake, gen: 0, shown: 0, commits: 0 }));
  const isOver = () => writers.every((w) => w.commits >= COMMITS / 2);
  const stop = join(low.directory, 'stop');
  const python =
    PYTHON === undefined ? null : spawn(PYTHON, [join(ROOT, 'test/readers/poll.py'), low.root, stop], { stdio: 'inherit' });
  const connection = await low.secondConnection();
  // Thousands of small files are read once each.
  await connection.run('SET GLOBAL enable_external_file_cache = false');
  const jobs = Promise.all(writers.map(async (writer, i) => work(writer, new Random(SEED * 10 + i), isOver)));
  let [polls, failed] = [0, false];
  const over = jobs
    .catch(() => undefined)
    .then(() => {
      failed = true;
    });
  const recent: { version: number; at: number }[] = [];
  while (!failed && !isOver()) {
    await breathe();
    const before = writers.map((w) => w.shown);
    const seen = await read(connection, low.root);
    if (seen === null) continue;
    polls += 1;
    expect(seen).toMatchObject({ rows: 2 * ROWS, sums: [0, 0] });
    // A commit that a job was told of is there for good.
    for (const [i, gen] of seen.gens.entries()) expect(gen).toBeGreaterThanOrEqual(before[i] ?? 0);
    recent.push({ version: seen.version, at: Date.now() });
    // What was the newest version a moment ago stays readable.
    const older = recent.find(({ at }) => Date.now() - at < KEEP_SECONDS * 500);
    if (older !== undefined && polls % 5 === 0)
      expect(await read(connection, low.root, older.version)).toMatchObject({ rows: 2 * ROWS, sums: [0, 0] });
  }
  await jobs;
  await over;
  expect(polls).toBeGreaterThan(5);
  // What a cut left undone the next run completes.
  for (const { lake } of writers) await lake.publish({ part: lakePart(lake.table) });
  const last = await read(connection, low.root);
  expect(last?.gens).toEqual(writers.map((w) => w.gen));
  expect(last?.version).toBeGreaterThanOrEqual(COMMITS / 2);
  connection.close();
  if (python !== null) {
    await writeFile(stop, '');
    const [code] = python.exitCode === null ? await once(python, 'close') : [python.exitCode];
    expect(code).toBe(0);
  }
}, 3_600_000);
