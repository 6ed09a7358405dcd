import { expect } from 'vitest';
import type { Org } from '../servers/salesforce/org.ts';
import type { Field, StoredRecord } from '../servers/salesforce/schema.ts';
import { readField } from '../servers/salesforce/soql/path.ts';
import { masked, type Value } from '../servers/salesforce/values.ts';
import type { Engine } from './engine.ts';

const NOT_SYNCED = new Set(['address', 'location', 'base64']);
const NUMBERS = new Set(['int', 'long', 'double', 'currency', 'percent']);

/** Decimal text without exponent and without zeros that say nothing. */
export function plainDecimal(text: string): string {
  const [, sign = '', whole = '0', fraction = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:E(-?\d+))?$/i.exec(text) ?? [];
  const shift = Number(exponent);
  const digits = whole + fraction;
  const point = whole.length + shift;
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0');
  const at = Math.max(1, point);
  const integer = padded.slice(0, at).replace(/^0+(?=\d)/, '');
  const rest = padded.slice(at).replace(/0+$/, '');
  const plain = rest === '' ? integer : `${integer}.${rest}`;
  return plain === '0' ? '0' : sign + plain;
}

function expected(field: Field, value: Value): string | null {
  if (value === null || value === '') return null;
  if (NUMBERS.has(field.type)) return plainDecimal(String(value).replace('e', 'E').replace('+', ''));
  if (field.type === 'datetime') return String(Date.parse(String(value)));
  if (field.type === 'time')
    return String(value)
      .slice(0, 12)
      .replace(/\.000$/, '');
  return String(masked(field, value));
}

function shown(field: Field): string {
  const column = `"${field.name}"`;
  if (field.type === 'datetime') return `CAST(epoch_ms(${column}) AS VARCHAR)`;
  if (field.type === 'multipicklist') return `array_to_string(${column}, ';')`;
  return `CAST(${column} AS VARCHAR)`;
}

/** Compares every value of every row of a synced table with the organisation's own records. `where`: SQL; which of its rows count. */
export async function expectTruth(
  engine: Pick<Engine, 'query'>,
  org: Org,
  object: string,
  wanted: (record: StoredRecord) => boolean = () => true,
  except: readonly string[] = [],
  where = 'true',
): Promise<number> {
  const fields = org.mustFind(object).fields.filter((f) => !NOT_SYNCED.has(f.type) && !except.includes(f.name));
  const rows = await engine.query<Record<string, string | null>>(
    `SELECT ${fields.map((f) => `${shown(f)} AS "${f.name}"`).join(', ')} FROM crm."${object}" WHERE ${where} ORDER BY "Id"`,
  );
  const actual = rows.map((row) =>
    Object.fromEntries(
      fields.map((f) => [
        f.name,
        NUMBERS.has(f.type) && row[f.name] !== null
          ? plainDecimal(String(row[f.name]).replace('e', 'E').replace('+', ''))
          : (row[f.name] ?? null),
      ]),
    ),
  );
  const records = [...org.records(object)]
    .filter((r) => r.IsDeleted !== true && wanted(r))
    .sort((a, b) => (String(a.Id) < String(b.Id) ? -1 : 1));
  const truth = records.map((r) => Object.fromEntries(fields.map((f) => [f.name, expected(f, readField(f, r))])));
  expect(actual.length).toBe(truth.length);
  // A thousand small comparisons by expect are slow; only the row that differs goes through it.
  for (const [i, row] of actual.entries()) if (JSON.stringify(row) !== JSON.stringify(truth[i])) expect(row).toEqual(truth[i]);
  return truth.length;
}
