import type { RunRecord, TableRecord } from '../../model/record.ts';
import { changes, factsOf, lastFullSync, tableName, tablesByImportance } from '../facts/facts.ts';
import { advance, clip, count, counted, duration, lagSeconds } from '../facts/format.ts';
import { type Align, code, details, inline, type SummaryDetail, type SummarySection, table } from './markdown.ts';

const HEAD: readonly (readonly [string, Align])[] = [
  ['Table', 'left'],
  ['Rows', 'right'],
  ['Inserted', 'right'],
  ['Updated', 'right'],
  ['Deleted', 'right'],
  ['Watermark (UTC)', 'left'],
  ['Lag', 'right'],
  ['Last full sync', 'left'],
  ['Calls', 'right'],
  ['Time', 'right'],
];

const ICON = { succeeded: '✅', failed: '❌', skipped: '⏭️' } as const;

/** Tables that are shown beside the changed ones although nothing happened to them; more go into a fold. */
const FEW = 12;

/** The table of tables: failed and changed ones first; many quiet ones are folded away. */
export function tablesSection(record: RunRecord, grade: SummaryDetail): SummarySection {
  if (record.tables.length === 0) return { text: '', leftOut: [] };
  const sorted = tablesByImportance(record.tables);
  const shown = sorted.slice(0, grade.tables);
  const isLoud = (t: TableRecord) => (t.status !== 'succeeded' && t.leftOut !== true) || changes(t) > 0;
  const [loud, quiet] = [shown.filter(isLoud), shown.filter((t) => !isLoud(t))];
  const fold = quiet.length > FEW;
  const open = fold ? loud : shown;
  const parts = [
    '### Tables',
    open.length > 0
      ? table(HEAD, [...open.map((t) => row(t, record)), ...(record.tables.length > 1 ? [total(record)] : [])])
      : '',
    fold
      ? details(
          `${counted(quiet.length, 'table')} without a change${quiet.some((t) => t.leftOut) ? ' or left out of this run' : ''}`,
          table(
            HEAD,
            quiet.map((t) => row(t, record)),
          ),
        )
      : '',
  ];
  const missing = sorted.length - shown.length;
  if (shown.length === 0) return { text: '', leftOut: [`the table of all ${counted(missing, 'table')}`] };
  return {
    text: parts.filter((part) => part !== '').join('\n\n'),
    leftOut: missing > 0 ? [counted(missing, 'further table')] : [],
  };
}

function row(t: TableRecord, record: RunRecord): string[] {
  const mode = t.mode === record.mode || t.status === 'skipped' ? '' : ` ${t.mode}`;
  const lag = lagSeconds(t, record.finishedAt);
  return [
    `${ICON[t.status]} ${code(clip(tableName(t), 120))}${mode}${t.status === 'succeeded' ? '' : ` ${t.status}`}`,
    count(t.rows),
    some(t.inserted),
    some(t.updated),
    some(t.deleted),
    whole(inline(advance(t.watermark.before, t.watermark.after))).replace('&nbsp;→&nbsp;', ' → '),
    lag === null ? '–' : whole(duration(lag)),
    whole(inline(lastFullSync(t))),
    some(t.requests),
    t.startedAt === null ? '–' : whole(duration(t.seconds)),
  ];
}

function total(record: RunRecord): string[] {
  const facts = factsOf(record);
  const sums = [facts.rows, facts.inserted, facts.updated, facts.deleted].map((n) => `**${count(n)}**`);
  return [
    `**${counted(record.tables.length, 'table')}**`,
    ...sums,
    '',
    '',
    '',
    `**${count(facts.requests)}**`,
    `**${duration(facts.seconds)}**`,
  ];
}

/** Keeps `2 h 5 min` on one line. */
function whole(text: string): string {
  return text.replaceAll(' ', '&nbsp;');
}

/** Zeros are quiet. */
function some(value: number): string {
  return value === 0 ? '·' : count(value);
}
