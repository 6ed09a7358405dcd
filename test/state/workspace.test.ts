import { spawn } from 'node:child_process';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HighwaterError } from '../../src/model/errors.ts';
import { STATE_FORMAT } from '../../src/model/state-format.ts';
import { directoryStore } from '../../src/state/directory/directory-store.ts';
import type { StateStore } from '../../src/state/store.ts';
import {
  openFreshWorkspace,
  openLeftWorkspace,
  openWorkspace,
  type WorkspaceOptions,
} from '../../src/state/workspace/workspace.ts';
import { temporaryDirectory } from './runner.ts';

const NOW = new Date('2026-11-21T02:03:04.005Z');

let root: string;
let directory: string;
let remove: () => Promise<void>;

beforeEach(async () => {
  ({ path: root, remove } = await temporaryDirectory());
  directory = join(root, 'work');
});

afterEach(() => remove());

const store = (): StateStore =>
  directoryStore({ directory: join(root, 'state'), encryption: null, clock: () => NOW, pid: process.pid });

function options(change: Partial<WorkspaceOptions> = {}): WorkspaceOptions {
  return { directory, store: store(), runId: 'run-2', pid: process.pid, clock: () => NOW, ...change };
}

const left = async () => (await readdir(directory)).filter((name) => name !== '.gitignore' && name !== 'verified.json').sort();

/** A state of generation 1 with one row, saved through a workspace. */
async function saveFirst(): Promise<void> {
  const workspace = await openWorkspace(options({ runId: 'run-1' }));
  await query(workspace.file, 'CREATE TABLE t AS SELECT 1 AS x');
  await workspace.save();
  await workspace.close();
}

/** Opens the database, runs the statement, closes it checkpointed, and returns the first row's values. */
async function query(file: string, sql: string): Promise<unknown[]> {
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(sql);
  await connection.run('CHECKPOINT');
  connection.closeSync();
  instance.closeSync();
  return reader.getRows()[0] ?? [];
}

/** A run that opens the workspace, does what `body` says, and is then killed by kill -9. */
async function killedRun(body: string): Promise<void> {
  const src = (path: string) => JSON.stringify(join(import.meta.dirname, '../../src/state', path));
  const text = `
    import { DuckDBInstance } from '@duckdb/node-api';
    import { directoryStore } from ${src('directory/directory-store.ts')};
    import { openWorkspace } from ${src('workspace/workspace.ts')};
    const clock = () => new Date();
    const store = directoryStore({ directory: ${JSON.stringify(join(root, 'state'))}, encryption: null, clock, pid: process.pid });
    const workspace = await openWorkspace({ directory: ${JSON.stringify(directory)}, store, runId: 'killed', pid: process.pid, clock });
    ${body}
    process.kill(process.pid, 'SIGKILL');`;
  const running = spawn(process.execPath, ['--input-type=module-typescript', '-e', text], { stdio: 'inherit' });
  const signal = await new Promise((resolve) => running.on('exit', (_, by) => resolve(by)));
  expect(signal).toBe('SIGKILL');
}

const COMMIT_A_ROW = `
  const connection = await (await DuckDBInstance.create(workspace.file)).connect();
  await connection.run('CREATE TABLE IF NOT EXISTS t (x INTEGER)');
  await connection.run('INSERT INTO t VALUES (42)');
  await connection.run('BEGIN; INSERT INTO t VALUES (43)');`;

