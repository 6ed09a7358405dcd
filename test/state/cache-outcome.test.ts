import { describe, expect, it } from 'vitest';
import { readLookup, readSave, type ToolkitLine } from '../../src/state/cache/cache-outcome.ts';

const debug = (text: string): ToolkitLine => ({ kind: 'debug', text });
const NONE = debug('Cache not found for version abc of keys: k');
const V1 = debug('Cache service version: v1');
const V2 = debug('Cache service version: v2');

describe('"undefined" from restoreCache', () => {
  it.each<[string, readonly ToolkitLine[], 'none' | 'failed']>([
    ['with the line that says so', [V2, NONE], 'none'],
    ['without a word, in protocol v1', [V1], 'none'],
    ['without a word, in protocol v2', [V2], 'failed'],
    ['without any line at all', [], 'failed'],
    ['with a complaint in protocol v1', [V1, { kind: 'warning', text: 'Failed to restore: getCacheEntry failed' }], 'failed'],
    ['with a complaint beside the line', [V2, NONE, { kind: 'error', text: 'Failed to restore: (500)' }], 'failed'],
    [
      'by a cache mode',
      [V1, { kind: 'info', text: "Cache restore skipped: the effective cache-mode 'none' does not permit reads." }],
      'failed',
    ],
  ])('%s: %s', (_, lines, kind) => {
    expect(readLookup({ value: undefined, lines }).kind).toBe(kind);
  });

  it('counts for nothing where a key came', () => {
    expect(readLookup({ value: 'k', lines: [] })).toEqual({ kind: 'found', key: 'k' });
  });
});

describe('a number from saveCache', () => {
  it.each([
    [1, true],
    [987654321, true],
    [0, false],
    [-1, false],
    [Number.NaN, false],
  ])('%s is saved: %s', (value, saved) => {
    expect(readSave({ value, lines: [] }) === null).toBe(saved);
  });

  it('of -1 after a full disk says so, whatever the client made of it', () => {
    const lines: ToolkitLine[] = [
      {
        kind: 'stderr',
        text: '/usr/bin/tar: cache.tzst: Wrote only 4096 of 10240 bytes\nzstd: error 70 : Write error : No space left on device',
      },
      {
        kind: 'warning',
        text: 'Failed to save: "/usr/bin/tar" failed with error: The process \'/usr/bin/tar\' failed with exit code 2',
      },
    ];
    expect(readSave({ value: -1, lines })).toMatchObject({ diskFull: true });
  });
});
