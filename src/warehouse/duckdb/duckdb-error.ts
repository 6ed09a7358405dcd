import { diskFull, HighwaterError } from '../../model/errors.ts';

/** Whether DuckDB gave work up because its limit was too low: with more memory, or in smaller pieces, the same work may succeed. */
export function isOutOfMemory(error: unknown): boolean {
  return isDuckdbs(error) && /Out of Memory Error/.test(error.message) && !isClosedByDuckdb(error);
}

/**
 * Whether DuckDB has closed the database to all further work, as it does where a checkpoint finds too little memory. What is committed is
 * in the file and its log: to open it again is enough.
 */
export function isClosedByDuckdb(error: unknown): boolean {
  return isDuckdbs(error) && /FATAL Error/.test(error.message);
}

function isDuckdbs(error: unknown): error is HighwaterError {
  return error instanceof HighwaterError && error.family === 'database';
}

/** An error of DuckDB's in our words: `file` is the database's. */
export function translate(error: unknown, file: string): HighwaterError {
  if (error instanceof HighwaterError) return error;
  // After an internal error DuckDB appends its stack, which helps nobody who reads this.
  const [message = ''] = (error instanceof Error ? error.message : String(error)).split(/\n+Stack Trace:/);
  if (/Could not set lock on file|Conflicting lock/i.test(message)) {
    return new HighwaterError(
      'RUN_IN_PROGRESS',
      `Another run is using ${file}.`,
      'Wait until it has ended, or give this run a state directory of its own (--state DIR).',
      { cause: error },
    );
  }
  if (
    /No space left on device|disk full|Disk quota exceeded|File too large|Could not write file.*space|max_temp_directory_size/i.test(
      message,
    )
  ) {
    return diskFull(/file "([^"]+)"/.exec(message)?.[1], error);
  }
  return new HighwaterError(
    'WAREHOUSE',
    `DuckDB: ${message}`,
    'If this is not about disk or memory, it is likely a bug in Highwater: please report it.',
    {
      cause: error,
    },
  );
}
