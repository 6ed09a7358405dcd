import type { RunRecord, TableRecord } from '../../model/record.ts';
import { EXPORT_COLUMNS, exportCells, isExportRun, readBackWords, reportFileOf } from '../facts/export-facts.ts';
import { changes, failuresOf, fullSyncWords, headline, lastFullSync, tableName, tablesByImportance } from '../facts/facts.ts';
import { advance, count, counted, duration, harmless, lagSeconds, oneLine, size } from '../facts/format.ts';
import { stageWords } from '../facts/one-cause.ts';
import { stateWords } from '../facts/state-words.ts';
import { type Colors, type ColumnSpec, tableLines, wrap } from './display.ts';

export interface FinalOptions {
  readonly columns: number;
  readonly colors: Colors;
  readonly quiet: boolean;
  readonly verbose: boolean;
}

const SPECS: readonly ColumnSpec[] = [
  { title: 'Table', align: 'left', drop: 0 },
  { title: 'Rows', align: 'right', drop: 0 },
  { title: 'Inserted', align: 'right', drop: 1 },
  { title: 'Updated', align: 'right', drop: 1 },
  { title: 'Deleted', align: 'right', drop: 1 },
  { title: 'Watermark (UTC)', align: 'left', drop: 5 },
  { title: 'Lag', align: 'right', drop: 4 },
  { title: 'Last full sync', align: 'left', drop: 6 },
  { title: 'Calls', align: 'right', drop: 3 },
  { title: 'Time', align: 'right', drop: 2 },
];

/** Columns of the table of exports that give way on a narrow terminal, the last first. */
const DROPPED: readonly string[] = ['Unchanged', 'Pending', 'Parked', 'Missing', 'Conflicts', 'Gone', 'Calls', 'Time'];

const MARK = { succeeded: '✓', failed: '✗', skipped: '–' } as const;

/** Notes on hidden rows and columns that are printed unasked. */
const MOST_NOTES = 10;

/** Quiet tables that are shown all the same. */
const FEW = 20;

/** What is printed after a run: the table of tables, what failed and what to do, and last, where the eye is, the whole in one line. */
export function renderFinal(record: RunRecord, options: FinalOptions): string[] {
  const { colors, quiet } = options;
  const paint = { succeeded: colors.green, failed: colors.red, interrupted: colors.yellow }[record.status];
  const mark = { succeeded: '✓', failed: '✗', interrupted: '‖' }[record.status];
  const last = wrap(oneLine(headline(record)), Math.max(40, options.columns - 1), `${mark} `).map((line) =>
    paint(colors.bold(line)),
  );
  if (quiet) return [...failureLines(record, options), ...last];
  const notes = noteLines(record, options);
  return [
    ...tables(record, options),
    ...exportLines(record, options),
    '',
    ...failureLines(record, options),
    ...notes,
    ...whereabouts(record, options),
    ...last,
  ];
}

function tables(record: RunRecord, { columns, colors, verbose }: FinalOptions): string[] {
  if (record.tables.length === 0) return [];
  const all = tablesByImportance(record.tables);
  const sorted = verbose ? all : all.filter((t) => t.leftOut !== true);
  const loud = sorted.filter((t) => t.status !== 'succeeded' || changes(t) > 0);
  const fold = !verbose && sorted.length - loud.length > FEW;
  const shown = fold ? loud : sorted;
  const more = [
    ...(fold ? [`  and ${counted(sorted.length - loud.length, 'table')} without a change`] : []),
    ...(sorted.length < all.length ? [`  and ${counted(all.length - sorted.length, 'table')} that this run left out`] : []),
  ];
  const rows = shown.map((t) => cells(t, record));
  const lines = tableLines(SPECS, rows, Math.max(40, columns - 1), (cell, row, column) => {
    if (row < 0) return colors.dim(cell);
    if (column > 0) return cell;
    return { succeeded: String, failed: colors.red, skipped: colors.yellow }[shown[row]?.status ?? 'succeeded'](cell);
  });
  return ['', ...lines, ...more.map(colors.dim)];
}

const EXPORT_SPECS: readonly ColumnSpec[] = EXPORT_COLUMNS.map((title, i) => ({
  title,
  align: i === 0 ? 'left' : 'right',
  drop: DROPPED.indexOf(title) + 1,
}));

