/** One request that the server got, and how it answered. */
export interface Entry {
  readonly method: string;
  /** Path and query, decoded. */
  readonly url: string;
  /** As sent, with its query: to ask the same again. */
  readonly path: string;
  readonly status: number;
  /** Bytes of URI and headers together. */
  readonly size: number;
  /** Counts against the daily limit: everything signed in; a composite with all its sub-requests is one. */
  readonly counted: boolean;
  readonly kind: 'token' | 'versions' | 'api';
  /** A composite's sub-requests. */
  readonly subrequests?: readonly { readonly method: string; readonly url: string; readonly status: number }[];
  /** Read of the body, where that matters to a test: the SOQL of a query job, the new state of one. */
  readonly note?: string;
}

const MAY_WRITE = [
  { method: 'POST', url: /^\/services\/data\/v[\d.]+\/jobs\/query$/ },
  { method: 'PATCH', url: /^\/services\/data\/v[\d.]+\/jobs\/query\/\w+$/ },
  { method: 'DELETE', url: /^\/services\/data\/v[\d.]+\/jobs\/query\/\w+$/ },
  { method: 'POST', url: /^\/services\/data\/v[\d.]+\/composite$/ },
];

/** The server's record of what it was asked. */
export class Journal {
  #entries: Entry[] = [];

  add(entry: Entry): void {
    this.#entries.push(entry);
  }

  clear(): void {
    this.#entries = [];
  }

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /** Requests that count against the daily limit. */
  get calls(): number {
    return this.#entries.filter((e) => e.counted).length;
  }

  matching(url: RegExp, method?: string): Entry[] {
    return this.#entries.filter((e) => url.test(e.url) && (method === undefined || e.method === method));
  }

  /** Requests that do anything but read; empty is the proof that nothing was written. */
  get writes(): Entry[] {
    return this.#entries.filter((e) => {
      if (e.method === 'GET' || e.kind === 'token') return false;
      if (e.subrequests?.some((s) => s.method !== 'GET')) return true;
      return !MAY_WRITE.some((w) => w.method === e.method && w.url.test(e.url));
    });
  }
}
