import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { MODES, readInputs } from '../../src/app/github/inputs.ts';
import { OUTPUTS } from '../../src/app/github/outputs.ts';
import { ConfigError } from '../../src/model/errors.ts';

const given = (values: Record<string, string>) => (name: string) => values[name] ?? '';

function mistakes(values: Record<string, string>): ConfigError {
  try {
    readInputs(given(values));
  } catch (error) {
    if (error instanceof ConfigError) return error;
  }
  throw new Error('no ConfigError was thrown');
}

describe('inputs', () => {
  const action = parse(readFileSync(new URL('../../action.yml', import.meta.url), 'utf8'));

  test('an empty input is the default that action.yml promises', () => {
    const defaults = Object.fromEntries(
      Object.entries(action.inputs as Record<string, { default?: string }>).map(([name, input]) => [name, input.default ?? '']),
    );
    expect(readInputs(given({}))).toEqual(readInputs(given(defaults)));
    expect(readInputs(given({}))).toMatchObject({ config: 'highwater.yml', mode: 'auto', tables: [], state: undefined });
  });

  test('action.yml names every mode and exactly the outputs that are set', () => {
    for (const mode of MODES) expect(action.inputs.mode.description).toContain(`\`${mode}\``);
    expect(Object.keys(action.outputs)).toEqual([...OUTPUTS]);
  });

  test('action.yml is described in fewer than 125 characters, as the Marketplace wants', () => {
    expect(action.description.length).toBeLessThan(125);
  });

  test('tables may be separated by commas and line breaks', () => {
    expect(readInputs(given({ tables: 'crm.Account, crm.*__c\n db.audit.events ,' })).tables).toEqual([
      'crm.Account',
      'crm.*__c',
      'db.audit.events',
    ]);
  });

  test('all mistakes are reported at once, with the nearest value', () => {
    const error = mistakes({ mode: 'incrementel', 'fail-on': 'none', 'on-unreadable-state': 'Full', tables: 'deals' });
    expect(error.code).toBe('INPUT_INVALID');
    expect(error.problems.map((p) => p.message)).toEqual([
      'tables: `deals` is not in the form source.table.',
      'Input `mode` is incrementel; expected one of auto, incremental, full, validate, check, plan, verify, freshness, combine, export, export-plan.',
      'Input `on-unreadable-state` is Full; expected one of fail, full.',
      'Input `fail-on` is none; expected one of any, all.',
    ]);
    expect(error.problems[1]?.hint).toMatch(/Did you mean incremental\?/);
    expect(error.problems[3]?.hint).not.toMatch(/Did you mean/);
  });

  test.each(['x', '123456789012345', 'aaaaaaaaaaaaaaaaaaaaaaaa'])('the encryption key %s is too easy to guess', (key) => {
    const { problems } = mistakes({ 'state-encryption-key': key });
    expect(problems[0]).toMatchObject({ code: 'INPUT_INVALID', hint: expect.stringContaining('openssl rand -base64 32') });
    expect(JSON.stringify(problems)).not.toContain(key.length > 1 ? key : '"x"');
  });

  test('the encryption key prints as ***, and is the same with and without a line break behind it', () => {
    const { stateKey } = readInputs(given({ 'state-encryption-key': 'a key of the test\n' }));
    expect(`${stateKey}`).toBe('***');
    expect(stateKey?.reveal()).toBe('a key of the test');
  });
});
