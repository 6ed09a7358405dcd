import type { Static } from 'typebox';
import { Secret } from '../../../model/secret.ts';
import { type PostgresOptions, type postgresSource, SSL_MODES } from '../options.ts';
import { parseUrl, type UrlParts } from './url.ts';
import { UrlProblem } from './url-parameters.ts';

/** A source's entry in the file once it is checked: either `url`, or `host`, `port`, `database` and `auth`. */
export type PostgresEntry = Static<typeof postgresSource>;

type Ssl = PostgresEntry['ssl'];

/** How to reach the server, whichever way the entry says it. Throws UrlProblem for a `url` that can't be used. */
export function reach(entry: PostgresEntry): PostgresOptions {
  const { tables: _, url, ...options } = entry;
  if (url === undefined) {
    const { database = '', auth } = options;
    if (auth === undefined) throw new Error('the configuration was built before it was checked');
    return { ...options, database, auth };
  }
  const parts = parseUrl(url.reveal());
  if (parts.password === null && options.ssl.cert === undefined) {
    throw new UrlProblem(
      'it holds no password',
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
    throw new UrlProblem(
      'it names files for TLS, which are not read',
      `Remove them from it and put the PEM texts into ${names}.`,
    );
  }
  if (sslMode === null) return ssl;
  const stricter = SSL_MODES.indexOf(ssl.mode) > SSL_MODES.indexOf(sslMode);
  const mode = ssl.mode !== 'prefer' && stricter ? ssl.mode : sslMode;
  if (mode === 'verify-ca' && ssl.ca === undefined) {
    throw new UrlProblem(
      'its sslmode verify-ca needs an authority',
      'Put its PEM text into `ssl.ca`; or use sslmode=verify-full, which knows the public authorities.',
    );
  }
  return { ...ssl, mode };
}
