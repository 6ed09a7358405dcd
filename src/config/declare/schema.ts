import Type, { type Static } from 'typebox';
import type { SourceDefinition } from '../../model/source-definition.ts';
import { group, variants } from './fields.ts';
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

function configSchema(definitions: readonly SourceDefinition[]) {
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
        propertyNames: {
          pattern: SOURCE_NAME,
          expected: 'a name of letters, digits, _ and -, that starts with a letter',
        },
        minProperties: 1,
        expected: 'a mapping of names to sources',
      }),
      output: outputOptions,
      run: runOptions,
    },
    { title: 'Highwater', description: 'Configuration of Highwater: what to sync into DuckDB and Parquet.' },
  );
}

/** The file's content once it is checked: defaults filled in, secrets wrapped, everything else as written. */
export type ConfigDocument = Static<ReturnType<typeof configSchema>>;

const shapes = new WeakMap<readonly SourceDefinition[], Shape>();

/** The whole configuration file, with these sources; the same object for the same list. */
export function configShape(definitions: readonly SourceDefinition[]): Shape {
  const shape = shapes.get(definitions) ?? (configSchema(definitions) as unknown as Shape);
  shapes.set(definitions, shape);
  return shape;
}
