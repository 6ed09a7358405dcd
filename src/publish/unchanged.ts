import { link, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { StoredTable } from '../warehouse/catalog/catalog.ts';
import { type ParquetFile, type ParquetOptions, parquetPath } from './parquet.ts';

/** A file of the output directory as the last run left it, so that an unchanged table's need not be written again. */
export interface PublishedFile {
  readonly source: string;
  readonly table: string;
  /** Of the table's rows and columns: `StoredTable.version`. */
  readonly version: string;
  /** Absolute. */
  readonly directory: string;
  /** Relative to it, with `/`. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  /** How the file was written: another compression gives another file. */
  readonly form: string;
  /** What tells the file from any other, and from itself after any write. */
  readonly identity: string;
}

/** The DuckDB file as the last run left it. */
export interface PublishedDatabase {
  /** Absolute. */
  readonly file: string;
  /** The saved state whose rows it holds. */
  readonly shows: string;
  readonly identity: string;
}

/** All that the last run left in the output directory. */
export interface PublishedBefore {
  readonly files: readonly PublishedFile[];
  readonly database: PublishedDatabase | null;
}

/**
 * What was written about the output's files after the last run. Only this machine has it, as it has the files; without it every file is
 * written. It is kept where only this user writes.
 */
export async function recallPublished(note: string): Promise<PublishedBefore> {
  try {
    const { version, files, database } = JSON.parse(await readFile(note, 'utf8')) as PublishedBefore & { version: number };
    if (version === NOTE_VERSION) return { files, database };
  } catch {
    // There is none, or it was cut short.
  }
  return { files: [], database: null };
}

export async function rememberPublished(note: string, published: PublishedBefore): Promise<void> {
  await mkdir(dirname(note), { recursive: true, mode: 0o700 });
  await writeFile(`${note}.part`, JSON.stringify({ version: NOTE_VERSION, ...published }), { mode: 0o600 });
  await rename(`${note}.part`, note);
}

const NOTE_VERSION = 2;

/** Whether the DuckDB file was published of this very state, and is untouched since. */
export async function isPublished(
  known: PublishedDatabase | null,
  file: string,
  state: { readonly shows: string | null; readonly unchanged: boolean },
): Promise<boolean> {
  if (known === null || !state.unchanged || known.shows !== state.shows || known.file !== resolve(file)) return false;
  return (await identityOf(file).catch(() => null)) === known.identity;
}

export async function describeDatabase(file: string, shows: string): Promise<PublishedDatabase> {
  return { file: resolve(file), shows, identity: await identityOf(file) };
}

// Rises when the same rows are written as another file.
const FORM = 1;

/**
 * Puts the file that the last run wrote into `fresh`, where it is beyond doubt the one that would be written now: the same version of
 * the table, the same options, and in `directory` the very file, untouched since. Null where it has to be written.
 */
export async function takeOver(
  files: readonly PublishedFile[],
  table: StoredTable,
  directory: string,
  fresh: string,
  options: ParquetOptions,
): Promise<ParquetFile | null> {
  const path = parquetPath(table, options.layout);
  const known = files.find((f) => f.source === table.source && f.table === table.table);
  if (known === undefined || table.version === undefined || known.version !== table.version) return null;
  if (known.directory !== resolve(directory) || known.path !== path || known.form !== formOf(options)) return null;
  const [from, to] = [join(directory, path), join(fresh, path)];
  try {
    if ((await identityOf(from)) !== known.identity) return null;
    await mkdir(dirname(to), { recursive: true });
    await link(from, to);
    return { path, bytes: known.bytes, sha256: known.sha256 };
  } catch {
    return null; // It is gone, or this file system has no hard links: then it is written, as ever.
  }
}

/** For the next run. The files must be in their place: moving one changes what the system says of it. */
export async function describeFiles(
  tables: readonly StoredTable[],
  files: ReadonlyMap<string, ParquetFile>,
  directory: string,
  options: ParquetOptions,
): Promise<PublishedFile[]> {
  const found: PublishedFile[] = [];
  for (const { source, table, version } of tables) {
    const file = files.get(`${source}.${table}`);
    if (file === undefined || version === undefined) continue;
    const identity = await identityOf(join(directory, file.path));
    found.push({ source, table, version, directory: resolve(directory), ...file, form: formOf(options), identity });
  }
  return found;
}

function formOf({ compression }: ParquetOptions): string {
  return `${FORM} ${compression}`;
}

/** The time of the last change (ctime) can't be set by any program, unlike that of the last write. */
async function identityOf(file: string): Promise<string> {
  const { ino, size, mtimeNs, ctimeNs } = await stat(file, { bigint: true });
  return [ino, size, mtimeNs, ctimeNs].join(' ');
}
