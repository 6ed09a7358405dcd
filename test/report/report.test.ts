import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { moduleFile, PAGES, pageModule } from '../../scripts/pages.ts';
import type { TableRecord } from '../../src/model/record.ts';
import { script, styles } from '../../src/views/pages/report/assets.generated.ts';
import { scaleOf } from '../../src/views/pages/report/charts.ts';
import { runsByTable, wholeRuns } from '../../src/views/pages/report/earlier-runs.ts';
import { html, json, type MarkupValue } from '../../src/views/pages/report/markup.ts';
import { renderReport } from '../../src/views/pages/report/report.ts';
import { GRADES, Packer, unpackColumns, unpackRuns } from '../../src/views/pages/report/table-data.ts';
import { matches, words } from '../../src/views/pages/report/table-details.ts';
import { hostileRun, hugeRun } from './extreme-fixtures.ts';
import { ACCOUNT_COLUMNS } from './fixture-parts.ts';
import { failureMix, incrementalRun, quietRun } from './fixtures.ts';

describe('markup', () => {
  it.each([
    ['<b>&"\'</b>', '&lt;b&gt;&amp;&quot;&#39;&lt;/b&gt;'],
    ['a\u0000b\u202Ec', 'a\uFFFDb\uFFFDc'],
    [0, '0'],
    [null, ''],
    [false, ''],
    [['a', html`<i>${'<'}</i>`], 'a<i>&lt;</i>'],
  ])('shows %j as %s', (value, expected) => expect(html`${value as MarkupValue}`.text).toBe(expected));

  it('keeps JSON within its element', () => {
    const value = { a: '</script><!-- <script>' };
    expect(json(value).text).not.toContain('<');
    expect(JSON.parse(json(value).text)).toEqual(value);
  });
});

