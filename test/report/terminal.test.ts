import { stripVTControlCharacters } from 'node:util';
import picocolors from 'picocolors';
import stringWidth from 'string-width';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunEvent, TableRecord } from '../../src/model/record.ts';
import type { Note } from '../../src/model/table.ts';
import { wantsColors } from '../../src/views/terminal/display.ts';
import { renderFinal } from '../../src/views/terminal/final-lines.ts';
import { renderLive } from '../../src/views/terminal/live-lines.ts';
import { begin, type RunProgress, rateOf, secondsLeft, shareOf, step } from '../../src/views/terminal/progress.ts';
import { createTerminal } from '../../src/views/terminal/terminal.ts';
import { hostileRun, hugeRun } from './extreme-fixtures.ts';
import { failureMix, incrementalRun, interruptedRun } from './fixtures.ts';

const plain = picocolors.createColors(false);
const colorful = picocolors.createColors(true);
const screen = (columns: number, rows: number) => ({ columns, rows, colors: plain, frame: 0 });

const tableEvent = (table: string, stage: string, rows: number, expectedRows: number | null, more = {}): RunEvent =>
  ({
    type: 'table',
    source: 'crm',
    table,
    stage,
    mode: 'full',
    rows,
    expectedRows,
    partitions: { done: 0, total: 1 },
    ...more,
  }) as RunEvent;

const play = (...events: (readonly [seconds: number, event: RunEvent])[]): RunProgress =>
  events.reduce((progress, [seconds, event]) => step(progress, event, seconds * 1000), begin(0));

const tables = (...names: string[]): RunEvent => ({ type: 'tables', tables: names.map((table) => ({ source: 'crm', table })) });
const first = (progress: RunProgress) => progress.tables[0] as RunProgress['tables'][number];

describe('progress', () => {
  const reading = play(
    [0, tables('Account')],
    [1, tableEvent('Account', 'read', 0, 1000)],
    [6, tableEvent('Account', 'read', 500, 1000)],
  );

  it('gives rate, share and time left where the source said how many rows there are', () => {
    expect(rateOf(first(reading), 6000)).toBe(100);
    expect(shareOf(first(reading))).toBe(0.5);
    expect(secondsLeft(first(reading), 6000)).toBe(5);
  });

  it('takes the share of partitions where it did not', () => {
    const p = play(
      [1, tableEvent('A', 'read', 0, null)],
      [9, tableEvent('A', 'read', 40, null, { partitions: { done: 4, total: 8 } })],
    );
    expect(shareOf(first(p))).toBe(0.5);
    expect(secondsLeft(first(p), 9000)).toBe(8);
  });

  it('gives no time where all expected rows are read and loading goes on', () => {
    const p = play([1, tableEvent('A', 'read', 0, 300)], [1.2, tableEvent('A', 'read', 300, 300)]);
    expect(secondsLeft(first(p), 1300)).toBeNull();
    expect(secondsLeft(first(p), 9000)).toBeNull();
    expect(shareOf(first(p))).toBe(0.99);
  });

  it('says nothing where nothing is known', () => {
    const p = play([1, tableEvent('A', 'read', 40, null)]);
    expect([rateOf(first(p), 1000), shareOf(first(p)), secondsLeft(first(p), 1000)]).toEqual([null, null, null]);
  });

  it('never says that all is done before it is', () => {
    expect(shareOf(first(play([1, tableEvent('A', 'read', 5000, 1000)])))).toBe(0.99);
  });

  it('counts anew when an import starts over', () => {
    const again = step(reading, tableEvent('Account', 'read', 10, 1000), 7000);
    expect(rateOf(first(again), 7000)).toBeNull();
  });

  it('shows a table that nobody announced', () => {
    expect(play([1, tableEvent('Late', 'read', 1, null)]).tables).toHaveLength(1);
  });
});

