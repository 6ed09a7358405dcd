import { rm } from 'node:fs/promises';
import type { StagedFile } from './load-batch.ts';

/** Loads staging files, one batch after another, each at its turn; after the first failure no more. The files are removed either way. */
export class LoadQueue {
  readonly #turn: <T>(work: () => Promise<T>) => Promise<T>;
  #chain: Promise<void> = Promise.resolve();
  #failure: unknown = null;
  #files = 0;
  #batches = 0;

  constructor(turn: <T>(work: () => Promise<T>) => Promise<T>) {
    this.#turn = turn;
  }

  /** Files that are waiting or being loaded. */
  get files(): number {
    return this.#files;
  }

  /** Batches that are waiting or being loaded. */
  get batches(): number {
    return this.#batches;
  }

  add(files: readonly StagedFile[], load: () => Promise<void>): void {
    this.#files += files.length;
    this.#batches++;
    this.#chain = this.#chain
      .then(async () => this.#turn(async () => (this.#failure === null ? load() : undefined)))
      .catch((error: unknown) => this.stop(error))
      .then(async () => {
        await Promise.all(files.map(async (file) => rm(file.path, { force: true })));
        this.#files -= files.length;
        this.#batches--;
      });
  }

  /** Nothing more is loaded; `reason` is what `check` and `settle` throw, where no failure came before. */
  stop(reason: unknown): void {
    this.#failure ??= reason;
  }

  /** Throws the first failure so far. */
  check(): void {
    if (this.#failure !== null) throw this.#failure;
  }

  /** Waits until every batch was loaded or passed over. Never throws. */
  async idle(): Promise<void> {
    await this.#chain;
  }

  /** Waits for all, and throws the first failure. */
  async settle(): Promise<void> {
    await this.#chain;
    this.check();
  }
}
