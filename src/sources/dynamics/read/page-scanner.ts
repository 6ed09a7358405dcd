/*
 * A page of rows, from the service's JSON to newline-delimited JSON, byte by byte. DuckDB's JSON reader takes numbers
 * of more than 17 digits, and every decimal, through a double (123456789012345678.1 loses its end, 0.10 becomes 0.1), and
 * JSON.parse does the same. So each number is put in quotes here and is cast from its own text later; and since every byte is
 * looked at anyhow, rows are counted, kept apart by line breaks, and the links at the page's end are found.
 */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const MINUS = 0x2d;
const NEWLINE = 0x0a;

/** Whole rows, one a line. Good until the scanner is fed again: it uses the same memory. */
export interface Rows {
  readonly bytes: Buffer;
  /** Offset behind each row's line break. */
  readonly ends: readonly number[];
}

/** Where the scanner stands: before the document, among the page's own properties, within a row, behind the document. */
const DEPTH_PAGE = 1;
const DEPTH_LIST = 2;

/** Feed it the page's chunks in order; when `done` is true the page was whole. */
export class PageScanner {
  /** Texts of the page's own properties: `@odata.nextLink`, `@odata.deltaLink`, `@odata.context`. */
  readonly links = new Map<string, string>();
  rows = 0;
  #hasList = false;
  #depth = 0;
  #closed = false;
  #inList = false;
  #inString = false;
  #escaped = false;
  #inNumber = false;
  /** The page's own property that is being read, and the JSON text of its key or value so far. */
  #key: string | null = null;
  #text: number[] = [];
  #out: Buffer = Buffer.alloc(0);
  /** In `out`: the beginning of a row whose end is in a later chunk. */
  #unfinished = { from: 0, to: 0 };

  /** The document was closed, and it had a list of rows. */
  get done(): boolean {
    return this.#closed && this.#hasList;
  }

  /** Takes a chunk; gives the rows that it completed. What follows the document (a batch's boundary) is passed over. */
  feed(chunk: Buffer): Rows {
    let at = 0;
    let rows: Rows = { bytes: Buffer.alloc(0), ends: [] };
    while (at < chunk.length && !this.#closed) {
      if (!this.#inList) this.#page(chunk[at++] ?? 0);
      else {
        // The page has one list of rows, so this happens once in a chunk.
        const part = this.#list(chunk, at);
        rows = part.rows;
        at = part.at;
      }
    }
    return rows;
  }

  /**
   * The hot loop: from `from` to the end of the list or of the chunk. Works on local variables and copies whole spans;
   * each of these makes it several times faster.
   */
  #list(chunk: Buffer, from: number): { rows: Rows; at: number } {
    const end = chunk.length;
    // Each byte gives at most two: a number's and a quote before or behind it.
    const out = this.#room((end - from) * 2 + 2);
    let to = this.#unfinished.to;
    const ends: number[] = [];
    let inString = this.#inString;
    let escaped = this.#escaped;
    let inNumber = this.#inNumber;
    let depth = this.#depth;
    let at = from;
    let copied = from;
    for (; at < end; at++) {
      let byte = chunk[at] ?? 0;
      if (inString) {
        if (escaped) {
          escaped = false;
          continue;
        }
        // Most bytes are passed here.
        while (byte !== QUOTE && byte !== BACKSLASH && ++at < end) byte = chunk[at] ?? 0;
        if (at === end) break;
        escaped = byte === BACKSLASH;
        inString = escaped;
        continue;
      }
      if (inNumber) {
        if (isNumberPart(byte)) continue;
        inNumber = false;
        to += chunk.copy(out, to, copied, at);
        copied = at;
        out[to++] = QUOTE;
      }
      if (byte === QUOTE) inString = true;
      else if (byte === MINUS || isDigit(byte)) {
        inNumber = true;
        to += chunk.copy(out, to, copied, at);
        copied = at;
        out[to++] = QUOTE;
      } else if (byte <= 0x20 || (depth === DEPTH_LIST && byte === COMMA)) {
        to += chunk.copy(out, to, copied, at);
        copied = at + 1;
      } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth++;
      else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
        depth--;
        if (depth === DEPTH_LIST) {
          to += chunk.copy(out, to, copied, at + 1);
          copied = at + 1;
          out[to++] = NEWLINE;
          ends.push(to);
        } else if (depth < DEPTH_LIST) {
          this.#inList = false;
          to += chunk.copy(out, to, copied, at);
          copied = ++at;
          break;
        }
      }
    }
    to += chunk.copy(out, to, copied, at);
    this.#inString = inString;
    this.#escaped = escaped;
    this.#inNumber = inNumber;
    this.#depth = depth;
    this.rows += ends.length;
    const whole = ends.at(-1) ?? 0;
    this.#unfinished = { from: whole, to };
    return { rows: { bytes: out.subarray(0, whole), ends }, at };
  }

  /** Brings the bytes of the unfinished row to the front of the output, which is made larger where it must be. */
  #room(bytes: number): Buffer {
    const { from, to } = this.#unfinished;
    const length = to - from;
    const old = this.#out;
    if (old.length < length + bytes) this.#out = Buffer.allocUnsafe(2 * (length + bytes));
    old.copy(this.#out, 0, from, to);
    this.#unfinished = { from: 0, to: length };
    return this.#out;
  }

  /** One byte of the page outside of its list of rows. */
  #page(byte: number): void {
    if (this.#inString) {
      this.#text.push(byte);
      if (this.#escaped) this.#escaped = false;
      else if (byte === BACKSLASH) this.#escaped = true;
      else if (byte === QUOTE) {
        this.#inString = false;
        if (this.#depth === DEPTH_PAGE) this.#pageString();
      }
      return;
    }
    if (byte === QUOTE) {
      this.#inString = true;
      this.#text = [QUOTE];
    } else if (byte === OPEN_ARRAY && this.#depth === DEPTH_PAGE && this.#key === 'value') {
      this.#depth++;
      this.#inList = true;
      this.#hasList = true;
      this.#key = null;
    } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) this.#depth++;
    else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
      this.#depth--;
      this.#closed = this.#depth === 0;
    } else if (byte === COMMA && this.#depth === DEPTH_PAGE) this.#key = null;
    else if (byte === COLON && this.#depth === DEPTH_PAGE) this.#text = [];
  }

  #pageString(): void {
    const text = JSON.parse(Buffer.from(this.#text).toString()) as string;
    if (this.#key === null) this.#key = text;
    else this.links.set(this.#key, text);
  }
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

/** Digits, point, sign and exponent. */
function isNumberPart(byte: number): boolean {
  return isDigit(byte) || byte === 0x2e || byte === 0x65 || byte === 0x45 || byte === 0x2b || byte === MINUS;
}

/**
 * The text of a row's string property, or null where it is null or missing. `name` must need no escapes in JSON.
 * A quoted name followed by a colon can only be a key: within a text the quotes would be escaped.
 */
export function textOf(rows: Buffer, from: number, to: number, name: string): string | null {
  const start = keyBehind(rows, from, to, name);
  if (start === -1 || rows[start] !== QUOTE) return null;
  return rows.toString('latin1', start + 1, rows.indexOf(QUOTE, start + 1));
}

/** True where the row has a property of that name. */
export function hasKey(rows: Buffer, from: number, to: number, name: string): boolean {
  return keyBehind(rows, from, to, name) !== -1;
}

function keyBehind(rows: Buffer, from: number, to: number, name: string): number {
  const key = `"${name}":`;
  const at = rows.indexOf(key, from, 'latin1');
  return at === -1 || at >= to ? -1 : at + key.length;
}
