import { describe, expect, it } from 'vitest';
import { renderManifest } from '../../src/publish/manifest.ts';
import { fullSyncWords } from '../../src/views/facts/facts.ts';
import { freshnessAnswers, freshnessWords } from '../../src/views/facts/table-freshness.ts';
import { renderReport } from '../../src/views/pages/report/report.ts';
import { renderSummary } from '../../src/views/summary/summary.ts';
import { at } from './fixture-parts.ts';
import { failureMix, incrementalRun, interruptedRun, START } from './fixtures.ts';
import { watchedRun } from './watched-fixture.ts';

const table = (name: string, more: object = {}) => ({
  source: 'crm',
  table: name,
  syncedAt: at(START, -60),
  lastFullSyncAt: at(START, -86_400),
  fullSyncEverySeconds: 604_800,
  provenAt: null,
  freshness: null,
  ...more,
});
const LIMITS = { warnAfterSeconds: 3600, errorAfterSeconds: 7200 };
const figures = (...tables: ReturnType<typeof table>[]) =>
  freshnessAnswers(tables, START).map(({ figure, more, status }) => `${figure} | ${more} | ${status ?? ''}`);

describe('what is answered on freshness', () => {
  it.each([
    [
      'a table without limits',
      [table('A')],
      ['– | no limits are set: freshness | ', '1 min | crm.A | ', '1 d | crm.A | ', 'no table | highwater verify | '],
    ],
    ['a table within its limits', [table('A', { freshness: LIMITS })], ['none | 1 of 1 table with limits | succeeded']],
    ['a late one', [table('A', { freshness: LIMITS, syncedAt: at(START, -3601) })], ['1 | crm.A | skipped']],
    [
      'one that is late, one that is too old',
      [
        table('A', { freshness: LIMITS, syncedAt: at(START, -3601) }),
        table('B', { freshness: LIMITS, syncedAt: at(START, -7201) }),
      ],
      ['2 | too old: crm.B | failed', '2 h | crm.B | '],
    ],
    [
      'one that was never synced',
      [table('A', { freshness: LIMITS, syncedAt: null })],
      ['1 | too old: crm.A | failed', 'never | not synced so far: crm.A | failed'],
    ],
    [
      'a full sync that is due',
      [table('A', { lastFullSyncAt: at(START, -700_000) })],
      ['– | no limits are set: freshness | ', '1 min | crm.A | ', '8 d 2 h | due: crm.A | skipped'],
    ],
    [
      'some that are proven',
      [table('A', { provenAt: at(START, -86_400) }), table('B')],
      ['– | no limits are set: freshness | ', '1 min | crm.A | ', '1 d | crm.A | ', '1 of 2 | oldest 1 d ago: crm.A | '],
    ],
  ])('%s', (_name, tables, expected) => expect(figures(...tables).slice(0, expected.length)).toEqual(expected));

  it('is in the summary, with what the checks found', () => {
    const { record, history } = watchedRun();
    const summary = renderSummary(record, history, { troubleshootingUrl: 'https://x.example/t.md', outputDirectory: 'out' });
    expect(freshnessWords(record)).toContain('Late tables: 2 (too old: crm.Case).');
    expect(summary).toContain('Late tables: 2 (too old: crm.Case).');
    expect(summary).toContain('1 check failed, 1 check gave a warning, 3 checks passed.');
  });

  it('speaks of tables that are read from a source, not of their histories', () => {
    expect(fullSyncWords(watchedRun().record)).not.toContain('__history');
    expect(freshnessWords(watchedRun().record)).not.toContain('__history');
  });
});

describe('the manifest', () => {
  it.each([incrementalRun, failureMix, interruptedRun, watchedRun])('has every note that the report has: %o', (fixture) => {
    const { record, history } = fixture();
    const report = renderReport(record, history);
    const manifest = renderManifest(record);
    const texts = [
      ...record.notices,
      ...record.sources.flatMap((s) => s.notices),
      ...record.tables.flatMap((t) => [
        ...t.notes.map((n) => n.message),
        t.error?.message ?? '',
        t.checkError?.message ?? '',
        t.failingKeys ?? '',
      ]),
      record.error?.message ?? '',
    ].filter((text) => text !== '');
    for (const text of texts) {
      const words = text.slice(0, 40).replaceAll(/["'&<>].*/g, '');
      expect(report).toContain(words);
      expect(manifest).toContain(words);
    }
  });
});
