import { HighwaterError, toHighwaterError } from '../model/errors.ts';

/** For hints. */
export const START_AFRESH =
  'To replace it with a full sync, set `on-unreadable-state: full` for one run (on the command line: `--on-unreadable-state full`).';

const SET_KEY =
  'Set `state-encryption-key` (on the command line: HIGHWATER_STATE_ENCRYPTION_KEY) to the secret it was saved with.';

/** The state exists, or may exist, but can't be reached: never to be taken for "no state". */
export function unreachable(where: string, why: string, hint: string, cause?: unknown, otherwise = START_AFRESH): HighwaterError {
  const message = `The state in ${where} can't be reached: ${why}.`;
  return new HighwaterError('STATE_UNREACHABLE', message, `${hint} ${otherwise}`.trim(), { cause });
}

export function unreadable(where: string, why: string, cause?: unknown): HighwaterError {
  return new HighwaterError('STATE_UNREADABLE', `The state in ${where} can't be read: ${why}.`, START_AFRESH, { cause });
}

/** `why` is one of the three ways in which a key and a state don't fit. */
export function wrongKey(where: string, why: 'other key' | 'no key given' | 'not encrypted'): HighwaterError {
  const [message, hint] = {
    'other key': ['it was encrypted with another key', `${SET_KEY} If you have lost it, nobody can read this state.`],
    'no key given': ['it is encrypted, but no key was given', SET_KEY],
    'not encrypted': [
      "it isn't encrypted although a key was given, so nothing proves that Highwater saved it",
      'If you have just added the key, this happens once. Delete the old, unencrypted states too (Actions > Caches).',
    ],
  }[why];
  return new HighwaterError('STATE_WRONG_KEY', `The state in ${where} can't be read: ${message}.`, `${hint} ${START_AFRESH}`);
}

export function newerFormat(where: string, found: string): HighwaterError {
  return new HighwaterError(
    'STATE_NEWER_FORMAT',
    `The state in ${where} was saved by a newer version of Highwater (${found}).`,
    `Use that version again, or a newer one. ${START_AFRESH}`,
  );
}

export function saveFailed(where: string, why: string, hint: string, cause?: unknown): HighwaterError {
  return new HighwaterError(
    'STATE_SAVE_FAILED',
    `The state could not be saved in ${where}: ${why}.`,
    `${hint} The previous state is intact. The next run reads again what this one read, so no row is lost.`,
    { cause },
  );
}

/** Another run saved this state after this run began: what this one did is not saved, and nothing is lost of the other's. */
export function moved(where: string, found: string): HighwaterError {
  return new HighwaterError(
    'STATE_MOVED',
    `Another run saved the state in ${where} while this one worked (${found}). Nothing of it was overwritten, and nothing of this run was saved or published.`,
    'Run again: the next run continues from the other. Let runs follow one another (in GitHub Actions: `concurrency`), or give each its own `state-name`.',
  );
}

/** ENOSPC, a quota, or a file size limit: for the user they are one thing. */
const DISK_FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

export function errorCode(thrown: unknown): string {
  const code = (thrown as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}

/** DISK_FULL where that is what happened, any HighwaterError as it is, else what `otherwise` makes of it. */
export function translate(thrown: unknown, otherwise: (message: string) => HighwaterError): HighwaterError {
  if (thrown instanceof HighwaterError) return thrown;
  const code = errorCode(thrown);
  if (code === 'ENOSPC') return toHighwaterError(thrown);
  if (DISK_FULL.has(code)) return toHighwaterError(Object.assign(new Error(String(thrown)), { code: 'ENOSPC' }));
  return otherwise(thrown instanceof Error ? thrown.message : String(thrown));
}
