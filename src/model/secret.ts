import { inspect } from 'node:util';

/**
 * A value that must never be printed. It shows as `***` in templates, JSON and the debugger; only
 * `reveal()` gives the text, and only the code that sends it to the service calls that.
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return '***';
  }

  toJSON(): string {
    return '***';
  }

  [inspect.custom](): string {
    return '***';
  }
}

/**
 * Keeps secrets that a service gives out in one run and that the next run needs: a refresh token that replaced the one before. They are
 * sealed with the state's encryption key, apart from rows and watermarks, and saved at once. Without such a key there is no vault.
 */
export interface Vault {
  /**
   * Hands `work` what is kept (null: nothing), and saves what it wants kept instead before this resolves. Nobody else on this machine
   * does so meanwhile. Throws where what is kept can't be read, before `work` begins; and NotKept where saving failed after it.
   */
  renew<T>(work: (kept: string | null) => Promise<Renewed<T>>): Promise<T>;
  /** For people: where it is kept, and who will find it there. */
  readonly where: string;
}

export interface Renewed<T> {
  readonly result: T;
  /** Null: what is kept stays as it is. */
  readonly keep: string | null;
}
