import type { LaterSyncs } from '../model/later-sync.ts';
import type { SideFile } from '../model/side-file.ts';
import type { Encryption } from './seal/encryption.ts';
import { openText, sealText } from './seal/sealed-text.ts';

/** Where a run that saved nothing leaves word that the saved state was still true. */
export interface SyncedNotes {
  /** What was left over this very state; null where there is none, or none that can be read. */
  read(state: { readonly generation: number; readonly savedAt: string }): Promise<LaterSyncs | null>;
  write(syncs: LaterSyncs): Promise<void>;
}

const FACTS = 'highwater synced 1';

/** A note of a few hundred bytes in a file of its own, sealed where the state is. */
export function syncedNotes(file: SideFile, encryption: Encryption | null): SyncedNotes {
  return {
    async read({ generation, savedAt }) {
      try {
        const bytes = await file.read();
        if (bytes === null) return null;
        const text = encryption === null ? bytes.toString() : await openText(bytes, encryption, FACTS);
        const { version, state, tables } = JSON.parse(text) as LaterSyncs & { version: number };
        const isOurs = version === 1 && state.generation === generation && state.savedAt === savedAt;
        return isOurs ? { state, tables } : null;
      } catch {
        // Without it the data counts as older than it is: somebody is told too early, not too late.
        return null;
      }
    },
    async write(syncs) {
      await file.exclusive(async () => {
        // A store replaces only what was read.
        await file.read().catch(() => null);
        const text = JSON.stringify({ version: 1, ...syncs });
        await file.write(encryption === null ? Buffer.from(text) : await sealText(text, await encryption.create(), FACTS));
      });
    },
  };
}
