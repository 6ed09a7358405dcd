import { decoded, portOf, URL_ENCODING, URL_FORM, type UrlParameters, UrlProblem, urlParameters } from './url-parameters.ts';

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
  if (/[\s#]/.test(rest)) throw new UrlProblem('it holds a blank, a line break or a #', URL_ENCODING);
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
  if (parts.user === '') throw new UrlProblem('it names no user', `Write ${URL_FORM}.`);
  if (parts.host === '') throw new UrlProblem('it names no host', `Write ${URL_FORM}.`);
  return parts;
}

function hostOf(server: string): { host: string; port: number } {
  if (server.includes('@')) throw new UrlProblem('there are several @ in it', URL_ENCODING);
  if (server.includes(',')) {
    throw new UrlProblem('it names several servers', 'Give one: a run must read one and the same server.');
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
  return new UrlProblem('it is no connection string', `It has the form ${URL_FORM}, without quotes around it.`);
}

function otherScheme(scheme: string): UrlProblem {
  const form = /^(jdbc:)?postgres(ql)?(\+\w+)?$/.test(scheme) ? 'is the form of another client' : 'is not PostgreSQL';
  return new UrlProblem(`it begins with ${scheme}://, which ${form}`, `Write ${URL_FORM}.`);
}
