import type { ExportRecord } from '../../model/export-record.ts';
import type { RunRecord } from '../../model/record.ts';
import { count, counted, duration } from './format.ts';

/** A run that writes back, or shows what it would write; false for a sync. */
export function isExportRun({ mode }: Pick<RunRecord, 'mode'>): boolean {
  return mode === 'export' || mode === 'export-plan';
}

/** Where the report of a run is, within its output directory: an export's stands beside its rows, and leaves that of the last sync alone. */
export function reportFileOf(record: Pick<RunRecord, 'mode'>): string {
  return isExportRun(record) ? 'exports/report.html' : 'report.html';
}

const MARK = { succeeded: '✓', failed: '✗', skipped: '–' } as const;

/** Columns of the table of exports; counts only. */
export const EXPORT_COLUMNS = [
  'Export',
  'Rows',
  'Unchanged',
  'New',
  'Changed',
  'Gone',
  'Missing',
  'Conflicts',
  'Parked',
  'Sent',
  'Refused',
  'Pending',
  'Calls',
  'Time',
] as const;

export function exportCells(e: ExportRecord): readonly string[] {
  const some = (n: number): string => (n === 0 ? '·' : count(n));
  const counts = [
    e.unchanged,
    e.new,
    e.changed,
    e.gone,
    e.missing,
    e.conflicts,
    e.parked,
    e.sent,
    e.refused,
    e.pending,
    e.requests,
  ].map(some);
  return [`${MARK[e.status]} ${e.name}`, count(e.considered), ...counts, duration(e.seconds)];
}

/** One sentence on an export run. */
export function exportHeadline(record: RunRecord): string {
  const all = record.exports ?? [];
  const sum = (pick: (e: ExportRecord) => number): number => all.reduce((total, e) => total + pick(e), 0);
  const failed = all.filter((e) => e.status === 'failed').map((e) => `${e.name}${e.error === null ? '' : ` (${e.error.code})`}`);
  const trouble = [
    ...(record.error === null ? [] : [`The run failed (${record.error.code}).`]),
    ...(failed.length === 0
      ? []
      : [
          `${count(failed.length)} of ${counted(all.length, 'export')} failed: ${failed.slice(0, 3).join(', ')}${failed.length > 3 ? ' and others' : ''}.`,
        ]),
  ];
  return [...trouble, record.mode === 'export-plan' ? planned(sum) : written(sum)].join(' ');
}

type Sum = (pick: (e: ExportRecord) => number) => number;

function planned(sum: Sum): string {
  const writes = sum((e) => e.new + e.changed + e.gone);
  return `Dry run: ${counted(writes, 'row')} would be written, ${count(sum((e) => e.unchanged))} are unchanged. Nothing was sent.`;
}

function written(sum: Sum): string {
  const rest = [
    [sum((e) => e.refused), 'refused'],
    [sum((e) => e.pending), 'pending'],
  ].flatMap(([n, word]) => (n === 0 ? [] : [`${count(n as number)} ${word}`]));
  const sent = sum((e) => e.sent);
  if (sent === 0 && rest.length === 0) return `Nothing had to be sent: ${count(sum((e) => e.unchanged))} rows are unchanged.`;
  const kinds = [
    [sum((e) => e.created), 'created'],
    [sum((e) => e.updated), 'updated'],
    [sum((e) => e.cleared), 'cleared'],
    [sum((e) => e.deleted), 'deleted'],
  ].flatMap(([n, word]) => (n === 0 ? [] : [`${count(n as number)} ${word}`]));
  return `${[`${counted(sent, 'row')} sent${kinds.length === 0 ? '' : ` (${kinds.join(', ')})`}`, ...rest].join(', ')}.`;
}

/** What a sync read back: `account_scores: 118 of 120 rows are as they were sent; 2 differ in Score__c`. */
export function readBackWords(e: ExportRecord): string {
  const all = e.verified + e.differing;
  const differing = e.differing === 0 ? '' : `; ${count(e.differing)} differ in ${e.differingFields.join(', ')}`;
  return `${e.name}: ${count(e.verified)} of ${counted(all, 'row')} are as they were sent${differing}`;
}
