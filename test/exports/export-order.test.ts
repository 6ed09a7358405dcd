import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { renderManifest } from '../../src/publish/manifest.ts';
import { renderSummary } from '../../src/views/summary/summary.ts';
import { storeChecks } from '../../src/warehouse/check/check-catalog.ts';
import { field, MemoryService, memoryDefinition } from './memory-destination.ts';
import { World } from './world.ts';

// Exports that wait for others, inputs that are refused, and what an export leaves in the output directory of a sync.

let service: MemoryService;
let world: World;
beforeEach(async () => {
  service = new MemoryService([
    field('Key__c', { externalId: true, unique: true }),
    field('Score__c', { kind: 'decimal', nativeType: 'currency', precision: 10, scale: 2, length: null }),
    field('Segment__c'),
  ]);
  world = await World.make([memoryDefinition(service, { bulk: true, sendLimit: 3 })]);
  service.now = () => world.now();
});
afterEach(() => world.remove());

const entry = (name: string, query: string, options = ''): string => `${name}:
  to: crm_write
  object: Account
  key: Key__c
  max_fraction: 1
  query: ${query}
${options
  .split('\n')
  .map((l) => `  ${l}`)
  .join('\n')}`;
const SCORES = 'SELECT id AS Key__c, score AS Score__c FROM db.scores';
const SEGMENTS = `SELECT id AS Key__c, 's' || score AS Segment__c FROM db.scores`;
const rows = (n: number): string => `SELECT 'k' || i AS id, i AS score FROM range(1, ${n + 1}) t(i)`;

test('an update after an upsert finds the records that this one has just created', async () => {
  await world.sync({ 'db.scores': rows(5) });
  const exports = [
    entry('last', SEGMENTS.replace('Segment__c', 'Score__c').replace("'s' || ", '10 * '), 'operation: update\nafter: [segments]'),
    entry('segments', SEGMENTS, 'operation: update\nafter: [scores]'),
    entry('scores', SCORES),
  ].join('\n');
  const planned = (await world.run(exports, { dryRun: true })).exports;
  expect(planned).toMatchObject([
    { name: 'scores', new: 5, notes: [] },
    {
      name: 'segments',
      missing: 5,
      notes: ['Planned as if scores (after) had not been sent. Records that would be created first count as missing here.'],
    },
    { name: 'last', missing: 5, notes: [] },
  ]);
  expect(service.writes).toBe(0);
  const record = await world.run(exports);
  expect(record.exports).toMatchObject([
    { name: 'scores', created: 5, error: null },
    { name: 'segments', sent: 5, updated: 5, missing: 0, error: null },
    { name: 'last', sent: 5, updated: 5, missing: 0, error: null },
  ]);
  expect([...service.records.values()].map((r) => [r.Key__c, r.Score__c, r.Segment__c])[2]).toEqual(['k3', '30', 's3']);
  // One save for each wave before it sends, and one at the end.
  expect(record.stages.map(({ name }) => name).filter((name) => ['plan', 'save', 'send'].includes(name))).toEqual([
    ...['plan', 'save', 'send'],
    ...['plan', 'save', 'send'],
    ...['plan', 'save', 'send'],
    'save',
  ]);
  const { writes } = service;
  expect((await world.run(exports)).exports?.slice(0, 2)).toMatchObject([{ unchanged: 5 }, { unchanged: 5 }]);
  expect(service.writes - writes).toBe(0);
});

test('exports of one object do not take the jobs of each other for their own', async () => {
  await world.sync({ 'db.scores': rows(4) });
  const options = 'bulk_above: 1';
  const exports = [entry('one', SCORES, options), entry('two', SCORES.replace('score AS', '100 * score AS'), options)].join('\n');
  service.mishaps.loseJob = true;
  service.mishaps.failJobAfter = 0;
  // The first job carries nothing out and its answer is lost; the second one works.
  expect((await world.run(exports)).exports).toMatchObject([
    { sent: 0, pending: 4 },
    { sent: 4, error: null },
  ]);
  expect((await world.run(exports)).exports).toMatchObject([
    { name: 'one', sent: 4, unchanged: 0, error: null },
    { name: 'two', sent: 0, unchanged: 4 },
  ]);
  expect([...service.records.values()].map((r) => r.Score__c)).toEqual(['1', '2', '3', '4']);
});

