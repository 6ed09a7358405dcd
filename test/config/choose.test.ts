import { describe, expect, test } from 'vitest';
import { loadConfigText } from '../../src/config/load/load.ts';
import { chooseTables, couldChoose } from '../../src/config/select/choose.ts';
import { isGlob, parseTableGlobs, tableFilterOf, tableMatcher } from '../../src/config/select/glob.ts';
import { ConfigError } from '../../src/model/errors.ts';
import type { TableRef } from '../../src/model/table.ts';
import { CRM, DB, ENVIRONMENT, edit, noOrderBy } from './documents.ts';

const ref = (name: string, category?: string): TableRef => ({
  name,
  target: name,
  label: name,
  kind: 'table',
  ...(category === undefined ? {} : { category }),
});

async function choose(document: string, all: readonly TableRef[]) {
  const config = await loadConfigText('highwater.yml', document, ENVIRONMENT, noOrderBy);
  const [source] = config.sources;
  if (source === undefined) throw new Error('no source');
  return chooseTables(source, all);
}

const tables = (lines: string) => edit(DB, '      deals:\n        cursor: updated_at\n', lines);

describe('choosing tables', () => {
  test('an exact name wins over a glob, and the first glob over a later one', async () => {
    const document = tables(
      '      "d*": { as_: 1 }\n      "*": { sync: full }\n      deals: { deletes: mark }\n'.replace('as_: 1', 'deletes: ignore'),
    );
    const { chosen, failed, notices } = await choose(document, [ref('deals'), ref('dogs'), ref('cats')]);
    expect(chosen.map((c) => [c.ref.name, c.options.deletes, c.options.sync])).toEqual([
      ['dogs', 'ignore', 'incremental'],
      ['cats', 'remove', 'full'],
      ['deals', 'mark', 'incremental'],
    ]);
    expect(failed).toEqual([]);
    expect(notices).toEqual([]);
  });

  test('an exact name that is not there fails alone, on its own line, with the nearest name', async () => {
    const { chosen, failed } = await choose(tables('      deels:\n      dogs:\n'), [ref('deals'), ref('dogs')]);
    expect(chosen.map((c) => c.ref.name)).toEqual(['dogs']);
    expect(failed).toEqual([
      {
        name: 'deels',
        error: {
          code: 'TABLE_NOT_FOUND',
          message: "db.deels does not exist, or this user can't see it.",
          hint: 'Did you mean `deals`? `highwater discover` lists all tables that this user can read.',
          location: { file: 'highwater.yml', line: 12, column: 7, path: 'sources.db.tables.deels' },
        },
      },
    ]);
  });

  test('a name in other capitals is another name to PostgreSQL', async () => {
    const { failed } = await choose(edit(DB, 'deals:', 'Deals:'), [ref('deals')]);
    expect(failed[0]?.error.hint).toMatch(/^Did you mean `deals`\?/);
  });

  test('a glob that finds nothing is worth a notice', async () => {
    const { chosen, failed, notices } = await choose(tables('      "x*":\n'), [ref('deals')]);
    expect([chosen, failed]).toEqual([[], []]);
    expect(notices).toEqual(['line 12: db has no table that matches `x*`']);
  });

  test('a glob whose every table is chosen by name has found them all the same', async () => {
    const { notices } = await choose(tables('      "d*":\n      deals:\n'), [ref('deals')]);
    expect(notices).toEqual([]);
  });

  test('lists choose within their category; options come from `tables`', async () => {
    const document = `${edit(CRM, 'Account:', '"*__c": { deletes: mark }')}    standard_objects: [Account]\n    custom_objects: [A__c, "*"]\n`;
    const all = [
      ref('Account', 'Standard Objects'),
      ref('Contact', 'Standard Objects'),
      ref('A__c', 'Custom Objects'),
      ref('B__x', 'Custom Objects'),
    ];
    const { chosen } = await choose(document, all);
    expect(chosen.map((c) => [c.ref.name, c.options.deletes])).toEqual([
      ['A__c', 'mark'],
      ['Account', 'remove'],
      ['B__x', 'remove'],
    ]);
  });

  test('a custom object in the list of standard objects is told so', async () => {
    const document = edit(CRM, 'tables:\n      Account:', 'standard_objects: [A__c]');
    const { failed } = await choose(document, [ref('A__c', 'Custom Objects')]);
    expect(failed[0]?.error).toMatchObject({
      message: 'crm.A__c belongs to the Custom Objects, not to the Standard Objects.',
      location: { line: 10, column: 24 },
    });
  });

  test('a table that is gone is known to have been meant', async () => {
    const config = await loadConfigText('highwater.yml', tables('      deals:\n      "audit.*":\n'), ENVIRONMENT, noOrderBy);
    const [source] = config.sources;
    expect(['deals', 'audit.events', 'dogs'].map((name) => source !== undefined && couldChoose(source, name))).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe('globs', () => {
  test.each<[string, string, boolean]>([
    ['*', 'deals', true],
    ['*', 'audit.events', false],
    ['*', '_x', true],
    ['*', '.hidden', false],
    ['*', 'my table', true],
    ['*', 'a/b', true],
    ['*', '"v1.2"', true],
    ['audit.*', 'audit.events', true],
    ['*.*', 'audit.events', true],
    ['*.*', 'deals', false],
    ['*__c', 'Thing__c', true],
    ['*__c', 'Thing__C', false],
    ['{a,b}', 'a', true],
    ['[ab]x', 'bx', true],
    ['a?', 'ab', true],
    // Anything else means itself.
    ['a (b)*', 'a (b)c', true],
    ['!a*', '!ab', true],
    ['!a*', 'z', false],
    ['a+b*', 'aab', false],
    ['(a|b)*', 'ax', false],
    ['a\\b*', 'a\\bc', true],
    ['$x*', '$xy', true],
  ])('%s and %s: %s', (glob, name, fits) => {
    expect(tableMatcher(glob)(name)).toBe(fits);
  });

  test('names with odd characters are no globs', () => {
    expect(['deals', 'a (old)', 'x!', 'a+b', 'a]', '$x'].filter(isGlob)).toEqual([]);
  });
});

describe('the input `tables`', () => {
  const SOURCES = ['crm', 'db'];

  test.each<[string | null, [string, string][]]>([
    [
      null,
      [
        ['crm', 'Account'],
        ['crm', 'A__c'],
        ['db', 'deals'],
        ['db', 'audit.events'],
      ],
    ],
    [
      ' , ',
      [
        ['crm', 'Account'],
        ['crm', 'A__c'],
        ['db', 'deals'],
        ['db', 'audit.events'],
      ],
    ],
    [
      'db.*',
      [
        ['db', 'deals'],
        ['db', 'audit.events'],
      ],
    ],
    ['db.audit.*', [['db', 'audit.events']]],
    [
      'crm.*__c, db.deals',
      [
        ['crm', 'A__c'],
        ['db', 'deals'],
      ],
    ],
    [
      '*.{Account,deals}',
      [
        ['crm', 'Account'],
        ['db', 'deals'],
      ],
    ],
  ])('%s', (text, expected) => {
    const all: [string, string][] = [
      ['crm', 'Account'],
      ['crm', 'A__c'],
      ['db', 'deals'],
      ['db', 'audit.events'],
    ];
    const filter = tableFilterOf(parseTableGlobs(text ?? '', 'tables').globs, SOURCES);
    expect(all.filter(([source, table]) => filter.matches(source, table))).toEqual(expected);
  });

  test('tells the parts that fit nothing', () => {
    const filter = tableFilterOf(['db.deals', 'db.deels'], SOURCES);
    expect(filter.unmatched([{ source: 'db', table: 'deals' }])).toEqual(['db.deels']);
  });

  test.each([
    ['bd.deals', 'tables: there is no source `bd` in the configuration.'],
    ['crmm.Account', 'tables: there is no source `crmm` in the configuration. Did you mean `crm`?'],
  ])('%s is refused', (text, message) => {
    const parse = () => tableFilterOf(parseTableGlobs(text ?? '', 'tables').globs, SOURCES);
    expect(parse).toThrow(ConfigError);
    expect(parse).toThrow(message);
  });

  test.each(['deals', 'db.', '.deals'])('%s has not the form source.table', (text) => {
    const { problems } = parseTableGlobs(`db.deals\n${text}`, 'tables');
    expect(problems.map((p) => p.message)).toEqual([`tables: \`${text}\` is not in the form source.table.`]);
  });
});
