import type { RetryRule } from '../../../runtime/retry.ts';

/** When PostgreSQL, or the way to it, failed. */
export type Moment = 'signing in' | 'reading' | 'joining a snapshot';

/** `restart`: the engine imports the table again, 1 second later, then 5. `fewer connections`: read on with those that there are. */
export type RetryAction = 'restart' | 'fewer connections' | 'fail';

/** `code`: a SQLSTATE, the first two characters of one for its class, Node's code, or STATEMENT_POOLING. */
interface PostgresRetryRule extends RetryRule<RetryAction> {
  readonly code: string;
  /** Absent: while signing in and while reading. */
  readonly during?: Moment;
}

/** What PgBouncer says in statement mode has no code of its own. */
export const STATEMENT_POOLING = 'STATEMENT_POOLING';

/**
 * What is worth another try. An exact code comes before its class; what is not here fails.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export const RETRIES: readonly PostgresRetryRule[] = [
  { code: 'ECONNRESET', name: 'connection reset', action: 'restart', meaning: 'the connection was lost' },
  { code: 'EPIPE', name: 'broken pipe', action: 'restart', meaning: 'the connection was lost' },
  { code: '08', name: 'connection_exception', action: 'restart', meaning: 'the connection was lost' },
  {
    code: '08001',
    name: 'sqlclient_unable_to_establish_sqlconnection',
    during: 'signing in',
    action: 'restart',
    meaning: 'a pooler has no server',
  },
  {
    code: '08001',
    name: 'sqlclient_unable_to_establish_sqlconnection',
    during: 'reading',
    action: 'fail',
    meaning: 'a foreign server can not be reached',
  },
  { code: STATEMENT_POOLING, name: 'protocol_violation', action: 'fail', meaning: 'the pooler allows no transactions' },
  { code: '40', name: 'transaction_rollback', action: 'restart', meaning: 'a standby, or a deadlock, ended the transaction' },
  { code: '53300', name: 'too_many_connections', action: 'restart', meaning: 'others may end theirs' },
  {
    code: '57',
    name: 'operator_intervention',
    action: 'restart',
    meaning: 'the server restarts, or a standby cancelled the reading',
  },
  { code: '57014', name: 'query_canceled', action: 'fail', meaning: 'a person or a watchdog ended it on purpose' },
  { code: '57P04', name: 'database_dropped', action: 'fail', meaning: 'there is nothing left to read' },
  {
    code: '72000',
    name: 'snapshot_too_old',
    action: 'restart',
    meaning: 'the rows that the snapshot shows are gone; a new one shows others',
  },
  {
    code: '53300',
    name: 'too_many_connections',
    during: 'joining a snapshot',
    action: 'fewer connections',
    meaning: 'the server has no further connection for this user',
  },
  {
    code: '55P03',
    name: 'lock_not_available',
    during: 'joining a snapshot',
    action: 'fewer connections',
    meaning: 'another session waits to alter the table',
  },
  {
    code: '22023',
    name: 'invalid_parameter_value',
    during: 'joining a snapshot',
    action: 'fewer connections',
    meaning: 'other connections reach another server, which does not know the snapshot',
  },
  {
    code: '42704',
    name: 'undefined_object',
    during: 'joining a snapshot',
    action: 'fewer connections',
    meaning: 'other connections reach another server, which does not know the snapshot',
  },
];

/** The rule for a code at a moment; null: it fails. */
export function retryOf(code: string, moment: Moment): PostgresRetryRule | null {
  const fits = (wanted: string) => RETRIES.find((r) => r.code === wanted && isDuring(r, moment));
  const rule = fits(code) ?? (/^[0-9A-Z]{5}$/.test(code) ? fits(code.slice(0, 2)) : undefined);
  return rule === undefined || rule.action === 'fail' ? null : rule;
}

function isDuring({ during }: PostgresRetryRule, moment: Moment): boolean {
  return during === undefined ? moment !== 'joining a snapshot' : during === moment;
}
