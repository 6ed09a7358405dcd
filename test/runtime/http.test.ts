import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { ConnectionFailure, HttpClient, type HttpOptions } from '../../src/runtime/http.ts';

let server: Server | null = null;
let client: HttpClient | null = null;

async function serve(listener: RequestListener, options: Partial<HttpOptions> = {}): Promise<{ url: string; http: HttpClient }> {
  const started = createServer(listener);
  server = started;
  await new Promise<void>((done) => started.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(started.address() as AddressInfo).port}`;
  client = new HttpClient({
    origins: [url],
    allow: [{ method: 'GET', path: /^\/data/ }],
    answerTimeoutMs: 300,
    stallTimeoutMs: 100,
    ...options,
  });
  return { url, http: client };
}

afterEach(async () => {
  client?.close();
  server?.closeAllConnections();
  await new Promise((done) => (server === null ? done(null) : server.close(done)));
  server = null;
});

const { signal } = new AbortController();
const sink = (chunks: Buffer[]): Writable =>
  new Writable({
    write: (chunk: Buffer, _, done) => {
      chunks.push(chunk);
      done();
    },
  });

describe('what a client may ask for', () => {
  test.each([
    ['another method', 'POST', '/data'],
    ['another path', 'GET', '/other'],
    ['a path that only begins alike after its query', 'GET', '/other?/data'],
  ])('%s is refused before it leaves', async (_, method, path) => {
    let asked = 0;
    const { url, http } = await serve((_request, response) => {
      asked++;
      response.end();
    });
    await expect(http.send({ method, url: url + path, signal })).rejects.toThrow(/refused to send .*not on this client's list/);
    expect(asked).toBe(0);
  });

  test('another origin is refused', async () => {
    const { http } = await serve((_request, response) => response.end());
    await expect(http.send({ method: 'GET', url: 'http://127.0.0.1:1/data', signal })).rejects.toThrow(
      'refused to send a request to http://127.0.0.1:1',
    );
  });
});

describe('what arrives', () => {
  const text = 'Zürich 🚀\n'.repeat(5000);

  test('a compressed body is given whole, and saved as it came', async () => {
    const { url, http } = await serve((_request, response) => response.setHeader('content-encoding', 'gzip').end(gzipSync(text)));
    expect((await (await http.send({ method: 'GET', url: `${url}/data`, signal })).bytes()).toString()).toBe(text);
    const chunks: Buffer[] = [];
    const answer = await http.send({ method: 'GET', url: `${url}/data`, signal });
    expect(await answer.save(sink(chunks))).toBe(Buffer.concat(chunks).length);
    expect(gunzipSync(Buffer.concat(chunks)).toString()).toBe(text);
  });

  test.each<[string, RequestListener]>([
    [
      'is cut off before its length',
      (_, response) => void response.writeHead(200, { 'content-length': '100' }).write('abc', () => response.destroy()),
    ],
    ['is cut off between chunks', (_, response) => void response.writeHead(200).write('abc', () => response.destroy())],
    ['stalls', (_, response) => void response.writeHead(200, { 'content-length': '100' }).write('abc')],
    ['never begins', (_, response) => void response.writeHead(200, { 'content-length': '100' }).flushHeaders()],
    [
      'is half of a compressed one',
      (_, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(text).subarray(0, 50)),
    ],
  ])('a body that %s is an error', async (_, listener) => {
    const { url, http } = await serve(listener);
    const answer = await http.send({ method: 'GET', url: `${url}/data`, signal });
    await expect(answer.bytes()).rejects.toThrow(ConnectionFailure);
  });

  test('no answer at all is an error', async () => {
    const { url, http } = await serve(() => undefined);
    await expect(http.send({ method: 'GET', url: `${url}/data`, signal })).rejects.toThrow('no answer within 0.3 s');
  });

  test('a body is not waited for any longer once the run stops', async () => {
    const stop = new AbortController();
    const { url, http } = await serve((_, response) => void response.writeHead(200, { 'content-length': '100' }).write('abc'), {
      stallTimeoutMs: 60_000,
    });
    const answer = await http.send({ method: 'GET', url: `${url}/data`, signal: stop.signal });
    const reading = answer.bytes();
    stop.abort(new Error('enough'));
    await expect(reading).rejects.toThrow('enough');
  });
});
