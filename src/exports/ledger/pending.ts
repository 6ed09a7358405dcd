import type { Connection } from '../../warehouse/duckdb/database.ts';
import { RESULTS } from '../../warehouse/duckdb/sealed-queries.ts';
import { qualified, text } from '../../warehouse/duckdb/sql.ts';
import { planTable } from '../diff/plan-rows.ts';
import type { PreparedExport } from '../export-column.ts';
import { dropOldJobs, fieldColumn, type Ledger, type LedgerHead, shapeOf } from './ledger.ts';

/** The view of the rows that this run sends: `n`, `k`, `key`, `id`, `action`, `piece` (of a job; NULL: by calls), and the values. */
export function todoTable(name: string): string {
  return qualified(RESULTS, 'main', `${name}:todo`);
}

export interface TodoOptions {
  /** The most rows, in the order of their keys; null: all. */
  readonly limit: number | null;
  readonly allowDeletes: boolean;
}

/** Chooses the rows that this run sends. Returns how many there are, by what is done to them, and how many `limit` left out. */
export async function chooseTodo(c: Connection, { config, columns }: PreparedExport, { limit, allowDeletes }: TodoOptions) {
  const todo = todoTable(config.name);
  const actions = allowDeletes ? `'send', 'clear', 'delete'` : `'send'`;
  const values = columns.map(({ value }) => `, ${value}`).join('');
  await c.run(`CREATE OR REPLACE VIEW ${todo} AS SELECT n, k, key, id, CASE action WHEN 'send' THEN '${config.operation}' ELSE action END AS action, piece${values}
    FROM ${planTable(config.name)} WHERE action IN (${actions}) ${limit === null ? '' : `ORDER BY k LIMIT ${limit}`}`);
  const all = await c.count(`${planTable(config.name)} WHERE action IN (${actions})`);
  const { sent, gone } = await c.row<{ sent: number; gone: number }>(
    `SELECT count(*) FILTER (WHERE action = '${config.operation}') AS sent, count(*) FILTER (WHERE action <> '${config.operation}') AS gone FROM ${todo}`,
  );
  return { sent, gone, leftOut: all - sent - gone };
}

/** Writes down what is about to be sent. Rows of earlier runs whose outcome nobody knows stay. */
export async function markPending(
  c: Connection,
  ledger: Ledger,
  head: LedgerHead,
  prepared: PreparedExport,
  seen: string | null,
  now: string,
): Promise<LedgerHead> {
  const { config, columns, clears } = prepared;
  const marked: LedgerHead = {
    ...head,
    shape: shapeOf(prepared),
    pending: {
      since: now,
      fields: columns.map(({ field }) => field.name),
      nulls: config.nulls,
      clears: clears.map(({ name }) => name),
    },
  };
  const todo = todoTable(config.name);
  const values = columns.map(({ value, field }) => `, t.${value} AS ${fieldColumn(field.name)}`).join('');
  await c.run(`CREATE OR REPLACE TABLE ${unsettledTable(config.name)} AS SELECT k FROM ${ledger.pending}`);
  await c.transaction(async () => {
    await c.run(`DELETE FROM ${ledger.pending} WHERE k IN (SELECT k FROM ${todo})`);
    await c.run(
      `INSERT INTO ${ledger.pending} BY NAME SELECT t.k, t.key, t.id, t.action, t.piece, ${text(seen)} AS seen${values} FROM ${todo} t`,
    );
    await dropOldJobs(c, now);
    await ledger.store(c, marked);
  });
  return marked;
}

/** The table of the keys that were pending before this run marked its own: an earlier call may have written them, whatever becomes of this one. */
export function unsettledTable(name: string): string {
  return qualified(RESULTS, 'main', `${name}:unsettled`);
}

/** Forgets rows that are known not to have been sent: the next run finds them by itself. `where` is SQL over the pending rows. */
export async function dropPending(c: Connection, ledger: Ledger, where: string): Promise<void> {
  await c.run(`DELETE FROM ${ledger.pending} WHERE ${where}`);
}
