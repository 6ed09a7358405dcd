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
