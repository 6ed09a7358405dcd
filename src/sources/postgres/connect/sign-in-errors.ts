import { HighwaterError } from '../../../model/errors.ts';
import { retryOf, STATEMENT_POOLING } from './retry.ts';
import {
  dataError,
  type ErrorScene,
  type Fault,
  notPermitted,
  noUserMapping,
  type Translate,
  unknownColumn,
  wrongOperand,
} from './statement-faults.ts';
import { CLIENT_CERTIFICATE, TLS_FAULTS } from './tls.ts';

export type { ErrorScene } from './statement-faults.ts';

/** Turns what node-postgres, Node's sockets and TLS throw into words for people. What is unknown keeps its own words. */
export function translate(thrown: unknown, scene: ErrorScene): unknown {
  if (thrown instanceof HighwaterError || !(thrown instanceof Error)) return thrown;
  const { code: sent, cert, address, message: said } = telling(thrown);
  const fault: Fault = { message: said, code: sent, address, names: cert?.subjectaltname };
  const found =
    FAULTS[conditionOf(fault)] ??
    TLS_FAULTS[fault.code ?? ''] ??
    FAULTS[sqlstateClass(fault)] ??
    byMessage(`${fault.code ?? ''} ${fault.message}`);
  if (found === undefined) return thrown;
  const { code, says, hint } = found(scene, fault);
  const retry = retryOf(found === lost ? 'ECONNRESET' : conditionOf(fault), scene.table === undefined ? 'signing in' : 'reading');
  const message = scene.table === undefined ? sentence(says, scene) : `${scene.table}: ${says.replace(/\.?$/, '.')}`;
  return new HighwaterError(code, message, hint, {
    cause: thrown,
    ...(retry?.action === 'restart' ? { family: 'restart' } : {}),
  });
}

type NetworkError = Error & { code?: string; address?: string; cert?: { subjectaltname?: string } };

/** Of a name with several addresses, each of which failed, Node throws all: what an address with a route says tells more. */
function telling(thrown: Error): NetworkError {
  const errors: readonly NetworkError[] = thrown instanceof AggregateError ? thrown.errors : [thrown];
  return errors.find((e) => !e.address?.includes(':')) ?? errors[0] ?? thrown;
}

/** The code, but where the words alone tell. */
function conditionOf({ code = '', message }: Fault): string {
  return code === '08P01' && STATEMENT_MODE.test(message) ? STATEMENT_POOLING : code;
}

function sqlstateClass(fault: Fault): string {
  return /^[0-9A-Z]{5}$/.test(fault.code ?? '') ? (fault.code ?? '').slice(0, 2) : '';
}

function byMessage(message: string): Translate | undefined {
  // Any other SQLSTATE; Node's own codes begin with E.
  if (/^(?!E)[0-9A-Z]{5} /.test(message)) return refused;
  if (/Connection terminated|Client has encountered a connection error|Client network socket disconnected/.test(message))
    return lost;
  if (/timeout expired|Connection terminated due to connection timeout/.test(message)) return noAnswer;
  return Object.entries(TLS_FAULTS).find(([key]) => message.includes(key))?.[1];
}

// A name keeps its spelling, even where it begins the sentence.
function sentence(says: string, scene: ErrorScene): string {
  if ([scene.server, scene.database, scene.user].some((name) => says.startsWith(`${name} `))) return says.replace(/\.?$/, '.');
  return `${says.charAt(0).toUpperCase()}${says.slice(1).replace(/\.?$/, '.')}`;
}

/** The SQLSTATE or Node code of an error, or of the one that it was made from. */
export function codeOf(thrown: unknown): string {
  const error = thrown instanceof HighwaterError ? thrown.cause : thrown;
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}

const SETTINGS = 'Check `host`, `port` and `database` of the source.';
const READ_AGAIN = 'The table is read again, with a new snapshot.';

/** Without a table it happened while signing in. */
export const lost: Translate = (scene) => ({
  code: 'SOURCE_UNREACHABLE',
  says: `the connection to ${scene.server} was lost`,
  hint:
    scene.table === undefined
      ? "Check that PostgreSQL listens on this `port`. If it does, its log (or the proxy's) says why it closed the connection."
      : `${READ_AGAIN} If it happens every time, look for a timeout in a firewall, proxy or pooler between this machine and the server.`,
});

