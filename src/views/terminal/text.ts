import type { TableAccess } from '../../model/contract.ts';
import type {
  CheckedStore,
  CheckResult,
  CommandResult,
  ExportAccess,
  FreshnessResult,
  ValidateResult,
} from '../../model/results.ts';
import { count, counted, duration, harmlessAll, instant, list, oneLine, secondsBetween, size } from '../facts/format.ts';
import { limitWords, staleHint } from '../facts/table-freshness.ts';
import { type ColumnSpec, wrap } from './display.ts';
import { renderDiscover } from './text-discover.ts';
import { facts, failure, indent, noteLines, paintedTable, problem, quota, type TextOptions, warnings } from './text-parts.ts';
import { renderPlan } from './text-plan.ts';

export type { TextOptions } from './text-parts.ts';

/** What `validate`, `check`, `discover`, `plan` and `freshness` found, for people: lines for the terminal or the log. */
export function renderOutcome(found: CommandResult, options: TextOptions): string[] {
  const result = harmlessAll(found);
  switch (result.command) {
    case 'validate':
      return renderValidate(result, options);
    case 'check':
      return renderCheck(result, options);
    case 'discover':
      return renderDiscover(result, options);
    case 'plan':
      return renderPlan(result, options);
    case 'freshness':
      return renderFreshness(result, options);
  }
}

function renderValidate(result: ValidateResult, { colors, columns }: TextOptions): string[] {
  const tables = result.sources.reduce((sum, source) => sum + source.tables.length, 0);
  const sources = result.sources.flatMap((s) => [
    `${colors.bold(oneLine(s.name))}  ${oneLine(`${s.type} · ${s.address}`)}`,
    ...wrap(oneLine(s.tables.join(', ')) || 'no tables', columns - 1, '  '),
  ]);
  const variables =
    result.variables.length === 0 ? [] : wrap(`Filled in from the environment: ${list(result.variables)}.`, columns - 1, '');
  const good = `${oneLine(result.configFile)} is valid: ${counted(result.sources.length, 'source')}, ${counted(tables, 'table or pattern', 'tables or patterns')}.`;
  return [
    ...sources,
    '',
    ...variables,
    ...artifactLines(result.outputBytes, columns),
    ...warnings(result.warnings, colors, columns),
    ...wrap(good, columns - 1, '✓ ').map((line) => colors.green(colors.bold(line))),
  ];
}

/** The example workflow's own figures: 13 runs a day, each upload kept for 3 days. */
const UPLOADS_KEPT = 13 * 3;

/** GitHub's included storage: https://docs.github.com/en/billing/concepts/product-billing/github-actions */
function artifactLines(bytes: number | null, columns: number): string[] {
  if (bytes === null) return [];
  const text = `The last run's output takes ${size(bytes)}. Uploaded as an artifact in each of 13 runs a day and kept for 3 days, that is up to ${size(bytes * UPLOADS_KEPT)}; GitHub includes 500 MB (Free), 1 GB (Pro), 2 GB (Team) or 50 GB (Enterprise).`;
  return wrap(text, columns - 1, '');
}

const ACCESS: readonly ColumnSpec[] = [
  { title: '  Table', align: 'left', drop: 0 },
  { title: 'Rows', align: 'right', drop: 0 },
  { title: 'Cursor', align: 'left', drop: 1 },
  { title: 'Key', align: 'left', drop: 2 },
  { title: 'Hidden columns', align: 'left', drop: 3 },
];

function renderCheck(result: CheckResult, options: TextOptions): string[] {
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
  const exports = (result.exports ?? []).flatMap((one) => exportAccessLines(one, options));
  const stores = (result.stores ?? []).flatMap((one) => storeLines(one, options));
  const verdict = wrap(checkVerdict(result), columns - 1, result.ok ? '✓ ' : '✗ ');
  return [
    ...sources,
    ...(exports.length === 0 ? [] : [...exports, '']),
    ...(stores.length === 0 ? [] : [...stores, '']),
    ...verdict.map((line) => (result.ok ? colors.green : colors.red)(colors.bold(line))),
  ];
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

function exportAccessLines(one: ExportAccess, options: TextOptions): string[] {
  const { colors, columns } = options;
  const title = oneLine(`Export ${one.name}: ${one.operation} ${one.object} in ${one.to}, by ${one.key}`);
  if (one.error !== null) return [colors.bold(title), ...failure('writing', one.error, options)];
  const { fields, keyFilled } = one;
  const facts = [
    `may ${one.may.join(', ') || 'do nothing'}`,
    ...(fields === null ? [] : [`may write ${count(fields.fields)} of ${counted(fields.of, 'field')}`]),
    'the key is unique',
    ...(keyFilled === null ? [] : [`${count(keyFilled.filled)} of ${counted(keyFilled.records, 'record')} have it filled`]),
  ];
  const notes = one.notes.flatMap((note) => wrap(oneLine(note), Math.max(40, columns - 1), '  ! '));
  return [colors.bold(title), `  ${colors.green('✓')} ${oneLine(facts.join('; '))}`, ...notes];
}

function storeLines({ use, address, found, error }: CheckedStore, options: TextOptions): string[] {
  const { colors, columns } = options;
  const title = wrap(oneLine(address), columns - 1, `${colors.bold(use)}  `);
  if (error !== null) return [...title, ...failure('reading', error, options)];
  const nothing = use === 'state' ? 'no state so far' : 'nothing published so far';
  return [...title, `  ${colors.green('✓')} can be read: ${found ?? nothing}`];
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
  const stopped = (result.exports ?? []).filter((e) => e.error !== null).map((e) => e.name);
  const closed = (result.stores ?? []).filter((s) => s.error !== null).map((s) => s.use);
  const parts = [
    ...(stopped.length > 0 ? [`${list(stopped)} can’t be exported`] : []),
    ...(closed.length > 0 ? [`The ${list(closed)} can’t be read`] : []),
    ...(shut.length > 0 ? [`Signing in failed for ${list(shut)}`] : []),
    ...(unreadable > 0 ? [`${count(unreadable)} of ${counted(tables.length, 'table')} can’t be read`] : []),
  ];
  return `${oneLine(parts.join('; ')) || 'The check failed'}. Nothing was changed.`;
}

const SPECS: readonly ColumnSpec[] = [
  { title: '  Table', align: 'left', drop: 0 },
  { title: 'Age', align: 'right', drop: 0 },
  { title: 'Last sync (UTC)', align: 'left', drop: 1 },
  { title: 'Limits', align: 'left', drop: 2 },
];

const MARK = { fresh: '✓', warn: '!', error: '✗' } as const;

/** The oldest first. */
function renderFreshness(result: FreshnessResult, options: TextOptions): string[] {
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
