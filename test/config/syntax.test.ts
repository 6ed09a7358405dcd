import { describe, expect, test } from 'vitest';
import { parseFile } from '../../src/config/load/syntax.ts';
import { LITERAL } from './documents.ts';

function told(text: string): string[] {
  return parseFile('f.yml', text)
    .problems.list()
    .map((p) => `${p.location?.line}:${p.location?.column} ${p.message}`);
}

const QUOTES = 'inside { … } or [ … ], ${NAME} must be in quotes: "${NAME}".';
const STAR = 'a name that starts with * must be in quotes: "*__c".';

describe('YAML that is not right', () => {
  test.each([
    ['a: { user: ${X} }\n', [`1:12 ${QUOTES}`]],
    ['a: { b: x${X} }\nc: [${Y}]\n', [`1:10 ${QUOTES}`, `2:5 ${QUOTES}`]],
    ['a: { b: 1,\n  c: ${X} }\n', [`2:6 ${QUOTES}`]],
    ['a: b\n\tc: d\n', ['2:1 this line is indented with a tab.']],
    ['a:\n  b: 1\n\tc: 2\n\td: 3\n', ['3:1 this line is indented with a tab.', '4:1 this line is indented with a tab.']],
    ["a:\n  b: 'stage = 'Won''\n", ['2:16 text follows a closing quote.']],
    ['a: "x" AND y\n', ['1:8 text follows a closing quote.']],
    ['a: 1\nb:\n  c: 1\n  c: 2\na: 3\n', ['4:3 b.c: this key is written twice.', '5:1 a: this key is written twice.']],
    ['a:\n  - {}\n  - b.c: 1\n    b.c: 2\n', ['4:5 a[1]["b.c"]: this key is written twice.']],
    ['tables:\n  *__c: {}\n', [`2:3 ${STAR}`]],
    ['tables:\n  *:\n', ['2:3 an alias (*name) refers to no anchor (&name) before it.']],
    ['a: *x\n', ['1:4 an alias (*name) refers to no anchor (&name) before it.']],
    ['a: 1\n---\nb: 2\n', ['2:1 the file contains more than one YAML document.']],
    ['', ['1:1 the file is empty.']],
    ['# nothing\n', ['1:1 the file is empty.']],
    ['---\n', ['1:1 the file is empty.']],
    ['a: "x\n', ['1:5 a closing quote is missing.']],
    ['a: @x\n', ['1:4 text without quotes cannot start with this character.']],
    ['a: b: c\n', ['1:4 this line has a second `: `, or the next line is indented too far.']],
    ['a:\n  b: 1\n   c: 2\n', ['2:6 this line has a second `: `, or the next line is indented too far.']],
    ['a: [1\n', ['1:5 the indentation is wrong, or a closing } or ] is missing.']],
    ['a: "\\q"\n', ['1:5 this is not a valid escape. Within "…" a backslash starts one.']],
    ['a: 1\nb\n', ['2:1 a key has no `: ` after it.']],
    ['a: !x y\n', ['1:4 tags (!name) are not supported.']],
    ['? [a, b]\n: 1\n', ['1:3 a key is a list or a mapping.']],
    ['a: &a\n  b: *a\n', ['2:6 the file is nested too deeply.']],
    ['a: &a 1\nb:\n  <<: *a\n', ['3:7 <<: can only merge the mapping that an alias (*name) refers to, one level deep.']],
  ])('%j', (text, expected) => {
    expect(told(text)).toEqual(expected);
  });

  test.each([
    `a: "${LITERAL}\n`,
    `a: b: ${LITERAL}\n`,
    `a: { b:${LITERAL}, c: \${X} }\n`,
    `a: *${LITERAL}\n`,
    `a: !${LITERAL} x\n`,
    `a: "\\${LITERAL}"\n`,
    `a: @${LITERAL}\n`,
    `a: [${LITERAL}\n`,
    `a: &${LITERAL} {<<: ${LITERAL}}\n`,
    `a: 1\n${LITERAL}\n`,
    `a: { password:${LITERAL}, password:${LITERAL} }\n`,
    `a: |x${LITERAL}\n`,
    `%${LITERAL}\n---\na: *b\n`,
  ])('its words never quote the file: %j', (text) => {
    const { problems } = parseFile('f.yml', text);
    expect(problems.count).toBeGreaterThan(0);
    expect(JSON.stringify(problems.list())).not.toContain(LITERAL);
  });
});

describe('YAML that is out of bounds', () => {
  const laughs = `a0: &a0 [${Array(9).fill('x')}]\n${Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`)}]\n`).join('')}`;
  const merges = `a0: &a0 {k: 1}\n${Array.from({ length: 25 }, (_, i) => `a${i + 1}: &a${i + 1} {<<: [${Array(9).fill(`*a${i}`)}]}\n`).join('')}`;

  test.each([
    ['aliases that multiply', laughs, 'the file expands to too many entries.'],
    ['merges that multiply', merges, '<<: can only merge the mapping that an alias (*name) refers to, one level deep.'],
    [
      'mappings within mappings',
      `${Array.from({ length: 60 }, (_, i) => `${' '.repeat(i)}a:\n`).join('')}${' '.repeat(60)}b`,
      'the file is nested too deeply.',
    ],
    ['a file of a megabyte', 'a: 1\n'.repeat(200_000), 'the file is longer than 512 KiB.'],
  ])('%s', (_name, text, message) => {
    const started = performance.now();
    expect(told(text)[0]).toMatch(new RegExp(`${message.replaceAll(/[.*()<]/g, '\\$&')}$`));
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  test('brackets nested by the ten thousand are refused and do not crash', () => {
    expect(parseFile('f.yml', '['.repeat(50_000)).problems.count).toBeGreaterThan(0);
  });
});
