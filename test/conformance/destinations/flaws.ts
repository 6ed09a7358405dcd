import type { BulkIngest, Destination, RowBatch, RowOutcome } from '../../../src/model/destination.ts';
import type { TargetSubject } from './harness.ts';

/** What a destination may do wrong: parts that take the place of the good one's. */
export interface TargetFlaw {
  readonly name: string;
  /** The clauses that must notice it. */
  readonly noticed: RegExp;
  spoil(good: Destination, subject: TargetSubject): Partial<Destination>;
}

const send = (
  change: (good: Destination, batch: RowBatch, subject: TargetSubject) => Promise<readonly RowOutcome[]>,
): TargetFlaw['spoil'] => {
  return (good, subject) => ({ send: async (batch) => change(good, batch, subject) });
};

const values = (change: (value: string | null) => string | null): TargetFlaw['spoil'] =>
  send(async (good, batch) =>
    good.send({
      ...batch,
      rows: batch.rows.map((row) => ({
        ...row,
        values: Object.fromEntries(Object.entries(row.values).map(([name, v]) => [name, change(v)])),
      })),
    }),
  );

const outcomes = (change: (outcome: RowOutcome, i: number) => RowOutcome): TargetFlaw['spoil'] =>
  send(async (good, batch) => (await good.send(batch)).map(change));

const bulk = (change: (good: BulkIngest, subject: TargetSubject) => Partial<BulkIngest>): TargetFlaw['spoil'] => {
  return (good, subject) => ({
    bulk: (options) => {
      const way = good.bulk(options);
      return way === null ? null : overlaid(way, change(way, subject));
    },
  });
};

/** The good one with some parts replaced; its private fields stay its own. */
export function overlaid<T extends object>(good: T, parts: Partial<T>): T {
  return new Proxy(good, {
    get: (target, name) => {
      const part: unknown = Reflect.get(name in parts ? parts : target, name);
      return typeof part === 'function' ? part.bind(name in parts ? parts : target) : part;
    },
  });
}

