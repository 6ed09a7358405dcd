import { createPrivateKey, X509Certificate } from 'node:crypto';
import { HighwaterError } from '../../../model/errors.ts';

export interface SigningCertificate {
  readonly thumbprintSha256: string;
  /** PEM. */
  readonly privateKey: string;
  readonly x5c: string;
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/;
const KEY = /-----BEGIN ((?:RSA |EC |ENCRYPTED )?PRIVATE KEY)-----[\s\S]+?-----END \1-----/;

/** Each form that is not understood, with the command that makes it one that is. */
const FROM_PFX =
  'openssl pkcs12 -in highwater.pfx -nodes -out highwater.pem (with -legacy for older files), then: gh secret set AZURE_CERTIFICATE < highwater.pem';
const TO_PEM = 'openssl x509 -inform der -in highwater.cer -out highwater.pem';
const DECRYPT = 'openssl pkey -in highwater.key -out highwater-plain.key';
const NEW_RSA =
  'openssl req -x509 -newkey rsa:2048 -nodes -days 730 -subj /CN=Highwater -keyout highwater.key -out highwater.crt; upload highwater.crt in the app registration; then: cat highwater.crt highwater.key | gh secret set AZURE_CERTIFICATE';

/**
 * `certificate` may hold the private key as well; a secret pasted into one line keeps its line breaks as \n. Throws SIGN_IN_REFUSED, with
 * the command that converts what was given; no error holds any of it.
 */
export function readCertificate(certificate: string, privateKey: string | undefined): SigningCertificate {
  const text = certificate.replaceAll('\\n', '\n');
  const keyText = (privateKey ?? certificate).replaceAll('\\n', '\n');
  const pem = CERTIFICATE.exec(text)?.[0];
  const [key, kind] = KEY.exec(keyText) ?? [];
  if (pem === undefined) throw unreadable(...certificateAdvice(text));
  if (key === undefined)
    throw unreadable(
      'The private key of `certificate` is missing.',
      'Its PEM text ("-----BEGIN PRIVATE KEY-----") stands behind the certificate in the same GitHub secret, or in the secret of `private_key`: cat highwater.crt highwater.key | gh secret set AZURE_CERTIFICATE',
    );
  if (kind === 'ENCRYPTED PRIVATE KEY' || key.includes('Proc-Type: 4,ENCRYPTED'))
    throw unreadable('The private key of `certificate` has a passphrase.', `Store it without: ${DECRYPT}`);
  return matching(pem, key);
}

function matching(pem: string, key: string): SigningCertificate {
  const certificate = attempt('The certificate could not be read.', () => new X509Certificate(pem));
  const parsed = attempt('The private key of `certificate` could not be read.', () => createPrivateKey(key));
  if (parsed.asymmetricKeyType !== 'rsa')
    throw unreadable(
      `The private key of \`certificate\` is of the type ${parsed.asymmetricKeyType ?? 'unknown'}; Microsoft Entra accepts RSA only.`,
      `Make an RSA certificate: ${NEW_RSA}`,
    );
  return { thumbprintSha256: certificate.fingerprint256.replaceAll(':', ''), privateKey: key, x5c: pem };
}

const WHOLE =
  'The GitHub secret of `certificate` must hold the whole PEM text, from "-----BEGIN CERTIFICATE-----" on; the private key ("-----BEGIN PRIVATE KEY-----", without a passphrase) stands behind it or in the secret of `private_key`.';

function attempt<T>(message: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw unreadable(message, WHOLE, error);
  }
}

/** What the text is, when it is no PEM certificate. */
function certificateAdvice(text: string): readonly [message: string, hint: string] {
  if (/-----BEGIN PKCS7-----/.test(text))
    return ['`certificate` is a PKCS #7 bundle.', 'Convert it: openssl pkcs7 -in highwater.p7b -print_certs -out highwater.pem'];
  if (/-----BEGIN CERTIFICATE REQUEST-----/.test(text))
    return ['`certificate` is a request for a certificate, not a certificate.', `Make one: ${NEW_RSA}`];
  if (KEY.test(text))
    return [
      '`certificate` holds a private key only.',
      'Put the certificate before it: cat highwater.crt highwater.key | gh secret set AZURE_CERTIFICATE',
    ];
  const compact = text.replaceAll(/\s/g, '');
  const bytes = /^[A-Za-z0-9+/]+=*$/.test(compact) ? Buffer.from(compact, 'base64') : Buffer.from(text, 'latin1');
  // A PFX begins with its version, 3; a DER certificate with another sequence. https://www.rfc-editor.org/rfc/rfc7292#section-4
  if (bytes[0] === 0x30 && bytes.subarray(0, 8).includes(Buffer.from([0x02, 0x01, 0x03])))
    return ['`certificate` is a PFX file (PKCS #12), not PEM text.', `Convert it: ${FROM_PFX}`];
  if (bytes[0] === 0x30 && bytes.length > 100)
    return [
      '`certificate` is in DER form, not PEM text.',
      `Convert it and add the private key: ${TO_PEM}; cat highwater.pem highwater.key | gh secret set AZURE_CERTIFICATE`,
    ];
  // A binary file that was read as text.
  if (text.includes('\0') || text.includes('\ufffd'))
    return ['`certificate` is a binary file (a PFX file, most likely), not PEM text.', `Convert it: ${FROM_PFX}`];
  return ['The certificate could not be read.', WHOLE];
}

function unreadable(message: string, hint: string, cause?: unknown): HighwaterError {
  return new HighwaterError('SIGN_IN_REFUSED', message, hint, cause === undefined ? {} : { cause });
}
