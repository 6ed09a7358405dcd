import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isLease, takeLease } from '../../runtime/lease.ts';
import type { VaultStorage } from '../seal/token-vault.ts';
import { errorCode, saveFailed, translate, unreachable } from '../state-errors.ts';
import { createPrivateDirectory, flushDirectory } from './directory-files.ts';

const FILE = 'tokens.enc';
const LOCK = 'tokens.lock';
// A sign-in takes a second; one that is tried again, a few minutes.
const LOCK_WAIT_MS = 300_000;

/** A file beside the state's. */
export function directoryVault(directory: string, pid: number): VaultStorage {
  const path = join(directory, FILE);
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
    async write(sealed) {
      try {
        await writeFile(`${path}.part`, sealed, { mode: 0o600, flush: true });
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
        const lease = await takeLease(join(directory, LOCK), { pid, runId: '', since: new Date().toISOString() });
        if (isLease(lease)) {
          try {
            return await work();
          } finally {
            await lease.release();
          }
        }
        if (Date.now() > deadline)
          throw unreachable(directory, `process ${lease.pid} has been signing in since ${lease.since}`, 'Wait until it ends.');
        await wait(100);
      }
    },
  };
}
