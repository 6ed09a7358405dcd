import type { RowBatch, RowOutcome, RowToSend } from '../../model/destination.ts';

type Outcomes = Promise<readonly RowOutcome[]>;

/**
 * Sends rows in one call; in several where the service refuses the call as a whole, until the rows at fault stand alone. `refusal` says what a
 * refusal of the call means for a row that stands alone, and throws where the rows are not at fault.
 */
export async function sendHalving(
  batch: RowBatch,
  send: (part: RowBatch) => Outcomes,
  refusal: (error: unknown) => RowOutcome,
): Outcomes {
  const { rows } = batch;
  if (rows.length === 0) return [];
  try {
    return await send(batch);
  } catch (error) {
    const refused = refusal(error);
    if (rows.length === 1) return [refused];
    const half = Math.ceil(rows.length / 2);
    const first = await sendHalving({ ...batch, rows: rows.slice(0, half) }, send, refusal);
    return [...first, ...(await sendHalving({ ...batch, rows: rows.slice(half) }, send, refusal))];
  }
}

type Operation = RowBatch['operation'];

/** `isAgain`: the first answer to these rows was lost, so that nobody can tell who was created. */
export function accepted(operation: Operation, id: string | null, created: boolean | null, isAgain: boolean): RowOutcome {
  return { status: 'accepted', id, created: operation !== 'upsert' ? false : isAgain ? null : created };
}

/** What was refused, unless the call whose answer was lost has deleted it. */
export function refusedOrGone(operation: Operation, { id }: RowToSend, refused: RowOutcome, isAgain: boolean): RowOutcome {
  const isGone = refused.status === 'missing' && operation === 'delete' && isAgain;
  return isGone ? { status: 'accepted', id, created: false } : refused;
}
