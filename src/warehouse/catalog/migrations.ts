import { HighwaterError } from '../../model/errors.ts';
import { STATE_FORMAT } from '../../model/state-format.ts';
import type { Connection } from '../duckdb/database.ts';

/** What brings the state's own tables from the format before to `to`. Users' rows are never changed by it. */
export interface Migration {
  readonly to: number;
  apply(connection: Connection): Promise<void>;
}

/** One for each format after the first, in order; each runs on the kept states of test/fixtures. */
export const MIGRATIONS: readonly Migration[] = [
  // `_highwater.tables` and `_highwater.columns` got more columns. Each run writes both from scratch.
  { to: 2, apply: async () => undefined },
  // An encrypted state in the Actions cache may be cut into volumes. The tables within are as they were.
  { to: 3, apply: async () => undefined },
];

/** Brings a state of an older format to this one. Throws STATE_NEWER_FORMAT, before anything is written, for one that a newer version wrote. */
export async function migrate(
  connection: Connection,
  format: string,
  meta: string,
  migrations = MIGRATIONS,
  newest = STATE_FORMAT,
): Promise<void> {
  const found = Number(format);
  if (!Number.isSafeInteger(found) || found < 1) throw damaged(format);
  if (found > newest) throw newer(found, newest);
  for (const migration of migrations.filter((m) => m.to > found && m.to <= newest)) {
    await connection.transaction(async () => {
      await migration.apply(connection);
      await connection.run(`UPDATE ${meta} SET value = '${migration.to}' WHERE key = 'format'`);
    });
  }
}

function newer(found: number, newest: number): HighwaterError {
  return new HighwaterError(
    'STATE_NEWER_FORMAT',
    `The saved state was written by a newer version of Highwater (format ${found}; this version reads up to ${newest}).`,
    'Use that version again, or a newer one. To replace it with a full sync, set `on-unreadable-state: full` for one run.',
  );
}

function damaged(format: string): HighwaterError {
  return new HighwaterError(
    'STATE_UNREADABLE',
    `The saved state has a format that Highwater does not write (${format.slice(0, 40)}).`,
    'To start over, set on-unreadable-state: full for one run.',
  );
}
