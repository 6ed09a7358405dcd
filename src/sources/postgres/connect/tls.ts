import { type ConnectionOptions, checkServerIdentity } from 'node:tls';
import { HighwaterError } from '../../../model/errors.ts';

import type { PostgresOptions } from '../options.ts';
import { PEM } from './tls-faults.ts';

export type SslOptions = PostgresOptions['ssl'];

/** One way of connecting: without encryption, or with TLS under these options. */
export type Attempt = false | ConnectionOptions;

/**
 * The ways to try, in order, with libpq's meanings (https://www.postgresql.org/docs/current/libpq-ssl.html), which
 * node-postgres does not share: it takes `prefer` and `require` for verify-full.
 *
 * - allow: plain, then TLS; prefer: TLS, then plain; neither checks anything.
 * - require: TLS. With a `ca`, allow, prefer and require verify as verify-ca does, and never go on in plain text. Here libpq is laxer: under
 *   prefer it checks against a root certificate that it finds, and falls back to plain text where the check fails, so that whoever can
 *   answer in the server's place gets the password after all.
 * - verify-ca: TLS, signed by `ca`; verify-full: and made out to this host. Without a `ca`, verify-full trusts the public
 *   authorities (as libpq's `sslrootcert=system`); verify-ca can't, since anybody gets a certificate from those.
 */
export function attempts(ssl: SslOptions, host: string): readonly Attempt[] {
  const { mode, ca } = ssl;
  if (mode === 'disable' || host.startsWith('/')) return [false];
  if (mode === 'verify-ca' && ca === undefined) throw missingAuthority();
  // Node passes over any other text, and then trusts nobody.
  if (ca !== undefined && !/-----BEGIN [A-Z0-9 ]*CERTIFICATE-----/.test(ca)) throw noCertificate();
  const verified = ca !== undefined || mode === 'verify-full';
  const name = ssl.server_name ?? host;
  const tls: ConnectionOptions = {
    rejectUnauthorized: verified,
    ...(ssl.server_name === undefined ? {} : { servername: name }),
    // Node would check the name against SNI, which an IP address does not have.
    checkServerIdentity: (_, certificate) => (mode === 'verify-full' ? checkServerIdentity(name, certificate) : undefined),
    ...(ca === undefined ? {} : { ca }),
    ...(ssl.cert === undefined ? {} : { cert: ssl.cert }),
    ...(ssl.key === undefined ? {} : { key: ssl.key.reveal() }),
  };
  if (ca !== undefined) return [tls];
  if (mode === 'allow') return [false, tls];
  return mode === 'prefer' ? [tls, false] : [tls];
}

/**
 * True where the other way of an `allow` or `prefer` may succeed: the server has no TLS, the handshake failed, or it
 * refused the user on this kind of connection. A missing database or a full server would fail again.
 */
export function worthAnotherWay(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  if (/^28/.test(code)) return true;
  return /SSL|TLS|CERT|SELF_SIGNED|UNABLE_TO|EPROTO/.test(`${code} ${message}`);
}

/** The server answered that it has no TLS. */
export function isWithoutTls(error: unknown): boolean {
  return /does not support SSL/.test((error as Error | null)?.message ?? '');
}

function noCertificate(): HighwaterError {
  return new HighwaterError('CERTIFICATE_NOT_TRUSTED', '`ssl.ca` holds no certificate in PEM form.', PEM);
}

function missingAuthority(): HighwaterError {
  return new HighwaterError(
    'CERTIFICATE_NOT_TRUSTED',
    '`ssl.mode: verify-ca` needs the authority to check against, and `ssl.ca` is not set.',
    'Put its PEM text into `ssl.ca`; or use verify-full, which knows the public authorities.',
  );
}
