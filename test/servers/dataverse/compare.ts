import type { Edm } from './model.ts';

/** A value ready to be compared: text for strings, exact text for numbers, ISO text for dates. */
export type Comparable = string | boolean;

export function compareValues(a: Comparable, b: Comparable, type: Edm): number {
  if (typeof a === 'boolean' || typeof b === 'boolean') return Number(a) - Number(b);
  switch (type) {
    case 'number':
      return compareDecimals(a, b);
    case 'instant':
      return Math.sign(Date.parse(a) - Date.parse(b));
    case 'guid':
      return compareText(guidOrder(a), guidOrder(b));
    default:
      // The service's collation ignores case.
      return compareText(a.toLowerCase(), b.toLowerCase());
  }
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** SQL Server orders a uniqueidentifier by its last group first; nobody may lean on the text's order. */
export function guidOrder(guid: string): string {
  const [a = '', b = '', c = '', d = '', e = ''] = guid.toLowerCase().split('-');
  return `${e}${d}${swap(c)}${swap(b)}${swap(a)}`;
}

function swap(hex: string): string {
  return (hex.match(/../g) ?? []).reverse().join('');
}

/** Compares decimal texts exactly, however long; exponents as doubles write them. */
export function compareDecimals(a: string, b: string): number {
  const [x, y] = [decimal(a), decimal(b)];
  const scale = Math.max(x.scale, y.scale);
  const left = x.digits * 10n ** BigInt(scale - x.scale);
  const right = y.digits * 10n ** BigInt(scale - y.scale);
  return left < right ? -1 : left > right ? 1 : 0;
}

function decimal(text: string): { digits: bigint; scale: number } {
  const [mantissa = '0', exponent = '0'] = text.toLowerCase().split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const scale = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 };
}
