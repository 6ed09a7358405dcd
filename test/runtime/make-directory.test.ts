import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { requireCommandFiles } from '../../src/app/github/command-files.ts';
import { makeDirectory } from '../../src/runtime/make-directory.ts';

test('a directory is made with those above it, and one that is there stays', async () => {
  const root = await mkdtemp(join(tmpdir(), 'highwater-made-'));
  expect(await makeDirectory(join(root, 'a', 'b'), 0o700)).toBe(join(root, 'a'));
  expect((await stat(join(root, 'a', 'b'))).mode & 0o777).toBe(0o700);
  expect(await makeDirectory(join(root, 'a', 'b'))).toBeUndefined();
  await writeFile(join(root, 'file'), '');
  await expect(makeDirectory(join(root, 'file', 'below'))).rejects.toMatchObject({ code: 'ENOTDIR' });
  await rm(root, { recursive: true });
});

// What a read-only file system says where this machine has one, else what its kernel says of /sys.
test('where none can be made, the error is not that of a directory that is missing', async () => {
  const said = await mkdir('/sys/highwater').then(
    () => null,
    (error: NodeJS.ErrnoException) => error.code,
  );
  if (process.platform !== 'linux' || said === null) return;
  await expect(makeDirectory('/sys/highwater/below/it')).rejects.toMatchObject({ code: said });
  expect(said).not.toBe('ENOENT');
});

test("a step that can't give the runner its outputs says so before it reads anything", async () => {
  const env = { GITHUB_OUTPUT: '/nowhere/set_output_1', GITHUB_STEP_SUMMARY: '' };
  await expect(requireCommandFiles(env)).rejects.toMatchObject({
    code: 'OUTPUT_NOT_WRITABLE',
    message: expect.stringContaining('GITHUB_OUTPUT is /nowhere/set_output_1'),
    hint: expect.stringContaining('--user'),
  });
  await requireCommandFiles({});
});
