import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../../scripts/bundle.ts';
import type { Asker } from '../../src/app/setup/ask.ts';
import { draftSource } from '../../src/app/setup/init/draft-source.ts';
import { initFlags } from '../../src/app/setup/init/flags.ts';
import { renderConfig } from '../../src/app/setup/init/render.ts';
import { loadConfigText } from '../../src/config/load/load.ts';
import type { ConfigError } from '../../src/model/errors.ts';
import type { SourceDefinition } from '../../src/model/source-definition.ts';
import { createRedactor } from '../../src/runtime/masking.ts';
import { SOURCES } from '../../src/sources/registry.ts';
import { lackingIn, type SourcePages } from './definition-parts.ts';
import { toy } from './toy/index.ts';

const ENTRY = `version: 1
sources:
  toys:
    type: toy
    url: https://toys.example.com
    auth: { flow: key, owner: Ann, key: "\${TOY_KEY}" }
    tables:
      shop.things: {}
`;
const ENV = { TOY_KEY: 'fits' };
const registry: readonly SourceDefinition[] = [...SOURCES, toy];
const ACTION = { repository: 'OWNER/highwater', ref: 'v1' };

const load = (text: string, env: Readonly<Record<string, string>> = ENV) => loadConfigText('highwater.yml', text, env, registry);
const problemOf = (text: string) =>
  load(text).then(
    () => null,
    (thrown: ConfigError) => thrown.problems[0] ?? null,
  );

const troubleshooting = readFileSync(join(ROOT, 'docs/troubleshooting.md'), 'utf8');
const codeBelow = (folder: string): string =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
const toyPages: SourcePages = { page: '# Toys', troubleshooting, code: codeBelow(join(ROOT, 'test/sources/toy')) };

describe('the registry', () => {
  test('has a line for every folder below src/sources, under the name of the folder', () => {
    const folders = readdirSync(join(ROOT, 'src/sources'), { withFileTypes: true }).filter(
      (e) => e.isDirectory() && e.name !== 'shared',
    );
    expect(SOURCES.map((definition) => definition.type).sort()).toEqual(folders.map((e) => e.name).sort());
  });

  test.each(SOURCES.map((definition): [string, SourceDefinition] => [definition.type, definition]))(
    '%s lacks nothing',
    (type, definition) => {
      const page = readFileSync(join(ROOT, `docs/${type}.md`), 'utf8');
      const code = codeBelow(join(ROOT, 'src/sources', type));
      expect(lackingIn(definition, { page, troubleshooting, code })).toEqual([]);
    },
  );
});

type OptionalPart = {
  [K in keyof SourceDefinition]-?: object extends Pick<SourceDefinition, K> ? K : never;
}[keyof SourceDefinition];

describe('a definition that lacks a part', () => {
  test('does not compile', () => {
    const everyPartIsRequired: [OptionalPart] extends [never] ? true : never = true;
    expect(everyPartIsRequired).toBe(true);
  });

  const { flows } = toy.setup;
  const [flow] = flows;
  test.each<[string, Partial<SourceDefinition>, Partial<SourcePages>, string]>([
    ['a type that its schema does not have', { type: 'toys' }, {}, 'its schema has the tag `type: toys`'],
    ['no tables', { schema: { ...toy.schema, properties: {} } as never }, {}, 'its tables are made by `tableOptions`'],
    [
      'a flow that is not declared',
      { setup: { ...toy.setup, flows: [{ ...flow, flow: 'password' }] } },
      {},
      'its schema has the flow password',
    ],
    [
      'a secret that init does not ask for',
      { setup: { ...toy.setup, flows: [{ ...flow, credentials: [] }] } },
      {},
      '`init` asks for `key` of the flow key',
    ],
    ['no page', {}, { page: null }, 'there is a page docs/toy.md'],
    ['an error without an entry', {}, { troubleshooting: '' }, 'docs/troubleshooting.md explains its SIGN_IN_REFUSED'],
  ])('%s: a test says what is missing', (_, part, pages, sentence) => {
    expect(lackingIn({ ...toy, ...part } as SourceDefinition, { ...toyPages, ...pages })).toContainEqual(
      expect.stringContaining(sentence),
    );
  });
});

