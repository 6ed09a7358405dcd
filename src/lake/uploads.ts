import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ObjectStore } from '../objects/object-store.ts';
import type { Connection } from '../warehouse/duckdb/database.ts';
import type { AddFile, LogAction } from './delta-log.ts';
import type { DeltaSchema } from './delta-schema.ts';
import { contentOf, type KeyRange, type RangedTable, WHOLE } from './key-ranges.ts';
import { writeDataFile } from './write-file.ts';

const SAMPLE_ROWS = 20_000;

/** Where a table's files go. */
export interface UploadTarget {
  readonly store: ObjectStore;
  /** The table's folder in the store. */
  readonly folder: string;
  readonly connection: Connection;
  /** For files on their way. */
  readonly workDirectory: string;
  now(): Date;
}

/** Files that this run has written, by their range: what a lost race makes us decide again need not be uploaded twice. */
export class Uploads {
  readonly #to: UploadTarget;
  readonly #ranged: RangedTable;
  readonly #schema: DeltaSchema;
  readonly #made = new Map<string, AddFile>();

  constructor(to: UploadTarget, ranged: RangedTable, schema: DeltaSchema) {
    this.#to = to;
    this.#ranged = ranged;
    this.#schema = schema;
  }

  async add(range: KeyRange): Promise<AddFile> {
    const name = JSON.stringify(range);
    const made = this.#made.get(name) ?? (await this.#write(range));
    this.#made.set(name, made);
    return made;
  }

  async #write(range: KeyRange): Promise<AddFile> {
    const { connection, store, folder, workDirectory, now } = this.#to;
    const path = `part-${randomUUID()}.zstd.parquet`;
    const file = join(workDirectory, path);
    try {
      const written = await writeDataFile(connection, this.#ranged, range, this.#schema, file);
      const [content] = await contentOf(connection, this.#ranged, [range]);
      if (content?.rows !== written.rows) throw new Error(`${folder}: a file holds ${written.rows} rows of ${content?.rows}`);
      const { outcome } = await store.createFromFile(`${folder}/${path}`, file);
      if (outcome === 'exists') throw new Error(`${folder}/${path} exists already`);
      return {
        path,
        partitionValues: {},
        size: written.bytes,
        modificationTime: now().getTime(),
        dataChange: true,
        stats: written.stats,
        tags: {
          'highwater.key': JSON.stringify(this.#ranged.key),
          'highwater.range': JSON.stringify(range),
          'highwater.rows': String(content.rows),
          'highwater.hash': content.hash,
        },
      };
    } finally {
      await rm(file, { force: true });
    }
  }

  /** Bytes that a row takes in Parquet, from the table's first rows. */
  async sample(): Promise<number> {
    const file = join(this.#to.workDirectory, `sample-${randomUUID()}.parquet`);
    const ranged = { ...this.#ranged, table: `(FROM ${this.#ranged.table} LIMIT ${SAMPLE_ROWS})` };
    try {
      const { bytes, rows } = await writeDataFile(this.#to.connection, ranged, WHOLE, this.#schema, file);
      return Math.max(1, bytes / Math.max(1, rows));
    } finally {
      await rm(file, { force: true });
    }
  }

  /** Of the files that were uploaded, those that a commit names. */
  used(actions: readonly LogAction[]): { files: number; bytes: number } {
    const adds = actions.flatMap((action) => ('add' in action ? [action.add] : []));
    return { files: adds.length, bytes: adds.reduce((sum, add) => sum + add.size, 0) };
  }
}
