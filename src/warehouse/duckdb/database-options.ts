import type { Room } from './room.ts';

export interface DatabaseOptions {
  /** Memory and threads. What does not fit goes to `tempDirectory`. */
  readonly room: Room;
  readonly tempDirectory: string;
  readonly readOnly?: boolean;
}

/** DuckDB's settings for one database: https://duckdb.org/docs/stable/configuration/overview */
export function configOf({ room, tempDirectory, readOnly }: DatabaseOptions): Record<string, string> {
  return {
    threads: String(room.threads),
    memory_limit: `${room.limitMib}MiB`,
    temp_directory: tempDirectory,
    // What is not in the npm package must not be fetched at run time.
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    preserve_insertion_order: 'false',
    // Loads commit per partition; a checkpoint after each would write the same blocks again and again.
    checkpoint_threshold: '1GiB',
    ...(readOnly ? { access_mode: 'READ_ONLY' } : {}),
  };
}
