import type { CacheUpkeep } from '../../model/cache-use.ts';
import type { HistoryEntry, RunRecord } from '../../model/record.ts';
import { isExportRun, reportFileOf } from '../facts/export-facts.ts';
import { checkCounts, checkCountWords, failuresOf, headline } from '../facts/facts.ts';
import { instant } from '../facts/format.ts';
import { freshnessWords } from '../facts/table-freshness.ts';
import { renderGantt } from './gantt.ts';
import { code, inline, type SummaryDetail } from './markdown.ts';
import { exportsSection, failuresSection, noticesSection, sourcesSection, stateSection } from './sections.ts';
import { tablesSection } from './tables-section.ts';

export interface SummaryContext {
  /** Where docs/troubleshooting.md of this version is shown: `https://github.com/<owner>/<repo>/blob/<ref>/docs/troubleshooting.md`. */
  readonly troubleshootingUrl: string;
  /** Where report.html is, for people: a path; null where they were not written. */
  readonly outputDirectory: string | null;
  /** What the states take of the repository's cache; absent where nobody asked. */
  readonly cacheUpkeep?: CacheUpkeep | null;
  /** Most bytes of the summary; GitHub's own limit of 1 MiB a step, with room for its last line, unless given. */
  readonly limitBytes?: number;
}

/** GitHub refuses a step summary above 1 MiB: https://docs.github.com/actions/reference/workflow-commands-for-github-actions#adding-a-job-summary */
export const SUMMARY_LIMIT = 1024 * 1024 - 4096;

const GRADES: readonly SummaryDetail[] = [
  { messageChars: 4000, failures: 300, tables: 2000, notices: 200, gantt: true },
  { messageChars: 1000, failures: 100, tables: 2000, notices: 100, gantt: true },
  { messageChars: 400, failures: 50, tables: 1000, notices: 50, gantt: true },
  { messageChars: 200, failures: 20, tables: 300, notices: 20, gantt: true },
  { messageChars: 120, failures: 10, tables: 50, notices: 5, gantt: false },
  { messageChars: 80, failures: 3, tables: 0, notices: 0, gantt: false },
];

/** The step summary: GitHub markdown, never longer than the limit; says what it leaves out and where that is. */
export function renderSummary(record: RunRecord, history: readonly HistoryEntry[], context: SummaryContext): string {
  const limit = context.limitBytes ?? SUMMARY_LIMIT;
  for (const grade of GRADES) {
    const text = render(record, history, context, grade);
    if (Buffer.byteLength(text) <= limit) return text;
  }
  return `${title(record)}\n\nThis summary would be longer than GitHub shows${elsewhere(record, context)}.\n`;
}

function render(record: RunRecord, history: readonly HistoryEntry[], context: SummaryContext, grade: SummaryDetail): string {
  const tables = tablesSection(record, grade);
  const failures = failuresSection(failuresOf(record), context.troubleshootingUrl, grade);
  const notices = noticesSection(record, grade);
  const leftOut = [
    ...failures.leftOut,
    ...tables.leftOut,
    ...notices.leftOut,
    ...(grade.gantt ? [] : ['the picture of the time']),
  ];
  const parts = [
    title(record),
    about(record),
    isExportRun(record) ? '' : freshness(record),
    failures.text,
    exportsSection(record),
    tables.text,
    notices.text,
    sourcesSection(record),
    record.combined === true ? '' : stateSection(record, history, context.cacheUpkeep),
    grade.gantt && record.stages.length > 0 ? `### Where the time went\n\n${renderGantt(record)}` : '',
    leftOut.length > 0 ? `_Left out here: ${leftOut.join('; ')}${elsewhere(record, context)}._` : '',
    footer(record, context),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function title(record: RunRecord): string {
  const some = record.tables.some((table) => table.status === 'failed');
  const icon = { succeeded: some ? '⚠️' : '✅', failed: '❌', interrupted: '⏸️' }[record.status];
  return `## ${icon} ${inline(headline(record))}`;
}

const MODES: Readonly<Partial<Record<RunRecord['mode'], string>>> = {
  mixed: 'full and incremental syncs',
  export: 'export',
  'export-plan': 'dry run of exports',
};

function about(record: RunRecord): string {
  const mode = MODES[record.mode] ?? `${record.mode} sync`;
  return `Highwater ${inline(record.version)} · ${mode} (${inline(record.why)})${record.combined === true ? '' : ` · ${code(record.configFile)}`} · began ${instant(record.startedAt)} UTC · run ${code(record.id)}`;
}

/** Whether anything is late, and how old the oldest answers are; then what the checks found. */
function freshness(record: RunRecord): string {
  return [freshnessWords(record), checkCountWords(checkCounts(record.tables))]
    .filter((words) => words !== '')
    .map((words) => inline(words))
    .join('<br>\n');
}

function elsewhere(record: RunRecord, context: SummaryContext): string {
  return context.outputDirectory === null
    ? '; the step’s log has it'
    : `; all of it is in ${reportFileOf(record)}, in ${code(context.outputDirectory)}`;
}

function footer(record: RunRecord, context: SummaryContext): string {
  if (context.outputDirectory === null) return '';
  return `<sub>${reportFileOf(record)} in ${code(context.outputDirectory)} shows this run with charts, schemas and proofs; upload the directory with actions/upload-artifact.</sub>`;
}
