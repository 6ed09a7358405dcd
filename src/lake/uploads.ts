import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ObjectStore } from '../objects/object-store.ts';
import type { Connection } from '../warehouse/duckdb/database.ts';
import type { AddFile } from './delta-log.ts';
import type { DeltaSchema } from './delta-schema.ts';
import { contentOf, type KeyRange, type RangeContent, type RangedTable, WHOLE } from './key-ranges.ts';
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

/** A file on this machine's disk; both remove it. */
interface WrittenRange {
  send(): Promise<AddFile>;
  remove(): Promise<void>;
}

/** What this run has counted and written, by range: what a lost race makes us decide again need be done only once. */
export class Uploads {
  readonly #to: UploadTarget;
  readonly #ranged: RangedTable;
  readonly #schema: DeltaSchema;
  readonly #part: string | null;
  readonly #made = new Map<string, AddFile>();
  readonly #contents = new Map<string, RangeContent>();

  /** `part`: the name of the part that all files are of; null: the table is not divided. */
  constructor(to: UploadTarget, ranged: RangedTable, schema: DeltaSchema, part: string | null) {
    this.#to = to;
    this.#ranged = ranged;
    this.#schema = schema;
    this.#part = part;
  }

  get store(): ObjectStore {
    return this.#to.store;
  }

  get connection(): Connection {
    return this.#to.connection;
  }

  async countAll(): Promise<number> {
    return this.#to.connection.count(this.#ranged.table);
  }

  /** What each range holds. */
  async contentOf(ranges: readonly KeyRange[]): Promise<RangeContent[]> {
    const missing = ranges.filter((range) => !this.#contents.has(JSON.stringify(range)));
    const found = await contentOf(this.#to.connection, this.#ranged, missing);
    missing.forEach((range, i) => {
      const content = found[i];
      if (content !== undefined) this.#contents.set(JSON.stringify(range), content);
    });
    return ranges.map((range) => this.#contents.get(JSON.stringify(range)) ?? { rows: 0, hash: '' });
  }

  /** Spares counting a range again whose parts were counted. */
  know(range: KeyRange, content: RangeContent): void {
    this.#contents.set(JSON.stringify(range), content);
  }

  /** A file for each range, in their order. One is written while the one before goes up, so that two of them lie on the disk at most. */
  async addAll(ranges: readonly KeyRange[]): Promise<AddFile[]> {
    const adds: AddFile[] = [];
    let sending: Promise<unknown> = Promise.resolve();
    try {
      for (const range of ranges) {
        const file = await this.#fileOf(range);
        try {
          await sending;
        } catch (error) {
          await file.remove();
          throw error;
        }
        sending = file.send().then((add) => adds.push(add));
        // Whoever waits for it next finds what went wrong.
        sending.catch(() => undefined);
      }
      await sending;
      return adds;
    } catch (error) {
      await sending.catch(() => undefined);
      throw error;
    }
  }

  async #fileOf(range: KeyRange): Promise<WrittenRange> {
    const made = this.#made.get(JSON.stringify(range));
    return made === undefined ? this.#write(range) : { send: async () => made, remove: async () => undefined };
  }

  async #write(range: KeyRange): Promise<WrittenRange> {
    const { connection, store, folder, workDirectory, now } = this.#to;
    const path = `part-${randomUUID()}.zstd.parquet`;
    const file = join(workDirectory, path);
    const remove = async () => rm(file, { force: true });
    try {
      const written = await writeDataFile(connection, this.#ranged, range, this.#schema, file);
      const [content] = await this.contentOf([range]);
      if (content?.rows !== written.rows) throw new Error(`${folder}: a file holds ${written.rows} rows of ${content?.rows}`);
      const add: AddFile = {
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
          ...(this.#part === null ? {} : { 'highwater.part': this.#part }),
        },
      };
      const send = async () => {
        const { outcome } = await store.createFromFile(`${folder}/${path}`, file);
        if (outcome === 'exists') throw new Error(`${folder}/${path} exists already`);
        this.#made.set(JSON.stringify(range), add);
        return add;
      };
      return { send: async () => send().finally(remove), remove };
    } catch (error) {
      await remove();
      throw error;
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

  /** All that was uploaded. */
  written(): { files: number; bytes: number } {
    const made = [...this.#made.values()];
    return { files: made.length, bytes: made.reduce((sum, add) => sum + add.size, 0) };
  }
}
