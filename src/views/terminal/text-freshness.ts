import type { FreshnessResult } from '../../model/results.ts';
import { counted, duration, instant, oneLine, secondsBetween } from '../facts/format.ts';
import { limitWords, staleHint } from '../facts/table-freshness.ts';
import { type ColumnSpec, wrap } from './display.ts';
import { paintedTable, type TextOptions } from './text-parts.ts';

const SPECS: readonly ColumnSpec[] = [
  { title: '  Table', align: 'left', drop: 0 },
  { title: 'Age', align: 'right', drop: 0 },
  { title: 'Last sync (UTC)', align: 'left', drop: 1 },
  { title: 'Limits', align: 'left', drop: 2 },
];

const MARK = { fresh: '✓', warn: '!', error: '✗' } as const;

/** The oldest first. */
export function renderFreshness(result: FreshnessResult, options: TextOptions): string[] {
  const { colors, columns } = options;
  const tables = [...result.tables].sort(
    (a, b) => (b.ageSeconds ?? Number.POSITIVE_INFINITY) - (a.ageSeconds ?? Number.POSITIVE_INFINITY),
  );
  const rows = tables.map((t) => [
    `${MARK[t.status]} ${oneLine(`${t.source}.${t.table}`)}`,
    t.ageSeconds === null ? 'never' : duration(t.ageSeconds),
    t.syncedAt === null ? '–' : instant(t.syncedAt),
    limitWords(t),
  ]);
  const late = tables.filter((t) => t.status === 'error').length;
  const warned = tables.filter((t) => t.status === 'warn').length;
  const read = `By the ${result.from} of ${instant(result.at)} UTC, ${duration(secondsBetween(result.at, result.now))} ago.`;
  const unsure = tables.find((t) => t.mayBeFresher === true);
  const last =
    late > 0
      ? colors.red(colors.bold(`✗ ${counted(late, 'table is', 'tables are')} too old.`))
      : colors.green(colors.bold(`✓ No table is too old${warned > 0 ? `; ${counted(warned, 'is', 'are')} late` : ''}.`));
  return [
    ...paintedTable(SPECS, rows, options, (row) => tables[row]?.status === 'error'),
    '',
    ...wrap(read, columns - 1, ''),
    last,
    ...(unsure === undefined ? [] : wrap(`→ ${staleHint(unsure)}`, columns - 1, '  ')),
  ];
}
