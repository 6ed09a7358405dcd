import type { HistoryEntry, RunRecord, TableRecord } from '../../../model/record.ts';

/** Runs that the charts show, this one included. */
export const RUNS_SHOWN = 30;

/** One table's figures in one run: what its charts are drawn from. */
export interface TableRun {
  readonly startedAt: string;
  readonly full: boolean;
  readonly status: 'succeeded' | 'failed' | 'skipped';
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
  readonly rows: number;
  readonly seconds: number;
  readonly requests: number;
}

/** One run over all of its tables. */
export interface WholeRun {
  readonly startedAt: string;
  readonly tables: number;
  readonly failed: number;
  readonly full: boolean;
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
}

/** Each table's last runs, oldest first, this one last, by `source` and `table` as in `nameOf`. */
export function runsByTable(record: RunRecord, history: readonly HistoryEntry[]): Map<string, TableRun[]> {
  const runs = new Map<string, TableRun[]>(record.tables.map((table) => [nameOf(table), []]));
  for (const entry of earlier(record, history)) runs.get(nameOf(entry))?.push(tableRun(entry, entry.startedAt));
  for (const table of record.tables) {
    const all = [...(runs.get(nameOf(table)) ?? []), tableRun(table, record.startedAt)];
    runs.set(nameOf(table), all.slice(-RUNS_SHOWN));
  }
  return runs;
}

export function wholeRuns(record: RunRecord, history: readonly HistoryEntry[]): WholeRun[] {
  const byRun = new Map<string, HistoryEntry[]>();
  for (const entry of earlier(record, history)) byRun.set(entry.runId, [...(byRun.get(entry.runId) ?? []), entry]);
  const runs = [...byRun.values()].map((entries) => wholeRun(entries, entries[0]?.startedAt ?? ''));
  runs.sort((a, b) => a.startedAt.localeCompare(b.startedAt));
  return [...runs, wholeRun(record.tables, record.startedAt)].slice(-RUNS_SHOWN);
}

export function nameOf({ source, table }: { readonly source: string; readonly table: string }): string {
  return JSON.stringify([source, table]);
}

/** The history may hold this run already: its record says it better. */
function earlier(record: RunRecord, history: readonly HistoryEntry[]): HistoryEntry[] {
  return history.filter((entry) => entry.runId !== record.id);
}

function tableRun(run: HistoryEntry | TableRecord, startedAt: string): TableRun {
  const { mode, status, inserted, updated, deleted, rows, seconds, requests } = run;
  return { startedAt, full: mode === 'full', status, inserted, updated, deleted, rows, seconds, requests };
}

function wholeRun(entries: readonly (HistoryEntry | TableRecord)[], startedAt: string): WholeRun {
  const sum = (pick: (entry: HistoryEntry | TableRecord) => number) => entries.reduce((total, entry) => total + pick(entry), 0);
  return {
    startedAt,
    tables: entries.length,
    failed: entries.filter((entry) => entry.status === 'failed').length,
    full: entries.some((entry) => entry.mode === 'full'),
    inserted: sum((entry) => entry.inserted),
    updated: sum((entry) => entry.updated),
    deleted: sum((entry) => entry.deleted),
  };
}
