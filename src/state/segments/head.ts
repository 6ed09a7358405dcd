import { createHash } from 'node:crypto';
import type { EncryptionHeader } from '../seal/encryption.ts';
import { newerFormat, unreadable } from '../state-errors.ts';

const PRODUCT = 'highwater-state-head';
/** Of the head, the lists and the segments. Raised when an older Highwater could not read what this one saves; then `read` gets the step from the format before, and test/fixtures a state of it. */
export const PIECES_FORMAT = 1;
export const HEAD_KEY = 'head.json';

/** One saved state. Its list of segments is an object of its own, which is never changed. */
export interface Generation {
  readonly generation: number;
  /** Random: two runs that save the same generation have two ids. */
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly savedAt: string;
  /** Size of the DuckDB file. */
  readonly bytes: number;
  /** Of the list as it is stored. */
  readonly list: { readonly bytes: number; readonly sha256: string };
  readonly encryption: EncryptionHeader | null;
}

/** The one object that changes: which generation is the state, and which earlier ones may still be read. Newest first. */
export interface Head {
  readonly generations: readonly [Generation, ...Generation[]];
}

export function listKey({ generation, id }: Pick<Generation, 'generation' | 'id'>): string {
  return `generations/${String(generation).padStart(10, '0')}-${id}`;
}

export function writeHead(head: Head): Buffer {
  const generations = head.generations.map(canonical);
  const content = { product: PRODUCT, format: PIECES_FORMAT, generations, checksum: checksum(generations) };
  return Buffer.from(`${JSON.stringify(content, null, 2)}\n`);
}

/** Whoever can write to the store wrote it. Throws STATE_UNREADABLE or STATE_NEWER_FORMAT. `where`: the store, for people. */
export function readHead(bytes: Buffer, where: string): Head {
  let value: { product?: unknown; format?: unknown; generations?: unknown; checksum?: unknown } | null;
  try {
    value = JSON.parse(bytes.toString());
  } catch (error) {
    throw unreadable(where, `its ${HEAD_KEY} is damaged (it isn't JSON)`, error);
  }
  if (value?.product !== PRODUCT) throw unreadable(where, `its ${HEAD_KEY} isn't Highwater's`);
  const { format, generations } = value;
  if (typeof format === 'number' && format > PIECES_FORMAT)
    throw newerFormat(where, `format ${format} of states in pieces; this version reads up to ${PIECES_FORMAT}`);
  if (format !== PIECES_FORMAT || !Array.isArray(generations) || !generations.every(isGeneration))
    throw unreadable(where, `its ${HEAD_KEY} is damaged`);
  const [first, ...others] = generations.map(canonical);
  if (first === undefined || value.checksum !== checksum([first, ...others]))
    throw unreadable(where, `its ${HEAD_KEY} is damaged (its checksum is wrong)`);
  return { generations: [first, ...others] };
}

/** The fields that mean something, in one fixed order. */
function canonical({ generation, id, savedAt, bytes, list, encryption }: Generation): Generation {
  const { scheme, salt, check } = encryption ?? { scheme: '', salt: '', check: '' };
  return {
    generation,
    id,
    savedAt,
    bytes,
    list: { bytes: list.bytes, sha256: list.sha256 },
    encryption: encryption === null ? null : { scheme, salt, check },
  };
}

function checksum(generations: readonly Generation[]): string {
  return createHash('sha256').update(JSON.stringify(generations)).digest('hex');
}

function isGeneration(value: Partial<Record<keyof Generation, unknown>> | null): value is Generation & object {
  const list = value?.list as Partial<Generation['list']> | null | undefined;
  const encryption = value?.encryption as Partial<EncryptionHeader> | null | undefined;
  return (
    isCount(value?.generation) &&
    isCount(value?.bytes) &&
    typeof value?.savedAt === 'string' &&
    /^[0-9a-f]{16}$/.test(String(value.id)) &&
    isCount(list?.bytes) &&
    /^[0-9a-f]{64}$/.test(String(list?.sha256)) &&
    (encryption === null || [encryption?.scheme, encryption?.salt, encryption?.check].every((text) => typeof text === 'string'))
  );
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
