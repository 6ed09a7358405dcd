import Type, { type Static } from 'typebox';
import { choice, duration, flag, group, integer, list, text } from './fields.ts';

const query = {
  expected: 'a SELECT over the synced tables',
  examples: ['SELECT customer_id AS Score_Key__c, score AS Score__c FROM db.scores'],
};

/** One entry under `exports`. */
export const exportOptions = group(
  {
    to: text('The destination that rows go to: a name under `destinations`.', {
      expected: 'the name of a destination',
      examples: ['crm_write'],
    }),
    object: text('The object or table that is written to, as the service calls it.', {
      expected: 'the name of an object',
      examples: ['Account'],
    }),
    operation: choice('`upsert` creates records whose key is not there yet; `update` never creates.', ['upsert', 'update'], {
      default: 'upsert',
    }),
    key: text(
      'The field that identifies a record: a unique External ID, with `operation: update` also the Id; on Dataverse an alternate key (its one column, or its name) or the id. The query must give it.',
      { expected: "a field's name", examples: ['Score_Key__c'] },
    ),
    query: Type.Optional(
      text('The rows, as DuckDB SQL over the synced tables. Each column is named as the field that it fills.', query),
    ),
    sql: Type.Optional(
      text('A file that holds the query, relative to the configuration.', {
        expected: 'the path of a file',
        examples: ['exports/scores.sql'],
      }),
    ),
    compare_with: Type.String({
      description:
        'The synced table of the same object, such as crm.Account. Rows that are equal there are not sent, and edits by people are noticed.',
      pattern: '^(none|[A-Za-z][A-Za-z0-9_-]*\\.\\S.*)$',
      default: 'none',
      shown: true,
      expected: 'source.table, such as crm.Account, or none',
      examples: ['crm.Account'],
    }),
    conflict: choice(
      'What to do with a row that somebody changed in the service since the last export: `overwrite` it, `keep` theirs, or `fail` (send nothing).',
      ['overwrite', 'keep', 'fail'],
      { default: 'overwrite' },
    ),
    nulls: choice('What a NULL of the query does: `keep` leaves the field as it is, `clear` empties it.', ['keep', 'clear'], {
      default: 'keep',
    }),
    gone: Type.Unsafe<'ignore' | 'delete' | { clear: string[] }>({
      type: ['string', 'object'],
      description:
        'What to do with records that were exported and whose key the query no longer gives: `ignore`, `delete`, or clear fields. The last two need --allow-deletes.',
      pattern: '^(ignore|delete)$',
      properties: { clear: list('The fields to empty.', 'field names', { examples: [['Score__c']] }) },
      required: ['clear'],
      additionalProperties: false,
      default: 'ignore',
      shown: true,
      expected: 'ignore, delete or { clear: [fields] }',
      examples: [{ clear: ['Score__c'] }, 'delete'],
    }),
    max_rows: integer('The most rows that a run may write. Above that, nothing is sent.', 1, 1_000_000_000, { default: 1000 }),
    max_fraction: Type.Number({
      description:
        "The largest share (0 to 1) of the query's rows (or of those exported so far, if they are more) that a run may write. Above that, nothing is sent. 1: no limit.",
      minimum: 0,
      maximum: 1,
      default: 0.2,
      expected: 'a share from 0 to 1, such as 0.2',
      fix: 'Write it as a number without %: 0.2 is a fifth of the rows.',
    }),
    max_age: duration('The greatest age of the last sync of each table that the query reads.', {
      default: '3h',
      format: 'positive-duration',
      examples: ['3h', '1d'],
    }),
    bulk_above: integer('More rows than this go by the Bulk API, fewer by single calls.', 0, 1_000_000, { default: 2000 }),
    assignment_rules: flag("Lets the service's active assignment rules run on rows that are written.", { default: false }),
    duplicate_rules: choice(
      '`respect` duplicate rules, or `allow` duplicates where the rule permits that.',
      ['respect', 'allow'],
      {
        default: 'respect',
      },
    ),
    fail_above: integer('How many refused rows are no failure yet.', 0, 1_000_000_000, { default: 0 }),
    after: list('Exports that must have succeeded before this one starts: parents before children.', 'names of exports', {
      default: [],
      minItems: 0,
    }),
  },
  { expected: 'the description of an export' },
);

export type WrittenExport = Static<typeof exportOptions>;
