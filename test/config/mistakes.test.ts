import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { loadConfigText } from '../../src/config/load/load.ts';
import { ConfigError } from '../../src/model/errors.ts';
import { ENVIRONMENT, LITERAL, noOrderBy } from './documents.ts';
import { MISTAKES } from './mistakes.ts';

async function errorOf(text: string): Promise<ConfigError> {
  const error = await loadConfigText('highwater.yml', text, ENVIRONMENT, noOrderBy).catch((thrown: unknown) => thrown);
  if (error instanceof ConfigError) return error;
  throw new Error('this was not refused', { cause: error });
}

/** As the command line prints it. */
function asRead(error: ConfigError): string {
  return error.problems
    .map((p) => `${p.location?.file}:${p.location?.line}:${p.location?.column} ${p.message}\n    ${p.hint}\n`)
    .join('');
}

describe('mistakes in the configuration', () => {
  test('say where they are, what was expected and what to do', async () => {
    let text = '';
    for (const [name, document] of Object.entries(MISTAKES)) text += `# ${name}\n${asRead(await errorOf(document))}\n`;
    await expect(text).toMatchFileSnapshot('./mistakes.golden.txt');
  });

  test.each(Object.keys(MISTAKES))('%s: no error repeats a secret or a value of the environment', async (name) => {
    const error = await errorOf(MISTAKES[name] ?? '');
    const everything = [
      error.message,
      error.hint,
      JSON.stringify(error.problems),
      inspect(error, { depth: 10 }),
      error.stack,
    ].join('\n');
    for (const value of [LITERAL, ...Object.values(ENVIRONMENT).filter((v) => v !== '')]) expect(everything).not.toContain(value);
  });

  test.each(Object.keys(MISTAKES))('%s: every problem has a file, a line, a column, a path and advice', async (name) => {
    const { problems } = await errorOf(MISTAKES[name] ?? '');
    for (const { code, hint, location, message } of problems) {
      expect(code).toMatch(/^(CONFIG_INVALID|SAME_NAME)$/);
      expect(message).toMatch(/[.?]$|`\?$/);
      expect(hint).toMatch(/\S/);
      expect(location?.file).toBe('highwater.yml');
      expect(location?.line).toBeGreaterThan(0);
      expect(location?.column).toBeGreaterThan(0);
    }
  });
});