describe('the page', () => {
  it.each(PAGES)('%s carries the script and styles that its sources make', async (page) => {
    expect(await readFile(moduleFile(page), 'utf8'), 'run `npm run pages` and commit what it writes').toBe(
      await pageModule(page),
    );
  });

  it('has a script and styles that cannot end their own elements', () => {
    expect(script).not.toMatch(/<\/script|<!--/i);
    expect(styles).not.toMatch(/<\/style|<!--|url\(|@import/i);
  });

  it('forbids every request, and every script and style but its own', () => {
    const { record, history } = quietRun();
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(renderReport(record, history))?.[1];
    expect(policy).toMatch(/^default-src &#39;none&#39;; script-src|^default-src 'none'; script-src/);
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
  });

  it('gives each stage of a sync a colour of its own, in light and dark', () => {
    const stages = ['restore', 'connect', 'describe', 'plan', 'read', 'save', 'publish'];
    const rules = [...styles.matchAll(/([^{}]*)\{fill:var\(--([\w-]+)\)[^}]*\}/g)];
    const names = stages.map(
      (stage) =>
        rules.find(([, selector = '']) => selector.split(',').some((s) => s.trim() === `.span.${stage}`))?.[2] ?? 'course',
    );
    const values = names.map((name) => [...styles.matchAll(new RegExp(`--${name}:\\s*([^;}]+)`, 'g'))].map((m) => m[1]));
    for (const theme of [0, 1]) expect(new Set(values.map((v) => v[theme])).size).toBe(stages.length);
  });

  it('takes tables that --tables left out for no trouble, but for those that are late', () => {
    const { record, history } = incrementalRun();
    const skipped = record.tables.map(({ checkError: _, ...t }): TableRecord => ({ ...t, status: 'skipped', freshness: null }));
    const leftOut = skipped.map((t): TableRecord => ({ ...t, leftOut: true }));
    const page = (tables: readonly TableRecord[]) => renderReport({ ...record, tables }, history, {});
    const trouble = (text: string) => Number(/Failed or late <span class="n">(\d+)/.exec(text)?.[1]);
    expect(trouble(page(leftOut))).toBe(0);
    expect(page(leftOut)).toContain(`${leftOut.length} left out`);
    expect(trouble(page(skipped))).toBe(skipped.length);
    const freshness = { warnAfterSeconds: 1, errorAfterSeconds: null };
    const old = leftOut.map((t) => ({ ...t, freshness, syncedAt: '2020-01-01T00:00:00Z' }));
    expect(trouble(page(old))).toBe(old.length);
  });

  it('links error codes to the troubleshooting page, and only where that is known', () => {
    const { record, history } = failureMix();
    const url = 'https://github.com/acme/highwater/blob/v1/docs/troubleshooting.md';
    expect(renderReport(record, history, { troubleshootingUrl: url })).toContain(`href="${url}#count_mismatch"`);
    expect(renderReport(record, history)).not.toContain('href="https');
  });

  it('is the same for the same record', () => {
    const { record, history } = incrementalRun();
    expect(renderReport(record, history)).toBe(renderReport(record, history));
  });

  it('has no tag and no attribute that a source wrote', () => {
    const { record, history } = hostileRun();
    const page = renderReport(record, history).replaceAll(script, '').replaceAll(styles, '');
    expect(page).not.toMatch(/<img|onerror="|onload=(?!window)|<svg onload|<b>i/);
    expect(page.match(/<script/g)).toHaveLength(record.tables.length + 2);
  });

  it('stays below 10 MB with 300 tables of 300 columns, and says what it leaves out of larger ones', () => {
    const large = hugeRun({ tables: 300, columns: 300 });
    const page = renderReport(large.record, large.history);
    expect(Buffer.byteLength(page)).toBeLessThan(10e6);
    expect(page).not.toContain('"columns":1'); // nothing left out
    const larger = hugeRun({ tables: 300, columns: 800, runs: 2 });
    expect(Buffer.byteLength(renderReport(larger.record, larger.history))).toBeLessThan(10e6);
  });
});

describe('packed tables', () => {
  const table = {
    ...(incrementalRun().record.tables[0] as ReturnType<typeof incrementalRun>['record']['tables'][number]),
    columns: ACCOUNT_COLUMNS,
  };
  const [grade] = GRADES;

  it('come back as they were', () => {
    const packer = new Packer(grade as (typeof GRADES)[number]);
    const runs = [...runsByTable(incrementalRun().record, incrementalRun().history).values()][0] ?? [];
    const packed = JSON.parse(JSON.stringify(packer.pack(table, runs)));
    const back = unpackColumns(packed, packer.words());
    expect(back).toEqual(
      ACCOUNT_COLUMNS.map((c) => ({ removed: false, calculated: false, masked: null, references: [], picklist: [], ...c })),
    );
    expect(unpackRuns(packed)).toEqual(
      runs.map((run) => ({ ...run, startedAt: `${run.startedAt.slice(0, 19)}Z`, seconds: Math.round(run.seconds * 10) / 10 })),
    );
  });

  it.each([...GRADES.keys()])('say what grade %i leaves out', (i) => {
    const small = GRADES[i] as (typeof GRADES)[number];
    const long = {
      ...table,
      columns: [...Array(3000).keys()].map((n) => ({
        ...(ACCOUNT_COLUMNS[2] as (typeof ACCOUNT_COLUMNS)[number]),
        name: `c${n}`,
      })),
    };
    const { left, packed } = new Packer(small).pack(long, []);
    expect(packed.length + left.columns).toBe(3000);
    expect(left.picklists).toBe(small.picklistValues < 4);
  });
});

describe('runs', () => {
  const { record, history } = incrementalRun();

  it('are those of each table, oldest first, this one last, at most thirty', () => {
    const runs = runsByTable(record, [...history, ...history.map((e) => ({ ...e, runId: `x${e.runId}` }))]);
    for (const of of runs.values()) {
      expect(of).toHaveLength(30);
      expect(of.at(-1)?.startedAt).toBe(record.startedAt);
    }
  });

  it('count this one once, though the history may hold it already', () => {
    const again = record.tables.map((t) => ({ ...t, runId: record.id, startedAt: record.startedAt }));
    expect(wholeRuns(record, [...history, ...again])).toHaveLength(wholeRuns(record, history).length);
  });
});

describe('the scale of a chart', () => {
  const runs = (...values: number[]) => values.map((inserted) => ({ inserted, updated: 0, deleted: 0 }));
  it.each([
    ['nothing', runs(0, 0, 0, 0, 0), { top: 1, cut: false }],
    ['an ordinary course', runs(10, 40, 20, 30, 50), { top: 50, cut: false }],
    ['a first sync before ordinary runs', runs(9_000_000, 10, 12, 9, 11), { top: 16.8, cut: true }],
    ['a first sync and the run after it', runs(9_000_000, 10), { top: 14, cut: true }],
    ['one run', runs(9_000_000), { top: 9_000_000, cut: false }],
    ['a first sync and a run without a change', runs(9_000_000, 0), { top: 9_000_000, cut: false }],
  ])('of %s', (_name, values, { top, cut }) => {
    const scale = scaleOf(values);
    expect(scale.cut).toBe(cut);
    expect(scale.top).toBeCloseTo(top, 5);
  });
});

describe('the search for columns', () => {
  const type = {
    name: 'Type',
    label: 'Account Type',
    nativeType: 'picklist',
    semanticType: 'picklist',
    duckdbType: 'VARCHAR',
    picklist: [{ value: 'p', label: 'Prospect', active: true }],
    references: [],
    removed: false,
    calculated: false,
    masked: null,
  };
  it.each([
    ['', true],
    ['type', true],
    ['ACCOUNT', true],
    ['prospect', true],
    ['varchar picklist', true],
    ['varchar integer', false],
  ])('%j → %s', (query, expected) => {
    expect(matches(type, words(query))).toBe(expected);
  });
});