test('a job of the same user that gave the same keys other values is none of ours', async () => {
  await world.sync({ 'db.scores': rows(4) });
  const exports = entry('one', SCORES, 'bulk_above: 1');
  service.mishaps.loseJob = true;
  service.mishaps.failJobAfter = 0;
  expect((await world.run(exports)).exports).toMatchObject([{ sent: 0, pending: 4 }]);
  const accepted = [1, 2].map((i) => ({ sf__Id: '001000000000000999', sf__Created: 'true', Key__c: `k${i}`, Score__c: '77' }));
  const job = {
    id: 'of another repository',
    object: 'Account',
    operation: 'upsert',
    key: 'Key__c',
    createdAt: '2999-01-01T00:00:00Z',
  } as const;
  service.jobs.set(job.id, { job, columns: [], rows: [], end: 'completed', results: { accepted, failed: [], unprocessed: [] } });
  expect((await world.run(exports)).exports).toMatchObject([{ sent: 4, created: 4, error: null }]);
});

test('rows that fail a check of severity `fail` are not exported; a warning lets them pass', async () => {
  const check = { check: 'not_null', column: 'score', detail: '', failures: 3, since: null } as const;
  const outcomes = (severity: 'fail' | 'warn') => [
    { ...check, severity, status: severity },
    { ...check, column: 'id', severity: 'fail', status: 'pass' } as const,
  ];
  await world.sync({ 'db.scores': rows(2) });
  await world.state((c) => storeChecks(c, [{ source: 'db', table: 'scores', outcomes: outcomes('fail') }]));
  const record = await world.run(entry('scores', SCORES));
  expect(record.exports).toMatchObject([
    {
      status: 'failed',
      sent: 0,
      error: {
        code: 'EXPORT_INPUT_STALE',
        message: 'scores: rows of db.scores fail the check not_null(score). Nothing was sent.',
      },
    },
  ]);
  expect(service.writes).toBe(0);
  await world.state((c) => storeChecks(c, [{ source: 'db', table: 'scores', outcomes: outcomes('warn') }]));
  expect((await world.run(entry('scores', SCORES))).exports).toMatchObject([{ status: 'succeeded', sent: 2 }]);
});

test('what a sync left in the output directory stays: its report, and its entries in the manifest', async () => {
  const manifest = async () => JSON.parse(await readFile(join(world.output, 'manifest.json'), 'utf8'));
  await world.sync({ 'db.scores': rows(2) });
  const alone = await world.run(entry('scores', SCORES), { dryRun: true });
  expect(await manifest()).toMatchObject({ run: { id: alone.id, mode: 'export-plan' }, exportRun: { id: alone.id }, tables: [] });
  await mkdir(world.output, { recursive: true });
  await writeFile(join(world.output, 'report.html'), 'of the sync');
  const synced = { ...alone, id: 'the-sync', mode: 'incremental', exports: [] } as const;
  const tables = [{ source: 'db', table: 'scores' }];
  await writeFile(join(world.output, 'manifest.json'), JSON.stringify({ ...JSON.parse(renderManifest(synced)), tables }));
  const record = await world.run(entry('scores', SCORES));
  expect(await manifest()).toMatchObject({
    run: { id: 'the-sync', mode: 'incremental' },
    exportRun: { id: record.id, mode: 'export', status: 'succeeded' },
    tables,
    exports: [{ name: 'scores', sent: 2 }],
  });
  expect(await readFile(join(world.output, 'report.html'), 'utf8')).toBe('of the sync');
  const report = await readFile(join(world.output, 'exports', 'report.html'), 'utf8');
  for (const words of ['Destinations', 'Written as', '2 rows sent (2 created).']) expect(report).toContain(words);
  const summary = renderSummary(record, [], { troubleshootingUrl: 'https://example.com', outputDirectory: 'output' });
  for (const words of ['### Destinations', 'Written as', 'exports/report.html in']) expect(summary).toContain(words);
});
