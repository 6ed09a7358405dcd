import type { RunEvent, TableRecord, TableStage } from '../../model/record.ts';
import type { StageName } from '../../model/stages.ts';

/** What displays know during a run: built from its events by a pure step function, with the clock passed in. */
export interface RunProgress {
  /** Milliseconds, like every time here. */
  readonly startedAt: number;
  readonly stage: StageName | '';
  readonly detail: string;
  readonly tables: readonly TableProgress[];
  readonly notices: readonly string[];
}

type TableEvent = Extract<RunEvent, { type: 'table' }>;

export interface TableProgress {
  readonly source: string;
  readonly table: string;
  readonly stage: TableStage;
  readonly mode: 'full' | 'incremental';
  readonly rows: number;
  readonly expectedRows: number | null;
  readonly partitions: { readonly done: number; readonly total: number };
  readonly beganAt: number | null;
  readonly changedAt: number;
  /** Recent readings of `rows`, oldest first, for a rate that follows the present. */
  readonly samples: readonly (readonly [at: number, rows: number])[];
  readonly record: TableRecord | null;
}

/** The rate is taken over the last 15 seconds. */
const RATE_MS = 15_000;

export function begin(now: number): RunProgress {
  return { startedAt: now, stage: '', detail: '', tables: [], notices: [] };
}

export function step(progress: RunProgress, event: RunEvent, now: number): RunProgress {
  switch (event.type) {
    case 'stage':
      return { ...progress, stage: event.stage, detail: event.detail };
    case 'notice':
      return { ...progress, notices: [...progress.notices, event.source ? `${event.source}: ${event.message}` : event.message] };
    case 'tables':
      return { ...progress, tables: event.tables.map((t) => known(progress, t) ?? waiting(t, now)) };
    case 'table':
      return { ...progress, tables: replace(progress, event, now) };
  }
}

function known(progress: RunProgress, of: { source: string; table: string }): TableProgress | undefined {
  return progress.tables.find((t) => t.source === of.source && t.table === of.table);
}

function waiting({ source, table }: { source: string; table: string }, now: number): TableProgress {
  const none = { rows: 0, expectedRows: null, partitions: { done: 0, total: 0 }, beganAt: null, samples: [], record: null };
  return { source, table, stage: 'waiting', mode: 'incremental', changedAt: now, ...none };
}

function replace(progress: RunProgress, event: TableEvent, now: number): readonly TableProgress[] {
  const before = known(progress, event);
  const after = moved(before ?? waiting(event, now), event, now);
  return before === undefined ? [...progress.tables, after] : progress.tables.map((t) => (t === before ? after : t));
}

function moved(before: TableProgress, event: TableEvent, now: number): TableProgress {
  const { stage, mode, rows, expectedRows, partitions } = event;
  // A restarted import counts from zero.
  const kept = rows < before.rows ? [] : before.samples.filter(([at]) => now - at <= RATE_MS);
  return {
    ...before,
    stage,
    mode,
    rows,
    expectedRows,
    partitions,
    beganAt: before.beganAt ?? (stage === 'read' || stage === 'load' ? now : null),
    changedAt: stage === before.stage ? before.changedAt : now,
    samples: [...kept, [now, rows]],
    record: event.record ?? before.record,
  };
}

/** Rows a second, lately; null where that can't be said yet. */
export function rateOf(table: TableProgress, now: number): number | null {
  const [first] = table.samples;
  if (first === undefined || table.stage !== 'read') return null;
  const seconds = (now - first[0]) / 1000;
  return seconds < 1 || table.rows <= first[1] ? null : (table.rows - first[1]) / seconds;
}

/** 0 to 1, by rows where the source said how many, else by partitions; null where neither is known. Never 1 before the end. */
export function shareOf(table: TableProgress): number | null {
  if (table.stage === 'done') return 1;
  const { done, total } = table.partitions;
  const share =
    table.expectedRows !== null && table.expectedRows > 0 ? table.rows / table.expectedRows : total > 1 ? done / total : null;
  return share === null ? null : Math.min(share, 0.99);
}

/** Null where nothing better than a guess could be said. */
export function secondsLeft(table: TableProgress, now: number): number | null {
  const rate = rateOf(table, now);
  const rowsLeft = table.expectedRows === null ? null : table.expectedRows - table.rows;
  if (rowsLeft !== null && rowsLeft <= 0) return null;
  if (rate !== null && rowsLeft !== null) return rowsLeft / rate;
  const share = shareOf(table);
  if (table.stage !== 'read' || share === null || share < 0.1 || table.beganAt === null) return null;
  return ((now - table.beganAt) / 1000 / share) * (1 - share);
}

export function isRunning(table: TableProgress): boolean {
  return table.stage === 'read' || table.stage === 'load';
}

export function tally(tables: readonly TableProgress[]): {
  done: number;
  failed: number;
  skipped: number;
  waiting: number;
  running: number;
  rows: number;
} {
  const having = (stage: TableProgress['stage']) => tables.filter((t) => t.stage === stage).length;
  return {
    done: having('done'),
    failed: having('failed'),
    skipped: having('skipped'),
    waiting: having('waiting'),
    running: tables.filter(isRunning).length,
    rows: tables.reduce((sum, t) => sum + t.rows, 0),
  };
}
