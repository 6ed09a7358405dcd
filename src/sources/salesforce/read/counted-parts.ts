import { type Comparison, type CountedWindow, type HeldRows, NOTHING_COUNTED, type TablePart } from '../../../model/counts.ts';
import type { Partition, TablePlan } from '../../../model/plan.ts';
import type { Note } from '../../../model/table.ts';
import { failureFrom, isTimeout, worthRetrying } from '../connect/service-errors.ts';
import type { Tuning } from '../connect/tuning.ts';
import { type CountPlan, type CountRecord, conditionsOf } from '../plan/count-queries.ts';
import { iso, partitionOf, type RemovalCheck } from '../plan/partition.ts';
import type { QueryBatch } from '../plan/query-batch.ts';
import { EVERYTHING, selectRows, type TableQuery } from '../plan/soql.ts';
import { keyFields } from '../plan/table-query.ts';
import { countShare, firstWindows } from './counted-windows.ts';
import { CountComparison, type Counted, type DifferingPart, recordsIn, whyNotCounted } from './counts.ts';
import type { Reader } from './rest-pages.ts';

/** How a table's counts are asked for. */
export interface Counting {
  readonly counts: CountPlan;
  /** Where the first question is asked together with those of other tables. */
  readonly batch: QueryBatch;
  /** Asked before rows are looked for that the counts lack. Throws where the user sees less than was planned for. */
  confirm(): Promise<void>;
  /** True where an earlier run could not count the object at once, not long ago. */
  isTooLarge(): boolean;
  setTooLarge(): void;
}

interface ComparisonInput extends Counting {
  readonly plan: TablePlan;
  readonly tableQuery: TableQuery;
  readonly reader: Reader;
  readonly held: HeldRows;
  readonly tuning: Tuning;
}

/** Conditions of so many parts fit in one query. */
const PARTS_A_QUERY = 100;
/** More rows than these are read as whole parts, not by their keys. */
const MOST_BY_KEY = 5000;

/** Compares the counts, and says how to read what differs. */
export async function comparison(input: ComparisonInput): Promise<Comparison> {
  const { counts, batch, plan, reader, held, tuning } = input;
  const ahead = async (): Promise<CountRecord[] | null> => {
    const [first] = (await batch.take(plan, reader.meter))?.answers ?? [];
    if (first === undefined) return null;
    const { status, body } = first.answer;
    // What is worth another attempt is asked again alone.
    return status !== 200 && worthRetrying(failureFrom(status, body.toString())) !== null ? null : recordsIn(first.answer);
  };
  const questions = { counts, reader, held, keysAtOnce: tuning.keysAtOnce, windowRows: tuning.countedRows };
  try {
    const known = await windowsOf(input);
    if (known !== null) return await share(input, known);
    const counted = await new CountComparison({ ...questions, ahead }).run();
    return found(input, counted, { countedAt: new Date(counted.countedAt).toISOString(), windows: [] });
  } catch (error) {
    const windows = isTimeout(error) && held.known.windows.length === 0 ? await firstWindows(questions) : null;
    if (windows !== null) {
      input.setTooLarge();
      return { ...NOTHING_COUNTED, countedAt: held.known.countedAt, windows, notes: [dividedNote(windows)] };
    }
    const why = whyNotCounted(error);
    if (why === null) throw error;
    return { ...NOTHING_COUNTED, notes: [uncounted(why)] };
  }
}

/** The windows of an object that can't be counted at once; null: it can, as far as known. A full sync has counted them all. */
async function windowsOf({ counts, held, tuning, isTooLarge }: ComparisonInput): Promise<readonly CountedWindow[] | null> {
  const { windows } = held.known;
  if (windows.length > 0) return windows;
  return isTooLarge() ? firstWindows({ counts, held, windowRows: tuning.countedRows }) : null;
}

/** The windows whose turn it is. */
async function share(input: ComparisonInput, windows: readonly CountedWindow[]): Promise<Comparison> {
  const { counts, reader, held, tuning } = input;
  const counted = await countShare(
    { counts, reader, held, keysAtOnce: tuning.keysAtOnce, windowRows: tuning.countedRows },
    windows,
  );
  const countedAt = counted.windows.map((w) => w.countedAt).sort()[0] ?? null;
  const comparison = found(input, counted, { countedAt, windows: counted.windows });
  return { ...comparison, notes: [...comparison.notes, dividedNote(counted.windows)] };
}

