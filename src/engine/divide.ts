import { createHash } from 'node:crypto';
import type { TableFilter } from '../config/select/glob.ts';
import type { Source } from '../model/contract.ts';
import { HighwaterError, toHighwaterError } from '../model/errors.ts';
import { safeName } from '../model/path-name.ts';
import type { PartNumber, PartRange } from '../model/plan.ts';
import type { TableSchema } from '../model/table.ts';
import type { ObjectStore } from '../objects/object-store.ts';
import type { DescribedTable } from './describe.ts';

/*
 * A table that several jobs read, each a range of its key: all of them must agree where the ranges begin. Whoever comes first computes the edges
 * and writes them where all jobs look; from then on they stay, so that no row ever moves from one job's state to another's.
 */

/** Where the jobs that share a table agree on its ranges. */
export interface Divisions {
  readonly store: ObjectStore;
  /** False: what is not agreed on yet is computed, and not written down (`plan`). */
  readonly writes: boolean;
}

interface AgreedRanges {
  readonly version: 1;
  readonly source: string;
  readonly table: string;
  readonly column: string;
  readonly parts: number;
  /** The lowest key of each range but the first. */
  readonly edges: readonly string[];
}

/** Gives each table that `filter` names by a part its range. A table that can't be divided fails alone. */
export async function withRanges(
  source: Source,
  tables: readonly DescribedTable[],
  filter: TableFilter,
  divisions: Divisions | null,
): Promise<DescribedTable[]> {
  return Promise.all(
    tables.map(async (table) => {
      const part = filter.part(source.name, table.chosen.ref.name);
      if (part === null || table.schema === null) return table;
      try {
        const range = await rangeOf(source, table, table.schema, part, divisions);
        return { ...table, chosen: { ...table.chosen, options: { ...table.chosen.options, range } } };
      } catch (error) {
        return { ...table, schema: null, error: toHighwaterError(error).report() };
      }
    }),
  );
}

async function rangeOf(
  source: Source,
  { chosen }: DescribedTable,
  schema: TableSchema,
  part: PartNumber,
  divisions: Divisions | null,
): Promise<PartRange> {
  const problem = cannotDivide(source, schema, part) ?? (divisions === null ? NO_PLACE : null);
  if (problem !== null || divisions === null) throw notDivisible(source, schema, problem ?? NO_PLACE);
  const column = schema.columns.find((c) => c.name === schema.key[0]);
  const identity = [source.address, chosen.ref.name, column?.name, column?.nativeType];
  const key = `ranges/${safeName(source.name)}/${safeName(chosen.ref.name)}/${part.of}-${hash(identity)}.json`;
  const edges =
    (await agreed(divisions.store, key)) ??
    (await agree(divisions, key, {
      version: 1,
      source: source.name,
      table: chosen.ref.name,
      column: column?.name ?? '',
      parts: part.of,
      edges: (await source.divide?.(chosen, schema, part.of)) ?? [],
    }));
  return {
    ...part,
    column: column?.name ?? '',
    from: part.index === 1 ? null : (edges[part.index - 2] ?? null),
    to: edges[part.index - 1] ?? null,
    empty: part.index > edges.length + 1,
    division: hash([...identity, part.of, ...edges]),
  };
}

async function agreed(store: ObjectStore, key: string): Promise<readonly string[] | null> {
  const found = await store.get(key);
  return found === null ? null : (JSON.parse(found.body.toString('utf8')) as AgreedRanges).edges;
}

/** What another job wrote meanwhile counts. */
async function agree({ store, writes }: Divisions, key: string, ranges: AgreedRanges): Promise<readonly string[]> {
  if (!writes) return ranges.edges;
  const { outcome } = await store.create(key, Buffer.from(`${JSON.stringify(ranges, null, 2)}\n`));
  return outcome === 'exists' ? ((await agreed(store, key)) ?? ranges.edges) : ranges.edges;
}

interface Problem {
  readonly why: string;
  readonly hint: string;
}

const NO_PLACE: Problem = {
  why: 'its parts have no place to agree on their ranges',
  hint: 'Set `output.publish`, or keep the state (not encrypted) in a directory or an object store that all jobs reach.',
};

/** Why no source or configuration lets several jobs read the table; null: they can. */
export function cannotDivide(source: Source, schema: TableSchema, { index, of }: PartNumber): Problem | null {
  const whole = `Leave out @${index}/${of}, and let one job read the table.`;
  if (source.divide === undefined) return { why: 'only tables of PostgreSQL can be divided', hint: whole };
  const [first] = schema.key;
  if (first === undefined) return { why: 'it has no key', hint: `Name one under \`key\`. ${whole}` };
  const column = schema.columns.find((c) => c.name === first);
  // The edges are values of it, and are kept in the open.
  if (column?.mask !== undefined) return { why: `its key column ${first} is masked`, hint: whole };
  return null;
}

function notDivisible(source: Source, { ref }: TableSchema, { why, hint }: Problem): HighwaterError {
  return new HighwaterError('TABLE_NOT_DIVISIBLE', `${source.name}.${ref.name} can't be divided: ${why}.`, hint);
}

function hash(parts: unknown): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 12);
}
