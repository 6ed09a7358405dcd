import type { TableRecord } from '../../model/record.ts';
import type { Watermark } from '../../model/watermark.ts';

/** Numbers, sizes and times as people read them; the same words in the terminal, the summary and the report. */

const GROUPED = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** 1234567 → `1,234,567`. */
export function count(value: number): string {
  return GROUPED.format(value);
}

/** `1 row`, `2 rows`; pass the plural where it is not the singular and an s. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** Short enough for a narrow column: 950, 12.3k, 4.56M. */
export function short(value: number): string {
  for (const [limit, unit] of [
    [999_950_000, 'G'],
    [999_950, 'M'],
    [9_995, 'k'],
  ] as const) {
    if (value < limit) continue;
    const scaled = value / { G: 1e9, M: 1e6, k: 1e3 }[unit];
    return `${scaled >= 99.95 ? scaled.toFixed(0) : scaled.toFixed(1)}${unit}`;
  }
  return count(Math.round(value));
}

/** Decimal units, as GitHub shows sizes: 482 B, 12.3 MB. */
export function size(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : 1;
  return `${value.toFixed(digits)} ${units[unit]}`;
}

/** Share of a whole, 0 to 1: 0%, <1%, 37%, >99%, 100%. Never rounds to "nothing" or "all" what is neither. */
export function percent(share: number): string {
  if (share <= 0) return '0%';
  if (share < 0.01) return '<1%';
  if (share > 0.99 && share < 1) return '>99%';
  return `${Math.round(share * 100)}%`;
}

/** `2026-11-21 02:03:04`, UTC, from ISO 8601; seconds are cut, not rounded. */
export function instant(iso: string): string {
  return iso.slice(0, 19).replace('T', ' ');
}

/** A watermark for people: a time to the second, `xid 123456`, or –. */
export function watermark(mark: Watermark | null): string {
  if (mark === null) return '–';
  return mark.kind === 'xmin' ? `xid ${mark.value}` : instant(mark.value);
}

/** Before → after, without repeating the day. */
export function advance(before: Watermark | null, after: Watermark | null): string {
  const from = watermark(before);
  const to = watermark(after);
  if (from === to) return to;
  const sameDay = from.length === 19 && from.slice(0, 10) === to.slice(0, 10);
  return `${from} → ${sameDay ? to.slice(11) : to}`;
}

/**
 * How old a table's contents are at `now` (ISO 8601), in seconds: since the last import that succeeded began. Not the age of its watermark,
 * which stays where it is while nothing changes at the source. Null: never read, or computed from others.
 */
export function lagSeconds({ syncedAt }: Pick<TableRecord, 'syncedAt'>, now: string): number | null {
  return syncedAt === null ? null : secondsBetween(syncedAt, now);
}

export function secondsBetween(from: string, to: string): number {
  return Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000);
}

/** `a, b and c`. */
export function list(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** Cuts to `limit` characters, whole code points, with an ellipsis as the last. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const cut = text.slice(0, Math.max(0, limit - 1));
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}

/**
 * Control characters (a terminal's escape codes above all) and the marks that turn the reading direction, made visible or dropped:
 * names and messages of a source are not ours. Keeps newlines.
 */
export function harmless(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.replace(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, (c) =>
    c === '\t' ? ' ' : c === '\r' ? '' : '\uFFFD',
  );
}

/** The same for every text within plain data. */
export function harmlessAll<T>(value: T): T {
  if (typeof value === 'string') return harmless(value) as T;
  if (Array.isArray(value)) return value.map(harmlessAll) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, harmlessAll(inner)])) as T;
}

/** The same on one line. */
export function oneLine(text: string): string {
  return harmless(text).replace(/\s+/g, ' ').trim();
}

/** Two units at most: 0.4 s, 12 s, 3 min 4 s, 2 h 5 min, 3 d 4 h. */
export function duration(seconds: number): string {
  const s = Math.max(0, seconds);
  if (s < 9.95) return `${s.toFixed(1)} s`;
  if (s < 59.5) return `${Math.round(s)} s`;
  if (s < 3599.5) return pair(Math.round(s), 60, 'min', 's');
  if (s < 86_370) return pair(Math.round(s / 60), 60, 'h', 'min');
  return pair(Math.round(s / 3600), 24, 'd', 'h');
}

function pair(value: number, base: number, large: string, small: string): string {
  const rest = value % base;
  return rest === 0 ? `${Math.floor(value / base)} ${large}` : `${Math.floor(value / base)} ${large} ${rest} ${small}`;
}
