import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Every file below a directory, as it is at this moment. A directory that a run removes meanwhile has none. */
export function filesIn(directory: string): string[] {
  return (stillThere(() => readdirSync(directory, { withFileTypes: true })) ?? []).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return filesIn(path);
    return entry.isFile() ? [path] : [];
  });
}

/**
 * The files below a directory that hold one of the texts, plain, in UTF-16 or within gzip. A file that a run removes
 * meanwhile holds none.
 */
export function filesHolding(directory: string, texts: readonly string[]): string[] {
  return filesIn(directory).filter((file) => {
    const bytes = stillThere(() => readFileSync(file));
    if (bytes === undefined) return false;
    const all = [bytes, unpacked(bytes)];
    return texts.some((text) => all.some((b) => b.includes(text) || b.includes(Buffer.from(text, 'utf16le'))));
  });
}

/** What `look` returns, or undefined if what it looks at has gone since it was listed. */
function stillThere<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
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
