import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../../scripts/bundle.ts';
import { ERROR_CODES } from '../../src/model/errors.ts';
import { CLOUD_FAILURES } from './cloud-failures.ts';
import { ELSEWHERE, UNFORESEEN } from './elsewhere.ts';
import { POSTGRES_FAILURES } from './postgres-failures.ts';
import { PROGRAM_FAILURES } from './program-failures.ts';

const here = [...CLOUD_FAILURES, ...POSTGRES_FAILURES, ...PROGRAM_FAILURES].map((failure) => failure.code);
const named = [...Object.keys(ELSEWHERE), ...Object.keys(UNFORESEEN)];

describe('every error code', () => {
  test('is provoked by one of these tests, by another that is named, or can’t be, for a reason that is given', () => {
    expect([...new Set([...here, ...named])].sort()).toEqual([...ERROR_CODES].sort());
  });

  test('is not said to be provoked elsewhere where it is provoked here', () => {
    expect(named.filter((code) => here.some((one) => one === code))).toEqual([]);
  });

  test.each(Object.entries(ELSEWHERE))('%s is what that other test is about', (_, [file, title]) => {
    expect(readFileSync(join(ROOT, file), 'utf8')).toContain(title);
  });
});
