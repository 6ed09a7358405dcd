import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../src/model/secret.ts';
import { STATE_FORMAT } from '../../src/model/state-format.ts';
import { directoryStore, type SaveStep } from '../../src/state/directory/directory-store.ts';
import { type Encryption, passphraseEncryption } from '../../src/state/seal/encryption.ts';
import type { StateStore } from '../../src/state/store.ts';
import { content, same, temporaryDirectory } from './runner.ts';

const key = (text = 'correct horse'): Encryption => passphraseEncryption(new Secret(text), 16);
const NOW = new Date('2026-11-21T02:03:04.005Z');

let root: string;
let directory: string;
let file: string;
let into: string;
let remove: () => Promise<void>;

beforeEach(async () => {
  ({ path: root, remove } = await temporaryDirectory());
  directory = join(root, 'state');
  file = join(root, 'work.duckdb');
  into = join(root, 'restored.duckdb');
  await writeFile(file, content(300_000));
});

afterEach(() => remove());

function store(encryption: Encryption | null = null): StateStore {
  return directoryStore({ directory, encryption, clock: () => NOW, pid: process.pid });
}

const header = () => join(directory, 'state.json');
const edit = async (path: string, change: (text: string) => string) => writeFile(path, change(await readFile(path, 'utf8')));
const names = async () => (await readdir(directory)).filter((name) => name !== '.gitignore' && name !== 'verified.json').sort();

describe.each([
  ['plain', () => null, 'state-1.duckdb'],
  ['encrypted', () => key(), 'state-1.duckdb.enc'],
])('a directory with a %s state', (_, encryption, name) => {
  it('gives back, to the byte, what was saved last', async () => {
    const saved = await store(encryption()).save(file, 1);
    expect(saved).toEqual({ generation: 1, bytes: 300_000, key: join(directory, name) });
    expect(await store(encryption()).newest()).toEqual({ generation: 1, key: saved.key });
    expect(await store(encryption()).restore(into)).toEqual({ ...saved, savedAt: NOW.toISOString() });
    expect(await same(into, file)).toBe(true);
  });

  it('keeps one file, which only its owner may read', async () => {
    await store(encryption()).save(file, 1);
    expect(await names()).toEqual([name, 'state.json']);
    const modes = await Promise.all(
      [directory, header(), join(directory, name)].map(async (path) => (await stat(path)).mode & 0o777),
    );
    expect(modes.map((mode) => mode.toString(8))).toEqual(['700', '600', '600']);
    await store(encryption()).save(file, 2);
    expect(await names()).toEqual([name.replace('1', '2'), 'state.json']);
  });

  it('says so where its file is damaged, cut off or gone, and leaves what was at the target', async () => {
    await store(encryption()).save(file, 1);
    await writeFile(into, 'before');
    const path = join(directory, name);
    const whole = await readFile(path);
    const flipped = Buffer.from(whole);
    flipped[100_000] = (flipped[100_000] ?? 0) ^ 1;
    const cases = [
      [flipped, encryption() === null ? 'its checksum is wrong' : 'fails authentication'],
      [whole.subarray(0, -1), `has ${whole.length - 1} bytes, ${whole.length} were saved`],
      [Buffer.concat([whole, Buffer.from('x')]), `has ${whole.length + 1} bytes`],
      [Buffer.alloc(0), 'has 0 bytes'],
    ] as const;
    for (const [damaged, words] of cases) {
      await writeFile(path, damaged);
      const reason = { code: 'STATE_UNREADABLE', message: expect.stringContaining(words) };
      await expect(store(encryption()).restore(into)).rejects.toMatchObject(reason);
    }
    await rm(path);
    await expect(store(encryption()).restore(into)).rejects.toMatchObject({
      code: 'STATE_UNREADABLE',
      message: expect.stringContaining(`${name} is missing`),
    });
    expect(await readFile(into, 'utf8')).toBe('before');
    expect((await readdir(root)).filter((found) => found.endsWith('.part'))).toEqual([]);
  });
});

describe('a directory without a state', () => {
  it.each([
    ['that does not exist', async () => undefined],
    ['that is empty', () => mkdir(directory)],
    ['with other files', () => mkdir(join(directory, 'notes'), { recursive: true })],
  ])('%s has none, truly', async (_, prepare) => {
    await prepare();
    expect(await store().newest()).toBeNull();
    expect(await store().restore(into)).toBeNull();
  });

  it('is never what a lost state.json looks like', async () => {
    await store().save(file, 1);
    await rm(header());
    await expect(store().restore(into)).rejects.toMatchObject({
      code: 'STATE_UNREADABLE',
      message: expect.stringContaining('state.json is missing beside state-1.duckdb'),
    });
  });
});

