import { randomBytes } from 'node:crypto';

/** A branch (`refs/heads/main`) or a pull request's merge ref, and what a token may do with its entries. */
export interface Scope {
  readonly ref: string;
  readonly read: boolean;
  readonly write: boolean;
}

/** Whom a token stands for: the scopes in the order in which they are searched. At most one is written to: the first. */
export interface TokenOptions {
  /** The run's ref; by default the default branch. */
  readonly ref?: string;
  /** As for pull_request_target and other events that outsiders can cause. */
  readonly readOnly?: boolean;
  /** A token without any readable scope. */
  readonly unreadable?: boolean;
}

export class Tokens {
  readonly #scopes = new Map<string, readonly Scope[]>();
  readonly #defaultRef: string;

  constructor(defaultRef: string) {
    this.#defaultRef = defaultRef;
  }

  issue({ ref = this.#defaultRef, readOnly = false, unreadable = false }: TokenOptions = {}): string {
    const own: Scope = { ref, read: !unreadable, write: !readOnly };
    const fallback: Scope = { ref: this.#defaultRef, read: !unreadable, write: false };
    const token = `cache-token-${randomBytes(12).toString('hex')}`;
    this.#scopes.set(token, ref === this.#defaultRef ? [own] : [own, fallback]);
    return token;
  }

  /** Null for a token that was never issued. */
  scopesOf(authorization: string | undefined): readonly Scope[] | null {
    const token = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1];
    return token === undefined ? null : (this.#scopes.get(token) ?? null);
  }
}
