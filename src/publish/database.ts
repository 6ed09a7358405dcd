import { chmod, constants, copyFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { stripInternals } from '../warehouse/export.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';

/** Copies the state, which must be checkpointed, into `file` and takes Highwater's own bookkeeping out. Returns the size in bytes. */
export async function writeDatabase(warehouse: Warehouse, file: string): Promise<number> {
  const partial = `${file}.partial`;
  await rm(partial, { force: true });
  await rm(`${partial}.wal`, { force: true });
  // The copy would be as private as the state; the artifact's files are all for the same readers.
  await writeFile(partial, '');
  const { mode } = await stat(partial);
  await copyFile(warehouse.database.file, partial, constants.COPYFILE_FICLONE);
  await chmod(partial, mode);
  await stripInternals(partial, { room: warehouse.smallRoom(), tempDirectory: join(dirname(file), '.highwater-tmp') });
  await rm(`${file}.wal`, { force: true });
  await rename(partial, file);
  return (await stat(file)).size;
}
