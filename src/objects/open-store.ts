import type { RetryPolicy } from '../runtime/retry.ts';
import { directoryDriver } from './directory-driver.ts';
import type { ObjectDriver } from './object-driver.ts';
import type { ObjectStore } from './object-store.ts';
import { reliableStore } from './reliable-store.ts';
import { parseStoreAddress, type StoreAddress } from './store-address.ts';

export interface OpenStoreOptions {
  /** The option that holds the address, for errors: `state`, `output.publish.to`. */
  readonly setting: string;
  /** process.env: endpoint, region and sign-in, as the clouds' own tools read them. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
  readonly retryPolicy?: RetryPolicy;
}

/**
 * Opens a store by its address; nothing is asked of it yet. Each cloud's client is loaded when it is first used.
 * Throws ConfigError (INPUT_INVALID) for an address or an endpoint that can't be meant.
 */
export async function openObjectStore(address: string | StoreAddress, options: OpenStoreOptions): Promise<ObjectStore> {
  const parsed = typeof address === 'string' ? parseStoreAddress(address, options.setting) : address;
  const driver = await driverOf(parsed, options);
  const { signal, retryPolicy } = options;
  return reliableStore({
    driver,
    ...(signal === undefined ? {} : { signal }),
    ...(retryPolicy === undefined ? {} : { retryPolicy }),
  });
}

async function driverOf(address: StoreAddress, { env }: OpenStoreOptions): Promise<ObjectDriver> {
  switch (address.kind) {
    case 'directory':
      return directoryDriver(address.path);
    case 's3':
      return (await import('./s3-driver.ts')).s3Driver(address, env);
    case 'az':
      return (await import('./azure-driver.ts')).azureDriver(address, env);
    case 'gs':
      return (await import('./gcs-driver.ts')).gcsDriver(address, env);
  }
}
