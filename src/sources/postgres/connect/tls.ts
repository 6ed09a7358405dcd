import { type ConnectionOptions, checkServerIdentity } from 'node:tls';
import { HighwaterError } from '../../../model/errors.ts';
import type { PostgresOptions } from '../options.ts';
import type { Translate } from './statement-faults.ts';

export const CLIENT_CERTIFICATE =
  'Put the PEM text of the certificate and private key that the administrator of the server created for this user into `ssl.cert` and `ssl.key`. `ssl.mode` must not be `disable` or `allow`.';

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
  return new HighwaterError('CERTIFICATE_NOT_TRUSTED', '`ssl.ca` contains no PEM certificate.', PEM);
}

function missingAuthority(): HighwaterError {
  return new HighwaterError(
    'CERTIFICATE_NOT_TRUSTED',
    '`ssl.mode: verify-ca` needs the authority to check against, and `ssl.ca` is not set.',
    'Put its PEM text into `ssl.ca`, or use verify-full, which knows the public authorities.',
  );
}

export const PEM = 'The text begins with -----BEGIN …----- and has line breaks. Store it in the secret unchanged.';

const untrusted: Translate = (scene, fault) => ({
  code: 'CERTIFICATE_NOT_TRUSTED',
  // What Node adds in newer versions is advice for its own command line.
  says: `the certificate of ${scene.server} is not signed by a trusted authority: ${fault.message.split(';')[0]}`,
  hint: "Put the PEM text of this server's certificate authority into `ssl.ca`. Managed databases offer it for download.",
});

const unusable: Translate = () => ({
  code: 'CERTIFICATE_NOT_TRUSTED',
  says: '`ssl.cert` or `ssl.key` is not a readable PEM text',
  hint: PEM,
});

const locked: Translate = () => ({
  code: 'CERTIFICATE_NOT_TRUSTED',
  says: '`ssl.key` is protected by a passphrase',
  hint: 'Store the key without one: `openssl pkey -in client.key -out open.key` asks for the passphrase once.',
});

/** Node's own codes for TLS: https://nodejs.org/api/tls.html#x509-certificate-error-codes */
export const TLS_FAULTS: Readonly<Record<string, Translate>> = {
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  CERT_SIGNATURE_FAILURE: untrusted,
  CERT_UNTRUSTED: untrusted,
  CERT_HAS_EXPIRED: (scene) => ({
    code: 'CERTIFICATE_NOT_TRUSTED',
    says: `the certificate of ${scene.server}, or of its authority, has expired`,
    hint: "Renew the server's certificate, or put the new authority into `ssl.ca`.",
  }),
  ERR_TLS_CERT_ALTNAME_INVALID: (scene, fault) => ({
    code: 'CERTIFICATE_NOT_TRUSTED',
    says: `the certificate of ${scene.server} is for another name${fault.names === undefined ? '' : ` (${fault.names})`}`,
    hint: 'Set `host` to the name in the certificate. Behind a tunnel, set `ssl.server_name` to it. Or use `ssl: { mode: verify-ca }`, which checks the authority but not the name.',
  }),
  'does not support SSL': (scene) => ({
    code: 'ENCRYPTION_NOT_POSSIBLE',
    says: `${scene.server} offers no encryption, but \`ssl.mode\` or \`ssl.ca\` requires it`,
    hint: 'Turn on ssl at the server. In a network that you trust, you can use `ssl: { mode: prefer }` without `ca`.',
  }),
  'establishing an SSL connection': (scene) => ({
    code: 'ENCRYPTION_NOT_POSSIBLE',
    says: `${scene.server} refused to start an encrypted connection`,
    hint: 'Check that PostgreSQL listens on this `port`. If it does, its log says why.',
  }),
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: (scene) => ({
    code: 'SIGN_IN_REFUSED',
    says: `${scene.server} does not trust the authority that signed the client certificate`,
    hint: CLIENT_CERTIFICATE,
  }),
  ERR_SSL: (scene, fault) => ({
    code: 'ENCRYPTION_NOT_POSSIBLE',
    says: `could not establish an encrypted connection to ${scene.server}: ${fault.message}`,
    hint: 'Server and client share no TLS version or cipher, or the server asks for a client certificate (`ssl.cert`, `ssl.key`).',
  }),
  'key values mismatch': () => ({
    code: 'CERTIFICATE_NOT_TRUSTED',
    says: '`ssl.key` is not the private key of the certificate in `ssl.cert`',
    hint: 'Store the certificate and key of one pair in the secrets.',
  }),
  'bad decrypt': locked,
  INTERRUPTED_OR_CANCELLED: locked,
  'PEM routines': unusable,
  'DECODER routines': unusable,
  'asn1 encoding routines': unusable,
};
