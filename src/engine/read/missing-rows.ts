import type { TableImport } from '../../model/contract.ts';
import { HighwaterError } from '../../model/errors.ts';
import type { Note } from '../../model/table.ts';
import type { TableLoad } from '../../warehouse/table/table-load.ts';

// More keys than these are no work for queries by key, and would not fit a request or memory either.
const MOST_BY_KEY = 10_000;

/** Thrown when an incremental import can't be completed without a full sync of the table. The message says why. */
export class FullSyncNeeded extends Error {}

export interface MissingRowsInput {
  /** Source's own name of the table, for errors. */
  readonly title: string;
  readonly import: TableImport;
  readonly load: TableLoad;
  /** Reads partitions like any other, after all others. */
  read(partitions: NonNullable<ReturnType<NonNullable<TableImport['fetch']>>>): Promise<void>;
}

/**
 * A sweep works both ways. If it sees a key that the warehouse lacks or holds as deleted, the row came back, was copied in, or now matches the
 * filter, without a new cursor value. The row is read by its key. Throws FullSyncNeeded where that can't be done.
 */
export async function readMissingRows({ title, import: opened, load, read }: MissingRowsInput): Promise<Note[]> {
  const { count, keys } = await load.missingKeys(MOST_BY_KEY);
  if (count === 0) return [];
  const partitions = keys.length === 0 ? null : (opened.fetch?.(keys) ?? null);
  const rows = count === 1 ? 'row' : 'rows';
  if (partitions === null)
    throw new FullSyncNeeded(
      `the source has ${count} ${rows} that the warehouse lacks or has in another version, and whose cursor did not change`,
    );
  await read(partitions);
  await load.loaded();
  const { count: stillMissing } = await load.missingKeys(0);
  if (stillMissing > 0 && opened.snapshot) throw notReturned(title, stillMissing);
  return [...fetchedNote(count - stillMissing), ...vanishedNote(stillMissing)];
}

function fetchedNote(count: number): Note[] {
  const one = '1 row whose cursor had not moved was read by key';
  const many = `${count} rows whose cursor had not moved were read by key`;
  return count === 0 ? [] : [{ kind: 'data', message: count === 1 ? one : many }];
}

/** Deleted, or changed so that the filter leaves them out, since their keys were read. */
function vanishedNote(count: number): Note[] {
  const one = '1 row was gone, or no longer matched, when it was read by its key';
  const many = `${count} rows were gone, or no longer matched, when they were read by their keys`;
  return count === 0 ? [] : [{ kind: 'data', message: count === 1 ? one : many }];
}

function notReturned(title: string, keys: number): HighwaterError {
  return new HighwaterError(
    'COUNT_MISMATCH',
    `${title}: the source shows ${keys} ${keys === 1 ? 'key' : 'keys'} but does not return the rows.`,
    'The table keeps its previous rows and watermark. Run once with mode: full (--full on the command line); if that does not help, report it with this line.',
  );
}
