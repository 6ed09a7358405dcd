import type { RowBatch, RowOutcome, RowToSend } from '../../../model/destination.ts';
import { ConnectionFailure } from '../../../runtime/http.ts';
import { retry } from '../../../runtime/retry.ts';
import type { Client, Meter } from '../../../sources/salesforce/connect/client.ts';
import { ServiceFailure, worthRetrying } from '../../../sources/salesforce/connect/service-errors.ts';
import type { Tuning } from '../../../sources/salesforce/connect/tuning.ts';
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

/** Sends the rows in one call; in several where the service refuses the call as a whole, until the rows at fault stand alone. */
export async function sendRows(sending: Sending, batch: RowBatch): Promise<readonly RowOutcome[]> {
  const { rows, object } = batch;
  if (rows.length === 0) return [];
  try {
    return await sendCall(sending, batch);
  } catch (error) {
    if (isCallsOwn(error)) throw explainWrite(error, object.name);
    if (rows.length === 1 && error instanceof ServiceFailure)
      return [{ status: 'refused', code: error.errorCode, message: error.message, fields: [] }];
    const half = Math.ceil(rows.length / 2);
    const first = await sendRows(sending, { ...batch, rows: rows.slice(0, half) });
    return [...first, ...(await sendRows(sending, { ...batch, rows: rows.slice(half) }))];
  }
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
  const id = result.id ?? row.id;
  if (result.success)
    return { status: 'accepted', id, created: operation !== 'upsert' ? false : isAgain ? null : (result.created ?? null) };
  const [error] = result.errors ?? [];
  const refused = outcomeOf(error ?? { statusCode: 'UNKNOWN_EXCEPTION', message: '' }, operation);
  // The call whose answer was lost has deleted it.
  if (refused.status === 'missing' && operation === 'delete' && isAgain) return { status: 'accepted', id, created: false };
  return refused;
}
