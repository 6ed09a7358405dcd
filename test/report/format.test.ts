import { describe, expect, it } from 'vitest';
import {
  advance,
  clip,
  count,
  counted,
  duration,
  lagSeconds,
  list,
  percent,
  short,
  size,
  watermark,
} from '../../src/views/facts/format.ts';

describe('people read', () => {
  it.each([
    [0, '0.0 s'],
    [0.44, '0.4 s'],
    [9.94, '9.9 s'],
    [9.96, '10 s'],
    [59.6, '1 min'],
    [61, '1 min 1 s'],
    [3599.6, '1 h'],
    [7380, '2 h 3 min'],
    [86_399, '1 d'],
    [273_600, '3 d 4 h'],
    [-3, '0.0 s'],
  ])('%d seconds as %s', (seconds, expected) => expect(duration(seconds)).toBe(expected));

  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [99_949, '99.9 kB'],
    [412_000_000, '412 MB'],
    [999_999_999, '1.0 GB'],
  ])('%d bytes as %s', (bytes, expected) => expect(size(bytes)).toBe(expected));

  it.each([
    [950, '950'],
    [9_994, '9,994'],
    [9_995, '10.0k'],
    [52_100, '52.1k'],
    [999_949, '1000k'],
    [999_950, '1.0M'],
    [12_345_678, '12.3M'],
  ])('%d in a narrow place as %s', (value, expected) => expect(short(value)).toBe(expected));

  it.each([
    [0, '0%'],
    [0.004, '<1%'],
    [0.5, '50%'],
    [0.999, '>99%'],
    [1, '100%'],
  ])('a share of %d as %s', (share, expected) => expect(percent(share)).toBe(expected));

  it('numbers with their word', () => {
    expect([count(1234567), counted(1, 'row'), counted(2, 'row'), counted(0, 'entry', 'entries')]).toEqual([
      '1,234,567',
      '1 row',
      '2 rows',
      '0 entries',
    ]);
  });

  it('lists as sentences', () => {
    expect([list([]), list(['a']), list(['a', 'b']), list(['a', 'b', 'c'])]).toEqual(['', 'a', 'a and b', 'a, b and c']);
  });

  it('watermarks by their kind', () => {
    const early = { kind: 'timestamp', value: '2026-11-21T00:17:04.120000Z' } as const;
    const late = { kind: 'timestamp', value: '2026-11-21T02:17:10.000001Z' } as const;
    const xmin = { kind: 'xmin', value: '91423' } as const;
    expect([watermark(null), watermark(xmin), advance(early, late), advance(null, late), advance(early, early)]).toEqual([
      '–',
      'xid 91423',
      '2026-11-21 00:17:04 → 02:17:10',
      '– → 2026-11-21 02:17:10',
      '2026-11-21 00:17:04',
    ]);
  });

  it('how old a table is, whatever its watermark: a quiet source keeps that where it was', () => {
    expect(lagSeconds({ syncedAt: '2026-11-21T00:17:04.120Z' }, '2026-11-21T00:17:10.120Z')).toBe(6);
    expect(lagSeconds({ syncedAt: null }, '2026-11-21T00:17:10.120Z')).toBeNull();
  });

  it('whole characters at a cut', () => {
    expect([clip('abc', 3), clip('abcd', 3), clip('a😀b', 3)]).toEqual(['abc', 'ab…', 'a…']);
  });
});
