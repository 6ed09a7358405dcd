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
  afterCommit,
  commitKey,
  type DeltaSnapshot,
  type LogAction,
  readSnapshot,
  renderCommit,
  type TableMetadata,
} from './delta-log.ts';
import { type DeltaSchema, deltaSchemaOf, sameTypes } from './delta-schema.ts';
import type { RangedTable } from './key-ranges.ts';
import type { LakePart } from './lake-part.ts';
import { dropGivenUp, dropOutdated } from './pending-parts.ts';
import { DIVISION, partVersion, SWITCHES, switchesOf, type Waiting, type WantedVersion } from './publish-part.ts';
import { lakeFiles, writeChangedRanges } from './table-files.ts';
import { Uploads } from './uploads.ts';
import { cleanUp } from './vacuum.ts';

export interface TablePublish {
  readonly store: ObjectStore;
  /** The table's folder in the store: `crm/Account`, percent-encoded. */
  readonly folder: string;
  readonly table: StoredTable;
  /** The part of the table that this job holds; null: all of it. */
  readonly part: LakePart | null;
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
  /** The table's newest version in the lake; -1: there is none yet. */
  readonly version: number;
  /** Files that were written and uploaded, and their bytes. */
  readonly files: number;
  readonly bytes: number;
  /** The parts that the table waits for before all of them are published; empty where it waits for none. */
  readonly waitsFor: readonly number[];
}

const COMMITS_A_CHECKPOINT = 20;
// Other jobs, or another program, that commit between our reading of the log and our commit; each time what to commit is decided again.
const TRIES = 100;

/**
 * Brings a Delta table to what the warehouse holds, in one commit: only files whose range of keys holds other rows now are written. Readers see
 * the old version or the new one. Crashing anywhere leaves files that no version names; `cleanUp` removes them after `keepSeconds`.
 */
export async function publishTable(publish: TablePublish): Promise<TablePublished> {
  const { store, folder } = publish;
  const prepared = await prepare(publish);
  for (let attempt = 1; ; attempt++) {
    const snapshot = await snapshotOf(publish);
    const wanted = await wantedVersion(publish, prepared, snapshot);
    if ('waitsFor' in wanted) return { version: snapshot.version, ...prepared.written(), waitsFor: wanted.waitsFor };
    const actions = changes(publish, snapshot, wanted);
    if (actions.length === 0) return { version: snapshot.version, ...prepared.written(), waitsFor: [] };
    const version = snapshot.version + 1;
    if (publish.part === null) await dropGivenUp(store, folder, null);
    const info = commitInfo(publish, snapshot);
    const { outcome } = await store.create(commitKey(folder, version), renderCommit([info, ...actions]));
    if (outcome === 'exists' && attempt < TRIES) continue;
    if (outcome === 'exists') throw new Error(`other programs committed to ${folder} ${TRIES} times meanwhile`);
    await tidy(publish, afterCommit(snapshot, version, actions), switchesOf(snapshot));
    return { version, ...prepared.written(), waitsFor: [] };
  }
}

interface Prepared {
  readonly schema: DeltaSchema;
  readonly ranged: RangedTable;
  uploadsFor(schema: DeltaSchema): Uploads;
  written(): { files: number; bytes: number };
}

/** What was counted and written is remembered: a lost race repeats none of it. */
async function prepare(publish: TablePublish): Promise<Prepared> {
  const { connection, table, part } = publish;
  const types = await realTypes(connection, table.schema, table.name);
  const key = table.key.map((name) => ({ name, type: types.get(name) ?? 'VARCHAR' }));
  const ranged: RangedTable = { table: qualified(table.schema, table.name), key };
  const bySchema = new Map<string, Uploads>();
  return {
    schema: deltaSchemaOf(table, types),
    ranged,
    uploadsFor(schema) {
      const uploads = bySchema.get(schema.schemaString) ?? new Uploads(publish, ranged, schema, part?.name ?? null);
      bySchema.set(schema.schemaString, uploads);
      return uploads;
    },
    written() {
      const all = [...bySchema.values()].map((uploads) => uploads.written());
      return { files: all.reduce((sum, w) => sum + w.files, 0), bytes: all.reduce((sum, w) => sum + w.bytes, 0) };
    },
  };
}

