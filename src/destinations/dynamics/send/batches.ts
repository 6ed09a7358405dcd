import type { RowBatch, RowOutcome, RowToSend } from '../../../model/destination.ts';
import { faultOf, ServiceFault } from '../../../sources/dynamics/connect/service-fault.ts';
import type { WebApiTransport } from '../../../sources/dynamics/connect/web-api-transport.ts';
import { type BatchedAnswer, sendBatch } from '../connect/web-api-batch.ts';
import { explainFault, outcomeOfFault } from '../connect/write-faults.ts';
import { rowRequest } from './row-request.ts';

/** Rows of one `$batch`. The service takes 1,000, and ends a request after two minutes: plug-ins run for each row. */
export const ROWS_A_BATCH = 100;

/** Sends the rows in one batch; in several where the service refuses the batch as a whole, until the rows at fault stand alone. */
export async function sendRowsByBatch(
  transport: WebApiTransport,
  base: string,
  batch: RowBatch,
  signal: AbortSignal,
): Promise<readonly RowOutcome[]> {
  const { rows, object } = batch;
  if (rows.length === 0) return [];
  try {
    const { answers, isAgain } = await sendBatch(
      transport,
      base,
      rows.map((row) => rowRequest(batch, row)),
      signal,
    );
    return rows.map((row, i) => outcome(batch, row, answers[i] as BatchedAnswer, isAgain));
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof ServiceFault) || error.status !== 400) throw explainFault(error, object.name);
    if (rows.length === 1) return [outcomeOfFault(error, batch.operation)];
    const half = Math.ceil(rows.length / 2);
    const first = await sendRowsByBatch(transport, base, { ...batch, rows: rows.slice(0, half) }, signal);
    return [...first, ...(await sendRowsByBatch(transport, base, { ...batch, rows: rows.slice(half) }, signal))];
  }
}

function outcome({ object, operation }: RowBatch, row: RowToSend, { status, body }: BatchedAnswer, isAgain: boolean): RowOutcome {
  if (status >= 200 && status < 300) {
    const id =
      row.id ?? (status === 204 ? null : (JSON.parse(body.toString()) as Record<string, string>)[object.idField]) ?? null;
    return { status: 'accepted', id, created: operation !== 'upsert' ? false : isAgain ? null : status === 201 };
  }
  const refused = outcomeOfFault(faultOf(status, body.toString().trimEnd(), {}, undefined), operation);
  // The batch whose answer was lost has deleted it.
  return refused.status === 'missing' && operation === 'delete' && isAgain
    ? { status: 'accepted', id: row.id, created: false }
    : refused;
}
