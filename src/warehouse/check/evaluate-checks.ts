import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type HighwaterError, toHighwaterError } from '../../model/errors.ts';
import type { CheckOutcome, TableCheck } from '../../model/table-check.ts';
import type { Connection } from '../duckdb/database.ts';
import { text } from '../duckdb/sql.ts';
import { failingKeys, failingRows, failureCount, newestAge, type Scope, type TableUnderCheck } from './check-queries.ts';

/** What became of a table in this run. */
export interface TableChange {
  /** `rows`: an incremental merge wrote some. `all`: anything else. */
  readonly written: 'nothing' | 'rows' | 'all';
  /** Rows were deleted or updated: what others refer to may be gone. */
  readonly lost: boolean;
}

export interface CheckRequest {
  readonly table: TableUnderCheck;
  readonly checks: readonly TableCheck[];
  readonly change: TableChange;
  readonly rows: number;
  /** Rows after the run before; null: there was none. */
  readonly rowsBefore: number | null;
  readonly previous: readonly CheckOutcome[];
  /** This run's time, ISO 8601: `_synced_at` of what it wrote. */
  readonly now: string;
  /** The table that a check refers to, and what became of it; null where it is not in the warehouse. */
  parentOf(check: TableCheck): { readonly table: TableUnderCheck; readonly change: TableChange } | null;
  /** Where the keys of failing rows go. */
  readonly file: string;
}

export interface EvaluatedChecks {
  readonly outcomes: readonly CheckOutcome[];
  /** What could not be evaluated, in words. */
  readonly errors: readonly HighwaterError[];
  /** The file was written: it has failing keys. */
  readonly hasKeys: boolean;
}

/** Evaluates the checks of one table after its merge. A check that can't be evaluated has the status `error`; the others go on. */
export async function evaluateChecks(connection: Connection, request: CheckRequest): Promise<EvaluatedChecks> {
  const outcomes: CheckOutcome[] = [];
  const errors: HighwaterError[] = [];
  const keys: string[] = [];
  for (const check of request.checks) {
    const before = request.previous.find((p) => sameCheck(p, check)) ?? null;
    try {
      const found = await evaluate(connection, request, check, before);
      if (found.keys !== null) keys.push(found.keys);
      outcomes.push(outcomeOf(check, before, found.failures, request.now));
    } catch (error) {
      errors.push(toHighwaterError(error));
      outcomes.push({ ...outcomeOf(check, before, 1, request.now), status: 'error', failures: 0 });
    }
  }
  await writeKeys(connection, keys, request.file);
  return { outcomes, errors, hasKeys: keys.length > 0 };
}

function sameCheck(a: CheckOutcome, b: TableCheck): boolean {
  return a.check === b.check && a.column === b.column && a.detail === b.detail;
}

function outcomeOf(check: TableCheck, before: CheckOutcome | null, failures: number, now: string): CheckOutcome {
  const { column, severity, detail } = check;
  const since = failures === 0 ? null : (before?.since ?? now);
  return { check: check.check, column, severity, detail, status: failures === 0 ? 'pass' : severity, failures, since };
}

interface Found {
  readonly failures: number;
  /** A query of the failing rows' keys. */
  readonly keys: string | null;
}

const PASSED: Found = { failures: 0, keys: null };

async function evaluate(
  connection: Connection,
  request: CheckRequest,
  check: TableCheck,
  before: CheckOutcome | null,
): Promise<Found> {
  const { table, now } = request;
  if (check.check === 'row_count') return { failures: outsideLimits(check, request) ? 1 : 0, keys: null };
  if (check.check === 'freshness') return { failures: await isStale(connection, check, table, now), keys: null };
  const scope = scopeOf(check, request, before);
  if (scope === null) return PASSED;
  const parent = check.check === 'relationships' ? request.parentOf(check) : null;
  if (check.check === 'relationships' && parent === null) throw new Error(`${check.detail} is not in the warehouse`);
  const failing = failingRows(check, table, scope, parent?.table ?? null);
  if (failing === null) return PASSED;
  const { n } = await connection.row<{ n: number }>(failureCount(check, failing));
  if (n === 0) return PASSED;
  return { failures: n, keys: table.key.length === 0 ? null : failingKeys(check, table, failing) };
}

/**
 * Null: nothing can have changed since the check passed. A check of single rows that passed before can only fail in rows that this run
 * wrote; an expression may look further than its row, so it is evaluated on all of them.
 */
function scopeOf(check: TableCheck, request: CheckRequest, before: CheckOutcome | null): Scope | null {
  const { change, now } = request;
  const parentLost = check.check === 'relationships' && request.parentOf(check)?.change.lost !== false;
  if (before?.status !== 'pass' || change.written === 'all' || parentLost || check.check === 'expression') return { all: true };
  return change.written === 'nothing' ? null : { all: false, now };
}

function outsideLimits(
  { min = 0, max = Number.MAX_SAFE_INTEGER, change }: TableCheck,
  { rows, rowsBefore }: CheckRequest,
): boolean {
  if (rows < min || rows > max) return true;
  if (change === undefined || rowsBefore === null) return false;
  return Math.abs(rows - rowsBefore) > change * Math.max(rowsBefore, 1);
}

/** 1 or 0; a table without any value is as late as can be. */
async function isStale(connection: Connection, check: TableCheck, table: TableUnderCheck, now: string): Promise<number> {
  const { age } = await connection.row<{ age: number | null }>(newestAge(check.column ?? '', table, now));
  return age === null || age > (check.withinSeconds ?? 0) ? 1 : 0;
}

async function writeKeys(connection: Connection, keys: readonly string[], file: string): Promise<void> {
  await rm(file, { force: true });
  if (keys.length === 0) return;
  await mkdir(dirname(file), { recursive: true });
  await connection.run(`COPY (${keys.join(' UNION ALL ')}) TO ${text(`${file}.partial`)} (FORMAT csv, HEADER)`);
  await rename(`${file}.partial`, file);
}
