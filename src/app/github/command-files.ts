import { access, constants } from 'node:fs/promises';
import { HighwaterError } from '../../model/errors.ts';

const FILES = ['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_STEP_SUMMARY'];

/**
 * Throws OUTPUT_NOT_WRITABLE where this user may not write the files in which a step gives the runner its outputs and summary: a container whose
 * user is not the runner's. https://docs.github.com/en/actions/reference/workflows-and-actions/dockerfile-support#user
 */
export async function requireCommandFiles(env: Readonly<Record<string, string | undefined>>): Promise<void> {
  for (const name of FILES) {
    const file = env[name];
    if (file) await access(file, constants.W_OK).catch((error: unknown) => refuse(name, file, error));
  }
}

function refuse(name: string, file: string, cause: unknown): never {
  const { code = '' } = cause as NodeJS.ErrnoException;
  throw new HighwaterError(
    'OUTPUT_NOT_WRITABLE',
    `This step can't give the runner its outputs: ${name} is ${file}, where this user (${process.getuid?.() ?? '?'}) may not write (${code}).`,
    'Let the container run as the user that owns this file (`container: { options: --user root }`, or that user), then run again. Nothing was read.',
    { cause },
  );
}