const unknownHost: Translate = (scene) => ({
  code: 'SOURCE_UNREACHABLE',
  says: `the host name in ${scene.server} can't be resolved`,
  hint: `${SETTINGS} A name that exists only inside a private network can't be resolved from outside.`,
});

export const noAnswer: Translate = (scene) => ({
  code: 'SOURCE_UNREACHABLE',
  says: `${scene.server} did not answer`,
  hint: `${SETTINGS} A firewall that drops connections looks like this. Allow this machine's address. GitHub's hosted runners change theirs; a self-hosted runner inside your network avoids the problem.`,
});

/** An address of the sixth kind, where this machine has no way to any: `fault.address` is it, or empty where the name has no other. */
const noIPv6: Translate = (scene) => ({
  code: 'SOURCE_UNREACHABLE',
  says: `${scene.server} has only an IPv6 address, and this machine has no IPv6 (a firewall is not the cause)`,
  hint: "GitHub's hosted runners have only IPv4. Use an IPv4 address of the server, or of a pooler in front of it. Supabase: under *Connect* choose *Session pooler* and use its host, port 5432 and user (postgres.<project>), or enable the project's IPv4 add-on. A self-hosted runner with IPv6 works too.",
});

const withoutRoute: Translate = (scene, fault) => (fault.address?.includes(':') ? noIPv6 : noAnswer)(scene, fault);

/** PgBouncer's words, now and before 1.18: https://github.com/pgbouncer/pgbouncer/blob/master/src/server.c */
const STATEMENT_MODE = /transaction blocks not allowed in statement pooling mode|long transactions not allowed/i;

const statementMode: Translate = (scene) => ({
  code: 'QUERY_REFUSED',
  says: `${scene.server} is a connection pooler in statement mode, which allows no transactions; Highwater reads in read-only transactions`,
  hint: 'Use the `host` and `port` of the server itself, or of a pooler in session mode (PgBouncer: `pool_mode = session` for this database or user).',
});

const signIn: Translate = (scene, fault) => ({
  code: 'SIGN_IN_REFUSED',
  says: `${scene.server} refused to sign in ${scene.user}: ${fault.message}`,
  hint: /client certificate/.test(fault.message)
    ? CLIENT_CERTIFICATE
    : /pg_hba/.test(fault.message)
      ? 'pg_hba.conf has no entry for this login. Add one for this user, database and address. If the message says "no encryption", set `ssl: { mode: require }`.'
      : 'Check `auth.user` and the variable that holds the password.',
});

export const refused: Translate = (_, fault) => ({
  code: 'QUERY_REFUSED',
  says: `PostgreSQL refused the query: ${fault.message}`,
  hint: `${wrongOperand(fault.message)}Check \`where\`, \`columns\`, \`key\` and \`cursor\` of the table; \`highwater plan\` prints the query.`,
});

const serverFault: Translate = (_, fault) => ({
  code: 'SOURCE_FAILED',
  says: `PostgreSQL failed: ${fault.message}`,
  hint: 'This is an error of the server itself. Its log says more.',
});

const tooMany: Translate = (scene, fault) => ({
  code: 'TOO_MANY_CONNECTIONS',
  says: `${scene.server} has no free connection: ${fault.message}`,
  hint: "Lower `run.parallel`, or raise the user's or the server's connection limit.",
});

const cancelled: Translate = (_, fault) => ({
  code: 'READ_CANCELLED',
  says: `the server cancelled the reading: ${fault.message}`,
  hint: `${READ_AGAIN} On a standby, raise max_standby_streaming_delay or turn hot_standby_feedback on.`,
});

const locked: Translate = () => ({
  code: 'TABLE_LOCKED',
  says: 'another session has locked the table',
  hint: 'ALTER TABLE, TRUNCATE, VACUUM FULL, REINDEX or a migration is running. Run again when it is done. pg_locks shows who holds the lock.',
});

