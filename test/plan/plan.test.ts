import { expect, test } from 'vitest';
import { insteadFull, type KnownTable, type PlanInput, planTable } from '../../src/engine/plan/table-plan.ts';
import type { TableOptions } from '../../src/model/plan.ts';
import type { Column, TableSchema } from '../../src/model/table.ts';
import { widensExactly } from '../../src/warehouse/duckdb/types.ts';
import { DEFAULT_OPTIONS } from '../support/engine.ts';
import { column } from '../support/memory-table.ts';

const SCHEMA: TableSchema = {
  ref: { name: 'audit.Deals', target: 'audit_Deals', label: 'Deals', kind: 'table' },
  columns: [column('id', 'INTEGER'), column('amount', 'DECIMAL(10,2)'), column('modified', 'TIMESTAMPTZ')],
  key: ['id'],
  cursor: { column: 'modified', kind: 'timestamp' },
  nameColumn: null,
  notes: [],
};
const WATERMARK = { kind: 'timestamp', value: '2026-01-01T00:00:00.000000Z' } as const;

interface Given {
  readonly schema?: Partial<TableSchema>;
  readonly options?: Partial<TableOptions>;
  readonly known?: Partial<KnownTable> | null;
  readonly requested?: 'full' | 'incremental';
  readonly address?: string;
  /** What the service says it is now, and what it said at the last sync. */
  readonly system?: string;
  readonly systemBefore?: string;
}

function input(
  { schema = {}, options = {}, requested = 'incremental', address = 'crm.example.com', system }: Given,
  known: KnownTable | null,
): PlanInput {
  const wanted = { ...SCHEMA, ...schema };
  return {
    source: 'crm',
    address,
    system,
    chosen: { ref: wanted.ref, options: { ...DEFAULT_OPTIONS, ...options } },
    schema: wanted,
    known,
    requested,
    why: "the workflow's cron is the full sync's",
    widens: widensExactly,
  };
}

/** What the state holds after a sync of SCHEMA, as `given.known` changes it. */
function plan(given: Given) {
  const first = planTable(input(given.systemBefore === undefined ? {} : { system: given.systemBefore }, null));
  const columns = SCHEMA.columns.map(({ name, duckdbType }) => ({ name, duckdbType }));
  const known: KnownTable = { fingerprint: first.fingerprint, watermark: WATERMARK, columns, key: ['id'], ...given.known };
  return planTable(input(given, given.known === null ? null : known));
}

const retyped = (name: string, type: string, more: Partial<Column> = {}): Partial<TableSchema> => ({
  columns: SCHEMA.columns.map((c) => (c.name === name ? column(name, type, more) : c)),
});
const knownColumns = (...columns: KnownTable['columns']): Partial<KnownTable> => ({ columns });
const ID = { name: 'id', duckdbType: 'INTEGER' };
const AMOUNT = { name: 'amount', duckdbType: 'DECIMAL(10,2)' };
const MODIFIED = { name: 'modified', duckdbType: 'TIMESTAMPTZ' };

