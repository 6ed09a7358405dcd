/** Which transactions were open at one moment, by their virtual ids, which everyone may see. */
export interface Sample {
  /** When the asking transaction began, UTC with microseconds. */
  readonly at: string;
  /** When the list was complete. */
  readonly listedAt: string;
  readonly open: readonly string[];
}

// A run samples once a table; the first one and the latest tell all that the others could.
const KEPT = 20;

/**
 * Bounds the start of transactions whose start this user may not see: one that an earlier sample does not show began after that sample.
 * A virtual id belongs to one top-level transaction, from BEGIN to its end, whether it has written yet or not:
 * https://www.postgresql.org/docs/current/transaction-id.html
 */
export class OpenTransactions {
  #samples: Sample[] = [];

  add(sample: Sample): void {
    this.#samples.push(sample);
    if (this.#samples.length > KEPT) this.#samples.splice(1, 1);
  }

  /** Not before this the transaction began; null where no sample shows that. `now`: when the caller's own sample was asked. */
  startedAfter(transaction: string, now: string): string | null {
    // Samples are taken side by side: one that was still being listed says nothing about what ended meanwhile.
    const earlier = this.#samples.filter((s) => s.listedAt <= now && !s.open.includes(transaction)).map((s) => s.at);
    return earlier.length === 0 ? null : earlier.reduce((a, b) => (a > b ? a : b));
  }
}
