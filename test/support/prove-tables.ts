import { expect } from 'vitest';
import type { TableVerification } from '../../src/model/verification.ts';
import type { Engine } from './engine.ts';
import type { Random } from './random.ts';
import { runTables, type TablesRun, verifyTables } from './run-tables.ts';

/** A table of a random life after a quiet run. */
export interface ProvableTable {
  /** With its source: `crm.Thing__c`. */
  readonly name: string;
  readonly key: string;
  /** A key that no row has. */
  readonly otherKey: string;
  /** A text column that is synced; null: none is. */
  readonly text: string | null;
  /** Rows that the source does not have stay, so that a fault may be in one of them. */
  readonly keeps: boolean;
}

/** Something at the source that moves no stamp. */
export interface SourceFault {
  readonly name: string;
  readonly shown: 'missing' | 'extra' | 'altered';
  /** Whether an incremental run finds it by itself; if not, `verify --repair` does. */
  foundByRun(table: ProvableTable): boolean;
  /** Makes it in one row of the table; false: no row is fit for it, or it is not promised for this table. */
  plant(table: ProvableTable): boolean | Promise<boolean>;
}

const KINDS = { lost: 'missing', added: 'extra', altered: 'altered' } as const;

/**
 * `verify` finds nothing wrong in these tables, then a planted fault in the warehouse, and another at the source, and mends it or leaves it to
 * the run that promises to. Returns what was planted.
 */
export async function proveTables(
  engine: Engine,
  random: Random,
  run: Omit<TablesRun, 'tables'>,
  tables: readonly ProvableTable[],
  faults: readonly SourceFault[] = [],
): Promise<string> {
  if (tables.length === 0) return 'nothing to prove';
  const compare: Compare = async (table, sample, repair = false) => {
    const [found] = await verifyTables(engine, { ...run, tables: [table.name] }, { extent: { sample }, repair });
    return found?.verification ?? expect.fail(`${table.name} was not compared`);
  };
  for (const table of tables) expectAgreed(await compare(table, random.pick(['all', 1000])), table);
  const sound = tables.filter((t) => !t.keeps);
  if (sound.length === 0) return 'no table for a fault';
  const table = random.pick(sound);
  const fault = random.pick(['lost', 'added', 'altered'] as const);
  const here = await plant(engine, random, table, fault);
  if (here) await expectMended(compare, table, { name: fault, shown: KINDS[fault] });
  const there = await proveSource(engine, random, run, { tables, faults, compare });
  return [...(here ? [`${table.name}: one row ${fault}`] : []), there].join('; ');
}

type Compare = (table: ProvableTable, sample: 'all' | number, repair?: boolean) => Promise<TableVerification>;

async function expectMended(compare: Compare, table: ProvableTable, fault: Pick<SourceFault, 'name' | 'shown'>): Promise<void> {
  await expectFound(compare, table, fault);
  const mended = await compare(table, 'all', true);
  expect(['repaired', 'explained'], `${fault.name} in ${table.name}: ${JSON.stringify(mended)}`).toContain(mended.status);
  if (mended.status === 'repaired') expectAgreed(await compare(table, 'all'), table);
}

async function expectFound(
  compare: Compare,
  table: ProvableTable,
  { name, shown }: Pick<SourceFault, 'name' | 'shown'>,
): Promise<void> {
  const found = await compare(table, 'all');
  expect(found[shown], `${name} in ${table.name}: ${JSON.stringify(found)}`).toBeGreaterThan(0);
}

async function proveSource(
  engine: Engine,
  random: Random,
  run: Omit<TablesRun, 'tables'>,
  { tables, faults, compare }: { tables: readonly ProvableTable[]; faults: readonly SourceFault[]; compare: Compare },
): Promise<string> {
  if (faults.length === 0) return '';
  const [fault, table] = [random.pick(faults), random.pick(tables)];
  if (!(await fault.plant(table))) return `no row for ${fault.name}`;
  if (fault.foundByRun(table)) {
    if (!(table.keeps && fault.shown === 'extra')) await expectFound(compare, table, fault);
    const [record] = await runTables(engine, { ...run, tables: [table.name] });
    expect(record?.error, `${fault.name} in ${table.name}`).toBeNull();
    const after = await compare(table, 'all');
    expect(after.status, `${fault.name} in ${table.name} after ${record?.mode}: ${JSON.stringify(after)}`).toBe('same');
  } else await expectMended(compare, table, fault);
  return `${table.name}: ${fault.name} at the source`;
}

function expectAgreed(found: TableVerification, table: ProvableTable): void {
  expect(['same', 'explained'], `a false alarm: ${JSON.stringify([table, found])}`).toContain(found.status);
}

/** False: there is no row, or no column, for it. */
async function plant(engine: Engine, random: Random, table: ProvableTable, fault: keyof typeof KINDS): Promise<boolean> {
  const { name, key, otherKey, text } = table;
  const marks = await engine.query(
    `SELECT 1 AS n FROM duckdb_columns() WHERE schema_name || '.' || table_name = '${name}' AND column_name = '_deleted_at'`,
  );
  const alive = marks.length > 0 ? 'WHERE _deleted_at IS NULL' : '';
  const rows = await engine.query<{ k: string }>(`SELECT CAST("${key}" AS VARCHAR) AS k FROM ${name} ${alive} ORDER BY "${key}"`);
  if (rows.length === 0 || (fault === 'altered' && text === null)) return false;
  const { k } = random.pick(rows);
  const sql = {
    lost: `DELETE FROM ${name} WHERE "${key}" = '${k}'`,
    altered: `UPDATE ${name} SET "${text}" = 'a fault' WHERE "${key}" = '${k}'`,
    added: `INSERT INTO ${name} BY NAME SELECT '${otherKey}' AS "${key}"`,
  }[fault];
  await engine.warehouse.database.use(async (c) => c.run(sql));
  return true;
}
