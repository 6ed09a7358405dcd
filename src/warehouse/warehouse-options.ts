import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Secret } from '../model/secret.ts';
import { Database } from './duckdb/database.ts';
import { defaultMemoryMib, Room, utmostMemoryMib } from './duckdb/memory-limit.ts';

export interface WarehouseOptions {
  /** On a local disk: staging files, and what does not fit in memory. */
  readonly directory: string;
  /** This run's time on this machine's clock, ISO 8601: what `_synced_at` says. */
  readonly now: string;
  /** The run that writes; default: its time. */
  readonly runId?: string;
  /** This machine's clock; default: its own. */
  readonly clock?: () => Date;
  /** The user said that this run may delete more than `max_delete_fraction`. */
  readonly allowDeletes?: boolean;
  /** DuckDB's threads; default: as many as the machine has. */
  readonly threads?: number;
  /** The most that DuckDB may take, in MiB (`run.memory`); default: half of what the machine has, less what others need. */
  readonly memoryMib?: number;
  /** `mask_key`; absent where there is none. */
  readonly maskKey?: Secret | null;
  /** Awaited before anything but DuckDB's log is written: see `Workspace.own`. */
  readonly beforeWrite?: () => Promise<void>;
  /** What it begins with, and the most that a single statement gets: for tests, whose rows are few. */
  readonly firstMemoryMib?: number;
  readonly utmostMemoryMib?: number;
}

export function roomOf(options: WarehouseOptions): Room {
  const { memoryMib = defaultMemoryMib(), threads = availableParallelism(), firstMemoryMib } = options;
  return new Room(memoryMib, threads, firstMemoryMib, options.utmostMemoryMib ?? utmostMemoryMib());
}

export async function openDatabase(file: string, options: WarehouseOptions, room: Room, readOnly = false): Promise<Database> {
  const { directory, beforeWrite } = options;
  return Database.open(file, { room, tempDirectory: join(directory, 'spill'), readOnly, beforeWrite });
}

export function stagingIn({ directory }: WarehouseOptions): string {
  return join(directory, 'staging');
}
