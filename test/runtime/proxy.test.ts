import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import tls from 'node:tls';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HttpClient } from '../../src/runtime/http.ts';
import { proxyChoice, useProxies } from '../../src/runtime/proxy.ts';
import { type ConnectProxy, startConnectProxy } from '../support/connect-proxy.ts';

const HOST = 'acme.my.salesforce.example';
const { signal } = new AbortController();
const trusted = tls.getCACertificates('default');
let closing: (() => unknown)[] = [];
let servicePort = 0;

beforeEach(async () => {
  const service = createServer((_, response) => response.end('rows'));
  await new Promise<void>((done) => service.listen(0, '127.0.0.1', done));
  servicePort = (service.address() as AddressInfo).port;
  closing.push(() => {
    service.closeAllConnections();
    return new Promise((done) => service.close(done));
  });
});
afterEach(async () => {
  useProxies({}, process.versions.node);
  tls.setDefaultCACertificates(trusted);
  for (const close of closing.reverse()) await close();
  closing = [];
});

async function proxyTo(login?: string): Promise<ConnectProxy> {
  const proxy = await startConnectProxy([HOST, 'localhost'], servicePort, login);
  tls.setDefaultCACertificates([...trusted, proxy.ca]);
  closing.push(() => proxy.close());
  return proxy;
}

async function get(url: string, env: Record<string, string>): Promise<string> {
  useProxies(env, process.versions.node);
  const { origin } = new URL(url);
  const allow = [{ method: 'GET', path: /^\// }];
  const http = new HttpClient({ origins: [origin], allow, answerTimeoutMs: 3000, stallTimeoutMs: 1000 });
  closing.push(() => http.close());
  await (await http.send({ method: 'GET', url, signal })).bytes();
  return (await (await http.send({ method: 'GET', url, signal })).bytes()).toString();
}

describe('https goes through the proxy that the environment names', () => {
  test.each([
    ['HTTPS_PROXY', (p: ConnectProxy) => ({ HTTPS_PROXY: `http://${p.address}` })],
    ['https_proxy', (p: ConnectProxy) => ({ https_proxy: `http://${p.address}` })],
    ['an address without a scheme', (p: ConnectProxy) => ({ HTTPS_PROXY: p.address })],
    ['NO_PROXY with other hosts', (p: ConnectProxy) => ({ HTTPS_PROXY: p.address, NO_PROXY: 'other.example,.intern' })],
  ])('%s, in one tunnel for several requests', async (_, env) => {
    const proxy = await proxyTo();
    expect(await get(`https://${HOST}/data`, env(proxy))).toBe('rows');
    expect(proxy.asked).toEqual([`${HOST}:443`]);
  });

  test('with the user and password of its address', async () => {
    const proxy = await proxyTo('us er:p@ss');
    expect(await get(`https://${HOST}/data`, { HTTPS_PROXY: `http://us%20er:p%40ss@${proxy.address}` })).toBe('rows');
  });

  test.each(['localhost', '*'])('but not where NO_PROXY says %s', async (except) => {
    const proxy = await proxyTo();
    const url = `https://localhost:${proxy.tlsPort}/data`;
    expect(await get(url, { HTTPS_PROXY: proxy.address, NO_PROXY: except })).toBe('rows');
    expect(proxy.asked).toEqual([]);
  });
});

test('plain http, which is for this machine only, never goes through a proxy', async () => {
  const proxy = await proxyTo();
  const env = { HTTP_PROXY: proxy.address, HTTPS_PROXY: proxy.address, http_proxy: proxy.address };
  expect(await get(`http://127.0.0.1:${servicePort}/data`, env)).toBe('rows');
  expect(proxy.asked).toEqual([]);
});

test('a proxy that wants a login says so, and nothing of the one that was tried', async () => {
  const proxy = await proxyTo('user:right');
  const failure = get(`https://${HOST}/data`, { HTTPS_PROXY: `http://user:wr0ng@${proxy.address}` }).catch((e: Error) => e);
  const { message } = (await failure) as Error;
  expect(message).toContain('407 Proxy Authentication Required');
  expect(message).toContain(`(HTTPS_PROXY is ${proxy.address})`);
  expect(message).not.toMatch(/wr0ng|user/);
});

test('a proxy that is not there is named', async () => {
  await expect(get(`https://${HOST}/data`, { HTTPS_PROXY: 'http://127.0.0.1:1' })).rejects.toThrow(
    'connect ECONNREFUSED 127.0.0.1:1 (HTTPS_PROXY is 127.0.0.1:1)',
  );
});

test.each([
  ['no address', 'http://', '24.21.0', 'HTTPS_PROXY is ignored: it is not the address of an http or https proxy'],
  [
    'another kind of proxy',
    'socks5://127.0.0.1:1',
    '24.21.0',
    'HTTPS_PROXY is ignored: it is not the address of an http or https proxy',
  ],
  ['an older Node.js', '127.0.0.1:1', '20.19.0', "HTTPS_PROXY is not used: Node.js 20.19.0 can't, 24.5 can"],
])('what can’t be used is said where a connection fails: %s', (_, value, version, words) => {
  expect(proxyChoice({ HTTPS_PROXY: value }, version)).toEqual({ env: {}, words });
});
