/** How many rows are compared value by value where the service computes no hashes. */
export type SampleSize = number | 'all';

/** How much of a table is compared: all of it, with so many values; or a share of its rows in their order, from a value on. */
export type VerifyExtent = { readonly sample: SampleSize } | PortionExtent;

export interface PortionExtent {
  /** Above 0, up to 1. */
  readonly share: number;
  /** Where the last run ended; null: at the beginning. */
  readonly from: string | null;
  /** Shares since the last comparison, this one included: a table whose rows can't be divided is compared when they are all. */
  readonly waited: number;
}

/** Where the next run goes on; null: a new pass begins. `waits`: nothing was compared. */
export type NextPortion = { readonly from: string | null } | 'waits';

/** What a comparison has seen; the differences themselves are in the check. */
export interface Compared {
  readonly there: number;
  readonly here: number;
  /** All keys and all values. */
  readonly whole: boolean;
  readonly how: string;
  /** Rows of a table without a key differ, which no key can name. */
  readonly nameless?: true;
  /** Where only a share was to be compared. */
  readonly next?: NextPortion;
}
