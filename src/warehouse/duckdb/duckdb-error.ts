import { diskFull, HighwaterError } from '../../model/errors.ts';

// A COMMIT says it in its own error: "TransactionContext Error: Failed to commit: failed to pin block of size 1.0 MiB (507.6 MiB/508.0 MiB used)".
const OUT_OF_MEMORY = /Out of Memory Error|\([\d.]+ \w+\/[\d.]+ \w+ used\)/;

const MORE_MEMORY =
  'Use a machine with more memory, or give its container more: DuckDB has had all but what Node.js needs. The table keeps its previous rows.';

/** Whether DuckDB gave work up because its limit was too low: with more memory, or in smaller pieces, the same work may succeed. */
export function isOutOfMemory(error: unknown): error is HighwaterError {
  return isDuckdbs(error) && OUT_OF_MEMORY.test(error.message) && !/FATAL Error/.test(error.message);
}

/** The same error of work that must not be done again, since what DuckDB holds in memory may be damaged. */
export function unrepeatable({ code, message, hint }: HighwaterError): HighwaterError {
  return new HighwaterError(code, message, hint, { family: 'fatal' });
}

function isDuckdbs(error: unknown): error is HighwaterError {
  return error instanceof HighwaterError && error.family === 'database';
}

/** An error of DuckDB's in our words: `file` is the database's. */
export function translate(error: unknown, file: string): HighwaterError {
  if (error instanceof HighwaterError) return error;
  // What follows helps nobody who reads this: after an internal error DuckDB's stack, where memory is short the SQL of other settings.
  const [message = ''] = (error instanceof Error ? error.message : String(error)).split(/\n+(?:Stack Trace|Possible solutions):/);
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
    OUT_OF_MEMORY.test(message) ? MORE_MEMORY : 'If this is not about disk, it is likely a bug in Highwater: please report it.',
    {
      cause: error,
    },
  );
}
