import type { RowBatch, RowOutcome, RowToSend } from '../../../model/destination.ts';
import { faultOf, ServiceFault } from '../../../sources/dynamics/connect/service-fault.ts';
import type { WebApiTransport } from '../../../sources/dynamics/connect/web-api-transport.ts';
import { accepted, refusedOrGone, sendHalving } from '../../shared/send-rows.ts';
import { type BatchedAnswer, sendBatch } from '../connect/web-api-batch.ts';
import { explainFault, outcomeOfFault } from '../connect/write-faults.ts';
import { rowRequest } from './row-request.ts';

/** Rows of one `$batch`. The service takes 1,000, and ends a request after two minutes: plug-ins run for each row. */
export const ROWS_A_BATCH = 100;

/** Sends the rows in one batch, or in several. */
export async function sendRowsByBatch(
  transport: WebApiTransport,
  base: string,
  batch: RowBatch,
  signal: AbortSignal,
): Promise<readonly RowOutcome[]> {
  const send = async (part: RowBatch): Promise<readonly RowOutcome[]> => {
    const requests = part.rows.map((row) => rowRequest(part, row));
    const { answers, isAgain } = await sendBatch(transport, base, requests, signal);
    return part.rows.map((row, i) => outcome(part, row, answers[i] as BatchedAnswer, isAgain));
  };
  return sendHalving(batch, send, (error) => {
    signal.throwIfAborted();
    if (!(error instanceof ServiceFault) || error.status !== 400) throw explainFault(error, batch.object.name);
    return outcomeOfFault(error, batch.operation);
  });
}

function outcome({ object, operation }: RowBatch, row: RowToSend, { status, body }: BatchedAnswer, isAgain: boolean): RowOutcome {
  if (status >= 200 && status < 300) {
    const id =
      row.id ?? (status === 204 ? null : (JSON.parse(body.toString()) as Record<string, string>)[object.idField]) ?? null;
    return accepted(operation, id, status === 201, isAgain);
  }
  const refused = outcomeOfFault(faultOf(status, body.toString().trimEnd(), {}, undefined), operation);
  return refusedOrGone(operation, row, refused, isAgain);
}
