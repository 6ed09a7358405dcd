import type { Resume } from '../../model/contract.ts';
import { HighwaterError } from '../../model/errors.ts';
import { forgetTable, of, STATE_SCHEMA, type StoredTable, shadowName, storedTables } from '../catalog/catalog.ts';
import type { Connection } from '../duckdb/database.ts';
import { id, list, qualified, sameKey, text } from '../duckdb/sql.ts';
import { DELETED_FLAG } from '../load/deleted-flag.ts';
import type { Stage } from '../load/stage.ts';
import { makeUnique } from './keys.ts';
import { definitions } from './layout.ts';
import { type LoadContext, plannedAt, titleOf } from './table-load.ts';

/** What `_highwater_state.shadows` holds of a full sync that is being built beside the live table. */
interface ShadowEntry extends Resume {
  readonly signature: string;
  readonly schema: string;
  readonly name: string;
  /** The service's clock when it was begun, ISO 8601: no row in it is older. Absent in shadows that earlier versions began. */
  readonly begunAt?: string;
}

export function shadowOf(context: LoadContext): string {
  const { schema, name } = context.plan.target;
  return qualified(schema, shadowName(name));
}

/** Rows of the body that are expected still to come; null: nobody knows. */
export function expectedRows({ partitions, done }: Resume): number | null {
  const rows = partitions.filter((p) => p.pass === 'body' && !done.includes(p.id)).map((p) => p.expectedRows);
  return rows.reduce<number | null>((sum, n) => (sum === null || n === null ? null : sum + n), 0);
}

/** Makes an empty shadow in the place of any earlier one. */
export async function createShadow(connection: Connection, context: LoadContext, resume: Resume): Promise<void> {
  const { plan } = context;
  const { schema, name } = plan.target;
  const entry: ShadowEntry = { ...resume, signature: signatureOf(context), schema, name, begunAt: plannedAt(context) };
  const mayHaveOne = context.shadows.has(titleOf(plan));
  if (mayHaveOne && (await entryOf(connection, plan.source, plan.ref.name)) !== null)
    await dropShadow(connection, plan.source, plan.ref.name);
  context.shadows.add(titleOf(plan));
  await connection.transaction(async () => {
    await disown(connection, entry);
    await connection.run(`CREATE SCHEMA IF NOT EXISTS ${id(schema)}`);
    await createEmpty(connection, context);
    const values = [plan.source, plan.ref.name, JSON.stringify(entry)].map(text).join(', ');
    await connection.run(`INSERT INTO ${STATE_SCHEMA}.shadows VALUES (${values})`);
  });
}

/** The shadow without rows, in the place of what was there. */
export async function createEmpty(connection: Connection, context: LoadContext, varied?: ReadonlySet<string>): Promise<void> {
  const flag = context.plan.schema.deletedFlag === undefined ? '' : `, ${DELETED_FLAG} BOOLEAN`;
  await connection.run(`CREATE OR REPLACE TABLE ${shadowOf(context)} (${definitions(context.layout, varied)}${flag})`);
}

/** What another table left under this name, which it bore before (`as`), is no longer its own: it must neither resume it nor drop it. */
async function disown(connection: Connection, { schema, name }: ShadowEntry): Promise<void> {
  const entries = await connection.rows<{ source: string; table: string; content: string }>(
    `SELECT source, "table", content FROM ${STATE_SCHEMA}.shadows`,
  );
  for (const { source, table, content } of entries) {
    const left = JSON.parse(content) as ShadowEntry;
    // DuckDB does not tell `Deals` from `deals`.
    if (left.schema.toLowerCase() === schema.toLowerCase() && left.name.toLowerCase() === name.toLowerCase())
      await forgetShadow(connection, source, table);
  }
}

/** Whatever makes a half-built shadow useless when it differs. */
function signatureOf({ plan, layout, fingerprint }: LoadContext): string {
  const columns = layout.columns.map((c) => [c.name, c.adaptive ? 'adaptive' : c.duckdbType, c.derived ?? '', c.load]);
  const removed = layout.removed.map((c) => [c.name, c.duckdbType]);
  return JSON.stringify([plan.target, fingerprint, columns, removed, plan.schema.deletedFlag ?? null, layout.marksDeletes]);
}

/** What an interrupted full sync of the same plan left behind, or null. */
export async function findResume(connection: Connection, context: LoadContext): Promise<Resume | null> {
  const { plan } = context;
  if (!context.shadows.has(titleOf(plan))) return null;
  const entry = await entryOf(connection, plan.source, plan.ref.name);
  if (entry === null || entry.signature !== signatureOf(context)) return null;
  const done = await connection.rows<{ partition: string }>(
    `SELECT partition FROM ${STATE_SCHEMA}.shadow_parts WHERE ${of(plan.source, plan.ref.name)}`,
  );
  if (done.length === 0) return null;
  return { watermark: entry.watermark, partitions: entry.partitions, done: done.map((d) => d.partition) };
}

/** When the full sync that the shadow belongs to was begun; null where that is not known. */
export async function begunAt(connection: Connection, { plan }: LoadContext): Promise<string | null> {
  return (await entryOf(connection, plan.source, plan.ref.name))?.begunAt ?? null;
}

async function entryOf(connection: Connection, source: string, table: string): Promise<ShadowEntry | null> {
  const [found] = await connection.rows<{ content: string }>(
    `SELECT content FROM ${STATE_SCHEMA}.shadows WHERE ${of(source, table)}`,
  );
  return found === undefined ? null : (JSON.parse(found.content) as ShadowEntry);
}

