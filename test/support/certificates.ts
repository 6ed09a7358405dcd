import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';

/** A certificate and its private key, both PEM. Made anew for each test: no key is committed. */
export interface Certified {
  readonly certificate: string;
  readonly key: string;
  readonly commonName: string;
}

/** A self-signed authority. */
export function authority(commonName: string): Certified {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { certificate: issue({ commonName, key }, commonName, publicKey, [basicConstraints(true)]), key, commonName };
}

/** A certificate for these DNS names and IP addresses; `commonName` where it differs from the first of them, `days` that it is good for. */
export function serverCertificate(
  issuer: Certified,
  names: readonly string[],
  { commonName = names[0] ?? 'server', days = 30 }: { commonName?: string; days?: number } = {},
): Certified {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const extensions = [basicConstraints(false), ...(names.length > 0 ? [alternativeNames(names)] : [])];
  return {
    certificate: issue(issuer, commonName, publicKey, extensions, days),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    commonName,
  };
}

/** A certificate for someone else's public key (PEM), as Cloud SQL's generateEphemeralCert makes them. */
export function clientCertificate(issuer: Certified, publicKeyPem: string, commonName: string): string {
  return issue(issuer, commonName, createPublicKey(publicKeyPem), [basicConstraints(false)]);
}

const DAY = 86_400_000;

// X.509 in DER (RFC 5280), as much as these certificates need.
function issue(
  issuer: { commonName: string; key: string },
  subject: string,
  publicKey: KeyObject,
  extensions: readonly Buffer[],
  days = 30,
): string {
  const algorithm = sequence(oid('1.2.840.113549.1.1.11'), der(0x05));
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    name(issuer.commonName),
    sequence(time(Date.now() - 3 * DAY), time(Date.now() + days * DAY)),
    name(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions)),
  );
  const signature = sign('sha256', body, createPrivateKey(issuer.key));
  const whole = sequence(body, algorithm, der(0x03, Buffer.concat([Buffer.from([0]), signature])));
  return `-----BEGIN CERTIFICATE-----\n${whole
    .toString('base64')
    .replaceAll(/(.{64})/g, '$1\n')
    .trimEnd()}\n-----END CERTIFICATE-----\n`;
}

function der(tag: number, content: Buffer = Buffer.alloc(0)): Buffer {
  const { length } = content;
  if (length < 128) return Buffer.concat([Buffer.from([tag, length]), content]);
  const size = Buffer.from(length.toString(16).padStart(length > 255 ? 4 : 2, '0'), 'hex');
  return Buffer.concat([Buffer.from([tag, 0x80 | size.length]), size, content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}

function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  const bytes = rest.flatMap((arc) => {
    const digits = [arc & 0x7f];
    for (let left = arc >> 7; left > 0; left >>= 7) digits.unshift((left & 0x7f) | 0x80);
    return digits;
  });
  return der(0x06, Buffer.from([first * 40 + second, ...bytes]));
}

function name(commonName: string): Buffer {
  return sequence(der(0x31, sequence(oid('2.5.4.3'), der(0x0c, Buffer.from(commonName)))));
}

function time(millis: number): Buffer {
  const text = new Date(millis).toISOString().replaceAll(/[-:T]|\.\d+/g, '');
  return der(0x18, Buffer.from(text));
}

function extension(id: string, critical: boolean, value: Buffer): Buffer {
  return sequence(oid(id), ...(critical ? [der(0x01, Buffer.from([0xff]))] : []), der(0x04, value));
}

function basicConstraints(isAuthority: boolean): Buffer {
  return extension('2.5.29.19', true, sequence(...(isAuthority ? [der(0x01, Buffer.from([0xff]))] : [])));
}

function alternativeNames(names: readonly string[]): Buffer {
  const entries = names.map((n) =>
    isIP(n) === 4 ? der(0x87, Buffer.from(n.split('.').map(Number))) : der(0x82, Buffer.from(n)),
  );
  return extension('2.5.29.17', false, sequence(...entries));
}
