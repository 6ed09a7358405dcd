import type { RowOutcome } from '../../model/destination.ts';
import type { Connection } from '../../warehouse/duckdb/database.ts';
import { RESULTS } from '../../warehouse/duckdb/sealed-queries.ts';
import { qualified, text } from '../../warehouse/duckdb/sql.ts';
import { planTable } from '../diff/plan-rows.ts';
import type { PreparedExport } from '../export-column.ts';
import { fieldColumn, type Ledger, type PendingHead } from './ledger.ts';

/** The table of what became of rows: one for each that was answered. */
export function outcomeTable(name: string): string {
  return qualified(RESULTS, 'main', `${name}:outcome`);
}

export async function createOutcomes(c: Connection, name: string): Promise<void> {
  await c.run(
    `CREATE OR REPLACE TABLE ${outcomeTable(name)} (k VARCHAR, status VARCHAR, id VARCHAR, created BOOLEAN, code VARCHAR, message VARCHAR, settled BOOLEAN)`,
  );
}

/** `rows` and `outcomes` belong together, in order. */
export async function addOutcomes(
  c: Connection,
  name: string,
  rows: readonly { readonly k: string }[],
  outcomes: readonly RowOutcome[],
): Promise<void> {
  const tuples = rows.map(({ k }, i) => outcomeTuple(k, outcomes[i] as RowOutcome));
  if (tuples.length > 0) await c.run(`INSERT INTO ${outcomeTable(name)} VALUES ${tuples.join(', ')}`);
}

function outcomeTuple(k: string, outcome: RowOutcome): string {
  const created = outcome.status === 'accepted' && outcome.created !== null ? String(outcome.created) : 'NULL';
  const id = outcome.status === 'accepted' ? outcome.id : null;
  const [code, message] =
    outcome.status === 'refused' || outcome.status === 'locked' ? [outcome.code, outcome.message] : [null, null];
  return `(${text(k)}, ${text(outcome.status)}, ${text(id)}, ${created}, ${text(code)}, ${text(message)}, false)`;
}

/** Takes what became of pending rows over into the ledger. What has no outcome stays pending; locked rows were not written, and are not pending. */
export async function settle(c: Connection, ledger: Ledger, pending: PendingHead): Promise<void> {
  const outcomes = outcomeTable(ledger.name);
  const known = new Set(pending.fields);
  const answered = `${outcomes} o JOIN ${ledger.pending} p ON o.k = p.k LEFT JOIN ${ledger.sent} l ON o.k = l.k WHERE NOT o.settled AND`;
  const all = await fieldsOf(c, ledger);
  const written = all.map((field) => {
    const [now, before] = [`p.${fieldColumn(field)}`, `l.${fieldColumn(field)}`];
    const given = pending.nulls === 'clear' && known.has(field) ? now : `coalesce(${now}, ${before})`;
    return `${pending.clears.includes(field) ? `CASE WHEN p.action = 'clear' THEN NULL ELSE ${given} END` : `CASE WHEN p.action = 'clear' THEN ${before} ELSE ${given} END`} AS ${fieldColumn(field)}`;
  });
  const kept = all.map((field) => `l.${fieldColumn(field)} AS ${fieldColumn(field)}`);
  const hash = `md5(CAST(to_json([${pending.fields.map((field) => `p.${fieldColumn(field)}`).join(', ')}]) AS VARCHAR))`;
  await c.transaction(async () => {
    const accepted = `SELECT p.k, p.key, coalesce(o.id, p.id, l.id) AS id, true AS sent, p.action = 'clear' AS cleared, p.seen, NULL::BOOLEAN AS verified, NULL::VARCHAR AS returned,
        NULL::VARCHAR AS parked, NULL::VARCHAR AS parked_code, NULL::VARCHAR AS parked_message${commaed(written)}
      FROM ${answered} o.status = 'accepted' AND p.action <> 'delete'`;
    // Rows that the ledger lacks go straight into it.
    await c.run(`CREATE OR REPLACE TEMP TABLE settled AS ${accepted} AND l.k IS NOT NULL
      UNION ALL BY NAME
      SELECT p.k, p.key, coalesce(l.id, p.id) AS id, coalesce(l.sent, false) AS sent, l.cleared, l.seen, l.verified, l.returned,
        ${hash} AS parked, o.code AS parked_code, o.message AS parked_message${commaed(kept)}
      FROM ${answered} o.status = 'refused' AND p.action IN ('upsert', 'update')`);
    await c.run(`INSERT INTO ${ledger.sent} BY NAME ${accepted} AND l.k IS NULL`);
    await c.run(`DELETE FROM ${ledger.sent} WHERE k IN (SELECT k FROM settled)`);
    await c.run(`INSERT INTO ${ledger.sent} BY NAME FROM settled`);
    // A record that is gone from the service is gone from the ledger, too: the next run looks whether its key has another record by now.
    const gone = `(o.status = 'missing' OR p.action = 'delete' AND o.status = 'accepted')`;
    if (
      (await c.count(`${ledger.pending} WHERE action = 'delete'`)) + (await c.count(`${outcomes} WHERE status = 'missing'`)) >
      0
    )
      await c.run(`DELETE FROM ${ledger.sent} WHERE k IN (SELECT p.k FROM ${answered} ${gone})`);
    await c.run(`DELETE FROM ${ledger.pending} WHERE k IN (SELECT k FROM ${outcomes} WHERE NOT settled)`);
    await c.run('DROP TABLE settled');
  });
  // Not within the transaction: DuckDB's write to one database.
  await c.run(`UPDATE ${outcomes} SET settled = true WHERE NOT settled`);
}

