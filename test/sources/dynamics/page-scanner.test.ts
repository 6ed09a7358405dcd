import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasKey, PageScanner, textOf } from '../../../src/sources/dynamics/read/page-scanner.ts';

/** Feeds a text in pieces of the given sizes; returns the lines. */
function scan(text: string, sizes: readonly number[] = []): { lines: string[]; scanner: PageScanner } {
  const scanner = new PageScanner();
  const bytes = Buffer.from(text);
  let out = '';
  let rows = 0;
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes.length === 0 ? bytes.length : (sizes[i % sizes.length] ?? 1);
    const { bytes: part, ends } = scanner.feed(bytes.subarray(at, at + size));
    expect(ends.at(-1) ?? 0).toBe(part.length);
    for (const end of ends) expect(part[end - 1]).toBe(0x0a);
    out += part.toString();
    rows += ends.length;
    at += size;
  }
  expect(rows).toBe(scanner.rows);
  return { lines: out === '' ? [] : out.trimEnd().split('\n'), scanner };
}

const page = (rows: string, more = '') => `{"@odata.context":"c"${more},"value":[${rows}]}`;

describe('numbers', () => {
  test.each([
    '0.1000000000',
    '123456789012.1234',
    '9007199254740993',
    '-0.00',
    '12345678901234567890123456789012345678',
    '1E400',
    '5e-324',
    '-7',
    '0',
  ])('%s keeps its text', (number) => {
    const { lines } = scan(page(`{"a":${number},"b":[${number},{"c":${number}}],"d":${number}}`));
    expect(lines).toEqual([`{"a":"${number}","b":["${number}",{"c":"${number}"}],"d":"${number}"}`]);
  });

  test('within texts and keys are left alone', () => {
    const row = '{"a1":"12,3","b":"{\\"n\\":5}","c":"\\\\","d":"}]","e":null,"f":true,"g":false}';
    expect(scan(page(row)).lines).toEqual([row]);
  });
});

describe('pages', () => {
  test('are whole only when the document is closed', () => {
    const text = page('{"a":1},{"a":2}', ',"@odata.nextLink":"http://x/?a=%22b\\"\\u0026"');
    for (let length = 1; length < text.length; length++) expect(scan(text.slice(0, length)).scanner.done).toBe(false);
    const { scanner } = scan(text);
    expect(scanner.done).toBe(true);
    expect(scanner.links.get('@odata.nextLink')).toBe('http://x/?a=%22b"&');
  });

  test.each([
    ['without a list', '{"error":{"value":[{"a":1}]}}', false],
    ['with an empty list', '{"value":[]}', true],
    ['with a link behind the list', '{"value":[{"a":1}],"@odata.deltaLink":"d"}', true],
    ['with a batch boundary behind it', '{"value":[{"a":1}]}\r\n--batchresponse_1--\r\n', true],
    ['with blanks everywhere', ' {\n "value" : [ { "a" : 1 , "b" : "x y" } , { "a" : 2 } ]\n} ', true],
    ['of HTML', '<html>value</html>', false],
    ['of nothing', '', false],
  ])('%s', (_, text, done) => {
    const { scanner, lines } = scan(text);
    expect(scanner.done).toBe(done);
    if (text.includes('x y')) expect(lines).toEqual(['{"a":"1","b":"x y"}', '{"a":"2"}']);
    if (text.includes('deltaLink')) expect(scanner.links.get('@odata.deltaLink')).toBe('d');
  });

  test('come out the same however they are cut into pieces', () => {
    const row = fc.dictionary(
      fc.string(),
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.bigInt().map((n) => ({ n: String(n) })),
        fc.boolean(),
        fc.constant(null),
      ),
      { maxKeys: 6 },
    );
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 12 }),
        fc.string(),
        (rows, sizes, next) => {
          const text = JSON.stringify({ '@odata.context': 'x', value: rows, '@odata.nextLink': next });
          const { lines, scanner } = scan(text, sizes);
          const quoted = (value: unknown): unknown =>
            typeof value === 'number'
              ? JSON.stringify(value)
              : value !== null && typeof value === 'object'
                ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, quoted(v)]))
                : value;
          expect(lines.map((line) => JSON.parse(line))).toEqual(JSON.parse(JSON.stringify(rows.map(quoted))));
          expect(scanner.links.get('@odata.nextLink')).toBe(next);
          expect(scanner.done).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('a property of a row', () => {
  const rows = Buffer.from(
    '{"x":"\\"modifiedon\\":\\"no\\"","y":"modifiedon","modifiedon":"2026-01-01T00:00:00Z"}\n{"x":1,"modifiedon":null}\n{"x":2}\n',
  );
  const ends = [...rows.entries()].flatMap(([i, byte]) => (byte === 0x0a ? [i + 1] : []));
  test.each([
    [0, '2026-01-01T00:00:00Z', true],
    [1, null, true],
    [2, null, false],
  ])('of row %i', (index, text, has) => {
    const [from, to] = [ends[index - 1] ?? 0, ends[index] ?? 0];
    expect(textOf(rows, from, to, 'modifiedon')).toBe(text);
    expect(hasKey(rows, from, to, 'modifiedon')).toBe(has);
  });
});
