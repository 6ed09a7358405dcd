import type { ObjectStore } from '../objects/object-store.ts';
import type { StoredTable } from '../warehouse/catalog/catalog.ts';
import { type LakePart, lakePart } from './lake-part.ts';

/** What was published of a table, or of one of its parts. */
export interface PublishedContent {
  readonly rows: number;
  readonly watermark: string | null;
  /** The run that published it. */
  readonly run: string;
  readonly publishedAt: string;
  /** Names the rows and columns that were published: what has another name in the state has changed since. */
  readonly content: string | null;
  /** The job's state, so that `plan --matrix` leaves a table with the job that has its rows. */
  readonly stateName?: string;
  /** Seconds that the job took for a full sync of it. */
  readonly seconds?: number;
}

/** What the lake's `manifest.json` says of one table. Of a divided one: all rows, and what was published longest ago. */
export interface LakeEntry extends PublishedContent {
  readonly source: string;
  readonly table: string;
  /** The Delta table's folder, relative to the manifest. */
  readonly path: string;
  /** The Delta table's version. */
  readonly version: number;
  /** Names the division of a table that several jobs publish. */
  readonly division?: string;
  /** How many parts the division has. */
  readonly partCount?: number;
  /** By number, from "1". */
  readonly parts?: Readonly<Record<string, PublishedContent>>;
}

interface ManifestFile {
  readonly version: 1;
  readonly tables: readonly LakeEntry[];
}

interface Change {
  readonly entry: LakeEntry;
  readonly part: LakePart | null;
}

const KEY = 'manifest.json';
const TRIES = 50;

/** `<to>/manifest.json`, which several jobs may write, each its own tables. */
export class LakeManifest {
  readonly #store: ObjectStore;
  #entries: readonly LakeEntry[];
  #tag: string | null;
  readonly #changed: Change[] = [];

  private constructor(store: ObjectStore, entries: readonly LakeEntry[], tag: string | null) {
    this.#store = store;
    this.#entries = entries;
    this.#tag = tag;
  }

  static async read(store: ObjectStore): Promise<LakeManifest> {
    const found = await store.get(KEY);
    return new LakeManifest(store, found === null ? [] : entriesOf(found.body), found?.tag ?? null);
  }

  get entries(): readonly LakeEntry[] {
    return this.#entries;
  }

  /** Whether the lake has this very content of a table, or of the part that the state holds. */
  holds(table: StoredTable): boolean {
    const entry = this.#entries.find((e) => isOf(e, table));
    const part = lakePart(table);
    const own = part === null ? entry : entry?.division === part.division ? entry.parts?.[part.index] : undefined;
    return table.version !== undefined && (part !== null || entry?.division === undefined) && own?.content === table.version;
  }

  put(entry: LakeEntry, part: LakePart | null): void {
    this.#changed.push({ entry, part });
  }

  /** Writes the changed entries, merged with what others wrote meanwhile. */
  async save(): Promise<void> {
    if (this.#changed.length === 0) return;
    for (let attempt = 1; attempt <= TRIES; attempt++) {
      const tables = [...this.#changed.reduce(merged, this.#entries)].sort((a, b) => (a.path < b.path ? -1 : 1));
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

type Named = Pick<LakeEntry, 'source' | 'table'>;

function isOf(entry: Named, { source, table }: Named): boolean {
  return entry.source === source && entry.table === table;
}

function merged(entries: readonly LakeEntry[], { entry, part }: Change): readonly LakeEntry[] {
  const before = entries.find((e) => isOf(e, entry));
  const others = entries.filter((e) => e !== before);
  return [...others, part === null ? entry : withPart(entry, part, before)];
}

function withPart(entry: LakeEntry, part: LakePart, before: LakeEntry | undefined): LakeEntry {
  const { source, table, path, version, ...own } = entry;
  const there = before?.division === part.division ? before.parts : undefined;
  const parts: Readonly<Record<string, PublishedContent>> = { ...there, [part.index]: own };
  const all = Object.values(parts);
  const oldest = all.reduce((a, b) => (a.publishedAt <= b.publishedAt ? a : b));
  return {
    ...{ source, table, path },
    version: Math.max(version, before?.version ?? -1),
    rows: all.reduce((sum, p) => sum + p.rows, 0),
    watermark: oldest.watermark,
    run: own.run,
    publishedAt: own.publishedAt,
    content: null,
    division: part.division,
    partCount: part.of,
    parts,
  };
}

function entriesOf(body: Buffer): readonly LakeEntry[] {
  return (JSON.parse(body.toString('utf8')) as ManifestFile).tables;
}
