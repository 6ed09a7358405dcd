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
