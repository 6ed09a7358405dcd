import { randomBytes } from 'node:crypto';

interface Issued {
  readonly clientId: string;
  readonly audience: string;
  /** Milliseconds since 1970. */
  readonly expires: number;
}

/** The access tokens that were given out, for the service that they are shown to. */
export class TokenStore {
  readonly #issued = new Map<string, Issued>();
  /** Seconds that new tokens live. */
  lifetime = 3600;

  issue(clientId: string, audience: string, now: number): { token: string; expiresIn: number } {
    const token = `eyJ0eXAiOiJKV1QifQ.${randomBytes(48).toString('base64url')}.sig`;
    this.#issued.set(token, { clientId, audience, expires: now + this.lifetime * 1000 });
    return { token, expiresIn: this.lifetime };
  }

  /** Ends the life of all tokens given out so far. */
  expireAll(): void {
    for (const [token, issued] of this.#issued) this.#issued.set(token, { ...issued, expires: 0 });
  }

  check(token: string, now: number): { clientId: string } | 'expired' | 'unknown' {
    const issued = this.#issued.get(token);
    if (issued === undefined) return 'unknown';
    return issued.expires <= now ? 'expired' : { clientId: issued.clientId };
  }
}
