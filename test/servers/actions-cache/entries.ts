import type { Scope } from './tokens.ts';

export interface Entry {
  readonly id: number;
  readonly key: string;
  readonly version: string;
  readonly ref: string;
  /** Only finalized entries are found; an unfinished one still occupies its key. */
  state: 'reserved' | 'finalized';
  bytes: number;
  /** Counts up with every creation; "newest" means the highest. */
  created: number;
  /** Counts up with every use; "least recently used" means the lowest. */
  used: number;
}

/**
 * The index of a repository's entries.
 * https://docs.github.com/en/actions/reference/dependency-caching-reference#cache-key-matching
 */
export class Entries {
  readonly #entries = new Map<number, Entry>();
  #clock = 0;

  list(): readonly Entry[] {
    return [...this.#entries.values()];
  }

  get(id: number): Entry | undefined {
    return this.#entries.get(id);
  }

  /** Immutable: null where this scope has the key under this version already, finished or not. */
  reserve(key: string, version: string, ref: string): Entry | null {
    if (this.list().some((entry) => entry.key === key && entry.version === version && entry.ref === ref)) return null;
    const now = ++this.#clock;
    const entry: Entry = { id: now, key, version, ref, state: 'reserved', bytes: 0, created: now, used: now };
    this.#entries.set(entry.id, entry);
    return entry;
  }

  reserved(key: string, version: string, ref: string): Entry | undefined {
    return this.list().find((e) => e.key === key && e.version === version && e.ref === ref && e.state === 'reserved');
  }

  finalize(entry: Entry, bytes: number): void {
    entry.state = 'finalized';
    entry.bytes = bytes;
    entry.created = ++this.#clock;
    entry.used = entry.created;
  }

  remove(entry: Entry): void {
    this.#entries.delete(entry.id);
  }

  /** Scope by scope; in each the keys in order, exactly before by prefix; of several the one created last. */
  find(scopes: readonly Scope[], keys: readonly string[], version: string): Entry | null {
    for (const scope of scopes.filter(({ read }) => read)) {
      const own = this.list().filter((e) => e.ref === scope.ref && e.version === version && e.state === 'finalized');
      for (const key of keys) {
        const match = newest(own.filter((e) => e.key === key)) ?? newest(own.filter((e) => e.key.startsWith(key)));
        if (match === undefined) continue;
        match.used = ++this.#clock;
        return match;
      }
    }
    return null;
  }

  /** Those that must go so that the rest fits into `limit` bytes. */
  overflow(limit: number): readonly Entry[] {
    const byUse = this.list()
      .filter((e) => e.state === 'finalized')
      .sort((a, b) => b.used - a.used);
    let total = 0;
    return byUse.filter((entry) => {
      total += entry.bytes;
      return total > limit;
    });
  }
}

function newest(entries: readonly Entry[]): Entry | undefined {
  return entries.reduce<Entry | undefined>((best, entry) => (best && best.created > entry.created ? best : entry), undefined);
}
