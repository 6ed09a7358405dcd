import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { configShape } from '../../src/config/declare/schema.ts';
import { newAjv } from '../../src/config/load/ajv.ts';
import { withoutDefaulted } from '../../src/config/load/check.ts';
import { meetsShape } from '../../src/config/load/meets-shape.ts';
import type { Value } from '../../src/config/load/tree.ts';
import { DESTINATIONS } from '../../src/destinations/registry.ts';
import { SOURCES } from '../../src/sources/registry.ts';

const SCHEMA = withoutDefaulted(configShape(SOURCES, DESTINATIONS));
// `${S}` is what a secret is before it is filled in.
const VALID = `
version: 1
sources:
  crm:
    type: salesforce
    url: https://mycompany.my.salesforce.com
    auth: { flow: client_credentials, client_id: abc, client_secret: "\${S}" }
    tables: { Account: { where: "Amount > 5", columns: [Id, Name] }, Contact: { checks: [{ not_null: Id }, { row_count: { min: 1 } }] } }
  erp:
    type: dynamics
    url: https://mycompany.crm.dynamics.com
    auth: { flow: client_secret, tenant_id: 00000000-0000-0000-0000-000000000001, client_id: 00000000-0000-0000-0000-000000000002, client_secret: "\${S}" }
    tables: { account: { key: accountid } }
  db:
    type: postgres
    host: localhost
    database: postgres
    auth: { flow: password, user: u, password: "\${S}" }
    ssl: { mode: verify-ca, ca: "\${S}" }
    tables: { deals: { cursor: updated_at, lookback: 1h, deletes: remove, full_sync_every: 7d } }
output: { directory: out, parquet: { compression: zstd } }
run: { parallel: 4, memory: 1GiB }
`;

/** Every place of a document, as a path. */
function places(value: Value, path: (string | number)[] = []): (string | number)[][] {
  const inner = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [path, ...inner.flatMap(([name, each]) => places(each, [...path, name]))];
}

function changed(value: Value, [step, ...rest]: readonly (string | number)[], put: Value | undefined, extra: boolean): Value {
  if (step === undefined) return put ?? null;
  const copy = structuredClone(value) as Record<string | number, Value>;
  if (rest.length > 0) copy[step] = changed(copy[step] ?? null, rest, put, extra);
  else if (extra) copy[`${step}_`] = put ?? null;
  else if (put === undefined && Array.isArray(copy)) copy.splice(Number(step), 1);
  else if (put === undefined) delete copy[step];
  else copy[step] = put;
  return copy as Value;
}

test('what meets the schema without ajv meets it with ajv, and the other way around', () => {
  const validate = newAjv().compile(SCHEMA);
  const document = parse(VALID) as Value;
  expect([meetsShape(document, SCHEMA), validate(document), validate.errors]).toEqual([true, true, null]);
  const value = fc.constantFrom<Value | undefined>(
    undefined,
    null,
    true,
    false,
    0,
    5,
    -1,
    1.5,
    '',
    'x',
    '1h',
    '7d',
    'a b',
    'ä🙂',
    [],
    ['a'],
    ['a', 'a'],
    [1],
    {},
    { a: 1 },
  );
  const seen = { good: 0, bad: 0 };
  const compare = (path: (string | number)[], put: Value | undefined, extra: boolean): void => {
    const other = changed(document, path, put, extra);
    const met = meetsShape(other, SCHEMA);
    expect(met, JSON.stringify([path, put, extra])).toBe(validate(other));
    seen[met ? 'good' : 'bad']++;
  };
  fc.assert(fc.property(fc.constantFrom(...places(document)), value, fc.boolean(), compare), { numRuns: 1500 });
  expect(Math.min(seen.good, seen.bad)).toBeGreaterThan(100);
});
