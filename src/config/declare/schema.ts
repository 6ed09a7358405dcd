import Type, { type Static } from 'typebox';
import { dynamicsSource } from '../../sources/dynamics/options.ts';
import { postgresSource } from '../../sources/postgres/options.ts';
import { salesforceSource } from '../../sources/salesforce/options.ts';
import { group, variants } from './fields.ts';
import { outputOptions, runOptions } from './options.ts';

/** A source is also a schema in DuckDB and a folder; dots would part it from its table in `source.table`. */
export const SOURCE_NAME = '^[A-Za-z][A-Za-z0-9_-]{0,62}$';

const source = variants('type', [salesforceSource, dynamicsSource, postgresSource], {
  description: 'A system to sync from.',
});

/** The whole configuration file. */
export const configSchema = group(
  {
    version: Type.Literal(1, {
      description: "The version of this file's format.",
      expected: '1',
      literal: true,
      fix: 'Write `version: 1`, without quotes.',
    }),
    sources: Type.Unsafe<Record<string, Static<typeof source>>>({
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

/** The file's content once it is checked: defaults filled in, secrets wrapped, everything else as written. */
export type ConfigDocument = Static<typeof configSchema>;
