import Type, { type Static } from 'typebox';
import { STAGES, type StageName } from '../model/stages.ts';
import { SEMANTIC_TYPES } from '../model/table.ts';
import { CHECK_KINDS } from '../model/table-check.ts';

const instant = (description: string) => Type.String({ format: 'date-time', description });
const count = (description: string) => Type.Integer({ minimum: 0, description });
const words = <const W extends readonly string[]>(values: W, description: string) =>
  Type.Unsafe<W[number]>({ type: 'string', enum: values, description });

/** What stands there, or null. */
function orNull<T extends { type?: unknown }>(schema: T, description: string) {
  return { ...schema, type: [schema.type, 'null'], description };
}

const watermark = (description: string) => Type.Unsafe<string | null>(orNull(Type.String(), description));

const column = Type.Object({
  name: Type.String({ description: 'In DuckDB and Parquet.' }),
  nativeType: Type.String({ description: "The source's own type, spelled as there." }),
  semanticType: words([...SEMANTIC_TYPES, ''], 'What the values mean; empty where none of the types fits.'),
  duckdbType: Type.String(),
  calculated: Type.Boolean({ description: 'True where the source computes it (formulas, roll-ups, related columns).' }),
  mask: Type.Unsafe<string | null>(
    orNull(Type.String(), 'How its values were masked before they were written; null where they were not.'),
  ),
});

const parquet = Type.Object({
  path: Type.String({ description: 'Relative to the output directory.' }),
  bytes: count('Size of the file.'),
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$', description: 'Checksum of the file.' }),
});

const note = Type.Object({
  kind: words(['schema', 'data', 'access', 'plan'], 'What it is about; `access`: rows or columns that may be hidden.'),
  column: Type.Unsafe<string | null>(orNull(Type.String(), 'The column that it is about; null where it is about the table.')),
  message: Type.String(),
});

const notice = Type.Object({
  source: Type.Unsafe<string | null>(orNull(Type.String(), 'The source that it is about; null where it is about the run.')),
  message: Type.String(),
});

const stages = Object.keys(STAGES) as StageName[];

const error = Type.Object({
  code: Type.String({ pattern: '^[A-Z_]+$', description: 'Names the entry in docs/troubleshooting.md.' }),
  message: Type.String({ description: 'What happened.' }),
  hint: Type.String({ description: 'What to do.' }),
  stage: Type.Optional(words(stages, 'The stage of the run in which it happened.')),
});

const check = Type.Object({
  check: words(CHECK_KINDS, 'Named as in dbt.'),
  column: Type.Unsafe<string | null>(orNull(Type.String(), 'In DuckDB; null where the check is about the table.')),
  detail: Type.String({ description: 'What is expected: accepted values, limits, the expression.' }),
  severity: words(['warn', 'fail'], '`fail` fails the step.'),
  status: words(['pass', 'warn', 'fail', 'error'], '`error`: it could not be evaluated.'),
  failures: count('Rows that fail; for `unique` the values that occur more than once.'),
  since: Type.Unsafe<string | null>(
    orNull(Type.String({ format: 'date-time' }), 'The first run in a row in which it did not pass.'),
  ),
});

const table = Type.Object({
  source: Type.String({ description: "The source's name in the configuration." }),
  table: Type.String({ description: 'As the source spells it.' }),
  schema: Type.String({ description: 'In DuckDB.' }),
  name: Type.String({ description: 'In DuckDB.' }),
  status: words(['succeeded', 'failed', 'skipped'], 'A failed or skipped table keeps its rows and its watermark.'),
  mode: words(['full', 'incremental'], 'How it was read.'),
  why: Type.String({ description: 'Why it was read so, or not at all.' }),
  read: count('Rows that the source sent, without repetitions.'),
  inserted: count('Rows that were new.'),
  updated: count('Rows that were there before and have changed.'),
  deleted: count('Rows that were removed, or marked as deleted.'),
  rows: count('Rows in the table after the run.'),
  watermark: Type.Object(
    {
      before: watermark('As the last successful import left it; null where there was none, or no cursor.'),
      after: watermark('As this run left it; the next one begins here, less the lookback. Null without a cursor.'),
    },
    { description: "How far the rows are known to be complete, on the source's own clock." },
  ),
  columns: Type.Array(column),
  parquet: Type.Unsafe<Static<typeof parquet> | null>(orNull(parquet, "The table's file; null where none was written.")),
  error: Type.Unsafe<Static<typeof error> | null>(orNull(error, 'Why the table failed; null where it did not.')),
  notes: Type.Array(note, { description: 'What the owner of the table should know; never a reason to fail.' }),
  checks: Type.Array(check, { description: 'What the checks of the data found; empty where there are none.' }),
  checkError: Type.Unsafe<Static<typeof error> | null>(orNull(error, 'Why its checks fail the step; null where they do not.')),
  failingKeys: Type.Unsafe<string | null>(
    orNull(
      Type.String(),
      'The file with the keys of rows that fail a check, relative to the output directory; null where there is none.',
    ),
  ),
  seconds: Type.Number({ minimum: 0 }),
  requests: count('Calls made to the source for this table.'),
  leftOut: Type.Boolean({ description: 'True where this run was not about the table (`tables`).' }),
  part: Type.Unsafe<{ index: number; of: number; division: string } | null>({
    type: ['object', 'null'],
    description: 'The part of the table that this job read; null: all of it. Parts of one division have no row in common.',
    properties: { index: { type: 'integer' }, of: { type: 'integer' }, division: { type: 'string' } },
    required: ['index', 'of', 'division'],
  }),
  syncedAt: Type.Unsafe<string | null>(
    orNull(Type.String({ format: 'date-time' }), 'When its last successful import began; null where there was none.'),
  ),
  freshness: Type.Unsafe<{ warnAfterSeconds: number | null; errorAfterSeconds: number | null } | null>({
    type: ['object', 'null'],
    description: 'How old its data may become, in seconds; null: no limit.',
    properties: { warnAfterSeconds: { type: ['number', 'null'] }, errorAfterSeconds: { type: ['number', 'null'] } },
    required: ['warnAfterSeconds', 'errorAfterSeconds'],
  }),
  lastFullSyncAt: Type.Unsafe<string | null>(
    orNull(
      Type.String({ format: 'date-time' }),
      "When all of it was last read, by the service's own clock; null where it never was, and for a table that is computed from others.",
    ),
  ),
  calculatedAt: Type.Unsafe<string | null>(
    orNull(
      Type.String({ format: 'date-time' }),
      'When the calculated columns of all rows were last read; null where the table has none.',
    ),
  ),
  countedAt: Type.Unsafe<string | null>(
    orNull(
      Type.String({ format: 'date-time' }),
      "Since when no row can have come or gone unseen: when the source's rows were last counted and compared, or all of them were read. Null where `deletes_by` is not `counts`.",
    ),
  ),
  lastProvenAt: Type.Unsafe<string | null>(
    orNull(
      Type.String({ format: 'date-time' }),
      'When all keys and all values were last compared with the source by `highwater verify`; null where they never were.',
    ),
  ),
});

