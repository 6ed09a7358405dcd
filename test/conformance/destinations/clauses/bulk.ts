import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { BulkIngest, IngestJob, IngestRequest, IngestResult, IngestWatch } from '../../../../src/model/destination.ts';
import { parseCsv } from '../../../servers/salesforce/write/csv.ts';
import { type BulkSubject, having, type TargetSubject } from '../harness.ts';
import type { TargetClause } from '../suite.ts';
import { type AtWork, atWork, DEFAULT_RULES, refuseDoubles, withKey } from '../target-world.ts';

interface Work {
  readonly at: AtWork;
  readonly bulk: BulkIngest;
  readonly jobs: BulkSubject;
  readonly request: IngestRequest;
  readonly watch: IngestWatch;
  readonly replaced: IngestJob[];
  /** Writes the file as the engine does. */
  file(rows: readonly (readonly [key: string, text: string | null])[]): Promise<string>;
  /** Keys of each of the three results. */
  keys(result: IngestResult): Promise<{ successful: string[]; failed: string[]; unprocessed: string[] }>;
}

function clause(name: string, run: (work: Work, subject: TargetSubject) => Promise<void>): TargetClause {
  return {
    name,
    needsBulk: true,
    async run(subject) {
      const directory = await mkdtemp(join(tmpdir(), 'ingest-'));
      try {
        await run(await workOf(subject, directory), subject);
        refuseDoubles(subject);
        expect(having(subject.bulk).overlaps()).toBe(0);
      } finally {
        await rm(directory, { recursive: true });
      }
    },
  };
}

async function workOf(subject: TargetSubject, directory: string): Promise<Work> {
  const at = await atWork(subject);
  const bulk = having(at.destination.bulk(DEFAULT_RULES) ?? undefined);
  const columns = [at.key.name, at.field(subject.columns.text).name];
  const replaced: IngestJob[] = [];
  const cell = (value: string | null): string => (value === null ? bulk.nullText : `"${value.replaceAll('"', '""')}"`);
  return {
    at,
    bulk,
    jobs: having(subject.bulk),
    request: { object: at.object, operation: 'upsert', key: at.key, options: DEFAULT_RULES, columns },
    watch: { directory, replaced: async (job) => void replaced.push(job), progress: () => undefined, signal: at.stop.signal },
    replaced,
    file: async (rows) => {
      const path = join(directory, `rows${Math.random()}.csv`);
      await writeFile(path, `${[columns, ...rows].map((r) => r.map(cell).join(',')).join('\n')}\n`);
      return path;
    },
    keys: async ({ files }) => ({
      successful: await keysOf(files.successful, at.key.name),
      failed: await keysOf(files.failed, at.key.name),
      unprocessed: await keysOf(files.unprocessed, at.key.name),
    }),
  };
}

async function keysOf(files: readonly string[], key: string): Promise<string[]> {
  const keys: string[] = [];
  for (const file of files) {
    const [header = [], ...rows] = parseCsv((await readFile(file)).toString(), ',', 'LF');
    keys.push(...rows.map((r) => r[header.indexOf(key)] ?? ''));
  }
  return keys.sort();
}

const rowsOf = (keys: string): [string, string][] => [...keys].map((k) => [k, `text ${k}`]);

