import { notModelled } from './failure.ts';
import { makeId } from './ids.ts';
import type { Org } from './org.ts';
import type { CsvRows, JsonRows } from './rows.ts';
import type { Field, SObject, StoredRecord } from './schema.ts';
import { isAggregate, isCount } from './soql/aggregate.ts';
import { type Condition, required } from './soql/condition.ts';
import type { Parsed } from './soql/query.ts';
import { csvHeader, csvWriter, jsonWriter, type Projection, projectionOf } from './soql/select.ts';
import { stamp, type Value } from './values.ts';

const BLOCK = 1000;
/** Characters of a block of full texts, about: a block is one text in memory. */
const BLOCK_CHARACTERS = 32_000_000;
const DAY = 86_400_000;

/** A table of any size whose rows are computed from their number; nothing is kept but blocks of compressed CSV. */
export interface GeneratedOptions {
  readonly rows: number;
  /** LastModifiedDate of the first row; the others follow evenly over `days`. ISO text. */
  readonly start: string;
  readonly days: number;
  /** Text areas are filled to their length, every row's with other text. */
  readonly fullTexts?: boolean;
}

export type Generators = Map<string, Generated>;

const WORDS = [
  'Northwind',
  'Ébène',
  'Quai',
  'Ridge',
  'Atlas',
  'Meridian',
  'Sörensen',
  'Kite',
  'Harbor',
  'Linden',
  'Orchard',
  'Voß',
  'Pine, Ltd',
  'The "Mill"',
];

/** A value of that field for row `i`; believable, different from row to row, always the same. */
function computed(field: Field, i: number, salt: number, modified: string): Value {
  const mix = (i * 2654435761 + salt * 40503) % 1_000_003;
  if (mix % 17 === 0 && field.nillable !== false) return null;
  if (field.type === 'int') return mix;
  if (field.type === 'double' || field.type === 'currency' || field.type === 'percent') return Math.round(mix * 37.5) / 100;
  if (field.type === 'boolean') return mix % 2 === 0;
  if (field.type === 'date') return new Date(DAY * (15_000 + (mix % 5000))).toISOString().slice(0, 10);
  if (field.type === 'datetime') return modified;
  if (field.type === 'reference') return makeId('005', (mix % 50) + 1);
  if (field.type === 'picklist') return WORDS[mix % 7] ?? null;
  if (field.type === 'email') return `user${mix}@example.com`;
  return `${WORDS[mix % WORDS.length]} ${mix} ${WORDS[(mix * 7) % WORDS.length]}`;
}

const MEGABYTE = Array.from({ length: 40_000 }, (_, i) => WORDS[(i * 7919) % WORDS.length]).join(' ');

/** As long as the field may be; it begins with what tells the row from others. */
function fullText(field: Field, i: number, salt: number): string {
  const length = field.length ?? 255;
  const from = (i * 104_729 + salt * 1_299_709) % (MEGABYTE.length - length);
  return `${i}/${salt} ${MEGABYTE.slice(from, from + length)}`.slice(0, length);
}

export class Generated {
  readonly #object: SObject;
  readonly #options: GeneratedOptions;
  readonly #blocks = new Map<string, Buffer>();
  readonly #blockRows: number;
  /** Numbers of rows that were deleted for good, ascending. Bulk jobs still show them. */
  #gone: readonly number[] = [];

  constructor(object: SObject, options: GeneratedOptions) {
    this.#object = object;
    this.#options = options;
    const texts = object.fields.filter((f) => f.type === 'textarea');
    const characters = options.fullTexts === true ? texts.reduce((sum, f) => sum + (f.length ?? 255), 1) : 1;
    this.#blockRows = Math.max(1, Math.min(BLOCK, Math.floor(BLOCK_CHARACTERS / characters)));
  }

  /** Deletes a row without a trace. */
  purge(i: number): void {
    this.#gone = [...new Set([...this.#gone, i])].sort((a, b) => a - b);
  }

