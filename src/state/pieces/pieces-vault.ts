import { type ObjectStore, ObjectStoreError } from '../../objects/object-store.ts';
import type { VaultStorage } from '../seal/token-vault.ts';
import { saveFailed, unreachable } from '../state-errors.ts';

const FILE = 'tokens.enc';

/** An object of its own beside the state, so that it can be saved at once. A run replaces only what it read. */
export function piecesVault(objects: ObjectStore): VaultStorage {
  const where = objects.address;
  let turn: Promise<unknown> = Promise.resolve();
  // Null until it was read; an empty tag where there was none.
  let tag: string | null = null;
  return {
    where,
    remove: `delete the object ${FILE} in ${where}`,
    async read() {
      try {
        const found = await objects.get(FILE);
        tag = found?.tag ?? '';
        return found?.body ?? null;
      } catch (error) {
        throw error instanceof ObjectStoreError ? unreachable(where, error.message, error.hint, error) : error;
      }
    },
    async write(sealed) {
      try {
        const done = tag === null || tag === '' ? await objects.create(FILE, sealed) : await objects.replace(FILE, sealed, tag);
        if (done.outcome === 'exists' || done.outcome === 'moved') throw signedInMeanwhile(where);
        tag = done.tag;
      } catch (error) {
        throw error instanceof ObjectStoreError ? saveFailed(where, error.message, error.hint, error) : error;
      }
    },
    async exclusive(work) {
      const mine = turn.then(work, work);
      turn = mine.catch(() => undefined);
      return mine;
    },
  };
}

function signedInMeanwhile(where: string) {
  return saveFailed(
    where,
    'another run kept its refresh tokens there meanwhile',
    'Let runs follow one another (in GitHub Actions: `concurrency`).',
  );
}
