import { Failure } from '../failure.ts';
import { type Field, lengthOf } from '../schema.ts';
import type { Value } from '../values.ts';
import { RowError } from './row-error.ts';

/** A number of a JSON body, digit for digit: a JavaScript number would round what has more than 15 digits. */
export class JsonNumber {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** Parses a body without losing digits. */
export function exactJson(body: string): unknown {
  try {
    return JSON.parse(body, (_, value: unknown, context?: { source?: string }) =>
      typeof value === 'number' ? new JsonNumber(context?.source ?? String(value)) : value,
    );
  } catch {
    throw new Failure(400, 'JSON_PARSER_ERROR', 'Unexpected character');
  }
}

const NUMBERS: ReadonlySet<string> = new Set(['int', 'long', 'double', 'currency', 'percent']);
const DATE = /^\d{4}-\d\d-\d\d$/;
const DATETIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:?\d\d)$/;
const TIME = /^\d\d:\d\d:\d\d(\.\d{1,3})?Z?$/;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

const wrong = (kind: string, what: string): Failure =>
  new Failure(400, 'JSON_PARSER_ERROR', `Cannot deserialize instance of ${kind} from ${what}`);

/** A value of a JSON body; one of a wrong type or form spoils the whole call. */
export function fromJson(field: Field, raw: unknown): Value {
  if (field.type === 'boolean') {
    if (typeof raw === 'boolean') return raw;
    throw wrong('boolean', raw === null ? 'null value null or request may be missing a required field' : String(raw));
  }
  if (raw === null || raw === '') return null;
  if (NUMBERS.has(field.type)) {
    if (raw instanceof JsonNumber) return numberOf(raw.text);
    throw wrong('double', `VALUE_STRING value ${String(raw)}`);
  }
  if (typeof raw !== 'string') throw wrong('string', raw instanceof JsonNumber ? 'VALUE_NUMBER value' : 'START_OBJECT');
  if (!isWellFormed(field, raw)) throw wrong(field.type, `VALUE_STRING value ${raw}`);
  return stored(field, raw);
}

/** A cell of a CSV file; a wrong one spoils its row. Undefined: the field stays as it is. */
export function fromCsv(field: Field, cell: string): Value | undefined {
  if (cell === '') return undefined;
  if (cell === '#N/A') return null;
  if (field.type === 'boolean') {
    if (/^(true|1)$/i.test(cell)) return true;
    if (/^(false|0)$/i.test(cell)) return false;
    throw notOfType(field);
  }
  if (NUMBERS.has(field.type)) {
    if (!NUMBER.test(cell)) throw notOfType(field);
    return numberOf(cell);
  }
  if (!isWellFormed(field, cell)) throw notOfType(field);
  if (cell.length > 32_000 && lengthOf(field) > 0)
    throw new RowError('STRING_TOO_LONG', `${field.name}: data value too large (max length=32000)`, [field.name]);
  return stored(field, cell);
}

const notOfType = (field: Field): RowError =>
  new RowError('INVALID_TYPE_ON_FIELD_IN_RECORD', `${field.name}: value not of required type`, [field.name]);

function isWellFormed(field: Field, text: string): boolean {
  if (field.type === 'date') return (DATE.test(text) || DATETIME.test(text)) && isDay(text.slice(0, 10));
  if (field.type === 'datetime') return DATETIME.test(text) && isDay(text.slice(0, 10)) && !Number.isNaN(Date.parse(text));
  return field.type === 'time' ? TIME.test(text) : true;
}

/** February has no 31st day. */
function isDay(date: string): boolean {
  const at = Date.parse(date);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(date);
}

const TRIMMED: ReadonlySet<string> = new Set([
  'string',
  'textarea',
  'phone',
  'email',
  'url',
  'combobox',
  'encryptedstring',
  'picklist',
  'multipicklist',
]);

function stored(field: Field, raw: string): Value {
  // Rich text alone keeps the blanks at its ends: https://github.com/forcedotcom/dataloader/pull/485
  const text = TRIMMED.has(field.type) && field.htmlFormatted !== true ? raw.trim() : raw;
  if (text === '') return null;
  // The values of a multi-select stand in the order of its definition.
  if (field.type === 'multipicklist') return inOrder(field, text);
  if (field.type === 'date') return text.slice(0, 10);
  // The service keeps whole seconds.
  if (field.type === 'datetime') return new Date(Math.floor(Date.parse(text) / 1000) * 1000).toISOString();
  return text;
}

function inOrder({ picklist = [] }: Field, text: string): string {
  const places = new Map(picklist.map((p, i) => [typeof p === 'string' ? p : p.value, i]));
  const place = (one: string): number => places.get(one) ?? picklist.length;
  return [...new Set(text.split(';'))].sort((a, b) => place(a) - place(b)).join(';');
}

/** As a number where that is exact, else its digits. */
function numberOf(text: string): Value {
  const value = Number(text);
  const digits = text
    .replace(/[eE].*$/, '')
    .replaceAll(/\D/g, '')
    .replace(/^0+/, '');
  return digits.length <= 15 ? value : text;
}

/** What the field itself can't hold. Returns the value as it is stored: decimals are rounded without a word. */
export function held(field: Field, value: Value): Value {
  if (value === null) return value;
  if (field.type === 'picklist' || field.type === 'multipicklist') refusePicklist(field, String(value));
  if (field.type === 'email' && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(String(value)))
    throw new RowError('INVALID_EMAIL_ADDRESS', `${field.name}: invalid email address`, [field.name]);
  const most = lengthOf(field);
  if (typeof value === 'string' && !NUMBERS.has(field.type) && most > 0 && value.length > most)
    throw new RowError('STRING_TOO_LONG', `${field.name}: data value too large: ${value.slice(0, 20)} (max length=${most})`, [
      field.name,
    ]);
  return NUMBERS.has(field.type) ? heldNumber(field, value) : value;
}

function heldNumber(field: Field, value: Value): Value {
  const outside = (): RowError =>
    new RowError('NUMBER_OUTSIDE_VALID_RANGE', `${field.name}: value outside of valid range: ${String(value)}`, [field.name]);
  const [whole = '', fraction = ''] = String(value).replace(/^[+-]/, '').split('.');
  if (field.type === 'int') {
    if (Math.abs(Number(value)) > 2_147_483_647) throw outside();
    if (Number(fraction) !== 0) throw notOfType(field);
    return Number(value);
  }
  const { precision = 18, scale = 0 } = field;
  if (whole.replace(/^0+/, '').length > precision - scale) throw outside();
  return fraction.length > scale && typeof value === 'number' ? Number(value.toFixed(scale)) : value;
}

function refusePicklist(field: Field, value: string): void {
  if (field.restrictedPicklist !== true) return;
  const active = (field.picklist ?? []).map((p) => (typeof p === 'string' ? p : p.active ? p.value : null));
  const chosen = field.type === 'multipicklist' ? value.split(';') : [value];
  const bad = chosen.find((one) => !active.includes(one));
  if (bad !== undefined)
    throw new RowError(
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
      `${field.label ?? field.name}: bad value for restricted picklist field: ${bad}`,
      [field.name],
    );
}
