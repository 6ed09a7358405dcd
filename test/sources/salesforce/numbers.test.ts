import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { storage } from '../../../src/sources/salesforce/describe/columns.ts';
import { Database } from '../../../src/warehouse/duckdb/database.ts';
import { Room } from '../../../src/warehouse/duckdb/memory-limit.ts';

let directory = '';
let database: Database;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'highwater-numbers-'));
  database = await Database.open(join(directory, 'n.duckdb'), { room: new Room(128, 1), tempDirectory: directory });
});
afterAll(async () => {
  database.close();
  await rm(directory, { recursive: true });
});

/** The number that a text says, as a whole number of 10^-30; null where it has more decimals than that. */
function exact(text: string): bigint | null {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const digits = BigInt(whole + fraction);
  const shift = 30 - fraction.length + Number(exponent);
  const size = shift >= 0 ? digits * 10n ** BigInt(shift) : digits / 10n ** BigInt(-shift);
  if (shift < 0 && size * 10n ** BigInt(-shift) !== digits) return null;
  return mantissa.startsWith('-') ? -size : size;
}

const digits = (least: number, most: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: least, maxLength: most }).map((d) => d.join(''));
const numberText = fc
  .tuple(
    fc.constantFrom('', '-'),
    digits(1, 6),
    fc.option(digits(0, 6), { nil: null }),
    fc.option(fc.tuple(fc.constantFrom('E', 'e', 'E-', 'e-'), fc.integer({ min: 0, max: 12 })), { nil: null, freq: 2 }),
  )
  .map(
    ([sign, whole, fraction, exponent]) => `${sign}${whole}${fraction === null ? '' : `.${fraction}`}${exponent?.join('') ?? ''}`,
  );

it.each([
  ['currency', 18, 2],
  ['double', 18, 6],
  ['percent', 5, 0],
  ['int', 0, 0],
  ['long', 0, 0],
])('%s (%d, %d): any text is kept to its last digit, or refused', async (type, precision, scale) => {
  const { expression, type: duckdb } = storage({ name: 'N__c', label: 'N', type, precision, scale } as never, 0);
  let kept = 0;
  await fc.assert(
    fc.asyncProperty(numberText, async (text) => {
      const query = `SELECT CAST(${expression.replaceAll('$', `'${text}'`)} AS VARCHAR) AS v`;
      const row = await database.use(async (c) => c.row<{ v: string }>(query)).catch(() => null);
      if (row === null) return;
      kept += 1;
      expect([text, duckdb, exact(row.v)]).toEqual([text, duckdb, exact(text)]);
    }),
    { numRuns: 500 },
  );
  expect(kept).toBeGreaterThan(50);
});