/** Removes what is left of a table's shadow, whatever name it was built under. */
export async function dropShadow(connection: Connection, source: string, table: string): Promise<void> {
  const entry = await entryOf(connection, source, table);
  await connection.transaction(async () => {
    if (entry !== null) await connection.run(`DROP TABLE IF EXISTS ${qualified(entry.schema, shadowName(entry.name))}`);
    await forgetShadow(connection, source, table);
  });
}

/** Removes a table with its history and what is left of its shadow. */
export async function dropTable(connection: Connection, { source, table }: StoredTable): Promise<void> {
  await dropShadow(connection, source, table);
  const isDropped = (t: StoredTable) => t.source === source && (t.table === table || t.history?.of === table);
  const dropped = (await storedTables(connection)).filter(isDropped);
  await connection.transaction(async () => {
    for (const { schema, name, table: own } of dropped) {
      await connection.run(`DROP TABLE IF EXISTS ${qualified(schema, name)}`);
      await forgetTable(connection, source, own);
    }
  });
}

/** From now on this shadow can't be resumed. */
export async function forgetShadow(connection: Connection, source: string, table: string): Promise<void> {
  for (const name of ['shadows', 'shadow_parts'])
    await connection.run(`DELETE FROM ${STATE_SCHEMA}.${name} WHERE ${of(source, table)}`);
}

/** Drops shadows that no entry speaks of: a run was killed while it put one in its place. Returns whose are left, as `source.table`. */
export async function dropOrphans(connection: Connection): Promise<Set<string>> {
  const entries = await connection.rows<{ source: string; table: string; content: string }>(
    `SELECT source, "table", content FROM ${STATE_SCHEMA}.shadows`,
  );
  const known = new Set(
    entries.map((e) => JSON.parse(e.content) as ShadowEntry).map((e) => qualified(e.schema, shadowName(e.name))),
  );
  for (const table of await shadowTables(connection)) if (!known.has(table)) await connection.run(`DROP TABLE ${table}`);
  return new Set(entries.map((e) => `${e.source}.${e.table}`));
}

/** All shadows in the file, qualified and quoted. */
export async function shadowTables(connection: Connection): Promise<string[]> {
  const rows = await connection.rows<{ schema_name: string; table_name: string }>(
    `SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = current_database() AND suffix(table_name, ${text(shadowName(''))})`,
  );
  return rows.map((t) => qualified(t.schema_name, t.table_name));
}

interface ResumedShadow {
  readonly stage: Stage;
  /** Qualified and quoted. */
  readonly shadow: string;
  readonly key: readonly string[];
  /** `source.table`, for errors. */
  readonly title: string;
  /** The last row (by rowid) of those that earlier runs have read. */
  readonly lastOld: number;
}

/** The last row of a resumed shadow; -1 where its partitions were empty. */
export async function lastRow(connection: Connection, shadow: string): Promise<number> {
  const { last } = await connection.row<{ last: number }>(`SELECT coalesce(max(rowid), -1) AS last FROM ${shadow}`);
  return last;
}

/**
 * Makes a shadow whose rows are of several snapshots ready for its tail: what the newest snapshot does not show any more (`present` has
 * all its keys) goes, and of several readings of a row the newest stays. Returns how many rows the table must have in the end.
 */
export async function reduceToPresent(connection: Connection, resumed: ResumedShadow): Promise<number> {
  const { stage, shadow, key, title } = resumed;
  const present = stage.table('present');
  const keys = await makeUnique(connection, { table: present, key, identity: null, title, newestFirst: '', snapshot: true });
  await connection.run(
    `DELETE FROM ${shadow} WHERE rowid IN (SELECT l.rowid FROM ${shadow} l ANTI JOIN ${present} p ON ${sameKey(key, 'p', 'l')})`,
  );
  const row = key.length === 1 ? list(key) : `(${list(key)})`;
  const { n, d } = await connection.row<{ n: number; d: number }>(
    `SELECT count(*) AS n, count(DISTINCT ${row}) AS d FROM ${shadow}`,
  );
  if (n === d) return keys;
  await refuseAmbiguous(connection, resumed);
  await makeUnique(connection, { table: shadow, key, identity: null, title, newestFirst: 'rowid DESC', snapshot: false });
  return keys;
}

/**
 * A row that moved has been read twice, its newest version in this run or in the tail. Where neither has one, two rows had the same key
 * when they were read, and which of them is left nobody can tell.
 */
async function refuseAmbiguous(connection: Connection, { stage, shadow, key, title, lastOld }: ResumedShadow): Promise<void> {
  const twice = `SELECT ${list(key)} FROM ${shadow} GROUP BY ALL HAVING count(*) > 1 AND max(rowid) <= ${lastOld}`;
  const left = await connection.count(`(${twice}) t ANTI JOIN ${stage.table('rows')} s ON ${sameKey(key, 's', 't')}`);
  if (left > 0) throw incomplete(title, `${left} keys were read twice before`);
}

/** Every key that the sweep saw must be in the table now. */
export async function refuseMissing(connection: Connection, { shadow, title }: ResumedShadow, keys: number): Promise<void> {
  const rows = await connection.count(shadow);
  if (rows !== keys) throw incomplete(title, `${keys} keys are there, ${rows} rows were read`);
}

function incomplete(title: string, why: string): HighwaterError {
  return new HighwaterError(
    'COUNT_MISMATCH',
    `${title}: what an interrupted full sync had read can't be completed (${why}).`,
    'The table keeps its previous rows and watermark. Run again: it is then read from its start.',
    { family: 'restart' },
  );
}
