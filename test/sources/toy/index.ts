import Type, { type Static } from 'typebox';
import { choice, group, secret, serviceUrl, tag, text, variants } from '../../../src/config/declare/fields.ts';
import { commonSourceOptions, tableOptions } from '../../../src/config/declare/options.ts';
import { HighwaterError } from '../../../src/model/errors.ts';
import type { SourceDefinition } from '../../../src/model/source-definition.ts';
import { plainValue, type SourceSetup, secretValue } from '../../../src/model/source-setup.ts';
import { MemorySource, MemoryTable } from '../../support/memory-source.ts';

const connection = {
  type: tag('toy', 'A toy shop.'),
  url: serviceUrl('Where the toy shop is.', { examples: ['https://toys.example.com'] }),
  shelf: choice('Which shelf to read.', ['upper', 'lower'], { default: 'upper' }),
  auth: variants(
    'flow',
    [group({ flow: tag('key', 'The key of the shop.'), owner: text('Who owns it.'), key: secret('The key.') }, { title: 'Key' })],
    { description: 'How to get in.' },
  ),
};

const table = tableOptions({});

export const toySource = group(
  {
    ...connection,
    ...commonSourceOptions,
    tables: Type.Unsafe<Record<string, Static<typeof table>>>({
      type: 'object',
      description: 'What to sync, by toy.',
      additionalProperties: table,
      minProperties: 1,
      expected: 'a mapping of toys to their options',
    }),
  },
  { title: 'Toy shop' },
);

const loaded = Type.Object(connection);
type ToyOptions = Static<typeof loaded>;

const setup: SourceSetup = {
  label: 'Toy shop',
  hint: 'for children',
  usualName: 'toys',
  options: [
    { name: 'url', value: 'address', description: 'the toy shop' },
    { name: 'shelf', value: 'shelf', description: 'Toy shop: upper or lower' },
  ],
  example: '--url https://toys.example.com --shelf upper',
  flows: [
    {
      flow: 'key',
      title: 'Key',
      hint: 'there is no other way in',
      credentials: [plainValue('owner', 'TOY_OWNER', 'the owner'), secretValue('key', 'TOY_KEY', 'the key')],
      here: true,
    },
  ],
  async ask(_flow, interview) {
    const objection = (answer: string): string | null => (answer.startsWith('https://') ? null : 'An address with https.');
    const url = await interview.text({
      option: 'url',
      message: 'Where is the shop?',
      example: 'https://toys.example.com',
      objection,
    });
    const shelf = await interview.choose({
      option: 'shelf',
      values: ['upper', 'lower'],
      message: 'Which shelf?',
      choices: [
        { value: 'upper', label: 'the upper one' },
        { value: 'lower', label: 'the lower one' },
      ],
      usual: 'upper',
    });
    return { connection: { url, shelf }, auth: {}, groups: [] };
  },
  tables: {
    usual: ['things'],
    example: 'things',
    patterns: () => [],
    keepsGlobs: true,
    countsRows: false,
    suggest: async ({ ref }) => ({ pattern: ref.name, options: { deletes: 'mark' }, comment: 'toys are never thrown away' }),
  },
};

/** A fourth source, in full: one folder, and one line in the registry that the tests pass. */
export const toy: SourceDefinition<typeof toySource, ToyOptions> = {
  type: 'toy',
  schema: toySource,
  deletesBy: 'full',
  naming: {
    canonical: (written) => written.replace(/^shop\./, ''),
    target: (name) => `toy_${name}`,
    ignoresCase: true,
    lists: [],
    computed: () => [],
  },
  connection({ tables: _, exclude: __, ...options }) {
    if (new URL(options.url).hostname === 'closed.example.com')
      return { problem: { path: ['url'], message: 'this shop is closed.', hint: 'Choose one that is open.' } };
    return { options };
  },
  address: () => 'memory',
  async checkFilter(condition) {
    const offset = condition.indexOf('!');
    return offset < 0 ? null : { message: 'toys know no `!`.', hint: 'Remove it.', offset };
  },
  warnings: ({ shelf }) => (shelf === 'lower' ? [{ path: ['shelf'], message: 'the lower shelf is dusty.' }] : []),
  setup,
  async create(options, context) {
    if (options.auth.key.reveal() === 'wrong')
      throw new HighwaterError('SIGN_IN_REFUSED', `${context.name}: the key does not fit.`, 'Take the other key.');
    const things = new MemoryTable();
    things.put(1, 'ball');
    return new MemorySource({ table: things });
  },
};
