/** The service's own clock; it may be wrong against the machine's, and tests move it. */
export class Clock {
  #offset = 0;
  #frozen: number | null = null;

  /** Milliseconds since 1970. */
  now(): number {
    return this.#frozen ?? Date.now() + this.#offset;
  }

  /** `2026-11-21T02:03:04Z`: the service keeps whole seconds. */
  second(): string {
    return iso(Math.floor(this.now() / 1000));
  }

  set(instant: string): void {
    this.#offset = Date.parse(instant) - Date.now();
    if (this.#frozen !== null) this.#frozen = Date.parse(instant);
  }

  /** Stands still from now on; `advance` moves it. */
  freeze(instant: string): void {
    this.#frozen = Date.parse(instant);
  }

  advance(seconds: number): void {
    if (this.#frozen === null) this.#offset += seconds * 1000;
    else this.#frozen += seconds * 1000;
  }
}

/** A whole second since 1970 as the service writes it. */
export function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
