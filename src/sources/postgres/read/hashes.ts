import type { HashRequest } from '../../../model/contract.ts';
import type { Partition, TablePlan } from '../../../model/plan.ts';
import type { Column } from '../../../model/table.ts';
import type { DatabaseSession } from '../connect/session.ts';
import { typesOf } from '../describe/catalog.ts';
import { id, text } from '../describe/names.ts';
import { wireName } from '../describe/relation.ts';
import { resolveType } from '../describe/types.ts';
import { partitionsOf } from '../plan/partition.ts';
import { rowsOf, selected } from '../plan/row-queries.ts';
import { rowHash, type Spelling, spellingOf } from '../plan/spelling.ts';
import { divisible, type OpenFacts } from './open.ts';
import { beginSnapshot, knownRelation, type Snapshot } from './snapshot.ts';

// What a statement hashes at least: no worker is left alone with a long one, and few of them name the same slices.
const HASHED_BYTES = 64 * 1024 * 1024;

export interface OpenedHashes {
  readonly snapshot: Snapshot;
  readonly partitions: readonly Partition[];
  readonly watermark: null;
  readonly resumed: false;
  readonly notes: readonly [];
  byKey(): null;
  readonly slices: readonly Column[];
  readonly keyed: readonly Column[];
  /** DuckDB SQL. */
  readonly expression: string;
  readonly leftOut: readonly string[];
  rowsOf(slices: readonly number[]): readonly Partition[];
}

/** Takes the snapshot of one table on a session, as an import does, and says how its rows are counted and hashed under it. */
export async function openHashes(
  session: DatabaseSession,
  plan: TablePlan,
  facts: OpenFacts,
  request: HashRequest,
): Promise<OpenedHashes> {
  await session.begin({ isolation: 'READ COMMITTED' });
  const known = await knownRelation(session, plan.schema);
  const { further, ...snapshot } = await beginSnapshot(session, known, plan.schema, facts.shared, async (relation) =>
    Promise.all([
      divisible(session, relation, facts, plan.options.where),
      typesOf(session, relation.oid),
      session.query<{ utf8: boolean }>("SELECT getdatabaseencoding() IN ('UTF8', 'SQL_ASCII') AS utf8"),
    ]),
  );
  const [extents, types, [encoding]] = further;
  const utf8 = encoding?.utf8 === true;
  const spelled = plan.schema.columns.flatMap((column): [Column, Spelling | null][] => {
    const row = snapshot.columns.find((c) => wireName(c.number) === column.load?.wire);
    const duckdbType = request.types.get(column.name);
    if (column.load === null || column.mask !== undefined || row === undefined || duckdbType === undefined)
      return [[column, null]];
    const type = resolveType(types, row.type, row.typmod, row.dimensions);
    return [[column, spellingOf({ column, duckdbType, raw: id(row.name), type, utf8 })]];
  });
  const hash = rowHash(
    spelled.flatMap(([, spelling]) => spelling ?? []),
    utf8,
  );
  const slice = sliceOf(plan, request);
  const rows = rowsOf(plan);
  const only = request.only === null ? [] : [slice.within(request.only)];
  const reading = {
    ...rows,
    label: 'hashes',
    columns: [slice.number, hash.source],
    conditions: [...only, ...rows.conditions],
    divided: snapshot.name !== null && request.only === null,
    wrap: (query: string) => `SELECT slice, count(*), sum(hash) FROM (${query}) AS hashed (slice, hash) GROUP BY slice`,
  };
  const keys = plan.schema.key.flatMap((name) => plan.schema.columns.find((c) => c.name === name) ?? []);
  const inOrder = plan.schema.columns.filter((c) => keys.includes(c));
  return {
    snapshot,
    watermark: null,
    resumed: false,
    notes: [],
    byKey: () => null,
    partitions: partitionsOf(reading, extents, snapshot.name === null ? 1 : facts.parallel, facts.partitionBytes ?? HASHED_BYTES),
    slices: [number('slice', 'INTEGER'), number('rows', 'BIGINT'), number('hash', 'HUGEINT')],
    keyed: [...inOrder, number('hash', 'BIGINT')],
    expression: hash.warehouse,
    leftOut: spelled.flatMap(([column, spelling]) => (spelling === null && column.derived === undefined ? [column.name] : [])),
    rowsOf: (slices) => {
      const columns = [...inOrder.map(selected), hash.source];
      const conditions = [...(request.bounds.length === 0 ? [] : [slice.within(slices)]), ...rows.conditions];
      return partitionsOf({ ...rows, label: 'keys and hashes', columns, conditions, divided: false }, extents, 1);
    },
  };
}

function number(name: string, duckdbType: string): Column {
  return {
    name,
    label: name,
    nativeType: 'bigint',
    semanticType: 'number',
    allowedTypes: ['number'],
    duckdbType,
    load: { wire: name, read: 'VARCHAR', expression: `CAST($ AS ${duckdbType})`, plain: true },
  };
}

// As the warehouse's type sorts; its texts are sorted by their bytes.
const COMPARED_AS: Readonly<Record<string, string>> = {
  SMALLINT: 'int8',
  INTEGER: 'int8',
  BIGINT: 'int8',
  DATE: 'date',
  TIMESTAMP: 'timestamp',
  TIMESTAMPTZ: 'timestamptz',
  UUID: 'uuid',
};

const RANGES = 100;

/** How a row's slice is told: its number, and the condition that it is one of some. */
function sliceOf(plan: TablePlan, { types, bounds }: HashRequest): { number: string; within(slices: readonly number[]): string } {
  const column = plan.schema.columns.find((c) => c.name === plan.schema.key[0]);
  if (column === undefined || bounds.length === 0) return { number: '0', within: () => 'true' };
  const type = types.get(column.name) ?? '';
  const compared = type.startsWith('DECIMAL') ? 'numeric' : (COMPARED_AS[type] ?? 'text');
  const own = selected(column);
  const value = compared === 'text' ? `concat(${own}) COLLATE "C"` : own;
  const literal = (bound: string) => `${text(bound)}::${compared}`;
  const array = `ARRAY[${bounds.map(text).join(',')}]::${compared}[]`;
  const number = `width_bucket(${compared === 'text' ? value : `${own}::${compared}`}, ${array})`;
  return {
    number,
    within: (slices) => {
      const runs = adjoining(slices);
      if (runs.length > RANGES) return `${number} IN (${slices.join(',')})`;
      const ranges = runs.map(([first, last]) => {
        const [low, high] = [bounds[first - 1], bounds[last]];
        const above = low === undefined ? [] : [`${value} >= ${literal(low)}`];
        const below = high === undefined ? [] : [`${value} < ${literal(high)}`];
        return `(${[...above, ...below].join(' AND ') || 'true'})`;
      });
      return ranges.length === 0 ? 'false' : `(${ranges.join(' OR ')})`;
    },
  };
}

/** Slices that adjoin are one range: the first and the last of each. */
function adjoining(slices: readonly number[]): (readonly [first: number, last: number])[] {
  const runs: [number, number][] = [];
  for (const slice of [...slices].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run !== undefined && run[1] === slice - 1) run[1] = slice;
    else runs.push([slice, slice]);
  }
  return runs;
}
