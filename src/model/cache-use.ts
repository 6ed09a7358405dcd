/** Why something was not done at GitHub: the token may not, or GitHub could not be reached. */
export type NotDone = 'no right' | 'unreachable';

/** What this repository's states take of its Actions cache, and which of them were deleted. */
export interface CacheUse {
  /** Of all states of the repository, of every name and branch. */
  readonly stateBytes: number;
  readonly stateEntries: number;
  /** Of all entries, other workflows' included; null where GitHub did not say. */
  readonly usedBytes: number | null;
  readonly limitBytes: number;
  readonly deleted: { readonly entries: number; readonly bytes: number };
  /** Why older entries are still there; null where they went. */
  readonly notDeleted: NotDone | null;
}

/** Without `use` where GitHub did not even list the entries. */
export type CacheUpkeep = { readonly use: CacheUse } | { readonly use: null; readonly why: NotDone };
