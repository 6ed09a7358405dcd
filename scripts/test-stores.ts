import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './bundle.ts';
import { NotAtHand, npmPackage } from './stores/programs.ts';
import { OTHER_STORES, type OtherStore } from './stores/servers.ts';

/**
 * `npm run test:stores [-- NAME…]`: runs the drivers, races and a state's way there and back on object stores that others wrote: versitygw (S3)
 * and fake-gcs-server, built with Go, and Microsoft's Azurite, from npm; and Google's own client on our strict server. What can't be had is
 * left out with a sentence. HIGHWATER_STORES_LIMIT: seconds that one program may take to build (default 600).
 */
const limitMs = Number(process.env.HIGHWATER_STORES_LIMIT ?? 600) * 1000;
const wanted = process.argv.slice(2);
const directory = await mkdtemp(join(tmpdir(), 'highwater-stores-'));
const children: ChildProcess[] = [];
try {
  const stores: OtherStore[] = [];
  for (const [name, start] of Object.entries(OTHER_STORES)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const own = join(directory, name);
    await mkdir(own);
    const store = await atHand(name, async () => start({ directory: own, limitMs, started: (child) => children.push(child) }));
    if (store !== null) stores.push(store);
  }
  const client =
    wanted.length > 0 ? null : await atHand("Google's own client", async () => npmPackage('@google-cloud/storage', limitMs));
  if (stores.length === 0 && client === null) process.stdout.write('No other store is at hand: nothing was tested.\n');
  else process.exitCode = await tested(stores, client);
} finally {
  for (const child of children) child.kill('SIGKILL');
  await rm(directory, { recursive: true, force: true });
}

async function atHand<T>(name: string, get: () => Promise<T>): Promise<T | null> {
  try {
    return await get();
  } catch (error) {
    if (!(error instanceof NotAtHand)) throw error;
    process.stdout.write(`${name} is left out: ${error.message}.\n`);
    return null;
  }
}

function tested(stores: readonly OtherStore[], client: string | null): Promise<number> {
  const env = {
    ...process.env,
    HIGHWATER_OTHER_STORES: JSON.stringify(stores),
    ...(client === null ? {} : { HIGHWATER_GOOGLE_CLIENT: client }),
  };
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
  return new Promise((resolve) => {
    spawn(process.execPath, [vitest, 'run', 'test/conformance/objects/others.test.ts'], {
      cwd: ROOT,
      stdio: 'inherit',
      env,
    }).once('close', (code) => resolve(code ?? 1));
  });
}