const FULL: readonly [what: string, given: Given, why: string, keepsKnown: boolean][] = [
  ['nothing in the state', { known: null }, 'first sync', false],
  ['ordered', { requested: 'full' }, "the workflow's cron is the full sync's", true],
  ['sync: full', { options: { sync: 'full' } }, '`sync: full` in the configuration', true],
  ['no watermark', { known: { watermark: null } }, 'there is no watermark to continue from', true],
  [
    'a watermark of another kind',
    { known: { watermark: { kind: 'xmin', value: '5' } } },
    'there is no watermark to continue from',
    true,
  ],
  ['a new column', { known: knownColumns(ID, AMOUNT) }, 'new column modified: all rows are read to fill it', true],
  ['new columns', { known: knownColumns(ID) }, 'new columns amount, modified: all rows are read to fill them', true],
  [
    'a column that comes back',
    { known: knownColumns(ID, { ...AMOUNT, removed: true }, MODIFIED) },
    'new column amount: all rows are read to fill it',
    true,
  ],
  [
    'a narrower column',
    { schema: retyped('amount', 'DECIMAL(9,2)') },
    'column amount is DECIMAL(9,2) now (was DECIMAL(10,2))',
    true,
  ],
  ['another type', { schema: retyped('amount', 'VARCHAR') }, 'column amount is VARCHAR now (was DECIMAL(10,2))', true],
  [
    'a column that becomes adaptive',
    { schema: retyped('amount', 'DECIMAL(10,2)', { adaptive: true }) },
    'column amount is the narrowest type that fits now (was DECIMAL(10,2))',
    true,
  ],
  [
    'a column that was adaptive',
    { known: knownColumns(ID, { ...AMOUNT, adaptive: true }, MODIFIED) },
    'column amount is DECIMAL(10,2) now (was the narrowest type that fits)',
    true,
  ],
  [
    'another system',
    { address: 'other.example.com' },
    'the system it is read from changed, so the table is read from the start',
    false,
  ],
  [
    'another system behind the same address',
    { systemBefore: '00D-1', system: '00D-2' },
    'the system behind the address (it was 00D-1, now it is 00D-2) changed, so the table is read from the start',
    false,
  ],
  ['another filter', { options: { where: 'x = 1' } }, 'the filter changed, so the table is read from the start', false],
  [
    'another cursor',
    { schema: { cursor: { column: 'created', kind: 'timestamp' } } },
    'the cursor changed, so the table is read from the start',
    false,
  ],
  [
    'another kind of cursor',
    { schema: { cursor: { column: 'modified', kind: 'token' } } },
    'the cursor changed, so the table is read from the start',
    false,
  ],
  ['no cursor any more', { schema: { cursor: null } }, 'the cursor changed, so the table is read from the start', false],
  ['another key', { schema: { key: ['id', 'amount'] } }, 'the key changed, so the table is read from the start', false],
  [
    'another way of keeping deletes',
    { options: { deletes: 'mark' } },
    'the way of keeping deletes changed, so the table is read from the start',
    false,
  ],
  [
    'a key of another type',
    { schema: retyped('id', 'VARCHAR') },
    "the key's type changed, so the table is read from the start",
    false,
  ],
];

test.each(FULL)('a full sync: %s', (_, given, why, keepsKnown) => {
  const planned = plan(given);
  expect(planned.plan).toMatchObject({ mode: 'full', why, since: null });
  expect(planned.known !== null).toBe(keepsKnown);
});

const INCREMENTAL: readonly [what: string, given: Given][] = [
  ['nothing changed', {}],
  [
    'a type that is written differently',
    {
      known: knownColumns(
        ID,
        { name: 'amount', duckdbType: 'DECIMAL(10, 2)' },
        { name: 'modified', duckdbType: 'TIMESTAMP WITH TIME ZONE' },
      ),
    },
  ],
  ['a wider column', { schema: retyped('amount', 'DECIMAL(12,4)') }],
  ['a wider key', { schema: retyped('id', 'BIGINT') }],
  ['a column less', { schema: { columns: SCHEMA.columns.filter((c) => c.name !== 'amount') } }],
  ['another order of columns', { schema: { columns: [...SCHEMA.columns].reverse() } }],
  [
    'an adaptive column whose data chose another type',
    {
      schema: retyped('amount', 'VARCHAR', { adaptive: true }),
      known: knownColumns(ID, { name: 'amount', duckdbType: 'DECIMAL(3,1)', adaptive: true }, MODIFIED),
    },
  ],
  [
    'another lookback, name, guard or way to find deletes',
    { options: { lookbackSeconds: 9, as: 'other', maxDeleteFraction: 1, deletesBy: 'keys' } },
  ],
  ['the same system', { systemBefore: '00D-1', system: '00D-1' }],
  ['a state that does not know its system yet', { system: '00D-1' }],
  ['a service that does not say who it is this time', { systemBefore: '00D-1' }],
  ['another semantic type', { schema: retyped('amount', 'DECIMAL(10,2)', { semanticType: 'percentage' }) }],
];

test.each(INCREMENTAL)('an incremental run: %s', (_, given) => {
  const planned = plan(given);
  expect(planned.plan).toMatchObject({ mode: 'incremental', why: 'changes since the last successful import', since: WATERMARK });
  expect(planned.known).not.toBeNull();
});

