import type { SyncedNotes } from './synced-note.ts';

/** Which saved state: the number that grows by one with every save, and its name in the store. */
export interface StateId {
  readonly generation: number;
  /** The cache key, or the file's path. */
  readonly key: string;
}

export interface Restored extends StateId {
  /** ISO 8601, UTC, on the clock of the machine that saved it. */
  readonly savedAt: string;
  /** Size of the DuckDB file itself. */
  readonly bytes: number;
}

export interface Saved extends StateId {
  /** Size of the DuckDB file itself. */
  readonly bytes: number;
}

export interface SaveOptions {
  /** The run began over a state that could not be read, because the user chose `on-unreadable-state: full`: the save replaces it. */
  readonly replaceUnreadable?: boolean;
  /** The newest state when the work began. A store that can, saves only over this one, and throws STATE_MOVED otherwise. */
  readonly newest?: StateId | null;
  /** True where the work began with `newest` itself, verified: then what hasn't changed since need not be stored again. */
  readonly restored?: boolean;
}

/**
 * Where the one DuckDB file that holds all rows and watermarks is kept between runs. A store never looks inside it.
 *
 * `null` means that there is truly no state. Everything else throws a HighwaterError: STATE_UNREACHABLE, STATE_UNREADABLE,
 * STATE_WRONG_KEY, STATE_NEWER_FORMAT, STATE_SAVE_FAILED, STATE_MOVED, STATE_STORE_UNSAFE, DISK_FULL. Whether to go on without the state
 * (`on-unreadable-state: full`) is the caller's decision.
 */
export interface StateStore {
  /** The state that `restore` would bring, without bringing it. */
  newest(): Promise<StateId | null>;
  /**
   * Writes the newest saved state to the path `into`: whole and verified, or not at all. `share`: `into` may become a second name of the saved
   * file, if it is on the same file system; then nobody may write to it before `unshare`.
   */
  restore(into: string, options?: { readonly share?: boolean }): Promise<Restored | null>;
  /** Gives the saved state, whose file still has the other name `file`, a file of its own. Absent in a store that shares none. */
  unshare?(file: string, state: StateId): Promise<void>;
  /**
   * Saves `file`, which must be closed and checkpointed (no `.wal` beside it). When this resolves, the state is what the next
   * `restore` brings; when it throws, the state saved before is still there.
   */
  save(file: string, generation: number, options?: SaveOptions): Promise<Saved>;
  /** Where a run that saves nothing leaves word of its time. Absent: where anybody goes by that, the state is saved. */
  readonly notes?: SyncedNotes;
  /** The day (ISO 8601) on which a state was last saved here, as far as is known, though it may be gone now. Absent where nothing evicts it. */
  lastSaved?(): Promise<string | null>;
  /** True where `save` may keep the very file that it is given, under another name: whoever writes to it then would change the saved state. */
  readonly keepsFile?: boolean;
  /** Which state this is: stores with the same identity keep one and the same. */
  readonly identity: string;
  /** For people and for the run record: `cache`, or the directory. */
  describe(): string;
}
