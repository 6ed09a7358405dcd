import type { Page } from './records.ts';

/** The first pages of a partition that were answered while its import was planned. */
export interface FirstPages {
  readonly rows: Page;
  readonly left: Page | null;
}

/**
 * Keeps first pages until their partitions are read, as many as fit: an import may have thousands of partitions (children by their
 * parents' Ids). What does not fit is asked for again.
 */
export class FirstPageCache {
  readonly #pages = new Map<string, FirstPages>();
  readonly #most: number;
  #bytes = 0;

  constructor(most: number) {
    this.#most = most;
  }

  keep(partition: string, answered: FirstPages): void {
    const bytes = answered.rows.records.length + (answered.left?.records.length ?? 0);
    if (this.#bytes + bytes > this.#most) return;
    this.#bytes += bytes;
    this.#pages.set(partition, answered);
  }

  /** Null where there is none, or none any more. */
  take(partition: string): FirstPages | null {
    const found = this.#pages.get(partition) ?? null;
    this.#pages.delete(partition);
    return found;
  }

  clear(): void {
    this.#pages.clear();
  }
}