describe('a state that is not to be trusted', () => {
  it.each<[string, string, (text: string) => string]>([
    ['not JSON', 'STATE_UNREADABLE', (text) => text.slice(0, -20)],
    ['empty', 'STATE_UNREADABLE', () => ''],
    ['of another program', 'STATE_UNREADABLE', () => '{"version": 4, "terraform_version": "1.9"}'],
    ['JSON, but null', 'STATE_UNREADABLE', () => 'null'],
    ['without its fields', 'STATE_UNREADABLE', () => '{"product": "highwater-state", "format": 1}'],
    ['changed', 'STATE_UNREADABLE', (text) => text.replace('"generation": 1', '"generation": 7')],
    ['naming a file elsewhere', 'STATE_UNREADABLE', (text) => text.replace('state-1.duckdb', '../../etc/passwd')],
    ['of a newer version', 'STATE_NEWER_FORMAT', (text) => text.replace(/"format": \d+/, `"format": ${STATE_FORMAT + 1}`)],
  ])('is refused where state.json is %s', async (_, code, change) => {
    await store().save(file, 1);
    await edit(header(), change);
    await expect(store().restore(into)).rejects.toMatchObject({ code });
    await expect(store().newest()).rejects.toMatchObject({ code });
  });

  it.each<[string, Encryption | null, Encryption | null, string]>([
    ['another key', key(), key('tr0ub4dor'), 'encrypted with another key'],
    ['no key, though it is encrypted', key(), null, 'it is encrypted, but no key was given'],
    ['a key, though it is not encrypted', null, key(), "it isn't encrypted although a key was given"],
  ])('is refused under %s', async (_, saving, restoring, words) => {
    await store(saving).save(file, 1);
    await expect(store(restoring).restore(into)).rejects.toMatchObject({
      code: 'STATE_WRONG_KEY',
      message: expect.stringContaining(words),
    });
  });

  it('is unreachable where its path is no directory', async () => {
    await writeFile(directory, 'a file');
    await expect(store().restore(into)).rejects.toMatchObject({ code: 'STATE_UNREACHABLE' });
    await expect(store().save(file, 1)).rejects.toMatchObject({ code: 'STATE_SAVE_FAILED' });
  });

  it.skipIf(process.getuid?.() === 0)('is unreachable where it may not be read', async () => {
    await store().save(file, 1);
    await chmod(directory, 0);
    await expect(store().restore(into)).rejects.toMatchObject({ code: 'STATE_UNREACHABLE' });
    await chmod(directory, 0o700);
  });
});

describe('two saves', () => {
  it('of one generation at once: one becomes the state, the other fails with its reason', async () => {
    await store().save(file, 1);
    const other = join(root, 'other.duckdb');
    await writeFile(other, content(500_000));
    const results = await Promise.allSettled([store().save(file, 2), store().save(other, 2)]);
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
    const [lost] = results.filter((result) => result.status === 'rejected');
    expect(lost?.reason).toMatchObject({
      code: 'STATE_SAVE_FAILED',
      message: expect.stringContaining('another run has saved generation 2'),
    });
    await store().restore(into);
    expect(await same(into, results[0]?.status === 'fulfilled' ? file : other)).toBe(true);
  });

  it('of a generation that is not newer: the second is refused', async () => {
    await store().save(file, 5);
    await expect(store().save(file, 5)).rejects.toMatchObject({ code: 'STATE_SAVE_FAILED' });
    await expect(store().save(file, 4)).rejects.toMatchObject({ code: 'STATE_SAVE_FAILED' });
  });

  it.each([
    [
      'a newer version of Highwater',
      (text: string) => text.replace(/"format": \d+/, `"format": ${STATE_FORMAT + 1}`),
      'newer version of Highwater',
    ],
    ['nobody knows whom', () => 'garbage', "it isn't JSON"],
  ])('do not replace a state.json by %s, unless the user chose to', async (_, change, words) => {
    await store().save(file, 5);
    await edit(header(), change);
    const found = await readFile(header(), 'utf8');
    await expect(store().save(file, 6)).rejects.toMatchObject({
      code: 'STATE_SAVE_FAILED',
      message: expect.stringContaining(words),
      hint: expect.stringContaining('on-unreadable-state'),
    });
    expect(await readFile(header(), 'utf8')).toBe(found);
    expect(await names()).toEqual(['state-5.duckdb', 'state.json']);
    await store().save(file, 1, { replaceUnreadable: true });
    expect(await store().restore(into)).toMatchObject({ generation: 1 });
  });
});

