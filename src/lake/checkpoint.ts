import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ObjectStore } from '../objects/object-store.ts';
import type { Connection } from '../warehouse/duckdb/database.ts';
import { text } from '../warehouse/duckdb/sql.ts';
import { checkpointKey, type DeltaSnapshot, type LogAction } from './delta-log.ts';

// https://github.com/delta-io/delta/blob/master/PROTOCOL.md#checkpoint-schema
const STRINGS = 'MAP(VARCHAR, VARCHAR)';
const ACTIONS = {
  protocol: 'STRUCT(minReaderVersion INTEGER, minWriterVersion INTEGER, readerFeatures VARCHAR[], writerFeatures VARCHAR[])',
  metaData: `STRUCT(id VARCHAR, name VARCHAR, description VARCHAR, format STRUCT(provider VARCHAR, options ${STRINGS}), schemaString VARCHAR, partitionColumns VARCHAR[], configuration ${STRINGS}, createdTime BIGINT)`,
  add: `STRUCT(path VARCHAR, partitionValues ${STRINGS}, size BIGINT, modificationTime BIGINT, dataChange BOOLEAN, stats VARCHAR, tags ${STRINGS})`,
  remove: `STRUCT(path VARCHAR, deletionTimestamp BIGINT, dataChange BOOLEAN, extendedFileMetadata BOOLEAN, partitionValues ${STRINGS}, size BIGINT)`,
} as const;

/** Writes down all of a version in one file, so that readers need none of the commits before it. */
export async function writeCheckpoint(
  store: ObjectStore,
  table: string,
  snapshot: DeltaSnapshot,
  deps: { readonly connection: Connection; readonly workDirectory: string },
): Promise<void> {
  const { protocol, metadata, files, removed, version } = snapshot;
  if (protocol === null || metadata === null) return;
  const actions: LogAction[] = [
    { protocol },
    { metaData: metadata },
    ...[...files.values()].map((add) => ({ add: { ...add, dataChange: false } })),
    ...[...removed.values()].map((remove) => ({ remove: { ...remove, dataChange: false } })),
  ];
  const [lines, file] = [join(deps.workDirectory, 'checkpoint.json'), join(deps.workDirectory, 'checkpoint.parquet')];
  await writeFile(lines, actions.map((action) => `${JSON.stringify(action)}\n`).join(''));
  const columns = Object.entries(ACTIONS).map(([name, type]) => `${text(name)}: ${text(type)}`);
  await deps.connection.run(
    `COPY (SELECT * FROM read_json(${text(lines)}, format = 'newline_delimited', maximum_object_size = 268435456, columns = {${columns.join(', ')}}))
     TO ${text(file)} (FORMAT parquet, COMPRESSION zstd)`,
  );
  // A run that was cut off may have made it already.
  await store.createFromFile(checkpointKey(table, version), file);
  await point(store, `${table}/_delta_log/_last_checkpoint`, JSON.stringify({ version, size: actions.length }));
}

/** The hint for readers where the newest checkpoint is; it may be old, and is never needed. */
async function point(store: ObjectStore, key: string, content: string): Promise<void> {
  const found = await store.get(key);
  if (found === null) await store.create(key, Buffer.from(content));
  else await store.replace(key, Buffer.from(content), found.tag);
}

/** The actions of a checkpoint that was downloaded to `file`. */
export async function readCheckpoint(connection: Connection, file: string): Promise<LogAction[]> {
  const rows = await connection.rows<{ action: string }>(
    `SELECT CASE ${Object.keys(ACTIONS)
      .map((name) => `WHEN "${name}" IS NOT NULL THEN json_object('${name}', to_json("${name}"))`)
      .join(' ')} END::VARCHAR AS action FROM read_parquet(${text(file)})`,
  );
  return rows.map((row) => JSON.parse(row.action, withoutNulls) as LogAction);
}

function withoutNulls(_: string, value: unknown): unknown {
  return value === null ? undefined : value;
}
