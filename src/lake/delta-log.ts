import type { ObjectStore } from '../objects/object-store.ts';
import type { DeltaProtocol } from './delta-schema.ts';

/*
 * The log of a Delta table: https://github.com/delta-io/delta/blob/master/PROTOCOL.md
 * Version n is the object `_delta_log/<n, 20 digits>.json`, which is created and never replaced: who loses the race reads it and decides again.
 */

export interface AddFile {
  readonly path: string;
  readonly partitionValues: Readonly<Record<string, string>>;
  readonly size: number;
  readonly modificationTime: number;
  readonly dataChange: boolean;
  readonly stats: string;
  readonly tags: Readonly<Record<string, string>>;
}

export interface RemovedFile {
  readonly path: string;
  /** Milliseconds since 1970. */
  readonly deletionTimestamp: number;
  readonly dataChange: boolean;
  readonly extendedFileMetadata: true;
  readonly partitionValues: Readonly<Record<string, string>>;
  readonly size: number;
}

export interface TableMetadata {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly format: { readonly provider: 'parquet'; readonly options: Readonly<Record<string, string>> };
  readonly schemaString: string;
  readonly partitionColumns: readonly string[];
  readonly configuration: Readonly<Record<string, string>>;
  readonly createdTime: number;
}

export type LogAction =
  | { readonly protocol: DeltaProtocol }
  | { readonly metaData: TableMetadata }
  | { readonly add: AddFile }
  | { readonly remove: RemovedFile }
  | { readonly commitInfo: Readonly<Record<string, unknown>> };

/** A table as one version of it stands. */
export interface DeltaSnapshot {
  /** -1: there is no table yet. */
  readonly version: number;
  readonly protocol: DeltaProtocol | null;
  readonly metadata: TableMetadata | null;
  readonly files: ReadonlyMap<string, AddFile>;
  /** Dropped, and still to be kept for readers of older versions. */
  readonly removed: ReadonlyMap<string, RemovedFile>;
  /** What the listing of the log showed. */
  readonly log: readonly LogEntry[];
}

export interface LogEntry {
  readonly key: string;
  readonly version: number;
  readonly kind: 'commit' | 'checkpoint';
  readonly modified: Date;
}

export function commitKey(table: string, version: number): string {
  return `${table}/_delta_log/${digits(version)}.json`;
}

export function checkpointKey(table: string, version: number): string {
  return `${table}/_delta_log/${digits(version)}.checkpoint.parquet`;
}

function digits(version: number): string {
  return String(version).padStart(20, '0');
}

/** Every commit and checkpoint of a table, oldest first. */
export async function listLog(store: ObjectStore, table: string): Promise<LogEntry[]> {
  const entries: LogEntry[] = [];
  for await (const { key, modified } of store.list(`${table}/_delta_log/`)) {
    const [, version, kind] = /\/(\d{20})(\.checkpoint\.parquet|\.json)$/.exec(key) ?? [];
    if (version === undefined) continue;
    entries.push({ key, version: Number(version), kind: kind === '.json' ? 'commit' : 'checkpoint', modified });
  }
  return entries.sort((a, b) => a.version - b.version || a.kind.localeCompare(b.kind));
}

/** `checkpoint` gives the actions of a checkpoint, which is a Parquet file. */
export async function readSnapshot(
  store: ObjectStore,
  table: string,
  checkpoint: (key: string) => Promise<readonly LogAction[]>,
): Promise<DeltaSnapshot> {
  const log = await listLog(store, table);
  const start = log.findLast((entry) => entry.kind === 'checkpoint');
  const commits = log.filter((entry) => entry.kind === 'commit' && entry.version > (start?.version ?? -1));
  const state = new SnapshotState();
  if (start !== undefined) for (const action of await checkpoint(start.key)) state.apply(action);
  let version = start?.version ?? -1;
  for (const commit of commits) {
    if (commit.version !== version + 1) throw new Error(`version ${version + 1} is missing in the log of ${table}`);
    const found = await store.get(commit.key);
    if (found === null) throw new Error(`${commit.key} was listed and can't be read`);
    for (const line of found.body.toString('utf8').split('\n')) if (line !== '') state.apply(JSON.parse(line) as LogAction);
    version = commit.version;
  }
  return { version, log, ...state.result() };
}

/** Replays a log, action by action. */
class SnapshotState {
  readonly #files = new Map<string, AddFile>();
  readonly #removed = new Map<string, RemovedFile>();
  #protocol: DeltaProtocol | null = null;
  #metadata: TableMetadata | null = null;

  apply(action: LogAction): void {
    if ('add' in action) {
      this.#files.set(action.add.path, action.add);
      this.#removed.delete(action.add.path);
    } else if ('remove' in action) {
      this.#files.delete(action.remove.path);
      this.#removed.set(action.remove.path, action.remove);
    } else if ('metaData' in action) this.#metadata = action.metaData;
    else if ('protocol' in action) this.#protocol = action.protocol;
  }

  result(): Pick<DeltaSnapshot, 'protocol' | 'metadata' | 'files' | 'removed'> {
    return { protocol: this.#protocol, metadata: this.#metadata, files: this.#files, removed: this.#removed };
  }
}

export function renderCommit(actions: readonly LogAction[]): Buffer {
  return Buffer.from(actions.map((action) => `${JSON.stringify(action)}\n`).join(''));
}

/** The snapshot after a commit of these actions. */
export function afterCommit(before: DeltaSnapshot, version: number, actions: readonly LogAction[]): DeltaSnapshot {
  const state = new SnapshotState();
  if (before.protocol !== null) state.apply({ protocol: before.protocol });
  if (before.metadata !== null) state.apply({ metaData: before.metadata });
  for (const add of before.files.values()) state.apply({ add });
  const removed = new Map(before.removed);
  for (const action of actions) state.apply(action);
  const result = state.result();
  for (const [path, file] of result.removed) removed.set(path, file);
  return { version, log: before.log, ...result, removed };
}