describe('a save that does not come to its end', () => {
  it.each<[SaveStep, number]>([
    ['write', 1],
    ['publish', 1],
    ['commit', 1],
    ['clean', 2],
    ['unlock', 2],
  ])('by kill -9 before "%s" leaves generation %i, readable, and the next save goes through', async (step, generation) => {
    await store().save(file, 1);
    const next = join(root, 'next.duckdb');
    await writeFile(next, content(400_000));
    expect(await killedBefore(step, next, 2)).toBe('SIGKILL');
    expect(await store().restore(into)).toMatchObject({ generation });
    expect(await same(into, generation === 1 ? file : next)).toBe(true);
    await store().save(next, generation + 1);
    expect(await names()).toEqual([`state-${generation + 1}.duckdb`, 'state.json']);
  });

  it.each<SaveStep>(['write', 'publish', 'commit'])(
    'by kill -9 before "%s" of the very first save leaves no state',
    async (step) => {
      expect(await killedBefore(step, file, 1)).toBe('SIGKILL');
      expect(await store().restore(into)).toBeNull();
      await store().save(file, 1);
      expect(await names()).toEqual(['state-1.duckdb', 'state.json']);
    },
  );

  it.each([
    ['of an encrypted state', () => root, 'passphraseEncryption(new Secret("key"), 16)'],
    ['of a plain state on another file system', () => ELSEWHERE, 'null'],
  ])('by a full disk is DISK_FULL, and the state before is unharmed: %s', async (_, beside, encryption) => {
    await store().save(file, 1);
    await inDirectory(beside(), async (place) => {
      const big = join(place, 'big.duckdb');
      await writeFile(big, content(2_000_000));
      // A limit of 512 KiB to any file stands for the disk's end: no test may fill a real one.
      const attempt = `try { await store.save(${JSON.stringify(big)}, 2); } catch (error) { console.log(error.code); }`;
      const { stdout } = await child(attempt, 512, encryption);
      expect(stdout.trim()).toBe('DISK_FULL');
    });
    expect(await store().restore(into)).toMatchObject({ generation: 1 });
    expect(await names()).toEqual(['state-1.duckdb', 'state.json']);
  });
});

describe('a plain state', () => {
  it('is the saved file itself, which takes no room of its own', async () => {
    await store().save(file, 1);
    expect((await stat(join(directory, 'state-1.duckdb'))).ino).toBe((await stat(file)).ino);
  });

  it('is a copy where the work lies on another file system', async () => {
    await inDirectory(ELSEWHERE, async (place) => {
      const work = join(place, 'work.duckdb');
      await writeFile(work, content(400_000));
      await store().save(work, 1);
      await store().restore(into);
      expect(await same(into, work)).toBe(true);
    });
  });

  it('that is restored is a file of its own: writing to it leaves the state as it is', async () => {
    await store().save(file, 1);
    await store().restore(into);
    await writeFile(into, 'other');
    await store().restore(join(root, 'again.duckdb'));
    expect(await same(join(root, 'again.duckdb'), file)).toBe(true);
  });
});

// Another file system than the temporary directory's, on most Linux machines; elsewhere the tests with it show nothing new.
const ELSEWHERE = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

async function inDirectory(parent: string, work: (place: string) => Promise<void>): Promise<void> {
  const place = await mkdtemp(join(parent, 'highwater-'));
  try {
    await work(place);
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

const source = (path: string) => JSON.stringify(join(import.meta.dirname, '../../src', path));

const program = (body: string, { onStep = 'undefined', encryption = 'null' } = {}) => `
  import { Secret } from ${source('model/secret.ts')};
  import { directoryStore } from ${source('state/directory/directory-store.ts')};
  import { passphraseEncryption } from ${source('state/seal/encryption.ts')};
  const store = directoryStore({ directory: ${JSON.stringify(directory)}, encryption: ${encryption}, clock: () => new Date(), pid: process.pid, onStep: ${onStep} });
  ${body}`;

function killedBefore(step: SaveStep, path: string, generation: number): Promise<NodeJS.Signals | null> {
  const kill = `(step) => { if (step === '${step}') process.kill(process.pid, 'SIGKILL'); }`;
  const text = program(`await store.save(${JSON.stringify(path)}, ${generation});`, { onStep: kill });
  const running = spawn(process.execPath, ['--input-type=module-typescript', '-e', text], { stdio: 'inherit' });
  return new Promise((resolve) => running.on('exit', (_, signal) => resolve(signal)));
}

function child(body: string, fileKibibytes: number, encryption: string) {
  const command = `ulimit -f ${fileKibibytes} && exec "$0" --input-type=module-typescript -e "$1"`;
  return promisify(execFile)('bash', ['-c', command, process.execPath, program(body, { encryption })]);
}
