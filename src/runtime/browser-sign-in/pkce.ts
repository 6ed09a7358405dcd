import { createHash, randomBytes } from 'node:crypto';

/** Proof Key for Code Exchange: who stole the code could not use it without the verifier. https://www.rfc-editor.org/rfc/rfc7636 */
export interface Pkce {
  readonly verifier: string;
  /** SHA-256 of the verifier (method S256). */
  readonly challenge: string;
}

export function createPkce(): Pkce {
  const verifier = randomBytes(48).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

/** What the answer must repeat, so that nobody else's answer is taken for it. */
export function createState(): string {
  return randomBytes(24).toString('base64url');
}
