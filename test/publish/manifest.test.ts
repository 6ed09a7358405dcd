import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { renderManifest } from '../../src/publish/manifest.ts';
import * as fixtures from '../report/fixtures.ts';

const schema = JSON.parse(readFileSync(new URL('../../schemas/manifest.schema.json', import.meta.url), 'utf8'));
const ajv = new Ajv({
  strict: false,
  allErrors: true,
  formats: { 'date-time': (text: string) => !Number.isNaN(Date.parse(text)) },
});
const accepts = ajv.compile(schema);

const records = Object.entries(fixtures).flatMap(([name, make]) =>
  typeof make === 'function' && make.length === 0 ? [[name, make().record] as const] : [],
);

describe('manifest.json', () => {
  test.each(records)('of %s is what its schema says', (_name, record) => {
    accepts(JSON.parse(renderManifest(record)));
    expect(accepts.errors ?? []).toEqual([]);
  });

  test('holds each field of the schema and no other', () => {
    const manifest = JSON.parse(renderManifest(fixtures.incrementalRun().record));
    const table = schema.properties.tables.items;
    // An export in the directory of a sync adds `exportRun`.
    const { exportRun, ...ofSync } = schema.properties;
    expect(exportRun).toBeDefined();
    expect(Object.keys(manifest).sort()).toEqual(Object.keys(ofSync).sort());
    expect(Object.keys(manifest.run).sort()).toEqual(Object.keys(schema.properties.run.properties).sort());
    expect(Object.keys(manifest.tables[0]).sort()).toEqual(Object.keys(table.properties).sort());
    expect(Object.keys(manifest.tables[0].columns[0]).sort()).toEqual(
      Object.keys(table.properties.columns.items.properties).sort(),
    );
    for (const fields of [{ ...schema, properties: ofSync }, schema.properties.run, table, table.properties.columns.items]) {
      expect([...fields.required].sort()).toEqual(Object.keys(fields.properties).sort());
    }
  });

  test('has every note of a table and every notice of the run and its sources', () => {
    const { record } = fixtures.incrementalRun();
    const manifest = JSON.parse(renderManifest(record));
    const notes = record.tables.map((t) => t.notes.map(({ kind, column = null, message }) => ({ kind, column, message })));
    expect(notes.flat().length).toBeGreaterThan(0);
    expect(manifest.tables.map((t: { notes: unknown }) => t.notes)).toEqual(notes);
    const sources = record.sources.flatMap((s) => s.notices.map((message) => ({ source: s.name, message })));
    expect(manifest.run.notices).toEqual([...record.notices.map((message) => ({ source: null, message })), ...sources]);
  });

  test.each([
    ['a negative count', { read: -1 }],
    ['an unknown status', { status: 'done' }],
    ['a missing watermark', { watermark: undefined }],
    ['a parquet file without checksum', { parquet: { path: 'x', bytes: 1 } }],
  ])('is refused with %s', (_name, change) => {
    const manifest = JSON.parse(renderManifest(fixtures.incrementalRun().record));
    Object.assign(manifest.tables[0], change);
    expect(accepts(JSON.parse(JSON.stringify(manifest)))).toBe(false);
  });
});
