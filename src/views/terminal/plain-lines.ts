import type { RunEvent, TableRecord } from '../../model/record.ts';
import { changes, tableName } from '../facts/facts.ts';
import { count, counted, duration, oneLine, percent, short } from '../facts/format.ts';
import { codeWords } from '../facts/one-cause.ts';
import { isRunning, type RunProgress, rateOf, secondsLeft, shareOf, type TableProgress, tally } from './progress.ts';

/** Running tables that one progress line names. */
const NAMED = 4;

/** One line for each event that is worth one, for logs. RunProgress within a table is left to `heartbeat`. */
export function eventLine(before: RunProgress, event: RunEvent, verbose: boolean): string | null {
  switch (event.type) {
    case 'stage':
      return oneLine(event.detail === '' ? event.stage : `${event.stage}: ${event.detail}`);
    case 'notice':
      return oneLine(`${event.warning ? 'warning' : 'notice'}: ${event.source ? `${event.source}: ` : ''}${event.message}`);
    case 'tables':
      return verbose ? oneLine(`${counted(event.tables.length, 'table')}: ${event.tables.map(tableName).join(', ')}`) : null;
    case 'table':
      return tableEvent(before, event, verbose);
  }
}

function tableEvent(before: RunProgress, event: Extract<RunEvent, { type: 'table' }>, verbose: boolean): string | null {
  const known = before.tables.find((t) => t.source === event.source && t.table === event.table);
  if (known?.stage === event.stage || event.stage === 'waiting') return null;
  const name = oneLine(tableName(event));
  if (event.stage === 'done' || event.stage === 'failed')
    return event.record === undefined ? `${name}: ${event.stage}` : outcome(event.record);
  if (event.stage === 'skipped') return oneLine(`– ${name}: skipped${event.record ? `, ${event.record.why}` : ''}`);
  if (!verbose) return null;
  const expected = event.expectedRows === null ? '' : `, about ${counted(event.expectedRows, 'row')}`;
  return `${name}: ${event.stage}, ${event.mode}${expected}, ${counted(event.partitions.total, 'partition')}`;
}

/** `✓ crm.Account: 84,211 rows; 37 inserted, 412 updated, 3 deleted; 4.2 s`. */
export function outcome(t: TableRecord): string {
  const name = tableName(t);
  if (t.error !== null) return oneLine(`✗ ${name}: ${codeWords(t.error)}: ${t.error.message}`);
  const parts = [
    [t.inserted, 'inserted'],
    [t.updated, 'updated'],
    [t.deleted, 'deleted'],
  ] as const;
  const changed = parts.filter(([n]) => n > 0).map(([n, verb]) => `${count(n)} ${verb}`);
  const what = changes(t) === 0 ? 'nothing changed' : changed.join(', ');
  return oneLine(`✓ ${name}: ${counted(t.rows, 'row')}; ${what}; ${duration(t.seconds)}`);
}

/** What is running right now, in one line. Null if nothing is. */
export function heartbeat(progress: RunProgress, now: number): string | null {
  const running = progress.tables.filter(isRunning);
  if (running.length === 0) return null;
  const { done, failed } = tally(progress.tables);
  const named = running.slice(0, NAMED).map((t) => during(t, now));
  const more = running.length > NAMED ? [`${count(running.length - NAMED)} more running`] : [];
  return oneLine(
    [
      `${count(done + failed)} of ${counted(progress.tables.length, 'table')} done`,
      ...named,
      ...more,
      duration((now - progress.startedAt) / 1000),
    ].join(' · '),
  );
}

function during(t: TableProgress, now: number): string {
  const share = shareOf(t);
  const rate = rateOf(t, now);
  const time = secondsLeft(t, now);
  const details = [
    ...(share === null ? [] : [percent(share)]),
    ...(rate === null ? [] : [`${short(rate)} rows/s`]),
    ...(time === null ? [] : [`${duration(time)} left`]),
  ];
  return `${tableName(t)} ${t.stage} ${counted(t.rows, 'row')}${details.length > 0 ? ` (${details.join(', ')})` : ''}`;
}