async function wantedVersion(
  publish: TablePublish,
  prepared: Prepared,
  snapshot: DeltaSnapshot,
): Promise<WantedVersion | Waiting> {
  const { folder, table, part, largestBytes } = publish;
  if (part !== null) return partVersion({ ...prepared, folder, table, part, largestBytes }, snapshot);
  const { schema, ranged } = prepared;
  // Values of another type can't stand in old files; a new column without values can.
  const there = sameTypes(snapshot.metadata?.schemaString, schema) ? lakeFiles(snapshot.files.values(), ranged, null) : null;
  const { kept, adds } = await writeChangedRanges(there ?? [], ranged, prepared.uploadsFor(schema), largestBytes);
  const switches = switchesOf(snapshot) + (snapshot.metadata?.configuration[DIVISION] === undefined ? 0 : 1);
  const configuration: Record<string, string> = switches === 0 ? {} : { [SWITCHES]: String(switches) };
  return { files: [...kept, ...adds], schema, configuration };
}

/** What a commit has to say; nothing where the lake holds the table already. */
function changes(publish: TablePublish, snapshot: DeltaSnapshot, { files, ...wanted }: WantedVersion): LogAction[] {
  const described = describing(publish, snapshot, wanted);
  const paths = new Set(files.map(({ path }) => path));
  const deletionTimestamp = publish.now().getTime();
  const gone = [...snapshot.files.values()]
    .filter(({ path }) => !paths.has(path))
    .map(({ path, partitionValues, size }) => ({
      remove: { path, deletionTimestamp, dataChange: true, extendedFileMetadata: true as const, partitionValues, size },
    }));
  const added = files.filter(({ path }) => !snapshot.files.has(path)).map((add) => ({ add }));
  return [...described, ...gone, ...added];
}

/** Protocol and metadata, where they differ from what the log says. */
function describing(
  { table, now }: TablePublish,
  { protocol, metadata }: DeltaSnapshot,
  { schema, configuration }: Omit<WantedVersion, 'files'>,
): LogAction[] {
  const raised = protocol !== null && sameJson(protocol, schema.protocol) ? [] : [{ protocol: schema.protocol }];
  if (metadata?.schemaString === schema.schemaString && sameJson(metadata.configuration, configuration)) return raised;
  const metaData: TableMetadata = {
    id: metadata?.id ?? randomUUID(),
    name: table.name,
    description: `${table.label} (${table.source}.${table.table})`,
    format: { provider: 'parquet', options: {} },
    schemaString: schema.schemaString,
    partitionColumns: [],
    configuration,
    createdTime: metadata?.createdTime ?? now().getTime(),
  };
  return [...raised, { metaData }];
}

function sameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
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

/** A checkpoint now and then, and the removal of what nobody can read any more. */
async function tidy(publish: TablePublish, after: DeltaSnapshot, switchesBefore: number): Promise<void> {
  const { store, folder, connection, workDirectory, keepSeconds, now } = publish;
  if (after.version > 0 && after.version % COMMITS_A_CHECKPOINT === 0) {
    // Without the removals that no reader needs any more.
    const before = now().getTime() - keepSeconds * 1000;
    const removed = new Map([...after.removed].filter(([, file]) => file.deletionTimestamp >= before));
    await writeCheckpoint(store, folder, { ...after, removed }, { connection, workDirectory });
  }
  if (switchesOf(after) > switchesBefore) await dropOutdated(store, folder, switchesOf(after));
  await cleanUp({ store, folder, now, keepSeconds, newest: async () => snapshotOf(publish) }, after);
}

async function snapshotOf(publish: TablePublish): Promise<DeltaSnapshot> {
  return readSnapshot(publish.store, publish.folder, async (at) => downloadCheckpoint(publish, at));
}

async function downloadCheckpoint({ store, workDirectory, connection }: TablePublish, key: string): Promise<LogAction[]> {
  const found = await store.get(key);
  if (found === null) throw new Error(`${key} was listed and can't be read`);
  const file = join(workDirectory, `read-${randomUUID()}.parquet`);
  await writeFile(file, found.body);
  try {
    return await readCheckpoint(connection, file);
  } finally {
    await rm(file, { force: true });
  }
}
