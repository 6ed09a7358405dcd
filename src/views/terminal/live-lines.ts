import { changes, tableName } from '../facts/facts.ts';
import { count, counted, duration, oneLine, percent, short } from '../facts/format.ts';
import { alignLeft, alignRight, type Colors, shorten, width } from './display.ts';
import { isRunning, type RunProgress, rateOf, secondsLeft, shareOf, type TableProgress, tally } from './progress.ts';

export interface Screen {
  readonly columns: number;
  readonly rows: number;
  readonly colors: Colors;
  /** Counts up with every redraw, for the spinner. */
  readonly frame: number;
}

const SPINNER = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';
const BAR = 16;

/** The live part of the screen: a heading and a line a table, never wider or higher than the screen. */
export function renderLive(progress: RunProgress, now: number, screen: Screen): string[] {
  const cells = Math.max(10, screen.columns - 1);
  const room = Math.max(1, screen.rows - 3);
  const { shown, hidden } = choose(progress.tables, room);
  const names = Math.max(8, ...shown.map((t) => width(oneLine(tableName(t)))));
  const nameCells = Math.min(names, Math.max(12, Math.floor(cells * 0.38)));
  const more = hidden.length === 0 ? [] : [screen.colors.dim(shorten(`  and ${words(hidden)}`, cells))];
  return [heading(progress, now, screen, cells), ...shown.map((t) => tableLine(t, now, screen, cells, nameCells)), ...more];
}

function heading(progress: RunProgress, now: number, { colors, frame }: Screen, cells: number): string {
  const { done, failed, rows } = tally(progress.tables);
  const all = progress.tables.length;
  const parts = [
    progress.stage || 'starting',
    ...(all > 0 ? [`${count(done + failed)} of ${counted(all, 'table')} done`] : [progress.detail]),
    ...(failed > 0 ? [`${count(failed)} failed`] : []),
    ...(rows > 0 ? [`${counted(rows, 'row')} read`] : []),
    duration((now - progress.startedAt) / 1000),
  ];
  const spinner = SPINNER[frame % SPINNER.length] ?? '';
  const text = shorten(
    parts
      .filter((part) => part !== '')
      .map(oneLine)
      .join(' · '),
    cells - 2,
  );
  return `${colors.cyan(spinner)} ${colors.bold(text)}`;
}

/** Where not all tables fit: running ones first, then failed, then those that wait, then done; in the run's order. */
function choose(tables: readonly TableProgress[], room: number): { shown: TableProgress[]; hidden: TableProgress[] } {
  if (tables.length <= room) return { shown: [...tables], hidden: [] };
  const rank = (t: TableProgress) => (isRunning(t) ? 0 : t.stage === 'failed' ? 1 : t.stage === 'waiting' ? 2 : 3);
  const chosen = new Set([...tables].sort((a, b) => rank(a) - rank(b)).slice(0, Math.max(0, room - 1)));
  return { shown: tables.filter((t) => chosen.has(t)), hidden: tables.filter((t) => !chosen.has(t)) };
}

function words(hidden: readonly TableProgress[]): string {
  const { done, failed, skipped, waiting, running } = tally(hidden);
  const parts = [
    [running, 'running'],
    [failed, 'failed'],
    [waiting, 'waiting'],
    [skipped, 'skipped'],
    [done, 'done'],
  ] as const;
  const counts = parts.filter(([n]) => n > 0).map(([n, word]) => `${count(n)} ${word}`);
  return `${counted(hidden.length, 'more table')}: ${counts.join(', ')}`;
}

function tableLine(t: TableProgress, now: number, { colors }: Screen, cells: number, nameCells: number): string {
  const name = alignLeft(shorten(oneLine(tableName(t)), nameCells), nameCells);
  const rest = cells - nameCells - 3;
  switch (t.stage) {
    case 'waiting':
      return colors.dim(`· ${name} ${shorten('waiting', rest)}`);
    case 'skipped':
      return colors.dim(`– ${name} ${shorten('skipped', rest)}`);
    case 'failed':
      return `${colors.red('✗')} ${name} ${colors.red(shorten(oneLine(t.record?.error?.message ?? 'failed'), rest))}`;
    case 'done':
      return `${colors.green('✓')} ${name} ${shorten(doneWords(t), rest)}`;
    default:
      return `${colors.cyan('›')} ${name} ${running(t, now, colors, rest)}`;
  }
}

function doneWords(t: TableProgress): string {
  if (t.record === null) return `${counted(t.rows, 'row')} read`;
  const changed = changes(t.record);
  const what = changed === 0 ? 'nothing changed' : `${count(changed)} changed`;
  return `${counted(t.record.rows, 'row')}, ${what} · ${duration(t.record.seconds)}`;
}

/** `read     52,100 rows  ████████░░░░░░░░  62%  12.3k/s  4 s left`: fixed places, so that nothing jumps; the last to fit go first. */
function running(t: TableProgress, now: number, colors: Colors, cells: number): string {
  const share = shareOf(t);
  const rate = rateOf(t, now);
  const time = secondsLeft(t, now);
  const places: { text: string; cells: number; rank: number; paint?: (text: string) => string }[] = [
    { text: alignLeft(t.stage, 7), cells: 7, rank: 0 },
    { text: `${short(t.rows)} rows`, cells: 11, rank: 1 },
    { text: share === null ? '' : bar(share), cells: BAR, rank: 5, paint: colors.cyan },
    { text: share === null ? '' : percent(share), cells: 4, rank: 2 },
    { text: rate === null ? '' : `${short(rate)}/s`, cells: 8, rank: 4, paint: colors.dim },
    { text: time === null ? '' : `${duration(time)} left`, cells: 16, rank: 3 },
  ];
  const fitting = [...places].sort((a, b) => a.rank - b.rank);
  while (fitting.length > 1 && fitting.reduce((sum, place) => sum + place.cells + 2, -2) > cells) fitting.pop();
  return places
    .filter((place) => fitting.includes(place))
    .map(({ text, cells: place, paint = String }) => paint(alignRight(text, place)))
    .join('  ')
    .trimEnd();
}

function bar(share: number): string {
  const filled = Math.round(share * BAR);
  return `${'█'.repeat(filled)}${'░'.repeat(BAR - filled)}`;
}
