import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { IngestResult } from '../../../model/destination.ts';
import { ServiceFailure } from '../../../sources/salesforce/connect/service-errors.ts';
import type { IngestApi, IngestInfo, ResultsOf } from './ingest-api.ts';
import { ERROR_CODE, LOCKED, MISSING } from './row-errors.ts';

/** What the service adds to the columns that were uploaded. */
export const RESULT_COLUMNS: IngestResult['columns'] = {
  id: 'sf__Id',
  created: 'sf__Created',
  error: 'sf__Error',
  errorCode: ERROR_CODE,
  locked: LOCKED,
  missing: MISSING,
};

/** Saves all three results of a job that has ended, whatever its end: a job that failed has done part of its work. */
export async function savedResults(api: IngestApi, info: IngestInfo, directory: string): Promise<IngestResult['files']> {
  const save = async (which: ResultsOf): Promise<readonly string[]> => {
    try {
      const file = join(directory, `${info.id}.${which}.csv`);
      await api.results(info.id, which, file);
      return (await hasRows(file)) ? [file] : [];
    } catch (error) {
      if (isNothing(error, info)) return [];
      throw error;
    }
  };
  const [successful, failed, unprocessed] = await Promise.all([
    save('successfulResults'),
    save('failedResults'),
    save('unprocessedrecords'),
  ]);
  return { successful, failed, unprocessed };
}

/** A job that was aborted before it got its file has no results to give. */
function isNothing(error: unknown, { state, numberRecordsProcessed = 0 }: IngestInfo): boolean {
  return (
    error instanceof ServiceFailure && [400, 404].includes(error.status) && state === 'Aborted' && numberRecordsProcessed === 0
  );
}

/** Whether anything follows the header. Its names hold no line feed. */
async function hasRows(file: string): Promise<boolean> {
  const bytes = createReadStream(file);
  let isBehindHeader = false;
  try {
    for await (const chunk of bytes as AsyncIterable<Buffer>) {
      const from: number = isBehindHeader ? 0 : chunk.indexOf(0x0a) + 1;
      isBehindHeader ||= from > 0;
      if (isBehindHeader && chunk.subarray(from).some((byte) => byte !== 0x0a && byte !== 0x0d)) return true;
    }
    return false;
  } finally {
    bytes.destroy();
  }
}
