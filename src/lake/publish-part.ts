import { createHash } from 'node:crypto';
import type { StoredTable } from '../warehouse/catalog/catalog.ts';
import type { AddFile, DeltaSnapshot } from './delta-log.ts';
import { type DeltaSchema, joinedSchema, sameTypes } from './delta-schema.ts';
import type { RangedTable } from './key-ranges.ts';
import type { LakePart } from './lake-part.ts';
import { dropGivenUp, type PendingPart, pendingParts, writePending } from './pending-parts.ts';
import { filesOfPart, lakeFiles, writeChangedRanges } from './table-files.ts';
import type { Uploads } from './uploads.ts';

/*
 * A table that several jobs publish, each a range of its rows. The files of a part are its own: each job replaces only those, so commits of
 * different jobs have nothing in common, and whoever loses a race commits again as it is. What concerns the table as a whole (its first version, other
 * columns, another division) waits until all parts have it, and is one commit then: readers never see some parts of a table.
 */

/** Part of `metaData.configuration`: the division and columns that all files are of, and how often these have changed. */
export const DIVISION = 'highwater.division';
export const SWITCHES = 'highwater.switches';

/** What one commit makes of a table. */
export interface WantedVersion {
  readonly files: readonly AddFile[];
  readonly schema: DeltaSchema;
  readonly configuration: Readonly<Record<string, string>>;
}

/** The part's files are as they should be, and the table waits for other parts. */
export interface Waiting {
  readonly waitsFor: readonly number[];
}

export interface PartPublish {
  readonly folder: string;
  readonly table: StoredTable;
  readonly part: LakePart;
  /** As the part's own columns are. */
  readonly schema: DeltaSchema;
  readonly largestBytes: number | undefined;
  readonly ranged: RangedTable;
  uploadsFor(schema: DeltaSchema): Uploads;
}

/** Writes the files of a part that changed, and says what the table should be then. */
export async function partVersion(publish: PartPublish, snapshot: DeltaSnapshot): Promise<WantedVersion | Waiting> {
  const { part, folder, ranged, largestBytes, uploadsFor } = publish;
  const { store } = uploadsFor(publish.schema);
  const pending = await pendingParts(store, folder, part, switchesOf(snapshot));
  const schema = sharedSchema(publish, snapshot, [...pending.values()]);
  const version = versionName(part, schema, ranged);
  const current = snapshot.metadata?.configuration[DIVISION] === version;
  const own = pending.get(part.index);
  const base = current
    ? currentFiles(publish, snapshot)
    : (ownFiles(publish, schema, own) ?? sharedFiles(publish, snapshot, schema));
  const uploads = uploadsFor(schema);
  const { kept, adds } = await writeChangedRanges(base, ranged, uploads, largestBytes);
  const files = [...kept, ...adds];
  if (current) {
    await dropGivenUp(store, folder, part);
    const others = [...snapshot.files.values()].filter((add) => add.tags?.['highwater.part'] !== part.name);
    return { files: [...others, ...files], schema, configuration: snapshot.metadata?.configuration ?? {} };
  }
  const mine: PendingPart = { version, schemaString: schema.schemaString, switches: switchesOf(snapshot), files };
  await writePending(store, folder, part, mine);
  // After one's own, so that of two jobs the later one sees both.
  const all = (await pendingParts(store, folder, part, switchesOf(snapshot))).set(part.index, mine);
  const waitsFor = Array.from({ length: part.of }, (_, i) => i + 1).filter((i) => all.get(i)?.version !== version);
  if (waitsFor.length > 0) return { waitsFor };
  const configuration = { [DIVISION]: version, [SWITCHES]: String(switchesOf(snapshot) + 1) };
  return { files: [...all.values()].flatMap((p) => p.files), schema, configuration };
}

export function switchesOf({ metadata }: Pick<DeltaSnapshot, 'metadata'>): number {
  return Number(metadata?.configuration[SWITCHES] ?? 0);
}

/** The part's columns, with types that hold what the other parts have. */
function sharedSchema({ part, schema }: PartPublish, { metadata }: DeltaSnapshot, pending: readonly PendingPart[]): DeltaSchema {
  const divided = metadata?.configuration[DIVISION]?.startsWith(`${part.division} `) === true;
  const others = [...(divided && metadata !== null ? [metadata.schemaString] : []), ...pending.map((p) => p.schemaString)];
  return others.reduce(joinedSchema, schema);
}

function versionName({ division }: LakePart, { schemaString }: DeltaSchema, { key }: RangedTable): string {
  const columns = createHash('sha256')
    .update(JSON.stringify([schemaString, key]))
    .digest('hex')
    .slice(0, 12);
  return `${division} ${columns}`;
}

function currentFiles({ part, ranged }: PartPublish, snapshot: DeltaSnapshot) {
  return lakeFiles(filesOfPart(snapshot, part.name), ranged, part.name) ?? [];
}

/** Files that wait already; null: there are none that can stay. */
function ownFiles({ part, ranged }: PartPublish, schema: DeltaSchema, own: PendingPart | undefined) {
  if (own === undefined || !sameTypes(own.schemaString, schema)) return null;
  return lakeFiles(own.files, ranged, part.name);
}

/** Those of the published version, where its columns have the same types. */
function sharedFiles(publish: PartPublish, snapshot: DeltaSnapshot, schema: DeltaSchema) {
  return sameTypes(snapshot.metadata?.schemaString, schema) ? currentFiles(publish, snapshot) : [];
}