describe('the live lines', () => {
  const many = (count: number) => {
    const names = [...Array(count).keys()].map((i) => `Customer_Equipment_${i}__c`);
    const started = names.slice(0, 4).map((n) => [2, tableEvent(n, 'read', 100, 1000)] as const);
    return play([0, tables(...names)], ...started, [3, tableEvent('Customer_Equipment_200__c', 'failed', 3, null)]);
  };

  it('are one a table under a heading', () => {
    const p = play(
      [0, tables('Account', 'Contact')],
      [1, tableEvent('Account', 'read', 0, 84_000)],
      [5, tableEvent('Account', 'read', 42_000, 84_000)],
    );
    expect(renderLive(p, 5000, screen(100, 24))).toEqual([
      '⠋ starting · 0 of 2 tables done · 42,000 rows read · 5.0 s',
      '› crm.Account read      42.0k rows  ████████░░░░░░░░   50%   10.5k/s        4.0 s left',
      '· crm.Contact waiting',
    ]);
  });

  it.each([
    [100, 24],
    [40, 10],
    [24, 5],
    [300, 60],
    [12, 4],
  ])('fit a screen of %i × %i', (columns, rows) => {
    const lines = renderLive(many(300), 4000, screen(columns, rows));
    expect(lines.length).toBeLessThan(rows);
    for (const line of lines) expect(stringWidth(line)).toBeLessThan(Math.max(columns, 30));
  });

  it('show running and failed tables before those that wait, and count the rest', () => {
    const lines = renderLive(many(300), 4000, screen(80, 12));
    expect(lines.filter((line) => line.startsWith('›'))).toHaveLength(4);
    expect(lines.filter((line) => line.startsWith('✗'))).toHaveLength(1);
    expect(lines.at(-1)).toBe('  and 292 more tables: 292 waiting');
  });

  it('keep wide signs within the width', () => {
    const p = play([0, tables('日本語の長い表の名前です'.repeat(4))]);
    for (const line of renderLive(p, 0, screen(50, 10))) expect(stringWidth(line)).toBeLessThan(50);
  });

  it('hold no escape code of a source', () => {
    const p = play(
      [0, tables('\u001B[2J\u0007evil\nname')],
      [0, { type: 'stage', stage: 'read', detail: '\u001B]0;title\u0007' }],
    );
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(renderLive(p, 0, screen(80, 10)).join('')).not.toMatch(/[\u0000-\u001F]/);
  });
});

describe('the final table', () => {
  const options = { columns: 120, colors: plain, quiet: false, verbose: false };

  it('ends with the one line that says it all', () => {
    expect(renderFinal(incrementalRun().record, options).at(-1)).toBe(
      '✓ 44,192 rows changed in 9 tables: 27,442 inserted, 16,381 updated, 369 deleted, in 58 s (incremental sync).',
    );
  });

  it('shows message, hint and place of each failure once', () => {
    const text = renderFinal(failureMix().record, options).join('\n');
    expect(text).toContain('✗ db.deals TOO_MANY_DELETES (highwater.yml:41:7)');
    expect(text).toContain('  → Nothing was applied; the table keeps its rows and its watermark.');
    expect(text.split('AADSTS7000222')).toHaveLength(2);
  });

  it('prints notes on what may be hidden, and says where the others are', () => {
    const { record } = incrementalRun();
    const [first, ...rest] = record.tables.map((t) => ({ ...t, notes: [] as Note[] }));
    const notes: Note[] = [
      { kind: 'access', message: 'row-level security is on' },
      { kind: 'data', column: 'email', message: '3 values are not e-mail addresses' },
    ];
    const noted = { ...record, tables: [{ ...(first as TableRecord), notes }, ...rest] };
    const text = renderFinal(noted, { ...options, columns: 200 }).join('\n');
    expect(text).toMatch(/^! \S+: row-level security is on$/m);
    expect(text).toMatch(/1 further note on 1 table: see report\.html, or `notes` in manifest\.json/);
    expect(text).not.toContain('not e-mail addresses');
    const verbose = renderFinal(noted, { ...options, columns: 200, verbose: true }).join('\n');
    expect(verbose).toContain('.email: 3 values are not e-mail addresses');
    expect(verbose).not.toContain('further note');
  });

  it.each([60, 80, 100, 200])('fits %i columns', (columns) => {
    for (const { record } of [incrementalRun(), failureMix(), interruptedRun(), hugeRun({ tables: 300, columns: 1 })]) {
      for (const line of renderFinal(record, { ...options, columns })) {
        // Words that are longer than the line (a URL, a key) are not cut.
        if (!line.includes('https://')) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
      }
    }
  });

  it('is left away when quiet, the failures are not', () => {
    const text = renderFinal(failureMix().record, { ...options, quiet: true }).join('\n');
    expect(text).not.toContain('Watermark');
    expect(text).toContain('COUNT_MISMATCH');
  });

  it('counts tables that --tables left out, and lists them only when asked for all', () => {
    const { record } = hugeRun({ tables: 5, columns: 1 });
    const [one, ...others] = record.tables;
    if (one === undefined) throw new Error('no table');
    const some = {
      ...record,
      tables: [...others.map((t) => ({ ...t, status: 'skipped' as const, leftOut: true as const })), one],
    };
    const listed = (verbose: boolean) =>
      renderFinal(some, { ...options, verbose }).flatMap((line) => /^[✓–] (crm\.\S+)/.exec(line)?.[1] ?? []);
    expect(listed(false)).toHaveLength(1);
    expect(renderFinal(some, options).join('\n')).toContain('and 4 tables that this run left out');
    expect(listed(true)).toHaveLength(5);
    expect(listed(true)[0]).toBe(listed(false)[0]);
  });

  it('folds many quiet tables unless asked for all', () => {
    const { record } = hugeRun({ tables: 60, columns: 1 });
    const quiet = { ...record, tables: record.tables.map((t) => ({ ...t, inserted: 0 })) };
    expect(renderFinal(quiet, options).join('\n')).toContain('and 60 tables without a change');
    expect(renderFinal(quiet, { ...options, verbose: true }).filter((line) => line.startsWith('✓ crm.'))).toHaveLength(60);
  });

  it('holds no escape code of a source, and none at all without colours', () => {
    const text = renderFinal(hostileRun().record, { ...options, verbose: true }).join('\n');
    expect(text).toBe(stripVTControlCharacters(text));
    expect(renderFinal(failureMix().record, { ...options, colors: colorful }).join('')).toContain('\u001B[31m');
  });
});

