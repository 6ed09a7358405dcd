import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe } from 'vitest';
import { openObjectStore } from '../../../src/objects/open-store.ts';
import { ACCOUNT, type AzureServer, CONTAINER, startAzure } from '../../servers/azure/server.ts';
import { GCS_BUCKET, type GcsServer, startGcs } from '../../servers/gcs/server.ts';
import { BUCKET } from '../../servers/s3/names.ts';
import { type S3Server, startS3 } from '../../servers/s3/server.ts';
import { faultContract, storeContract } from './suite.ts';

const QUICK = { attempts: 6, firstDelayMs: 1, longestDelayMs: 4, longestRetryAfterMs: 1000 };
const LARGE = 9 * 1024 * 1024;
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

describe('S3', () => {
  let s3: S3Server;
  beforeEach(async () => {
    s3 = await startS3();
  });
  afterEach(() => s3.close());
  const store = {
    open: async () => openAt(`s3://${BUCKET}/some/prefix`, s3.env),
    scratch,
    large: LARGE,
    server: () => s3,
    ignoreConditions: () => {
      s3.bucket.overwrites = true;
    },
    stored: () => s3.bucket.objects,
  };
  storeContract(store);
  faultContract(store);
});

describe('Azure Blob Storage', () => {
  let azure: AzureServer;
  beforeEach(async () => {
    azure = await startAzure();
  });
  afterEach(() => azure.close());
  const store = {
    open: async () => openAt(`az://${ACCOUNT}/${CONTAINER}/some/prefix`, azure.env),
    scratch,
    large: LARGE,
    server: () => azure,
    ignoreConditions: () => {
      azure.container.overwrites = true;
    },
    stored: () => azure.container.blobs,
  };
  storeContract(store);
  faultContract(store);
});

describe('Google Cloud Storage', () => {
  let gcs: GcsServer;
  beforeEach(async () => {
    gcs = await startGcs();
  });
  afterEach(() => gcs.close());
  const store = {
    open: async () => openAt(`gs://${GCS_BUCKET}/some/prefix`, gcs.env),
    scratch,
    large: LARGE,
    server: () => gcs,
    ignoreConditions: () => {
      gcs.bucket.overwrites = true;
    },
    stored: () => gcs.bucket.objects,
  };
  storeContract(store);
  faultContract(store);
});