const exported = Type.Object({
  name: Type.String(),
  object: Type.String({ description: 'As the configuration writes it.' }),
  operation: words(['upsert', 'update'], ''),
  status: words(['succeeded', 'failed', 'skipped'], '`skipped`: an export that it waits for (`after`) did not succeed.'),
  considered: count('Rows of the query: unchanged + new + changed + parked + kept conflicts + missing.'),
  unchanged: count('Equal to what was sent, or to what the service holds.'),
  new: count('Never exported so far.'),
  changed: count('Other values than were sent.'),
  gone: count('Exported before and no longer in the query, where `gone` does something about it.'),
  conflicts: count('Changed in the service since they were sent.'),
  missing: count('Without a record, under `operation: update`.'),
  sent: count('Accepted by the service.'),
  created: count('Records that were created.'),
  updated: count('Records that were updated.'),
  cleared: count('Records whose fields were emptied, because their key is gone.'),
  deleted: count('Records that were deleted, because their key is gone.'),
  refused: count('Refused in this run.'),
  pending: count('Neither accepted nor refused so far: the next run sees to them.'),
  parked: count("Not sent: refused before with these very values, or a field can't hold a value."),
  verified: count('Read back by this sync, and as they were sent.'),
  differing: count('Read back by this sync, and changed by a flow, a trigger or a person.'),
  jobs: Type.Array(Type.Object({ id: Type.String(), end: Type.String() }), { description: "The service's jobs." }),
  requests: count('Calls made to the destination.'),
  seconds: Type.Number({ minimum: 0 }),
  error: Type.Unsafe<Static<typeof error> | null>(orNull(error, 'Why it failed; null where it did not.')),
  notes: Type.Array(Type.String()),
});

const run = Type.Object({
  id: Type.String({ description: 'Unique; sorts by time.' }),
  mode: words(['full', 'incremental', 'mixed', 'export', 'export-plan'], 'What the run really did; `mixed` where tables differ.'),
  startedAt: instant('UTC.'),
  finishedAt: instant('UTC. When all tables were as they are now; publishing and saving come after it.'),
  status: words(
    ['succeeded', 'failed', 'interrupted'],
    '`interrupted`: stopped from outside or by run.timeout; what was committed is kept.',
  ),
  error: Type.Unsafe<Static<typeof error> | null>(
    orNull(error, 'Why the run itself failed, outside of its tables; null where it did not.'),
  ),
  notices: Type.Array(notice, { description: 'What the user should know of the run and its sources.' }),
});

/** manifest.json: what one run did. Fields may be added under the same version. */
export const manifestSchema = Type.Object(
  {
    version: Type.Literal(1),
    run,
    exportRun: Type.Optional(
      Type.Unsafe<Static<typeof run>>({
        ...run,
        description:
          'The export that `exports` is of. Where the directory holds the tables of a sync, `run` and `tables` stay those of that sync.',
      }),
    ),
    tables: Type.Array(table),
    exports: Type.Array(exported, {
      description:
        'What was written back; after a sync, what it read back of that. Counts are of rows; no key and no value is in here.',
    }),
  },
  { title: 'Highwater manifest', description: 'What one run of Highwater did.' },
);

export type Manifest = Static<typeof manifestSchema>;
