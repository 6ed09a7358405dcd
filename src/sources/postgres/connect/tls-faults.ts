import type { Translate } from './fault.ts';
import { CLIENT_CERTIFICATE } from './server-faults.ts';

export const PEM = 'The text begins with -----BEGIN …----- and keeps its line breaks: store it in the secret as it is.';

const untrusted: Translate = (scene, fault) => ({
  code: 'CERTIFICATE_NOT_TRUSTED',
  // What Node adds in newer versions is advice for its own command line.
  says: `the certificate of ${scene.server} is not signed by an authority that is trusted here: ${fault.message.split(';')[0]}`,
  hint: "Put the PEM text of the server's authority into `ssl.ca` (managed databases offer it for download), for this very server.",
});

const unusable: Translate = () => ({
  code: 'CERTIFICATE_NOT_TRUSTED',
  says: '`ssl.cert` or `ssl.key` is no PEM text that can be read',
  hint: PEM,
});

const locked: Translate = () => ({
  code: 'CERTIFICATE_NOT_TRUSTED',
  says: '`ssl.key` is locked with a passphrase',
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
    hint: 'Write `host` as the certificate does, or, behind a tunnel, the name of the certificate as `ssl.server_name`; or use `ssl: { mode: verify-ca }`, which checks the authority but not the name.',
  }),
  'does not support SSL': (scene) => ({
    code: 'ENCRYPTION_NOT_POSSIBLE',
    says: `${scene.server} does not offer encryption, and \`ssl.mode\` or \`ssl.ca\` asks for it`,
    hint: 'Turn ssl on at the server, or, inside a network that you trust, use `ssl: { mode: prefer }` without a `ca`.',
  }),
  'establishing an SSL connection': (scene) => ({
    code: 'ENCRYPTION_NOT_POSSIBLE',
    says: `${scene.server} refused to begin an encrypted connection`,
    hint: 'Check that `port` is that of a PostgreSQL server; where it is, its log says why.',
  }),
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: (scene) => ({
    code: 'SIGN_IN_REFUSED',
    says: `${scene.server} does not trust the authority that signed the client certificate`,
    hint: CLIENT_CERTIFICATE,
  }),
  ERR_SSL: (scene, fault) => ({
    code: 'ENCRYPTION_NOT_POSSIBLE',
    says: `the encrypted connection to ${scene.server} could not be made: ${fault.message}`,
    hint: 'Server and client share no TLS version or cipher, or the server asks for a client certificate (`ssl.cert`, `ssl.key`).',
  }),
  'key values mismatch': () => ({
    code: 'CERTIFICATE_NOT_TRUSTED',
    says: '`ssl.key` is not the private key of the certificate in `ssl.cert`',
    hint: 'Put both files of one pair into the secrets.',
  }),
  'bad decrypt': locked,
  INTERRUPTED_OR_CANCELLED: locked,
  'PEM routines': unusable,
  'DECODER routines': unusable,
  'asn1 encoding routines': unusable,
};
