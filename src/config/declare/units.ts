import { isLoopback } from '../../model/loopback.ts';

const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 } as const;
const LONGEST = 3650 * SECONDS.d;

/** Seconds of `90s`, `10m`, `1h30m`, `2d`; null where it is no duration or longer than ten years. */
export function parseDuration(text: string): number | null {
  if (!/^(\d{1,9}[smhd])+$/.test(text)) return null;
  let seconds = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+)([smhd])/g)) {
    seconds += Number(amount) * SECONDS[unit as keyof typeof SECONDS];
  }
  return seconds <= LONGEST ? seconds : null;
}

const MIB = { MiB: 1, GiB: 1024, TiB: 1024 * 1024 } as const;

/** MiB of `512MiB`, `2GiB`, `1.5GiB`; null where it is no such size. */
export function parseMemory(text: string): number | null {
  const match = /^(\d{1,7}(?:\.\d{1,3})?)(MiB|GiB|TiB)$/.exec(text);
  return match === null ? null : Math.floor(Number(match[1]) * MIB[match[2] as keyof typeof MIB]);
}

/** Seconds between two full syncs; null for `never`, undefined where it is neither that nor a duration above 0. */
export function parseInterval(text: string): number | null | undefined {
  if (text === 'never') return null;
  const seconds = parseDuration(text);
  return seconds === null || seconds === 0 ? undefined : seconds;
}

/** The share (0 to 1) of `50%`; null outside of 0% < x ≤ 100%. */
export function parsePercentage(text: string): number | null {
  const match = /^(\d{1,3}(?:\.\d+)?)%$/.exec(text);
  if (match === null) return null;
  const share = Number(match[1]) / 100;
  return share > 0 && share <= 1 ? share : null;
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

// Minute, hour, day of month, month, day of week.
const CRON_FIELDS: readonly { readonly low: number; readonly high: number; readonly names: readonly string[] }[] = [
  { low: 0, high: 59, names: [] },
  { low: 0, high: 23, names: [] },
  { low: 1, high: 31, names: [] },
  { low: 1, high: 12, names: MONTHS },
  { low: 0, high: 6, names: DAYS },
];

/**
 * A cron line as GitHub takes it, in the one form in which two that mean the same are compared: one blank between its five fields, numbers
 * without leading zeros, months and days as numbers. Null where it is none.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#schedule
 */
export function normalizeCron(text: string): string | null {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== CRON_FIELDS.length) return null;
  const parts = CRON_FIELDS.map((range, i) =>
    (fields[i] ?? '').split(',').map((part) => (isCronPart(part, range) ? part : null)),
  );
  if (parts.flat().includes(null)) return null;
  return parts.map((field, i) => field.map((part) => plainPart(part ?? '', CRON_FIELDS[i])).join(',')).join(' ');
}

function plainPart(part: string, range: (typeof CRON_FIELDS)[number] | undefined): string {
  return part.replaceAll(/\w+/g, (word) => {
    const named = range?.names.indexOf(word.toUpperCase()) ?? -1;
    return String(named >= 0 ? named + (range?.low ?? 0) : Number(word));
  });
}

function isCronPart(part: string, range: (typeof CRON_FIELDS)[number]): boolean {
  const match = /^(?:\*|(\w+)(?:-(\w+))?)(?:\/(\d{1,2}))?$/.exec(part);
  if (match === null) return false;
  const [, first, last, step] = match;
  if (step !== undefined && Number(step) < 1) return false;
  if (first === undefined) return true;
  const from = cronNumber(first, range);
  const to = last === undefined ? from : cronNumber(last, range);
  return from !== null && to !== null && from <= to;
}

function cronNumber(text: string, { low, high, names }: (typeof CRON_FIELDS)[number]): number | null {
  const named = names.indexOf(text.toUpperCase());
  if (named >= 0) return named + low;
  if (!/^\d{1,2}$/.test(text)) return null;
  const n = Number(text);
  return n >= low && n <= high ? n : null;
}

/** Why an address can't be used, or null: https, or http on this machine only; no user, password, query or fragment. */
export function serviceUrlFault(text: string): string | null {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return 'this is not an address';
  }
  if (url.username !== '' || url.password !== '') return 'an address must not contain a user or password';
  if (url.protocol === 'http:' && !isLoopback(url.hostname))
    return 'http:// is accepted for this machine only (localhost, 127.0.0.1, [::1])';
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'this starts with something else';
  if (url.search !== '' || url.hash !== '') return 'an address must not contain ? or #';
  return null;
}

/** The address in what people paste: without https, with a path. Null for what is no address of a service. */
export function serviceAddress(pasted: string): URL | null {
  const text = /^[a-z]+:\/\//i.test(pasted) ? pasted : `https://${pasted}`;
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const isHere = isLoopback(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isHere)) return null;
  return url.hostname.includes('.') || isHere ? url : null;
}
