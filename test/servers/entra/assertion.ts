import { constants, createPublicKey, type JsonWebKey, verify, X509Certificate } from 'node:crypto';

/** What a client assertion must be signed with, or say. */
export interface Registered {
  readonly clientId: string;
  readonly certificates: readonly string[];
  readonly federated: readonly { readonly issuer: string; readonly subject: string; readonly audience: string }[];
  /** Public keys of the federated issuers. */
  readonly issuerKeys: ReadonlyMap<string, JsonWebKey>;
}

export class EntraError extends Error {
  readonly number: number;
  readonly error: string;
  readonly status: number;

  constructor(number: number, error: string, message: string, status = 401) {
    super(message);
    this.number = number;
    this.error = error;
    this.status = status;
  }
}

interface Jwt {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly signed: Buffer;
  readonly signature: Buffer;
}

export function parseJwt(text: string): Jwt {
  const [header, claims, signature] = text.split('.');
  if (header === undefined || claims === undefined || signature === undefined)
    throw new EntraError(50027, 'invalid_request', 'JWT token is invalid or malformed.', 400);
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
  return {
    header: read(header),
    claims: read(claims),
    signed: Buffer.from(`${header}.${claims}`),
    signature: Buffer.from(signature, 'base64url'),
  };
}

/** Checks a `client_assertion`: signed by a registered certificate, or a federated issuer's token. */
export function checkAssertion(assertion: string, app: Registered, tokenEndpoint: string, now: number): void {
  const jwt = parseJwt(assertion);
  if (jwt.header['x5t#S256'] !== undefined || jwt.header.x5t !== undefined) checkCertificate(jwt, app, tokenEndpoint, now);
  else checkFederated(jwt, app, now);
}

function checkCertificate(jwt: Jwt, app: Registered, tokenEndpoint: string, now: number): void {
  if (jwt.header.alg !== 'PS256')
    throw new EntraError(700027, 'invalid_client', 'Client assertion failed signature validation: PS256 is expected.');
  const found = app.certificates.find((pem) => thumbprint(pem) === jwt.header['x5t#S256']);
  if (found === undefined)
    throw new EntraError(
      700027,
      'invalid_client',
      `The certificate with identifier used to sign the client assertion is not registered on application. [Reason - The key was not found., Thumbprint of key used by client: '${String(jwt.header['x5t#S256'])}']`,
    );
  const key = {
    key: createPublicKey(found),
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
  };
  if (!verify('sha256', jwt.signed, key, jwt.signature))
    throw new EntraError(700027, 'invalid_client', 'Client assertion failed signature validation.');
  if (jwt.claims.aud !== tokenEndpoint)
    throw new EntraError(
      700023,
      'invalid_client',
      `Client assertion audience claim does not match Realm issuer: ${String(jwt.claims.aud)}`,
    );
  if (jwt.claims.iss !== app.clientId || jwt.claims.sub !== app.clientId)
    throw new EntraError(700021, 'invalid_client', 'Client assertion application identifier does not match client_id.');
  checkTimes(jwt, now);
}

function thumbprint(pem: string): string {
  return Buffer.from(new X509Certificate(pem).fingerprint256.replaceAll(':', ''), 'hex').toString('base64url');
}

function checkFederated(jwt: Jwt, app: Registered, now: number): void {
  const { iss, sub, aud } = jwt.claims;
  const check = 'Check your federated identity credential Subject, Audience and Issuer against the presented assertion.';
  const refuse = (number: number, what: string, value: unknown) =>
    new EntraError(
      number,
      'invalid_client',
      `No matching federated identity record found for presented assertion ${what} '${String(value)}'. ${check}`,
    );
  if (app.federated.length === 0)
    throw new EntraError(
      70025,
      'invalid_client',
      `The client '${app.clientId}' has no configured federated identity credentials.`,
    );
  const ofIssuer = app.federated.filter((f) => f.issuer === iss);
  if (ofIssuer.length === 0) throw refuse(700211, 'issuer', iss);
  const ofSubject = ofIssuer.filter((f) => f.subject === sub);
  if (ofSubject.length === 0) throw refuse(700213, 'subject', sub);
  const trusted = ofSubject.find((f) => f.audience === aud);
  if (trusted === undefined) throw refuse(700212, 'audience', aud);
  const key = app.issuerKeys.get(trusted.issuer);
  if (key === undefined || !verify('sha256', jwt.signed, createPublicKey({ key, format: 'jwk' }), jwt.signature))
    throw new EntraError(700027, 'invalid_client', 'Client assertion failed signature validation.');
  checkTimes(jwt, now);
}

function checkTimes(jwt: Jwt, now: number): void {
  const seconds = now / 1000;
  const { exp, nbf } = jwt.claims;
  // Clocks may differ by five minutes.
  if (typeof exp !== 'number' || exp < seconds - 300)
    throw new EntraError(700024, 'invalid_client', 'Client assertion is not within its valid time range.');
  if (typeof nbf === 'number' && nbf > seconds + 300)
    throw new EntraError(700024, 'invalid_client', 'Client assertion is not within its valid time range.');
}
