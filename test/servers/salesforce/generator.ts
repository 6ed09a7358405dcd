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
const DAY = 86_400_000;

/** A table of any size whose rows are computed from their number; nothing is kept but blocks of compressed CSV. */
export interface GeneratedOptions {
  readonly rows: number;
  /** LastModifiedDate of the first row; the others follow evenly over `days`. ISO text. */
  readonly start: string;
  readonly days: number;
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

export class Generated {
  readonly #object: SObject;
  readonly #options: GeneratedOptions;
  readonly #blocks = new Map<string, Buffer>();

  constructor(object: SObject, options: GeneratedOptions) {
    this.#object = object;
    this.#options = options;
  }

  modified(i: number): number {
    const { start, days, rows } = this.#options;
    return Date.parse(start) + Math.floor((i * days * 86_400) / rows) * 1000;
  }

  record(i: number): StoredRecord {
    const modified = stamp(this.modified(i));
    const record: StoredRecord = {};
    let salt = 0;
    for (const field of this.#object.fields) record[field.name] = computed(field, i, ++salt, modified);
    return { ...record, Id: makeId(this.#object.keyPrefix, i + 1), IsDeleted: false };
  }

  json(org: Org, base: string, parsed: Parsed): JsonRows {
    const [from, to] = this.#range(parsed.condition);
    if (isCount(parsed.query)) return { total: to - from, count: true, slice: () => [] };
    if (isAggregate(parsed.query)) return this.#histogram(parsed, from, to);
    const write = jsonWriter(base, projectionOf(org, this.#object, parsed.query.fields ?? []), () => 'null');
    const line = (i: number): string => write(this.#object, this.record(i));
    return { total: to - from, count: false, slice: (a, b) => numbers(from + a, Math.min(from + b, to)).map(line) };
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
      const kept = this.#blocks.get(key) ?? render(n * BLOCK, (n + 1) * BLOCK);
      this.#blocks.set(key, kept);
      return kept;
    };
    return { total: to - from, header, slice: (a, b) => pieces(from + a, Math.min(from + b, to), block, render) };
  }

  #range(condition: Condition | null): [from: number, to: number] {
    let [from, to] = [0, this.#options.rows];
    for (const { field, operator, value, literalType } of required(condition)) {
      // Nothing of a generated table is ever deleted.
      if (/^IsDeleted$/i.test(field ?? '') && operator === '=') {
        if (String(value).toLowerCase() === 'true') to = from;
        continue;
      }
      if (literalType !== 'DATETIME' || !/^(LastModifiedDate|SystemModstamp)$/i.test(field ?? ''))
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

  #histogram(parsed: Parsed, from: number, to: number): JsonRows {
    const functions = (parsed.query.fields ?? []).map((f) =>
      f.type === 'FieldFunctionExpression' ? { name: f.functionName.toUpperCase(), alias: f.alias } : null,
    );
    const [day, count] = functions;
    if (functions.length !== 2 || day?.name !== 'DAY_ONLY' || count?.name !== 'COUNT')
      throw notModelled('such an aggregate on a generated table');
    const rows: string[] = [];
    for (let at = from; at < to; ) {
      const date = stamp(this.modified(at)).slice(0, 10);
      const next = Math.min(to, this.#firstAt(Date.parse(date) + DAY));
      rows.push(
        `{"attributes":{"type":"AggregateResult"},"${day.alias ?? 'expr0'}":"${date}","${count.alias ?? 'expr1'}":${next - at}}`,
      );
      at = next;
    }
    return { total: rows.length, count: false, whole: true, slice: (a, b) => rows.slice(a, b) };
  }
}

const numbers = (from: number, to: number): number[] => Array.from({ length: Math.max(0, to - from) }, (_, k) => from + k);

/** Whole blocks from the cache; what is left over at both ends is rendered. */
function pieces(from: number, to: number, block: (n: number) => Buffer, render: (a: number, b: number) => Buffer): Buffer[] {
  const result: Buffer[] = [];
  for (let at = from; at < to; ) {
    const whole = at % BLOCK === 0 && at + BLOCK <= to;
    const end = whole ? at + BLOCK : Math.min(to, at - (at % BLOCK) + BLOCK);
    result.push(whole ? block(at / BLOCK) : render(at, end));
    at = end;
  }
  return result;
}
