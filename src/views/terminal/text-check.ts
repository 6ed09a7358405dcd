import type { TableAccess } from '../../model/contract.ts';
import type { CheckResult } from '../../model/results.ts';
import { count, counted, duration, list, oneLine } from '../facts/format.ts';
import { type ColumnSpec, wrap } from './columns.ts';
import { facts, failure, indent, noteLines, paintedTable, problem, quota, type TextOptions, warnings } from './text-parts.ts';

const ACCESS: readonly ColumnSpec[] = [
  { title: '  Table', align: 'left', drop: 0 },
  { title: 'Rows', align: 'right', drop: 0 },
  { title: 'Cursor', align: 'left', drop: 1 },
  { title: 'Key', align: 'left', drop: 2 },
  { title: 'Hidden columns', align: 'left', drop: 3 },
];

export function renderCheck(result: CheckResult, options: TextOptions): string[] {
  const { colors, columns } = options;
  const sources = result.sources.flatMap((source) => [
    ...wrap(
      oneLine(`${source.type}${source.access === null ? '' : ` · ${source.access.server}`}`),
      columns - 1,
      `${colors.bold(oneLine(source.name))}  `,
    ),
    ...(source.access === null
      ? failure('signing in', source.error, options)
      : [
          `  ${colors.green('✓')} signed in as ${oneLine(source.access.identity)} (${duration(source.seconds)}, ${counted(source.requests, 'call')})`,
          ...facts([...source.access.facts, ...source.quotas.map(quota)], columns),
          ...failure('reading', source.error, options),
          ...accessTable(source.tables, options),
        ]),
    ...warnings(source.notices, colors, columns),
    '',
  ]);
  const verdict = wrap(checkVerdict(result), columns - 1, result.ok ? '✓ ' : '✗ ');
  return [...sources, ...verdict.map((line) => (result.ok ? colors.green : colors.red)(colors.bold(line)))];
}

function accessTable(tables: readonly TableAccess[], options: TextOptions): string[] {
  if (tables.length === 0) return [];
  const rows = tables.map((t) => [
    `${t.readable ? '✓' : '✗'} ${oneLine(t.ref.name)}`,
    t.rows === null ? '?' : count(t.rows),
    t.readable ? (t.cursor ?? 'none: read in full each run') : '–',
    t.key.join(', ') || 'none',
    oneLine(t.hidden.join(', ')),
  ]);
  const problems = tables.flatMap((t) => (t.problem === undefined ? [] : problem(t.ref.name, t.problem, options)));
  const notes = tables.flatMap((t) => noteLines(t.ref.name, t.notes ?? [], options));
  return [...indent(paintedTable(ACCESS, rows, options, (row) => tables[row]?.readable === false)), ...problems, ...notes];
}

function checkVerdict(result: CheckResult): string {
  const tables = result.sources.flatMap((s) => s.tables);
  const unreadable = tables.filter((t) => !t.readable).length;
  const shut = result.sources.filter((s) => s.access === null).map((s) => s.name);
  if (result.ok && tables.length === 0) return 'Signing in works, but the configuration chooses no table. Nothing was changed.';
  if (result.ok) {
    const all = tables.length === 1 ? 'The one table' : `All ${counted(tables.length, 'table')}`;
    return `${all} can be read. Nothing was changed.`;
  }
  const parts = [
    ...(shut.length > 0 ? [`Signing in failed for ${list(shut)}`] : []),
    ...(unreadable > 0 ? [`${count(unreadable)} of ${counted(tables.length, 'table')} can’t be read`] : []),
  ];
  return `${oneLine(parts.join('; ')) || 'The check failed'}. Nothing was changed.`;
}
