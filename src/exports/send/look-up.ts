import type { FoundRecord } from '../../model/destination.ts';
import type { Connection } from '../../warehouse/duckdb/database.ts';
import { RESULTS } from '../../warehouse/duckdb/sealed-queries.ts';
import { id, qualified, text } from '../../warehouse/duckdb/sql.ts';
import type { ComparedTable } from '../diff/compared-table.ts';
import { planTable } from '../diff/plan-rows.ts';
import type { ExportColumn, PreparedExport } from '../export-column.ts';
import { foundKeySql, serviceValueSql } from '../prepare/field-values.ts';

/**
 * Finds the records that `update` and `gone` write to, by their keys: the Id in the ledger may be that of a record that has another key by now. Rows
 * of an update without a record get the action `missing`, gone ones `forget`.
 */
export async function findIds(c: Connection, prepared: PreparedExport, signal: AbortSignal): Promise<void> {
  const { config, key, object } = prepared;
  const plan = planTable(config.name);
  const actions = config.operation === 'update' ? `'send', 'clear', 'delete'` : `'clear', 'delete'`;
  if (key.field.name === object.idField) {
    await c.run(`UPDATE ${plan} SET id = key WHERE action IN (${actions})`);
    return;
  }
  const wanted = `${plan} WHERE action IN (${actions})`;
  if ((await c.count(wanted)) === 0) return;
  const found = foundTable(config.name);
  await loadFound(c, prepared, { keys: `SELECT key, k FROM ${wanted}`, by: key.field.name, fields: [] }, signal);
  await c.run(
    `CREATE OR REPLACE TABLE ${found} AS SELECT ${foundKeySql(key.field, 'key')} AS k, any_value(id) AS id FROM ${found} GROUP BY ALL`,
  );
  // What is gone was made by the export, or at least written by it: another record that has its key by now is none of it.
  await c.run(`UPDATE ${plan} SET id = CASE WHEN action = 'send' OR ${plan}.id IS NULL OR lower(${plan}.id) = lower(f.id) THEN f.id END
    FROM (SELECT p.k, f.id FROM ${plan} p LEFT JOIN ${found} f ON p.k = f.k WHERE p.action IN (${actions})) f WHERE ${plan}.k = f.k`);
  await c.run(
    `UPDATE ${plan} SET action = CASE action WHEN 'send' THEN 'missing' ELSE 'forget' END WHERE id IS NULL AND action IN (${actions})`,
  );
}

/**
 * Of a gone row whose answer was lost nobody knows whether it was written: only a record that holds every value that was sent may be touched. The
 * others get the action `forget`.
 */
export async function proveWritten(c: Connection, prepared: PreparedExport, signal: AbortSignal): Promise<void> {
  const { config, object } = prepared;
  const plan = planTable(config.name);
  const unsure = `action IN ('clear', 'delete') AND NOT ours`;
  if ((await c.count(`${plan} WHERE ${unsure}`)) === 0) return;
  const fields = prepared.columns.filter(({ field }) => field.parent === undefined && field.readsMasked !== true);
  const keys = `SELECT id AS key, k FROM ${plan} WHERE ${unsure}`;
  await loadFound(c, prepared, { keys, by: object.idField, fields }, signal);
  const sent = (column: ExportColumn): string => `p.b${column.value.slice(1)}`;
  const holds = fields.map((column) => `(${sent(column)} IS NULL OR ${sent(column)} = ${foundValue(column)})`);
  const isProof = fields.map((column) => `${sent(column)} IS NOT NULL`).join(' OR ') || 'false';
  await c.run(`UPDATE ${plan} SET action = 'forget' WHERE ${unsure} AND k NOT IN
    (SELECT p.k FROM ${plan} p JOIN ${foundTable(config.name)} f ON p.id = f.id WHERE ${[`(${isProof})`, ...holds].join(' AND ')})`);
}

/** The value of a record that was read, in the form of the plan's values. */
function foundValue({ field }: ExportColumn): string {
  return serviceValueSql(field, `f.${id(field.name)}`);
}

/**
 * Reads the records that are about to be overwritten once more, by Id: what somebody changed since the last sync is a conflict too, and what
 * is equal by now need not be sent.
 */
