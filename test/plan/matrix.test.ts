import { describe, expect, test } from 'vitest';
import { divideJobs, type JobLimits, type WorkUnit } from '../../src/engine/plan/job-matrix.ts';
import { random } from '../support/random.ts';

const unit = (source: string, table: string, work: number, more: Partial<WorkUnit> = {}): WorkUnit => ({
  system: source,
  source,
  tables: [`${source}.${table}`],
  work,
  state: null,
  ...more,
});

const limits = (jobs: number, ofSystem: Record<string, number> = {}): JobLimits => ({
  jobs,
  ofSystem: new Map(Object.entries(ofSystem)),
  prefix: '',
});

const tablesOf = (units: readonly WorkUnit[], given: JobLimits) => divideJobs(units, given).matrix.map((job) => job.tables);

test('four sources of the same work get a job each', () => {
  const units = ['a', 'b', 'c', 'd'].map((source) => unit(source, 't', 100));
  expect(divideJobs(units, limits(4)).matrix).toEqual(
    ['a', 'b', 'c', 'd'].map((source, i) => ({
      name: `job-${i + 1} (${source})`,
      tables: `${source}.t`,
      'state-name': `job-${i + 1}`,
    })),
  );
});

test('an organisation is read by no more jobs than its limits feed', () => {
  const units = Array.from({ length: 12 }, (_, i) => unit('crm', `t${i}`, 100 + i));
  expect(tablesOf([...units, unit('db', 'x', 1)], limits(6, { crm: 2 })).filter((t) => t.includes('crm.'))).toHaveLength(2);
});

test('parts of a table are in different jobs, and a large table does not hold up the others', () => {
  const parts = [1, 2, 3].map((i) => unit('db', `big@${i}/3`, 100, { dividedTable: 'db.big' }));
  const jobs = tablesOf([...parts, unit('db', 'small', 5), unit('db', 'tiny', 4)], limits(3));
  expect(jobs.map((job) => job.split(',').filter((t) => t.includes('big')).length)).toEqual([1, 1, 1]);
});

describe('tables stay with the job that has their rows', () => {
  const known = [unit('db', 'a', 60, { state: 'job-2' }), unit('db', 'b', 50, { state: 'job-1' }), unit('db', 'new', 30)];

  test('a new table goes to the job with the least to do', () => {
    expect(tablesOf(known, limits(2))).toEqual(['db.b,db.new', 'db.a']);
    expect(divideJobs(known, limits(2)).moved).toEqual([]);
  });

  test('unless one job has twice the work that it could have: then the tables that move are named', () => {
    const all = Array.from({ length: 6 }, (_, i) => unit('db', `t${i}`, 100, { state: 'job-1' }));
    const { matrix, moved } = divideJobs(all, limits(3));
    expect(matrix.map((job) => job.tables.split(',').length)).toEqual([2, 2, 2]);
    expect(moved).toHaveLength(4);
  });
});

test('random work: every table in one job, the same for the same work, and no job much above its share', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const next = random(seed);
    const pick = (n: number) => Math.floor(next() * n);
    const units = Array.from({ length: 1 + pick(30) }, (_, i) =>
      unit(`s${pick(4)}`, `t${i}`, 1 + pick(1000), pick(3) === 0 ? { state: `job-${1 + pick(6)}` } : {}),
    );
    const given = limits(1 + pick(6), pick(2) === 0 ? { s1: 1 } : {});
    const { matrix } = divideJobs(units, given);
    const names = matrix.flatMap((job) => job.tables.split(','));
    expect([...names].sort()).toEqual(units.flatMap((u) => u.tables).sort());
    expect(divideJobs(units, given).matrix).toEqual(matrix);
    expect(new Set(matrix.map((job) => job['state-name'])).size).toBe(matrix.length);
    if (given.ofSystem.has('s1')) expect(matrix.filter((job) => job.tables.includes('s1.')).length).toBeLessThan(2);
  }
});
