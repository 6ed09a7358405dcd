import picocolors from 'picocolors';
import { describe, expect, it } from 'vitest';
import type { CommandResult } from '../../src/model/results.ts';
import { renderOutcome } from '../../src/views/terminal/text.ts';
import { HOSTILE } from './extreme-fixtures.ts';
import { allGood, checked, discovered, planned, validated } from './outcome-fixtures.ts';

const options = { columns: 120, colors: picocolors.createColors(false), verbose: false, now: '2026-11-21T04:00:00.000Z' };
const text = (outcome: CommandResult, more = {}) => renderOutcome(outcome, { ...options, ...more }).join('\n');

describe('validate', () => {
  it('says how much is in the file, which variables were used and what to look at', () => {
    expect(text(validated)).toContain('✓ highwater.yml is valid: 2 sources, 4 tables or patterns.');
    expect(text(validated)).toContain('Filled in from the environment: SF_CLIENT_ID, SF_CLIENT_SECRET, PGUSER and PGPASSWORD.');
    expect(text(validated)).toContain('  ! sources.db.ssl.mode is prefer');
  });

  it('estimates what the artifacts of such runs take, from the last output', () => {
    expect(text(validated).replaceAll(/\s+/g, ' ')).toContain(
      'output takes 12.3 MB. Uploaded as an artifact in each of 13 runs a day and kept for 3 days, that is up to 481 MB',
    );
    expect(text({ ...validated, outputBytes: null })).not.toContain('artifact');
  });
});

describe('check', () => {
  it('says who we are, what may be read and what is hidden', () => {
    expect(text(checked)).toContain('  ✓ signed in as hw_reader (0.2 s, 14 calls)');
    expect(text(checked)).toMatch(/✓ deals +2,310,442 +updated_at +id +salary, iban/);
    expect(text(checked)).toContain('  ! deals.salary: column security may show null instead of its values');
    expect(text(checked)).toMatch(/✓ currencies +172 +none: read in full each run/);
  });

  it('says what is wrong and what to do', () => {
    expect(text(checked)).toContain(
      '    → As its owner: GRANT USAGE ON SCHEMA audit TO hw_reader; GRANT SELECT ON audit.events TO hw_reader;',
    );
    expect(text(checked)).toContain('✗ signing in failed SIGN_IN_REFUSED');
    expect(text(checked)).toContain('✗ Signing in failed for crm; 1 of 3 tables can’t be read. Nothing was changed.');
  });

  it('says in one line that all is well', () => {
    expect(text(allGood).split('\n').at(-1)).toBe('✓ All 2 tables can be read. Nothing was changed.');
  });

  it('counts one table as one', () => {
    const [source] = checked.sources.filter((s) => s.tables.some((t) => t.readable));
    if (source === undefined) throw new Error('no readable source among the fixtures');
    const one = { ...source, tables: source.tables.filter((t) => t.readable).slice(0, 1) };
    const result = { ...checked, ok: true, sources: [one] };
    expect(text(result).split('\n').at(-1)).toBe('✓ The one table can be read. Nothing was changed.');
    const none = { ...result, sources: [{ ...source, tables: [] }] };
    expect(text(none).split('\n').at(-1)).toBe(
      '✓ Signing in works, but the configuration chooses no table. Nothing was changed.',
    );
  });
});

describe('discover', () => {
  it('lists the tables and marks those that are chosen', () => {
    expect(text(discovered)).toMatch(/● Account +Accounts +standard object +14 +Id +SystemModstamp/);
    expect(text(discovered)).toContain('3 tables found, 1 chosen in highwater.yml (●).');
    expect(text(discovered)).not.toContain('Sales_Regions__c');
    expect(text(discovered)).toContain(
      'highwater discover --tables "crm.Account" shows the columns of one table, -v those of all.',
    );
  });

  it('tells of many tables that can’t be described once, of a chosen one always', () => {
    const [source] = discovered.sources;
    const broken = source?.tables.find((t) => t.error !== null);
    if (source === undefined || broken === undefined) throw new Error('no broken table among the fixtures');
    const named = (name: string, chosen: boolean) => ({ ...broken, chosen, ref: { ...broken.ref, name } });
    const tables = [named('Mine__c', true), ...['A__c', 'B__c', 'C__c'].map((name) => named(name, false))];
    const result = { ...discovered, sources: [{ ...source, tables }] };
    expect(text(result).match(/✗ .*/g)).toEqual(['✗ Mine__c TABLE_NOT_FOUND', '✗ A__c and 2 others TABLE_NOT_FOUND']);
    expect(text(result, { verbose: true }).match(/✗ .*/g)).toHaveLength(4);
  });

  it('lists the columns when asked to', () => {
    expect(text(discovered, { verbose: true })).toMatch(
      /Sales_Regions__c +multipicklist +multipicklist +VARCHAR\[\] +Sales Regions/,
    );
  });
});

describe('plan', () => {
  it('says mode, window, size and reason of each table', () => {
    expect(text(planned)).toMatch(/· db\.deals +incremental +2026-11-21 00:17:04 +2 +≥ 4,400 +2 +state was restored/);
    expect(text(planned)).toMatch(/· db\.leads +full +the beginning +1 +1,204,000 +1 +the filter changed/);
    expect(text(planned)).toContain('  ! db.deals: not read, since they hold no plain value: photo (Image)');
    expect(text(planned)).toContain('generation 41, saved 1 h 42 min ago (412 MB)');
  });

  it('shows each query when asked to', () => {
    expect(text(planned)).not.toContain('SELECT');
    expect(text(planned, { verbose: true })).toContain("      WHERE updated_at >= '2026-11-21T00:07:04Z'");
  });

  it('names what could not be planned', () => {
    expect(text(planned)).toContain('1 table could not be planned.');
    expect(text(planned)).toContain('    → Did you mean db.going?');
  });
});

describe.each([validated, checked, allGood, discovered, planned])('every outcome ($command)', (outcome) => {
  it.each([40, 80, 200])('has no line beyond %i columns but for long words', (columns) => {
    const lines = renderOutcome(outcome, { ...options, columns, verbose: true }).filter((line) => line.trim().includes(' '));
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(Math.max(columns, 64));
  });

  it('passes on no control character of a source', () => {
    const hostile = JSON.parse(
      JSON.stringify(outcome, (key, value) =>
        typeof value === 'string' && !['command', 'savedAt', 'code'].includes(key) ? HOSTILE[8] : value,
      ),
    ) as CommandResult;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(text(hostile, { verbose: true })).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u202E]/);
  });
});
