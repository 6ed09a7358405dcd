import pLimit from 'p-limit';

/** How many tables of one source are read at once. */
export class Places {
  readonly #limit: ReturnType<typeof pLimit>;
  readonly #onLeave: () => void;
  readonly #onReturn: () => void;

  /** `onLeave` is called whenever a table has been read, `onReturn` when such a table is read again. */
  constructor(places: number, onLeave: () => void, onReturn: () => void) {
    this.#limit = pLimit(places);
    this.#onLeave = onLeave;
    this.#onReturn = onReturn;
  }

  /** The place of a table that has not been read so far. */
  next(): ReadingPlace {
    return new PlaceOfSeveral(async (work) => this.#limit(work), this.#onLeave, this.#onReturn);
  }
}

/** One table's place among those that are read at once. */
export interface ReadingPlace {
  /** Waits for its turn, unless it has its place. */
  enter(): Promise<void>;
  /** The next table's turn comes. */
  leave(): void;
}

/** Of a table that is read while no other is. */
export const ALONE: ReadingPlace = { enter: async () => undefined, leave: () => undefined };

class PlaceOfSeveral implements ReadingPlace {
  readonly #limit: (work: () => Promise<void>) => Promise<void>;
  readonly #onLeave: () => void;
  readonly #onReturn: () => void;
  #free: (() => void) | null = null;
  #left = false;

  constructor(limit: (work: () => Promise<void>) => Promise<void>, onLeave: () => void, onReturn: () => void) {
    this.#limit = limit;
    this.#onLeave = onLeave;
    this.#onReturn = onReturn;
  }

  async enter(): Promise<void> {
    if (this.#free !== null) return;
    if (this.#left) this.#onReturn();
    this.#left = false;
    await new Promise<void>((entered) => {
      void this.#limit(
        async () =>
          new Promise<void>((free) => {
            this.#free = free;
            entered();
          }),
      );
    });
  }

  leave(): void {
    if (this.#free === null) return;
    this.#free();
    this.#free = null;
    this.#left = true;
    this.#onLeave();
  }
}
