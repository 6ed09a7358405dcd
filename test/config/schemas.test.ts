import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { CRM, DB, ERP, edit, LITERAL } from './documents.ts';
import { MISTAKES } from './mistakes.ts';

const ROOT = new URL('../../', import.meta.url).pathname;
const schema = JSON.parse(readFileSync(`${ROOT}schemas/highwater.schema.json`, 'utf8'));
// As an editor: plain draft-07, no format and no keyword of our own.
const accepts = new Ajv({ strict: false }).compile(schema);
const accept = (text: string) => accepts(parse(text, { merge: true }));

type Field = Record<string, unknown>;

/** Members show themselves. */
function showsValues(field: Field): boolean {
  const { additionalProperties: members } = field;
  const shown = ['examples', 'default', 'enum', 'const', 'properties', 'oneOf', 'anyOf'].some((keyword) => keyword in field);
  return shown || field.type === 'boolean' || field.type === undefined || typeof members === 'object';
}

test('schemas/ is what the declarations say', () => {
  expect(() => execFileSync(process.execPath, ['scripts/schemas.ts', '--check'], { cwd: ROOT, stdio: 'pipe' })).not.toThrow();
});

describe('schemas/highwater.schema.json, as an editor uses it', () => {
  test('is plain JSON schema: no annotation of ours, no format that only we know', () => {
    expect(JSON.stringify(schema)).not.toMatch(/"(expected|fix|secret|literal|asWritten|shown|discriminator)":|"format":"/);
  });

  test.each([
    ['the example of the README', readFileSync(new URL('./interface-example.yml', import.meta.url), 'utf8')],
    ['PostgreSQL', DB],
    ['Salesforce', `${CRM}    standard_objects: [Account]\n`],
    ['Dynamics', ERP],
    [
      'variables in numbers, switches and choices',
      `${edit(DB, 'database: sales', 'database: sales\n    port: ${PORT}\n    ssl: { mode: "${MODE}" }')}output: { duckdb: "\${FLAG}" }\n`,
    ],
    ['api_version without quotes', edit(CRM, '    auth:', '    api_version: 62.0\n    auth:')],
    ['merge keys', edit(DB, 'cursor: updated_at', '&a\n        cursor: b\n      c:\n        <<: *a')],
  ])('accepts %s', (_name, text) => {
    accept(text);
    expect(accepts.errors ?? []).toEqual([]);
  });

  // What only the program can know: the environment, the sources' languages, names across entries, whole addresses and crons.
  const ONLY_AT_RUN_TIME =
    /variable|filter|hash without a key|mask_key that is short|with one name|called documents|name with a blank|DuckDB has already|more wrong run options/;

  test.each(Object.keys(MISTAKES).filter((name) => !ONLY_AT_RUN_TIME.test(name)))('refuses %s', (name) => {
    expect(accept(MISTAKES[name] ?? '')).toBe(false);
  });

  test.each([
    ['a literal secret', edit(DB, '${PGPASSWORD}', LITERAL)],
    ['a secret with something around it', edit(DB, '${PGPASSWORD}', 'x${PGPASSWORD}')],
    ['a variable in `type`', edit(DB, 'type: postgres', 'type: ${TYPE}')],
    ['http to another machine', edit(CRM, 'https://', 'http://')],
  ])('refuses %s', (_name, text) => {
    expect(accept(text)).toBe(false);
  });

  test('has no option that docs/configuration.md leaves out', () => {
    const words = new Set(readFileSync(`${ROOT}docs/configuration.md`, 'utf8').match(/\w+/g));
    const names = new Set<string>();
    JSON.stringify(schema, (key, value) => {
      if (key === 'properties') for (const name of Object.keys(value)) names.add(name);
      return value;
    });
    expect(names.size).toBeGreaterThan(50);
    expect([...names].filter((name) => !words.has(name))).toEqual([]);
  });

  test("passes SchemaStore's check: Ajv in strict mode, with the one keyword that CONTRIBUTING.md says to declare", () => {
    const strict = () => new Ajv({ strict: true }).addKeyword('patternErrorMessage');
    expect(() => strict().compile(schema)).not.toThrow();
    expect(() => strict().compile({ type: ['string', 'number'] })).toThrow(/strictTypes/);
    expect(schema).toMatchObject({
      $schema: 'http://json-schema.org/draft-07/schema#',
      $id: 'https://www.schemastore.org/highwater.json',
    });
  });

  test('explains every field, with a title and an example', () => {
    const silent: string[] = [];
    const visit = (node: Field, path: string) => {
      for (const [name, field] of Object.entries((node.properties ?? {}) as Record<string, Field | boolean>)) {
        if (typeof field === 'boolean') continue;
        if (typeof field.description !== 'string' || typeof field.title !== 'string') silent.push(`${path}/${name}`);
        if (!showsValues(field)) silent.push(`${path}/${name} has no example`);
        visit(field, `${path}/${name}`);
      }
      for (const variant of [...((node.oneOf ?? []) as Field[]), ...((node.anyOf ?? []) as Field[])]) visit(variant, path);
      if (typeof node.additionalProperties === 'object') visit(node.additionalProperties as Field, `${path}/*`);
    };
    visit(schema, '');
    expect(silent).toEqual([]);
  });
});
