import type { RunRecord, TableRecord } from '../../model/record.ts';
import { runSeconds, tableName } from '../facts/facts.ts';
import { clip, oneLine } from '../facts/format.ts';

/** Mermaid refuses text beyond 50,000 characters, and nobody reads a picture of 300 lines. */
const MOST_TABLES = 30;

/**
 * Where the time went: the run's stages, then its longest tables, as a Mermaid gantt in a fence, the way GitHub renders it.
 * Times count from the run's start. https://mermaid.js.org/syntax/gantt.html
 */
export function renderGantt(record: RunRecord): string {
  const timed = record.tables.filter((table) => table.startedAt !== null && table.seconds > 0);
  const longest = [...timed].sort((a, b) => b.seconds - a.seconds).slice(0, MOST_TABLES);
  const shown = longest.sort((a, b) => Date.parse(a.startedAt ?? '') - Date.parse(b.startedAt ?? ''));
  const origin = Date.parse(record.startedAt);
  const seconds = runSeconds(record);
  const stages = record.stages.map((stage) => task(stage.name, '', Date.parse(stage.startedAt) - origin, stage.seconds));
  const tables = shown.map((table) =>
    task(tableName(table), tag(table), Date.parse(table.startedAt ?? '') - origin, table.seconds),
  );
  const title = shown.length < timed.length ? `the ${shown.length} longest of ${timed.length} tables` : 'tables';
  return [
    '```mermaid',
    'gantt',
    // Read and shown as local times, so the axis begins at 00:00 in every time zone.
    '    dateFormat YYYY-MM-DD HH:mm:ss.SSS',
    `    axisFormat ${seconds < 3600 ? '%M:%S' : '%H:%M:%S'}`,
    `    tickInterval ${tickInterval(seconds)}`,
    '    section stages',
    ...stages,
    ...(tables.length > 0 ? [`    section ${title}`, ...tables] : []),
    '```',
  ].join('\n');
}

/** At most ten ticks: Mermaid's own choice for a short run is one a second, each label upon the next. */
function tickInterval(seconds: number): string {
  const steps = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600];
  const step = steps.find((s) => seconds / s <= 10) ?? 7200;
  return step % 60 === 0 ? `${step / 60}minute` : `${step}second`;
}

function tag(table: TableRecord): string {
  return table.status === 'failed' ? 'crit, ' : table.mode === 'incremental' ? 'done, ' : '';
}

function task(name: string, tags: string, startMs: number, seconds: number): string {
  const start = Math.max(0, startMs);
  return `    ${label(name)} :${tags}${clock(start)}, ${clock(start + Math.max(seconds * 1000, 1))}`;
}

/** Mermaid ends a task's name at a colon and a statement at a semicolon or hash; a fence ends at backticks. */
function label(name: string): string {
  const words = oneLine(name)
    .replace(/[^\p{L}\p{N}._ -]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return clip(words === '' ? 'table' : words, 48);
}

function clock(ms: number): string {
  return new Date(Date.UTC(2000, 0, 1) + Math.round(ms)).toISOString().slice(0, 23).replace('T', ' ');
}
