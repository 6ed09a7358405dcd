import type { Resume } from '../../model/contract.ts';
import { of, STATE_SCHEMA, shadowName } from '../catalog/catalog.ts';
import type { Connection } from '../duckdb/database.ts';
import { id, qualified, text } from '../duckdb/sql.ts';
import { DELETED_FLAG } from '../load/stage.ts';
import { definitions } from './layout.ts';
import { type LoadContext, plannedAt } from './table-load.ts';

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

/** Makes an empty shadow in the place of any earlier one. */
export async function createShadow(connection: Connection, context: LoadContext, resume: Resume): Promise<void> {
  const { plan } = context;
  const { schema, name } = plan.target;
  const entry: ShadowEntry = { ...resume, signature: signatureOf(context), schema, name, begunAt: plannedAt(context) };
  await dropShadow(connection, plan.source, plan.ref.name);
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

/** What another table left under this name, which it bore before (`as`), is no longer its own: it must neither go on with it nor drop it. */
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

/** From now on this shadow can't be resumed. */
export async function forgetShadow(connection: Connection, source: string, table: string): Promise<void> {
  for (const name of ['shadows', 'shadow_parts'])
    await connection.run(`DELETE FROM ${STATE_SCHEMA}.${name} WHERE ${of(source, table)}`);
}

/** Drops shadows that no entry speaks of: a run was killed while it put one in its place. */
export async function dropOrphans(connection: Connection): Promise<void> {
  const entries = await connection.rows<{ content: string }>(`SELECT content FROM ${STATE_SCHEMA}.shadows`);
  const known = new Set(
    entries.map((e) => JSON.parse(e.content) as ShadowEntry).map((e) => qualified(e.schema, shadowName(e.name))),
  );
  for (const table of await shadowTables(connection)) if (!known.has(table)) await connection.run(`DROP TABLE ${table}`);
}

/** All shadows in the file, qualified and quoted. */
export async function shadowTables(connection: Connection): Promise<string[]> {
  const rows = await connection.rows<{ schema_name: string; table_name: string }>(
    `SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = current_database() AND suffix(table_name, ${text(shadowName(''))})`,
  );
  return rows.map((t) => qualified(t.schema_name, t.table_name));
}
