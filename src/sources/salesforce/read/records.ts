import { eachElement, eachMember, skipValue } from '../../shared/json-bytes.ts';

/** One page of `/query`, its records as newline-delimited JSON of texts. */
export interface Page {
  readonly total: number;
  /** Where the next page is; null on the last. */
  readonly next: string | null;
  readonly rows: number;
  readonly records: Buffer;
}

const [QUOTE, OPEN, LIST, NULL] = [0x22, 0x7b, 0x5b, 0x6e];

/**
 * Rewrites a page of records byte for byte: related objects become `"Owner.Name"`, and numbers and booleans become texts, because
 * DuckDB's JSON reader would round a number of many digits. Null members and attributes are left out; no value is parsed.
 */
export function readPage(bytes: Buffer): Page {
  let total = 0;
  let next: string | null = null;
  let rows = 0;
  const out = new Output(bytes);
  eachMember(bytes, 0, (name, from) => {
    if (name === 'records') {
      return eachElement(bytes, from, (element) => {
        rows++;
        return out.record(element);
      });
    }
    const to = skipValue(bytes, from);
    if (name === 'totalSize') total = Number(bytes.toString('utf8', from, to));
    if (name === 'nextRecordsUrl' && bytes[from] === QUOTE) next = JSON.parse(bytes.toString('utf8', from, to)) as string;
    return to;
  });
  return { total, next, rows, records: out.bytes };
}

/** Grows as it is written to; twice the page is enough for all but odd pages. */
class Output {
  readonly #source: Buffer;
  #target: Buffer;
  #length = 0;
  #first = true;

  constructor(source: Buffer) {
    this.#source = source;
    this.#target = Buffer.allocUnsafe(source.length + 1024);
  }

  get bytes(): Buffer {
    return this.#target.subarray(0, this.#length);
  }

  /** Returns the place behind the record that begins at `from`. */
  record(from: number): number {
    this.#text('{');
    this.#first = true;
    const to = this.#members(from, '');
    this.#text('}\n');
    return to;
  }

  #members(from: number, prefix: string): number {
    return eachMember(this.#source, from, (name, at) =>
      name === 'attributes' ? skipValue(this.#source, at) : this.#member(prefix + name, at),
    );
  }

  #member(name: string, from: number): number {
    const byte = this.#source[from] ?? 0;
    if (byte === OPEN) return this.#members(from, `${name}.`);
    const to = skipValue(this.#source, from);
    if (byte === NULL || byte === LIST) return to;
    this.#text(`${this.#first ? '' : ','}"${name}":`);
    this.#first = false;
    if (byte !== QUOTE) this.#text('"');
    this.#copy(from, to);
    if (byte !== QUOTE) this.#text('"');
    return to;
  }

  #text(text: string): void {
    // Names and signs: one byte a character.
    this.#reserve(text.length);
    this.#length += this.#target.write(text, this.#length, 'latin1');
  }

  #copy(from: number, to: number): void {
    this.#reserve(to - from);
    this.#length += this.#source.copy(this.#target, this.#length, from, to);
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#target.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#target.length * 2, this.#length + more));
    this.#target.copy(larger, 0, 0, this.#length);
    this.#target = larger;
  }
}

/** Some fields of a page's records, as texts. */
export function recordsOf(page: Page, fields: readonly string[]): Record<string, string>[] {
  const lines = page.records.toString().split('\n').slice(0, -1);
  return lines.map((line) => {
    const record = JSON.parse(line) as Record<string, string>;
    return Object.fromEntries(fields.map((f) => [f, record[f] ?? '']));
  });
}
