import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ObjectStore } from '../objects/object-store.ts';
import type { StoredTable } from '../warehouse/catalog/catalog.ts';
import type { Connection } from '../warehouse/duckdb/database.ts';
import { qualified } from '../warehouse/duckdb/sql.ts';
import { realTypes } from '../warehouse/duckdb/types.ts';
import { readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import {
  type AddFile,
  afterCommit,
  commitKey,
  type DeltaSnapshot,
  type LogAction,
  readSnapshot,
  renderCommit,
  type TableMetadata,
} from './delta-log.ts';
import { type DeltaSchema, deltaSchemaOf } from './delta-schema.ts';
import { groupsToWrite, LARGEST_FILE_BYTES, newerRows, sizesOf } from './file-sizes.ts';
import { contentOf, cutRange, type KeyRange, type RangeContent, type RangedTable, sameEdge, WHOLE } from './key-ranges.ts';
import { Uploads } from './uploads.ts';
import { cleanUp } from './vacuum.ts';

export interface TablePublish {
  readonly store: ObjectStore;
  /** The table's folder in the store: `crm/Account`, percent-encoded. */
  readonly folder: string;
  readonly table: StoredTable;
  readonly connection: Connection;
  /** For files on their way. */
  readonly workDirectory: string;
  readonly runId: string;
  now(): Date;
  /** How long what a commit dropped is kept for readers of older versions, in seconds. */
  readonly keepSeconds: number;
  /** Bytes of the largest file; for tests. */
  readonly largestBytes?: number;
}

export interface TablePublished {
  /** The table's newest version in the lake. */
  readonly version: number;
  /** Files that were written and uploaded, and their bytes. */
  readonly files: number;
  readonly bytes: number;
}

/** A file of the table's, with what our tags say of it. */
interface LakeFile {
  readonly add: AddFile;
  readonly range: KeyRange;
  readonly content: RangeContent;
}

const COMMITS_A_CHECKPOINT = 20;
// Another program that commits between our reading of the log and our commit; each time all is decided again.
const TRIES = 20;

/**
 * Brings a Delta table to what the warehouse holds, in one commit: only files whose range of keys holds other rows now are written. Readers see
 * the old version or the new one. Crashing anywhere leaves files that no version names; `cleanUp` removes them after `keepSeconds`.
 */
export async function publishTable(publish: TablePublish): Promise<TablePublished> {
  const { store, folder, connection, table } = publish;
  const types = await realTypes(connection, table.schema, table.name);
  const schema = deltaSchemaOf(table, types);
  const key = table.key.map((name) => ({ name, type: types.get(name) ?? 'VARCHAR' }));
  const ranged: RangedTable = { table: qualified(table.schema, table.name), key };
  const written = new Uploads(publish, ranged, schema);
  for (let attempt = 1; ; attempt++) {
    const snapshot = await readSnapshot(store, folder, async (at) => downloadCheckpoint(publish, at));
    const actions = await changes(publish, snapshot, schema, ranged, written);
    if (actions.length === 0) return { version: snapshot.version, ...written.used([]) };
    const version = snapshot.version + 1;
    const info = commitInfo(publish, snapshot);
    const { outcome } = await store.create(commitKey(folder, version), renderCommit([info, ...actions]));
    if (outcome === 'exists' && attempt < TRIES) continue;
    if (outcome === 'exists') throw new Error(`other programs committed to ${folder} ${TRIES} times meanwhile`);
    const after = afterCommit(snapshot, version, actions);
    if (version > 0 && version % COMMITS_A_CHECKPOINT === 0)
      await writeCheckpoint(store, folder, stillKept(publish, after), { connection, workDirectory: publish.workDirectory });
    await cleanUp(publish, after);
    return { version, ...written.used(actions) };
  }
}

/** Without the removals that no reader needs any more. */
function stillKept({ now, keepSeconds }: TablePublish, snapshot: DeltaSnapshot): DeltaSnapshot {
  const before = now().getTime() - keepSeconds * 1000;
  return { ...snapshot, removed: new Map([...snapshot.removed].filter(([, file]) => file.deletionTimestamp >= before)) };
}

/** What a commit has to say; nothing where the lake holds the table already. */
async function changes(
  publish: TablePublish,
  snapshot: DeltaSnapshot,
  schema: DeltaSchema,
  ranged: RangedTable,
  uploads: Uploads,
): Promise<LogAction[]> {
  const described = describing(publish, snapshot, schema);
  const files = lakeFiles(snapshot, ranged);
  // Values of another type can't stand in old files; a new column without values can.
  const kept = files !== null && sameTypes(snapshot, schema) ? files : [];
  const dropped = [...snapshot.files.values()].filter((add) => !kept.some((file) => file.add === add));
  const { adds, removes } = await replaced(publish, kept, ranged, uploads);
  const at = publish.now().getTime();
  const gone = [...dropped, ...removes].map(({ path, partitionValues, size }) => ({
    remove: {
      path,
      deletionTimestamp: at,
      dataChange: true,
      extendedFileMetadata: true as const,
      partitionValues,
      size,
    },
  }));
  return [...described, ...gone, ...adds.map((add) => ({ add }))];
}

/** Writes the ranges that hold other rows than their files. */
async function replaced(
  publish: TablePublish,
  files: readonly LakeFile[],
  ranged: RangedTable,
  uploads: Uploads,
): Promise<{ adds: AddFile[]; removes: AddFile[] }> {
  const { connection } = publish;
  const ranges = files.length === 0 ? [WHOLE] : files.map((f) => f.range);
  const now = await contentOf(connection, ranged, ranges);
  const sized = now.map((content, i) => ({ rows: content.rows, changed: !sameContent(content, files[i]?.content) }));
  if (files.length === 0 && sized[0]?.rows === 0) return { adds: [], removes: [] };
  const most = Math.max(1, Math.floor((publish.largestBytes ?? LARGEST_FILE_BYTES) / (await bytesARow(files, uploads))));
  const newer = newerRows(sized);
  const adds: AddFile[] = [];
  const removes: AddFile[] = [];
  for (const [first, last] of groupsToWrite(sized, most)) {
    const rows = sized.slice(first, last + 1).reduce((sum, r) => sum + r.rows, 0);
    const range = { from: ranges[first]?.from ?? null, to: ranges[last]?.to ?? null };
    removes.push(...files.slice(first, last + 1).map((f) => f.add));
    for (const piece of await cutRange(connection, ranged, range, sizesOf(rows, most, newer[last] ?? 0)))
      adds.push(await uploads.add(piece));
  }
  return { adds, removes };
}

function sameContent(a: RangeContent, b: RangeContent | undefined): boolean {
  return b !== undefined && a.rows === b.rows && a.hash === b.hash;
}

/** How long rows are in Parquet: as in the files that are there, else as a sample is. */
async function bytesARow(files: readonly LakeFile[], uploads: Uploads): Promise<number> {
  const rows = files.reduce((sum, f) => sum + f.content.rows, 0);
  if (rows > 0) return Math.max(1, files.reduce((sum, f) => sum + f.add.size, 0) / rows);
  return uploads.sample();
}

/** Protocol and metadata, where they differ from what the log says. */
function describing({ table, now }: TablePublish, snapshot: DeltaSnapshot, schema: DeltaSchema): LogAction[] {
  const { protocol, metadata } = snapshot;
  const raised =
    protocol !== null && JSON.stringify(protocol) === JSON.stringify(schema.protocol) ? [] : [{ protocol: schema.protocol }];
  if (metadata?.schemaString === schema.schemaString) return raised;
  const metaData: TableMetadata = {
    id: metadata?.id ?? randomUUID(),
    name: table.name,
    description: `${table.label} (${table.source}.${table.table})`,
    format: { provider: 'parquet', options: {} },
    schemaString: schema.schemaString,
    partitionColumns: [],
    configuration: {},
    createdTime: metadata?.createdTime ?? now().getTime(),
  };
  return [...raised, { metaData }];
}

function commitInfo({ runId, now }: TablePublish, snapshot: DeltaSnapshot): LogAction {
  return {
    commitInfo: {
      timestamp: now().getTime(),
      operation: snapshot.version < 0 ? 'CREATE TABLE AS SELECT' : 'MERGE',
      operationParameters: {},
      engineInfo: 'Highwater',
      // No two commits are alike: a lost answer is told from another writer's commit by it.
      txnId: `${runId}-${randomUUID()}`,
    },
  };
}

/** The table's files by range, oldest keys first; null where they are not all ours, or leave gaps: then all of it is written. */
function lakeFiles(snapshot: DeltaSnapshot, ranged: RangedTable): LakeFile[] | null {
  const keyed = JSON.stringify(ranged.key);
  const files: LakeFile[] = [];
  for (const add of snapshot.files.values()) {
    if (add.tags?.['highwater.key'] !== keyed) return null;
    const range = JSON.parse(add.tags['highwater.range'] ?? 'null') as KeyRange;
    files.push({ add, range, content: { rows: Number(add.tags['highwater.rows']), hash: add.tags['highwater.hash'] ?? '' } });
  }
  return inOrder(files);
}

/** Each range begins where another ends: sorted by that, whatever the type of the key. */
function inOrder(files: readonly LakeFile[]): LakeFile[] | null {
  const ordered: LakeFile[] = [];
  for (let edge: readonly string[] | null = null; ordered.length < files.length; ) {
    const next = files.find((f) => sameEdge(f.range.from, edge) && !ordered.includes(f));
    if (next === undefined) return null;
    ordered.push(next);
    edge = next.range.to;
  }
  return ordered.length === 0 || ordered.at(-1)?.range.to === null ? ordered : null;
}

function sameTypes(snapshot: DeltaSnapshot, schema: DeltaSchema): boolean {
  const fields = (text: string) => (JSON.parse(text) as { fields: { name: string; type: unknown }[] }).fields;
  const before = new Map(fields(snapshot.metadata?.schemaString ?? '{"fields":[]}').map((f) => [f.name, JSON.stringify(f.type)]));
  return fields(schema.schemaString).every(
    (f) => before.get(f.name) === undefined || before.get(f.name) === JSON.stringify(f.type),
  );
}

async function downloadCheckpoint({ store, workDirectory, connection }: TablePublish, key: string): Promise<LogAction[]> {
  const found = await store.get(key);
  if (found === null) throw new Error(`${key} was listed and can't be read`);
  const file = join(workDirectory, 'read-checkpoint.parquet');
  await writeFile(file, found.body);
  try {
    return await readCheckpoint(connection, file);
  } finally {
    await rm(file, { force: true });
  }
}
