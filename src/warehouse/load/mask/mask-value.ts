import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { HighwaterError } from '../../../model/errors.ts';
import type { Secret } from '../../../model/secret.ts';
import type { ColumnMask, KeptUnit } from '../../../model/table.ts';

/** A value's text as the source writes it, to the text that is kept. NULL is never given: it stays NULL. */
export type MaskValue = (text: string) => string;

/** Hex digits of an HMAC-SHA-256. */
export const HASH_LENGTH = 64;

// `2024-05-03`, `2024-05-03 10:11:12.5+00`, `2024-05-03T10:11:12.000Z`; years of more digits, and ` BC` behind them.
const DATE = /^(\d{4,6})-(\d\d)-(\d\d)(?:([T ])(\d\d):(\d\d):(\d\d(?:\.\d+)?))?(.*)$/s;
const WITHOUT_PARTS = new Set(['infinity', '-infinity']);

/** `key`: for `hash` alone. */
export function maskValueOf(mask: ColumnMask, key: KeyObject | null): MaskValue {
  if (mask === 'hash') return hashedBy(key);
  if (mask === 'redact') throw new Error('a redacted column is not read');
  const { truncate } = mask;
  return typeof truncate === 'number' ? (text) => firstCharacters(text, truncate) : (text) => truncatedDate(text, truncate);
}

export function hmacKey(secret: Secret): KeyObject {
  return createSecretKey(Buffer.from(secret.reveal(), 'utf8'));
}

function hashedBy(key: KeyObject | null): MaskValue {
  if (key === null) throw new Error('a hash needs mask_key');
  return (text) => createHmac('sha256', key).update(text, 'utf8').digest('hex');
}

function firstCharacters(text: string, count: number): string {
  return text.length <= count ? text : Array.from(text).slice(0, count).join('');
}

function truncatedDate(text: string, unit: KeptUnit): string {
  const parts = DATE.exec(text);
  if (parts === null) {
    if (WITHOUT_PARTS.has(text)) return text;
    throw new HighwaterError(
      'DATA_UNREADABLE',
      `A masked column holds a value that is no date, so it can't be truncated to the ${unit}.`,
      'Nothing of this table was written. Use `redact` for the column, or report it: every date should be understood.',
    );
  }
  const [, year = '', month = '', day = '', separator, hour = '', , , zone = ''] = parts;
  const date = `${year}-${unit === 'year' ? '01' : month}-${unit === 'year' || unit === 'month' ? '01' : day}`;
  return separator === undefined ? `${date}${zone}` : `${date}${separator}${unit === 'hour' ? hour : '00'}:00:00${zone}`;
}
