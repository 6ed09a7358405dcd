import { SSL_MODES } from '../options.ts';

type SslMode = (typeof SSL_MODES)[number];

/** Why a connection string can't be used, without anything of it that could be secret. */
export class UrlProblem extends Error {
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.name = 'UrlProblem';
    this.hint = hint;
  }
}

/** What stands behind the question mark and concerns the connection. */
export interface UrlParameters {
  /** Null where the string does not say. */
  readonly sslMode: SslMode | null;
  /** Settings for the server, `-c search_path=sales`: libpq's `options`. */
  readonly startup: string | null;
  /** The string names files for the authority, the certificate or the key: their texts must be in `ssl`. */
  readonly files: readonly ('ca' | 'cert' | 'key')[];
}

/** Parts of the address that libpq also takes as parameters. */
export interface Overrides {
  host?: string;
  port?: number;
  dbname?: string;
  user?: string;
  password?: string;
}

// What other clients write into the same string, and what does not change what is read.
const PASSED_OVER = new Set(
  [
    'application_name fallback_application_name connect_timeout client_encoding keepalives keepalives_idle keepalives_interval keepalives_count',
    'tcp_user_timeout gssencmode gsslib krbsrvname sslcompression sslsni channel_binding target_session_attrs load_balance_hosts',
    // Prisma, Rails, Django, SQLAlchemy, node-postgres, Supabase and Vercel
    'pgbouncer connection_limit pool_timeout pool socket_timeout schema statement_cache_size prepared_statements sslaccept',
    'uselibpqcompat statement_timeout query_timeout idle_in_transaction_session_timeout lock_timeout encoding supa workaround max_connections pool_max_conns',
  ].flatMap((names) => names.split(' ')),
);
const FILES = { sslrootcert: 'ca', sslcert: 'cert', sslkey: 'key' } as const;
const OTHER_MODES: Readonly<Record<string, SslMode>> = { 'no-verify': 'require' };

/** `query`: what stands behind the question mark. */
export function urlParameters(query: string): UrlParameters & { overrides: Overrides } {
  const overrides: Overrides = {};
  let sslMode: SslMode | null = null;
  let startup: string | null = null;
  const files: ('ca' | 'cert' | 'key')[] = [];
  for (const pair of query.split('&').filter((p) => p !== '')) {
    const [name, value] = nameAndValue(pair);
    if (name === 'sslmode') sslMode = modeOf(value);
    else if (name === 'ssl') sslMode ??= value === 'true' || value === '1' ? 'require' : null;
    else if (name === 'options') startup = value;
    else if (name === 'sslrootcert' && value === 'system') sslMode = 'verify-full';
    else if (isFile(name)) files.push(FILES[name]);
    else if (!override(overrides, name, value) && !PASSED_OVER.has(name)) throw unknownParameter(name);
  }
  return { sslMode, startup, files, overrides };
}

function nameAndValue(pair: string): [name: string, value: string] {
  const [, name = '', value] = /^([^=]*)(?:=([\s\S]*))?$/.exec(pair) ?? [];
  if (value === undefined)
    throw new UrlProblem('a parameter in it has no value', 'Parameters follow a question mark: ?sslmode=verify-full&options=…');
  return [decoded(name), decoded(value)];
}

function isFile(name: string): name is keyof typeof FILES {
  return Object.hasOwn(FILES, name);
}

function override(overrides: Overrides, name: string, value: string): boolean {
  if (name === 'port') overrides.port = portOf(value);
  else if (name === 'host' || name === 'dbname' || name === 'user' || name === 'password') overrides[name] = value;
  else return false;
  return true;
}

function modeOf(value: string): SslMode {
  const mode = SSL_MODES.find((m) => m === value) ?? OTHER_MODES[value];
  if (mode !== undefined) return mode;
  throw new UrlProblem('its sslmode is none of PostgreSQL', `Modes: ${SSL_MODES.join(', ')}.`);
}

// A part of a password may have been taken for a name, so only what looks like one is shown.
function unknownParameter(name: string): UrlProblem {
  const shown = /^[a-z][a-z_]{2,30}$/.test(name) ? ` ${name}` : '';
  return new UrlProblem(
    `it holds a parameter${shown} that PostgreSQL does not have`,
    'Remove it, or check its spelling. Used are sslmode, sslrootcert=system, options, host, port, dbname, user and password.',
  );
}

export const URL_ENCODING =
  'In user and password write these characters percent-encoded: @ as %40, : as %3A, / as %2F, ? as %3F, # as %23, % as %25.';
export const URL_FORM = 'postgresql://user:password@host:5432/database';

/** A port that is none is most often a part of the password, so it is not shown. */
export function portOf(text: string): number {
  if (text === '') return 5432;
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new UrlProblem('what follows the host and a colon is no port', `Write ${URL_FORM}. ${URL_ENCODING}`);
}

export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new UrlProblem('a % in it does not begin an encoded character', URL_ENCODING);
  }
}