describe('colours', () => {
  const terminal = { isTTY: true, write: () => true };
  const file = { isTTY: false, write: () => true };
  it.each([
    [terminal, {}, true],
    [terminal, { NO_COLOR: '1' }, false],
    [terminal, { NO_COLOR: '' }, true],
    [terminal, { TERM: 'dumb' }, false],
    [file, {}, false],
    [file, { FORCE_COLOR: '1' }, true],
    [terminal, { FORCE_COLOR: '0' }, false],
    [terminal, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
  ])('%#: %o with %o → %s', (output, env, expected) => {
    expect(wantsColors(output, env)).toBe(expected);
  });
});

describe('a display', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const captured = (isTTY: boolean) => {
    const chunks: string[] = [];
    return { isTTY, columns: 80, rows: 12, write: (text: string) => chunks.push(text), text: () => chunks.join('') };
  };
  const { record } = failureMix();
  const done = (t: TableRecord) =>
    tableEvent(t.table, t.error === null ? 'done' : 'failed', t.read, null, { source: t.source, record: t });
  const run = (output: ReturnType<typeof captured>, more = {}) => {
    const display = createTerminal({ output, colors: false, ...more });
    display.observe({ type: 'stage', stage: 'restore', detail: 'cache' });
    display.observe(tables('Account'));
    display.observe(tableEvent('Account', 'read', 10, 100));
    vi.advanceTimersByTime(5_100);
    display.observe({ type: 'notice', source: 'crm', message: 'a fallback was taken' });
    for (const t of record.tables) display.observe(done(t));
    return display;
  };

  it('off a terminal prints a line an event and one every few seconds, without any control character', () => {
    const output = captured(false);
    run(output).finish(record);
    const lines = output.text().split('\n');
    expect(lines.slice(0, 3)).toEqual([
      'restore: cache',
      '0 of 1 table done · crm.Account read 10 rows (10%, 45 s left) · 5.0 s',
      'notice: crm: a fallback was taken',
    ]);
    expect(output.text()).toContain('✓ crm.Contact: 311,904 rows; 122 inserted, 968 updated, 11 deleted; 7.9 s');
    expect(output.text()).toBe(stripVTControlCharacters(output.text()));
  });

  it('on a terminal hides the cursor and always gives it back', () => {
    const output = captured(true);
    const display = run(output);
    expect(output.text().startsWith('\u001B[?25l')).toBe(true);
    display.close();
    expect(output.text().endsWith('\u001B[?25h')).toBe(true);
    const before = output.text();
    display.close();
    expect(output.text()).toBe(before);
  });

  it('gives the cursor back when the process ends in the middle, and leaves no listener behind', () => {
    const before = process.listenerCount('exit');
    const output = captured(true);
    const display = run(output);
    expect(process.listenerCount('exit')).toBe(before + 1);
    process.listeners('exit').at(-1)?.(130);
    expect(output.text().endsWith('\u001B[?25h')).toBe(true);
    display.close();
    expect(process.listenerCount('exit')).toBe(before);
  });

  it('draws nothing after it is closed', () => {
    const output = captured(true);
    const display = run(output);
    display.close();
    const before = output.text();
    vi.advanceTimersByTime(10_000);
    display.observe({ type: 'notice', message: 'late' });
    expect(output.text()).toBe(before);
  });

  it('keeps notices above the live lines', () => {
    const output = captured(true);
    run(output).close();
    expect(stripVTControlCharacters(output.text())).toContain('notice: crm: a fallback was taken\n');
  });

  it.each([true, false])('is silent until the end when quiet (terminal: %s)', (isTTY) => {
    const output = captured(isTTY);
    const display = run(output, { quiet: true });
    expect(output.text()).toBe('');
    display.finish(record);
    expect(output.text()).toContain('TOO_MANY_DELETES');
    expect(output.text()).not.toContain('\u001B');
  });

  it('says more when verbose', () => {
    const output = captured(false);
    run(output, { verbose: true }).close();
    expect(output.text()).toContain('crm.Account: read, full, about 100 rows, 1 partition');
  });
});
