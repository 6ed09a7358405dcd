import { createHash, generateKeyPairSync, sign, X509Certificate } from 'node:crypto';

export interface TestCertificate {
  readonly pem: string;
  /** PKCS#8 PEM. */
  readonly privateKey: string;
  /** SHA-256, hexadecimal. */
  readonly thumbprint: string;
}

/** A self-signed certificate for an app registration; ASN.1 by hand, since Node.js reads certificates but makes none. */
export function selfSigned(name = 'highwater test'): TestCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const algorithm = sequence(hex('06092a864886f70d01010b'), hex('0500'));
  const subject = sequence(set(sequence(hex('0603550403'), tagged(0x0c, Buffer.from(name)))));
  const now = Date.now();
  const validity = sequence(utcTime(now - 86_400_000), utcTime(now + 365 * 86_400_000));
  const serial = tagged(
    0x02,
    createHash('sha256')
      .update(name)
      .digest()
      .subarray(0, 8)
      .map((b, i) => (i === 0 ? (b & 0x7f) | 1 : b)),
  );
  const body = sequence(serial, algorithm, subject, validity, subject, publicKey.export({ format: 'der', type: 'spki' }));
  const signature = tagged(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', body, privateKey)]));
  const der = sequence(body, algorithm, signature);
  const pem = `-----BEGIN CERTIFICATE-----\n${(der.toString('base64').match(/.{1,64}/g) ?? []).join('\n')}\n-----END CERTIFICATE-----\n`;
  return {
    pem,
    privateKey: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    thumbprint: new X509Certificate(pem).fingerprint256.replaceAll(':', ''),
  };
}

const hex = (text: string): Buffer => Buffer.from(text, 'hex');
const sequence = (...parts: readonly Buffer[]): Buffer => tagged(0x30, Buffer.concat(parts));
const set = (...parts: readonly Buffer[]): Buffer => tagged(0x31, Buffer.concat(parts));

function tagged(tag: number, content: Uint8Array): Buffer {
  const length =
    content.length < 128
      ? [content.length]
      : content.length < 256
        ? [0x81, content.length]
        : [0x82, content.length >> 8, content.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

function utcTime(millis: number): Buffer {
  return tagged(0x17, Buffer.from(`${new Date(millis).toISOString().replaceAll(/[-:T]/g, '').slice(2, 14)}Z`));
}
