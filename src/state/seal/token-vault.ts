import { HighwaterError } from '../../model/errors.ts';
import type { Renewed, Vault } from '../../model/secret.ts';
import type { SideFile } from '../../model/side-file.ts';
import { DamagedError, type Encryption, type FileKey, WrongKeyError } from './encryption.ts';
import { openText, sealText } from './sealed-text.ts';

/** One of a state: each source has a vault in it. */
export interface Vaults {
  of(source: string): Vault;
}

export interface VaultOptions {
  /** Where the sealed text of all vaults of a state lies. */
  readonly storage: SideFile;
  readonly encryption: Encryption;
  /** Whose runs will find what this one saves, where that isn't everybody: caches belong to a branch. */
  readonly branch: string | null;
}

interface Content {
  readonly version: 1;
  readonly entries: Readonly<Record<string, { readonly value: string; readonly branch: string | null }>>;
}

const NOTHING: Content = { version: 1, entries: {} };
const FACTS = 'highwater vault 1';

/** Sealed as a whole, under a new key each time: no two texts ever share one. */
export function vaultsOf(options: VaultOptions): Vaults {
  const { storage, encryption, branch } = options;
  // Making a key takes half a second, in which a killed run would lose what it has to keep. So it is ready beforehand.
  let nextKey: Promise<FileKey> | null = null;
  const prepared = async (): Promise<FileKey> => {
    nextKey ??= encryption.create();
    return nextKey;
  };
  const renew = async <T>(source: string, work: (kept: string | null) => Promise<Renewed<T>>): Promise<T> =>
    storage.exclusive(async () => {
      const content = await open(options);
      await prepared();
      const before = content.entries[source];
      if (before !== undefined && before.branch !== branch) throw elsewhere(source, before.branch, branch);
      const { result, keep } = await work(before?.value ?? null);
      if (keep === null) return result;
      const entries = { ...content.entries, [source]: { value: keep, branch } };
      const key = await prepared();
      nextKey = null;
      await storage.write(await sealText(JSON.stringify({ version: 1, entries } satisfies Content), key, FACTS));
      return result;
    });
  return { of: (source) => ({ where: storage.where, renew: async (work) => renew(source, work) }) };
}

async function open({ storage, encryption }: VaultOptions): Promise<Content> {
  const bytes = await storage.read();
  if (bytes === null) return NOTHING;
  try {
    const content = JSON.parse(await openText(bytes, encryption, FACTS)) as Content;
    if (content.version !== 1) throw new DamagedError('a newer version of Highwater saved it');
    return content;
  } catch (error) {
    throw notOpened(storage, error);
  }
}

function notOpened({ where, remove }: SideFile, error: unknown): HighwaterError {
  const wrong = error instanceof WrongKeyError;
  const why = wrong ? 'they were encrypted with another key' : error instanceof DamagedError ? error.message : 'they are damaged';
  return new HighwaterError(
    wrong ? 'STATE_WRONG_KEY' : 'STATE_UNREADABLE',
    `The refresh tokens kept in ${where} can't be read: ${why}.`,
    `${wrong ? 'Set `state-encryption-key` (on the command line: HIGHWATER_STATE_ENCRYPTION_KEY) to the secret they were saved with. If you have lost it: ' : ''}${remove}, authorise the app again (\`highwater auth\`), and store the new token.`,
    { cause: error },
  );
}

function elsewhere(source: string, owner: string | null, here: string | null): HighwaterError {
  return new HighwaterError(
    'SIGN_IN_REFUSED',
    `${source}: runs on ${owner ?? 'another place'} keep the current refresh token. Signing in on ${here ?? 'this place'} would replace it, and they could not see the new one.`,
    `Run this on ${owner ?? 'the other place'}. Or give this branch its own \`state-name\` and its own token (\`highwater auth\` again, into another secret); or use the flow client_credentials or jwt_bearer, which have no such token.`,
  );
}