describe('a fourth source, in one folder and with one line in the registry', () => {
  test('lacks nothing', () => {
    expect(lackingIn(toy, toyPages)).toEqual([]);
  });

  test('is loaded from the file, with its own names, defaults and warnings', async () => {
    const config = await load(`${ENTRY}`.replace('    auth', '    shelf: lower\n    auth'));
    expect(config.sources[0]).toMatchObject({ name: 'toys', type: 'toy', options: { shelf: 'lower' } });
    expect(config.sources[0]?.tables.map((t) => t.pattern)).toEqual(['things']);
    expect(config.secrets.map((s) => s.reveal())).toEqual(['fits']);
    expect(config.warnings).toEqual(['highwater.yml:6:5 sources.toys.shelf: the lower shelf is dusty.']);
  });

  test.each([
    ['a `where` of its own language', '{}', '{ where: "a != 1" }', /toys know no `!`/, { line: 8, column: 32 }],
    ['a value', 'url:', 'shelf: middle\n    url:', /expected upper or lower, found `middle`/, { line: 5 }],
    ['an entry that can not be connected to', 'toys.example', 'closed.example', /url: this shop is closed/, { line: 5 }],
    [
      'two tables with one name in DuckDB',
      'shop.things: {}',
      'shop.things: {}\n      ball: { as: toy_things }',
      /would both be the table `toy_things`/,
      { line: 9 },
    ],
    [
      'an unknown type',
      'type: toy',
      'type: toys',
      /expected salesforce, dynamics, postgres or toy.*Did you mean `toy`/,
      { line: 4 },
    ],
  ])('%s is checked, at its place', async (_, from, to, message, location) => {
    expect(await problemOf(ENTRY.replace(from, () => to))).toMatchObject({ message: expect.stringMatching(message), location });
  });

  test('has its questions asked by init, which signs in, looks and writes a file that loads', async () => {
    const { asker, asked } = answering({ 'Where is the shop?': 'https://toys.example.com', 'Which shelf?': 'lower' });
    const { source, values } = await draftSource(initFlags(FLAGS, registry), [], ACTION, setupWith(asker));
    expect(asked).toEqual([
      'What do you want to sync?',
      'A short name (it becomes the schema in DuckDB)',
      'How does Highwater sign in?',
      'Where is the shop?',
      'Which shelf?',
      'TOY_OWNER: the owner',
      'TOY_KEY: the key, used now and not written anywhere',
      'Which of the 1 tables?',
    ]);
    expect(values).toEqual({ TOY_OWNER: 'x', TOY_KEY: 'x' });
    const text = renderConfig([source], ACTION);
    expect(text).toContain('things: { deletes: mark }  # toys are never thrown away');
    expect((await load(text, { TOY_OWNER: 'Ann', TOY_KEY: 'fits' })).sources[0]?.options).toMatchObject({ shelf: 'lower' });
  });

  test('has its questions answered by its own options of the command line', async () => {
    const { asker, asked } = answering({});
    const flags = initFlags({ ...FLAGS, type: 'toy', url: 'https://toys.example.com', shelf: 'upper', yes: true }, registry);
    const { source } = await draftSource(flags, [], ACTION, setupWith(asker, { TOY_OWNER: 'Ann', TOY_KEY: 'fits' }));
    expect(asked).toEqual([]);
    expect(source.connection).toEqual({ url: 'https://toys.example.com', shelf: 'upper' });
  });

  test('has its own errors shown', async () => {
    const { asker } = answering({});
    const silent: Asker = { ...asker, canAsk: false };
    const flags = initFlags({ ...FLAGS, type: 'toy', url: 'https://toys.example.com', yes: true }, registry);
    const drafted = draftSource(flags, [], ACTION, setupWith(silent, { TOY_OWNER: 'Ann', TOY_KEY: 'wrong' }));
    await expect(drafted).rejects.toMatchObject({ code: 'SIGN_IN_REFUSED', message: 'toys: the key does not fit.' });
  });
});

const FLAGS = { config: 'highwater.yml', connect: true };

/** A person at a terminal: gives these answers, the last choice where there is none, and `x` to everything else. */
function answering(answers: Readonly<Record<string, string>>): { asker: Asker; asked: string[] } {
  const asked: string[] = [];
  const answer = (message: string, otherwise: string): string => {
    asked.push(message);
    return answers[message] ?? otherwise;
  };
  const asker: Asker = {
    canAsk: true,
    text: async ({ message, initial }) => answer(message, initial ?? 'x'),
    hidden: async ({ message }) => answer(message, 'x'),
    choose: async ({ message, choices }) => answer(message, choices.at(-1)?.value ?? '') as never,
    pick: async ({ message, choices }) => [answer(message, choices.at(-1)?.value ?? '')],
    confirm: async ({ message }) => answer(message, '') === '',
    say: () => undefined,
    warn: (words) => void asked.push(words),
    commands: () => undefined,
  };
  return { asker, asked };
}

function setupWith(asker: Asker, env: Readonly<Record<string, string>> = {}) {
  const redactor = createRedactor();
  const { signal } = new AbortController();
  const deps = {
    workDirectory: '',
    signal,
    observe: () => undefined,
    mask: (secret: string) => redactor.add(secret),
    redact: redactor.redact,
    now: () => new Date(),
    version: '0',
    vaults: null,
  };
  const nothing = (): undefined => undefined;
  const stops = { onStop: nothing, onStopAgain: nothing, release: nothing, warn: nothing };
  return { asker, redactor, signal, env, deps, definitions: registry, log: nothing, ...stops };
}
