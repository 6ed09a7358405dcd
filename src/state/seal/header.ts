import { createHash } from 'node:crypto';
import { STATE_FORMAT } from '../../model/state-format.ts';
import { newerFormat, unreadable } from '../state-errors.ts';
import type { EncryptionHeader } from './encryption.ts';

export const HEADER_FILE = 'state.json';
const PRODUCT = 'highwater-state';
/** Far more than the cache takes. */
const MOST_VOLUMES = 100_000;

/** What is known of a saved state without opening it: the content of `state.json`, which is plain even where the state is encrypted. */
export interface StateHeader {
  readonly generation: number;
  /** ISO 8601, UTC. */
  readonly savedAt: string;
  /** The file beside this header; null where nothing has been saved yet. */
  readonly file: string | null;
  /** Size of the DuckDB file. */
  readonly bytes: number;
  /** Of the file as it is stored, compressed and encrypted. */
  readonly stored: { readonly bytes: number; readonly sha256: string };
  readonly compression: 'none' | 'zstd';
  readonly encryption: EncryptionHeader | null;
  /** The stored file is cut into so many, `<file>.1`, `<file>.2` …; null: it is one. Since format 3. */
  readonly volumes: number | null;
}

export const EMPTY_HEADER: StateHeader = {
  generation: 0,
  savedAt: '1970-01-01T00:00:00.000Z',
  file: null,
  bytes: 0,
  stored: { bytes: 0, sha256: '' },
  compression: 'none',
  encryption: null,
  volumes: null,
};

/** The fields that mean something, in one fixed order, so that the checksum doesn't depend on how the JSON was written. */
function canonical(header: StateHeader): StateHeader {
  const { generation, savedAt, file, bytes, stored, compression, encryption, volumes = null } = header;
  const { scheme, salt, check } = encryption ?? { scheme: '', salt: '', check: '' };
  return {
    generation,
    savedAt,
    file,
    bytes,
    stored: { bytes: stored.bytes, sha256: stored.sha256 },
    compression,
    encryption: encryption === null ? null : { scheme, salt, check },
    volumes,
  };
}

/** What a header of this format holds: those before format 3 know no volumes. */
function written(header: StateHeader, format: number): Partial<StateHeader> {
  const { volumes, ...before } = canonical(header);
  return format < 3 ? before : { ...before, volumes };
}

function checksum(header: StateHeader, format: number): string {
  return createHash('sha256')
    .update(JSON.stringify(written(header, format)))
    .digest('hex');
}

export function writeHeader(header: StateHeader): string {
  const content = {
    product: PRODUCT,
    format: STATE_FORMAT,
    ...written(header, STATE_FORMAT),
    checksum: checksum(header, STATE_FORMAT),
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;
const isText = (value: unknown): boolean => typeof value === 'string';

/** Written by others, perhaps with ill will: a file name must not lead out of the directory. */
function isStateHeader(value: Record<string, unknown>): boolean {
  const stored = value.stored as Record<string, unknown> | null;
  const encryption = value.encryption as Record<string, unknown> | null;
  return (
    isCount(value.generation) &&
    isCount(value.bytes) &&
    isText(value.savedAt) &&
    (value.file === null || (isText(value.file) && /^state[\w-]*(\.\w+)+$/.test(String(value.file)))) &&
    (value.compression === 'none' || value.compression === 'zstd') &&
    typeof stored === 'object' &&
    stored !== null &&
    isCount(stored.bytes) &&
    isText(stored.sha256) &&
    (value.volumes === undefined ||
      value.volumes === null ||
      (isCount(value.volumes) && Number(value.volumes) <= MOST_VOLUMES)) &&
    (encryption === null ||
      (typeof encryption === 'object' && ['scheme', 'salt', 'check'].every((key) => isText(encryption[key]))))
  );
}

/** Throws STATE_UNREADABLE or STATE_NEWER_FORMAT. `where` names the store for people. */
export function readHeader(text: string, where: string): StateHeader {
  let value: Record<string, unknown> | null;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw unreadable(where, `its ${HEADER_FILE} is damaged (it isn't JSON)`, error);
  }
  if (value?.product !== PRODUCT) throw unreadable(where, `its ${HEADER_FILE} isn't Highwater's`);
  const format = value.format;
  if (typeof format === 'number' && format > STATE_FORMAT) {
    throw newerFormat(where, `format ${format}; this version reads up to ${STATE_FORMAT}`);
  }
  if (typeof format !== 'number' || format < 1 || !isStateHeader(value)) throw unreadable(where, `its ${HEADER_FILE} is damaged`);
  const header = canonical(value as unknown as StateHeader);
  if (value.checksum !== checksum(header, format))
    throw unreadable(where, `its ${HEADER_FILE} is damaged (its checksum is wrong)`);
  return header;
}
