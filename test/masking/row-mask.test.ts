import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { Secret } from '../../src/model/secret.ts';
import type { StagingFormat } from '../../src/model/staging.ts';
import type { ColumnMask } from '../../src/model/table.ts';
import { hmacKey, maskValueOf } from '../../src/warehouse/load/mask/mask-value.ts';
import { rowMaskOf } from '../../src/warehouse/load/mask/row-mask.ts';
import { Random } from '../support/random.ts';

const KEY = 'a key of enough characters';
const hash = (text: string) => createHmac('sha256', KEY).update(text).digest('hex');
const key = hmacKey(new Secret(KEY));
const CSV: StagingFormat = { kind: 'csv', header: false, nullText: 'unquoted-empty', compression: 'none' };
const BULK: StagingFormat = { kind: 'csv', header: true, nullText: 'empty', compression: 'none' };
const COPY: StagingFormat = { kind: 'tsv', compression: 'none' };
const NDJSON: StagingFormat = { kind: 'json', records: '', compression: 'none' };
const columns = ['id', 'email', 'born', 'note'].map((wire) => ({ name: wire, load: { wire, read: 'VARCHAR', expression: '$' } }));
const masks = new Map<string, ColumnMask>([
  ['email', 'hash'],
  ['born', { truncate: 'year' }],
]);

const ODD = ['ada@example.com', '', 'a"b', 'a,b', 'two\nlines', 'crlf\r\n', '""', ',', 'é€😀', ' blank ', '\\N', null] as const;
const BORN = ['1815-12-10', 'infinity', '0044-03-15 BC', '', null] as const;

/** Feeds the text in pieces cut at random places, within characters too. */
function masked(format: StagingFormat, text: string, random: Random): string {
  const mask = rowMaskOf({ masks, key }, format, columns);
  const bytes = Buffer.from(text);
  const out: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const to = Math.min(bytes.length, at + random.int(1, 9));
    // The source may use its memory again.
    const piece = Buffer.from(bytes.subarray(at, to));
    out.push(mask.feed(piece));
    piece.fill(0x2a);
    at = to;
  }
  out.push(mask.end());
  return Buffer.concat(out).toString();
}

const field = (value: string | null, quoted: boolean): string =>
  value === null ? '' : quoted || /["\n\r,]|^$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;

describe('rows on their way to a staging file', () => {
  test('CSV: the masked fields of any rows are replaced, however the bytes are cut, and nothing else changes', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const random = new Random(seed);
      const rows = Array.from({ length: 6 }, (_, i) => ({
        values: [String(i), random.pick(ODD), random.pick(BORN.filter((b) => b !== '')), random.pick(ODD)],
        quoted: [false, random.chance(0.3), random.chance(0.3), random.chance(0.3)],
      }));
      const text = rows.map((r) => `${r.values.map((v, i) => field(v, r.quoted[i] ?? false)).join(',')}\n`).join('');
      const wanted = rows.map(({ values: [id = '', email = null, born = null, note = null], quoted }) => {
        const isQuoted = (value: string | null, i: number) => value !== null && field(value, quoted[i] ?? false).startsWith('"');
        return [
          id,
          email === null ? '' : isQuoted(email, 1) ? `"${hash(email)}"` : hash(email),
          field(born === null || !/^\d/.test(born) ? born : born.replace(/-\d\d-\d\d/, '-01-01'), quoted[2] ?? false),
          field(note, quoted[3] ?? false),
        ].join(',');
      });
      expect(masked(CSV, text, random), `seed ${seed}`).toBe(wanted.map((r) => `${r}\n`).join(''));
    }
  });

  test("COPY's text: escapes are undone before a value is masked, and written again", () => {
    const sent =
      '1\tada@exa\\\\mple.com\t1815-12-10\ta\\tb\n2\t\\N\t\\N\t\\N\n3\t\tinfinity\tx"y\n4\ttwo\\nlines\t0044-03-15 BC\t\n';
    expect(masked(COPY, sent, new Random(3))).toBe(
      `1\t${hash('ada@exa\\mple.com')}\t1815-01-01\ta\\tb\n2\t\\N\t\\N\t\\N\n3\t${hash('')}\tinfinity\tx"y\n4\t${hash('two\nlines')}\t0044-01-01 BC\t\n`,
    );
    const cut = new Map<string, ColumnMask>([['note', { truncate: 2 }]]);
    const mask = rowMaskOf({ masks: cut, key }, COPY, columns);
    expect(mask.feed(Buffer.from('1\t2\t3\t\\t\\\\x\n')).toString()).toBe('1\t2\t3\t\\t\\\\\n');
  });

  test('CSV with a header: the header stays, and an empty text is NULL where the source says so', () => {
    const text = '"id","email","born","note"\n"1","ada@example.com","1815-12-10","x"\n"2","","","y"\n';
    expect(masked(BULK, text, new Random(1))).toBe(
      `"id","email","born","note"\n"1","${hash('ada@example.com')}","1815-01-01","x"\n"2","","","y"\n`,
    );
  });

  test('CSV: a last row without a line break is masked as well', () => {
    const mask = rowMaskOf({ masks, key }, CSV, columns.slice(0, 2));
    expect(mask.feed(Buffer.from('1,ada@exa')).toString()).toBe('1,');
    expect(mask.feed(Buffer.from('mple.com')).toString()).toBe('');
    expect(mask.end().toString()).toBe(hash('ada@example.com'));
  });

  test('JSON: members are masked by their name, however it is spelt, at the top level only', () => {
    const lines = [
      { id: '1', email: 'ada@example.com', note: '"email":"in a text"' },
      { id: '2', email: null, born: '1815-12-10T10:11:12.000Z', nested: { email: 'kept@example.com' } },
      { id: '3', list: [{ email: 'kept@example.com' }], email: 'é"\\\n😀' },
    ];
    const text = `${lines.map((line) => JSON.stringify(line)).join('\n')}\n{"id":"4","em\\u0061il":17}\n`;
    const mask = rowMaskOf({ masks, key }, NDJSON, columns);
    const out = mask
      .feed(Buffer.from(text))
      .toString()
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as unknown);
    expect(out).toEqual([
      { ...lines[0], email: hash('ada@example.com') },
      { ...lines[1], born: '1815-01-01T00:00:00Z' },
      { ...lines[2], email: hash('é"\\\n😀') },
      { id: '4', email: hash('17') },
    ]);
  });
});

describe('truncated values', () => {
  test.each([
    ['2024-05-03', 'month', '2024-05-01'],
    ['2024-05-03', 'day', '2024-05-03'],
    ['2024-05-03 23:59:59.999999+00', 'year', '2024-01-01 00:00:00+00'],
    ['2024-05-03 23:59:59.999999+00', 'hour', '2024-05-03 23:00:00+00'],
    ['2024-05-03T23:59:59Z', 'day', '2024-05-03T00:00:00Z'],
    ['0044-03-15 12:30:00+00 BC', 'year', '0044-01-01 00:00:00+00 BC'],
    ['12024-05-03', 'year', '12024-01-01'],
    ['infinity', 'year', 'infinity'],
    ['SW1A 1AA', 4, 'SW1A'],
    ['é😀x', 2, 'é😀'],
    ['ab', 3, 'ab'],
  ] as const)('%s to %s is %s', (text, truncate, wanted) => {
    expect(maskValueOf({ truncate }, null)(text)).toBe(wanted);
  });

  test('what is no date is refused without being named', () => {
    expect(() => maskValueOf({ truncate: 'year' }, null)('10 December 1815')).toThrow(/^((?!1815).)*$/);
  });
});
