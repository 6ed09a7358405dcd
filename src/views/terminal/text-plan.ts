import type { PlanResult, PreviewedTable } from '../../model/results.ts';
import { count, counted, duration, harmless, oneLine, secondsBetween, size, watermark } from '../facts/format.ts';
import { type ColumnSpec, wrap } from './display.ts';
import { facts, failure, noteLines, paintedTable, problem, quota, type TextOptions, warnings } from './text-parts.ts';

const PLANNED: readonly ColumnSpec[] = [
  { title: '  Table', align: 'left', drop: 0 },
  { title: 'Mode', align: 'left', drop: 0 },
  { title: 'From (UTC)', align: 'left', drop: 2 },
  { title: 'Partitions', align: 'right', drop: 3 },
  { title: 'Rows', align: 'right', drop: 1 },
  { title: 'Calls', align: 'right', drop: 1 },
  { title: 'Why', align: 'left', drop: 4 },
];

export function renderPlan(result: PlanResult, options: TextOptions): string[] {
  const { colors, columns, verbose } = options;
  const state = result.state;
  const age = state === null ? '' : duration(secondsBetween(state.savedAt, options.now));
  const rows = result.tables.map(planRow);
  const lines = [
    ...wrap(
      oneLine(`A sync would be ${result.mode === 'mixed' ? 'full for some tables, incremental for others' : result.mode}.`),
      columns - 1,
      '',
    ),
    ...wrap(
      state === null
        ? 'There is no state yet.'
        : `It would continue from generation ${state.generation}, saved ${age} ago (${size(state.bytes)}).`,
      columns - 1,
      '',
    ),
    '',
    ...(rows.length === 0 ? ['  no tables'] : paintedTable(PLANNED, rows, options, (row) => result.tables[row]?.error !== null)),
    ...(verbose ? ['', ...result.tables.flatMap((t) => partitionLines(t, options))] : []),
    ...result.tables.flatMap((t) => noteLines(`${t.source}.${t.table}`, t.plan?.schema.notes ?? [], options)),
    ...result.tables.flatMap((t) => (t.error === null ? [] : problem(`${t.source}.${t.table}`, t.error, options))),
    ...result.sources.flatMap((s) => [...failure(`source ${s.name}`, s.error, options), ...warnings(s.notices, colors, columns)]),
    ...facts(
      result.sources.flatMap((s) => s.quotas.map((q): [string, string] => [`${s.name}: ${quota(q)[0]}`, quota(q)[1]])),
      columns,
    ),
    ...warnings(result.notices, colors, columns),
  ];
  return [...lines, '', ...wrap(planVerdict(result), columns - 1, '').map(colors.bold)];
}

function planRow(t: PreviewedTable): string[] {
  const name = oneLine(`${t.source}.${t.table}`);
  if (t.plan === null) return [`✗ ${name}`, '–', '–', '–', '–', '–', t.error?.code ?? ''];
  const rows = total(t.partitions.map((p) => p.expectedRows));
  const calls = total(t.partitions.map((p) => p.expectedRequests));
  const from = t.plan.since === null ? 'the beginning' : oneLine(watermark(t.plan.since));
  return [
    `${t.error === null ? '·' : '✗'} ${name}`,
    t.plan.mode,
    from,
    count(t.partitions.length),
    rows,
    calls,
    oneLine(t.plan.why),
  ];
}

/** `≥` where a part is not known. */
function total(values: readonly (number | null)[]): string {
  const known = values.filter((v) => v !== null);
  if (known.length === 0) return '?';
  return `${known.length < values.length ? '≥ ' : ''}${count(known.reduce((sum, v) => sum + v, 0))}`;
}

function partitionLines(t: PreviewedTable, { colors, columns }: TextOptions): string[] {
  const lines = t.partitions.flatMap((p) => [
    `  ${oneLine(p.id)} ${colors.dim(`${p.pass}${p.expectedRows === null ? '' : `, about ${counted(p.expectedRows, 'row')}`}`)}`,
    ...harmless(p.query)
      .split('\n')
      .flatMap((line) => wrap(line, columns - 1, '      ')),
  ]);
  return lines.length === 0 ? [] : [colors.bold(oneLine(`${t.source}.${t.table}`)), ...lines, ''];
}

function planVerdict(result: PlanResult): string {
  const failed = result.tables.filter((t) => t.error !== null).length;
  const partitions = result.tables.flatMap((t) => t.partitions);
  const rows = total(partitions.map((p) => p.expectedRows));
  const calls = total(partitions.map((p) => p.expectedRequests));
  const bad = failed > 0 ? ` ${counted(failed, 'table')} could not be planned.` : '';
  return `${counted(result.tables.length - failed, 'table')}, ${counted(partitions.length, 'partition')}, ${rows.replace('≥', 'at least')} rows, ${calls} calls. Nothing was read or changed.${bad}`;
}