function found(
  input: ComparisonInput,
  counted: Pick<Counted, 'keys' | 'values'>,
  known: Pick<Comparison, 'countedAt' | 'windows'>,
): Comparison {
  const parts = counted.keys.map((k) => k.part);
  return {
    ...known,
    parts,
    partitions: partitionsOf(input, counted),
    notes: parts.length === 0 ? [] : [{ kind: 'plan', message: differenceWords(counted.keys) }],
  };
}

function dividedNote(windows: readonly CountedWindow[]): Note {
  const oldest = windows.map((w) => w.countedAt).sort()[0] ?? '';
  return {
    kind: 'plan',
    message: `Salesforce can't count all rows at once, so each run counts some of ${windows.length} windows of CreatedDate; the oldest count is of ${oldest.slice(0, 19).replace('T', ' ')} UTC`,
  };
}

/** Why a table whose deletes are to be found by counts is not counted. */
export function uncountableNote({ options, mode, schema }: TablePlan): Note[] {
  if (mode !== 'incremental' || options.deletesBy !== 'counts' || options.deletes === 'ignore') return [];
  const key = schema.key.join(', ');
  return [uncounted(key === 'Id' ? 'its key is masked' : `its key is ${key}, and only rows whose key is Id are counted`)];
}

function uncounted(why: string): Note {
  return { kind: 'plan', message: `only full syncs find rows that left without a trace: ${why}` };
}

function differenceWords(differing: readonly DifferingPart[]): string {
  const [there, here] = (['there', 'here'] as const).map((side) => differing.reduce((sum, d) => sum + d[side].rows, 0));
  const where = differing.length === 1 ? 'one period' : `${differing.length} periods`;
  return `Salesforce counted ${there} rows in ${where} in which the warehouse had ${here}; their keys were read`;
}

function partitionsOf(input: ComparisonInput, { keys, values }: Pick<Counted, 'keys' | 'values'>): Partition[] {
  const more = keys.reduce((sum, { there, here }) => sum + Math.max(0, there.rows - here.rows), 0);
  const whole = more > MOST_BY_KEY ? keys.filter(({ there, here }) => there.rows > here.rows) : [];
  return [
    ...chunks(keys).map((some, i) => partition(input, `keys of differing periods ${i + 1}`, some, 'present')),
    ...chunks(whole).map((some, i) => partition(input, `rows of differing periods ${i + 1}`, some, 'none')),
    ...values.map((one, i) => partition(input, `changed rows of a period ${i + 1}`, [one], 'none', sinceNewest(one))),
  ];
}

/** The newest of the rows that are held, as far as the source's are newer: only later ones are missing. */
function sinceNewest({ there, here }: DifferingPart): string[] {
  const known = here.newest !== null && (there.newest ?? 0) > here.newest;
  return known ? [`SystemModstamp >= ${iso(here.newest ?? 0)}`] : [];
}

function partition(
  { counts, tableQuery, plan, tuning }: ComparisonInput,
  id: string,
  some: readonly DifferingPart[],
  removals: RemovalCheck,
  more: readonly string[] = [],
): Partition {
  const parts: TablePart[] = some.map((s) => s.part);
  const all = [...conditionsOf(counts, parts), ...more];
  const rows = more.length > 0 ? 1 : some.reduce((sum, s) => sum + s.there.rows, 0);
  const stream = { id, condition: all.length === 0 ? null : all.join(' AND '), outsideWindow: true } as const;
  const made = partitionOf(tableQuery, {
    pass: 'sweep',
    stream,
    window: EVERYTHING,
    operation: counts.operation,
    how: rows > tuning.restRows ? 'bulk' : 'rest',
    removals,
    expectedRows: rows,
    expectedRequests: null,
  });
  const fields = removals === 'present' ? keyFields(plan) : tableQuery.fields;
  return { ...made, query: selectRows(tableQuery, stream, EVERYTHING, fields) };
}

function chunks<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / PARTS_A_QUERY) }, (_, i) =>
    all.slice(i * PARTS_A_QUERY, (i + 1) * PARTS_A_QUERY),
  );
}