/**
 * Takes over what needs no sending: rows that the service holds already, and values that can't be sent. Forgets those that have no record any more: one
 * that gets their key later is another one. Gone rows that were found written although their answer was lost are as if it had come. Returns how
 * many rows changed the ledger.
 */
export async function settlePlan(
  c: Connection,
  ledger: Ledger,
  { config, columns, faults }: PreparedExport,
  pending: PendingHead | null,
): Promise<number> {
  const plan = planTable(config.name);
  const forgotten = await settleGone(c, ledger, plan, pending);
  const wanted = `${plan} WHERE action = 'adopt' OR action = 'fault' AND NOT again`;
  if ((await c.count(wanted)) === 0) return forgotten;
  const join = `${plan} q LEFT JOIN ${ledger.sent} l ON q.k = l.k WHERE`;
  const value = (column: (typeof columns)[number]): string =>
    config.nulls === 'clear' ? `q.${column.value}` : `coalesce(q.${column.value}, l.${fieldColumn(column.field.name)})`;
  const mapped = new Set(columns.map(({ field }) => field.name));
  const others = (await fieldsOf(c, ledger))
    .filter((field) => !mapped.has(field))
    .map((field) => `l.${fieldColumn(field)} AS ${fieldColumn(field)}`);
  const adopted = [...columns.map((column) => `${value(column)} AS ${fieldColumn(column.field.name)}`), ...others];
  const kept = [...columns.map(({ field }) => `l.${fieldColumn(field.name)} AS ${fieldColumn(field.name)}`), ...others];
  const words = faults.map((fault, i) => `WHEN ${i + 1} THEN ${text(`${fault.field} ${fault.why}`)}`).join(' ');
  const hash = `md5(CAST(to_json([${columns.map((column) => `q.${column.value}`).join(', ')}]) AS VARCHAR))`;
  return c.transaction(async () => {
    await c.run(`CREATE OR REPLACE TEMP TABLE settled AS
      SELECT q.k, q.key, q.id, true AS sent, false AS cleared, NULL::VARCHAR AS seen, true AS verified, NULL::VARCHAR AS returned,
        NULL::VARCHAR AS parked, NULL::VARCHAR AS parked_code, NULL::VARCHAR AS parked_message${commaed(adopted)} FROM ${join} q.action = 'adopt'
      UNION ALL BY NAME
      SELECT q.k, q.key, coalesce(l.id, q.id) AS id, coalesce(l.sent, false) AS sent, l.cleared, l.seen, l.verified, l.returned, ${hash} AS parked,
        'EXPORT_VALUE_NOT_POSSIBLE' AS parked_code, ${words === '' ? "''" : `CASE q.fault ${words} END`} AS parked_message${commaed(kept)} FROM ${join} q.action = 'fault' AND NOT q.again`);
    const changed = await c.count('settled');
    await c.run(`DELETE FROM ${ledger.sent} WHERE k IN (SELECT k FROM settled)`);
    await c.run(`INSERT INTO ${ledger.sent} BY NAME FROM settled`);
    await c.run(`DELETE FROM ${ledger.pending} WHERE k IN (SELECT k FROM ${plan} WHERE action = 'adopt')`);
    await c.run('DROP TABLE settled');
    return changed + forgotten;
  });
}

async function settleGone(c: Connection, ledger: Ledger, plan: string, pending: PendingHead | null): Promise<number> {
  const without = `k IN (SELECT k FROM ${plan} WHERE action = 'missing' OR action = 'forget' AND ours)`;
  const unsure = `FROM ${plan} WHERE action IN ('clear', 'delete', 'forget') AND NOT ours`;
  const changed = (await c.count(`${ledger.sent} WHERE ${without}`)) + (await c.count(`(SELECT k ${unsure})`));
  if (changed === 0) return 0;
  await c.run(`DELETE FROM ${ledger.sent} WHERE ${without}`);
  await c.run(
    `INSERT INTO ${outcomeTable(ledger.name)} SELECT k, 'accepted', id, NULL, NULL, NULL, false ${unsure} AND action <> 'forget'`,
  );
  if (pending !== null) await settle(c, ledger, pending);
  await createOutcomes(c, ledger.name);
  await c.run(`DELETE FROM ${ledger.pending} WHERE k IN (SELECT k ${unsure})`);
  return changed;
}

/** All fields that the ledger has columns for. */
async function fieldsOf(c: Connection, ledger: Ledger): Promise<string[]> {
  const rows = await c.rows<{ column_name: string }>(`DESCRIBE ${ledger.pending}`);
  return rows.filter((row) => row.column_name.startsWith('f:')).map((row) => row.column_name.slice(2));
}

function commaed(parts: readonly string[]): string {
  return parts.map((part) => `, ${part}`).join('');
}
