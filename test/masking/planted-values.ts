import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Every file below a directory, as it is at this moment. */
export function filesIn(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** The files below a directory that hold one of the texts, plain, in UTF-16 or within gzip. */
export function filesHolding(directory: string, texts: readonly string[]): string[] {
  return filesIn(directory).filter((file) => {
    const bytes = readFileSync(file);
    const all = [bytes, unpacked(bytes)];
    return texts.some((text) => all.some((b) => b.includes(text) || b.includes(Buffer.from(text, 'utf16le'))));
  });
}

function unpacked(bytes: Buffer): Buffer {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return Buffer.alloc(0);
  try {
    return gunzipSync(bytes);
  } catch {
    return Buffer.alloc(0);
  }
}

/** Looks at all files below a directory at each call of `look`, and keeps what it found. */
export class Watcher {
  readonly #directory: string;
  readonly #texts: readonly string[];
  /** Names of the files that held a text at some moment. */
  readonly found = new Set<string>();
  /** Names of staging files that were seen. */
  readonly staged = new Set<string>();

  constructor(directory: string, texts: readonly string[]) {
    this.#directory = directory;
    this.#texts = texts;
  }

  look(): void {
    for (const file of filesIn(this.#directory)) if (/\.(csv|tsv|json)(\.gz)?$/.test(file)) this.staged.add(file);
    for (const file of filesHolding(this.#directory, this.#texts)) this.found.add(file);
  }
}