describe('a workspace', () => {
  it('begins with nothing where there is no state, and saves generation 1', async () => {
    const workspace = await openWorkspace(options());
    expect(workspace).toMatchObject({ base: null, generation: 1, recovered: null });
    await query(workspace.file, 'CREATE TABLE t AS SELECT 1 AS x');
    expect(await workspace.save()).toMatchObject({ generation: 1 });
    await workspace.close();
    expect(await left()).toEqual([]);
  });

  it('begins with the newest state, and saves the next generation', async () => {
    await saveFirst();
    const workspace = await openWorkspace(options());
    expect(workspace).toMatchObject({ base: { generation: 1, savedAt: NOW.toISOString() }, generation: 2, recovered: null });
    expect(await query(workspace.file, 'SELECT x FROM t')).toEqual([1]);
    expect(await workspace.save()).toMatchObject({ generation: 2 });
    await workspace.close();
  });

  it('shares the file of the saved state until it is to be written to', async () => {
    await saveFirst();
    const saved = join(root, 'state', 'state-1.duckdb');
    const inode = async (file: string) => (await stat(file)).ino;
    const before = await readFile(saved);
    const workspace = await openWorkspace(options());
    expect(await inode(saved)).toBe(await inode(workspace.file));
    await Promise.all([workspace.own(), workspace.own()]);
    expect(await inode(saved)).not.toBe(await inode(workspace.file));
    await query(workspace.file, 'INSERT INTO t VALUES (2)');
    expect(await readFile(saved)).toEqual(before);
    await workspace.close();
  });

  it('a killed run that only had its log leaves the saved state as it was, and so does the run that continues', async () => {
    await saveFirst();
    const saved = join(root, 'state', 'state-1.duckdb');
    const before = await readFile(saved);
    await killedRun(COMMIT_A_ROW);
    expect((await stat(saved)).nlink).toBe(2);
    const workspace = await openWorkspace(options());
    expect(await query(workspace.file, 'SELECT count(*) FROM t')).toEqual([2n]);
    expect(await readFile(saved)).toEqual(before);
    await workspace.close();
  });

  it.each(['changed', 'cut off'])('does not trust a file that was %s after it was saved', async (how) => {
    await saveFirst();
    const saved = join(root, 'state', 'state-1.duckdb');
    await (await openWorkspace(options())).close();
    const bytes = await readFile(saved);
    bytes[bytes.length - 100] = 1 + (bytes[bytes.length - 100] ?? 0);
    await writeFile(saved, how === 'changed' ? bytes : bytes.subarray(0, -1));
    await rm(directory, { recursive: true });
    await expect(openWorkspace(options())).rejects.toMatchObject({ code: 'STATE_UNREADABLE' });
  });

  it('is for its owner only', async () => {
    const workspace = await openWorkspace(options());
    const modes = await Promise.all(
      [directory, join(directory, 'work.json')].map(async (path) => (await stat(path)).mode & 0o777),
    );
    expect(modes.map((mode) => mode.toString(8))).toEqual(['700', '600']);
    await workspace.close();
  });

  it('keeps its work when the save fails, for the next run to save', async () => {
    await saveFirst();
    const failing: StateStore = { ...store(), save: () => Promise.reject(new HighwaterError('STATE_SAVE_FAILED', 'no', 'no')) };
    const workspace = await openWorkspace(options({ store: failing }));
    await query(workspace.file, 'INSERT INTO t VALUES (42)');
    await expect(workspace.save()).rejects.toMatchObject({ code: 'STATE_SAVE_FAILED' });
    await workspace.close();
    const next = await openWorkspace(options({ runId: 'run-3' }));
    expect(next.recovered).toEqual({ runId: 'run-2', startedAt: NOW.toISOString() });
    expect(await query(next.file, 'SELECT sum(x) FROM t')).toEqual([43n]);
    await next.discard();
  });

  it('leaves nothing when it is discarded', async () => {
    await saveFirst();
    const workspace = await openWorkspace(options());
    await writeFile(`${workspace.file}.wal`, '');
    await workspace.discard();
    await workspace.close();
    expect(await left()).toEqual([]);
  });

  it.each(['work.duckdb.wal', 'work.duckdb.wal.checkpoint', 'work.duckdb.checkpoint.wal'])(
    'refuses to save while %s is there',
    async (log) => {
      const workspace = await openWorkspace(options());
      await writeFile(workspace.file, '');
      await writeFile(join(directory, log), '');
      await expect(workspace.save()).rejects.toThrow('must be checkpointed and closed');
      await workspace.discard();
    },
  );
});

