import type { ObjectStore } from '../objects/object-store.ts';
import type { StoredTable } from '../warehouse/catalog/catalog.ts';

/** What the lake's `manifest.json` says of one table. */
export interface LakeEntry {
  readonly source: string;
  readonly table: string;
  /** The Delta table's folder, relative to the manifest. */
  readonly path: string;
  /** The Delta table's version. */
  readonly version: number;
  readonly rows: number;
  readonly watermark: string | null;
  /** The run that published it. */
  readonly run: string;
  readonly publishedAt: string;
  /** Names the rows and columns that were published: what has another name in the state has changed since. */
  readonly content: string | null;
}

interface ManifestFile {
  readonly version: 1;
  readonly tables: readonly LakeEntry[];
}

const KEY = 'manifest.json';
const TRIES = 50;

/** `<to>/manifest.json`, which several jobs may write, each its own tables. */
export class LakeManifest {
  readonly #store: ObjectStore;
  #entries: readonly LakeEntry[];
  #tag: string | null;
  readonly #changed: LakeEntry[] = [];

  private constructor(store: ObjectStore, entries: readonly LakeEntry[], tag: string | null) {
    this.#store = store;
    this.#entries = entries;
    this.#tag = tag;
  }

  static async read(store: ObjectStore): Promise<LakeManifest> {
    const found = await store.get(KEY);
    return new LakeManifest(store, found === null ? [] : entriesOf(found.body), found?.tag ?? null);
  }

  /** Whether the lake has this very content of a table. */
  holds({ source, table, version }: StoredTable): boolean {
    const entry = this.#entries.find((e) => e.source === source && e.table === table);
    return version !== undefined && entry?.content === version;
  }

  put(entry: LakeEntry): void {
    this.#changed.push(entry);
  }

  /** Writes the changed entries, merged with what others wrote meanwhile. */
  async save(): Promise<void> {
    if (this.#changed.length === 0) return;
    for (let attempt = 1; attempt <= TRIES; attempt++) {
      const others = this.#entries.filter((e) => !this.#changed.some((c) => c.source === e.source && c.table === e.table));
      const tables = [...others, ...this.#changed].sort((a, b) => (a.path < b.path ? -1 : 1));
      const body = Buffer.from(`${JSON.stringify({ version: 1, tables } satisfies ManifestFile, null, 2)}\n`);
      const written = this.#tag === null ? await this.#store.create(KEY, body) : await this.#store.replace(KEY, body, this.#tag);
      if (written.outcome === 'created' || written.outcome === 'replaced') return;
      const found = await this.#store.get(KEY);
      this.#entries = found === null ? [] : entriesOf(found.body);
      this.#tag = found?.tag ?? null;
    }
    throw new Error(`other jobs replaced manifest.json ${TRIES} times meanwhile`);
  }
}

function entriesOf(body: Buffer): readonly LakeEntry[] {
  return (JSON.parse(body.toString('utf8')) as ManifestFile).tables;
}
