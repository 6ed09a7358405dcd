import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Staging, StagingContent, StagingFile, StagingFormat } from '../../src/model/staging.ts';

export interface StagedFile {
  readonly content: StagingContent;
  readonly format: StagingFormat;
  readonly text: string;
  /** As the source counted them. */
  readonly rows: number;
  readonly longestLine: number;
}

/** Staging that keeps what a source wrote, for tests that look at the files themselves. */
export class KeptStaging implements Staging {
  readonly files: StagedFile[] = [];
  discarded = 0;
  /** Called before each file is handed out: waits, or throws. */
  beforeCreate: () => Promise<void> = async () => undefined;
  readonly #directory: Promise<string> = mkdtemp(join(tmpdir(), 'highwater-staging-'));
  #number = 0;

  async create(content: StagingContent, format: StagingFormat): Promise<StagingFile> {
    await this.beforeCreate();
    this.#number += 1;
    const path = join(await this.#directory, String(this.#number));
    return {
      path,
      stream: () => createWriteStream(path),
      done: async (rows, longestLine = 0) => {
        this.files.push({ content, format, text: await readFile(path, 'utf8'), rows, longestLine });
      },
      discard: async () => {
        this.discarded += 1;
        await rm(path, { force: true });
      },
    };
  }

  lines(content: StagingContent = 'rows'): string[] {
    return this.files
      .filter((f) => f.content === content)
      .flatMap((f) => f.text.split('\n').slice(0, -1))
      .sort();
  }

  async clear(): Promise<void> {
    await rm(await this.#directory, { recursive: true, force: true });
  }
}