/** The server says so of another one, to which a foreign table or dblink leads: had we lost it, it could not tell. */
const elsewhere: Translate = (_, fault) => ({
  code: 'SOURCE_FAILED',
  says: `PostgreSQL can't reach another server that it reads from: ${fault.message}`,
  hint: 'A foreign table, or a view or function that uses one, reads from it. Check its server and user mapping (`\\des+` and `\\deu+` in psql).',
});

const onlyOnPrimary: Translate = () => ({
  code: 'QUERY_REFUSED',
  says: 'an unlogged table is empty on a standby, so PostgreSQL refuses to read it',
  hint: 'Read it from the primary, as another source, or leave it out.',
});

const notPopulated: Translate = (_, fault) => ({
  code: 'QUERY_REFUSED',
  says: fault.message,
  hint: "It can't be read until its owner fills it with REFRESH MATERIALIZED VIEW.",
});

/** By SQLSTATE, its class, or Node's code: https://www.postgresql.org/docs/current/errcodes-appendix.html */
export const FAULTS: Readonly<Record<string, Translate>> = {
  ENOTFOUND: unknownHost,
  EAI_AGAIN: unknownHost,
  ECONNREFUSED: (scene) => ({
    code: 'SOURCE_UNREACHABLE',
    says: `nothing accepts connections at ${scene.server}`,
    hint: `${SETTINGS} The server may be down, or listen on another port or address only.`,
  }),
  ETIMEDOUT: noAnswer,
  EHOSTUNREACH: withoutRoute,
  ENETUNREACH: withoutRoute,
  EADDRNOTAVAIL: withoutRoute,
  EAFNOSUPPORT: withoutRoute,
  IPV6_ONLY: noIPv6,
  ECONNRESET: lost,
  EPIPE: lost,
  '08': lost,
  [STATEMENT_POOLING]: statementMode,
  // Of a pooler that has no server, while signing in, the first is meant.
  '08001': (scene, fault) => (scene.table === undefined ? lost : elsewhere)(scene, fault),
  '08006': (scene, fault) => (scene.table === undefined ? lost : elsewhere)(scene, fault),
  '0A000': (scene, fault) =>
    /unlogged relations during recovery/.test(fault.message) ? onlyOnPrimary(scene, fault) : refused(scene, fault),
  '22': dataError,
  '25006': () => ({
    code: 'QUERY_REFUSED',
    says: 'the query tries to write, but Highwater reads in read-only transactions',
    hint: 'Use a condition (`where`) or a view that only reads.',
  }),
  '28': signIn,
  '3D000': (scene) => ({
    code: 'DATABASE_NOT_FOUND',
    says: `${scene.server} has no database ${scene.database}`,
    hint: 'Check `database` of the source. The name is case-sensitive.',
  }),
  '40': cancelled,
  '42': refused,
  '42501': notPermitted,
  '42704': (scene, fault) => (/^user mapping/.test(fault.message) ? noUserMapping(scene, fault) : refused(scene, fault)),
  '42P01': (scene, fault) => ({
    code: 'TABLE_NOT_FOUND',
    says: fault.message,
    hint: `Check the names under \`tables\` and in \`where\`, or, of a foreign table, at its server; database ${scene.database}.`,
  }),
  '42703': unknownColumn,
  '53': serverFault,
  '53300': tooMany,
  '55000': (scene, fault) => (/has not been populated/.test(fault.message) ? notPopulated(scene, fault) : refused(scene, fault)),
  '55P03': locked,
  '57': cancelled,
  '57014': (_, fault) => ({
    code: 'READ_CANCELLED',
    says: `someone cancelled the query on the server: ${fault.message}`,
    hint: 'An administrator or a watchdog ended it. Run again, or ask them for an exception for application_name "highwater".',
  }),
  '57P03': (scene, fault) => ({
    code: 'SOURCE_UNREACHABLE',
    says: `${scene.server} is not accepting connections: ${fault.message}`,
    hint: 'The server is starting, stopping or recovering. Run again in a few minutes.',
  }),
  '57P04': (scene) => ({
    code: 'DATABASE_NOT_FOUND',
    says: `the database ${scene.database} was dropped while it was read`,
    hint: 'Check `database` of the source.',
  }),
  '58': serverFault,
  '72000': cancelled,
  HV: serverFault,
  P0: dataError,
  XX: serverFault,
};
