import { join, resolve } from 'node:path';
import { HEADER_FILE, readHeader, type StateHeader } from '../seal/header.ts';
import { openSealedFile } from '../seal/sealed-file.ts';
import { saveFailed, translate, unreadable } from '../state-errors.ts';
import type { StateId, StateStore } from '../store.ts';
import { readHeaderText, stateFiles } from './directory-files.ts';
import { type DirectorySave, saveToDirectory } from './directory-save.ts';

export type { SaveStep } from './directory-save.ts';

export type DirectoryStoreOptions = DirectorySave;

/**
 * Keeps the state in a directory: `state-<generation>.duckdb` (`.enc` when encrypted) beside `state.json`, which says
 * which file is the state. Replacing state.json is the one moment at which a save becomes true; what a crash leaves
 * before or after that moment is removed by the next save.
 */
export function directoryStore(options: DirectoryStoreOptions): StateStore {
  const { directory, encryption } = options;
  return {
    identity: resolve(directory),
    describe: () => directory,
    async newest() {
      const header = await currentHeader(directory);
      return header?.file ? identify(directory, header) : null;
    },
    async restore(into) {
      const header = await currentHeader(directory);
      if (!header?.file) return null;
      await openSealedFile(directory, header, into, encryption, directory);
      return { ...identify(directory, header), savedAt: header.savedAt, bytes: header.bytes };
    },
    async save(file, generation) {
      try {
        const header = await saveToDirectory(options, file, generation);
        return { ...identify(directory, header), bytes: header.bytes };
      } catch (error) {
        const hint = 'Check the directory and its permissions, then run again.';
        throw translate(error, (message) => saveFailed(directory, message, hint, error));
      }
    },
  };
}

function identify(directory: string, header: StateHeader): StateId {
  return { generation: header.generation, key: join(directory, header.file ?? '') };
}

/** Null: nothing was ever saved here. */
async function currentHeader(directory: string): Promise<StateHeader | null> {
  const text = await readHeaderText(directory);
  if (text !== null) return readHeader(text, directory);
  const [orphan] = await stateFiles(directory);
  if (orphan === undefined) return null;
  throw unreadable(directory, `${HEADER_FILE} is missing beside ${orphan}`);
}
