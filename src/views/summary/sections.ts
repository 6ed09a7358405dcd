import type { CacheUpkeep } from '../../model/cache-use.ts';
import type { HistoryEntry, RunRecord, SourceRecord } from '../../model/record.ts';
import { EXPORT_COLUMNS, exportCells, isExportRun, readBackWords } from '../facts/export-facts.ts';
import { fullSyncWords, tableName } from '../facts/facts.ts';
import { clip, count, counted, duration, percent } from '../facts/format.ts';
import { type FailureCause, stageWords } from '../facts/one-cause.ts';
import { cacheWords, stateIsLost, stateWords } from '../facts/state-words.ts';
import { type Align, code, details, inline, lines, type SummaryDetail, type SummarySection, table } from './markdown.ts';

/** Who else met the very same error, named up to this many. */
const MOST_NAMES = 20;

/** What failed, why, what to do, and where that is explained. */
export function failuresSection(
  failures: readonly FailureCause[],
  troubleshootingUrl: string,
  grade: SummaryDetail,
): SummarySection {
  if (failures.length === 0) return { text: '', leftOut: [] };
  const shown = failures.slice(0, grade.failures);
  const cut = shown.filter(({ error }) => Math.max(error.message.length, error.hint.length) > grade.messageChars).length;
  const text = ['### What failed', ...shown.map((failure) => item(failure, troubleshootingUrl, grade.messageChars))].join('\n\n');
  const leftOut = [
    ...(shown.length < failures.length ? [counted(failures.length - shown.length, 'further failure')] : []),
    ...(cut > 0 ? [`the ends of ${counted(cut, 'long message')}`] : []),
  ];
  return { text, leftOut };
}

function item({ subject, error, also }: FailureCause, troubleshootingUrl: string, chars: number): string {
  const where = error.location === undefined ? '' : ` (${code(`${error.location.file}:${error.location.line}`)})`;
  const link = `[${code(error.code)}](${anchor(troubleshootingUrl, error.code)})`;
  const parts = [
    `❌ **${inline(clip(subject, 200))}** · ${link}${stageWords(error)}${where}`,
    lines(clip(error.message, chars)),
    error.hint === '' ? '' : `**What to do:** ${lines(clip(error.hint, chars))}`,
    also.length === 0 ? '' : `The same for ${others(also)}.`,
  ];
  return `- ${parts.filter((part) => part !== '').join('<br>\n  ')}`;
}

function others(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map((name) => code(clip(name, 100)));
  return shown.length < names.length ? `${shown.join(', ')} and ${names.length - shown.length} more` : shown.join(', ');
}

/** The anchor that GitHub gives a heading of one code word. */
export function anchor(troubleshootingUrl: string, errorCode: string): string {
  return `${troubleshootingUrl}#${errorCode.toLowerCase()}`;
}

const SOURCES: readonly (readonly [string, Align])[] = [
  ['Source', 'left'],
  ['Read as', 'left'],
  ['Server', 'left'],
  ['Calls', 'right'],
  ['Quota left', 'left'],
];

/** Who read where, and what is left of the services' own limits. */
export function sourcesSection(record: RunRecord): string {
  if (record.sources.length === 0) return '';
  const rows = record.sources.map((source) => [
    `${code(source.name)} ${inline(source.type)}`,
    source.identity === null ? 'signing in failed' : inline(clip(source.identity, 200)),
    inline(clip(source.server ?? '–', 200)),
    count(source.requests),
    quotas(source),
  ]);
  if (!isExportRun(record)) return `### Sources\n\n${table(SOURCES, rows)}`;
  return `### Destinations\n\n${table([['Destination', 'left'], ['Written as', 'left'], ...SOURCES.slice(2)], rows)}`;
}

function quotas(source: SourceRecord): string {
  if (source.quotas.length === 0) return 'no limit known';
  return source.quotas
    .map(({ name, used, limit }) => {
      const left = Math.max(0, limit - used);
      const warning = limit > 0 && left / limit < 0.1 ? '⚠️ ' : '';
      return `${warning}${count(left)} of ${count(limit)} (${percent(limit > 0 ? left / limit : 0)}) ${inline(clip(name, 100))}`;
    })
    .join('<br>');
}

