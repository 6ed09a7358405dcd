import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { renderSummary, SUMMARY_LIMIT } from '../../src/views/summary/summary.ts';
import { HOSTILE, hostileRun, hugeRun } from './extreme-fixtures.ts';
import { failureMix, firstFullRun, incrementalRun, interruptedRun, quietRun } from './fixtures.ts';

const context = {
  troubleshootingUrl: 'https://github.com/acme/highwater/blob/v1/docs/troubleshooting.md',
  outputDirectory: 'highwater-output',
};
const summarize = ({ record, history }: ReturnType<typeof quietRun>, more = {}) =>
  renderSummary(record, history, { ...context, ...more });
const markdown = new MarkdownIt({ html: true, linkify: true });
const firstLine = (text: string) => text.slice(0, text.indexOf('\n'));

describe('the first line says it all', () => {
  const cases = [
    [
      'an ordinary run',
      incrementalRun(),
      '## ✅ 44,192 rows changed in 9 tables: 27,442 inserted, 16,381 updated, 369 deleted, in 58 s (incremental sync).',
    ],
    ['a run without changes', quietRun(), '## ✅ Nothing changed in 12 tables; looked for 9.3 s.'],
    [
      'a first run',
      firstFullRun(),
      '## ✅ 14,461,727 rows changed in 12 tables: 14,461,727 inserted, in 6 min 52 s (full sync).',
    ],
    [
      'failures',
      failureMix(),
      '## ❌ 5 of 12 tables failed: crm.Case (COUNT&#95;MISMATCH); erp.account, erp.invoice, erp.systemuser (SIGN&#95;IN&#95;REFUSED); db.deals (TOO&#95;MANY&#95;DELETES). The run itself failed (STATE&#95;SAVE&#95;FAILED). 32,695 rows changed in 5 tables',
    ],
    ['an interruption', interruptedRun(), '## ⏸️ Interrupted: 6 of 12 tables are done.'],
  ] as const;
  it.each(cases)('of %s', (_name, fixture, expected) => {
    expect(firstLine(summarize(fixture))).toContain(expected);
  });

  it('does not say "nothing changed" of a run in which everything failed', () => {
    const { record, history } = failureMix();
    const tables = record.tables.filter((table) => table.status === 'failed');
    const line = firstLine(summarize({ record: { ...record, tables, error: null }, history }));
    expect(line).toMatch(/^## ❌ 5 of 5 tables failed: crm\.Case .* All tables keep the rows that they had\.$/);
    const none = tables.map((table) => ({ ...table, rows: 0 }));
    expect(firstLine(summarize({ record: { ...record, tables: none, error: null }, history }))).toMatch(/Nothing was synced\.$/);
  });

  it('warns where tables failed and the run was told to go on', () => {
    const { record, history } = failureMix();
    const text = summarize({ record: { ...record, status: 'succeeded', error: null }, history });
    expect(firstLine(text)).toContain('## ⚠️ 5 of 12 tables failed: ');
  });
});

describe('the parts', () => {
  it('gives each failure its code, message, hint, place and link', () => {
    const text = summarize(failureMix());
    expect(text).toContain(
      '[<code>COUNT&#95;MISMATCH</code>](https://github.com/acme/highwater/blob/v1/docs/troubleshooting.md#count_mismatch)',
    );
    expect(text).toContain('**What to do:** Nothing was applied; the table keeps its rows and its watermark.');
    expect(text).toContain('(<code>highwater.yml&#58;41</code>)');
  });

  it('shows failures before everything else', () => {
    const text = summarize(failureMix());
    expect(text.indexOf('### What failed')).toBeLessThan(text.indexOf('### Tables'));
  });

  it('says once what failed all tables of a source, and names them', () => {
    const text = summarize(failureMix());
    expect(text.split('AADSTS7000222')).toHaveLength(2);
    expect(text).toContain('The same for <code>erp.account</code>, <code>erp.invoice</code>, <code>erp.systemuser</code>.');
  });

  it('gives a row of figures for a table', () => {
    const row = summarize(incrementalRun())
      .split('\n')
      .find((line) => line.includes('crm.Account</code> |'));
    expect(row).toBe(
      '| ✅ <code>crm.Account</code> | 84,211 | 37 | 412 | 3 | 2026-11-21&nbsp;00&#58;17&#58;04 → 02&#58;17&#58;10 | 52&nbsp;s | 2026-11-16&nbsp;02&#58;17&#58;04 | 3 | 4.2&nbsp;s |',
    );
  });

  it('says what is left of each quota', () => {
    expect(summarize(incrementalRun())).toContain('96,588 of 115,000 (84%) Daily API requests');
  });

  it('marks a quota of which less than a tenth is left', () => {
    const { record, history } = quietRun();
    const sources = [{ ...record.sources[0], quotas: [{ name: 'Daily', used: 95, limit: 100 }] }] as typeof record.sources;
    expect(summarize({ record: { ...record, sources }, history })).toContain('⚠️ 5 of 100 (5%) Daily');
  });

  it('says what was restored and saved, how old and large it is, and what would evict it', () => {
    const text = summarize(incrementalRun());
    expect(text).toContain('Restored generation 41, saved 1 h 58 min before this run, 412 MB.');
    expect(text).toContain('Saved as generation 42, 413 MB, encrypted.');
    expect(text).toContain('no run has read for 7 days');
    expect(text).toContain('This one takes 4% of that.');
  });

  it('warns where the state was not saved', () => {
    expect(summarize(failureMix())).toContain('- ⚠️ Not saved');
  });

  it('does not speak of eviction for a state in a directory', () => {
    const { record, history } = quietRun();
    const text = summarize({ record: { ...record, state: { ...record.state, store: '/data/state' } }, history });
    expect(text).not.toContain('7 days');
    expect(text).toContain('in the directory /data/state');
  });

  it('says exactly what a lost state would cost', () => {
    const { record, history } = quietRun();
    const plain = record.tables.map((t) => ({ ...t, deletes: 'remove' as const, columns: [] }));
    const safe = summarize({ record: { ...record, tables: plain }, history });
    expect(safe).toContain('No row is lost, since the sources have them all.');
    const [first, second, ...rest] = plain;
    if (first === undefined || second === undefined) throw new Error('two tables are needed');
    const column = {
      name: 'Old',
      nativeType: 'text',
      semanticType: '',
      duckdbType: 'VARCHAR',
      label: 'Old',
      removed: true,
    } as const;
    const tables = [{ ...first, deletes: 'mark' as const }, { ...second, columns: [column] }, ...rest];
    const kept = summarize({ record: { ...record, tables }, history });
    expect(kept).toMatch(/^- ⚠️ GitHub deletes a cache entry/m);
    expect(kept).toContain(`the deleted rows that ${first.source}.${first.table} keeps`);
    expect(kept).toContain(`the old values of ${second.source}.${second.table}.Old, which the source no longer has`);
    expect(kept).not.toContain('No row is lost');
    const directory = summarize({ record: { ...record, tables, state: { ...record.state, store: '/data' } }, history });
    expect(directory).toContain(`the deleted rows that ${first.source}.${first.table} keeps`);
    expect(directory).not.toContain('- ⚠️');
  });

  it('folds many quiet tables away', () => {
    const { record, history } = hugeRun({ tables: 40, columns: 2, runs: 0 });
    const quiet = record.tables.map((t, i) => (i === 0 ? t : { ...t, inserted: 0 }));
    expect(summarize({ record: { ...record, tables: quiet }, history })).toContain(
      '<details><summary>39 tables without a change</summary>',
    );
  });

  it('draws the time as a Mermaid gantt from 00:00 on', () => {
    const text = summarize(failureMix());
    expect(text).toContain('    restore :2000-01-01 00:00:00.000, 2000-01-01 00:00:03.760');
    expect(text).toContain('    crm.Case :crit, 2000-01-01 00:00:08.000, 2000-01-01 00:00:20.400');
  });
});

describe('the size', () => {
  it.each([
    [20_000, undefined],
    [200_000, undefined],
    [2_000, 200_000],
    [2_000, 20_000],
    [2_000, 3_000],
    [2_000, 500],
  ])('stays within the limit with 300 failed tables and messages of %i characters (limit %s)', (messages, limitBytes) => {
    const text = summarize(
      hugeRun({ tables: 300, columns: 2, messages, runs: 1 }),
      limitBytes === undefined ? {} : { limitBytes },
    );
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limitBytes ?? SUMMARY_LIMIT);
    expect(firstLine(text)).toContain('300 of 300 tables failed: ');
  });

  it('leaves nothing out where it fits', () => {
    const text = summarize(hugeRun({ tables: 300, columns: 2, messages: 2_000, runs: 1 }));
    expect(text).not.toContain('Left out');
    expect(text.split('What to do')).toHaveLength(301);
  });

  it('says what it left out and where that is', () => {
    const text = summarize(hugeRun({ tables: 300, columns: 2, messages: 200_000, runs: 1 }));
    expect(text).toMatch(
      /_Left out here: 200 further failures; the ends of 100 long messages; all of it is in report.html, in <code>highwater-output<\/code>._/,
    );
  });

  it('says so too in the shortest of all', () => {
    expect(summarize(hugeRun({ tables: 300, columns: 2, messages: 2_000, runs: 1 }), { limitBytes: 400 })).toContain(
      'longer than GitHub shows',
    );
  });

  it('keeps whole characters when it cuts', () => {
    const { record, history } = failureMix();
    const tables = record.tables.map((t) =>
      t.error === null ? t : { ...t, error: { ...t.error, message: '😀'.repeat(30_000) } },
    );
    expect(summarize({ record: { ...record, tables }, history })).not.toMatch(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])/);
  });
});

