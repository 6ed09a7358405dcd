import type { Static } from 'typebox';
import { Secret } from '../../../model/secret.ts';
import { type PostgresOptions, type postgresSource, SSL_MODES } from '../options.ts';

/** What a connection string says; everything decoded. */
export interface UrlParts extends UrlParameters {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  /** Null where it has none. */
  readonly password: string | null;
  /** What must not be shown: the password, as written and decoded. */
  readonly secrets: readonly string[];
}

/**
 * Reads a connection string as libpq reads it (https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS).
 * Throws UrlProblem, which shows nothing of the string but names of parameters.
 */
export function parseUrl(text: string): UrlParts {
  const [, scheme, rest = ''] = /^([A-Za-z][A-Za-z0-9+.:-]*):\/\/([\s\S]*)$/.exec(text) ?? [];
  if (scheme === undefined) throw notUrl(text);
  if (scheme !== 'postgres' && scheme !== 'postgresql') throw otherScheme(scheme);
  if (/[\s#]/.test(rest)) throw new UrlProblem('it contains a space, a line break or a #', URL_ENCODING);
  const [, before = '', query = ''] = /^([^?]*)(?:\?([\s\S]*))?$/.exec(rest) ?? [];
  // As libpq: the first @ before the first slash ends the credentials.
  const [, user = '', password, server = '', database = ''] =
    /^(?:([^:@/]*)(?::([^@/]*))?@)?([^/]*)(?:\/([\s\S]*))?$/.exec(before) ?? [];
  const { host, port } = hostOf(server);
  const { overrides, ...parameters } = urlParameters(query);
  const decodedPassword = overrides.password ?? (password === undefined ? null : decoded(password));
  const parts = {
    ...parameters,
    host: overrides.host ?? decoded(host),
    port: overrides.port ?? port,
    database: overrides.dbname ?? (decoded(database) || overrides.user || decoded(user)),
    user: overrides.user ?? decoded(user),
    password: decodedPassword === '' ? null : decodedPassword,
    secrets: [password, decodedPassword, overrides.password].filter((s): s is string => typeof s === 'string' && s !== ''),
  };
  if (parts.user === '') throw new UrlProblem('it has no user', `Write ${URL_FORM}.`);
  if (parts.host === '') throw new UrlProblem('it has no host', `Write ${URL_FORM}.`);
  return parts;
}

function hostOf(server: string): { host: string; port: number } {
  if (server.includes('@')) throw new UrlProblem('it contains several @', URL_ENCODING);
  if (server.includes(',')) {
    throw new UrlProblem('it names several servers', 'Name one: a run reads from a single server.');
  }
  const [, six, host = '', port = ''] = /^(?:\[([^\]]*)\]|([^:]*))(?::(.*))?$/.exec(server) ?? [];
  return { host: six ?? host, port: portOf(port) };
}

function notUrl(text: string): UrlProblem {
  if (/^\s*\w+\s*=/.test(text)) {
    return new UrlProblem(
      'it is a list of keywords (host=… dbname=…), not a URL',
      `Write ${URL_FORM}, or \`host\`, \`port\`, \`database\` and \`auth\` in place of \`url\`.`,
    );
  }
  return new UrlProblem('it is not a connection string', `Write ${URL_FORM}, without quotes around it.`);
}

function otherScheme(scheme: string): UrlProblem {
  const form = /^(jdbc:)?postgres(ql)?(\+\w+)?$/.test(scheme) ? 'is the form of another client' : 'is not PostgreSQL';
  return new UrlProblem(`it begins with ${scheme}://, which ${form}`, `Write ${URL_FORM}.`);
}

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
  throw new UrlProblem('its sslmode does not exist in PostgreSQL', `Modes: ${SSL_MODES.join(', ')}.`);
}

// A part of a password may have been taken for a name, so only what looks like one is shown.
function unknownParameter(name: string): UrlProblem {
  const shown = /^[a-z][a-z_]{2,30}$/.test(name) ? ` ${name}` : '';
  return new UrlProblem(
    `it contains a parameter${shown} that PostgreSQL does not have`,
    'Remove it, or check its spelling. Highwater uses sslmode, sslrootcert=system, options, host, port, dbname, user and password.',
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
  throw new UrlProblem('the text after the host and colon is not a port', `Write ${URL_FORM}. ${URL_ENCODING}`);
}

export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new UrlProblem('it contains a % that does not start an encoded character', URL_ENCODING);
  }
}

/** A source's entry in the file once it is checked: either `url`, or `host`, `port`, `database` and `auth`. */
export type PostgresEntry = Static<typeof postgresSource>;

type Ssl = PostgresEntry['ssl'];

/** How to reach the server, whichever way the entry says it. Throws UrlProblem for a `url` that can't be used. */
export function connectionOptions(entry: PostgresEntry): PostgresOptions {
  const { tables: _, url, ...options } = entry;
  if (url === undefined) {
    const { database = '', auth } = options;
    if (auth === undefined) throw new Error('the configuration was built before it was checked');
    return { ...options, database, auth };
  }
  const parts = parseUrl(url.reveal());
  if (parts.password === null && options.ssl.cert === undefined) {
    throw new UrlProblem(
      'it has no password',
      'Add it: postgresql://user:password@host:5432/database. PGPASSWORD and ~/.pgpass are not read.',
    );
  }
  return {
    ...options,
    host: parts.host,
    port: parts.port,
    database: parts.database,
    auth: { flow: 'password', user: parts.user, password: new Secret(parts.password ?? '') },
    ssl: withMode(options.ssl, parts),
    ...(parts.startup === null ? {} : { startup: parts.startup }),
  };
}

/** What is to be masked besides the string as a whole. */
export function secretsIn(url: string): Secret[] {
  const { secrets, user, password } = parseUrl(url);
  const both = password === null ? [] : [`${user}:${password}`];
  return [...secrets, ...both].map((text) => new Secret(text));
}

/** The string's mode, or the file's where that is the stricter one: many hosts' strings say `require` without a choice. */
function withMode(ssl: Ssl, { sslMode, files }: UrlParts): Ssl {
  const missing = files.filter((name) => ssl[name] === undefined);
  if (missing.length > 0) {
    const names = missing.map((name) => `\`ssl.${name}\``).join(', ');
    throw new UrlProblem('it names TLS files, which are not read', `Remove them from it and put the PEM texts into ${names}.`);
  }
  if (sslMode === null) return ssl;
  const stricter = SSL_MODES.indexOf(ssl.mode) > SSL_MODES.indexOf(sslMode);
  const mode = ssl.mode !== 'prefer' && stricter ? ssl.mode : sslMode;
  if (mode === 'verify-ca' && ssl.ca === undefined) {
    throw new UrlProblem(
      'its sslmode verify-ca needs an authority',
      'Put its PEM text into `ssl.ca`, or use sslmode=verify-full, which knows the public authorities.',
    );
  }
  return { ...ssl, mode };
}