describe('the work of a killed run', () => {
  it('is gone on from, with all that was committed and nothing else', async () => {
    await saveFirst();
    await killedRun(COMMIT_A_ROW);
    const workspace = await openWorkspace(options());
    expect(workspace).toMatchObject({ base: { generation: 1 }, generation: 2, recovered: { runId: 'killed' } });
    expect(await query(workspace.file, 'SELECT count(*), sum(x) FROM t')).toEqual([2n, 43n]);
    await workspace.save();
    await workspace.close();
    expect(await left()).toEqual([]);
  });

  it('is gone on from where there was no state yet', async () => {
    await killedRun(COMMIT_A_ROW);
    const workspace = await openWorkspace(options());
    expect(workspace).toMatchObject({ base: null, generation: 1, recovered: { runId: 'killed' } });
    expect(await query(workspace.file, 'SELECT x FROM t')).toEqual([42]);
    await workspace.discard();
  });

  it('is saved by the post step, whatever became of the run', async () => {
    await saveFirst();
    await killedRun(COMMIT_A_ROW);
    const workspace = await openLeftWorkspace(options());
    expect(await query(String(workspace?.file), 'SELECT sum(x) FROM t')).toEqual([43n]);
    expect(await workspace?.save()).toMatchObject({ generation: 2 });
    await workspace?.close();
    expect(await openLeftWorkspace(options())).toBeNull();
  });

  it.each(['openWorkspace', 'openLeftWorkspace'] as const)(
    'is dropped by %s where a newer state was saved since',
    async (how) => {
      await saveFirst();
      await killedRun(COMMIT_A_ROW);
      await store().save(join(root, 'state', 'state-1.duckdb'), 2);
      const workspace = await { openWorkspace, openLeftWorkspace }[how](options());
      if (how === 'openLeftWorkspace') expect(workspace).toBeNull();
      else expect(workspace).toMatchObject({ base: { generation: 2 }, recovered: null });
      if (workspace !== null) expect(await query(workspace.file, 'SELECT sum(x) FROM t')).toEqual([1n]);
      await workspace?.discard();
      expect(await left()).toEqual([]);
    },
  );

  it.each<[string, () => Promise<unknown>]>([
    ['its note is missing', () => rm(join(directory, 'work.json'))],
    ['its note is damaged', () => writeFile(join(directory, 'work.json'), '{"gene')],
    ['it belongs to another state', () => change('store', '/elsewhere')],
    ['it began from another entry of the same generation', () => change('newest', { generation: 1, key: 'other' })],
  ])('is dropped where %s', async (_, damage) => {
    await saveFirst();
    await killedRun(COMMIT_A_ROW);
    await damage();
    const workspace = await openWorkspace(options());
    expect(workspace.recovered).toBeNull();
    expect(await query(workspace.file, 'SELECT sum(x) FROM t')).toEqual([1n]);
    await workspace.discard();
  });

  it('is dropped where it began when the store could not be asked', async () => {
    await killedRun(COMMIT_A_ROW);
    await change('newest', 'unknown');
    const workspace = await openWorkspace(options());
    expect(workspace).toMatchObject({ base: null, recovered: null });
    await workspace.discard();
  });

  it('stays where the store can not be reached now', async () => {
    await saveFirst();
    await killedRun(COMMIT_A_ROW);
    const down: StateStore = { ...store(), newest: () => Promise.reject(new HighwaterError('STATE_UNREACHABLE', 'no', 'no')) };
    await expect(openWorkspace(options({ store: down }))).rejects.toMatchObject({ code: 'STATE_UNREACHABLE' });
    const workspace = await openWorkspace(options());
    expect(workspace.recovered).toMatchObject({ runId: 'killed' });
    await workspace.discard();
  });

  async function change(name: string, value: unknown): Promise<void> {
    const path = join(directory, 'work.json');
    await writeFile(path, JSON.stringify({ ...JSON.parse(await readFile(path, 'utf8')), [name]: value }));
  }
});

describe('a second run in the same directory', () => {
  it('is refused while the first lives, and the first goes on unharmed', async () => {
    const first = await openWorkspace(options({ runId: 'run-1' }));
    await query(first.file, 'CREATE TABLE t AS SELECT 1 AS x');
    for (const open of [openWorkspace, openFreshWorkspace, openLeftWorkspace]) {
      await expect(open(options())).rejects.toMatchObject({
        code: 'RUN_IN_PROGRESS',
        message: expect.stringContaining(`run-1, process ${process.pid}`),
      });
    }
    expect(await first.save()).toMatchObject({ generation: 1 });
    await first.close();
  });

  it('is let in by one of many that come at once after a killed one', async () => {
    await killedRun(COMMIT_A_ROW);
    const results = await Promise.allSettled([1, 2, 3, 4, 5].map((n) => openWorkspace(options({ runId: `run-${n}` }))));
    const opened = results.filter((result) => result.status === 'fulfilled');
    expect(opened).toHaveLength(1);
    await opened[0]?.value.discard();
  });

  it('is let in where the process number was given out again', async () => {
    const first = await openWorkspace(options({ runId: 'run-1' }));
    const lock = join(directory, (await left()).find((name) => name.startsWith('run.lock.')) ?? '');
    await writeFile(lock, JSON.stringify({ ...JSON.parse(await readFile(lock, 'utf8')), started: 'another boot/12' }));
    const second = await openWorkspace(options());
    await expect(first.save()).rejects.toMatchObject({ code: 'RUN_IN_PROGRESS' });
    await query(second.file, 'CREATE TABLE t AS SELECT 2 AS x');
    await first.close();
    await first.discard();
    expect(await second.save()).toMatchObject({ generation: 1 });
    await second.close();
  });
});

