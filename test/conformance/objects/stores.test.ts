import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe } from 'vitest';
import { openObjectStore } from '../../../src/objects/open-store.ts';
import { LOCAL_STORES, type LocalStore, STORE_KINDS } from '../../servers/objects/local-store.ts';
import { faultContract, storeContract } from './suite.ts';

/* Each driver against a strict server of its kind. `npm run test:stores` runs the same suite against servers that others wrote. */
const QUICK = { attempts: 6, firstDelayMs: 1, longestDelayMs: 4, longestRetryAfterMs: 1000 };
let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'objects-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const scratch = (): string => directory;
const openAt = async (address: string, env: Readonly<Record<string, string>>) =>
  openObjectStore(address, { setting: 'state', env, retryPolicy: QUICK });

describe('a directory', () => {
  storeContract({ open: async () => openAt(join(directory, 'store'), {}), scratch, large: 3 * 1024 * 1024 });
});

describe.each(STORE_KINDS)('%s', (kind) => {
  let local: LocalStore;
  beforeEach(async () => {
    local = await LOCAL_STORES[kind]();
  });
  afterEach(() => local.server.close());
  const store = {
    open: async () => openAt(`${local.address}/some/prefix`, local.env),
    scratch,
    // Just more than one part of each kind.
    large: 8 * 1024 * 1024 + 300_000,
    server: () => local.server,
    ignoreConditions: () => local.ignoreConditions(),
    stored: () => local.stored,
  };
  storeContract(store);
  faultContract(store);
});
