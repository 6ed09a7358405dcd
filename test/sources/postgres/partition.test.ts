import { describe, expect, it } from 'vitest';
import { parseName, targetName, writtenName } from '../../../src/sources/postgres/describe/names.ts';
import { type Extent, partitionsOf, type RowQuery } from '../../../src/sources/postgres/plan/partition.ts';

const MIB = 1024 * 1024;

const READING: RowQuery = {
  content: 'rows',
  pass: 'body',
  label: 'rows',
  columns: ['"id"'],
  conditions: ['(a = 1\n)'],
  divided: true,
  expectedRows: 1000,
};

function extent(oid: string, bytes: number, pages = Math.ceil(bytes / 8192)): Extent {
  return { oid, from: `t${oid}`, bytes, pages, estimatedRows: 10, files: [oid] };
}

const whereOf = (query: string) => query.replace(/^COPY \(|\) TO STDOUT.*$/gs, '');

describe('partitions', () => {
  it('of a big table are page ranges without a gap, the last of them open', () => {
    const found = partitionsOf(READING, [extent('7', 100 * MIB)], 2, 16 * MIB);
    expect(found.map((p) => whereOf(p.query))).toEqual([
      'SELECT "id" FROM t7 WHERE ctid < \'(2134,0)\' AND (a = 1\n)',
      "SELECT \"id\" FROM t7 WHERE ctid >= '(2134,0)' AND ctid < '(4268,0)' AND (a = 1\n)",
      "SELECT \"id\" FROM t7 WHERE ctid >= '(4268,0)' AND ctid < '(6402,0)' AND (a = 1\n)",
      "SELECT \"id\" FROM t7 WHERE ctid >= '(6402,0)' AND ctid < '(8536,0)' AND (a = 1\n)",
      "SELECT \"id\" FROM t7 WHERE ctid >= '(8536,0)' AND ctid < '(10670,0)' AND (a = 1\n)",
      'SELECT "id" FROM t7 WHERE ctid >= \'(10670,0)\' AND (a = 1\n)',
    ]);
    expect(new Set(found.map((p) => p.id)).size).toBe(6);
  });

  it.each([
    { what: 'a small table', extents: [extent('1', MIB)], workers: 4, count: 1 },
    { what: 'an empty table', extents: [extent('1', 0)], workers: 4, count: 1 },
    { what: 'no member at all', extents: [], workers: 4, count: 0 },
    { what: 'a big table: four a worker', extents: [extent('1', 30_000 * MIB)], workers: 4, count: 16 },
    { what: 'a huge table: 2 GiB each', extents: [extent('1', 100_000 * MIB)], workers: 4, count: 49 },
    { what: 'one worker', extents: [extent('1', 2000 * MIB)], workers: 1, count: 1 },
    { what: 'one worker and a huge table: 2 GiB each', extents: [extent('1', 100_000 * MIB)], workers: 1, count: 49 },
    { what: 'what has no pages', extents: [extent('1', 1000 * MIB, 0)], workers: 4, count: 1 },
    { what: 'one page with much beside it', extents: [extent('1', 1000 * MIB, 1)], workers: 4, count: 1 },
    { what: 'many small members', extents: Array.from({ length: 250 }, (_, i) => extent(String(i), 8192)), workers: 4, count: 3 },
  ])('$what', ({ extents, workers, count }) => {
    expect(partitionsOf(READING, extents, workers, 16 * MIB)).toHaveLength(count);
  });

  it('of a table with members hold each page of each once', () => {
    const extents = [extent('1', 90 * MIB), extent('2', MIB), extent('3', 2 * MIB), extent('4', 40 * MIB)];
    const found = partitionsOf(READING, extents, 2, 16 * MIB);
    expect(found.length).toBeLessThanOrEqual(9);
    for (const { from, pages } of extents) {
      const selects = found.flatMap((p) => p.query.split('UNION ALL')).filter((s) => s.includes(`FROM ${from} `));
      const ranges = selects
        .map((s) => [Number(/ctid >= '\((\d+),/.exec(s)?.[1] ?? 0), Number(/ctid < '\((\d+),/.exec(s)?.[1] ?? Infinity)])
        .sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
      expect(ranges[0]?.[0]).toBe(0);
      expect(ranges.at(-1)?.[1]).toBe(Infinity);
      expect(ranges.slice(1).map((r) => r[0])).toEqual(ranges.slice(0, -1).map((r) => r[1]));
      expect(ranges.at(-1)?.[0]).toBeLessThan(pages);
    }
  });

  it('that an index serves are not divided', () => {
    expect(partitionsOf({ ...READING, divided: false }, [extent('1', 1000 * MIB)], 4, 16 * MIB)).toHaveLength(1);
  });
});

describe('names', () => {
  it.each([
    { schema: 'public', table: 'deals', written: 'deals', target: 'deals' },
    { schema: 'audit', table: 'events', written: 'audit.events', target: 'audit_events' },
    { schema: 'public', table: 'v1.2', written: '"v1.2"', target: 'v1.2' },
    { schema: 'my.schema', table: 'a"b', written: '"my.schema"."a""b"', target: 'my.schema_a"b' },
    { schema: 'public', table: 'Größe der Deals', written: 'Größe der Deals', target: 'Größe der Deals' },
    { schema: 'public', table: 'line\nbreak', written: 'line\nbreak', target: 'line\nbreak' },
  ])('$written', ({ schema, table, written, target }) => {
    expect(writtenName({ schema, table })).toBe(written);
    expect(parseName(written)).toEqual({ schema, table });
    expect(targetName({ schema, table })).toBe(target);
  });

  it.each(['', '.', 'a.', '.b', 'a.b.c', '"a'])('%j is none', (written) => {
    expect(parseName(written)).toBeNull();
  });
});