/** The table of exports; after a sync, what it read back of them. */
function exportLines(record: RunRecord, { columns, colors }: FinalOptions): string[] {
  const { exports = [] } = record;
  if (exports.length === 0) return [];
  if (!isExportRun(record)) return ['', ...exports.map((e) => oneLine(readBackWords(e)))];
  const lines = tableLines(
    EXPORT_SPECS,
    exports.map((e) => [...exportCells(e)]),
    Math.max(40, columns - 1),
    (cell, row, column) => {
      if (row < 0) return colors.dim(cell);
      if (column > 0) return cell;
      return { succeeded: String, failed: colors.red, skipped: colors.yellow }[exports[row]?.status ?? 'succeeded'](cell);
    },
  );
  return ['', ...lines, ...exports.flatMap((e) => e.notes.map((note) => colors.dim(`  ${oneLine(`${e.name}: ${note}`)}`)))];
}

function cells(t: TableRecord, record: RunRecord): string[] {
  const lag = lagSeconds(t, record.finishedAt);
  return [
    `${MARK[t.status]} ${oneLine(tableName(t))}`,
    count(t.rows),
    some(t.inserted),
    some(t.updated),
    some(t.deleted),
    oneLine(advance(t.watermark.before, t.watermark.after)),
    lag === null ? '–' : duration(lag),
    lastFullSync(t),
    some(t.requests),
    t.startedAt === null ? '–' : duration(t.seconds),
  ];
}

const some = (value: number) => (value === 0 ? '·' : count(value));

function failureLines(record: RunRecord, { colors, columns }: FinalOptions): string[] {
  return failuresOf(record).flatMap(({ subject, error, also }) => {
    const place = error.location === undefined ? '' : ` (${error.location.file}:${error.location.line}:${error.location.column})`;
    const named = also.slice(0, 10).map(oneLine).join(', ');
    const same = also.length === 0 ? '' : `The same for ${named}${also.length > 10 ? ` and ${also.length - 10} more` : ''}.`;
    return [
      `${colors.red(`✗ ${oneLine(subject)}`)} ${colors.bold(error.code)}${stageWords(error)}${place === '' ? '' : ` ${oneLine(place)}`}`,
      ...paragraphs(error.message, '  ', columns),
      ...paragraphs(error.hint, '  → ', columns),
      ...paragraphs(same, '  ', columns),
      '',
    ];
  });
}

function paragraphs(text: string, lead: string, columns: number): string[] {
  const hang = ' '.repeat(lead.length);
  return harmless(text)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .flatMap((line, i) => wrap(line.trim(), Math.max(40, columns - 1), i === 0 ? lead : hang));
}

/** All notes where much is asked for; else those on hidden rows and columns, and where the others are. */
function noteLines(record: RunRecord, { verbose, columns, colors }: FinalOptions): string[] {
  const all = record.tables.flatMap((t) => t.notes.map((note) => ({ t, note })));
  if (all.length === 0) return [];
  const shown = verbose ? all : all.filter(({ note }) => note.kind === 'access').slice(0, MOST_NOTES);
  const others = all.filter((one) => !shown.includes(one));
  const lines = shown.flatMap(({ t, note }) => {
    const subject = `${tableName(t)}${note.column === undefined ? '' : `.${note.column}`}`;
    return paragraphs(oneLine(`${subject}: ${note.message}`), '! ', columns);
  });
  if (others.length === 0) return [...lines, ''];
  const names = new Set(others.map(({ t }) => tableName(t)));
  const more = `${counted(others.length, shown.length === 0 ? 'note' : 'further note')} on ${counted(names.size, 'table')}: `;
  const where = 'see report.html, or `notes` in manifest.json; --verbose prints them.';
  return [...lines, ...paragraphs(`${more}${where}`, '  ', columns).map(colors.dim), ''];
}

function whereabouts(record: RunRecord, { colors, columns }: FinalOptions): string[] {
  const { output } = record;
  const { restored, saved } = stateWords(record);
  const files = [
    ...(output?.database ? [`${output.directory}/${output.database.path} (${size(output.database.bytes)})`] : []),
    ...(output?.parquet
      ? [`${output.directory}/${output.parquet.path} (${counted(output.parquet.files, 'file')}, ${size(output.parquet.bytes)})`]
      : []),
    ...(output ? [`${output.directory}/${reportFileOf(record)}`] : []),
    ...(output && isExportRun(record) ? [`${output.directory}/exports/`] : []),
  ];
  const full = oneLine(fullSyncWords(record));
  const facts = [
    ...(full === '' ? [] : [['In full ', full]]),
    ['State   ', `${restored} ${saved}`],
    ...(files.length > 0 ? [['Output  ', files.join(', ')]] : []),
  ] as const;
  return [...facts.flatMap(([lead, text]) => wrap(harmless(text), Math.max(40, columns - 1), lead)).map(colors.dim), ''];
}
