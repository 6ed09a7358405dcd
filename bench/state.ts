import { randomBytes } from 'node:crypto';
import { mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { inParallel } from '../src/objects/in-parallel.ts';
import { openObjectStore } from '../src/objects/open-store.ts';
import { segmentStore } from '../src/state/segments/segment-store.ts';
import type { StateStore } from '../src/state/store.ts';
import { BUCKET } from '../test/servers/s3/names.ts';
import { type S3Server, startS3 } from '../test/servers/s3/server.ts';
import { diskUse } from '../test/support/disk-use.ts';
import { Engine } from '../test/support/engine.ts';
import { CSV } from '../test/support/memory-format.ts';
import { column } from '../test/support/memory-table.ts';
import { scripted } from '../test/support/scripted-source.ts';

const ROWS = Number(process.env.BENCH_ROWS ?? 12_000_000);
const LARGE_BYTES = Number(process.env.BENCH_STATE_BYTES ?? 50e9);
const CHANGES = 1000;
const AT_ONCE = 16;
const MIB = 1024 * 1024;

const COLUMNS = [
  column('id', 'BIGINT'),
  column('name', 'VARCHAR'),
  column('note', 'VARCHAR'),
  column('amount', 'DECIMAL(18, 2)'),
  column('modified', 'TIMESTAMPTZ'),
];

/** What leaves the machine of a state in an object store, beside a full copy; and the largest state that fits. */
export async function benchState(): Promise<void> {
  await benchChanges();
  if (LARGE_BYTES > 0) await benchLarge();
}

async function benchChanges(): Promise<void> {
  const engine = await Engine.create(2);
  const s3 = await startS3();
  try {
    const { full, fileBytes, rounds } = await measureChanges(engine, s3, { rows: ROWS });
    print(`State in an object store, ${ROWS.toLocaleString('en')} rows`, [
      `a full copy of ${ROWS.toLocaleString('en')} rows: ${megabytes(full)} uploaded, the file ${megabytes(fileBytes)}`,
      ...rounds.map(
        (r) => `${r.what}: ${megabytes(r.bytes)} = ${percent(r.bytes / full)} of a full copy, ${r.seconds.toFixed(1)} s`,
      ),
      ...(await speeds(s3, engine)),
    ]);
  } finally {
    await engine.close();
    await s3.close();
  }
}

interface Changes {
  /** Bytes uploaded for a full copy. */
  readonly full: number;
  readonly fileBytes: number;
  readonly rounds: readonly { readonly what: 'spread' | 'newest'; readonly bytes: number; readonly seconds: number }[];
}

/** Saves a table of so many rows, then after each of four rounds of 1,000 changes: spread over all rows twice, in the newest rows twice. */
export async function measureChanges(
  engine: Engine,
  s3: S3Server,
  { rows, segmentBytes }: { readonly rows: number; readonly segmentBytes?: number },
): Promise<Changes> {
  const load = await fill(engine, rows);
  const save = saver(s3, engine, segmentBytes);
  const full = (await save()).bytes;
  const { size: fileBytes } = await stat(engine.warehouse.database.file);
  const step = Math.floor(rows / CHANGES);
  const ids = { spread: (i: number, round: number) => i * step + round, newest: (i: number) => rows - 1 - i };
  const rounds: Changes['rounds'][number][] = [];
  for (const [round, what] of (['spread', 'spread', 'newest', 'newest'] as const).entries()) {
    const changed = Array.from(
      { length: CHANGES },
      (_, i) => `${ids[what](i, round)},changed ${round} ${i},note,1.00,2026-01-0${round + 2}T00:00:00Z`,
    );
    await load('incremental', changed);
    rounds.push({ what, ...(await save()) });
  }
  return { full, fileBytes, rounds };
}

type Load = (mode: 'full' | 'incremental', rows: readonly string[]) => Promise<void>;

/** One row through the engine makes the table; the others are written into it by DuckDB itself, as a load writes them. */
async function fill(engine: Engine, total: number): Promise<Load> {
  const load: Load = async (mode, rows) => {
    const data = rows.map((row) => `${row}\n`).join('');
    const record = await engine.sync(
      scripted({ columns: COLUMNS, files: [{ format: CSV, data, rows: rows.length }] }),
      'things',
      mode,
    );
    if (record.status !== 'succeeded') throw new Error(record.error?.message);
  };
  await load('full', [`${total},first,note,1.00,2026-01-01T00:00:00Z`]);
  for (let from = 0; from < total; from += 1_200_000)
    await engine.warehouse.database.use(async (c) =>
      c.run(`INSERT INTO memory.things (id, name, note, amount, modified, _synced_at)
        SELECT i, md5(i::VARCHAR), md5((-i)::VARCHAR), (hash(i) % 1000000) / 100, TIMESTAMPTZ '2025-01-01 00:00:00Z' + INTERVAL (i) SECOND, now()
        FROM range(${from}, ${Math.min(total, from + 1_200_000)}) r(i)`),
    );
  return load;
}

function saver(s3: S3Server, engine: Engine, segmentBytes?: number) {
  return async (): Promise<{ bytes: number; seconds: number }> => {
    const store = await storeAt(s3, 'default', segmentBytes);
    await engine.warehouse.compact();
    await engine.reopen();
    await engine.warehouse.checkpoint();
    const from = s3.requests.length;
    const started = performance.now();
    const newest = await store.newest();
    await store.save(engine.warehouse.database.file, (newest?.generation ?? 0) + 1, { newest, restored: newest !== null });
    const seconds = (performance.now() - started) / 1000;
    const sent = s3.requests.slice(from).filter(({ method, key }) => method === 'PUT' && !key.includes('highwater-try'));
    return { bytes: sent.reduce((sum, { bytes }) => sum + bytes, 0), seconds };
  };
}

async function storeAt(s3: S3Server, name = 'default', segmentBytes?: number): Promise<StateStore> {
  const objects = await openObjectStore(`s3://${BUCKET}/states/${name}`, { setting: 'state', env: s3.env });
  return segmentStore({
    objects,
    encryption: null,
    clock: () => new Date(),
    ...(segmentBytes === undefined ? {} : { segmentBytes }),
  });
}

const ROUNDS = 3;

/**
 * Both ways beside a program that copies the same objects 16 at once and does nothing else, by turns; of each the fastest turn counts, since
 * what else the machine does only slows them down. Client and server share one thread, and its CPU time counts for both.
 */
async function speeds(s3: S3Server, engine: Engine): Promise<string[]> {
  const directory = await mkdtemp(join(tmpdir(), 'highwater-bench-state-'));
  const source = engine.warehouse.database.file;
  const bare = await bareCopier(s3, source);
  const best = new Map<string, Turn>();
  const turn = async (what: string, work: () => Promise<unknown>): Promise<void> => {
    const took = await measuredTurn(work);
    const { seconds, cpu } = best.get(what) ?? took;
    best.set(what, { seconds: Math.min(seconds, took.seconds), cpu: Math.min(cpu, took.cpu) });
  };
  try {
    for (let round = 0; round < ROUNDS; round++) {
      const [store, restored] = [await storeAt(s3, `speed-${round}`), join(directory, 'restored')];
      await turn('bare save', async () => bare.save());
      await turn('save', async () => store.save(source, 1, { newest: null, restored: false }));
      await turn('bare restore', async () => bare.restore(join(directory, 'bare')));
      await turn('restore', async () => store.restore(restored));
      for (const file of [restored, join(directory, 'bare')]) await rm(file);
      for (const key of s3.bucket.objects.keys()) if (/^(bare|states\/speed)/.test(key)) s3.bucket.objects.delete(key);
    }
    return ['save', 'restore'].map((what) => {
      const [own, plain] = [best.get(what), best.get(`bare ${what}`)];
      if (own === undefined || plain === undefined) throw new Error(`${what} was not measured`);
      return `${what}: ${own.seconds.toFixed(1)} s, a bare parallel copy ${plain.seconds.toFixed(1)} s: ${percent(plain.seconds / own.seconds)} of its speed; CPU ${own.cpu.toFixed(1)} s and ${plain.cpu.toFixed(1)} s: ${percent(plain.cpu / own.cpu)}`;
    });
  } finally {
    bare.close();
    await rm(directory, { recursive: true, force: true });
  }
}

/** The same bytes by the client that everybody uses. */
async function bareCopier({ url, env }: S3Server, source: string) {
  const client = new S3Client({
    endpoint: url,
    region: env.AWS_REGION ?? '',
    forcePathStyle: true,
    credentials: { accessKeyId: env.AWS_ACCESS_KEY_ID ?? '', secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? '' },
  });
  const { size } = await stat(source);
  const parts = Array.from({ length: Math.ceil(size / MIB) }, (_, i) => i);
  return {
    close: () => client.destroy(),
    async save() {
      const file = await open(source, 'r');
      await inParallel(parts, AT_ONCE, async (i) => {
        const Body = Buffer.allocUnsafe(Math.min(MIB, size - i * MIB));
        await file.read(Body, 0, Body.length, i * MIB);
        await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: `bare/${i}`, Body }));
      }).finally(async () => file.close());
    },
    async restore(target: string) {
      const into = await open(target, 'w');
      await inParallel(parts, AT_ONCE, async (i) => {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key: `bare/${i}` }));
        await into.write(Buffer.from((await Body?.transformToByteArray()) ?? []), 0, undefined, i * MIB);
      }).finally(async () => into.close());
    },
  };
}

