import { invalidField, notModelled } from '../failure.ts';
import { to18 } from '../ids.ts';
import type { Field } from '../schema.ts';
import { comparable, stamp } from '../values.ts';

export type Operand = string | number | boolean | null;

/** A span of time: what a date literal such as TODAY or LAST_N_DAYS:3 stands for. `to` is exclusive. ISO text. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

const TEXT = /^'([\s\S]*)'$/;
const DAY = 86_400_000;

/** The value of a literal for a comparison with that field; refuses what the service refuses, such as a quoted datetime. */
export function operand(field: Field, literal: string, type: string): Operand {
  if (type === 'NULL') return null;
  if (type === 'STRING') return textOperand(field, unescaped(TEXT.exec(literal)?.[1] ?? ''));
  if (type === 'BOOLEAN') return literal.toLowerCase() === 'true';
  if (type === 'INTEGER' || type === 'DECIMAL') return Number(literal);
  if (type === 'DATETIME') return stamp(Date.parse(literal)).toLowerCase();
  if (type === 'DATE') return literal;
  throw notModelled(`the literal ${literal}`);
}

function textOperand(field: Field, text: string): Operand {
  if (field.type === 'datetime' || field.type === 'date') {
    throw invalidField(
      `value of filter criterion for field '${field.name}' must be of type ${field.type === 'date' ? 'date' : 'dateTime'} and should not be enclosed in quotes`,
    );
  }
  if (['int', 'long', 'double', 'currency', 'percent'].includes(field.type)) {
    throw invalidField(
      `value of filter criterion for field '${field.name}' must be of type ${field.type} and should not be enclosed in quotes`,
    );
  }
  return field.type === 'id' || field.type === 'reference' ? to18(text) : comparable(field, text);
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', '"': '"', "'": "'", '\\': '\\' };

export function unescaped(text: string): string {
  return text.replaceAll(/\\(u[0-9a-fA-F]{4}|.)/gs, (_, after: string) =>
    after.length === 5 ? String.fromCharCode(Number.parseInt(after.slice(1), 16)) : (ESCAPES[after] ?? after),
  );
}

/** LIKE without regard to case; `%` any text, `_` one character, `\` escapes them. */
export function likePattern(literal: string): RegExp {
  const source = (TEXT.exec(literal)?.[1] ?? '').replaceAll(
    /\\(.)|([%_])|([\s\S])/g,
    (_, escaped?: string, wild?: string, other?: string) => {
      if (wild !== undefined) return wild === '%' ? '[\\s\\S]*' : '[\\s\\S]';
      return (escaped ?? other ?? '').replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
    },
  );
  return new RegExp(`^${source}$`, 'i');
}

const span = (from: number, to: number): Span => ({ from: stamp(from).toLowerCase(), to: stamp(to).toLowerCase() });

export function dateLiteral(literal: string, now: number): Span {
  const today = Math.floor(now / DAY) * DAY;
  const at = new Date(now);
  const [year, month] = [at.getUTCFullYear(), at.getUTCMonth()];
  const [name = '', count = '0'] = literal.toUpperCase().split(':');
  const n = Number(count);
  if (name === 'TODAY') return span(today, today + DAY);
  if (name === 'YESTERDAY') return span(today - DAY, today);
  if (name === 'TOMORROW') return span(today + DAY, today + 2 * DAY);
  if (name === 'LAST_N_DAYS') return span(today - n * DAY, today + DAY);
  if (name === 'NEXT_N_DAYS') return span(today + DAY, today + (n + 1) * DAY);
  if (name === 'LAST_90_DAYS') return span(today - 90 * DAY, today + DAY);
  if (name === 'THIS_MONTH') return span(Date.UTC(year, month), Date.UTC(year, month + 1));
  if (name === 'LAST_MONTH') return span(Date.UTC(year, month - 1), Date.UTC(year, month));
  if (name === 'THIS_YEAR') return span(Date.UTC(year, 0), Date.UTC(year + 1, 0));
  if (name === 'LAST_YEAR') return span(Date.UTC(year - 1, 0), Date.UTC(year, 0));
  throw notModelled(`the date literal ${literal}`);
}