describe('a fresh start over a state that can not be read', () => {
  it('counts on from the state that it passes over', async () => {
    await saveFirst();
    await writeFile(join(root, 'state', 'state-1.duckdb'), 'damaged');
    await expect(openWorkspace(options())).rejects.toMatchObject({ code: 'STATE_UNREADABLE' });
    const workspace = await openFreshWorkspace(options());
    expect(workspace).toMatchObject({ base: null, generation: 2, recovered: null });
    await query(workspace.file, 'CREATE TABLE t AS SELECT 7 AS x');
    await workspace.save();
    await workspace.close();
    const next = await openWorkspace(options());
    expect(await query(next.file, 'SELECT x FROM t')).toEqual([7]);
    await next.discard();
  });

  it('begins at 1 where not even that can be known', async () => {
    await saveFirst();
    await writeFile(join(root, 'state', 'state.json'), 'damaged');
    const workspace = await openFreshWorkspace(options());
    expect(workspace.generation).toBe(1);
    await query(workspace.file, 'CREATE TABLE t AS SELECT 7 AS x');
    await workspace.save();
    await workspace.close();
    expect(await store().newest()).toMatchObject({ generation: 1 });
  });
});

describe('a state that a newer version of Highwater saves during a run', () => {
  const header = () => join(root, 'state', 'state.json');
  const NEWER = `"format": ${STATE_FORMAT + 1}`;
  const newerSaves = async () => writeFile(header(), (await readFile(header(), 'utf8')).replace(/"format": \d+/, NEWER));

  it('is not overwritten by that run, whose work stays', async () => {
    await saveFirst();
    const workspace = await openWorkspace(options());
    await query(workspace.file, 'CREATE TABLE u AS SELECT 2 AS x');
    await newerSaves();
    await expect(workspace.save()).rejects.toMatchObject({
      code: 'STATE_SAVE_FAILED',
      message: expect.stringContaining('newer version of Highwater'),
    });
    await workspace.close();
    expect(await readFile(header(), 'utf8')).toContain(NEWER);
    expect(await left()).toEqual(['work.duckdb', 'work.json']);
  });

  it('is replaced where it was there before and the user chose on-unreadable-state: full', async () => {
    await saveFirst();
    await newerSaves();
    const workspace = await openFreshWorkspace(options());
    await query(workspace.file, 'CREATE TABLE u AS SELECT 2 AS x');
    expect(await workspace.save()).toMatchObject({ generation: 1 });
    await workspace.close();
    expect(await store().newest()).toMatchObject({ generation: 1 });
  });
});

describe('a workspace within a new state directory', () => {
  it('is kept from other users and from git as a whole', async () => {
    const state = join(root, 'data', '.highwater');
    const workspace = await openWorkspace(options({ directory: join(state, 'work') }));
    for (const path of [state, join(state, 'work')]) {
      expect(((await stat(path)).mode & 0o777).toString(8)).toBe('700');
      expect(await readFile(join(path, '.gitignore'), 'utf8')).toBe('*\n');
    }
    expect(await readdir(join(root, 'data'))).toEqual(['.highwater']);
    await workspace.discard();
  });
});

describe('the same directory for the state and the work', () => {
  it('is fine: that is what the command line does', async () => {
    const both = () => directoryStore({ directory, encryption: null, clock: () => NOW, pid: process.pid });
    for (const generation of [1, 2]) {
      const workspace = await openWorkspace(options({ store: both() }));
      await query(workspace.file, `CREATE TABLE t${generation} AS SELECT 1 AS x`);
      await workspace.save();
      await workspace.close();
    }
    expect(await left()).toEqual(['state-2.duckdb', 'state.json']);
    expect(await readFile(join(directory, '.gitignore'), 'utf8')).toBe('*\n');
  });
});