export const BULK: readonly TargetClause[] = [
  clause('a job gives each row one outcome, and the rows are there', async ({ bulk, request, watch, file, keys }, subject) => {
    const { code } = subject.refuse('bad');
    subject.put({ [subject.key]: 'b', [subject.columns.text]: 'old' });
    const result = await bulk.run(await bulk.create(request), await file([...rowsOf('abcd'), ['e', 'bad'], ['f', null]]), watch);
    expect(result).toMatchObject({ end: 'completed', reason: null });
    expect(await keys(result)).toEqual({ successful: [...'abcdf'], failed: ['e'], unprocessed: [] });
    const [failed = ''] = result.files.failed;
    const text = (await readFile(failed)).toString();
    const [header = [], row = []] = parseCsv(text, ',', 'LF');
    const pattern = new RegExp(result.columns.errorCode.replace('(?s)', ''), 's');
    expect(pattern.exec(row[header.indexOf(result.columns.error)] ?? '')?.[1]).toBe(code);
    for (const key of 'abcd') expect(withKey(subject, key)[0]?.values[subject.columns.text]).toBe(`text ${key}`);
    expect(withKey(subject, 'f')[0]?.values[subject.columns.text]).toBeNull();
  }),
  clause(
    'an answer lost at any request of a job leaves one job that did the work',
    async ({ bulk, jobs, request, watch, replaced, file, keys }, subject) => {
      for (const [n, fault] of jobs.faults.entries()) {
        fault.arm();
        const job = await bulk.create(request);
        const result = await bulk.run(job, await file([[`k${n}`, 'new']]), watch);
        expect(result.end, fault.name).toBe('completed');
        expect(await keys(result), fault.name).toEqual({ successful: [`k${n}`], failed: [], unprocessed: [] });
        expect(
          [job, ...replaced].map((j) => j.id),
          fault.name,
        ).toContain(result.job.id);
        expect(jobs.openJobs(), fault.name).toBe(0);
      }
      expect(subject.stored()).toHaveLength(jobs.faults.length);
    },
  ),
  clause(
    'a job that fails part of the way, or leaves rows, says what became of each',
    async ({ bulk, jobs, request, watch, file, keys }) => {
      const rows = rowsOf('abcdefghij');
      jobs.endNextJob({ failsAfter: 1 });
      const failed = await bulk.run(await bulk.create(request), await file(rows), watch);
      expect(failed).toMatchObject({ end: 'failed', reason: expect.stringMatching(/^\w+$/) });
      expect(await keys(failed)).toMatchObject({ successful: { length: jobs.batch }, unprocessed: { length: 10 - jobs.batch } });
      jobs.endNextJob({ leaves: 1 });
      const left = await bulk.run(await bulk.create(request), await file(rows), watch);
      expect(left.end).toBe('completed');
      const { successful, unprocessed } = await keys(left);
      expect([...successful, ...unprocessed].sort()).toEqual([...'abcdefghij']);
      expect(unprocessed.length).toBeGreaterThan(0);
    },
  ),
  clause('a job that an administrator aborts says what it did before', async ({ bulk, jobs, request, watch, file, keys }) => {
    jobs.abortNextJob();
    const result = await bulk.run(await bulk.create(request), await file(rowsOf('abcdefghij')), watch);
    expect(result.end).toBe('aborted');
    expect(await keys(result)).toMatchObject({ successful: { length: jobs.batch }, unprocessed: { length: 10 - jobs.batch } });
  }),
  clause(
    "a killed run's job is waited for, and no second one is made",
    async ({ bulk, jobs, request, watch, file, at }, subject) => {
      const job = await bulk.create(request);
      const stop = new AbortController();
      const polls = { count: 0 };
      const killed = bulk.run(job, await file(rowsOf('abcdefghij')), {
        ...watch,
        signal: stop.signal,
        progress: () => {
          if (++polls.count === 2) stop.abort(new Error('killed'));
        },
      });
      await expect(killed).rejects.toThrow('killed');
      await at.destination.close();
      const next = await workOf(subject, watch.directory);
      const result = await next.bulk.resume(job, next.watch);
      expect(result).toMatchObject({ end: 'completed', job: { id: job.id } });
      expect((await next.keys(result)).successful).toEqual([...'abcdefghij']);
      expect(jobs.jobs()).toBe(1);
    },
  ),
  clause(
    'a job that never got its file was not sent, and is not left open; one that the service no longer has is unknown',
    async ({ bulk, jobs, request, watch }) => {
      const job = await bulk.create(request);
      expect(await bulk.resume(job, watch)).toMatchObject({
        end: 'not sent',
        files: { successful: [], failed: [], unprocessed: [] },
      });
      expect(jobs.openJobs()).toBe(0);
      expect(await bulk.resume({ ...job, id: `${job.id.slice(0, -4)}zzzz` }, watch)).toMatchObject({ end: 'unknown' });
    },
  ),
  clause(
    'jobs of a run that was killed before it wrote them down are found; those without a file are aborted',
    async ({ bulk, jobs, request, watch, file, at }) => {
      const since = new Date(Date.now() - 60_000).toISOString();
      const noted = await bulk.create(request);
      await bulk.run(noted, await file(rowsOf('a')), watch);
      const lost = await bulk.create(request);
      await bulk.run(lost, await file(rowsOf('b')), watch);
      await bulk.create(request);
      expect((await bulk.unknownJobs(at.object, since, [noted.id])).map((j) => j.id)).toEqual([lost.id]);
      expect(jobs.openJobs()).toBe(0);
    },
  ),
];
