import { expect, test } from 'vitest';
import { configShape } from '../../src/config/declare/schema.ts';
import { newAjv } from '../../src/config/load/ajv.ts';
import { loadConfigText } from '../../src/config/load/load.ts';
import { DESTINATIONS } from '../../src/destinations/registry.ts';
import { SOURCES } from '../../src/sources/registry.ts';
import { CRM } from './documents.ts';

/** What a field gives as an example, its own declaration must accept: patterns, and the formats that only code can check. */

interface Declared {
  readonly path: string;
  readonly shape: Readonly<Record<string, unknown>>;
}

function declared(node: unknown, path = ''): Declared[] {
  if (typeof node !== 'object' || node === null) return [];
  const shape = node as Readonly<Record<string, unknown>>;
  const own = Array.isArray(shape.examples) && typeof shape.type === 'string' ? [{ path, shape }] : [];
  return [
    ...own,
    ...Object.entries(shape).flatMap(([key, value]) => (key === 'examples' ? [] : declared(value, `${path}/${key}`))),
  ];
}

const FIELDS = declared(configShape(SOURCES, DESTINATIONS)).filter(({ shape }) => shape.type === 'string');

test('every example is accepted where it stands', () => {
  expect(FIELDS.length).toBeGreaterThan(20);
  const ajv = newAjv();
  const refused = FIELDS.flatMap(({ path, shape }) => {
    const { type, pattern, format, examples } = shape;
    const accepts = ajv.compile({
      type,
      ...(pattern === undefined ? {} : { pattern }),
      ...(format === undefined ? {} : { format }),
    });
    return (examples as unknown[]).filter((example) => !accepts(example)).map((example) => `${path}: ${String(example)}`);
  });
  expect(refused).toEqual([]);
});

test.each([
  ['24h', 86_400],
  ['every_run', 0],
  ['never', null],
])('`calculated: %s` is %s seconds', async (text, seconds) => {
  const { sources } = await loadConfigText(
    'highwater.yml',
    `${CRM}        calculated: ${text}\n`,
    { SF_CLIENT_SECRET: 'b' },
    SOURCES,
  );
  expect(sources[0]?.tables.map((t) => t.options.calculatedEverySeconds)).toEqual([seconds]);
});
