import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A temporary directory that the test removes. */
export async function temporaryDirectory(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'highwater-state-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

export interface Runner {
  readonly directory: string;
  readonly workspace: string;
  readonly temp: string;
  leave(): Promise<void>;
}

/**
 * Puts this process where a job's step stands: in a workspace of its own, with RUNNER_TEMP and the cache's variables. The real
 * @actions/cache reads all of it from the process, so tests of it run in a process of their own (vitest's forks).
 */
export async function enterRunner(env: Readonly<Record<string, string>>): Promise<Runner> {
  const { path: directory } = await temporaryDirectory();
  const workspace = join(directory, 'work', 'repo');
  const temp = join(directory, 'temp');
  await mkdir(workspace, { recursive: true });
  await mkdir(temp);
  const before = { cwd: process.cwd(), env: { ...process.env } };
  process.chdir(workspace);
  Object.assign(process.env, { RUNNER_TEMP: temp, GITHUB_WORKSPACE: workspace, ...env });
  return {
    directory,
    workspace,
    temp,
    leave: async () => {
      process.chdir(before.cwd);
      for (const name of Object.keys(process.env)) if (!(name in before.env)) delete process.env[name];
      Object.assign(process.env, before.env);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/**
 * @actions/cache waits 3 seconds and more between its attempts, and can't be told otherwise: divides every timer of this
 * process until the returned function is called.
 */
export function hurryTimers(factor: number): () => void {
  const original = globalThis.setTimeout;
  const hurried = (run: (...args: unknown[]) => void, milliseconds = 0, ...args: unknown[]) =>
    original(run, milliseconds / factor, ...args);
  globalThis.setTimeout = Object.assign(hurried, original) as unknown as typeof setTimeout;
  return () => {
    globalThis.setTimeout = original;
  };
}

/** What a DuckDB file is to a store: bytes. Half of it compresses, half doesn't. */
export function content(bytes: number): Buffer {
  return Buffer.concat([randomBytes(Math.floor(bytes / 2)), Buffer.alloc(Math.ceil(bytes / 2), 'DuckDB pages compress well. ')]);
}

/** Comparing buffers with `toEqual` takes half a second where this takes none. */
export async function same(one: string, other: string): Promise<boolean> {
  return (await readFile(one)).equals(await readFile(other));
}