describe('texts of others', () => {
  const text = summarize(hostileRun());
  const html = markdown.render(text);

  it('make no element, link, image or emphasis of their own', () => {
    const allowed =
      /^<\/?(?:h2|h3|p|ul|li|strong|em|code|pre|br|table|thead|tbody|tr|th|td|details|summary|sub|a)(?: (?:style="text-align:(?:left|right)"|href="https:\/\/github\.com\/acme\/[^"]*"|class="language-mermaid"))*\s*\/?>$/;
    const odd = [...html.matchAll(/<(?!!-- -->)[^>]*>?/g)].map(([tag]) => tag).filter((tag) => !allowed.test(tag));
    expect(odd).toEqual([]);
  });

  it('mention nobody and refer to nothing', () => {
    const outsideCode = html.replace(/<(code|pre)[^>]*>[\s\S]*?<\/\1>/g, '');
    expect(outsideCode).not.toMatch(/@octocat|#12/);
    expect(outsideCode).toContain('@<!-- -->octocat #<!-- -->12');
  });

  it('do not break a table: every row has as many cells as the head', () => {
    const rows = [...html.matchAll(/<tr>([\s\S]*?)<\/tr>/g)].map(([, row = '']) => row.split(/<t[hd]/).length - 1);
    expect(new Set(rows)).toEqual(new Set([10, 5]));
  });

  it('are still there to read', () => {
    const plain = html
      .replace(/<!-- -->/g, '')
      .replace(/<[^>]*>/g, '')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&');
    for (const hostile of HOSTILE.slice(0, 6)) expect(plain).toContain(hostile);
  });

  it('hold no control characters and no reversed text', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E]/);
  });

  it('leave the Mermaid fence whole', () => {
    expect(text.match(/^```/gm)).toHaveLength(2);
    const gantt = text.slice(text.indexOf('```mermaid'), text.lastIndexOf('```'));
    for (const line of gantt.split('\n').filter((l) => l.includes(' :'))) {
      expect(line).toMatch(/^ {4}[\p{L}\p{N}._ …-]+ :(?:crit, |done, )?[\d :.-]+, [\d :.-]+$/u);
    }
  });
});
