/** One request that the service got, and how it answered. A batch's parts stand beside the batch. */
export interface Entry {
  readonly method: string;
  /** Path and query exactly as sent. */
  readonly url: string;
  readonly prefer: string;
  readonly status: number;
  readonly code: string | null;
  /** Rows of the answer. */
  readonly rows: number;
  readonly bytes: number;
  readonly inBatch: boolean;
  /** Anything but reading, itself or in a part. */
  readonly writes: boolean;
  /** Milliseconds on the machine's clock. */
  readonly startedAt: number;
  /** Requests under way when this one came, itself included. */
  readonly concurrent: number;
}

export class Journal {
  readonly #entries: Entry[] = [];

  add(entry: Entry): void {
    this.#entries.push(entry);
  }

  clear(): void {
    this.#entries.length = 0;
  }

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /** Requests as the service's limits count them: a batch is one. */
  get requests(): readonly Entry[] {
    return this.#entries.filter((e) => !e.inBatch);
  }

  matching(url: RegExp): Entry[] {
    return this.#entries.filter((e) => url.test(decode(e.url)));
  }

  /** Whatever was not a pure reading; empty is the proof that nothing was written. */
  get writes(): Entry[] {
    return this.#entries.filter((e) => e.method !== 'GET' && !(e.method === 'POST' && /\/\$batch$/.test(e.url)));
  }
}

export function decode(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}
