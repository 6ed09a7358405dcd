import type { RowBatch, RowOutcome, RowToSend } from '../../../model/destination.ts';
import { ConnectionFailure } from '../../../runtime/http.ts';
import { retry } from '../../../runtime/retry.ts';
import type { Client, Meter } from '../../../sources/salesforce/connect/client.ts';
import { ServiceFailure, worthRetrying } from '../../../sources/salesforce/connect/service-errors.ts';
import type { Tuning } from '../../../sources/salesforce/connect/tuning.ts';
import { accepted, refusedOrGone, sendHalving } from '../../shared/send-rows.ts';
import { explainWrite, isCallsOwn } from '../connect/write-errors.ts';
import { recordJson } from './record-json.ts';
import { type CollectionError, outcomeOf } from './row-errors.ts';

/** Records of one call. https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_sobjects_collections.htm */
export const ROWS_A_CALL = 200;

export interface Sending {
  readonly client: Client;
  readonly tuning: Tuning;
  readonly meter: Meter;
  readonly signal: AbortSignal;
}

interface CollectionResult {
  readonly id?: string | null;
  readonly success: boolean;
  readonly created?: boolean;
  readonly errors?: readonly CollectionError[];
}

/** Sends the rows in one call, or in several. */
export async function sendRows(sending: Sending, batch: RowBatch): Promise<readonly RowOutcome[]> {
  return sendHalving(
    batch,
    async (part) => sendCall(sending, part),
    (error) => {
      if (isCallsOwn(error) || !(error instanceof ServiceFailure)) throw explainWrite(error, batch.object.name);
      return { status: 'refused', code: error.errorCode, message: error.message, fields: [] };
    },
  );
}

/** Sent again after a lost answer: the same keys with the same values change nothing more. */
async function sendCall(sending: Sending, batch: RowBatch): Promise<RowOutcome[]> {
  const { client, tuning, meter, signal } = sending;
  const call = { ...requestOf(client.base, batch), meter, signal };
  let isAgain = false;
  return retry(
    async () => {
      try {
        const { body } = await client.attempt(call);
        return read(body, batch, isAgain);
      } catch (error) {
        isAgain ||= mayHaveWritten(error);
        throw error;
      }
    },
    { policy: tuning.retries, signal, worthRetrying },
  );
}

function requestOf(base: string, batch: RowBatch) {
  const { object, operation, key, rows, options } = batch;
  const path = `${base}/composite/sobjects`;
  const headers = {
    // Without this header, REST runs the active assignment rules.
    'sforce-auto-assign': options.assignmentRules ? 'TRUE' : 'FALSE',
    ...(options.duplicateRules === 'allow' ? { 'sforce-duplicate-rule-header': 'allowSave=true' } : {}),
  };
  if (operation === 'delete') {
    const ids = rows.map((r) => r.id).join(',');
    return { method: 'DELETE' as const, path: `${path}?allOrNone=false&ids=${ids}`, headers };
  }
  return {
    method: 'PATCH' as const,
    path: operation === 'update' || key === null ? path : `${path}/${object.name}/${key.name}`,
    headers: { ...headers, 'content-type': 'application/json; charset=UTF-8' },
    content: `{"allOrNone":false,"records":[${rows.map((row) => recordJson(batch, row)).join(',')}]}`,
  };
}

/** Whether the rows may be there though no good answer came. */
function mayHaveWritten(error: unknown): boolean {
  return error instanceof ConnectionFailure || (error instanceof ServiceFailure && (error.status >= 500 || error.status < 400));
}

function read(body: Buffer, { rows, operation }: RowBatch, isAgain: boolean): RowOutcome[] {
  const results = JSON.parse(body.toString()) as readonly CollectionResult[];
  if (!Array.isArray(results) || results.length !== rows.length)
    throw new ConnectionFailure('the answer does not hold a result for each record');
  return rows.map((row, i) => outcome(row, results[i] as CollectionResult, operation, isAgain));
}

function outcome(row: RowToSend, result: CollectionResult, operation: RowBatch['operation'], isAgain: boolean): RowOutcome {
  if (result.success) return accepted(operation, result.id ?? row.id, result.created ?? null, isAgain);
  const [error] = result.errors ?? [];
  const refused = outcomeOf(error ?? { statusCode: 'UNKNOWN_EXCEPTION', message: '' }, operation);
  return refusedOrGone(operation, row, refused, isAgain);
}
