import type { Field, FieldType } from './schema.ts';

/**
 * A field's value as the server keeps it: datetimes as `2026-11-20T00:00:00.000Z`, dates and times as their text, decimal
 * numbers as a JavaScript number or, where that has too few digits, as the very text that goes over the wire.
 */
export type Value = string | number | boolean | null;

const FLOATING: ReadonlySet<FieldType> = new Set(['double', 'currency', 'percent']);

/**
 * Java's Double.toString, in which the APIs write decimals: 15000 is `15000.0`, 12345678 is `1.2345678E7`
 * (https://help.salesforce.com/s/articleView?id=000385889).
 */
export function javaDouble(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return '0.0';
  if (size >= 1e-3 && size < 1e7) return Number.isInteger(value) ? `${value}.0` : String(value);
  const [mantissa = '', exponent = ''] = value.toExponential().split('e');
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${exponent.replace('+', '')}`;
}

function numberText(field: Field, value: string | number): string {
  if (typeof value === 'string') return value;
  return FLOATING.has(field.type) ? javaDouble(value) : String(value);
}

const isNumeric = (field: Field): boolean => FLOATING.has(field.type) || field.type === 'int' || field.type === 'long';

/** What a user reads who may not view encrypted data: of an encrypted text its mask. */
export const masked = ({ type }: Field, value: Value): Value =>
  type === 'encryptedstring' && typeof value === 'string' ? '*'.repeat(value.length) : value;

export function jsonValue(field: Field, raw: Value): string {
  const value = masked(field, raw);
  if (value === null || value === '') return 'null';
  if (typeof value !== 'boolean' && isNumeric(field)) return numberText(field, value);
  if (field.type === 'datetime') return `"${String(value).replace('Z', '+0000')}"`;
  return JSON.stringify(value);
}

/** Bulk API 2.0: every value is quoted, quotes are doubled, null and empty text are both `""`. */
export function csvValue(field: Field, raw: Value): string {
  const value = masked(field, raw);
  if (value === null) return '""';
  const text = typeof value !== 'boolean' && isNumeric(field) ? numberText(field, value) : String(value);
  return `"${text.replaceAll('"', '""')}"`;
}

/** As the value is compared in a condition: numbers as numbers, text without case. */
export function comparable(field: Field, value: Value): string | number | boolean | null {
  if (value === null || value === '') return null;
  if (isNumeric(field)) return Number(value);
  if (field.type === 'id' || field.type === 'reference' || field.type === 'boolean') return value;
  return typeof value === 'string' && field.caseSensitive !== true ? value.toLowerCase() : value;
}

/** A datetime as the server keeps it: whole seconds, as the real one in practice. */
export function stamp(millis: number): string {
  return new Date(Math.floor(millis / 1000) * 1000).toISOString();
}