  #left(from: number, to: number): number {
    return to - from - this.#gone.filter((i) => i >= from && i < to).length;
  }

  modified(i: number): number {
    const { start, days, rows } = this.#options;
    return Date.parse(start) + Math.floor((i * days * 86_400) / rows) * 1000;
  }

  record(i: number): StoredRecord {
    const modified = stamp(this.modified(i));
    const record: StoredRecord = {};
    let salt = 0;
    for (const field of this.#object.fields) {
      salt++;
      const isFull = this.#options.fullTexts === true && field.type === 'textarea';
      record[field.name] = isFull ? fullText(field, i, salt) : computed(field, i, salt, modified);
    }
    return { ...record, Id: makeId(this.#object.keyPrefix, i + 1), IsDeleted: false };
  }

  json(org: Org, base: string, parsed: Parsed): JsonRows {
    const [from, to] = this.#range(parsed.condition);
    if (isCount(parsed.query)) return { total: this.#left(from, to), count: true, slice: () => [] };
    if (isAggregate(parsed.query)) return this.#histogram(parsed, from, to);
    const write = jsonWriter(base, projectionOf(org, this.#object, parsed.query.fields ?? []), () => 'null');
    const line = (i: number): string => write(this.#object, this.record(i));
    if (this.#gone.length > 0) {
      const left = numbers(from, to).filter((i) => !this.#gone.includes(i));
      return { total: left.length, count: false, slice: (a, b) => left.slice(a, b).map(line) };
    }
    const pageRows = Math.min(2000, 2 * this.#blockRows);
    return { total: to - from, count: false, pageRows, slice: (a, b) => numbers(from + a, Math.min(from + b, to)).map(line) };
  }

  csv(_org: Org, parsed: Parsed, projection: Projection, gzip: (text: string) => Buffer): CsvRows {
    const [from, to] = this.#range(parsed.condition);
    const header = `${csvHeader(projection)}\n`;
    const write = csvWriter(projection);
    const render = (a: number, b: number): Buffer =>
      gzip(
        numbers(a, b)
          .map((i) => `${write(this.record(i))}\n`)
          .join(''),
      );
    const block = (n: number): Buffer => {
      const key = `${n} ${header}`;
      const kept = this.#blocks.get(key) ?? render(n * this.#blockRows, (n + 1) * this.#blockRows);
      this.#blocks.set(key, kept);
      return kept;
    };
    return {
      total: to - from,
      header,
      slice: (a, b) => pieces(from + a, Math.min(from + b, to), this.#blockRows, block, render),
    };
  }

  #range(condition: Condition | null): [from: number, to: number] {
    let [from, to] = [0, this.#options.rows];
    for (const { field, operator, value, literalType } of required(condition)) {
      // Nothing of a generated table is ever deleted.
      if (/^IsDeleted$/i.test(field ?? '') && operator === '=') {
        if (String(value).toLowerCase() === 'true') to = from;
        continue;
      }
      if (literalType !== 'DATETIME' || !/^(LastModifiedDate|SystemModstamp|CreatedDate)$/i.test(field ?? ''))
        throw notModelled(`${field} ${operator} on a generated table`);
      const at = Date.parse(String(value));
      if (operator === '>=') from = Math.max(from, this.#firstAt(at));
      else if (operator === '<') to = Math.min(to, this.#firstAt(at));
      else throw notModelled(`${operator} on a generated table`);
    }
    if (condition !== null && required(condition).length === 0) throw notModelled('such a condition on a generated table');
    return [from, Math.max(from, to)];
  }

  /** The first row modified at or after an instant. */
  #firstAt(at: number): number {
    let [low, high] = [0, this.#options.rows];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.modified(middle) < at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Counts by period; rows were made, and last changed, in the order of their numbers. */
  #histogram(parsed: Parsed, from: number, to: number): JsonRows {
    const functions = (parsed.query.fields ?? []).map((f, i) => {
      if (f.type !== 'FieldFunctionExpression') throw notModelled('such an aggregate on a generated table');
      const [of] = f.parameters ?? [];
      return { call: `${f.functionName.toUpperCase()}(${String(of)})`, alias: f.alias ?? `expr${i}` };
    });
    const period = periodOf(functions.map((f) => f.call));
    const rows: string[] = [];
    for (let at = from; at < to; ) {
      const next = period === null ? to : Math.min(to, this.#firstAt(endOf(period, new Date(this.modified(at)))));
      const values = functions.map(({ call, alias }) => `"${alias}":${JSON.stringify(this.#figure(call, at, next))}`);
      rows.push(`{"attributes":{"type":"AggregateResult"},${values.join(',')}}`);
      at = next;
    }
    return { total: rows.length, count: false, whole: true, slice: (a, b) => rows.slice(a, b) };
  }

  /** One value of the group of rows from `at` up to, not including, `next`. */
  #figure(call: string, at: number, next: number): string | number {
    const date = new Date(this.modified(at));
    const [name, of = ''] = call.slice(0, -1).split('(');
    if (name === 'COUNT') return this.#left(at, next);
    if (name === 'CALENDAR_YEAR') return date.getUTCFullYear();
    if (name === 'CALENDAR_MONTH') return date.getUTCMonth() + 1;
    if (name === 'DAY_ONLY') return stamp(date.getTime()).slice(0, 10);
    if (name === 'HOUR_IN_DAY') return date.getUTCHours();
    if (of === 'Id' && name === 'MIN') return makeId(this.#object.keyPrefix, at + 1);
    if (of === 'Id' && name === 'MAX') return makeId(this.#object.keyPrefix, next);
    if (of === 'SystemModstamp' && name === 'MAX') return stamp(this.modified(next - 1));
    throw notModelled(`${call} on a generated table`);
  }
}

type Period = 'month' | 'day' | 'hour';

function periodOf(calls: readonly string[]): Period | null {
  if (calls.some((c) => c.startsWith('HOUR_IN_DAY('))) return 'hour';
  if (calls.some((c) => c.startsWith('DAY_ONLY('))) return 'day';
  return calls.some((c) => c.startsWith('CALENDAR_MONTH(')) ? 'month' : null;
}

function endOf(period: Period, at: Date): number {
  if (period === 'month') return Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1);
  const length = period === 'day' ? DAY : DAY / 24;
  return Math.floor(at.getTime() / length) * length + length;
}

const numbers = (from: number, to: number): number[] => Array.from({ length: Math.max(0, to - from) }, (_, k) => from + k);

/** Whole blocks from the cache; what is left over at both ends is rendered. */
function pieces(
  from: number,
  to: number,
  rows: number,
  block: (n: number) => Buffer,
  render: (a: number, b: number) => Buffer,
): Buffer[] {
  const result: Buffer[] = [];
  for (let at = from; at < to; ) {
    const whole = at % rows === 0 && at + rows <= to;
    const end = whole ? at + rows : Math.min(to, at - (at % rows) + rows);
    result.push(whole ? block(at / rows) : render(at, end));
    at = end;
  }
  return result;
}
