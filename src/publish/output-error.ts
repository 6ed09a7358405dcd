import { HighwaterError } from '../model/errors.ts';

// What the system says where the user's directory, not the program, is at fault.
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'its file system is read-only',
  ENAMETOOLONG: 'its path is too long for this system',
  ENOTDIR: 'a part of that path is a file',
  EEXIST: 'a file of that name is in the way',
  EISDIR: 'a directory is in the way',
  EBUSY: 'another program holds it open',
};

// These have words of their own, whatever the directory: see `toHighwaterError`.
const NO_ROOM: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** OUTPUT_NOT_WRITABLE where the system refuses the output directory or a file in it; anything else as it was thrown. */
export function outputError(directory: string, thrown: unknown): unknown {
  const { code, path, dest, syscall } = (thrown ?? {}) as Record<'code' | 'path' | 'dest' | 'syscall', unknown>;
  if (typeof code !== 'string' || typeof syscall !== 'string' || NO_ROOM.has(code)) return thrown;
  const reason = REASONS[code] ?? `the system refuses to ${syscall} there`;
  const file = [dest, path].find((name) => typeof name === 'string') ?? directory;
  return new HighwaterError(
    'OUTPUT_NOT_WRITABLE',
    `Nothing can be written to the output directory ${directory}: ${reason} (${code}, ${file}).`,
    'Choose another directory (`output.directory`, the input `output`, on the command line --output), or let this user write to it. What was read is kept in the state.',
    { cause: thrown },
  );
}
