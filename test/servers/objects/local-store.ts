import { ACCOUNT, CONTAINER, startAzure } from '../azure/server.ts';
import { GCS_BUCKET, startGcs } from '../gcs/server.ts';
import { BUCKET } from '../s3/names.ts';
import { startS3 } from '../s3/server.ts';
import type { StoreServer } from './store-server.ts';

/** A strict server of one kind on this machine, as tests that run on every kind need it. */
export interface LocalStore {
  readonly server: StoreServer;
  /** Of its one bucket or container. */
  readonly address: string;
  readonly env: Readonly<Record<string, string>>;
  readonly stored: Map<string, { readonly body: Buffer }>;
  /** As some stores do. */
  ignoreConditions(): void;
}

export const LOCAL_STORES = {
  s3: async (): Promise<LocalStore> => {
    const server = await startS3();
    const { bucket, env } = server;
    const ignoreConditions = (): void => {
      bucket.overwrites = true;
    };
    return { server, address: `s3://${BUCKET}`, env, stored: bucket.objects, ignoreConditions };
  },
  az: async (): Promise<LocalStore> => {
    const server = await startAzure();
    const { container, env } = server;
    const ignoreConditions = (): void => {
      container.overwrites = true;
    };
    return { server, address: `az://${ACCOUNT}/${CONTAINER}`, env, stored: container.blobs, ignoreConditions };
  },
  gs: async (): Promise<LocalStore> => {
    const server = await startGcs();
    const { bucket, env } = server;
    const ignoreConditions = (): void => {
      bucket.overwrites = true;
    };
    return { server, address: `gs://${GCS_BUCKET}`, env, stored: bucket.objects, ignoreConditions };
  },
};

export type StoreKind = keyof typeof LOCAL_STORES;
export const STORE_KINDS = Object.keys(LOCAL_STORES) as StoreKind[];
