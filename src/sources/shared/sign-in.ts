import { createHash } from 'node:crypto';
import type { SourceContext } from '../../model/contract.ts';
import { HighwaterError } from '../../model/errors.ts';
import type { Renewed, Secret } from '../../model/secret.ts';

/** What a sign-in with a refresh token brought. */
export interface SignInResult<T> {
  readonly result: T;
  /** The token that replaces the one that was used, where there is one. */
  readonly replaced: string | undefined;
}

interface Kept {
  readonly token: string;
  /** Of which configured token it is a successor: a newly authorised one ends the chain. */
  readonly of: string;
}

/**
 * A refresh token that the service may replace at each use, voiding the one before. The newest is kept in the vault before it is used for
 * anything else; see docs/decisions/rotated-refresh-tokens.md.
 */
export class RefreshToken {
  readonly #configured: Secret;
  readonly #context: Pick<SourceContext, 'name' | 'vault' | 'mask' | 'notice'>;
  readonly #of: string;
  #newest: string | null = null;
  /** The newest one could not be kept yet. */
  #pending = false;
  #noticed = false;

  constructor(configured: Secret, context: Pick<SourceContext, 'name' | 'vault' | 'mask' | 'notice'>) {
    this.#configured = configured;
    this.#context = context;
    this.#of = fingerprintOf(configured.reveal());
  }

  /** Signs in with the newest token. Throws STATE_SAVE_FAILED where its successor could not be kept: then nothing can sign in any more. */
  async use<T>(signIn: (token: string) => Promise<SignInResult<T>>): Promise<T> {
    const { vault } = this.#context;
    if (vault === undefined) return (await this.#signIn(null, signIn)).result;
    try {
      const result = await vault.renew(async (kept) => this.#signIn(kept, signIn));
      this.#pending = false;
      return result;
    } catch (error) {
      throw this.#pending ? notKept(this.#context.name, vault.where, error) : error;
    }
  }

  /** Tries once more to keep what could not be kept. */
  async close(): Promise<void> {
    const { vault } = this.#context;
    if (!this.#pending || vault === undefined) return;
    await vault
      .renew(async () => ({ result: null, keep: this.#text() }))
      .then(
        () => {
          this.#pending = false;
        },
        () => undefined,
      );
  }

  async #signIn<T>(kept: string | null, signIn: (token: string) => Promise<SignInResult<T>>): Promise<Renewed<T>> {
    const token = this.#newest ?? successorOf(kept, this.#configured.reveal()) ?? this.#configured.reveal();
    this.#context.mask(token);
    const { result, replaced } = await signIn(token);
    if (replaced === undefined || replaced === token) return { result, keep: null };
    this.#context.mask(replaced);
    this.#newest = replaced;
    this.#pending = this.#context.vault !== undefined;
    this.#say();
    return { result, keep: this.#text() };
  }

  #text(): string {
    return JSON.stringify({ token: this.#newest ?? '', of: this.#of } satisfies Kept);
  }

  #say(): void {
    if (this.#noticed || this.#context.vault !== undefined) return;
    this.#noticed = true;
    this.#context.notice(WILL_NOT_SIGN_IN);
  }
}

/** The token that a vault keeps in the place of a configured one; null where it keeps none, or that of another. */
export function successorOf(kept: string | null, configured: string): string | null {
  if (kept === null) return null;
  const { token, of } = JSON.parse(kept) as Kept;
  return of === fingerprintOf(configured) ? token : null;
}

function fingerprintOf(token: string): string {
  return createHash('sha256').update(token).digest('base64');
}

const WILL_NOT_SIGN_IN =
  'Salesforce has replaced the refresh token, and there is no `state-encryption-key` to keep the new one with: the stored token will not sign in the next run. Set `state-encryption-key` (on the command line the variable HIGHWATER_STATE_ENCRYPTION_KEY), then authorise the app again (`highwater auth`). Or switch off "Enable Refresh Token Rotation" in the app\'s policies, or use the flow client_credentials or jwt_bearer.';

function notKept(source: string, where: string, cause: unknown): HighwaterError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new HighwaterError(
    'STATE_SAVE_FAILED',
    `${source}: Salesforce has replaced the refresh token, and the new one could not be kept in ${where}: ${why}`,
    'It is tried once more when this run ends. If the next run is refused, authorise the app again (`highwater auth`) and store the new token.',
    { cause },
  );
}

/** One sign-in for all workers that need it at the same time; see `current` and `replaced`. */
export class SharedSignIn<T> {
  readonly #signIn: () => Promise<T>;
  readonly #isFresh: (signedIn: T) => boolean;
  #current: T | null = null;
  #underway: Promise<T> | null = null;

  /** `isFresh`: false if a sign-in is about to expire, so that the next one is due. */
  constructor(signIn: () => Promise<T>, isFresh: (signedIn: T) => boolean = () => true) {
    this.#signIn = signIn;
    this.#isFresh = isFresh;
  }

  /** What the last sign-in gave. Signs in if there is none or it is about to expire. */
  async current(): Promise<T> {
    return this.#current !== null && this.#isFresh(this.#current) ? this.#current : this.#renew();
  }

  /** Another one than `stale`: what another worker's sign-in gave since then, or a new sign-in. */
  async replaced(stale: T): Promise<T> {
    return this.#current === null || this.#current === stale ? this.#renew() : this.#current;
  }

  async #renew(): Promise<T> {
    this.#current = null;
    this.#underway ??= this.#signIn().finally(() => {
      this.#underway = null;
    });
    this.#current = await this.#underway;
    return this.#current;
  }
}