export async function readAgain(
  c: Connection,
  prepared: PreparedExport,
  compared: ComparedTable,
  signal: AbortSignal,
): Promise<void> {
  const { config, object, key } = prepared;
  const plan = planTable(config.name);
  const columns = compared.columns.filter(({ field }) => field.parent === undefined);
  if (columns.length === 0) return;
  const keys = `SELECT id AS key, k FROM ${plan} WHERE action = 'send' AND id IS NOT NULL AND NOT is_new`;
  const isPlainKey = key.field.parts === undefined && key.field.name !== object.idField;
  await loadFound(c, prepared, { keys, by: object.idField, fields: isPlainKey ? [...columns, key] : columns }, signal);
  // A record that has another key by now is not the one that is about to be written.
  const isIt = isPlainKey ? `AND p.k = ${foundKeySql(key.field, `f.${id(key.field.name)}`)}` : '';
  const before = (column: ExportColumn): string => `p.b${column.value.slice(1)}`;
  const touched = config.nulls === 'clear' ? () => 'true' : (column: ExportColumn) => `p.${column.value} IS NOT NULL`;
  const changed = columns.map(
    (column) =>
      `((p.fresh OR ${before(column)} IS NOT NULL) AND ${foundValue(column)} IS DISTINCT FROM ${before(column)} AND ${foundValue(column)} IS DISTINCT FROM p.${column.value})`,
  );
  const differs = columns.map((column) => `(${touched(column)} AND ${foundValue(column)} IS DISTINCT FROM p.${column.value})`);
  const all = columns.length === prepared.columns.length;
  await c.run(`CREATE OR REPLACE TABLE ${againTable(config.name)} AS SELECT p.k, p.ours AND (${changed.join(' OR ')}) AS edited, NOT (${differs.join(' OR ')}) AND ${all} AS same
    FROM ${plan} p JOIN ${foundTable(config.name)} f ON p.id = f.id ${isIt} WHERE p.action = 'send'`);
  await c.run(`UPDATE ${plan} SET conflict = conflict OR a.edited, action = CASE WHEN a.same THEN 'adopt' ${config.conflict === 'keep' ? `WHEN a.edited THEN 'kept'` : ''} ELSE action END
    FROM ${againTable(config.name)} a WHERE ${plan}.k = a.k AND ${plan}.action = 'send'`);
}

interface Wanted {
  /** SQL that gives `key` and `k`. */
  readonly keys: string;
  readonly by: string;
  readonly fields: readonly ExportColumn[];
}

/** Reads records in bounded pieces into the table of found ones: `id`, `key`, and each field by its name. */
async function loadFound(
  c: Connection,
  { config, destination, object }: PreparedExport,
  wanted: Wanted,
  signal: AbortSignal,
): Promise<void> {
  const names = wanted.fields.map(({ field }) => field.name);
  await c.run(
    `CREATE OR REPLACE TABLE ${foundTable(config.name)} (id VARCHAR, key VARCHAR${names.map((name) => `, ${id(name)} VARCHAR`).join('')})`,
  );
  let after: string | null = null;
  for (;;) {
    signal.throwIfAborted();
    const beyond: string = after === null ? '' : `WHERE k > ${text(after)}`;
    const rows = await c.rows<{ key: string; k: string }>(
      `SELECT key, k FROM (${wanted.keys}) ${beyond} ORDER BY k LIMIT ${destination.findLimit}`,
    );
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.k;
    const records = await destination.find({ object, by: wanted.by, keys: rows.map(({ key }) => key), fields: names });
    const tuples = records.map((record) => foundTuple(record, names));
    if (tuples.length > 0) await c.run(`INSERT INTO ${foundTable(config.name)} VALUES ${tuples.join(', ')}`);
  }
}

function foundTuple(record: FoundRecord, names: readonly string[]): string {
  return `(${[record.id, record.key, ...names.map((name) => record.values[name] ?? null)].map(text).join(', ')})`;
}

function foundTable(name: string): string {
  return qualified(RESULTS, 'main', `${name}:found`);
}

function againTable(name: string): string {
  return qualified(RESULTS, 'main', `${name}:again`);
}