test('a state that does not know its system adopts the one that answers, and keeps it', () => {
  expect(plan({ system: '00D-1' }).fingerprint).toMatchObject({ system: '00D-1' });
  expect(plan({ systemBefore: '00D-1' }).fingerprint).toMatchObject({ system: '00D-1' });
  expect(plan({}).fingerprint).not.toHaveProperty('system');
});

const FORMER = { formerCursors: [SCHEMA.cursor ?? { column: '', kind: 'timestamp' as const }] };
const CHANGED = { ...FORMER, cursor: { column: 'stamp', kind: 'timestamp' as const } };

test('a table that is held by a former default cursor keeps it until its next full sync, and does not start afresh', () => {
  const kept = plan({ schema: CHANGED });
  expect(kept.plan).toMatchObject({ mode: 'incremental', since: WATERMARK, schema: { cursor: { column: 'modified' } } });
  expect(kept.plan.why).toBe('changes since the last successful import, by modified until the next full sync');
  expect(kept.fingerprint.cursor).toBe('timestamp:modified');
  for (const whole of [plan({ schema: CHANGED, requested: 'full' }), insteadFull(kept, 'the recycle bin')]) {
    expect(whole.plan).toMatchObject({ mode: 'full', since: null, schema: { cursor: { column: 'stamp' } } });
    expect(whole.plan.why).not.toContain('afresh');
    expect(whole.fingerprint.cursor).toBe('timestamp:stamp');
    expect(whole.known).not.toBeNull();
  }
});

test('a former cursor is none where it was not the state’s, or where something else changed', () => {
  expect(plan({ schema: { ...CHANGED, formerCursors: [] } }).plan.why).toBe(
    'the cursor changed, so the table is read from the start',
  );
  const other = plan({ schema: CHANGED, options: { where: 'x = 1' } });
  expect(other.plan).toMatchObject({ mode: 'full', schema: { cursor: { column: 'stamp' } } });
  expect(other.fingerprint.cursor).toBe('timestamp:stamp');
  expect(plan({ schema: CHANGED, known: null }).plan.schema.cursor?.column).toBe('stamp');
});

test('a table that starts afresh has a note that says why', () => {
  expect(plan({ options: { where: 'x = 1' } }).plan.schema.notes).toEqual([
    { kind: 'plan', message: 'the filter changed, so the table is read from the start' },
  ]);
});

test('the target is named by the source, the schema and `as`', () => {
  expect(plan({}).plan.target).toEqual({ schema: 'crm', name: 'audit_Deals' });
  expect(plan({ options: { as: 'Deals' } }).plan.target).toEqual({ schema: 'crm', name: 'Deals' });
});

test('a table without a key is read whole, without windows, each run', () => {
  const first = planTable(input({ schema: { key: [] } }, null));
  expect(first.plan.schema.cursor).toBeNull();
  const known: KnownTable = { fingerprint: first.fingerprint, watermark: null, columns: [ID, AMOUNT, MODIFIED], key: [] };
  const again = planTable(input({ schema: { key: [] } }, known));
  expect(again.plan).toMatchObject({
    mode: 'full',
    why: 'the table has no key, so every run reads all of it',
    schema: { cursor: null },
  });
  expect(again.known).not.toBeNull();
});

test('a table without a cursor is read whole each run', () => {
  const first = planTable(input({ schema: { cursor: null } }, null));
  const known: KnownTable = { fingerprint: first.fingerprint, watermark: null, columns: [ID, AMOUNT, MODIFIED], key: ['id'] };
  expect(planTable(input({ schema: { cursor: null } }, known)).plan.why).toBe(
    'the table has no cursor, so every run reads all of it',
  );
});

test('a full sync in the place of an incremental run says why, and builds on what is there', () => {
  const planned = plan({});
  const full = insteadFull(planned, 'the database was restored');
  expect(full.plan).toMatchObject({ mode: 'full', since: null, why: 'the database was restored', target: planned.plan.target });
  expect(full.known).toBe(planned.known);
  expect(planned.plan.mode).toBe('incremental');
});

test('planning is pure: the same input gives the same plan, as plain data', () => {
  expect(JSON.parse(JSON.stringify(plan({})))).toEqual(JSON.parse(JSON.stringify(plan({}))));
});
