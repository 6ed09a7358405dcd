import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { SideFile, SideFileName } from '../../model/side-file.ts';
import { isLease, takeLease } from '../../runtime/lease.ts';
import { errorCode, saveFailed, translate, unreachable } from '../state-errors.ts';
import { createPrivateDirectory, flushDirectory } from './directory-files.ts';

// A sign-in takes a second; one that is tried again, a few minutes.
const LOCK_WAIT_MS = 300_000;

/** A file beside the state's. */
export function directorySideFile(directory: string, name: SideFileName, pid: number): SideFile {
  const path = join(directory, name);
  const lock = join(directory, `${name.split('.')[0]}.lock`);
  return {
    where: directory,
    remove: `delete ${path}`,
    async read() {
      try {
        return await readFile(path);
      } catch (error) {
        if (errorCode(error) === 'ENOENT') return null;
        throw unreachable(directory, String(error), 'Check that this user may read the directory.', error);
      }
    },
    async write(content) {
      try {
        await writeFile(`${path}.part`, content, { mode: 0o600, flush: true });
        await rename(`${path}.part`, path);
        await flushDirectory(directory);
      } catch (error) {
        throw translate(error, (message) => saveFailed(directory, message, 'Check the directory and its permissions.', error));
      }
    },
    async exclusive(work) {
      await createPrivateDirectory(directory);
      const deadline = Date.now() + LOCK_WAIT_MS;
      for (;;) {
        const lease = await takeLease(lock, { pid, runId: '', since: new Date().toISOString() });
        if (isLease(lease)) {
          try {
            return await work();
          } finally {
            await lease.release();
          }
        }
        if (Date.now() > deadline)
          throw unreachable(directory, `process ${lease.pid} has been using ${name} since ${lease.since}`, 'Wait until it ends.');
        await wait(100);
      }
    },
  };
}
