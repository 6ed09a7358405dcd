import Type, { type Static } from 'typebox';
import { choice, duration, group, integer, mapOf, names, text } from './fields.ts';

/** How old data may become. */
export const freshness = (description: string) =>
  group(
    {
      warn_after: Type.Optional(
        duration('A table whose last successful sync is older is reported as late.', { format: 'positive-duration' }),
      ),
      error_after: Type.Optional(
        duration('A table whose last successful sync is older is an error.', { format: 'positive-duration' }),
      ),
    },
    {
      description,
      minProperties: 1,
      expected: 'a mapping such as { warn_after: 6h, error_after: 24h }',
      examples: [{ warn_after: '6h', error_after: '24h' }],
    },
  );

const acceptedValues = Type.Unsafe<(string | number | boolean)[]>({
  type: 'array',
  minItems: 1,
  uniqueItems: true,
  items: Type.Unsafe<string | number | boolean>({ type: ['string', 'number', 'boolean'], expected: 'a value' }),
  expected: 'a list of values, such as [open, closed]',
});

const rowCount = group(
  {
    min: Type.Optional(integer('The fewest rows that the table may have.', 0, 1e15, { examples: [100] })),
    max: Type.Optional(integer('The most rows that the table may have.', 0, 1e15, { examples: [1_000_000] })),
    change: Type.Optional(
      Type.String({
        description: 'The most that the number of rows may change from one run to the next.',
        pattern: '^\\d{1,4}(\\.\\d+)?%$',
        shown: true,
        expected: 'a percentage, such as 30%',
        examples: ['30%'],
      }),
    ),
  },
  {
    description: 'Limits of the number of rows.',
    minProperties: 1,
    expected: 'a mapping with min, max or change',
    examples: [{ min: 100, change: '30%' }],
  },
);

/** One entry of `checks`: one check, and its severity. */
const tableCheck = group(
  {
    not_null: Type.Optional(names('Columns that have a value in every row.', { examples: [['AccountId', 'StageName']] })),
    unique: Type.Optional(names('Columns of which each has no value twice.', { examples: [['Id']] })),
    accepted_values: Type.Optional(
      mapOf(acceptedValues, {
        description: 'The values that a column may have, by column. Rows without a value pass.',
        minProperties: 1,
        expected: 'a mapping of columns to lists of values',
        examples: [{ StageName: ['Prospecting', 'Closed Won', 'Closed Lost'] }],
      }),
    ),
    relationships: Type.Optional(
      mapOf(
        Type.String({ pattern: '^[^.]+\\..+\\.[^.]+$', shown: true, expected: 'source.table.column, such as crm.Account.Id' }),
        {
          description:
            'Columns whose values occur in a column of another table, written as source.table.column. Rows without a value pass.',
          minProperties: 1,
          expected: 'a mapping of columns to source.table.column',
          examples: [{ AccountId: 'crm.Account.Id' }],
        },
      ),
    ),
    row_count: Type.Optional(rowCount),
    freshness: Type.Optional(
      mapOf(duration('The greatest age of the newest value.', { format: 'positive-duration' }), {
        description: 'The greatest age of the newest value of a date or time column, by column.',
        minProperties: 1,
        expected: 'a mapping of columns to durations',
        examples: [{ CreatedDate: '2d' }],
      }),
    ),
    expression: Type.Optional(
      text('A condition in DuckDB SQL that is false in no row.', { expected: 'a condition in SQL', examples: ['Amount >= 0'] }),
    ),
    severity: Type.Optional(choice('`fail` (default) fails the step; `warn` only reports.', ['fail', 'warn'])),
  },
  { description: 'One check, and its severity.', expected: 'a mapping with one check, such as not_null: [Id]' },
);

export type WrittenCheck = Static<typeof tableCheck>;

/** The checks of a table. */
export const checkList = Type.Unsafe<WrittenCheck[]>({
  type: 'array',
  description: 'Checks of the data, made after each merge. Names and meanings are as in dbt.',
  minItems: 1,
  items: tableCheck,
  expected: 'a list of checks, such as [not_null: [Id]]',
  examples: [[{ not_null: ['Id'] }, { expression: 'Amount >= 0', severity: 'warn' }]],
});
