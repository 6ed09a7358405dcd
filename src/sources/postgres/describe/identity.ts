import { createHash } from 'node:crypto';
import type { DatabaseSession } from '../connect/session.ts';
import { type Member, membersOf, type RelationRow } from './catalog.ts';
import { definitionChange, definitionOf, type Fingerprints, type RelationDefinition } from './definition.ts';

/** Which cluster a server is, and in which of its lives; null where the user may not ask. */
export interface ClusterIdentity {
  readonly system: string;
  /** Rises when the server is restored to a point in time or a standby is promoted: commits may be missing after it. */
  readonly timeline: number;
  /** Of a primary: the next transaction's id, 64 bits. Behind an earlier one the server's disk was put back. */
  readonly next?: string | null;
}

/**
 * What a watermark speaks for, kept in its token. A watermark taken from another database, an earlier life of it, or
 * another table of the same name says nothing about this one.
 */
export interface TableIdentity extends RelationDefinition {
  readonly cluster: ClusterIdentity | null;
  readonly database: string;
  readonly relation: string;
  /** Leaves of a partitioned table, and tables that inherit from a plain one; a hash of them where they are too many. */
  readonly members?: readonly string[] | string;
  /** The number of the file that holds the rows, by oid, of the table and its members: another one where it was truncated or rewritten. */
  readonly files?: Fingerprints;
}

// A token may have 64 KiB.
const MEMBERS_LISTED = 4000;
const FILES_LISTED = 1000;

export async function clusterIdentity(session: DatabaseSession): Promise<ClusterIdentity | null> {
  try {
    return await session.transaction(async () => {
      const rows = await session.query<ClusterIdentity>(
        'SELECT (SELECT system_identifier::text FROM pg_control_system()) AS system, (SELECT timeline_id FROM pg_control_checkpoint()) AS timeline, CASE WHEN NOT pg_is_in_recovery() THEN txid_snapshot_xmax(txid_current_snapshot())::text END AS next',
      );
      return rows[0] ?? null;
    });
  } catch {
    // Some hosts keep these functions for themselves; then only the table's own identity is compared.
    return null;
  }
}

export async function tableIdentity(
  session: DatabaseSession,
  relation: RelationRow,
  cluster: ClusterIdentity | null,
): Promise<TableIdentity> {
  const inherits = relation.kind === 'p' || relation.kind === 'r';
  const [[row], found, definition] = await Promise.all([
    session.query<{ database: string; file: string | null }>(
      'SELECT oid::text AS database, pg_relation_filenode($1::oid)::text AS file FROM pg_database WHERE datname = current_database()',
      [relation.oid],
    ),
    inherits ? membersOf(session, relation.oid) : [],
    definitionOf(session, relation.oid),
  ]);
  const members = found.map((m) => m.oid);
  return {
    cluster,
    database: row?.database ?? '',
    relation: relation.oid,
    ...definition,
    ...filesOf([{ oid: relation.oid, kind: relation.kind, file: row?.file ?? null }, ...found]),
    ...(relation.kind !== 'p' && members.length === 0
      ? {}
      : { members: members.length <= MEMBERS_LISTED ? members : hashOf(members) }),
  };
}

function filesOf(members: readonly Member[]): Pick<TableIdentity, 'files'> {
  const files = members.flatMap(({ oid, file }) => (file === null ? [] : [[oid, file]]));
  if (files.length === 0) return {};
  return { files: files.length <= FILES_LISTED ? Object.fromEntries(files) : hashOf(files.flat()) };
}

function hashOf(members: readonly string[]): string {
  return createHash('sha256').update(members.join()).digest('base64');
}

/** Why a watermark with identity `before` can't be gone on from; null where it can. */
export function identityReason(before: TableIdentity, now: TableIdentity): string | null {
  if (before.cluster !== null && now.cluster !== null) {
    if (before.cluster.system !== now.cluster.system) return 'the server is another one than at the last import';
    if (before.cluster.timeline !== now.cluster.timeline) {
      return `the server was restored or failed over since the last import (timeline ${before.cluster.timeline}, now ${now.cluster.timeline})`;
    }
  }
  if (isBehind(before.cluster, now.cluster))
    return 'the server is behind the last import: its disk was restored to an earlier state';
  if (before.database !== now.database) return 'the database was dropped and created again since the last import';
  if (before.relation !== now.relation) return 'the table was dropped and created again, or replaced, since the last import';
  const redefined = definitionChange(before, now);
  if (redefined !== null) return redefined;
  // Of the views only a materialised one has a file; REFRESH may change any of its rows, whatever their cursor.
  if (before.definition !== undefined && rewritten(before, now))
    return 'the materialized view was refreshed since the last import';
  const listed = Array.isArray(before.members) && Array.isArray(now.members);
  return !listed && before.members !== now.members
    ? 'partitions, or tables that inherit from it, were added or removed since the last import'
    : null;
}

/** Of standbys behind one name, some may be behind the others at any time. */
function isBehind(before: ClusterIdentity | null, now: ClusterIdentity | null): boolean {
  return typeof before?.next === 'string' && typeof now?.next === 'string' && BigInt(now.next) < BigInt(before.next);
}

/** Why rows may have left as a whole since, which no cursor shows; null where they have not. */
export function goneReason(before: TableIdentity | null, now: TableIdentity): string | null {
  if (before === null) return null;
  const { members } = now;
  if (Array.isArray(before.members) && Array.isArray(members)) {
    const gone = before.members.filter((oid: string) => !members.includes(oid)).length;
    if (gone > 0) return `${gone} partition(s), or tables that inherited from it, were dropped or detached`;
  }
  return wasRewritten(before, now) ? 'it was truncated or rewritten (TRUNCATE, VACUUM FULL, CLUSTER, ALTER TABLE)' : null;
}

/** Rows may have been written anew as a whole since, whatever their cursor says. */
export function wasRewritten(before: TableIdentity | null, now: TableIdentity): boolean {
  return before !== null && rewritten(before, now);
}

/** Another file than before, of the table or of a member that it had then. */
function rewritten({ files: before }: TableIdentity, { files: now }: TableIdentity): boolean {
  if (before === undefined || now === undefined) return false;
  if (typeof before === 'string' || typeof now === 'string') return typeof before === typeof now && before !== now;
  return Object.entries(before).some(([oid, file]) => now[oid] !== undefined && now[oid] !== file);
}

/** Partitions that were attached since: their rows may be older than the watermark, so they are read whole. */
export function newMembers(before: TableIdentity | null, now: TableIdentity): string[] {
  if (before === null || !Array.isArray(before.members) || !Array.isArray(now.members)) return [];
  const known = new Set<string>(before.members);
  return now.members.filter((oid: string) => !known.has(oid));
}

/** Why these can't be read whole apart from the rest: which partition a row is in may be asked by those alone who may read all columns. */
export function newMembersReason(before: TableIdentity, now: TableIdentity, relation: RelationRow): string | null {
  return relation.selectable || newMembers(before, now).length === 0 ? null : 'partitions were added since the last import';
}

export function parseIdentity(token: string | undefined): TableIdentity | null {
  if (token === undefined) return null;
  const value: unknown = JSON.parse(token);
  return value as TableIdentity;
}
