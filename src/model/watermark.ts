/**
 * How far a table's rows are known to be complete, on the source's own clock.
 *
 * - `timestamp`: `value` is UTC, ISO 8601 with microseconds, `2026-11-21T02:03:04.000005Z`.
 * - `xmin`: `value` is a 64-bit PostgreSQL transaction id in decimal.
 * - `token`: `value` is a timestamp as above and `token` the source's own change token.
 *
 * Always text: a JavaScript date has milliseconds only.
 */
export interface Watermark {
  readonly kind: 'timestamp' | 'xmin' | 'token';
  readonly value: string;
  /** Opaque, at most 64 KiB, not secret; part of what the next run starts from. */
  readonly token?: string;
}

const ISO = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,6}))?Z$/;

/** Microseconds since 1970 of a `timestamp` value. Throws RangeError on any other text. */
export function toMicros(value: string): bigint {
  const m = ISO.exec(value);
  if (m === null) throw new RangeError(`not a UTC timestamp: ${value}`);
  const [, y, mo, d, h, mi, s, fraction = ''] = m;
  const millis = Date.UTC(Number(y), Number(mo) - 1, Number(d), Number(h), Number(mi), Number(s));
  return BigInt(millis) * 1000n + BigInt(fraction.padEnd(6, '0'));
}

export function fromMicros(micros: bigint): string {
  const millis = micros / 1000n - (micros % 1000n < 0n ? 1n : 0n);
  const rest = micros - millis * 1000n;
  const iso = new Date(Number(millis)).toISOString();
  return `${iso.slice(0, -1)}${rest.toString().padStart(3, '0')}Z`;
}

/** The instant `seconds` before a timestamp: the low edge of a window after its lookback. */
export function earlier(value: string, seconds: number): string {
  return fromMicros(toMicros(value) - BigInt(Math.round(seconds * 1e6)));
}

export function later(value: string, seconds: number): string {
  return earlier(value, -seconds);
}

/** What a watermark says when nothing is held yet: every row that comes is new. */
export const NOTHING_HELD = '1970-01-01T00:00:00.000000Z';

/**
 * The watermark, no later than the newest cursor value that is held (null: none): rows may come that are newer than all that is there and
 * older than the clock.
 */
export function heldBackTo(watermark: Watermark, newest: string | null, slackSeconds: number): Watermark {
  const held = newest === null || toMicros(newest) <= toMicros(NOTHING_HELD) ? NOTHING_HELD : later(newest, slackSeconds);
  return toMicros(held) < toMicros(watermark.value) ? { ...watermark, value: held } : watermark;
}
