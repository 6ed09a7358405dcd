import type { SideFile, SideFileName } from '../../model/side-file.ts';
import { type ObjectStore, ObjectStoreError } from '../../objects/object-store.ts';
import { saveFailed, unreachable } from '../state-errors.ts';

/** An object of its own beside the state, so that it can be saved at once. A run replaces only what it read. */
export function objectSideFile(objects: ObjectStore, name: SideFileName): SideFile {
  const where = objects.address;
  let turn: Promise<unknown> = Promise.resolve();
  // Null until it was read; an empty tag where there was none.
  let tag: string | null = null;
  return {
    where,
    remove: `delete the object ${name} in ${where}`,
    async read() {
      try {
        const found = await objects.get(name);
        tag = found?.tag ?? '';
        return found?.body ?? null;
      } catch (error) {
        throw error instanceof ObjectStoreError ? unreachable(where, error.message, error.hint, error) : error;
      }
    },
    async write(content) {
      try {
        const done = tag === null || tag === '' ? await objects.create(name, content) : await objects.replace(name, content, tag);
        if (done.outcome === 'exists' || done.outcome === 'moved') throw changedMeanwhile(where, name);
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

function changedMeanwhile(where: string, name: SideFileName) {
  return saveFailed(
    where,
    `another run replaced ${name} there meanwhile`,
    'Let runs follow one another (in GitHub Actions: `concurrency`).',
  );
}