/** State: what it was, what it is, and what would make it disappear. */
export function stateSection(record: RunRecord, history: readonly HistoryEntry[], upkeep: CacheUpkeep | null = null): string {
  const words = stateWords(record);
  const warning = stateIsLost(record) ? '⚠️ ' : '';
  const key = (text: string | null) => (text === null || text === '' ? '' : ` ${code(text)}`);
  const full = fullSyncWords(record);
  const lines = [
    `${inline(words.restored)}${key(words.restoredKey)}`,
    `${warning}${inline(words.saved)}${key(words.savedKey)}`,
    `${words.atRisk ? '⚠️ ' : ''}${inline(words.eviction)}${lastFull(history)}`,
    ...(full === '' ? [] : [inline(full)]),
    ...(upkeep === null ? [] : cacheLines(upkeep)),
  ];
  return `### State\n\n${lines.map((line) => `- ${line}`).join('\n')}`;
}

function cacheLines(upkeep: CacheUpkeep): string[] {
  const { lines, warning } = cacheWords(upkeep);
  return [inline(lines.join(' ')), ...(warning === null ? [] : [`⚠️ ${inline(warning)}`])];
}

function lastFull(history: readonly HistoryEntry[]): string {
  const last = history.findLast((entry) => entry.mode === 'full' && entry.status === 'succeeded');
  if (last === undefined) return '';
  const seconds = history.filter((e) => e.runId === last.runId && e.mode === 'full').reduce((sum, e) => sum + e.seconds, 0);
  return ` The last full sync took ${duration(seconds)} of reading in all.`;
}

/** What one should know of the run, its sources and the data. Closed at first where there is much of it. */
export function noticesSection(record: RunRecord, grade: SummaryDetail): SummarySection {
  const all = [
    ...record.notices.map((message) => noticeLines('', message)),
    ...record.sources.flatMap((source) => source.notices.map((message) => noticeLines(source.name, message))),
    ...record.tables.flatMap((t) =>
      t.notes.map((note) =>
        noticeLines(note.column === undefined ? tableName(t) : `${tableName(t)}.${note.column}`, note.message),
      ),
    ),
  ];
  const shown = all.slice(0, grade.notices);
  const missing = all.length - shown.length;
  const leftOut = missing > 0 ? [counted(missing, 'further notice')] : [];
  if (shown.length === 0) return { text: '', leftOut };
  const body = shown.map((line) => `- ${line}`).join('\n');
  return { text: shown.length > 8 ? details(counted(all.length, 'notice'), body) : `### Notices\n\n${body}`, leftOut };
}

function noticeLines(subject: string, message: string): string {
  return `${subject === '' ? '' : `${code(clip(subject, 160))} `}${inline(clip(message, 500))}`;
}

/** What was written back, or what a sync read back of it: counts and names, no values. */
export function exportsSection(record: RunRecord): string {
  const { exports = [] } = record;
  if (exports.length === 0) return '';
  if (!isExportRun(record)) return `### Exports, read back\n\n${exports.map((e) => `- ${inline(readBackWords(e))}`).join('\n')}`;
  const head = EXPORT_COLUMNS.map((title, i) => [title, i === 0 ? 'left' : 'right'] as const);
  const rows = exports.map((e) => exportCells(e).map((cell) => inline(cell)));
  const notes = exports.flatMap((e) => e.notes.map((note) => `- ${code(e.name)} ${inline(note)}`));
  const files =
    record.output === null
      ? ''
      : `\n\nEach row is in ${code(`${record.output.directory}/exports/`)}: plan.csv, success.csv, failed.csv, unsent.csv.`;
  return `### Exports\n\n${table(head, rows)}${notes.length === 0 ? '' : `\n\n${notes.join('\n')}`}${files}`;
}
