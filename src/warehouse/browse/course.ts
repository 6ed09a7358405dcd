import type { HistoryEntry } from '../../model/record.ts';
import type { CheckOutcome, Freshness } from '../../model/table-check.ts';
import { PUBLIC_SCHEMA } from '../catalog/catalog.ts';
import type { ArtifactReader } from './reader.ts';

/** Runs of a table that its charts show. */
const RUNS_SHOWN = 30;
const MOST = 1_000_000;

/** How fresh a table is, what its last runs did, and what its checks found. */
export interface TableCourse {
  /** ISO 8601; null: never, or an artifact of an older version that does not say. */
  readonly lastFullSyncAt: string | null;
  readonly provenAt: string | null;
  readonly countedAt: string | null;
  readonly fullSyncEverySeconds: number | null;
  readonly freshness: Freshness | null;
  /** True where it is computed from other tables. */
  readonly computed: boolean;
  /** Oldest first. */
  readonly runs: readonly PastRun[];
  readonly checks: Readonly<Record<CheckOutcome['status'], number>>;
}

export type PastRun = Pick<
  HistoryEntry,
  'startedAt' | 'mode' | 'status' | 'inserted' | 'updated' | 'deleted' | 'rows' | 'seconds' | 'requests'
>;

export const NO_COURSE: TableCourse = {
  lastFullSyncAt: null,
  provenAt: null,
  countedAt: null,
  fullSyncEverySeconds: null,
  freshness: null,
  computed: false,
  runs: [],
  checks: { pass: 0, warn: 0, fail: 0, error: 0 },
};

/** By `courseKey`. `columns`: those of `_highwater.tables`, which older artifacts have fewer of. */
export async function readCourses(
  reader: ArtifactReader,
  has: (table: string) => boolean,
  columns: ReadonlySet<string>,
): Promise<Map<string, TableCourse>> {
  const courses = new Map<string, TableCourse>();
  const change = (source: string, table: string, more: Partial<TableCourse>) => {
    const key = courseKey(source, table);
    courses.set(key, { ...(courses.get(key) ?? NO_COURSE), ...more });
  };
  for (const [source = '', table = '', content = '{}'] of (await reader.select(datesQuery(columns), MOST)).rows)
    change(source ?? '', table ?? '', dates(JSON.parse(content ?? '{}') as Dates));
  if (has('runs'))
    for (const [source = '', table = '', runs = '[]'] of (await reader.select(RUNS_QUERY, MOST)).rows)
      change(source ?? '', table ?? '', { runs: JSON.parse(runs ?? '[]') as PastRun[] });
  if (has('checks'))
    for (const [source = '', table = '', counts = '{}'] of (await reader.select(CHECKS_QUERY, MOST)).rows)
      change(source ?? '', table ?? '', { checks: JSON.parse(counts ?? '{}') as TableCourse['checks'] });
  return courses;
}

export function courseKey(source: string, table: string): string {
  return JSON.stringify([source, table]);
}

interface Dates {
  readonly full: string | null;
  readonly proven: string | null;
  readonly counted: string | null;
  readonly every: number | null;
  readonly warn: number | null;
  readonly error: number | null;
  readonly computed: boolean | null;
}

function dates({ full, proven, counted, every, warn, error, computed }: Dates): Partial<TableCourse> {
  return {
    lastFullSyncAt: full,
    provenAt: proven,
    countedAt: counted,
    fullSyncEverySeconds: every,
    freshness: warn === null && error === null ? null : { warnAfterSeconds: warn, errorAfterSeconds: error },
    computed: computed ?? false,
  };
}

function datesQuery(columns: ReadonlySet<string>): string {
  const known = (name: string, expression: string) => (columns.has(name) ? expression : 'NULL');
  const instant = (name: string) => known(name, `strftime(${name}, '%Y-%m-%dT%H:%M:%SZ')`);
  const seconds = (name: string) => known(name, `epoch(${name})`);
  return `SELECT source, "table", to_json({'full': ${instant('last_full_sync_at')}, 'proven': ${instant('last_proven_at')}, 'counted': ${instant('counted_at')},
    'every': ${seconds('full_sync_every')}, 'warn': ${seconds('warn_after')}, 'error': ${seconds('error_after')}, 'computed': ${known('computed', 'computed')}}) FROM ${PUBLIC_SCHEMA}.tables`;
}

const RUNS_QUERY = `SELECT source, "table", to_json(list({'startedAt': strftime(started_at, '%Y-%m-%dT%H:%M:%SZ'), 'mode': mode, 'status': status,
    'inserted': coalesce(inserted, 0), 'updated': coalesce(updated, 0), 'deleted': coalesce(deleted, 0), 'rows': coalesce(rows, 0), 'seconds': coalesce(seconds, 0), 'requests': coalesce(requests, 0)} ORDER BY started_at))
  FROM (FROM ${PUBLIC_SCHEMA}.runs WHERE started_at IS NOT NULL QUALIFY row_number() OVER (PARTITION BY source, "table" ORDER BY started_at DESC) <= ${RUNS_SHOWN})
  GROUP BY source, "table"`;

const CHECKS_QUERY = `SELECT source, "table", to_json({'pass': count(*) FILTER (status = 'pass'), 'warn': count(*) FILTER (status = 'warn'), 'fail': count(*) FILTER (status = 'fail'), 'error': count(*) FILTER (status = 'error')})
  FROM ${PUBLIC_SCHEMA}.checks GROUP BY source, "table"`;
