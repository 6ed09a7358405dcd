import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { BlobServiceClient } from '@azure/storage-blob';
import { goProgram, npmPackage } from './programs.ts';

/** A running store that others wrote, as test/conformance/objects/others.test.ts takes it. */
export interface OtherStore {
  readonly name: string;
  /** Of its one bucket or container. */
  readonly address: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface StoreStart {
  /** For the store's own files. */
  readonly directory: string;
  readonly limitMs: number;
  /** Ends with the script. */
  started(child: ChildProcess): void;
}

const SECRET = Buffer.from('a key for tests on this machine').toString('base64');

/** Each throws NotAtHand where its program can't be had. */
export const OTHER_STORES: Readonly<Record<string, (start: StoreStart) => Promise<OtherStore>>> = {
  async versitygw(start) {
    const program = await goProgram('versitygw', start.limitMs);
    const port = await freePort();
    const keys = { AWS_ACCESS_KEY_ID: 'highwater', AWS_SECRET_ACCESS_KEY: SECRET };
    await mkdir(join(start.directory, 'files', 'acme-data'), { recursive: true });
    await mkdir(join(start.directory, 'facts'));
    const own = ['--access', keys.AWS_ACCESS_KEY_ID, '--secret', SECRET, '--port', `127.0.0.1:${port}`, '--quiet'];
    await begin(
      start,
      program,
      [...own, 'posix', '--sidecar', join(start.directory, 'facts'), join(start.directory, 'files')],
      port,
    );
    const endpoint = { AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${port}`, AWS_REGION: 'us-east-1' };
    return { name: 'versitygw', address: 's3://acme-data', env: { ...endpoint, ...keys } };
  },
  async azurite(start) {
    const program = join(await npmPackage('azurite', start.limitMs), 'dist/src/blob/main.js');
    const port = await freePort();
    const where = ['--blobHost', '127.0.0.1', '--blobPort', String(port), '--location', start.directory];
    const flags = ['--silent', '--skipApiVersionCheck', '--disableTelemetry', '--inMemoryPersistence'];
    await begin(start, process.execPath, [program, ...where.slice(0, 4), ...flags], port, {
      AZURITE_ACCOUNTS: `acmestate:${SECRET}`,
    });
    const endpoint = `http://127.0.0.1:${port}/acmestate`;
    const connection = `DefaultEndpointsProtocol=http;AccountName=acmestate;AccountKey=${SECRET};BlobEndpoint=${endpoint};`;
    await BlobServiceClient.fromConnectionString(connection).createContainer('highwater');
    return { name: 'Azurite', address: 'az://acmestate/highwater', env: { AZURE_STORAGE_CONNECTION_STRING: connection } };
  },
  async 'fake-gcs-server'(start) {
    const program = await goProgram('fake-gcs-server', start.limitMs);
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const args = ['-scheme', 'http', '-host', '127.0.0.1', '-port', String(port), '-backend', 'memory', '-external-url', url];
    await begin(start, program, [...args, '-public-host', `127.0.0.1:${port}`, '-log-level', 'error'], port);
    await fetch(`${url}/storage/v1/b?project=test`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'acme-state' }),
    });
    return { name: 'fake-gcs-server', address: 'gs://acme-state', env: { STORAGE_EMULATOR_HOST: url } };
  },
};

async function begin(
  start: StoreStart,
  program: string,
  args: readonly string[],
  port: number,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, ...env } });
  start.started(child);
  for (let attempt = 0; attempt < 150; attempt++) {
    if (child.exitCode !== null) break;
    if (await listens(port)) return;
    await wait(200);
  }
  throw new Error(`${program} did not start`);
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
