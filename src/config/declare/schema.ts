import Type, { type Static } from 'typebox';
import type { DestinationDefinition } from '../../model/destination.ts';
import type { SourceDefinition } from '../../model/source-definition.ts';
import { exportOptions, type WrittenExport } from './export-options.ts';
import { group, secret, variants } from './fields.ts';
import { notifyList } from './notify-options.ts';
import { outputOptions, runOptions, type WrittenTableOptions } from './options.ts';
import type { Shape } from './shape.ts';

/** A source is also a schema in DuckDB and a folder; dots would part it from its table in `source.table`. */
export const SOURCE_NAME = '^[A-Za-z][A-Za-z0-9_-]{0,62}$';

/** A source in the file, as far as every source has the same: the rest is for its definition. */
export interface SourceEntry {
  readonly type: string;
  readonly tables?: Readonly<Record<string, WrittenTableOptions | null>>;
  readonly exclude?: readonly string[];
  readonly [field: string]: unknown;
}

/** A destination in the file, as far as every destination has the same. */
export interface DestinationEntry {
  readonly type: string;
  readonly url: string;
  readonly [field: string]: unknown;
}

const NAME = { pattern: SOURCE_NAME, expected: 'a name of letters, digits, _ and -, that starts with a letter' };

/** The parts of the file that write: there only where something is known that can be written to. */
function writingSchema(definitions: readonly DestinationDefinition[]) {
  const destination = variants(
    'type',
    definitions.map(({ schema }) => schema),
    { description: 'A system that exports write to.' },
  );
  return {
    destinations: Type.Optional(
      Type.Unsafe<Record<string, DestinationEntry>>({
        type: 'object',
        description:
          'The systems that exports write to, by name: each with a user of its own. Their variables are needed by `export` and `check` only.',
        additionalProperties: destination,
        propertyNames: NAME,
        minProperties: 1,
        expected: 'a mapping of names to destinations',
      }),
    ),
    exports: Type.Optional(
      Type.Unsafe<Record<string, WrittenExport>>({
        type: 'object',
        description: 'What is written back, by name. Only the command `export` and the mode `export` write; a sync never does.',
        additionalProperties: exportOptions,
        propertyNames: NAME,
        minProperties: 1,
        expected: 'a mapping of names to exports',
      }),
    ),
  };
}

const stateOption = Type.Optional(
  Type.String({
    description: 'Where rows and watermarks are kept between runs. The input `state` and `--state` come before it.',
    pattern: '^(?![A-Za-z][A-Za-z0-9+.-]+:|$)|^(s3|az|gs)://[^/]',
    expected: 'cache, a directory, s3://bucket/prefix, az://account/container/prefix, or gs://bucket/prefix',
    examples: ['s3://acme-data/highwater', 'cache'],
  }),
);

function configSchema(definitions: readonly SourceDefinition[], destinations: readonly DestinationDefinition[]) {
  const source = variants(
    'type',
    definitions.map(({ schema }) => schema),
    { description: 'A system to sync from.' },
  );
  return group(
    {
      version: Type.Literal(1, {
        description: "The version of this file's format.",
        expected: '1',
        literal: true,
        fix: 'Write `version: 1`, without quotes.',
      }),
      sources: Type.Unsafe<Record<string, SourceEntry>>({
        type: 'object',
        description: 'The systems to sync from, by name; the name is also the schema in DuckDB.',
        additionalProperties: source,
        propertyNames: NAME,
        minProperties: 1,
        expected: 'a mapping of names to sources',
      }),
      ...(destinations.length === 0 ? ({} as ReturnType<typeof writingSchema>) : writingSchema(destinations)),
      state: stateOption,
      output: outputOptions,
      run: runOptions,
      notify: Type.Optional(notifyList),
      mask_key: Type.Optional(
        secret('The key under which `mask` hashes columns: at least 16 characters, the same in every run.', {
          examples: ['${HIGHWATER_MASK_KEY}'],
        }),
      ),
    },
    { title: 'Highwater', description: 'Configuration of Highwater: what to sync into DuckDB and Parquet.' },
  );
}

/** The file's content once it is checked: defaults filled in, secrets wrapped, everything else as written. */
export type ConfigDocument = Static<ReturnType<typeof configSchema>>;

const shapes = new WeakMap<readonly SourceDefinition[], Map<readonly DestinationDefinition[], Shape>>();

/** The whole configuration file, with these sources and destinations; the same object for the same lists. */
export function configShape(
  definitions: readonly SourceDefinition[],
  destinations: readonly DestinationDefinition[] = NO_DESTINATIONS,
): Shape {
  const known = shapes.get(definitions) ?? new Map<readonly DestinationDefinition[], Shape>();
  const shape = known.get(destinations) ?? (configSchema(definitions, destinations) as unknown as Shape);
  shapes.set(definitions, known.set(destinations, shape));
  return shape;
}

const NO_DESTINATIONS: readonly DestinationDefinition[] = [];
