import type { RowBatch, RowOutcome, RowToSend } from '../../model/destination.ts';
import type { Connection } from '../../warehouse/duckdb/database.ts';
import type { PreparedExport } from '../export-column.ts';
import { todoTable } from '../ledger/pending.ts';
import { addOutcomes, outcomeTable } from '../ledger/settle.ts';

export type TodoAction = 'upsert' | 'update' | 'clear' | 'delete';

/** What sending needs besides the rows. */
export interface SendContext {
  readonly connection: Connection;
  readonly prepared: PreparedExport;
  readonly signal: AbortSignal;
  /** Called with the number of rows answered so far by this way. */
  progress(rows: number): void;
  /** Called before a row is sent whose fate would be unknown if this process ended now; see `unknownKeys`. */
  readonly unknown: Set<string>;
  /** Resolves after so many milliseconds, or rejects when the run stops. */
  sleep(ms: number): Promise<void>;
}

interface TodoRow {
  readonly [column: string]: unknown;
  readonly n: number;
  readonly k: string;
  readonly key: string;
  readonly id: string | null;
}

/** Rows held by locks are tried again in batches of these sizes, with a growing pause before each round. */
const LOCK_ROUNDS = [50, 10, 1] as const;
const LOCK_PAUSE_MS = 1000;

/** Sends the rows of one action that are not given to a job, in calls of a few hundred, and writes down the outcome of each. */
export async function sendByCalls(context: SendContext, action: TodoAction): Promise<void> {
  const { connection: c, prepared } = context;
  const todo = todoTable(prepared.config.name);
  const { sendLimit } = prepared.destination;
  let after = -1;
  let answered = 0;
  for (;;) {
    const rows = await c.rows<TodoRow>(
      `SELECT * FROM ${todo} WHERE action = '${action}' AND piece IS NULL AND n > ${after} ORDER BY n LIMIT ${sendLimit}`,
    );
    const last = rows.at(-1);
    if (last === undefined) break;
    after = last.n;
    answered += rows.length;
    await sendBatch(context, action, rows);
    context.progress(answered);
  }
  await retryLocked(context, action);
}

/** Sends rows that another held, by calls, in ever smaller batches: those that a job met, too. */
export async function retryLocked(context: SendContext, action: TodoAction): Promise<void> {
  const { connection: c, prepared } = context;
  const { name } = prepared.config;
  for (const [round, size] of LOCK_ROUNDS.entries()) {
    const locked = `SELECT t.* FROM ${todoTable(name)} t JOIN ${outcomeTable(name)} o ON t.k = o.k WHERE o.status = 'locked' AND t.action = '${action}'`;
    if ((await c.count(`(${locked})`)) === 0) return;
    await context.sleep(LOCK_PAUSE_MS * 2 ** round * (0.5 + Math.random() / 2));
    const batch = Math.min(size, prepared.destination.sendLimit);
    let after = -1;
    for (;;) {
      const rows = await c.rows<TodoRow>(`${locked} AND t.n > ${after} ORDER BY t.n LIMIT ${batch}`);
      const last = rows.at(-1);
      if (last === undefined) break;
      after = last.n;
      await c.run(
        `DELETE FROM ${outcomeTable(name)} WHERE k IN (SELECT k FROM (${locked} AND t.n > ${(rows[0] as TodoRow).n - 1} AND t.n <= ${after}))`,
      );
      await sendBatch(context, action, rows);
    }
  }
}

async function sendBatch(context: SendContext, action: TodoAction, rows: readonly TodoRow[]): Promise<void> {
  const { connection, prepared, unknown, signal } = context;
  const { config, destination } = prepared;
  signal.throwIfAborted();
  for (const { k } of rows) unknown.add(k);
  const outcomes = await destination.send(batchOf(prepared, action, rows));
  if (outcomes.length !== rows.length) throw new Error(`${rows.length} rows were sent and ${outcomes.length} outcomes came back`);
  for (const { k } of rows) unknown.delete(k);
  await addOutcomes(connection, config.name, rows, outcomes satisfies readonly RowOutcome[]);
}

export function batchOf(
  { config, object, key, columns, clears }: PreparedExport,
  action: TodoAction,
  rows: readonly TodoRow[],
): RowBatch {
  const valuesOf = (row: TodoRow): Record<string, string | null> => {
    if (action === 'delete') return {};
    if (action === 'clear') return Object.fromEntries(clears.map(({ name }) => [name, null]));
    const all = columns.map(({ value, field }) => [field.name, row[value] as string | null] as const);
    return Object.fromEntries(config.nulls === 'clear' ? all : all.filter(([, value]) => value !== null));
  };
  const upsert = action === 'upsert';
  return {
    object,
    operation: action === 'clear' ? 'update' : action,
    key: upsert ? key.field : null,
    rows: rows.map((row): RowToSend => ({ id: upsert ? null : row.id, key: upsert ? row.key : null, values: valuesOf(row) })),
    options: config.writeOptions,
  };
}
