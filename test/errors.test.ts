import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { ERROR_CODES, HighwaterError, toHighwaterError } from '../src/model/errors.ts';
import { VERSION } from '../src/model/version.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PAGE = readFileSync(join(ROOT, 'docs', 'troubleshooting.md'), 'utf8');
const entries = [...PAGE.matchAll(/^## `([A-Z0-9_]+)`$/gm)].map((m) => m[1]);

function sources(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && name !== join('model', 'errors.ts'))
    .map((name) => readFileSync(join(directory, name), 'utf8'));
}

describe('docs/troubleshooting.md', () => {
  test('has one entry for every error code, and none for others', () => {
    expect([...entries].sort()).toEqual([...ERROR_CODES].sort());
  });

  test.each(entries)('%s says what it means and what to do', (code) => {
    const body = PAGE.split(`## \`${code}\``)[1]?.split(/^## /m)[0] ?? '';
    expect(body.trim().length).toBeGreaterThan(100);
  });
});

test('every error code is given to some error', () => {
  // Only where errors are made: the lists above name every code.
  const makers = readFileSync(join(ROOT, 'src', 'model', 'errors.ts'), 'utf8').split('export class HighwaterError')[1];
  const text = [...sources(join(ROOT, 'src')), makers].join('\n');
  expect(ERROR_CODES.filter((code) => !text.includes(`'${code}'`))).toEqual([]);
});

test.each([
  ['SCHEMA_CHANGED', {}, 'replan'],
  ['VALUE_NOT_EXACT', { columns: ['amount'] }, 'widen'],
  ['STATE_NEWER_FORMAT', {}, 'state unusable'],
  // The state that was restored is fine: a full sync would mend nothing.
  ['STATE_SAVE_FAILED', {}, 'fatal'],
  ['STATE_KEY_REQUIRED', {}, 'fatal'],
  ['COUNT_MISMATCH', {}, 'fatal'],
  ['COUNT_MISMATCH', { family: 'restart' }, 'restart'],
  ['WAREHOUSE', { family: 'restart' }, 'restart'],
] as const)('%s with %j belongs to the family %s', (code, options, family) => {
  expect(new HighwaterError(code, 'm', 'h', options).family).toBe(family);
});

test('what nobody foresaw says where it was thrown, without folders', () => {
  const stack =
    'Error: boom\n    at Client.read (file:///home/a b/_actions/dist/run.js:12:34)\n    at async C:\\a b\\dist\\main.js:1:2\n    at node:fs:9:9\n    at f (g.js:1:1)';
  const { code, message } = toHighwaterError(Object.assign(new Error('boom'), { stack }));
  expect([code, message]).toEqual([
    'INTERNAL',
    `boom (at Client.read run.js:12:34, from main.js:1:2, from node:fs:9:9; Highwater ${VERSION})`,
  ]);
  expect(toHighwaterError('thrown text').message).toBe('thrown text');
});
