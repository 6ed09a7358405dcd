import type { RowMask } from '../../../model/staging.ts';
import type { MaskValue } from './mask-value.ts';

const [QUOTE, BACKSLASH, COLON, NEWLINE] = [0x22, 0x5c, 0x3a, 0x0a];
const OPEN = new Set([0x7b, 0x5b]);
const CLOSE = new Set([0x7d, 0x5d]);

/** Masks members of newline-delimited JSON objects; takes whole lines only, as the sources write them. */
export class JsonMask implements RowMask {
  readonly growth: number;
  readonly #masks: ReadonlyMap<string, MaskValue>;

  constructor(masks: ReadonlyMap<string, MaskValue>, growth: number) {
    this.#masks = masks;
    this.growth = growth;
  }

  feed(chunk: Uint8Array): Buffer {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (bytes.length > 0 && bytes.at(-1) !== NEWLINE) throw new Error('a masked staging file takes whole lines');
    const out: Buffer[] = [];
    let copied = 0;
    let depth = 0;
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0;
      if (OPEN.has(byte)) depth++;
      else if (CLOSE.has(byte)) depth--;
      if (byte !== QUOTE) continue;
      const end = stringEnd(bytes, at);
      const mask = depth === 1 && bytes[end] === COLON ? this.#masks.get(nameOf(bytes, at, end)) : undefined;
      at = end - 1;
      if (mask === undefined) continue;
      const to = valueEnd(bytes, end + 1);
      out.push(bytes.subarray(copied, end + 1), masked(bytes, end + 1, to, mask));
      copied = to;
      at = to - 1;
    }
    out.push(bytes.subarray(copied));
    return Buffer.concat(out);
  }

  end(): Buffer {
    return Buffer.alloc(0);
  }

  reset(): void {
    // Nothing is kept between two chunks.
  }
}

function nameOf(bytes: Buffer, from: number, to: number): string {
  return JSON.parse(bytes.toString('utf8', from, to)) as string;
}

/** A text by its content, a number or a switch by its own letters; null stays. Lists and objects are masked as their JSON text. */
function masked(bytes: Buffer, from: number, to: number, mask: MaskValue): Buffer {
  const json = bytes.toString('utf8', from, to);
  if (json === 'null') return Buffer.from(json);
  return Buffer.from(JSON.stringify(mask(json.startsWith('"') ? (JSON.parse(json) as string) : json)));
}

/** `at` is on the opening quote; returns the place behind the closing one. */
function stringEnd(bytes: Buffer, at: number): number {
  for (let i = at + 1; i < bytes.length; i++) {
    if (bytes[i] === QUOTE) return i + 1;
    if (bytes[i] === BACKSLASH) i++;
  }
  throw new SyntaxError('the JSON text ends within a string');
}

function valueEnd(bytes: Buffer, at: number): number {
  let depth = 0;
  for (let i = at; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    if (byte === QUOTE) i = stringEnd(bytes, i) - 1;
    else if (OPEN.has(byte)) depth++;
    else if (CLOSE.has(byte)) {
      if (depth === 0) return i;
      depth--;
    } else if (byte === 0x2c && depth === 0) return i;
  }
  throw new SyntaxError('the JSON text ends within a value');
}