interface Turn {
  readonly seconds: number;
  readonly cpu: number;
}

async function measuredTurn(work: () => Promise<unknown>): Promise<Turn> {
  const cpu = process.cpuUsage();
  const seconds = await timed(work);
  const { user, system } = process.cpuUsage(cpu);
  return { seconds, cpu: (user + system) / 1e6 };
}

/** A file of 50 GB in which every hundredth segment holds something: saved, changed in one place, saved, restored. */
async function benchLarge(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'highwater-bench-state-'));
  const s3 = await startS3();
  try {
    const file = join(directory, 'large');
    const handle = await open(file, 'w');
    await handle.truncate(LARGE_BYTES);
    for (let at = 0; at < LARGE_BYTES - MIB; at += 100 * MIB) await handle.write(randomBytes(MIB), 0, MIB, at);
    const store = await storeAt(s3);
    const first = await timed(async () => store.save(file, 1, { newest: null, restored: false }));
    await handle.write(randomBytes(MIB), 0, MIB, 1000 * MIB);
    await handle.close();
    const newest = await store.newest();
    const from = s3.requests.length;
    const second = await timed(async () => store.save(file, 2, { newest, restored: true }));
    const sent = s3.requests
      .slice(from)
      .filter(({ method }) => method === 'PUT')
      .reduce((sum, { bytes }) => sum + bytes, 0);
    await rm(file);
    const restore = await timed(async () => store.restore(file));
    print(`A sparse state of ${(LARGE_BYTES / 1e9).toFixed(0)} GB, 1% of it rows`, [
      `first save ${first.toFixed(0)} s; after 1 MiB changed ${second.toFixed(0)} s and ${megabytes(sent)}; restore ${restore.toFixed(0)} s`,
      `restored: ${megabytes(diskUse([directory]))} on disk; peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB, the server's objects included`,
    ]);
  } finally {
    await rm(directory, { recursive: true, force: true });
    await s3.close();
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

function print(title: string, lines: readonly string[]): void {
  console.log(`\n## ${title}\n\n${lines.map((line) => `- ${line}`).join('\n')}`);
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(bytes < 1e7 ? 2 : 0)} MB`;
const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;
