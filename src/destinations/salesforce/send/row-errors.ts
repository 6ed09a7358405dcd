import type { RowOutcome } from '../../../model/destination.ts';

/**
 * The code within a row's error, `CODE:message:fields --`. A trigger or flow that fails at its own write says so after "first error:", and
 * that is the error that counts: a lock there is a lock. RE2, for the results of jobs are read in SQL.
 */
export const ERROR_CODE = '(?s)^(?:.*first error: )?([A-Za-z0-9_]+)';

/** Another transaction holds the record, or a parent of it. */
export const LOCKED: readonly string[] = ['UNABLE_TO_LOCK_ROW'];

/** The record is not there. An Id of no record is also what a lookup may hold, so it counts only where no field is blamed. */
export const MISSING: readonly string[] = ['ENTITY_IS_DELETED'];
export const NO_SUCH_ID = 'INVALID_CROSS_REFERENCE_KEY';

const CODE = new RegExp(ERROR_CODE.replace('(?s)', ''), 's');

export interface CollectionError {
  readonly statusCode: string;
  readonly message: string;
  readonly fields?: readonly string[];
}

export function outcomeOf(
  { statusCode, message, fields = [] }: CollectionError,
  operation: 'upsert' | 'update' | 'delete',
): RowOutcome {
  const code = CODE.exec(`${statusCode}:${message}`)?.[1] ?? statusCode;
  if (LOCKED.includes(code)) return { status: 'locked', code, message };
  const isMissing = MISSING.includes(code) || (code === NO_SUCH_ID && fields.length === 0);
  if (operation !== 'upsert' && isMissing) return { status: 'missing' };
  return { status: 'refused', code, message, fields };
}