export const TARGET_FLAWS: readonly TargetFlaw[] = [
  {
    name: 'gives outcomes in another order',
    noticed: /^each row has one outcome/,
    spoil: send(async (good, batch) => [...(await good.send(batch))].reverse()),
  },
  {
    name: 'says that refused rows were accepted',
    noticed: /^each row has one outcome/,
    spoil: outcomes((o) => (o.status === 'refused' ? { status: 'accepted', id: null, created: true } : o)),
  },
  {
    name: 'writes a field that is not in the row',
    noticed: /^no field outside/,
    spoil: send(async (good, batch, { columns }) =>
      good.send({
        ...batch,
        rows: batch.rows.map((r) => ({
          ...r,
          values: { [batch.object.fields.get(columns.text)?.name ?? '']: 'more', ...r.values },
        })),
      }),
    ),
  },
  { name: 'leaves a field as it is where it should clear it', noticed: /^null clears/, spoil: values((v) => v ?? 'not cleared') },
  {
    name: 'passes numbers through JavaScript',
    noticed: /^values arrive/,
    spoil: values((v) => (v !== null && /^-?\d{9,}/.test(v) ? String(Number(v)) : v)),
  },
  { name: 'runs blanks in texts together', noticed: /^values arrive/, spoil: values((v) => v?.replace(/\s+/g, ' ') ?? null) },
  {
    name: 'drops lookups',
    noticed: /^a lookup is set/,
    spoil: send(async (good, batch, { columns }) => {
      const lookup = batch.object.fields.get(columns.parent)?.name;
      return good.send({
        ...batch,
        rows: batch.rows.map((r) => ({
          ...r,
          values: Object.fromEntries(Object.entries(r.values).filter(([n]) => n !== lookup)),
        })),
      });
    }),
  },
  {
    name: 'parks a locked row',
    noticed: /^a locked row/,
    spoil: outcomes((o) => (o.status === 'locked' ? { ...o, status: 'refused', fields: [] } : o)),
  },
  {
    name: 'takes a missing record for a refused row',
    noticed: /^update and delete/,
    spoil: outcomes((o) => (o.status === 'missing' ? { status: 'refused', code: 'GONE', message: '', fields: [] } : o)),
  },
  {
    name: 'does not count its calls',
    noticed: /^calls are counted/,
    spoil: () => ({ usage: () => ({ requests: 0, quotas: [] }) }),
  },
  {
    name: 'says that a record was updated where nobody can tell',
    noticed: /^a call that breaks off/,
    spoil: outcomes((o) => (o.status === 'accepted' ? { ...o, created: o.created ?? false } : o)),
  },
  {
    name: 'makes a second record when it sends again',
    noticed: /^a call that breaks off/,
    spoil: send(async (good, batch, subject) => {
      const before = subject.writes();
      const sent = await good.send(batch);
      if (subject.writes() - before > 1) subject.put({ [subject.key]: batch.rows[0]?.key ?? '' });
      return sent;
    }),
  },
  {
    name: 'takes a record that it has deleted for one that was never there',
    noticed: /^a delete whose answer is lost/,
    spoil: send(async (good, batch, subject) => {
      const before = subject.writes();
      const sent = await good.send(batch);
      return subject.writes() - before > 1 ? sent.map(() => ({ status: 'missing' })) : sent;
    }),
  },
  {
    name: 'ignores the abort',
    noticed: /^an abort in mid-send/,
    spoil: send(async (good, batch) => good.send(batch).catch(async () => new Promise<never>(() => undefined))),
  },
  {
    name: 'describes columns that are not there',
    noticed: /^describe says/,
    spoil: (good) => ({
      describe: async (name, columns) => {
        const object = await good.describe(name, columns);
        const [any] = object?.fields.values() ?? [];
        return object === null || any === undefined
          ? object
          : { ...object, fields: new Map(columns.map((c) => [c, object.fields.get(c) ?? any])) };
      },
    }),
  },
  {
    name: 'finds the first page only',
    noticed: /^finds records/,
    spoil: (good) => ({ find: async (request) => (await good.find(request)).slice(0, 200) }),
  },
  {
    name: 'asks for one record at a time',
    noticed: /^finds records/,
    spoil: (good) => ({
      find: async (request) => (await Promise.all(request.keys.map((key) => good.find({ ...request, keys: [key] })))).flat(),
    }),
  },
  {
    name: 'writes while it only asks',
    noticed: /^what only asks/,
    spoil: (good, { key }) => ({
      find: async (request) => {
        const field = request.object.fields.get(key) ?? null;
        await good.send({
          object: request.object,
          operation: 'upsert',
          key: field,
          rows: [{ id: null, key: 'a', values: {} }],
          options: { assignmentRules: false, duplicateRules: 'respect' },
        });
        return good.find(request);
      },
    }),
  },
  {
    name: 'never reads what was not processed',
    noticed: /^a job that fails part of the way|^a job that an administrator/,
    spoil: bulk((good) => ({
      run: async (...args) => {
        const result = await good.run(...args);
        return { ...result, files: { ...result.files, unprocessed: [] } };
      },
    })),
  },
  {
    name: 'loses the results of a job that failed',
    noticed: /^a job that fails part of the way/,
    spoil: bulk((good) => ({
      run: async (...args) => {
        const result = await good.run(...args);
        return result.end === 'failed' ? { ...result, files: { successful: [], failed: [], unprocessed: [] } } : result;
      },
    })),
  },
  {
    name: 'makes a second job for a killed run',
    noticed: /^a killed run/,
    spoil: bulk((good) => ({
      resume: async (job, watch) => {
        const object = { name: job.object } as Parameters<BulkIngest['create']>[0]['object'];
        await good.create({
          object,
          operation: job.operation,
          key: { name: job.key } as never,
          columns: [],
          options: { assignmentRules: false, duplicateRules: 'respect' },
        });
        return good.resume(job, watch);
      },
    })),
  },
  {
    name: 'does not look for jobs that nobody wrote down',
    noticed: /^jobs of a run that was killed/,
    spoil: bulk(() => ({ unknownJobs: async () => [] })),
  },
  {
    name: 'leaves a job open',
    noticed: /^a job that never got its file|^jobs of a run/,
    spoil: bulk(() => ({
      resume: async (job) => ({
        job,
        end: 'not sent',
        reason: null,
        files: { successful: [], failed: [], unprocessed: [] },
        columns: { id: '', created: '', error: '', errorCode: '', locked: [], missing: [] },
      }),
    })),
  },
  {
    name: 'names no code',
    noticed: /^a job gives each row one outcome/,
    spoil: bulk((good) => ({
      run: async (...args) => {
        const result = await good.run(...args);
        return { ...result, columns: { ...result.columns, errorCode: '^()' } };
      },
    })),
  },
  {
    name: 'keeps silent about the job that took its place',
    noticed: /^an answer lost at any request of a job/,
    spoil: bulk((good) => ({
      run: async (job, file, watch) => good.run(job, file, { ...watch, replaced: async () => undefined }),
    })),
  },
];
